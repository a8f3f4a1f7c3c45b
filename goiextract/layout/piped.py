"""Lines with bars → rows (markdown, ``a | b | c |``), or single cells where a file has one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goiextract.layout.habits import BOX_BARS, Habits
from goiextract.layout.line_items import Item, Kind, bare, cell, is_figure, row
from goiextract.records import Line

RULE = re.compile(r"[\s|:+=\-—─━┄┈│┼┬┴├┤┌┐└┘╋]+$")
LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def is_rule(text: str) -> bool:
    """True for a line that only draws: ``|---|---|``, ``├──┼──┤``, ``------``."""
    text = text.strip()
    return len(text) > 3 and bool(RULE.match(text)) and any(mark in text for mark in "-—─━=┄┈")


def is_border(text: str) -> bool:
    """True for a line that draws the border of a row."""
    drawn = text.count("+") > 1 or any(mark in text for mark in "|│┼┬┴├┤┌┐└┘╋")
    return drawn and is_rule(text)


def items_between_bars(line: Line, habits: Habits) -> Iterator[Item] | None:
    """The row of a line with bars, or its cells and bars one by one. None for a line without a bar."""
    text = line.text.translate(BOX_BARS)
    if "|" not in text:
        return None
    fields = _fields(text, habits)
    if habits.piped_rows and len(fields) > 1:
        return iter([row(fields, line, "piped")])
    return _one_by_one(text, line)


def _one_by_one(text: str, line: Line) -> Iterator[Item]:
    for number, field in enumerate(text.split("|")):
        if number:
            yield Item(Kind.BAR)
        if plain := bare(_clean(field)):
            yield cell(Kind.FIGURE if is_figure(plain) else Kind.LABEL, plain, line)


def _fields(text: str, habits: Habits) -> list[str]:
    inner = text.strip()
    opening = inner.startswith("|") and habits.opening_bars
    inner = inner[1:] if opening else inner
    closing = inner.endswith("|") and not inner.endswith("\\|")
    if closing and (opening or (habits.closing_bars and not habits.ends_blank(inner[:-1].split("|")))):
        inner = inner[:-1]  # elsewhere a bar at the end stands before a blank cell
    return [bare(_clean(field)) for field in re.split(r"(?<!\\)\|", inner)]


def _clean(field: str) -> str:
    if "<" in field:
        field = LINE_BREAK.sub("\n", field)
    return field.replace("\\|", "|").replace("\\-", "-")
