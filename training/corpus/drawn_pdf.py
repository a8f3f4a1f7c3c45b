"""PDF drawn by reportlab: turned pages, doubled glyphs, open bottoms at page breaks, encryption, numbers in tables."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from training.corpus.records import Cell, Made, Report, Table

FONT_FILES = ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "/usr/share/fonts/truetype/arphic/uming.ttc")
LONG, SHORT, MARGIN = 842.0, 595.0, 56.0


def available() -> str:
    """'' unless reportlab and one of the fonts are installed."""
    try:
        import reportlab  # noqa: F401
    except ImportError:
        return ""
    return next((path for path in FONT_FILES if Path(path).exists()), "")


@cache
def _register(path: str) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = Path(path).stem
    pdfmetrics.registerFont(TTFont(name, path, subfontIndex=0))
    return name


def render(rng: Random, report: Report) -> Made:
    """The file of kind ``pdf_drawn``."""
    look, dirt = report.look, report.dirt
    look["font"] = _register(rng.choice([path for path in FONT_FILES if Path(path).exists()]))
    look["turned"] = str("turned" in dirt)
    look["page"] = rng.choice(("portrait", "portrait", "landscape"))
    look["bold"] = str("doubled_glyphs" in dirt)
    look["open_bottom"] = str("open_bottom" in dirt)
    look["heads_repeat"] = str("heads_repeat" in dirt)
    look["group_at_break"] = (
        "again" if "label_again_at_break" in dirt else "cut" if "label_cut_at_break" in dirt else "once"
    )
    look["encrypted"] = str("encrypted" in dirt)
    sheet = Sheet(look, 7.5 if report.size == "province" else rng.choice((8.0, 9.0)))
    for line in report.title.split("\n"):
        sheet.paragraph(line, 15)
    for block in report.blocks:
        if isinstance(block, Table):
            sheet.table(block)
        else:
            sheet.paragraph(block, 11)
    return Made(sheet.finish(), ".pdf")


class Sheet:
    """A PDF in the making: where the pen is, and how this office draws. y grows downwards on the page as displayed."""

    def __init__(self, look: dict[str, str], size: float) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        self.look, self.size, self.font = look, size, look["font"]
        self.out = io.BytesIO()
        self.width, self.height = (SHORT, LONG) if look["page"] == "portrait" else (LONG, SHORT)
        self.turned = look["turned"] == "True"
        locked = StandardEncryption("", "owner", canModify=0, strength=128) if look["encrypted"] == "True" else None
        self.canvas: Any = Canvas(self.out, pagesize=(self.width, self.height), invariant=1, encrypt=locked)
        self.number, self.y = 0, MARGIN
        self._begin()

    def finish(self) -> bytes:
        """The file."""
        self._end()
        self.canvas.save()
        return self.out.getvalue()

    def paragraph(self, text: str, size: float) -> None:
        """A paragraph, wrapped."""
        for line in self.wrap(text, size, self.width - 2 * MARGIN):
            if self.y + size * 1.6 > self.height - MARGIN:
                self._turn_page()
            self._write(line, MARGIN, self.y + size, size)
            self.y += size * 1.6

    def table(self, table: Table) -> None:
        """A table, broken over pages between its rows."""
        scale = (self.width - 2 * MARGIN) / sum(table.widths)
        edges = [MARGIN + scale * sum(table.widths[:n]) for n in range(len(table.widths) + 1)]
        places = self._places(table)
        heights = [self.size + 7.0] * len(table.rows)
        for cell, row, column in places:
            if cell.row_span == 1:
                lines = self.wrap(cell.text, self.size, edges[column + cell.column_span] - edges[column] - 3)
                heights[row] = max(heights[row], len(lines) * self.size * 1.2 + 6)
        first = 0
        while first < len(heights):
            room = self.height - MARGIN - 20 - self.y
            heads = list(range(table.heads)) if first and self.look["heads_repeat"] == "True" else []
            room -= sum(heights[row] for row in heads)
            last = first
            while last < len(heights) and (room := room - heights[last]) >= 0:
                last += 1
            if last == first and self.y > MARGIN:
                self._turn_page()
                continue
            last = max(last, first + 1)
            if heads:
                self._part(places, heights, edges, 0, table.heads, False)
            self._part(places, heights, edges, first, last, last < len(heights) and self.look["open_bottom"] == "True")
            if last < len(heights):
                if self.look.get("page_numbers"):
                    self._number_in_table(edges)
                self._turn_page()
            first = last
        self.y += 10

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """Lines no wider than `width`; digits stay together."""
        lines = []
        for part in text.split("\n"):
            line = ""
            for letter in part:
                wide = self.canvas.stringWidth(line + letter, self.font, size) > width
                if wide and line and not (letter.isdigit() and line[-1].isdigit()):
                    lines.append(line)
                    line = ""
                line += letter
            lines.append(line)
        return lines

    @staticmethod
    def _places(table: Table) -> list[tuple[Cell, int, int]]:
        return [
            (starts, row, column)
            for row, line in enumerate(table.grid())
            for column, (starts, _) in enumerate(line)
            if starts is not None
        ]

    def _part(
        self,
        places: list[tuple[Cell, int, int]],
        heights: list[float],
        edges: list[float],
        first: int,
        last: int,
        open_: bool,
    ) -> None:
        tops = {row: self.y + sum(heights[first:row]) for row in range(first, last + 1)}
        for cell, row, column in places:
            top, bottom = max(row, first), min(row + cell.row_span, last)
            if top >= bottom:
                continue
            box = (edges[column], tops[top], edges[column + cell.column_span], tops[bottom])
            self._rules(box, not (open_ and bottom == last))
            text = cell.text
            if top > row or bottom < row + cell.row_span:
                half = len(text) // 2
                cut = {
                    "once": text if top == row else "",
                    "again": text,
                    "cut": text[:half] if top == row else text[half:],
                }
                text = cut[self.look["group_at_break"]]
            self._fill(cell, text, box)
        self.y = tops[last]

    def _rules(self, box: tuple[float, float, float, float], closed: bool) -> None:
        x0, top, x1, bottom = box
        for line in ((x0, top, x1, top), (x0, top, x0, bottom), (x1, top, x1, bottom)):
            self._line(*line)
        if closed:
            self._line(x0, bottom, x1, bottom)

    def _fill(self, cell: Cell, text: str, box: tuple[float, float, float, float]) -> None:
        x0, top, x1, bottom = box
        lines = list(text.replace("\n", "")) if cell.upright else self.wrap(text, self.size, x1 - x0 - 3)
        step = min(self.size * 1.2, (bottom - top - 2) / max(1, len(lines)))
        y = (top + bottom - step * len(lines)) / 2 + self.size
        for number, line in enumerate(lines):
            width = self.canvas.stringWidth(line, self.font, self.size)
            x = x0 + 2 if cell.role == "stub" and not cell.upright else (x0 + x1 - width) / 2
            self._write(line, x, y + number * step, self.size, cell.role in ("head", "title", "stub"))

    def _number_in_table(self, edges: list[float]) -> None:
        text = self.look["page_numbers"].format(self.number)
        for x in (edges[0], edges[-1]):
            self._line(x, self.y, x, self.y + 18)
        self._write(text, (edges[0] + edges[-1]) / 2, self.y + 13, 9)

    def _write(self, text: str, x: float, y: float, size: float, bold: bool = False) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.height - y, text)
        if bold and self.look["bold"] == "True":
            self.canvas.drawString(x + 0.3, self.height - y, text)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def _begin(self) -> None:
        self.number += 1
        self.y = MARGIN
        if self.turned:
            self.canvas.setPageRotation(90)  # reportlab itself swaps the sides of the paper
            self.canvas.transform(0, 1, -1, 0, self.height, 0)
        self.canvas.setLineWidth(0.5)

    def _end(self) -> None:
        self._write(f"- {self.number} -", self.width / 2 - 10, self.height - 30, 9)
        self.canvas.showPage()

    def _turn_page(self) -> None:
        self._end()
        self._begin()
