"""What a made report consists of while it is being made: figures, cells, tables, and the report that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from goiextract.forms import Form
from goiextract.records import CellKey

BLANK = "blank"  # the cell is printed and empty
UNDECIDED = "blank_or_undecided"  # empty, or a mark such as a dash, or a blank that the shape of the text swallows
UNFILLED = "unfilled"  # an empty form: there is no true number
TABLES = ("proactive", "applications", "review_litigation")


@dataclass(slots=True)
class Figure:
    """One figure: `truth` in a consistent report, `shown` on the page, `printed` as plain digits ('' = blank)."""

    truth: int | Decimal
    shown: str
    printed: str
    note: str = ""

    def show(self, shown: str) -> None:
        """Another way of writing the same number."""
        self.shown = shown

    def blank(self, shown: str = "", note: str = BLANK) -> None:
        """Nothing, or a mark for nothing, in place of the number."""
        self.shown, self.printed, self.note = shown, "", note

    def misprint(self, number: int) -> None:
        """The office's own mistake: another number than the sums want."""
        self.shown = self.printed = str(number)
        self.note = "office_total"


@dataclass(slots=True)
class Cell:
    """One cell at its top left corner. role: ``title``, ``head``, ``stub``, ``figure`` or ``extra``."""

    text: str
    role: str
    key: CellKey | None = None
    row_span: int = 1
    column_span: int = 1
    upright: bool = False  # written downwards, one character below the other
    second: CellKey | None = None  # another figure, below the first in the same cell


@dataclass(slots=True)
class Table:
    """A printed table. `rows`: the cells that start in each row; `heads`: how many rows repeat after a page break."""

    rows: list[list[Cell]]
    widths: list[int]
    heads: int = 0

    @property
    def keys(self) -> set[CellKey]:
        """The figures that stand in it."""
        cells = [cell for row in self.rows for cell in row]
        return {key for cell in cells for key in (cell.key, cell.second) if key}

    def grid(self) -> list[list[tuple[Cell | None, Cell | None]]]:
        """Every row as wide as the table: (cell that starts here, cell that covers this place)."""
        width = len(self.widths)
        places: list[list[tuple[Cell | None, Cell | None]]] = [[(None, None)] * width for _ in self.rows]
        for number, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while column < width and places[number][column][1] is not None:
                    column += 1
                for down in range(min(cell.row_span, len(self.rows) - number)):
                    for right in range(min(cell.column_span, width - column)):
                        starts = cell if down == right == 0 else None
                        places[number + down][column + right] = (starts, cell)
                column += cell.column_span
        return places


@dataclass(slots=True)
class Report:
    """A report in the making. `labels`: what is printed beside the figures, by name; `look`: choices of shape.

    `breakages`: what is damaged; `dirt`: what is only made in an unusual way, on clean reports too.
    """

    name: str
    kind: str
    year: int
    size: str
    agency: str
    forms: dict[str, Form]
    figures: dict[CellKey, Figure]
    labels: dict[str, str] = field(default_factory=dict)
    look: dict[str, str] = field(default_factory=dict)
    breakages: list[str] = field(default_factory=list)
    dirt: list[str] = field(default_factory=list)
    title: str = ""
    blocks: list[str | Table] = field(default_factory=list)

    @property
    def shown(self) -> set[CellKey]:
        """The figures that stand in one of its tables."""
        keys: set[CellKey] = set()
        for block in self.blocks:
            if isinstance(block, Table):
                keys |= block.keys
        return keys


@dataclass(slots=True)
class Made:
    """A finished file. `lost`: figures that this file does not hold; `swallowed`: its blanks leave no trace.

    `proof`: the PDF whose pages the file shows as pictures, read back in its place.
    """

    data: bytes
    suffix: str
    lost: set[CellKey] = field(default_factory=set)
    swallowed: bool = False
    whole: bool = True
    proof: bytes = b""
