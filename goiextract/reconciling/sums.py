"""The sums of one table, sorted by use: within a printed row, or over several rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from goiextract.forms import Form, FormTable, Identity
from goiextract.reconciling.costs import SUMS
from goiextract.records import CellKey


class Sums(Struct, frozen=True):
    """`within[row]`: the sum of that row alone, if it has one. `across`: the sums over several rows. `by_cell`: the sums that
    each cell lies in. `by_row`: for each column of a row the sums over rows that it lies in, by number, and whether as a part;
    no sum sees two rows exchanged that have the same here."""

    within: dict[str, Identity]
    across: tuple[Identity, ...]
    every: tuple[Identity, ...]
    by_cell: Mapping[CellKey, tuple[Identity, ...]]
    by_row: Mapping[str, tuple[tuple[str, int, bool], ...]]

    def through(self, key: CellKey) -> tuple[Identity, ...]:
        """The sums that this cell lies in."""
        return self.by_cell.get(key, ())

    def failing(self, known: Mapping[CellKey, int]) -> tuple[Identity, ...]:
        """The sums that fail though all of their cells are known."""
        return tuple(
            [one for one in self.every if (counts := one.counted(known)) is not None and not one.holds(counts)]
        )


def sums_of(form: Form, table: FormTable) -> Sums:
    """The sums of one table of the form."""
    every = form.sums_of(table.key)
    return _sorted(every)


@lru_cache(maxsize=64)
def _sorted(every: tuple[Identity, ...]) -> Sums:
    alone = [len({key.row for key in identity.cells}) == 1 for identity in every]
    within = {identity.cells[0].row: identity for identity, own in zip(every, alone, strict=True) if own}
    cells = dict.fromkeys(key for identity in every for key in identity.cells)
    by_cell = {key: tuple(identity for identity in every if key in identity.cells) for key in cells}
    across = tuple(identity for identity, own in zip(every, alone, strict=True) if not own)
    by_row: dict[str, list[tuple[str, int, bool]]] = {key.row: [] for key in cells}
    for number, identity in enumerate(across):
        for key in identity.cells:
            by_row[key.row].append((key.column, number, key in identity.parts))
    return Sums(within, across, every, by_cell, {row: tuple(sorted(own)) for row, own in by_row.items()})


def row_strain(identity: Identity, values: Mapping[CellKey, int | None]) -> float:
    """Cost of the values of a row's cells (None = unknown, not negative) under its own sum."""
    least, open_parts, open_wholes = 0, 0, 0
    for key in identity.parts:
        value = values[key]
        least += value or 0
        open_parts += value is None
    for key in identity.wholes:
        value = values[key]
        least -= value or 0
        open_wholes += value is None
    if least == 0:
        total = sum([values[key] or 0 for key in identity.wholes])
        told = open_parts and not open_wholes and any(values[key] for key in identity.wholes)
        return -min(SUMS.told, math.log(total)) if told and total > 0 else 0.0
    possible = (least < 0 and open_parts) or (least > 0 and open_wholes)
    return SUMS.open if possible else SUMS.fails
