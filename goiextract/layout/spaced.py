"""Lines whose cells are parted by wide blanks → their fields; blank cells where a column is left empty.

Text made from PDFs counts a Han character as one column, text written by hand as two: whichever makes the figures of
equal lines stand under one another is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from goiextract.forms import INVISIBLE, UNITS
from goiextract.layout.high_labels import label_around
from goiextract.layout.line_items import is_figure
from goiextract.layout.prose import may_label_figures

NUMBER = rf"(?:[+\-−－]|增加?|减少?)?\d[\d,，]*(?:\.\d+)?(?:\s?(?:{UNITS}))?(?:（[^）]*）|\([^)]*\)|[*①-⑨])?"
NOTHING = r"[-—–_/／]+"
TYPED = r"[Oo〇○lI]"  # a letter typed for a digit, among figures only
TRAILING = re.compile(
    rf"^(?P<label>.*?[^\d\s.．,，+\-−－])\s*(?P<figures>"
    rf"(?:(?<=\s)(?:{NOTHING}|{TYPED})\s+)*{NUMBER}(?:\s+(?:{NUMBER}|{NOTHING}|{TYPED}(?=\s|$)))*|(?<=\s){NOTHING}(?:\s+{NOTHING})*)$"
)
FIGURE = re.compile(rf"{NUMBER}|{NOTHING}|{TYPED}")
WORDS = re.compile(r"[^\s\u3000]+(?:[ \u00a0][^\s\u3000]+)*")
GROUPS = re.compile(r"[+\-−－]?\d[\d,，.]*(?: +[+\-−－]?\d[\d,，.]*)+$")
THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?$")
LONGEST_ROW = 2000  # characters; longer lines are no rows parted by blanks
ROW_FIGURES = 3  # figures in a line from which columns are taken
UNDER = 0.4  # of the distance between columns: a figure whose middle is this near to a column's stands under it
MANY = 5  # columns; a table of fewer may have another one of fewer still above or below it
OUTSIDE = 25  # lines; half a page
EVEN = 0.7  # share of the rows of equal length that must stand in the same columns; rows with blanks do not

Field = tuple[str, int]  # a cell's text and where it begins in the line


class SpacedRow(Struct, frozen=True):
    """One line parted by blanks. number: of the line. figures: how many fields at its end are figures."""

    number: int
    text: str
    fields: tuple[Field, ...]
    figures: int

    def middles(self, wide: int) -> list[float]:
        """The middle of each figure in columns, a Han character being `wide` columns."""
        return [
            _column(self.text[:start], wide) + _column(text, wide) / 2
            for text, start in self.fields[len(self.fields) - self.figures :]
        ]


def spaced_fields(text: str) -> tuple[Field, ...] | None:
    """The cells of a line with wide blanks inside: three or more, or a label and a figure; None for any other line."""
    if len(text) > LONGEST_ROW:
        return None
    words = [(found.group(), found.start()) for found in WORDS.finditer(text)]
    label_and_figure = len(words) == 2 and is_figure(words[1][0]) and not is_figure(words[0][0])
    if not (len(words) >= 3 or label_and_figure):
        return None
    return tuple(field for word, start in words for field in _finer(word, start))


def rows_in_columns(texts: Sequence[str]) -> dict[int, list[list[str | None]]]:
    """For lines of which the lines around them say more: their number → their rows (none for half a label).

    Blank cells (None) are filled in where a line leaves columns of its neighbours empty; figures that stand beside a label of
    several lines get it back whole.
    """
    rows = [_row(number, text) for number, text in enumerate(texts)]
    pages: list[list[SpacedRow]] = [[]]
    for text, row in zip(texts, rows, strict=True):
        if text.startswith("\f"):
            pages.append([])
        if row is not None:
            pages[-1].append(row)
    wide = min((2, 1), key=lambda width: sum(_spread(page, width) for page in pages))
    found = {number: [cells] for page in pages for number, cells in _filled(page, wide).items()}
    taken: set[int] = set()
    for row in (row for page in pages for row in page):
        cells = found.get(row.number, [[text for text, _ in row.fields]])[0]
        if row.figures == len(row.fields):
            label = label_around(texts, row.number, taken)
            if label:
                found |= {number: [] for number in label} | {row.number: [["\n".join(label.values()), *cells]]}
                taken |= set(label)
    return found


def _finer(word: str, start: int) -> Sequence[Field]:
    """A word between wide blanks; a label with figures behind one narrow blank, or figures so parted, are cut further."""
    found = TRAILING.match(word) if " " in word and len(word) < 200 and not is_figure(word) else None
    if found and may_label_figures(found["label"].rstrip("、，,")):  # between wide blanks a label may break off so
        at = found.start("figures")
        return [
            (found["label"].strip(), start),
            *((part.group(), start + at + part.start()) for part in FIGURE.finditer(found["figures"])),
        ]
    if GROUPS.match(word) and not THOUSANDS.match(word):
        return [(part.group(), start + part.start()) for part in re.finditer(r"\S+", word)]
    return [(word, start)]


def _row(number: int, text: str) -> SpacedRow | None:
    text = INVISIBLE.sub("", text)
    fields = spaced_fields(text) if "\t" not in text and "|" not in text and "  " in text.strip() else None
    if fields is None:
        return None
    figures = next((n for n, (field, _) in enumerate(reversed(fields)) if not is_figure(field)), len(fields))
    return SpacedRow(number, text, fields, figures) if figures else None


def _columns(page: Sequence[SpacedRow], wide: int) -> dict[int, list[list[float]]]:
    """For each number of figures that two or more rows have: their middles, row by row."""
    same: dict[int, list[list[float]]] = {}
    for row in page:
        if row.figures >= ROW_FIGURES:
            same.setdefault(row.figures, []).append(row.middles(wide))
    return {count: rows for count, rows in same.items() if len(rows) > 1}


def _spread(page: Sequence[SpacedRow], wide: int) -> float:
    """How far the figures of equal rows stand off their columns, all together."""
    total = 0.0
    for rows in _columns(page, wide).values():
        for column in zip(*rows, strict=True):
            mean = sum(column) / len(column)
            total += sum(abs(middle - mean) for middle in column)
    return total


def _filled(page: Sequence[SpacedRow], wide: int) -> dict[int, list[str | None]]:
    """The rows between others of more figures whose own figures stand under some of their columns."""
    filled: dict[int, list[str | None]] = {}
    for count, rows in sorted(_columns(page, wide).items(), reverse=True):
        middles = [median(column) for column in zip(*rows, strict=True)]
        near = UNDER * min(b - a for a, b in zip(middles, middles[1:], strict=False))
        if sum(_under(own, middles, near) == list(range(count)) for own in rows) < max(2, EVEN * len(rows)):
            continue  # the rows have as many figures, but not in the same columns
        numbers = [row.number for row in page if row.figures == count]
        for row in page:
            if row.figures < count and _is_near(row, count, numbers) and row.number not in filled:
                columns = _under(row.middles(wide), middles, near)
                label = [text for text, _ in row.fields[: len(row.fields) - row.figures]]
                touched = bool(label) and label[-1][-1:].isdigit()  # by a figure: its cell is not blank
                if columns and not touched:
                    figures = dict(zip(columns, [text for text, _ in row.fields[len(label) :]], strict=True))
                    filled[row.number] = [*label, *map(figures.get, range(count))]
    return filled


def _is_near(row: SpacedRow, count: int, numbers: Sequence[int]) -> bool:
    """True for a row between the rows that set the columns; also a little outside them, where the columns are many."""
    outside = OUTSIDE if count >= MANY and row.figures > 1 else 0
    return numbers[0] - outside < row.number < numbers[-1] + outside


def _under(own: Sequence[float], middles: Sequence[float], near: float) -> list[int]:
    """The column under which each figure stands; empty if one stands under none, or two under one."""
    columns = [min(range(len(middles)), key=lambda i, at=at: abs(middles[i] - at)) for at in own]  # type: ignore[misc]
    fits = all(abs(middles[i] - at) <= near for i, at in zip(columns, own, strict=True))
    return columns if fits and len(set(columns)) == len(columns) else []


def _column(text: str, wide: int) -> float:
    if wide == 1:
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
