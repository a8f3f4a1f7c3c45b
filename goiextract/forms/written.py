"""What a figure cell of a form may hold, as a pattern: layout and labelling tell figures from labels by it."""

from __future__ import annotations

import re
import unicodedata

#: Units seen behind figures, longest first.
UNITS = "亿元|万元|元|件次|件|项次|项|个|条|次|宗|份|起|例|人次|人|户|部|套"
_FIGURE = re.compile(
    rf"(?:[+\-–—−]|增加?|减少?|新增)?\s*[\dOo〇○lI][\dOo〇○lI,'\s+\-]*(?:\.\s?\d+)?\s*(?:{UNITS})?\s*"
    r"(?:[(\[〔【].*|[*#])?$|[-‐‑–—―−─ー_/\\*…~\s]+$|无$|无数据$|不涉及$|N/?A$",
    re.DOTALL | re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[-–—−·•~]+\s*\d{1,4}\s*[-–—−·•~]+$|第\s*\d+\s*页.*$|\d+\s*/\s*\d+$")


def looks_like_figure(text: str) -> bool:
    """True for text that a figure cell may hold: a number with its sign, unit and remark, a sign for nothing, or blank."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return not plain or (bool(_FIGURE.match(plain)) and not _PAGE_NUMBER.match(plain))


def is_page_number(text: str) -> bool:
    """True for a page number as offices print it between the lines of a table: ``- 3 -``, ``— 5 —``, ``3/12``."""
    return bool(_PAGE_NUMBER.match(unicodedata.normalize("NFKC", text).strip()))
