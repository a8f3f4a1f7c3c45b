"""Cells whose own text and row are clear, and which the rest of the table makes doubtful."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.hypotheses import count_of
from goiextract.reconciling.sums import Sums
from goiextract.records import CellKey

OPEN = 0.5  # how sure such a cell is
MONEY = "元"  # 元, 万元, 亿元


def with_unsupported_open(cells: Sequence[CellRead], sums: Sums) -> list[CellRead]:
    """The cells of a table with sums, where a number that only cells printed blank could balance, in every sum that it lies
    in, is a doubt: it may be that of a page, or of the next column."""
    kinds = {cell.key: cell.numeral.kind if cell.numeral is not None else "" for cell in cells}
    counts = {cell.key: cell.count or 0 for cell in cells}
    if "blank" not in kinds.values():
        return list(cells)
    unsupported = set()
    for cell in cells:
        inside = sums.through(cell.key) if counts[cell.key] > 0 else ()
        others = [one.wholes if cell.key in one.parts else one.parts for one in inside]
        if others and all(
            not any(counts[key] for key in side) and "" not in (own := [kinds[key] for key in side]) and "blank" in own
            for side in others
        ):
            unsupported.add(cell.key)
    moved = _moved_totals(cells, sums, {key.row for key in unsupported})
    return [
        replace(cell, doubtful=True, sure=min(cell.sure, OPEN))
        if cell.key in unsupported or (cell.key.row in moved and kinds[cell.key] in ("number", "blank"))
        else cell
        for cell in cells
    ]


def _moved_totals(cells: Sequence[CellRead], sums: Sums, unsupported: Collection[str]) -> set[str]:
    """The rows whose sum is printed blank while the last of their numbers, placed by order only, is the sum of those before
    it: that number may be the sum, moved up by cells that the page lacks (``7 | 3 | 10 | | | | |``). It stays where a sum
    over rows holds through it that would not without it, whichever of the others moved. unsupported: rows with a number that
    no sum supports; in these, and those with a doubtful cell, columns may have moved whatever their heads."""
    kinds = {cell.key: cell.numeral.kind if cell.numeral is not None else "" for cell in cells}
    counts = {cell.key: count_of(cell.numeral) or 0 for cell in cells}  # also those that are open already
    shaken = {cell.key.row for cell in cells if cell.doubtful}.union(unsupported)
    named = {cell.key for cell in cells if cell.named and cell.key.row not in shaken}
    last: dict[str, CellKey] = {}
    for row, identity in sums.within.items():
        numbers = [key for key in identity.parts if counts.get(key)]
        blank = any(kinds.get(key) == "blank" for key in identity.wholes) and not named.intersection(numbers)
        if blank and len(numbers) > 1 and sum(counts[key] for key in numbers[:-1]) == counts[numbers[-1]]:
            last[row] = numbers[-1]
    unsure = last.keys() | shaken

    def stays(key: CellKey) -> bool:
        for one in sums.through(key):
            near, far = (one.parts, one.wholes) if key in one.parts else (one.wholes, one.parts)
            read = all(kinds.get(other) in ("number", "blank") for other in one.cells)
            told = one in sums.across and read and not any(other.row in unsure for other in far if counts[other])
            if told and sum(counts[other] for other in near) == sum(counts[other] for other in far):
                return True
        return False

    return {row for row, key in last.items() if not stays(key)}


def with_other_units_open(cells: Sequence[CellRead]) -> list[CellRead]:
    """The cells of a table, where an amount of money is a doubt in a column of counts, and a count in one of amounts, with all
    of its row: its figures may have moved."""
    wrong = {cell.key.row for cell in cells if cell.numeral is not None and cell.numeral.value and _other_unit(cell)}
    if not wrong:
        return list(cells)
    return [
        replace(cell, doubtful=True, sure=min(cell.sure, OPEN))
        if cell.key.row in wrong and cell.numeral is not None
        else cell
        for cell in cells
    ]


def _other_unit(cell: CellRead) -> bool:
    unit = cell.numeral.unit if cell.numeral is not None else ""
    return bool(unit) and unit.endswith(MONEY) != (cell.column.kind == "money")


def with_run_together_open(cells: Sequence[CellRead]) -> list[CellRead]:
    """The cells of a table without sums, where a lost cell, or the one blank of an office that prints its zeros, may be where
    a figure ran together with the one before it, or a cell of the stub: then neither it nor the other is sure."""
    kinds = [cell.numeral.kind if cell.numeral is not None else "" for cell in cells]
    zeros = any(cell.numeral is not None and cell.numeral.value == 0 for cell in cells)
    lone = kinds.index("blank") if zeros and kinds.count("blank") == 1 else -1
    found = list(cells)
    for at, kind in enumerate(kinds):
        row = [n for n, cell in enumerate(cells) if cell.key.row == cells[at].key.row]
        if (kind or not any(kinds[n] for n in row)) and at != lone:
            continue
        before = cells[at - 1].numeral if at > row[0] else None
        suspects: list[int] = []
        if before is not None and sum(map(str.isdigit, before.printed)) > 1:
            suspects = [at - 1, at]
        elif at == lone == row[0] and len(row) > 1:
            suspects = row
        for n in suspects:
            found[n] = replace(found[n], doubtful=True, sure=min(found[n].sure, OPEN))
    return found
