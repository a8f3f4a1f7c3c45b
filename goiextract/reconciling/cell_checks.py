"""Checks of what stands in the cells: whether a figure may be another cell's, or none. Each gives the cells that it doubts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise

from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.hypotheses import count_of
from goiextract.reconciling.table_read import TableRead
from goiextract.records import CellKey, CellKind

CERTAIN = (
    0.95  # a cell that another reading of the table gives another value, and this one not so surely, is a doubt: 3 nats
)
MONEY = "元"  # 元, 万元, 亿元


def place_unsettled(read: TableRead) -> Collection[CellKey]:
    """Cells that another way to place or to cut figures, nearly as good, gives another value; and those of a row that has a cell
    for every column, and whose figures were moved so that the sums hold: then they stand where the sums want them, and not
    where they are printed. Where a blank may be no cell of its row, all cells that may then be lost are open, and where a number
    may be another cell's, all that are lost."""
    unsure = [cell for cell in read.cells if cell.sure < CERTAIN or cell.moved]
    blanks = {cell.key.row for cell in unsure if _kind(cell) == "blank" and not cell.moved}
    numbers = {cell.key.row for cell in unsure if cell.numeral is not None and cell.numeral.value}
    return {cell.key for cell in unsure} | {
        cell.key
        for cell in read.cells
        if (cell.sure < 1 and cell.key.row in blanks) or (cell.numeral is None and cell.key.row in numbers)
    }


def column_not_told(read: TableRead) -> Collection[CellKey]:
    """Where most lines have one cell less than their row has columns, no line has as many figures, and only the order tells what
    stands in which column: sums tell the total from its parts, and no part from another. Which column is not there they cannot
    say, nor of zeros anything. In a table of one line only where that line is parted into fields, for these show a blank cell as
    a gap."""
    lines = [(read.line_of(row).tokens, len(read.rows[row].columns)) for row in read.filled]
    short = sum(sum(token.drawn for token in tokens) == width - 1 for tokens, width in lines)
    whole = any(sum(token.kind is not CellKind.BLANK for token in tokens) >= width for tokens, width in lines)
    if whole or 2 * short <= len(lines) or any(token.column is not None for tokens, _ in lines for token in tokens):
        return ()
    if len(read.rows) == 1 and not all(token.place.field for token in read.line_of(0).tokens):
        return ()
    wholes = {key for one in read.sums.within.values() for key in one.wholes}
    lost = {cell.key for cell in read.cells if cell.numeral is None} & read.cells_of(read.filled)
    if not any(cell.count for cell in read.cells):
        return read.cells_of(read.filled)
    if len(read.rows) > 1 and lost <= wholes:
        return ()  # that it is the totals' the sums do say
    return read.cells_of(read.filled) - (set() if lost & wholes else wholes)


def picture(read: TableRead) -> Collection[CellKey]:
    """Cells that hold a picture and no text."""
    return {cell.key for cell in read.cells if cell.kind is CellKind.PICTURE}


def cut_off(read: TableRead) -> Collection[CellKey]:
    """Cells with the beginning of a number whose rest may be lost."""
    return {cell.key for cell in read.cells if cell.kind is CellKind.CUT}


def not_read(read: TableRead) -> Collection[CellKey]:
    """Cells whose text is no number and no sign for nothing."""
    texts = (CellKind.TEXT, CellKind.NUMBER, CellKind.MARK)
    return {cell.key for cell in read.cells if _kind(cell) == "unread" and cell.kind in texts}


def other_unit(read: TableRead) -> Collection[CellKey]:
    """An amount of money in a column of counts, a count in one of amounts, and all of their rows: the figures may have moved."""
    rows = {
        cell.key.row for cell in read.cells if cell.numeral is not None and cell.numeral.value and _other_unit(cell)
    }
    return {cell.key for cell in read.cells if cell.key.row in rows and cell.numeral is not None}


def _other_unit(cell: CellRead) -> bool:
    unit = cell.numeral.unit if cell.numeral is not None else ""
    return bool(unit) and unit.endswith(MONEY) != (cell.column.kind == "money")


def unsupported(read: TableRead) -> Collection[CellKey]:
    """A number that only cells printed blank could balance, in every sum that it lies in: it may be that of a page, or of the
    next column, or run together with that of the blank behind it, which is open too."""
    blank = {cell.key for cell in read.cells if _kind(cell) == "blank"}
    counts = {cell.key: cell.count for cell in read.cells if cell.count is not None} | dict.fromkeys(blank, 0)
    if not read.sums.every or not blank:
        return ()
    found: set[CellKey] = set()
    for at, cell in enumerate(read.cells):
        key = cell.key
        sides = [
            (one.parts, one.wholes) if key in one.parts else (one.wholes, one.parts) for one in read.sums.through(key)
        ]
        if (key in counts and key not in blank and sides) and all(
            blank.intersection(other)
            and counts.keys() >= {*other}
            and sum(counts[one] for one in other) < sum(counts.get(one, 0) for one in own)
            for own, other in sides
        ):
            behind = {one.key for one in read.cells[at + 1 : at + 2] if one.key.row == key.row and counts[key] > 9}
            found |= {key} | (blank & behind)
    return found


def total_moved(read: TableRead) -> Collection[CellKey]:
    """The rows whose sum is printed blank, or not found behind them, while the last of their numbers, placed by order only, is
    the sum of those before it: that number may be the sum, moved up by cells that the page lacks (``7 | 3 | 10 | | | | |``).
    It stays where a sum over rows holds through it that would not without it, whichever of the others moved. In rows with a
    doubtful cell columns may have moved whatever their heads."""
    kinds: Mapping[CellKey, str] = {cell.key: _kind(cell) for cell in read.cells}
    if {"blank", ""}.isdisjoint(kinds.values()):
        return ()
    counts = {cell.key: count_of(cell.numeral) or 0 for cell in read.cells}  # also those that are open already
    shaken = {cell.key.row for cell in read.cells if cell.doubts}
    named = {cell.key for cell in read.cells if cell.named and cell.key.row not in shaken}
    last: dict[str, CellKey] = {}
    for row, identity in read.sums.within.items():
        numbers = [key for key in identity.parts if counts.get(key)]
        behind = (
            {kinds.get(key) for key in identity.parts[identity.parts.index(numbers[-1]) + 1 :]} if numbers else set()
        )
        gone = {"blank", ""} if "number" not in behind else {"blank"}
        blank = any(kinds.get(key) in gone for key in identity.wholes) and not named.intersection(numbers)
        if blank and len(numbers) > 1 and sum(counts[key] for key in numbers[:-1]) == counts[numbers[-1]]:
            last[row] = numbers[-1]
    unsure = last.keys() | shaken

    def stays(key: CellKey) -> bool:
        for one in read.sums.through(key):
            near, far = (one.parts, one.wholes) if key in one.parts else (one.wholes, one.parts)
            whole = all(kinds.get(other) in ("number", "blank") for other in one.cells)
            told = one in read.sums.across and whole and not any(other.row in unsure for other in far if counts[other])
            if told and sum(counts[other] for other in near) == sum(counts[other] for other in far):
                return True
        return False

    moved = {row for row, key in last.items() if not stays(key)}
    return {key for key, kind in kinds.items() if key.row in moved and kind in ("number", "blank")}


def ran_together(read: TableRead) -> Collection[CellKey]:
    """A blank behind a figure that begins with a 0 (``00``), which may be two. In a table without sums a lost cell, or its one
    blank, may be where a figure ran together with the one before it (of three digits and more where the office prints no zeros),
    or a cell of the stub: then neither it nor the other is sure."""
    beside = [pair for pair in pairwise(read.cells) if pair[0].key.row == pair[1].key.row and _kind(pair[1]) == "blank"]
    twice = [pair for pair in beside if pair[0].numeral is not None and re.match(r"0\d", pair[0].numeral.printed)]
    if read.sums.every:
        return {cell.key for pair in twice for cell in pair}
    cells = read.cells
    kinds = [_kind(cell) for cell in cells]
    zeros = any(cell.numeral is not None and cell.numeral.value == 0 for cell in cells)
    lone = kinds.index("blank") if kinds.count("blank") == 1 else -1
    found: set[CellKey] = set()
    for at, kind in enumerate(kinds):
        row = [n for n, cell in enumerate(cells) if cell.key.row == cells[at].key.row]
        if (kind or not any(kinds[n] for n in row)) and at != lone:
            continue
        before = cells[at - 1].numeral if at > row[0] else None
        digits = sum(map(str.isdigit, before.printed)) if before is not None else 0
        if digits > (1 if zeros or not kind else 2):
            found |= {cells[at - 1].key, cells[at].key}
        elif zeros and at == lone == row[0] and len(row) > 1:
            found |= {cells[n].key for n in row}
    return found


def _kind(cell: CellRead) -> str:
    return cell.numeral.kind if cell.numeral is not None else ""
