"""Every record that passes between stages: bytes → Document → Grids → Readings → Report. Imports only their vocabulary.

All are immutable. Lengths are points (1/72 inch) on the page as displayed, origin top left, y growing downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from goiextract.doubts import Doubt as Doubt


class CellKey(NamedTuple):
    """The address of one figure on a form, written ``applications.granted.total``."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


class Box(NamedTuple):
    """A rectangle on the displayed page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, as far as it is known: page and box; in a file without pages the number of the paragraph, of the
    line of text and of the field in it, or of the table, its row and the cell in that. All count from 1."""

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None
    line: int | None = None
    field: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should know. `code` picks the sentence; `details` fill it; `level` is note, warning or error."""

    code: str
    level: str
    details: tuple[tuple[str, str], ...] = ()
    table: str = ""
    keys: tuple[CellKey, ...] = ()
    place: Place = Place()


# ---- bytes → Document -------------------------------------------------------------------------------------------


class CellKind(StrEnum):
    """What a cell holds. number: what may be one, a remark with it. mark: a sign for nothing (``/``, ``无``). picture: something
    that is no text: a picture, a table inside. cut: a number whose rest may be lost. blank: nothing at all. text: all else."""

    NUMBER = "number"
    BLANK = "blank"
    MARK = "mark"
    TEXT = "text"
    PICTURE = "picture"
    CUT = "cut"


class Word(NamedTuple):
    """A run of glyphs without a gap, as the page shows it. `box` spans ascent to descent, not the ink.

    confidence: how sure a recogniser is of the text. alternatives: what else it thought it may be, the likeliest first.
    """

    text: str
    box: Box
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


class Stroke(NamedTuple):
    """A ruling line: horizontal when `top == bottom`, vertical when `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `legible` is False where the text layer cannot be trusted; then `words` is empty.

    Size, words, strokes and pictures (and what is drawn as curves) are of the page with its text upright; `turned` says by how
    many quarter turns clockwise it was turned to that from the page as displayed (0: displayed upright). Places given out are on
    the displayed page.

    whole: False where what lies beyond its edge, or beyond the most glyphs, was left out: no reader finds more.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    pictures: tuple[Box, ...] = ()
    legible: bool = True
    turned: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a line of a text file, with the white space it came with."""

    text: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, at its top left corner. `text` keeps line breaks as ``\\n``; blank cells have ``''``.

    kind: judged once, where the cell is made (`forms.kind_of`). drawn: the document has this cell; False where layout put it in
    because the figures beside it leave a column empty. confidence, alternatives: as those of its words.
    """

    text: str
    kind: CellKind
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = Place()
    drawn: bool = True
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()

    @property
    def may_be_figure(self) -> bool:
        """True for a cell of figures: a number, a sign for nothing, blank, or what may be a number if it could be read."""
        return self.kind is not CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as laid out: every cell once, row by row. `origin` says how far its columns can be trusted.

    ``declared`` (HTML, DOCX), ``ruled`` (lines on the page), ``aligned`` (columns by white space): columns are real.
    ``tabbed``, ``piped``: cells are real, columns may shift from row to row. ``streamed``: one cell a row, or a label and
    its run of figures; only the order is real.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    origin: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader hands on. Paginated kinds fill `pages`; the others fill `blocks`, in reading order."""

    name: str
    kind: str
    sha256: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Line | Grid, ...] = ()
    findings: tuple[Finding, ...] = ()


# ---- Document → Grids -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The document in reading order: lines of text outside tables, and grids."""

    blocks: tuple[Line | Grid, ...]
    findings: tuple[Finding, ...] = ()


# ---- Grids → Readings -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """What stands in one figure cell. `printed` is the text as it stands; kind, drawn, confidence and alternatives are the
    cell's. `columns`: natural log-probability of each of the form's columns that it may stand in, by the heads above it or its
    place in the grid; empty where only the order of the cells is known. `glued`: several figures may run together in it.
    `unit`: as its heading prints it, empty where that says none."""

    printed: str
    kind: CellKind
    columns: tuple[tuple[str, float], ...] = ()
    glued: bool = False
    drawn: bool = True
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    unit: str = ""
    place: Place = Place()

    @property
    def column(self) -> str | None:
        """The likeliest of its columns, None where only the order is known."""
        if len(self.columns) == 1:
            return self.columns[0][0]
        return max(self.columns, key=lambda each: each[1])[0] if self.columns else None


@dataclass(frozen=True, slots=True)
class Fragment:
    """One printed line of a table: its label text, how well each row of the form fits it, and its figure cells.

    `scores`: natural log-probability for each row and group heading that is not negligible, and for ``''`` = none of
    these rows (a group heading is none of them). `whole`: its cells are those of all the table's rows, side by side; then it
    has no scores.
    """

    text: str
    scores: tuple[tuple[str, float], ...]
    tokens: tuple[Token, ...] = ()
    place: Place = Place()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the form's tables as found in the document: which form it is printed on, and its lines in order.

    cut_off: the document ends inside this table.
    """

    table: str
    form: str
    fragments: tuple[Fragment, ...]
    place: Place = Place()
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Readings:
    """All tables found, with what the text around them says of agency and year."""

    tables: tuple[Reading, ...]
    agency: str = ""
    year: int | None = None
    findings: tuple[Finding, ...] = ()


# ---- Readings → Report ------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What we know of a figure; see `Figure`."""

    PRINTED = "printed"
    BLANK = "blank"
    INFERRED = "inferred"
    CORRECTED = "corrected"
    CONFLICTING = "conflicting"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"


class Added(NamedTuple):
    """A sum of the form (parts less wholes) as it goes into a proof: added (`sign` 1) or taken away (-1)."""

    identity: str
    sign: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why a cell without a number has one value only. Adding up the sums of `at_most` leaves the cell, printed counts, and
    other cells without a number only on the cell's side, so that it cannot be more; those of `at_least`, only on the other
    side, so that it cannot be less. An empty `at_least`: no count is below 0.
    """

    at_most: tuple[Added, ...]
    at_least: tuple[Added, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the form.

    printed: the figure that stands on the page, normalised (``''`` = the cell is there and holds no figure, None = no such
    cell was found). mark: what stands there in place of a figure (``/``, ``无``, or what cannot be read as one).
    readings: where the cell is open, all that it may print, the likeliest first (``''`` = it may be empty). doubts: why it is
    open or flagged. decision: what a person decided of it, decided: when or by whom; empty where nobody did.
    value: what we publish: the printed number, or for a lost cell the one the sums prove. Money is Decimal, counts int.
    consistent: the number under which the sums hold, where exactly one is determined.
    confidence: probability that `value` is what the page prints. flagged: a person should look.
    because: names of the identities that prove or dispute it. bounds: proven least and greatest value of a lost cell.
    certificate: the proof of `value` where it is inferred, and of `consistent` where the cell is blank.
    """

    key: CellKey
    printed: str | None
    value: int | Decimal | None
    consistent: int | Decimal | None
    status: Status
    confidence: float
    flagged: bool
    unit: str = ""
    place: Place = Place()
    because: tuple[str, ...] = ()
    bounds: tuple[int | None, int | None] | None = None
    certificate: Certificate | None = None
    mark: str = ""
    readings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    decision: str = ""
    decided: str = ""


class Strength(NamedTuple):
    """How much a table's sums could prove. checked: sums whose cells are all printed; telling: those of them over any number
    but 0; unseen: the fewest printed cells that could be wrong together without a sum failing (1: a cell in no sum, None:
    no such cells)."""

    checked: int
    telling: int
    unseen: int | None


@dataclass(frozen=True, slots=True)
class TableResult:
    """How one table of the report came out. `form` names the printed form; `found` is False when it is not there.

    consistent: whether its sums hold, None if none could be checked. strength: what that says, where the table was found.
    """

    table: str
    form: str
    found: bool
    consistent: bool | None = None
    strength: Strength | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Report(Mapping[CellKey, Figure]):
    """One report: every figure of its forms in form order, what was found wrong, and where it came from.

    A mapping from the address of a cell to its figure: ``report["applications.granted.total"]``, ``key in report``,
    ``len(report)``, ``report.items()``. Iteration gives the addresses (`CellKey`); keys may also be given as text.
    """

    source: str
    kind: str
    sha256: str
    agency: str
    year: int | None
    tables: tuple[TableResult, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    versions: tuple[tuple[str, str], ...] = ()
    schema_version: int = 2

    def __getitem__(self, key: str | CellKey) -> Figure:
        """The figure at ``report["applications.granted.total"]``. KeyError if the report's forms have no such cell."""
        wanted = tuple(key.split(".")) if isinstance(key, str) else key
        for figure in self.figures:
            if figure.key == wanted:
                return figure
        raise KeyError(str(key))

    def __iter__(self) -> Iterator[CellKey]:
        return (figure.key for figure in self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def __repr__(self) -> str:
        about = ", ".join(filter(None, (self.source, self.agency, str(self.year or ""))))
        return f"<Report {about}: {len(self.figures)} figures, {len(self.doubtful())} to look at>"

    def _repr_html_(self) -> str:
        """The three tables, for a notebook. Views stand above the records: the package's face is asked for its own."""
        import goiextract

        return goiextract.report_to_html(self)

    def doubtful(self) -> tuple[Figure, ...]:
        """The figures that a person should look at."""
        return tuple(figure for figure in self.figures if figure.flagged)
