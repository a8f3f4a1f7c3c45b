"""One cell of the form with what was read of it, before it is judged."""

from __future__ import annotations

from msgspec import Struct

from goiextract.forms import Column
from goiextract.reconciling.numerals import Numeral
from goiextract.records import CellKey, CellKind, Doubt, Place


class CellRead(Struct, frozen=True):
    """One cell before judgement. numeral None = no such cell found. sure: probability that it is this cell's text, by what other
    readings of the table say of it; readings: what those that fill its line otherwise give it. complete: all ways to fill its
    line were weighed. doubts: the checks that opened it.

    row: the row's official wording.
    unit: the one its heading prints, where that is another than the form's.
    confidence: how sure a recogniser is of its text; alternatives: other counts that it thought it may be.
    named: the page says which column it stands in; else only its order in the line does.
    kind: of the cell on the page; None where there is none. drawn: the page has this cell; else layout put it in.
    drawn_page: its table stands on a page that is drawn, where a person sees a gap; a text leaves no trace of a blank cell.
    moved: its line has a cell for every column, and this is not the one in its place; or it is a part of what its cell holds.
    """

    key: CellKey
    column: Column
    numeral: Numeral | None
    place: Place
    row: str = ""
    sure: float = 1.0
    readings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    complete: bool = True
    unit: str = ""
    confidence: float = 1.0
    alternatives: tuple[int, ...] = ()
    named: bool = False
    kind: CellKind | None = None
    drawn: bool = True
    moved: bool = False
    drawn_page: bool = False

    @property
    def name(self) -> str:
        """The cell in the form's own words."""
        return f"{self.row} · {self.column.printed}"

    @property
    def count(self) -> int | None:
        """The printed whole number, if it is one and not in doubt."""
        if self.numeral is None or self.doubts or not isinstance(self.numeral.value, int):
            return None
        return self.numeral.value
