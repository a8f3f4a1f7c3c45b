"""Labels of several lines in text with columns: their figures stand at half their height, on a line without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goiextract.layout.line_items import is_figure

NUMBERED = re.compile(r"\d{1,2}\s?[.、．]|[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}、")
MOST_LINES = 3  # of a label above its figures; the longest official label has 37 characters in cells of 10 and more
AWAY = 2  # characters; the lines of one label begin less than this apart


def label_around(texts: Sequence[str], number: int, taken: set[int]) -> dict[int, str]:
    """Line numbers → the parts of the label around a line of mere figures: from its number down, as many lines below.

    Empty if it is not certain: another beginning, lines of other tables' columns, or lines already `taken`.
    """
    above: dict[int, str] = {}
    for line in range(number - 1, max(number - 1 - MOST_LINES, -1), -1):
        if line in taken or not _is_part(texts[line]):
            return {}
        above[line] = texts[line].strip()
        if NUMBERED.match(above[line]):
            break
    else:
        return {}
    below = {line: texts[line].strip() for line in range(number + 1, min(number + 1 + len(above), len(texts)))}
    lines = dict(sorted(above.items())) | below
    starts = [len(texts[line]) - len(texts[line].lstrip()) for line in lines]
    if len(below) < len(above) or max(starts) - min(starts) >= AWAY:
        return {}
    return lines if all(_is_part(texts[line]) and not NUMBERED.match(texts[line].strip()) for line in below) else {}


def _is_part(text: str) -> bool:
    """True for a line that is one piece of a label: no wide blanks inside, no figure."""
    text = text.strip()
    return bool(text) and "  " not in text and "\t" not in text and not is_figure(text)
