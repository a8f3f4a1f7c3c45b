"""Two tables printed side by side in one grid (two years, two offices) → a grid each.

Known by their labels: in most rows that hold figures a label stands twice, each time before figures of its own. Left as it
is such a row would be read as one, and the figures of one table taken for all there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from goiextract.forms import looks_like_figure
from goiextract.labelling.normal import normal
from goiextract.records import Cell, Finding, Grid, Line

#: Rows with a label twice: at least so many, and this share of the rows with figures.
LEAST, SHARE = 2, 0.5
#: Origins whose columns shift from row to row: a row without labels is cut evenly.
SHIFTING = ("tabbed", "piped")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年?(?!\d)")


def parted(blocks: Sequence[Line | Grid], year: int | None) -> tuple[list[Line | Grid], tuple[Finding, ...]]:
    """A layout's blocks → the same with such grids in parts, and what was left aside.

    Where the heads name a year over each part and one is `year`, the others are another year's tables: they are left aside
    with a finding. Else all parts stay, one below the other, and what they print differently is nobody's to assert.
    """
    found: list[Line | Grid] = []
    findings: list[Finding] = []
    for block in blocks:
        grids = _parts(block) if isinstance(block, Grid) else []
        if len(grids) < 2:
            found.append(block)
            continue
        years = [_year_above(grid) for grid in grids]
        if year in years and None not in years and years.count(year) == 1:
            kept = years.index(year)
            others = "、".join(str(other) for other in years if other != year)
            findings.append(Finding("other_year_beside", "note", (("years", others), ("year", str(year)))))
            found.append(grids[kept])
        else:
            found += grids
    return found, tuple(findings)


def _parts(grid: Grid) -> list[Grid]:
    """The grid in as many parts as its labels stand in a row; itself alone where they stand once."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    widths: dict[int, int] = {}
    counts: Counter[int] = Counter()
    with_figures = 0
    for number, cells in rows.items():
        cells.sort(key=lambda cell: cell.column)
        with_figures += _has_number(cells)
        width, n_parts = _again(cells)
        if n_parts > 1:
            widths[number] = width
            counts[n_parts] += 1
    if sum(counts.values()) < max(LEAST, SHARE * with_figures):
        return [grid]
    n_parts = counts.most_common(1)[0][0]
    usual = Counter(widths.values()).most_common(1)[0][0]
    parts: list[list[Cell]] = [[] for _ in range(n_parts)]
    for number, cells in rows.items():
        end = max(cell.column + cell.column_span for cell in cells)
        even = end // n_parts if grid.origin in SHIFTING and end % n_parts == 0 else usual
        width = widths.get(number, even)
        for cell in cells:
            for part in range(n_parts):
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
    labels = [n for n, cell in enumerate(cells) if cell.text.strip() and not looks_like_figure(cell.text)]
    for first in labels:
        text = normal(cells[first].text)
        later = [n for n in labels if n > first and normal(cells[n].text) == text]
        if not later or not _has_number(cells[first + 1 : later[0]]):
            continue
        ends = [*later[1:], len(cells)]
        if all(
            end > start + 1 and looks_like_figure(cells[start + 1].text) for start, end in zip(later, ends, strict=True)
        ):
            return cells[later[0]].column - cells[first].column, len(later) + 1
    return 0, 1


def _has_number(cells: Sequence[Cell]) -> bool:
    return any(_is_number(cell) for cell in cells)


def _is_number(cell: Cell) -> bool:
    return bool(cell.text.strip()) and looks_like_figure(cell.text) and any(map(str.isdigit, cell.text))


def _year_above(grid: Grid) -> int | None:
    """The one year that the first rows of a part name, before its first row of figures."""
    years: set[int] = set()
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if found := _YEAR.findall(normal(cell.text)):
            years |= {int(year) for year in found}
        elif _is_number(cell):
            break
    return years.pop() if len(years) == 1 else None
