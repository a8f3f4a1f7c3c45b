"""Where a table's lines may stand, by their labels and their order alone: all placements that are equally simple.

Labels count as known, however unsure a labeller is: the question is what the sums can decide, and they cannot tell rows apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from benchmarks.simulation.drafts import Draft, ReadCell, ReadLine
from benchmarks.simulation.line_ways import TooMany

MOST_PLACEMENTS = 400


class Placed(NamedTuple):
    """Cells as read that stand on these rows (by number; two where rows may have been read as one), and the edits that takes."""

    cells: tuple[ReadCell, ...]
    rows: tuple[int, ...]
    edits: int = 0


class _Item(NamedTuple):
    """One row's lines as the reader meets them. row: None where no label tells. copies: the ways to read them."""

    row: int | None
    copies: tuple[tuple[ReadCell, ...], ...]


def placements(draft: Draft) -> list[list[Placed]]:
    """Every way to put the lines of figures on the rows of the form. TooMany beyond MOST_PLACEMENTS.

    A label out of its order leaves two: as labelled, and in order. A line without label may be any row between its
    neighbours that no label claims. A row read twice is read once. Too many figures may be those of the next row too.
    """
    if draft.together:
        cells = tuple(cell for line in draft.figure_lines for cell in line.cells)
        return [[Placed(cells, tuple(range(len(draft.table.rows))))]]
    items = _items(draft)
    found: list[list[Placed]] = []
    for ordered in _orders(items):
        for numbers in _gaps(ordered, len(draft.table.rows)):
            choices = [_choices(item, number, set(numbers), draft) for item, number in zip(items, numbers, strict=True)]
            for chosen in product(*choices):
                taken = [row for placed in chosen for row in placed.rows]
                if len(set(taken)) == len(taken):
                    found.append(list(chosen))
                if len(found) > MOST_PLACEMENTS:
                    raise TooMany
    return found


def _items(draft: Draft) -> list[_Item]:
    at = {row.key: number for number, row in enumerate(draft.table.rows)}
    labelled = {line.row for line in draft.lines if line.label != "none"}
    lines: dict[str, list[ReadLine]] = {}
    for line in draft.figure_lines:
        if line.row in at:
            lines.setdefault(line.row, []).append(line)
    return [
        _Item(at[row] if row in labelled else None, _copies(members, len(draft.table.rows[at[row]].columns)))
        for row, members in lines.items()
    ]


def _copies(lines: Sequence[ReadLine], n_columns: int) -> tuple[tuple[ReadCell, ...], ...]:
    """Several lines of one row: its figures in parts where they are no more than the row has, else copies of one another."""
    together = tuple(cell for line in lines for cell in line.cells)
    names = [cell.column for cell in together if cell.column]
    if len(lines) == 1 or (len(together) <= n_columns and len(set(names)) == len(names)):
        return (together,)
    return tuple(tuple(line.cells) for line in lines)


def _orders(items: Sequence[_Item]) -> Iterator[list[int | None]]:
    """The row of each item, None without label: as labelled, and where labels stand out of order also in order."""
    labels = [item.row for item in items if item.row is not None]
    options: list[list[list[int]]] = []
    start, inside = 0, sorted(labels)
    for end in range(1, len(labels) + 1):
        if sorted(labels[:end]) == inside[:end]:
            segment = labels[start:end]
            options.append([segment] if len(segment) == 1 else [segment, sorted(segment)])
            start = end
    for chosen in product(*options):
        rows = iter([row for segment in chosen for row in segment])
        yield [None if item.row is None else next(rows) for item in items]


def _gaps(rows: Sequence[int | None], n_rows: int) -> Iterator[list[int]]:
    """Rows for the items without label: between those of their neighbours, in order, none that has another line."""
    claimed = {row for row in rows if row is not None}
    known = [-1, *(-1 if row is None else row for row in rows), n_rows]
    options: list[list[tuple[int, ...]]] = []
    at = 0
    while at < len(rows):
        if rows[at] is not None:
            options.append([(known[at + 1],)])
            at += 1
            continue
        end = at
        while end < len(rows) and rows[end] is None:
            end += 1
        above = known[at]
        below = known[end + 1]
        free = [row for row in range(above + 1, below) if row not in claimed]
        options.append(list(combinations(free, end - at)))
        at = end
    for number, chosen in enumerate(product(*options)):
        if number > MOST_PLACEMENTS:
            raise TooMany
        yield [row for part in chosen for row in part]


def _choices(item: _Item, row: int, taken: set[int], draft: Draft) -> list[Placed]:
    found = [Placed(cells, (row,)) for cells in item.copies]
    rows = draft.table.rows
    for cells in item.copies:
        figures = sum(max(1, len(cell.text.split("\n"))) for cell in cells)
        if figures > len(rows[row].columns) and row + 1 < len(rows) and row + 1 not in taken:
            found.append(Placed(cells, (row, row + 1), 1))
    return found
