"""The lines a table is printed in: a row of figures each, or for tables side by side one line for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from goiextract.forms import Column, FormRow, FormTable
from goiextract.reconciling.hypotheses import Filling
from goiextract.reconciling.inference import infer
from goiextract.reconciling.sums import Sums, row_strain
from goiextract.records import CellKey


class PrintedRow(Struct, frozen=True):
    """One printed line of figures: its cells, their columns (named as tokens name them), and the form's rows in it.

    groups: keys of the headings it stands under, innermost first. named_cells (never given): each cell with its column and
    the official wording of its row.
    """

    key: str
    cells: tuple[CellKey, ...]
    columns: tuple[Column, ...]
    rows: tuple[FormRow, ...]
    groups: tuple[str, ...] = ()
    named_cells: tuple[tuple[CellKey, Column, str], ...] = ()

    def __post_init__(self) -> None:
        wordings = [row.printed for row in self.rows for _ in row.columns]
        force_setattr(self, "named_cells", tuple(zip(self.cells, self.columns, wordings, strict=True)))

    def strain(self, sums: Sums, values: Sequence[int | None]) -> float:
        """Cost of these values under the line's own sums."""
        cost, at = 0.0, 0
        for row in self.rows:
            end = at + len(row.columns)
            if row.key in sums.within:
                cost += row_strain(sums.within[row.key], dict(zip(self.cells[at:end], values[at:end], strict=True)))
            at = end
        return cost

    def has_sum(self, sums: Sums) -> bool:
        """True where every form row in this line has a sum of its own."""
        return all(row.key in sums.within for row in self.rows)

    def blocks(self, sums: Sums) -> tuple[int, ...]:
        """How many columns each of the form's rows has here, if the last of each is the sum of the others; else empty."""
        sizes, at = [], 0
        for row in self.rows:
            size = len(row.columns)
            own, cells = sums.within.get(row.key), self.cells[at : at + size]
            if own is None or own.wholes != cells[-1:] or set(own.parts) != set(cells[:-1]):
                return ()
            sizes.append(size)
            at += size
        return tuple(sizes)

    def completed(self, sums: Sums, filling: Filling) -> tuple[int | None, ...]:
        """The filling's counts with those that its own sums leave no choice."""
        counts = filling.counts
        if None not in counts:
            return counts
        known = {key: value for key, value in zip(self.cells, counts, strict=True) if value is not None}
        if not known:
            return counts
        own = [sums.within[row.key] for row in self.rows if row.key in sums.within]
        bounds = infer(own, known, [key for key in self.cells if key not in known])
        settled = {key: int(low) for key, (low, high) in bounds.items() if low == high}
        return tuple([known.get(key, settled.get(key)) for key in self.cells])


def exchangeable(rows: Sequence[PrintedRow], blocks: Sequence[tuple[int, ...]], sums: Sums) -> tuple[int, ...]:
    """For each row a number that it shares with those that lie in the same sums over rows: no sum sees two of them exchanged.
    blocks: those of each row."""
    seen: dict[object, int] = {}
    alike = [
        (row.columns, own, tuple([sums.by_row.get(one.key, ()) for one in row.rows]))
        for row, own in zip(rows, blocks, strict=True)
    ]
    return tuple([seen.setdefault(one, len(seen)) for one in alike])


@cache
def printed_rows(table: FormTable, apart: bool = False) -> tuple[PrintedRow, ...]:
    """The lines of figures that this table of the form is printed in, in order.

    apart: rows that the form prints side by side stand below one another here.
    """
    if table.layout == "side_by_side" and not apart:
        cells = table.cells
        columns = tuple(replace(column, key=f"{row.key}.{column.key}") for row in table.rows for column in row.columns)
        return (PrintedRow(table.key, cells, columns, table.rows),)
    above = {line.key: line.under for line in table.lines if line.is_group}
    rows = []
    for row in table.rows:
        cells = tuple(CellKey(table.key, row.key, column.key) for column in row.columns)
        groups, group = [], row.under
        while group in above and group not in groups:
            groups.append(group)
            group = above[group]
        rows.append(PrintedRow(row.key, cells, row.columns, (row,), tuple(groups)))
    return tuple(rows)
