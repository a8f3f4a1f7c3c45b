"""Numbers as a report states them: which of them are settled, whether they can be, and what the printed text says."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from goiextract.records import Figure, Status

MOST_DIGITS = 15  # a count or an amount has at most 11
ON_PAGE = (Status.PRINTED, Status.CONFLICTING, Status.CORRECTED)
_NUMBER = re.compile(r"([+\-–—−]|增加?|减少?|新增)?(\d+(?:\.\d+)?)")
_LETTERS = str.maketrans("OoΟ〇○lI|", "00000111")
_BROKEN_OFF = re.compile(r"[(\[〔【*#]")  # a remark or a note's mark stands behind the figure


def settled(figure: Figure) -> int | None:
    """The count that the page prints here, as the report says; None where it leaves that open or it is no count."""
    return figure.value if figure.status in ON_PAGE and type(figure.value) is int else None


def is_a_number(value: object) -> bool:
    """True for an ordinary number of at most `MOST_DIGITS` digits before the point."""
    if isinstance(value, Decimal):
        return value.is_finite() and -MOST_DIGITS <= value.adjusted() < MOST_DIGITS
    return type(value) is int and abs(value) < 10**MOST_DIGITS


def same(one: object, other: object) -> bool:
    """Whether two numbers are equal. What is no ordinary number is equal to nothing: a signalling NaN cannot be compared."""
    return one is other or (is_a_number(one) and is_a_number(other) and one == other)


def is_possible(value: int | Decimal, kind: str) -> bool:
    """True for a number that a cell of this kind (count, change, money) can hold."""
    return (value >= 0 or kind == "change") and (kind == "money" or type(value) is int)


@lru_cache(maxsize=4096)  # the figures of many reports are mostly the same few short texts
def number_in(printed: str) -> Decimal | None:
    """The number that a cell's printed text says, units and remarks aside; None if it is none."""
    text = unicodedata.normalize("NFKC", printed).translate(_LETTERS)
    text = _BROKEN_OFF.split(re.sub(r"[\s,']", "", text))[0]
    found = _NUMBER.match(text)
    if found is None or len(text) > 60:
        return None
    number = Decimal(found[2])
    return -number if found[1] and found[1][0] in "-–—−减" else number


def shown(value: object) -> str:
    """A number for a sentence; one too long to be read is described."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"{'-' if value < 0 else ''}…({value.bit_length() * 3 // 10 + 1} digits)"
    return "" if value is None else str(value)
