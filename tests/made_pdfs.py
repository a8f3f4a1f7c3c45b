"""Small PDFs drawn by hand, for one property each: where rules, fills and glyphs stand is what the test says."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE = "STSong-Light", 10
WIDTH, HEIGHT = 595, 842
# Four rows of the 2021 form's 表二, a heading over all columns first.
ROWS = (
    ("第二十条第（一）项", "", "", ""),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "11", "22"),
    ("行政规范性文件", "3", "", "-5"),
)
XS = (60, 200, 300, 400, 500)
YS = (100, 124, 148, 172, 196)  # from the top


def pdf(draw: Callable[[Canvas], object], pages: int = 1, rotate: int = 0) -> bytes:
    """The bytes of a PDF on whose every page `draw` draws."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), pageCompression=0)
    for _ in range(pages):
        canvas.setFont(FONT, SIZE)
        if rotate:
            canvas.setPageRotation(rotate)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def write(canvas: Canvas, text: str, x: float, top: float) -> None:
    """Text whose line begins at x, its baseline `top` points below the page's upper edge."""
    canvas.drawString(x, HEIGHT - top, text)


def texts(canvas: Canvas, rows: tuple[tuple[str, ...], ...] = ROWS) -> None:
    """The cells' texts."""
    for row, top in zip(rows, YS, strict=False):
        for text, x in zip(row, XS, strict=False):
            if text:
                write(canvas, text, x + 20, top + 16)


def level(canvas: Canvas, top: float, x0: float = XS[0], x1: float = XS[-1]) -> None:
    """A stroked level rule."""
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - top)


def upright(canvas: Canvas, x: float, top: float = YS[0], bottom: float = YS[-1]) -> None:
    """A stroked upright rule."""
    canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)


def ruled(canvas: Canvas) -> None:
    """The table with all its rules; the heading is one cell over all columns."""
    texts(canvas)
    for top in YS:
        level(canvas, top)
    for x in XS:
        upright(canvas, x, YS[0] if x in (XS[0], XS[-1]) else YS[1])
