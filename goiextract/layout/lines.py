"""Lines of text → grids: tabbed, piped, parted by blanks, one cell a line, or run together; the rest stay lines.

What a file's columns are worth decides the grid's origin: where cells are real but columns may shift, ``tabbed`` or
``piped``; where only the order is real, ``streamed``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from goiextract.forms import forms
from goiextract.layout.grid_making import GridMaker
from goiextract.layout.habits import Habits, habits_of
from goiextract.layout.line_items import Item, Kind, Part, is_figure, row
from goiextract.layout.piped import is_border, items_between_bars
from goiextract.layout.plain_lines import plain_items
from goiextract.layout.run_together import is_run_together, rows_run_together
from goiextract.layout.spaced import rows_in_columns
from goiextract.layout.tabbed import parted_row, with_quoted_cells_whole
from goiextract.records import Document, Finding, Grid, Layout, Line


def lay_out_lines(document: Document) -> Layout:
    """The document's blocks in reading order, its runs of table-like lines made into grids; its own grids untouched."""
    blocks: list[Line | Grid] = []
    run: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            run.append(block)
            continue
        blocks += _lay_out_run(run)
        blocks.append(block)
        run = []
    blocks += _lay_out_run(run)
    if run and run[-1].text[-1:].isdigit() and blocks and isinstance(blocks[-1], Grid):
        whole, blocks[-1] = blocks[-1], _broken_off(blocks[-1])
        if blocks[-1] is not whole:
            return Layout(tuple(blocks), (Finding("text_cut_off", "warning"),))
    return Layout(tuple(blocks))


def _broken_off(grid: Grid) -> Grid:
    """The last grid of a text that ends without a line end. Its last cell may be the first part of a number, and is marked,
    so that the part does not pass for the whole; but not where its row may be a whole one with a sum, which will tell. No
    number begins with 0."""
    at = max((number for number, cell in enumerate(grid.cells) if cell.text), default=0)
    last = grid.cells[at]
    row = [cell.text for cell in grid.cells if cell.row == last.row and cell.column <= last.column]
    figures = [text.strip() or "0" for text in row if is_figure(text)]
    fewest, most = _widths_with_sum()
    numbers = [int(text) for text in figures] if all(map(str.isdecimal, figures)) else []
    adds_up = len(numbers) >= fewest and 2 * numbers[-1] == sum(numbers)
    whole = adds_up or sum(map(str.isdigit, last.text)) >= most
    if whole or not re.search(r"(?<!\d)[1-9]\d*$", last.text):
        return grid
    return replace(grid, cells=(*grid.cells[:at], replace(last, text=last.text + "…"), *grid.cells[at + 1 :]))


@cache
def _widths_with_sum() -> tuple[int, int]:
    """The fewest and the most figures in a row of the forms that has a sum of its own."""
    sums = (identity for form in forms() for identity in form.identities)
    widths = [len(identity.cells) for identity in sums if len({key.row for key in identity.cells}) == 1]
    return min(widths), max(widths)


def _lay_out_run(lines: Sequence[Line]) -> Sequence[Line | Grid]:
    """Lines that stand together → grids of consecutive rows of one origin, with running text between them."""
    habits = habits_of([line.text for line in lines])
    lines = with_quoted_cells_whole(lines, habits)
    in_columns = rows_in_columns([line.text for line in lines])
    maker = GridMaker(habits)
    for number, line in enumerate(lines):
        if number in in_columns:
            maker.take(row(fields, line, "tabbed") for fields in in_columns[number])
        else:
            maker.take(_items(line, habits))
    return maker.finish()


def _items(line: Line, habits: Habits) -> Iterator[Item]:
    """What one line holds. Several items where cells, or a whole table, are run together in it."""
    if is_border(line.text):
        return
    if is_run_together(line.text):
        for label, figures in rows_run_together(line.text):
            parts = tuple(Part(text, line.place) for text in (label, *figures) if text)
            yield Item(Kind.ROW, parts, "streamed")
        return
    between = items_between_bars(line, habits)
    if between is not None:
        yield from between
        return
    parted = parted_row(line, habits)
    if parted is not None:
        yield parted
        return
    yield from plain_items(line, habits)
