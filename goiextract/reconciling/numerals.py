"""How figures are written in a form's cells: text of one cell → a `Numeral`. What cannot be read stays unread.

Sources: variants F and breakage 3 of the domain notes (units, signs, remarks, dashes, full-width digits seen in reports).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from goiextract.forms import INVISIBLE, REMARK, UNITS, in_one_width
from goiextract.records import CellKind, Token

NOTHING = re.compile(r"(?:[-‐‑–—―─−ー一_/\\＼*×xX.·、…~]+|无|无数据|不涉及|(?i:N/?A|NaN|<NA>|None|null))$")
NUMBER = re.compile(
    rf"(?P<sign>[+\-–—−]|增加?|减少?|新增)?\s*(?P<digits>\d[\d,' ]*)(?P<fraction>\.\s?\d+)?\s*(?P<unit>{UNITS})?\s*"
    rf"(?P<remark>{REMARK}|[*#])?$",
    re.DOTALL,
)
THOUSANDS = re.compile(r"\d{1,3}([,']\d{3})+$")
MOST_DIGITS = 15  # a count or an amount has at most 11; longer runs are several figures, or none
BROKEN = re.compile(r"\d[^\S\n\r]*[\n\r]\s*\d")  # figures below one another may be one broken, or those of two rows
WHOLE = re.compile(r"\.\s?00?$")  # how spreadsheets write counts; .000 would be thousands
LOOKALIKE = str.maketrans({"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"})


class Numeral(Struct, frozen=True):
    """One cell's text as a number. kind: ``number``, ``blank``, ``dash`` (a printed sign for nothing) or ``unread``.

    doubt: the text is a number only if a person would agree (letters for digits, inner spaces, odd separators).
    """

    printed: str
    kind: str
    value: int | Decimal | None = None
    unit: str = ""
    doubt: bool = False


BLANK = Numeral("", "blank")


def read_token(token: Token, kind: str = "count") -> Numeral:
    """One figure cell → Numeral. A picture, or what is left of a number, is unread whatever its text."""
    if token.kind in (CellKind.PICTURE, CellKind.CUT):
        return Numeral(token.printed.strip(), "unread")
    return read_numeral(token.printed, kind)


@lru_cache(maxsize=4096)  # a report's figures are mostly the same few short texts
def read_numeral(text: str, kind: str = "count") -> Numeral:
    """Text of one figure cell → Numeral. `kind` is the column's: count, change (a sign may be a word) or money."""
    printed = " ".join(INVISIBLE.sub("", in_one_width(text)).split())
    if not printed:
        return BLANK
    if NOTHING.match(printed):
        return Numeral(printed, "dash")
    doubt = BROKEN.search(text) is not None
    match = NUMBER.match(printed)
    if match is None and len(printed) <= 9:
        # a letter typed for a digit, only where every other character is a digit already
        match = NUMBER.match(printed.translate(LOOKALIKE)) if re.fullmatch(r"[\dOo〇○lI|,. ]+", printed) else None
        doubt = True
    if match is None:
        return Numeral(printed, "unread")
    two = match["digits"].startswith("0 ")  # a 0 and another number: no figure begins so
    digits, doubt = _plain(match["digits"], doubt)
    if len(digits) > MOST_DIGITS or two:
        return Numeral(printed, "unread")
    sign = -1 if match["sign"] and match["sign"][0] in "-–—−减" else 1
    if match["sign"] and kind != "change":
        doubt = True
    if match["fraction"] and (kind == "money" or not WHOLE.match(match["fraction"])):
        value: int | Decimal = sign * Decimal(digits + match["fraction"].replace(" ", ""))
        doubt = doubt or kind != "money"
    else:
        value = sign * (Decimal(digits) if kind == "money" else int(digits))
    return Numeral(printed, "number", value, match["unit"] or "", doubt)


def _plain(digits: str, doubt: bool) -> tuple[str, bool]:
    """Digits without their thousands marks and inner spaces; marks in odd places are a doubt."""
    digits = digits.strip().rstrip(",'")
    bare = re.sub(r"[,' ]", "", digits)
    grouped = digits.replace(" ", "")
    if "," in grouped or "'" in grouped:
        doubt = doubt or not THOUSANDS.match(grouped)
    elif " " in digits:
        doubt = doubt or not re.fullmatch(r"\d{1,3}( \d{3})+", digits)
    if len(bare) > 1 and bare[0] == "0":
        doubt = True
    return bare, doubt
