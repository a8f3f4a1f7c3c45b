"""One cell of the form with what was read of it, before it is judged."""

from __future__ import annotations

from msgspec import Struct

from goiextract.forms import Column
from goiextract.reconciling.numerals import Numeral
from goiextract.records import CellKey, Place


class CellRead(Struct, frozen=True):
    """One cell before judgement. numeral None = no such cell found. sure: probability that it is this cell's text.

    row: the row's official wording. doubtful: another way to place or cut the line's figures gives this cell another
    value (`readings`).
    unit: the one its heading prints, where that is another than the form's.
    alternatives: other counts that a recogniser thought it may be.
    named: the page says which column it stands in; else only its order in the line does.
    provable: False where a number of its line was left over, so that nothing there may count as proven.
    """

    key: CellKey
    column: Column
    numeral: Numeral | None
    place: Place
    row: str = ""
    sure: float = 1.0
    readings: tuple[str, ...] = ()
    doubtful: bool = False
    provable: bool = True
    unit: str = ""
    alternatives: tuple[int, ...] = ()
    named: bool = False

    @property
    def name(self) -> str:
        """The cell in the form's own words."""
        return f"{self.row} · {self.column.printed}"

    @property
    def count(self) -> int | None:
        """The printed whole number, if it is one and not in doubt."""
        if self.numeral is None or self.doubtful or not isinstance(self.numeral.value, int):
            return None
        return self.numeral.value
