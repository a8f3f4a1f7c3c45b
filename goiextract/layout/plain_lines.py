"""A line without tabs and bars → a row parted by wide blanks, a label with its figures, or one cell; else running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goiextract.forms import UNITS, is_page_number
from goiextract.layout.habits import Habits
from goiextract.layout.line_items import Item, Kind, bare, cell, is_figure, row
from goiextract.layout.piped import is_rule
from goiextract.layout.prose import is_sentence, is_title, may_label_figures
from goiextract.records import Line

NUMBER = rf"[+\-−－]?\d[\d,，]*(?:\.\d+)?(?:\s?(?:{UNITS}))?(?:（[^）]*）|\([^)]*\))?"
NOTHING = r"[-—–_/／]+"
TRAILING = re.compile(
    rf"^(?P<label>.*?[^\d\s.．,，+\-−－])\s*(?P<figures>(?:(?<=\s){NOTHING}\s+)*{NUMBER}(?:\s+(?:{NUMBER}|{NOTHING}))*)$"
)
WORD = re.compile(rf"{NUMBER}|{NOTHING}")
GAPS = re.compile(r"(?:[ \u00a0]{2,}|\u3000+)[ \u00a0\u3000]*")
GROUPS = re.compile(r"[+\-−－]?\d[\d,，.]*(?: +[+\-−－]?\d[\d,，.]*)+$")
THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+$")
CLOSE_UP = re.compile(r"(?:^| )0\d")  # no number begins so: blanks were put into a run of figures
LONGEST_ROW = 2000  # characters; longer lines are no rows parted by blanks


def plain_items(line: Line, habits: Habits) -> Iterator[Item]:
    """The items of a line without separators of its own."""
    text = bare(line.text)
    if not text:
        is_cell = line.text and habits.blank_lines and (line.text.startswith("\t") or not habits.blank_tabs)
        yield cell(Kind.BLANK, "", line) if is_cell else Item(Kind.GAP)
    elif is_page_number(text):
        yield cell(Kind.PAGE_NUMBER, text, line)
    elif is_rule(text):
        yield cell(Kind.ASIDE, text, line)
    elif GROUPS.match(text) and not THOUSANDS.match(text) and not CLOSE_UP.search(text):
        yield row(text.split(), line, "tabbed")
    elif is_figure(text):
        yield cell(Kind.FIGURE, text, line)
    elif len(text) > LONGEST_ROW:
        yield cell(Kind.ASIDE, text, line)
    else:
        yield from _parted_by_blanks(text, line)


def _parted_by_blanks(text: str, line: Line) -> Iterator[Item]:
    if is_title(text):
        yield cell(Kind.ASIDE, text, line)
        return
    words = [word for word in GAPS.split(text) if word]
    label_and_figure = len(words) == 2 and is_figure(words[1]) and not is_figure(words[0])
    if (len(words) >= 3 or label_and_figure) and not is_sentence(re.sub(GAPS, "", text)):
        yield row(_finer(words), line, "tabbed")
        return
    found = None if is_sentence(text) else TRAILING.match(text)
    if found is None:
        yield cell(Kind.ASIDE if is_sentence(text) else Kind.LABEL, text, line)
        return
    label, figures = found["label"].strip(), WORD.findall(found["figures"])
    if not may_label_figures(label):
        yield cell(Kind.ASIDE, text, line)
    elif len(figures) == 1 or CLOSE_UP.search(found["figures"]):
        # one run of figures: several may be glued in it
        yield cell(Kind.LABEL, label, line)
        yield cell(Kind.FIGURE, found["figures"].strip(), line)
    else:
        yield row([label, *figures], line, "tabbed")


def _finer(words: Sequence[str]) -> list[str]:
    """Words parted by wide blanks; a label with figures behind one narrow blank, or figures so parted, are cut further."""
    fields: list[str] = []
    for word in words:
        found = TRAILING.match(word) if " " in word and len(word) < 200 and not is_figure(word) else None
        if found and may_label_figures(found["label"]):
            fields += [found["label"].strip(), *WORD.findall(found["figures"])]
        elif GROUPS.match(word) and not THOUSANDS.match(word):
            fields += word.split()
        else:
            fields.append(word)
    return fields
