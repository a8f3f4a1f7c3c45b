"""What one line of text may hold: whole rows, single cells, bars, a gap, or nothing of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from msgspec import Struct

from goiextract.forms import INVISIBLE, looks_like_figure
from goiextract.records import Line, Place

LONGEST_FIGURE = 200  # characters of a figure cell with its remark; the pattern for figures is not linear in blanks
BLANK_MARKS = re.compile(r"&(?:nbsp|emsp|ensp|#160|#12288);")
EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1$")


class Part(Struct, frozen=True):
    """The text of one cell, without the white space around it. drawn: as a `Cell` has it."""

    text: str
    place: Place
    drawn: bool = True


class Kind(Enum):
    """ROW: the cells of a whole row. LABEL, FIGURE, BLANK: one cell on its own. BAR: a mark between cells.
    GAP: an empty line. PAGE_NUMBER, ASIDE: a line that belongs to no table."""

    ROW = auto()
    LABEL = auto()
    FIGURE = auto()
    BLANK = auto()
    BAR = auto()
    GAP = auto()
    PAGE_NUMBER = auto()
    ASIDE = auto()


class Item(Struct, frozen=True):
    """One thing found in a line of text. origin: of the grid that a ROW belongs in."""

    kind: Kind
    parts: tuple[Part, ...] = ()
    origin: str = "streamed"


def row(fields: Sequence[str | None], line: Line, origin: str) -> Item:
    """A whole row from the texts of its cells; None: no text, but a column left empty."""
    parts = (
        Part(text or "", replace(line.place, field=number), text is not None) for number, text in enumerate(fields, 1)
    )
    return Item(Kind.ROW, tuple(parts), origin)


def cell(kind: Kind, text: str, line: Line) -> Item:
    """One cell, or one line that belongs to no table."""
    return Item(kind, (Part(text, line.place),))


def is_figure(text: str) -> bool:
    """True for the text of a cell that may be a figure; blank is one too."""
    return len(text) <= LONGEST_FIGURE and looks_like_figure(text)


def bare(text: str) -> str:
    """The text without the white space and the invisible characters around it, nor the stars of bold type."""
    text = INVISIBLE.sub("", text).strip()
    if "&" in text:
        text = BLANK_MARKS.sub(" ", text).strip()
    found = EMPHASIS.match(text) if text[:1] in "*_`" else None
    return found[2] if found else text
