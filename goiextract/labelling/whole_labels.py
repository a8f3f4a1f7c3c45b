"""Labels of several lines, of which figures stand beside one: the row that the whole label names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from goiextract.forms import Form
from goiextract.labelling.context import titles
from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import NUMBERED, PrintedLine

MOST_LINES = 3  # above the one with the figures: the longest official label has 37 characters in cells of 10 and more
NAMED = math.log(0.35)  # a label that says so much of a row names it
SURE = math.log(0.9)  # of a whole label, to be believed against what its lines say each alone

INSIDE = re.compile(r"(?<=\s)\d{1,2}\s?[.、．]")  # the numbering of a label behind the name of its group

Scores = NDArray[np.float64]


def whole_labels(
    lines: Sequence[PrintedLine], scores: Scores, model: RowModel, forms: Sequence[Form]
) -> Iterator[tuple[int, PrintedLine, Scores]]:
    """The lines of figures, by number, that stand beside or below the last line of a label that begins above, or between its
    lines: with the whole label, and its log-probabilities (labels,). The words of its last line alone are those of many rows.

    scores: what each line's own words say, shape (lines, labels). A label begins with its numbering. Where it stands beside blank
    cells of its own it may be all there, and the row blank: then the words below must be those that the form has behind it.
    """
    wordings = _wordings(tuple(forms))
    no_rows = [*titles(model.labels), model.labels.index("none")]
    for number, line in enumerate(lines):
        if not line.has_numbers or NUMBERED.match(line.label):
            continue
        above = _above(lines, number)
        bare = not line.label.strip()
        if bare and _named_above(lines, number, np.delete(scores, no_rows, axis=1)) > 1:
            continue  # which of several labels in a row it belongs to the lines do not say
        ways = [above + line.label] if above else []
        if above and bare:
            ways += [above + below for below in _below(lines, number)]
        if not ways:
            continue
        said = model.scores(ways)
        said_of_rows = np.delete(said, no_rows, axis=1).max(axis=1)
        best = int(said_of_rows.argmax())
        own = -math.inf if bare else np.delete(scores[number], no_rows).max()
        row = wordings.get(model.labels[int(said[best].argmax())], ())
        if _has_cells(lines, number) and not any(_is_nearer(ways[best], above, wording) for wording in row):
            continue
        if said_of_rows[best] >= max(SURE, own):
            yield number, structs.replace(line, label=ways[best]), said[best]


def _above(lines: Sequence[PrintedLine], number: int) -> str:
    """The lines without figures right above this one, from the one that begins a label; empty where none does."""
    text = ""
    for line in reversed(lines[max(number - MOST_LINES, 0) : number]):
        if line.has_numbers or not line.label.strip():
            return ""
        text = line.label + text
        if NUMBERED.match(line.label):
            return text[max((found.start() for found in INSIDE.finditer(text)), default=0) :]
    return ""


def _has_cells(lines: Sequence[PrintedLine], number: int) -> bool:
    """True where a line of the label above this one stands beside cells: blank ones, for it has no figures."""
    for line in reversed(lines[max(number - MOST_LINES, 0) : number]):
        if len(line.cells) > 1:
            return True
        if NUMBERED.match(line.label):
            break
    return False


def _is_nearer(whole: str, part: str, wording: str) -> bool:
    """True where a label is more like the form's wording than its part is."""
    ratios = [SequenceMatcher(None, normal(text), wording, autojunk=False).ratio() for text in (whole, part)]
    return ratios[0] > ratios[1]


@cache
def _wordings(forms: tuple[Form, ...]) -> dict[str, tuple[str, ...]]:
    """The wordings of each row in the forms, as labels are compared."""
    found: dict[str, dict[str, None]] = {}
    for table in (table for form in forms for table in form.tables):
        for row in table.rows:
            found.setdefault(f"{table.key}.{row.key}", {})[normal(row.printed)] = None
    return {key: tuple(own) for key, own in found.items()}


def _named_above(lines: Sequence[PrintedLine], number: int, of_rows: Scores) -> int:
    """How many lines that begin a row's label stand above this one, and below the figures before."""
    count = 0
    for at in range(number - 1, -1, -1):
        if lines[at].has_numbers:
            break
        count += bool(NUMBERED.match(lines[at].label)) and of_rows[at].max() >= NAMED
    return count


def _below(lines: Sequence[PrintedLine], number: int) -> Iterator[str]:
    """The lines without figures right below this one that do not begin a label, one, two, …"""
    text = ""
    for line in lines[number + 1 : number + 1 + MOST_LINES]:
        if line.has_numbers or not line.label.strip() or NUMBERED.match(line.label):
            return
        text += line.label
        yield text
