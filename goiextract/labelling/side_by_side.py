"""Two tables printed side by side in one grid (two years, two offices) → a grid each.

Known by their labels: in most rows that hold figures a label stands twice, each time before figures of its own. Left as it
is such a row would be read as one, and the figures of one table taken for all there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from goiextract.forms import has_digit
from goiextract.labelling.figure_sets import grids_by_year
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import rows_of
from goiextract.labelling.year_heads import YearsAbove, head_year, years_in
from goiextract.records import Cell, CellKind, Finding, Grid, Line

#: Rows with a label twice: at least so many in the document, and this share of a grid's rows with figures.
LEAST, SHARE = 2, 0.5
#: So many figures behind each of two labels are two rows, whatever the labels: a form's own row has one such run.
LONG_RUN = 5
#: Origins whose columns shift from row to row: a row without labels is cut evenly.
SHIFTING = ("tabbed", "piped")

Again = Mapping[int, tuple[int, int]]  # row → how many columns further its label stands again, and in how many parts


def parted(blocks: Sequence[Line | Grid], year: int | None) -> tuple[list[Line | Grid], tuple[Finding, ...]]:
    """A layout's blocks → the same with such grids in parts, and what was left aside.

    Where the heads name a year over each part and one is `year`, the others are another year's tables: they are left aside
    with a finding. Else all parts stay, one below the other, and what they print differently is nobody's to assert.
    """
    found: list[Line | Grid] = []
    findings: list[Finding] = []
    above = YearsAbove(year)
    rows = [rows_of(block) if isinstance(block, Grid) else [] for block in blocks]
    twice = [
        _rows_again(block, own, year) if isinstance(block, Grid) else {}
        for block, own in zip(blocks, rows, strict=True)
    ]
    enough = sum(map(len, twice)) >= LEAST
    for block, own, again in zip(blocks, rows, twice, strict=True):
        if isinstance(block, Line):
            above.see(block)
            found.append(block)
            continue
        grids = _parts(block, again) if enough else []
        years: Sequence[int | None]
        if len(grids) > 1:
            years = [_year_above(grid, year) for grid in grids]
            if not any(years) and len(above.years) == len(grids):
                years = above.years
            above.hold(years, 0)
        else:
            grids, years = grids_by_year(block, own, above, year)
        if len(grids) < 2:
            above.see(block)
            found.append(block)
            continue
        if year in years and None not in years and years.count(year) == 1:
            others = "、".join(str(other) for other in years if other != year)
            findings.append(Finding("other_year_beside", "note", (("years", others), ("year", str(year)))))
            found.append(grids[years.index(year)])
        else:
            found += grids
    return found, tuple(dict.fromkeys(findings))


def _rows_again(grid: Grid, rows_of_cells: Sequence[Sequence[Cell]], year: int | None) -> Again:
    """The rows of a grid in which a label stands again; none where they are too few of its rows with figures.

    Under heads that name the years, rows that stand at the right alone count too: they are the other year's.
    """
    rows: dict[int, tuple[int, int]] = {}
    for cells in rows_of_cells:
        width, n_parts = _again(cells)
        if n_parts > 1:
            rows[cells[0].row] = (width, n_parts)
    if not rows:
        return rows
    with_figures = sum(map(_has_number, rows_of_cells))
    if len(rows) >= SHARE * with_figures:
        return rows
    half = min((width for width, _ in rows.values()), default=0)
    alone = [cells for cells in rows_of_cells if half and cells[0].row not in rows and _begins_at(cells) >= half]
    years = {_year_above(part, year) for part in _parts(grid, rows)}
    enough = len(rows) + sum(map(_has_number, alone)) >= SHARE * with_figures
    return rows if enough and year in years and None not in years and len(years) > 1 else {}


def _begins_at(cells: Sequence[Cell]) -> int:
    """The column of the first cell with text: a row printed in one of the tables only may stand in the right one."""
    return next((cell.column for cell in cells if cell.text.strip()), 0)


def _parts(grid: Grid, again: Again) -> list[Grid]:
    """The grid in as many parts as its labels stand in a row; itself alone where they stand once."""
    if not again:
        return [grid]
    n_parts = Counter(parts for _, parts in again.values()).most_common(1)[0][0]
    usual = Counter(width for width, _ in again.values()).most_common(1)[0][0]
    parts: list[list[Cell]] = [[] for _ in range(n_parts)]
    for cells in rows_of(grid):
        end = max(cell.column + cell.column_span for cell in cells)
        even = end // n_parts if grid.origin in SHIFTING and end % n_parts == 0 else usual
        width, _ = again.get(cells[0].row, (even, n_parts))
        for cell in cells:
            last = cell.column + cell.column_span - 1
            for part in range(min(cell.column // width, n_parts - 1), min(last // width, n_parts - 1) + 1):
                left = part * width
                right = left + width if part + 1 < n_parts else grid.n_columns
                start, stop = max(cell.column, left), min(cell.column + cell.column_span, right)
                if start < stop:
                    parts[part].append(replace(cell, column=start - left, column_span=stop - start))
    return [
        replace(grid, cells=tuple(cells), n_columns=max(cell.column + cell.column_span for cell in cells))
        for cells in parts
        if cells
    ]


def _again(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many columns further the row's label stands again, and how many parts that makes: (0, 1) where it does not.

    Each time figures or blanks follow it, the first time a number at least.
    """
    labels = [n for n, cell in enumerate(cells) if not cell.may_be_figure]
    if len(labels) < 2:
        return 0, 1
    places: dict[str, list[int]] = {}
    for n in labels:
        places.setdefault(normal(cells[n].text), []).append(n)
    for first, at, own in sorted(_standing_again(places.values(), cells)):
        if _has_number(cells[first + 1 : own[at]]) or _is_blank_row(cells, first, own, at):
            return cells[own[at]].column - cells[first].column, len(own) - at + 1
    ends = [*labels[1:], len(cells)]
    runs = [(start + 1, end) for start, end in zip(labels, ends, strict=False) if end > start + 1]
    if len(runs) > 1 and runs[0][1] - runs[0][0] >= LONG_RUN and _alike(cells, runs):
        return cells[runs[0][1]].column - cells[0].column, len(runs)
    return 0, 1


def _standing_again(places: Iterable[list[int]], cells: Sequence[Cell]) -> Iterator[tuple[int, int, list[int]]]:
    """A label's place, the number of the next in `own`, and `own`, all places of that label, wherever a figure or a blank is
    behind the label in all later ones. places: of each label, in order."""
    for own in places:
        ends = [*own[1:], len(cells)]
        begin = len(own)
        while begin and ends[begin - 1] > own[begin - 1] + 1 and cells[own[begin - 1] + 1].may_be_figure:
            begin -= 1
        yield from ((own[at - 1], at, own) for at in range(max(1, begin), len(own)))


def _is_blank_row(cells: Sequence[Cell], first: int, own: Sequence[int], at: int) -> bool:
    """True where a label has blanks only behind it, as many as there are figures where it stands again: at `own`, from the one
    of number `at` on."""
    between = cells[first + 1 : own[at]]
    if any(cell.text.strip() for cell in between):
        return False
    ends = (own[n + 1] if n + 1 < len(own) else len(cells) for n in range(at, len(own)))
    behind = (cells[own[n] + 1 : end] for n, end in enumerate(ends, at))
    return all(len(run) == len(between) and _has_number(run) for run in behind)


def _alike(cells: Sequence[Cell], runs: Sequence[tuple[int, int]]) -> bool:
    return len({end - start for start, end in runs}) == 1 and all(_has_number(cells[start:end]) for start, end in runs)


def _has_number(cells: Sequence[Cell]) -> bool:
    return any(_is_number(cell) for cell in cells)


def _is_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER and has_digit(cell.text)


def _year_above(grid: Grid, year: int | None) -> int | None:
    """The one year that the first rows of a part name, before its first row of figures."""
    years: set[int] = set()
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if found := years_in(cell.text) or {head_year(cell.text, year)} - {None}:
            years |= {one for one in found if one is not None}
        elif _is_number(cell):
            break
    return years.pop() if len(years) == 1 else None
