"""Declared spans → cells with places in a grid, after "forming a table" of the WHATWG HTML standard (section 4.9.12).

Two departures, both so that no cell is lost or drawn over another: a cell that would overlap one hanging down from above
is narrowed to the free room, and grid columns in which no cell starts are taken out (``colspan=1000000000`` is one column).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from goiextract.forms import kind_of
from goiextract.records import Cell, CellKind, Grid, Place

MAX_COLUMN_SPAN = 1000  # the standard's own limit
MAX_ROW_SPAN = 65534  # the standard's own limit
# A cell of an article's size: a dozen lines, and nearly all that the table holds. Values stacked in one data cell have
# their labels stacked in another, so no cell holds much more than a half.
LAYOUT_LINES = 12
LAYOUT_SHARE = 0.8
HANGING_STEPS = 3_000_000  # about 1 s of looking past cells from above; a form of 45 rows by 11 columns takes 100


class SpannedCell(NamedTuple):
    """One cell as declared. `row_span` 0 means: down to the end of its group of rows."""

    text: str
    kind: CellKind
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()


class Placed(NamedTuple):
    """One cell in its place; `end` is the first column after it."""

    text: str
    kind: CellKind
    row: int
    start: int
    end: int
    row_span: int
    place: Place


def kind_of_content(text: str, more: bool) -> CellKind:
    """What a cell of this text holds. more: it shows something else too, which may be a figure where there is no text."""
    return CellKind.PICTURE if more and not text else kind_of(text)


def span_number(written: str | None, default: int = 1) -> int:
    """The number a span attribute begins with, as browsers read it: ``"2;"`` is 2, ``"-3"``, ``""`` and ``"x"`` are 1."""
    found = re.match(r"[ \t\n\f\r]*\+?(\d{1,12})", written or "", re.ASCII)
    return int(found[1]) if found else default


def expand_spans(groups: Sequence[Sequence[Sequence[SpannedCell]]]) -> list[Placed]:
    """Groups (thead, tbody …) of rows of cells → every cell once, row by row, without overlap; row spans end with their group."""
    placed: list[Placed] = []
    steps = 0
    first_row = 0
    for group in groups:
        after_group = first_row + len(group)
        hanging: list[tuple[int, int, int]] = []  # start, end, first row below it; sorted, apart from one another
        for row, cells in enumerate(group, first_row):
            hanging = [span for span in hanging if span[2] > row] if steps < HANGING_STEPS else []
            new: list[tuple[int, int, int]] = []
            column, at = 0, 0
            for cell in cells:
                while at < len(hanging) and hanging[at][0] <= column:
                    column = max(column, hanging[at][1])
                    at += 1
                end = column + min(max(cell.column_span, 1), MAX_COLUMN_SPAN)
                if at < len(hanging):
                    end = min(end, hanging[at][0])
                wanted = cell.row_span if 0 < cell.row_span < MAX_ROW_SPAN else MAX_ROW_SPAN
                row_span = min(wanted, after_group - row) if steps < HANGING_STEPS else 1
                placed.append(Placed(cell.text, cell.kind, row, column, end, row_span, cell.place))
                if row_span > 1:
                    new.append((column, end, row + row_span))
                column = end
            steps += len(hanging) + len(cells)
            if new:
                hanging = sorted(hanging + new)
        first_row = after_group
    return placed


def to_grid(placed: Sequence[Placed], n_rows: int) -> Grid:
    """Placed cells in row order → a declared Grid of `n_rows` rows, without the columns in which no cell starts."""
    starts = sorted({cell.start for cell in placed})
    number = {start: index for index, start in enumerate(starts)}
    ends = dict(_count_below(starts, sorted({cell.end for cell in placed})))
    cells = tuple(
        Cell(
            text=cell.text,
            kind=cell.kind,
            row=cell.row,
            column=number[cell.start],
            row_span=cell.row_span,
            column_span=ends[cell.end] - number[cell.start],
            place=cell.place,
        )
        for cell in placed
    )
    return Grid(cells=cells, n_rows=n_rows, n_columns=len(starts), origin="declared")


def _count_below(starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    """For each end, how many starts lie before it; both sorted."""
    counted, index = [], 0
    for end in ends:
        while index < len(starts) and starts[index] < end:
            index += 1
        counted.append((end, index))
    return counted


def is_layout(cells: Sequence[SpannedCell | Placed], shapes: Sequence[tuple[int, int]], rows: Sequence[int]) -> bool:
    """Whether a table only frames the page: it has no two cells side by side, or its cells hold an article or tables.

    `shapes`: for each cell, how many lines and how many inner tables stand in it; `rows`: the row each cell is in.
    """
    per_row = Counter(rows)
    if max(per_row.values(), default=0) <= 1:
        return True
    lines = [shape[0] for shape in shapes]
    if max(lines) >= max(LAYOUT_LINES, LAYOUT_SHARE * sum(lines)):
        return True
    if not any(tables for _, tables in shapes):
        return False
    # A data cell may hold a small table; then the outer table still has rows of its own, and the cell little besides.
    filled = Counter(row for cell, row in zip(cells, rows, strict=True) if cell.text)
    return sum(n >= 2 for n in filled.values()) < 2 or any(tables and n_lines > 2 for n_lines, tables in shapes)
