"""One table as decoded: what every check may look at, and what the checks before it have said of its cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.sums import Sums
from goiextract.records import CellKey, Doubt, Fragment

OPEN = 0.5  # how sure a cell is that a check has opened


class TableRead(Struct, frozen=True):
    """Rows and lines go by number. read: the lines as read. lines: as the likeliest reading arranges them; at: the line whose
    figures each row has; filled: the rows that their line fills in some way. settled: all readings were weighed.
    fits: the lines are those of this form. cells: of all rows, in form order.
    """

    rows: Sequence[PrintedRow]
    sums: Sums
    read: Sequence[Fragment]
    lines: Sequence[Fragment]
    at: Mapping[int, int]
    filled: Collection[int]
    settled: bool
    fits: bool
    cells: tuple[CellRead, ...] = ()

    def line_of(self, row: int) -> Fragment:
        """The line whose figures this row has."""
        return self.lines[self.at[row]]

    def cells_of(self, rows: Collection[int]) -> set[CellKey]:
        """The cells of these rows."""
        return {key for row in rows for key in self.rows[row].cells}

    def values_of(self, row: int) -> list[tuple[str, int | Decimal | None] | None]:
        """What its cells hold, in the columns' order: kind and number; None for a cell not found."""
        keys = self.rows[row].cells
        numerals = [cell.numeral for cell in self.cells if cell.key in keys]
        return [None if one is None else (one.kind, one.value) for one in numerals]

    def adds_up(self, rows: Collection[int], given: Mapping[CellKey, int] | None = None) -> bool:
        """Whether the sums over these rows hold, and so want nothing of cells without a number. given: numbers for some."""
        through = {one.name for key in self.cells_of(rows) for one in self.sums.through(key)}
        across = [one for one in self.sums.across if one.name in through]
        counts = {key: 0 for one in across for key in one.cells}
        counts |= {cell.key: cell.count or 0 for cell in self.cells} | dict(given or {})
        return bool(across) and bool(self.cells) and not any(one.residual(counts) for one in across)

    def doubted(self, doubt: Doubt, keys: Collection[CellKey]) -> TableRead:
        """The same with a doubt on these cells."""
        if not keys:
            return self
        return replace(self, cells=tuple([_doubted(cell, doubt) if cell.key in keys else cell for cell in self.cells]))


def _doubted(cell: CellRead, doubt: Doubt) -> CellRead:
    if doubt in cell.doubts:
        return cell
    # how sure a cell of several places is, its rivals say
    sure = cell.sure if doubt is Doubt.PLACE_UNSETTLED and cell.sure < 1 else min(cell.sure, OPEN)
    return replace(cell, doubts=(*cell.doubts, doubt), sure=sure)


def score_of(fragment: Fragment, row: PrintedRow) -> float:
    """Log-probability of this row by the fragment's own words."""
    return dict(fragment.scores).get(row.key, NO_SCORE)


def n_numbers(fragment: Fragment) -> int:
    """How many of its cells hold a number, or what may be one."""
    return sum(read_token(token).kind in ("number", "unread") for token in fragment.tokens)
