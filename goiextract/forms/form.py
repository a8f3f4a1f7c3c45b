"""What a form is once read from its TOML: tables, rows, columns, cells and sums, all in printed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import force_setattr

from goiextract.records import CellKey


class Column(Struct, frozen=True):
    """A column of figures. kind: ``count``, ``change`` (signed) or ``money`` (Decimal). `also`: short headings seen."""

    key: str
    printed: str
    unit: str = ""
    kind: str = "count"
    also: tuple[str, ...] = ()


class FormRow(Struct, frozen=True):
    """A printed line: a row of figures, or a group heading (`columns` empty). `under` names the group or block above."""

    key: str
    printed: str
    columns: tuple[Column, ...]
    under: str = ""

    @property
    def is_group(self) -> bool:
        """True for a heading line that the form prints without figures."""
        return not self.columns


# each is read once: alike is the same, and what follows from it can be kept
class FormTable(Struct, frozen=True, eq=False):
    """One of the form's tables. `lines` = rows and group headings in printed order.

    layout: ``rows`` (one line a row), ``blocks`` (sub-tables below one another, `blocks` = their headings),
    ``side_by_side`` (all rows' figures in one printed line).
    """

    key: str
    heading: str
    layout: str
    lines: tuple[FormRow, ...]
    blocks: tuple[str, ...] = ()
    network: bool = False
    rows: tuple[FormRow, ...] = ()  # never given: the lines that hold figures
    cells: tuple[CellKey, ...] = ()  # never given: every cell, row by row

    def __post_init__(self) -> None:
        rows = tuple(line for line in self.lines if not line.is_group)
        force_setattr(self, "rows", rows)
        cells = tuple(CellKey(self.key, row.key, column.key) for row in rows for column in row.columns)
        force_setattr(self, "cells", cells)


class Identity(Struct, frozen=True):
    """One sum: the figures in `parts` add up to the figures in `wholes`. origin: ``printed`` on the form or ``derived``.

    implied: follows from the other sums of the form, so it adds no independent evidence.
    """

    name: str
    table: str
    parts: tuple[CellKey, ...]
    wholes: tuple[CellKey, ...]
    origin: str
    zh: str
    en: str
    implied: bool = False
    cells: tuple[CellKey, ...] = ()  # never given: every cell in the sum

    def __post_init__(self) -> None:
        force_setattr(self, "cells", self.parts + self.wholes)

    def __hash__(self) -> int:
        return hash((self.table, self.name))  # the cells follow from these two; sums are looked up often

    def residual(self, values: Mapping[CellKey, int | Decimal]) -> int | Decimal:
        """Sum of parts less sum of wholes; 0 where the identity holds. KeyError if a figure is not there."""
        return sum([values[key] for key in self.parts]) - sum([values[key] for key in self.wholes])

    def counted(self, values: Mapping[CellKey, int]) -> list[int] | None:
        """The count of every cell; None where one is not there."""
        found = [values.get(key) for key in self.cells]
        return None if None in found else found  # type: ignore[return-value]

    def holds(self, counts: Sequence[int]) -> bool:
        """Whether it holds over these counts, one for each of its cells."""
        parts = len(self.parts)
        return sum(counts[:parts]) == sum(counts[parts:])


class YearTerm(NamedTuple):
    """One figure in a link between years: of the next year's report (`later`) or of this year's; added (1) or taken away."""

    later: bool
    sign: int
    key: CellKey


class YearLink(Struct, frozen=True):
    """What one year's report and the next year's of the same body should say alike: `left` comes to the same as `right`.

    certainty: ``soft`` (fails where a report errs or a body restates, merges or changes scope) or ``loose`` (fails in
    correct reports too, as documents also lapse). Never a reason to change a figure.
    """

    name: str
    table: str
    left: tuple[YearTerm, ...]
    right: tuple[YearTerm, ...]
    certainty: str
    zh: str
    en: str

    @property
    def terms(self) -> tuple[YearTerm, ...]:
        """All figures of the link, left then right."""
        return self.left + self.right

    def on_the_same_cells(self, other: YearLink) -> bool:
        """True where another form has this link too, so that it may lead from a report on one form to one on the other."""
        return (self.name, self.left, self.right) == (other.name, other.left, other.right)


class Form(Struct, frozen=True, eq=False):
    """A printed form. Years are report years; `last_year` None = still in use."""

    name: str
    title: str
    source: str
    first_year: int
    last_year: int | None
    tables: tuple[FormTable, ...]
    identities: tuple[Identity, ...]
    across_years: tuple[YearLink, ...] = ()

    def table(self, key: str) -> FormTable:
        """The table of this key. KeyError if the form has none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def sums_of(self, table: str) -> tuple[Identity, ...]:
        """The identities of one table."""
        return tuple(identity for identity in self.identities if identity.table == table)
