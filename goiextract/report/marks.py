"""How a figure shows on a screen: its digits, a mark that says what is special about it, and a style."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import NamedTuple

from goiextract.records import Figure, Status

# Marks are ASCII but for the dot, one cell wide, and stand after the digits, so that columns stay aligned and nothing
# depends on colour. mark → the code of the sentence that says what it means
MARKS = {
    "=": "mark_inferred",
    "~": "mark_corrected",
    "!": "mark_conflicting",
    "?": "mark_uncertain",
    "·": "mark_missing",
    "*": "mark_proven_blank",
}
_STYLES = {"=": "cyan", "~": "bold magenta", "!": "bold red", "?": "bold yellow", "·": "yellow", "*": "yellow", "": ""}


# What was read but is not asserted is shown if it is one short run; several readings stand below the table.
LONGEST_READ = 12


class Shown(NamedTuple):
    """Digits, mark (one cell or nothing) and rich style of one figure."""

    digits: str
    mark: str
    style: str


def shown(figure: Figure | None) -> Shown:
    """The figure as it stands in a table on the screen. A blank is blank; None: the form has no such cell."""
    if figure is None:
        return Shown("", "", "")
    digits = "" if figure.value is None else number(figure.value)
    mark = {
        Status.INFERRED: "=",
        Status.CORRECTED: "~",
        Status.CONFLICTING: "!",
        Status.AMBIGUOUS: "?",
        Status.MISSING: "·",
    }.get(figure.status, "?" if figure.flagged else "")
    if figure.status is Status.BLANK and not figure.flagged and figure.consistent:
        mark = "*"  # which number stands in `consistent`, and `check` says it
    stands = figure.printed or figure.mark
    if figure.value is None and stands and not figure.readings and figure.status is not Status.MISSING:
        read = one_line(stands)
        digits = read if len(read) <= LONGEST_READ and " " not in read else ""  # half a number would be a wrong one
    return Shown(digits, mark, _STYLES[mark] or ("dim" if figure.value == 0 else ""))


def number(value: int | Decimal) -> str:
    """Plain digits without exponent or thousands marks, as the page's own digits stand."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def name_line(name: str) -> str:
    """A file's name or path on one line, still told apart from others: what cannot be shown stands as it is escaped in
    programs (``\\t``, ``\\n``, ``\\u202e``)."""
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
        for char in name
    )


def one_line(text: str) -> str:
    """Text of others made harmless on a screen: no control characters, no change of direction, no line breaks."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text)
