"""One simulated table before and while it is damaged: its counts, what the page prints, and its lines as read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from goiextract.forms import Form, FormTable, form_named
from goiextract.records import CellKey
from training.corpus.figures import draw_figures

TABLES = ("proactive", "applications", "review_litigation")
#: Simulated size → sizes of office (training.corpus.figures) that it is drawn from. large reaches six digits.
SIZES = {
    "zero": ("township",),
    "tiny": ("township",),
    "small": ("office",),
    "large": ("district", "city", "province"),
}
DRAWS = 200  # of a township until it has none, or some, applications; two or three are enough

Count = int | Decimal


@dataclass(slots=True)
class ReadCell:
    """What stands in one figure cell as read. cell: the form's cell whose figure it is, alone and whole; None otherwise."""

    text: str
    cell: CellKey | None
    column: str | None = None
    glued: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(slots=True)
class ReadLine:
    """One line as read. row: key of its row or group, ``''`` for other lines. label: how much of its label is there
    (whole, torn, none, group: its group's label beside its own, or other: it is no row)."""

    row: str
    text: str
    label: str
    cells: list[ReadCell] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """counts: consistent figures of the table. page: what is printed, None where the cell is blank, no key where the page
    has no such cell. misprinted: cells that the office printed wrong. recognised: read from an image."""

    form: Form
    table: FormTable
    counts: dict[CellKey, Count]
    page: dict[CellKey, Count | None]
    named: bool
    together: bool = False
    misprinted: dict[CellKey, Count] = field(default_factory=dict)
    recognised: bool = False
    lines: list[ReadLine] = field(default_factory=list)

    @property
    def figure_lines(self) -> list[ReadLine]:
        """The lines that hold figures of rows of the form."""
        return [line for line in self.lines if line.cells and line.row]

    def lost(self) -> list[CellKey]:
        """The form's cells whose figure no cell, as read, shows alone and whole."""
        shown = {cell.cell for line in self.lines for cell in line.cells if cell.text.strip()}
        return [key for key in self.table.cells if key not in shown]


def draw(rng: Random, table: str, size: str, named: bool) -> Draft:
    """A consistent table of a form of 2019 or 2021, printed as it is."""
    form = form_named(rng.choice(("2019", "2021")))
    forms = dict.fromkeys(TABLES, form)
    for _ in range(DRAWS):
        figures = draw_figures(rng, forms, rng.choice(SIZES[size]))
        some = any(figures[key].truth for key in form.table("applications").cells)
        if size not in ("zero", "tiny") or some == (size == "tiny"):
            break
    counts: dict[CellKey, Count] = {key: figures[key].truth for key in form.table(table).cells}
    together = form.table(table).layout == "side_by_side" and rng.random() < 0.75
    return Draft(form, form.table(table), counts, dict(counts), named, together)


def print_lines(draft: Draft, rng: Random) -> None:
    """The page as lines: a row a line, or all rows side by side; group headings on lines of their own, or not at all."""
    table, lines = draft.table, []
    groups = rng.random() < 0.6
    if draft.together:
        cells = [_read(draft, key, f"{key.row}.{key.column}") for key in table.cells]
        draft.lines = [ReadLine(table.key, "", "whole", cells)]
        return
    for row in table.lines:
        if row.is_group:
            if groups:
                lines.append(ReadLine(row.key, row.printed, "whole"))
            continue
        keys = [CellKey(table.key, row.key, column.key) for column in row.columns]
        cells = [_read(draft, key, key.column) for key in keys if key in draft.page]
        lines.append(ReadLine(row.key, row.printed, "whole", cells))
    draft.lines = lines


def _read(draft: Draft, key: CellKey, column: str) -> ReadCell:
    value = draft.page[key]
    return ReadCell("" if value is None else str(value), key, column if draft.named else None)
