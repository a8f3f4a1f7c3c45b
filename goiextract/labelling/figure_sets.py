"""A grid with several sets of figures behind each label, under heads that name a year each → a grid for each year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from goiextract.labelling.normal import normal
from goiextract.labelling.year_heads import YearsAbove, distinct_years
from goiextract.records import Cell, Grid

_MOST_STUBS = 3  # label cells before the years: a stub has no more columns
_SHARE = 0.8  # of the rows with figures must be cut evenly: else it is not told what the years stand over
_MOST_ACROSS = 2  # texts in a row of heads that all years share, a stub's and one over all columns: more are no year's

Rows = Sequence[Sequence[Cell]]
Cut = tuple[int, int]  # cells before the first set, cells in a set


def grids_by_year(grid: Grid, rows: Rows, above: YearsAbove, year: int | None) -> tuple[list[Grid], tuple[int, ...]]:
    """The grid in as many as the years that its heads name (or stand above it), each with the labels; and the years.

    Nothing where there are no such heads, or the heads of the columns are not the same under each year: the years are then
    columns of a table of another kind.
    """
    at, years = _year_row(rows, year)
    continued = above.width if at < 0 else 0
    years = years or above.years
    n_sets = len(years)
    if n_sets < 2:
        return [], ()
    heads: dict[int, Cut] = {}
    sections: list[list[int]] = [[]]
    for number, row in enumerate(rows):
        if number <= at:
            continue
        if _run(row):
            sections[-1].append(number)
        elif (before := _same_heads(row, n_sets)) is not None:
            heads[number] = (before, (len(row) - before) // n_sets)
            sections.append([])
        elif sum(bool(cell.text.strip()) for cell in row) > _MOST_ACROSS:
            return [], ()
    figures = {number: cut for section in sections for number, cut in _even(rows, section, n_sets).items()}
    widths = {width for _, width in figures.values()}
    if not (heads or (continued and widths == {continued})) or len(figures) < _SHARE * sum(map(len, sections)):
        return [], ()
    if figures:
        above.hold(years, figures[max(figures)][1])
    cuts = heads | figures | ({} if at < 0 else {at: (len(rows[at]) - n_sets, 1)})
    return [_one(grid, rows, cuts, n) for n in range(n_sets)], years


def _year_row(rows: Rows, year: int | None) -> tuple[int, tuple[int, ...]]:
    for number, row in enumerate(rows):
        for stubs in range(min(_MOST_STUBS, len(row)) + 1):
            if years := distinct_years([cell.text for cell in row[stubs:]], year):
                return number, years
        if _run(row):
            break
    return -1, ()


def _run(row: Sequence[Cell]) -> int:
    """How many figures and blanks the row ends with, 0 if none of them is a number."""
    length = 0
    for cell in reversed(row):
        if not cell.may_be_figure:
            break
        length += 1
    return length if any(any(map(str.isdigit, cell.text)) for cell in row[len(row) - length :]) else 0


def _same_heads(row: Sequence[Cell], n_sets: int) -> int | None:
    """How many cells stand before heads that come `n_sets` times over; None where they do not."""
    texts = [normal(cell.text) for cell in row]
    for before in range(min(_MOST_STUBS, len(row)) + 1):
        heads = texts[before:]
        width, rest = divmod(len(heads), n_sets)
        if width and not rest and heads == heads[:width] * n_sets and any(heads):
            return before
    return None


def _even(rows: Rows, section: Sequence[int], n_sets: int) -> dict[int, Cut]:
    """Where to cut the rows of figures below one head. Rows of another length than most have lost cells, nobody knows of
    which set, and stay whole; a blank more is a blank label."""
    lengths = Counter(_run(rows[number]) // n_sets for number in section)
    if not lengths:
        return {}
    width = max(lengths, key=lambda length: (lengths[length], length))
    cuts: dict[int, Cut] = {}
    for number in section:
        row, length = rows[number], _run(rows[number])
        start = len(row) - n_sets * width
        if (
            width
            and length // n_sets == width
            and not any(cell.text.strip() for cell in row[len(row) - length : start])
        ):
            cuts[number] = (start, width)
    return cuts


def _one(grid: Grid, rows: Rows, cuts: dict[int, Cut], part: int) -> Grid:
    """The grid of one year; its cells stand where those of the first year do."""
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        if number not in cuts:
            cells += row
            continue
        before, width = cuts[number]
        start = before + part * width
        shift = row[start].column - row[before].column
        cells += row[:before]
        cells += [replace(cell, column=cell.column - shift) for cell in row[start : start + width]]
    return replace(grid, cells=tuple(cells))
