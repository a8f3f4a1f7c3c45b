"""A text that ends without a line end, amid a table: its last number may be only the first part of one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from goiextract.forms import forms
from goiextract.layout.line_items import is_figure
from goiextract.records import CellKind, Grid, Line

LONGEST = 18  # digits that are added up; a count has at most 11
LAST_NUMBER = re.compile(r"(?<!\d)[1-9]\d*$")  # no number begins with 0


def marked_if_broken_off(grid: Grid, end: Line) -> Grid:
    """The last grid of a text, and the text's last line. The grid's last cell is known as cut where it may be the first part
    of a number, so that the part does not pass for the whole; but not where its row may be a whole one with a sum, which
    will tell."""
    at = max((number for number, cell in enumerate(grid.cells) if cell.text), default=0)
    last = grid.cells[at]
    if not end.text[-1:].isdigit() or not LAST_NUMBER.search(last.text):
        return grid
    row = [cell.text for cell in grid.cells if cell.row == last.row and cell.column <= last.column]
    figures = [text.strip() or "0" for text in row if is_figure(text)]
    fewest, most = _widths_with_sum()
    plain = len(figures) >= fewest and all(text.isdecimal() and len(text) <= LONGEST for text in figures)
    adds_up = plain and 2 * int(figures[-1]) == sum(map(int, figures))
    if adds_up or sum(map(str.isdigit, last.text)) >= most:  # or a run of a whole row's figures
        return grid
    return replace(grid, cells=(*grid.cells[:at], replace(last, kind=CellKind.CUT), *grid.cells[at + 1 :]))


@cache
def _widths_with_sum() -> tuple[int, int]:
    """The fewest and the most figures in a row of the forms that has a sum of its own."""
    sums = (identity for form in forms() for identity in form.identities)
    widths = [len(identity.cells) for identity in sums if len({key.row for key in identity.cells}) == 1]
    return min(widths), max(widths)
