"""The columns of a table without ruling lines whose headings could be read: which cell of a row each figure is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from goiextract.layout.phrases import Phrase
from goiextract.records import Box

UNDER = 0.35  # of the distance between columns: a figure this near a column's middle stands under it
HALF = 0.55  # of the distance between columns: the end of a column is no further from its middle
EDGE = 2.0  # points: figures set to one side of their columns end, or begin, so near to one line


class HeadedColumns(Struct, frozen=True):
    """Columns across the page. `side`: where figures stand in them, ``middle``, ``right`` or ``left``; `anchors`: for each
    column where that part of a figure is; `near`: points within which it is."""

    middles: tuple[float, ...]
    side: str
    anchors: tuple[float, ...]
    near: float

    def cells(self, label: Sequence[Phrase], figures: Sequence[Phrase]) -> list[Phrase]:
        """The cells of a row, a blank one in each column without a figure; empty where figures stand between columns."""
        if label and figures and label[-1].text[-1:].isdigit():
            return []  # no label of the form ends in a digit: a figure touches it, and its cell is not blank
        if len(figures) == len(self.middles):
            return [*label, *figures]
        at: dict[int, Phrase] = {}
        for figure in figures:
            x = _place(figure, self.side)
            nearest = min(range(len(self.anchors)), key=lambda n: abs(self.anchors[n] - x))
            if abs(self.anchors[nearest] - x) > self.near or nearest in at:
                return []
            at[nearest] = figure
        level = (figures or label)[0].box
        blanks = (Phrase("", Box(x, level.top, x, level.bottom), False) for x in self.middles)
        return [*label, *(at.get(n, blank) for n, blank in enumerate(blanks))]

    def are_behind(self, label: Sequence[Phrase]) -> bool:
        """True for a label to the left of all columns: its row has blank cells, or its figures stand on a line nearby."""
        return label[-1].box.x1 < min(self.middles[0], self.anchors[0])


def headed_columns(middles: Sequence[float], figures: Sequence[Phrase]) -> HeadedColumns:
    """The middles of columns that stand under their headings and all the figures below → the columns.

    Where figures do not stand under the middles of their headings but all end, or all begin, as far from them, they are set to
    that side.
    """
    under = under_middles(middles)
    if all(abs(_off(figure, "middle", middles)) <= under.near for figure in figures):
        return under
    width = under.near / UNDER
    for side, sign in ("right", 1), ("left", -1):
        off = [_off(figure, side, middles) for figure in figures]
        if max(off) - min(off) <= EDGE and 0 < sign * off[0] <= HALF * width:
            shift = sum(off) / len(off)
            return HeadedColumns(tuple(middles), side, tuple(middle + shift for middle in middles), EDGE)
    return under


def under_middles(middles: Sequence[float]) -> HeadedColumns:
    """Columns in whose middle figures stand."""
    width = min(b - a for a, b in zip(middles, middles[1:], strict=False))
    return HeadedColumns(tuple(middles), "middle", tuple(middles), UNDER * width)


def _place(figure: Phrase, side: str) -> float:
    """Where this part of a figure is across the page."""
    return {"middle": figure.middle, "right": figure.box.x1, "left": figure.box.x0}[side]


def _off(figure: Phrase, side: str, middles: Sequence[float]) -> float:
    """How far from the nearest column's middle it is, for the figure as a whole."""
    nearest = min(middles, key=lambda middle: abs(middle - figure.middle))
    return _place(figure, side) - nearest
