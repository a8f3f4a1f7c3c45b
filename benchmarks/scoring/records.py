"""What scoring passes on: gold cells, what a reader said of them, verdicts, and scores of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from goiextract.records import Box, CellKey


class RowKey(NamedTuple):
    """The address of one row on a form."""

    table: str
    row: str


class NamedLine(NamedTuple):
    """A printed line that a reader took for a row: the row, the line's label text, whether figures stand beside it."""

    row: RowKey
    text: str
    has_figures: bool


class Told(NamedTuple):
    """What a reader says of a document beside its cells: which printed lines it took for which rows, whose report of which year
    it is, its findings, each a code and the details behind it."""

    lines: tuple[NamedLine, ...] = ()
    agency: str = ""
    year: int | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldCell:
    """One cell of the form as a document prints it.

    printed: the number; None where it is blank or absent. present: the document has such a cell. truth: what a consistent
    report would say, None where nobody knows. determined: the sums leave `truth` alone for a cell without a number. traceless:
    the shape of the file leaves no trace of a blank. unseen: what the page should say there nobody can see, and no sum may tell.
    """

    key: CellKey
    printed: Decimal | None
    present: bool
    truth: Decimal | None
    determined: bool = False
    traceless: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader said of one cell. asserted: it publishes the value as what the report says, with no doubt of its own.

    blank: it says that the cell is there and empty. confidence: None for readers that give none.
    """

    value: Decimal | None
    asserted: bool
    blank: bool = False
    flagged: bool = False
    confidence: float | None = None
    status: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a reader said of one document; error: why it said nothing. seconds: wall clock. lines: which printed lines
    it took for which rows, None for a reader that does not tell; agency, year and findings are not told then either.
    beside: what other files of the document say of cells that `cells` has from the first."""

    cells: dict[CellKey, Said]
    error: str = ""
    seconds: float = 0.0
    lines: tuple[NamedLine, ...] | None = None
    beside: tuple[tuple[CellKey, Said], ...] = ()
    agency: str = ""
    year: int | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a gold set. file: its name in the folder of documents; parts: of a folder the files in it, as
    ``NAME/1.pdf``. kind, form, size, breakages: what it is grouped by; empty where not known. consistent: whether its printed
    numbers satisfy the sums of the form (None: not known). labels: what is printed as the label of each row, of rows of which
    that is known and a cell is printed. agency, year: empty and None where not known. findings: the codes of those that a
    reader of this document should be given, each with words that it should name. places: of some cells page and a point
    (from the left, from the top) on which they stand."""

    name: str
    file: str
    cells: tuple[GoldCell, ...]
    kind: str = ""
    form: str = ""
    size: str = ""
    breakages: tuple[str, ...] = ()
    consistent: bool | None = None
    labels: Mapping[RowKey, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    agency: str = ""
    year: int | None = None
    findings: tuple[str, ...] = ()
    places: Mapping[CellKey, tuple[int, float, float]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The files to read, in order."""
        return self.parts or (self.file,)


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that a reader got wrong or left open: what is printed, what was said, whether it was asserted; unflagged: whether
    it counts as wrong for who looks at the page (`seen`); silent_by_table: wrong, asserted, and nothing in its table flagged."""

    key: CellKey
    printed: str
    said: str
    status: str
    asserted: bool
    unflagged: bool
    silent_by_table: bool
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """One document's outcome for one reader. All counts are of cells but those of tables and rows. unflagged, left_out: see
    `seen`; silent_by_table: wrong, asserted, and nothing in its table flagged; cells_flagged: right or wrong. rows_right: rows
    whose label was read right, out of rows_printed (0 for readers that do not tell); rows_wrong: the others. agency_right,
    year_right, findings_told, places_right: of what the document is known to say."""

    document: Document
    error: str = ""
    seconds: float = 0.0
    printed: int = 0
    printed_right: int = 0
    nonzero: int = 0
    nonzero_right: int = 0
    blank: int = 0
    blank_kept: int = 0
    lost: int = 0
    lost_recovered: int = 0
    unflagged: int = 0
    left_out: int = 0
    wrong_asserted: int = 0
    silent_by_table: int = 0
    cells_flagged: int = 0
    tables: int = 0
    tables_exact: int = 0
    rows_printed: int = 0
    rows_right: int = 0
    rows_wrong: tuple[RowKey, ...] = ()
    agency_right: bool = False
    year_right: bool = False
    findings_told: int = 0
    places_right: int = 0
    flagged: bool = False
    wrong: tuple[WrongCell, ...] = ()
    #: (confidence, right) of every cell with a value, for readers that give a confidence
    said: tuple[tuple[float, bool], ...] = field(default=())

    @property
    def exact(self) -> bool:
        """True where every cell is as it should be."""
        return not self.error and not self.wrong
