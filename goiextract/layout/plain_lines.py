"""A line without tabs and bars → a row parted by blanks, a label with its figures, or one cell; else running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goiextract.forms import is_page_number
from goiextract.layout.habits import Habits
from goiextract.layout.line_items import Item, Kind, bare, cell, is_figure, row
from goiextract.layout.piped import is_rule
from goiextract.layout.prose import is_title, may_label_figures
from goiextract.layout.spaced import FIGURE, GROUPS, LONGEST_ROW, THOUSANDS, TRAILING, spaced_fields
from goiextract.records import Line

CLOSE_UP = re.compile(r"(?:^| )0\d")  # no number begins so: blanks were put into a run of figures


def plain_items(line: Line, habits: Habits) -> Iterator[Item]:
    """The items of a line without separators of its own."""
    text = bare(line.text)
    if not text:
        yield cell(Kind.BLANK, "", line) if habits.is_blank_cell(line.text) else Item(Kind.GAP)
    elif is_page_number(text):
        yield cell(Kind.PAGE_NUMBER, text, line)
    elif len(text) > LONGEST_ROW or is_rule(text):
        yield cell(Kind.ASIDE, text, line)
    elif habits.bars_part and GROUPS.match(text):
        yield cell(Kind.FIGURE, text, line)
    elif GROUPS.match(text) and not THOUSANDS.match(text) and not CLOSE_UP.search(text):
        yield row(text.split(), line, "tabbed")
    elif is_figure(text):
        yield cell(Kind.FIGURE, text, line)
    elif is_title(text):
        yield cell(Kind.ASIDE, text, line)
    elif fields := spaced_fields(text):
        yield row([field for field, _ in fields], line, "tabbed")
    else:
        yield from _label_and_figures(text, line)


def _label_and_figures(text: str, line: Line) -> Iterator[Item]:
    found = TRAILING.match(text)
    if found is None:
        yield cell(Kind.LABEL, text, line)
        return
    label, figures = found["label"].strip(), FIGURE.findall(found["figures"])
    if not may_label_figures(label):
        yield cell(Kind.ASIDE, text, line)
    elif len(figures) == 1 or CLOSE_UP.search(found["figures"]) or THOUSANDS.match(found["figures"]):
        # one run: several figures may be glued in it, or one parted in threes
        yield cell(Kind.LABEL, label, line)
        yield cell(Kind.FIGURE, found["figures"].strip(), line)
    else:
        yield row([label, *figures], line, "tabbed")
