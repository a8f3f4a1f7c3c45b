"""Text of others in a CSV: a spreadsheet must not run it as a formula, and reading the CSV again must give it back.

One apostrophe in front is what spreadsheets themselves write for "this is text" (OWASP, *CSV injection*). Numbers stay
numbers, also negative ones, and a dash for "none" stays a dash.
"""

from __future__ import annotations

import re

_RUN = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")
_HARMLESS = re.compile(r"\s*(?:[+\-＋－]*|[+\-＋－]?\d[\d,]*(?:\.\d+)?%?)\s*")


def defused(text: str) -> str:
    """The text as it goes into a cell: behind an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if _RUN.match(text) and not _HARMLESS.fullmatch(text) else text


def as_it_was(cell: str) -> str:
    """A cell → the text that `defused` was given. One that never went through it is what it is."""
    return cell[1:] if cell.startswith("'") and defused(cell[1:]) == cell else cell
