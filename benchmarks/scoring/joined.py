"""Tables cut by the page put together again, by one rule for every reader: pages alone do not tell where a table ends.

The last grid of a page and the first of the next are one table if they have as many columns, or if they begin and end at the
same places across the page and the edges of the one's columns are all among the other's (a part that lacks the inner columns
of the stub has fewer).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from goiextract.records import Cell, Grid

SAME_EDGE = 3.0  # points; the narrowest column of the form has over 15


def joined(grids: Sequence[Grid]) -> list[Grid]:
    """Grids in reading order, with the page of each → whole tables. A joined table has the page on which it ends."""
    found: list[Grid] = []
    for _, group in groupby(grids, key=lambda grid: grid.page):
        first, *rest = group
        whole = _whole(found[-1], first) if found else None
        if whole is not None:
            found[-1] = whole
        else:
            found.append(first)
        found += rest
    return found


def column_edges(grid: Grid) -> list[float] | None:
    """Where the columns begin and the last ends, in points from the left; None where the places of the cells do not tell:
    columns of text without lines, or pages shown turned."""
    seen: list[list[float]] = [[] for _ in range(grid.n_columns + 1)]
    for cell in grid.cells:
        if cell.place.box is None:
            return None
        seen[cell.column].append(cell.place.box.x0)
        seen[cell.column + cell.column_span].append(cell.place.box.x1)
    if any(not edges or max(edges) - min(edges) > SAME_EDGE for edges in seen):
        return None
    found = [sum(edges) / len(edges) for edges in seen]
    return found if found == sorted(found) else None


def _whole(above: Grid, below: Grid) -> Grid | None:
    if above.page is None or below.page != above.page + 1:
        return None
    columns = _columns_of_both(above, below)
    if columns is None:
        return None
    n_columns = max(above.n_columns, below.n_columns)
    cells = [
        *(_moved(cell, columns[0], 0) for cell in above.cells),
        *(_moved(cell, columns[1], above.n_rows) for cell in below.cells),
    ]
    return Grid(tuple(cells), above.n_rows + below.n_rows, n_columns, above.origin, below.page)


def _columns_of_both(above: Grid, below: Grid) -> tuple[list[int], list[int]] | None:
    """For each edge of either grid's columns its number in the joined table; None where they are two tables."""
    if above.n_columns == below.n_columns:
        return list(range(above.n_columns + 1)), list(range(below.n_columns + 1))
    edges = column_edges(above), column_edges(below)
    if edges[0] is None or edges[1] is None:
        return None
    all_edges = max(edges[0], edges[1], key=len)
    numbers = [
        [n for edge in own for n, other in enumerate(all_edges) if abs(edge - other) <= SAME_EDGE]
        for own in (edges[0], edges[1])
    ]
    last = len(all_edges) - 1
    as_many = all(len(own) == len(given) for own, given in zip(numbers, (edges[0], edges[1]), strict=True))
    return (numbers[0], numbers[1]) if as_many and all((own[0], own[-1]) == (0, last) for own in numbers) else None


def _moved(cell: Cell, columns: list[int], rows: int) -> Cell:
    left, right = columns[cell.column], columns[cell.column + cell.column_span]
    return Cell(cell.text, cell.kind, cell.row + rows, left, cell.row_span, right - left, cell.place)
