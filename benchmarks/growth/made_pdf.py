"""PDFs of any length, made here: pages of text and of the three tables with zeros, and other ruled tables behind them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from goiextract.forms import FormTable, form_named

FONT, SIZE, HIGH = "STSong-Light", 7, 22
SENTENCE = "本机关坚持以公开为常态、不公开为例外，全年主动公开政府信息若干条。"
COLUMNS, ROWS = 10, 50  # of another table, a page


def made_pdf(n_pages: int, n_cells: int = 0) -> bytes:
    """A PDF of so many pages, text and tables in turn, and pages with so many cells of another table behind them."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    for number in range(n_pages):
        canvas.setFont(FONT, SIZE)
        _draw_page(canvas, number)
        canvas.showPage()
    for first in range(0, n_cells, COLUMNS * ROWS):
        canvas.setFont(FONT, SIZE)
        n_rows = -(-min(COLUMNS * ROWS, n_cells - first) // COLUMNS)
        rows = [[f"第{first // COLUMNS + row + 1}项", *["12"] * (COLUMNS - 1)] for row in range(n_rows)]
        _draw_cells(canvas, rows, [60 + 48 * n for n in range(COLUMNS + 1)], 780, 14)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _draw_page(canvas: Canvas, number: int) -> None:
    proactive, applications, review = form_named("2021").tables
    if number % 3 == 1:
        bottom = _draw_table(canvas, proactive, 780)
        _draw_table(canvas, review, bottom - 60)
    elif number % 3 == 2:
        _draw_table(canvas, applications, 780)
    else:
        for line in range(40):
            canvas.drawString(72, 780 - 18 * line, SENTENCE)


def _draw_table(canvas: Canvas, table: FormTable, top: float) -> float:
    """A ruled table with 0 in every cell, a row a printed line; the height at which it ends."""
    canvas.drawString(60, top + 6, table.heading)
    if table.layout == "side_by_side":
        rows = [[text for row in table.rows for text in (row.printed, *[""] * (len(row.columns) - 1))]]
        rows += [[column.printed for row in table.rows for column in row.columns], ["0"] * len(table.cells)]
        edges = [60 + 32 * n for n in range(len(table.cells) + 1)]
    else:
        rows, under = [], ""
        for line in table.lines:
            if line.columns and (not rows or (table.layout == "blocks" and line.under != under)):
                rows += [[line.under], ["信息内容", *(column.printed for column in line.columns)]]
            under = line.under
            rows.append([line.printed, *("0" for _ in line.columns)])
        n_columns = max(len(row) for row in rows)
        edges = [60, *(290 + 245 * n // (n_columns - 1) for n in range(n_columns))]
    apart = len(table.rows[0].columns) if table.layout == "side_by_side" else 0
    return _draw_cells(canvas, rows, edges, top, HIGH, apart)


def _draw_cells(
    canvas: Canvas, rows: Sequence[Sequence[str]], edges: Sequence[float], top: float, high: float, joined: int = 0
) -> float:
    """Texts and ruling lines of so high rows; `joined`: of how many columns a cell of the first row is. The lower end."""
    for number, row in enumerate(rows):
        for text, x in zip(row, edges, strict=False):
            canvas.drawString(x + 2, top - high * number - 0.68 * high, text[:30] if x == edges[0] else text)
    bottom = top - high * len(rows)
    for number in range(len(rows) + 1):
        canvas.line(edges[0], top - high * number, edges[-1], top - high * number)
    for number, x in enumerate(edges):
        canvas.line(x, top - high if joined and number % joined else top, x, bottom)
    return bottom
