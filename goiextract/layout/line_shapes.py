"""One line of text → the table row it may be, given how the file as a whole parts its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from goiextract.forms import UNITS, is_page_number, looks_like_figure
from goiextract.layout.run_together import is_run_together, rows_run_together
from goiextract.records import Line, Place

SENTENCE = re.compile(r"[。；;！？?!]")
LONGEST_LABEL = 90  # display characters; the longest official label has 37, guidance notes add up to 40
NUMBER_WORD = rf"[+\-−－]?[\d０-９][\d０-９,，]*(?:\.[\d]+)?(?:{UNITS})?(?:（[^）]*）|\([^)]*\))?"
TRAILING = re.compile(
    rf"^(?P<label>.*?[^\d０-９\s.．,，+\-−－])\s*(?P<figures>(?:(?<=\s)[-—–_/／]+\s+)*{NUMBER_WORD}(?:\s+(?:{NUMBER_WORD}|[-—–_/／]+))*)\s*$"
)
SPACES = re.compile(r"(?:[ \u00a0]{2,}|\u3000+)[ \u00a0\u3000]*")
RULE = re.compile(r"[\s|:+=\-—─━┄┈┼┬┴├┤┌┐└┘╋]+$")
BOX_BARS = str.maketrans({"│": "|", "┃": "|", "║": "|", "｜": "|", "¦": "|"})


@dataclass(frozen=True, slots=True)
class Part:
    """The text of one cell of a line."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class LineRow:
    """A row made of one line: its cells, and how they were parted. origin ``line``: no row, narrative.

    joins: a cell of its own on its line that belongs to the row before it.
    """

    cells: tuple[Part, ...]
    origin: str
    joins: bool = False

    @property
    def n_figures(self) -> int:
        """How many cells may be figures and are not blank."""
        return sum(bool(cell.text) and looks_like_figure(cell.text) for cell in self.cells)

    def with_figures(self, other: LineRow) -> LineRow:
        """The row with another line's cells behind its own."""
        return replace(self, cells=self.cells + other.cells)


@dataclass(frozen=True, slots=True)
class Style:
    """How a file parts its cells. piped_rows: a piped line is a whole row; padded: a line of mere white space is a blank cell."""

    piped_rows: bool
    padded: bool


def style_of(texts: Sequence[str]) -> Style:
    """The habits of a file, from all its lines."""
    piped = [_fields_between_pipes(text) for text in texts if "|" in text.translate(BOX_BARS)]
    full = sum(sum(bool(field) for field in fields) >= 2 for fields in piped)
    single = sum(sum(bool(field) for field in fields) == 1 for fields in piped)
    figures = [number for number, text in enumerate(texts) if text.strip() and looks_like_figure(text)]
    beside = sum(b - a == 1 for a, b in zip(figures, figures[1:], strict=False))
    return Style(piped_rows=full > 0.3 * single, padded=beside * 2 > len(figures))


def row_of(line: Line, style: Style, previous: str) -> Iterator[LineRow]:
    """The row or rows of one line. Several only where a whole table is run together in it; none for an empty line."""
    text = line.text.translate(BOX_BARS)
    if is_run_together(text):
        for label, figures in rows_run_together(text):
            yield LineRow(tuple(Part(part, line.place) for part in (label, figures) if part), "streamed")
        return
    if "|" in text:
        if RULE.match(text) and ("-" in text or "─" in text):
            return
        fields = _fields_between_pipes(text)
        if style.piped_rows and len(fields) > 1:
            yield LineRow(_parts(fields, line.place), "piped")
            return
        text = text.replace("|", " ")
        if not text.strip():
            return
    elif text.count("\t") >= 2 or sum(bool(field.strip()) for field in text.split("\t")) >= 2:
        yield LineRow(_parts([field.strip() for field in text.split("\t")], line.place), "tabbed")
        return
    yield from _plain(text, line, style, previous)


def _plain(text: str, line: Line, style: Style, previous: str) -> Iterator[LineRow]:
    bare = text.strip()
    if not bare:
        # white space where a cell stands on each line: a blank cell; an empty line parts records and says nothing
        if text and style.padded and previous.strip():
            yield LineRow((Part("", line.place),), "streamed", joins=True)
        return
    if is_page_number(bare) or RULE.match(bare) and len(bare) > 3:
        yield LineRow((Part(bare, line.place),), "line")
        return
    words = [word for word in SPACES.split(bare) if word]
    one_cell = len(words) == 2 and looks_like_figure(words[1]) and not looks_like_figure(words[0])
    if (len(words) >= 3 or one_cell) and not SENTENCE.search(bare):
        yield LineRow(_parts(list(_finer(words)), line.place), "tabbed")
        return
    if looks_like_figure(bare):
        yield LineRow((Part(bare, line.place),), "streamed", joins=True)
        return
    found = TRAILING.match(bare)
    if found and len(bare) <= LONGEST_LABEL and not SENTENCE.search(found["label"]):
        figures = found["figures"].split()
        origin = "tabbed" if len(figures) > 1 else "streamed"
        yield LineRow(_parts([found["label"].strip(), *figures], line.place), origin)
        return
    if len(bare) > LONGEST_LABEL or SENTENCE.search(bare):
        yield LineRow((Part(bare, line.place),), "line")
        return
    yield LineRow((Part(bare, line.place),), "streamed")


def _finer(words: Sequence[str]) -> Iterator[str]:
    """Words parted by wide gaps; a label with its first figures behind a narrow gap is parted further."""
    for word in words:
        found = TRAILING.match(word) if " " in word and not looks_like_figure(word) else None
        if found and not re.search(r"[年月日第]", found["label"][-1:]):
            yield found["label"].strip()
            yield from found["figures"].split()
        elif re.fullmatch(r"\d+(?: \d+)+", word):
            yield from word.split()
        else:
            yield word


def _fields_between_pipes(text: str) -> list[str]:
    fields = [field.strip() for field in text.translate(BOX_BARS).strip().split("|")]
    if fields and not fields[0] and text.strip()[:1] in "|│┃":
        fields = fields[1:]
    if len(fields) > 1 and not fields[-1]:
        fields = fields[:-1]
    return fields


def _parts(fields: Sequence[str], place: Place) -> tuple[Part, ...]:
    return tuple(
        Part(field, replace(place, path=f"{place.path}, field {number}")) for number, field in enumerate(fields, 1)
    )
