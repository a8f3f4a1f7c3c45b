"""Where a table's lines may stand, by their labels and their order alone: all placements that are equally simple.

Labels count as known, however unsure a labeller is: the question is what the sums can decide. They cannot see two rows of one
block exchanged: a row is told by the words of its own label, wherever they stand and however many lines they take, or by being
the only one of its block without any while every other is told by its own. Order tells nothing within a block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from benchmarks.simulation.drafts import Draft, ReadCell, ReadLine
from benchmarks.simulation.line_ways import TooMany
from goiextract.forms import FormRow
from goiextract.records import CellKey

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


def told(draft: Draft, heard: Mapping[str, frozenset[str]]) -> bool:
    """False where figures were read of a row whose label, as it is heard, means another, or of one from which a chain of rows,
    each of which labels do not tell from the next, leads to one with other figures and back: nothing says which is whose.
    heard: for each row whose label names any, those that it may as well mean; one without may be any."""
    if draft.together:
        return True
    rows, table = {row.key: row for row in draft.table.rows}, draft.table.key
    read = {line.row for line in draft.figure_lines} & rows.keys()
    if any(line.cells and line.label != "none" and heard.get(line.row) == frozenset() for line in draft.figure_lines):
        return False
    block_of = dict(zip(rows, blocks_of(draft), strict=True))
    may = {row: {one for one in heard.get(row, rows) if block_of[one] == block_of[row]} for row in rows}
    following = dict(zip(rows, [*rows][1:], strict=False))
    for line in draft.figure_lines:
        if line.row in following and _holds_two(line.cells, len(rows[line.row].columns)):
            second = following[line.row]
            read.add(second)  # its label, if it had one, stands in the same line
            if rows[second].printed in line.text:
                may[second] = {second}
    for through, row in product(rows, rows):
        if through in may[row]:
            may[row] |= may[through]
    figures = {
        name: [(draft.page.get(key), draft.counts[key]) for key in _cells(table, row)] for name, row in rows.items()
    }
    return not any(figures[one] != figures[other] and one in may[other] for one in read for other in may[one])


def _cells(table: str, row: FormRow) -> list[CellKey]:
    return [CellKey(table, row.key, column.key) for column in row.columns]


def blocks_of(draft: Draft) -> list[object]:
    """For each row what it shares with those that lie in the same sums, but for the one within it."""
    sums = [one for one in draft.form.sums_of(draft.table.key) if len({key.row for key in one.cells}) > 1]
    found: list[object] = []
    for row in draft.table.rows:
        keys = {column.key: CellKey(draft.table.key, row.key, column.key) for column in row.columns}
        lies = {
            (name, number, key in one.parts)
            for name, key in keys.items()
            for number, one in enumerate(sums)
            if key in one.cells
        }
        found.append((tuple(keys), frozenset(lies)))
    return found


def placements(draft: Draft) -> list[list[Placed]]:
    """Every way to put the lines of figures on the rows of the form. TooMany beyond MOST_PLACEMENTS.

    Lines with a label stand where it says. One without may be any row between its neighbours that no label claims, or where
    there is none such, any that no label claims. A row read twice is read once. Too many figures may be those of the next
    row too.
    """
    if draft.together:
        cells = tuple(cell for line in draft.figure_lines for cell in line.cells)
        return [[Placed(cells, tuple(range(len(draft.table.rows))))]]
    items = _items(draft)
    found: list[list[Placed]] = []
    for numbers in _gaps([item.row for item in items], len(draft.table.rows)):
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
        if len(free) < end - at:  # rows with labels stand out of order here
            free = [row for row in range(n_rows) if row not in claimed]
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
        if _holds_two(cells, len(rows[row].columns)) and row + 1 < len(rows) and row + 1 not in taken:
            found.append(Placed(cells, (row, row + 1), 1))
    return found


def _holds_two(cells: Sequence[ReadCell], n_columns: int) -> bool:
    """Whether there are more figures than a row has, so that some may be those of the next."""
    return sum(max(1, len(cell.text.split("\n"))) for cell in cells) > n_columns
