"""What a figure cell of a form may hold, as a pattern: layout and labelling tell figures from labels by it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from goiextract.records import CellKind

#: Units seen behind figures, longest first.
UNITS = "亿元|万元|元|件次|件|项次|项|个|条|次|宗|份|起|例|人次|人|户|部|套"
#: Remarks in brackets behind a figure, to the end of the cell; the last may be cut. Text behind them is another cell's.
REMARK = r"(?:[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]?\s*)+"
#: Characters without width; they say nothing.
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NUMBER = re.compile(
    rf"(?:[+\-–—−]|增加?|减少?|新增)?\s*[\dOo〇○lI][\dOo〇○lI,'\s+\-]*(?:\.\s?\d+)?\s*(?:{UNITS})?\s*"
    rf"(?:{REMARK}|[*#])?$",
    re.DOTALL | re.IGNORECASE,
)
_NOTHING = re.compile(r"[-‐‑–—―−─ー_/\\*…~\s]+$|无$|无数据$|不涉及$|N/?A$|NaN$|<NA>$|None$|null$", re.IGNORECASE)
# Digits that are the mark of a note: ① ⒈ ¹ ₁. Folded to one width they would read as more digits of the figure.
_MARKS = re.compile("[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ABOUT = "约近超逾"  # before a figure that is none
_NUMBERING = re.compile(r"[(\[]?\d{1,2}[.)\]、]$")  # of a label, in a cell of its own
_DIGITS = re.compile(r"\d[\d,.\\]*")  # markdown may set a stroke before its point
MOST_MARKED = 16  # characters of a figure with marks that nothing here reads
_PAGE_NUMBER = re.compile(r"[-–—−·•~]+\s*\d{1,4}\s*[-–—−·•~]+$|第\s*\d+\s*页.*$|\d+\s*/\s*\d+$")


def in_one_width(text: str) -> str:
    """A figure cell's text in one width (NFKC), its note marks set apart in brackets: ``３①`` → ``3[1]``."""
    return unicodedata.normalize("NFKC", _MARKS.sub(lambda mark: f"[{mark[0]}]", text))


def raised(text: str) -> str:
    """The mark of a note that stands raised behind a figure, as text shows it: ``1`` is ``¹``; what is no plain number stands in
    brackets."""
    mark = text.strip()
    return mark.translate(_RAISED) if mark.isascii() and mark.isdigit() else f"[{mark}]"


def looks_like_figure(text: str) -> bool:
    """True for text that a figure cell may hold: a number with its sign, unit and remark, a sign for nothing, or blank."""
    return kind_of(text) is not CellKind.TEXT


def kind_of(text: str) -> CellKind:
    """What a cell of this text holds: a number, a sign for nothing, other text, or nothing at all."""
    return _kept(text) if len(text) <= 60 else _kind_of(text)  # cells come again and again; long texts do not


def _kind_of(text: str) -> CellKind:
    plain = INVISIBLE.sub("", in_one_width(text)).strip()
    if not plain:
        return CellKind.BLANK
    if _PAGE_NUMBER.match(plain):
        return CellKind.TEXT
    if _NUMBER.match(plain) or _is_marked_figure(plain):
        return CellKind.NUMBER
    return CellKind.MARK if _NOTHING.match(plain) else CellKind.TEXT


def _is_marked_figure(plain: str) -> bool:
    """True for one number among marks and no words: a figure, though which is not read (``12†``, ``约12``)."""
    if len(plain) > MOST_MARKED or len(_DIGITS.findall(plain)) != 1 or _NUMBERING.match(plain):
        return False
    return not any(map(str.isalpha, plain.lstrip(_ABOUT)))


def has_digit(text: str) -> bool:
    """True for text with a digit of any script: what may be a number, and is no blank."""
    return _kept_digit(text) if len(text) <= 60 else _has_digit(text)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def is_page_number(text: str) -> bool:
    """True for a page number as offices print it between the lines of a table: ``- 3 -``, ``— 5 —``, ``3/12``."""
    return bool(_PAGE_NUMBER.match(unicodedata.normalize("NFKC", text).strip()))


_kept = lru_cache(maxsize=4096)(_kind_of)
_kept_digit = lru_cache(maxsize=4096)(_has_digit)
