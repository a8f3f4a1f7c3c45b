"""The check of a line of a label file: whether its text was altered, and whether lines were lost, added, doubled, moved.

A check is two hashes, ``1a2b3c-4d5e6f``: of the line alone, and of the line with the check of the line before it in its
report (for a report's last line also that it is the last). With the hyphen no spreadsheet takes it for a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

LAST = "last"
#: Longer reports are not put back into order: it would take seconds. Reports have about 100 lines.
MOST_SORTED = 3000


class Facts(NamedTuple):
    """What must not be altered in a line of a label file."""

    document: str
    place: str
    figures: str
    text: str


def document_id(data: bytes) -> str:
    """A document's bytes → the name under which label files know it."""
    return sha256(data).hexdigest()[:16]


def kept(text: str) -> str:
    """Text as a label file holds it: line breaks as ``\\n`` whatever editor saved them, nothing that UTF-8 cannot hold."""
    return re.sub("\r\n?", "\n", text).encode("utf-8", "backslashreplace").decode("utf-8")


def checks(lines: Sequence[Facts]) -> list[str]:
    """The checks of all lines of one report, in order."""
    found: list[str] = []
    for number, facts in enumerate(lines):
        before = found[-1] if found else ""
        found.append(f"{_own(facts)}-{_linked(before, facts, number == len(lines) - 1)}")
    return found


def altered(lines: Sequence[Facts], found: Sequence[str], at: Sequence[int]) -> list[tuple[int, str]]:
    """The lines of one report, their checks as found, the text line each stands at → (its number here, what was altered).

    The check that is printed counts, not the one that should be: so one altered line is one mistake.
    """
    mistakes: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, (facts, check) in enumerate(zip(lines, found, strict=True)):
        own, _, link = check.partition("-")
        before = found[number - 1] if number else ""
        after_mistake = bool(mistakes) and mistakes[-1][0] == number - 1 and before not in seen
        if own != _own(facts):
            mistakes.append((number, ALTERED if check else _NO_CHECK))
            continue
        if check in seen:
            mistakes.append((number, f"this line is there twice, first at line {seen[check]}; delete one of them"))
        elif link == _linked(before, facts, True) or after_mistake:
            pass
        elif link != _linked(before, facts, False):
            mistakes.append((number, _misplaced(facts, link, found, at)))
        elif number == len(lines) - 1:
            mistakes.append((number, "the report goes on after this line: its last lines were lost; restore them"))
        seen.setdefault(check, at[number])
    return mistakes


def written_order(lines: Sequence[Facts], found: Sequence[str]) -> list[int]:
    """The numbers of all lines of one report in the order in which they were written, told by their checks; [] if some
    are altered, lost, or there twice."""
    n = len(lines)
    if (
        n > MOST_SORTED
        or len(set(found)) < n
        or any(one[:6] != _own(facts) for one, facts in zip(found, lines, strict=True))
    ):
        return []
    order: list[int] = []
    waiting = dict.fromkeys(range(n))
    before = ""
    while waiting:
        last = len(waiting) == 1
        # In most files the next line follows at once, so that this looks at one line only.
        follows = next((k for k in waiting if found[k][7:] == _linked(before, lines[k], last)), None)
        if follows is None:
            return []
        del waiting[follows]
        order.append(follows)
        before = found[follows]
    return order


def _misplaced(facts: Facts, link: str, found: Sequence[str], at: Sequence[int]) -> str:
    for number, other in enumerate(found):
        if link in (_linked(other, facts, False), _linked(other, facts, True)):
            return f"this line was moved, or one was put before it: it followed the one at line {at[number]}; undo that"
    if link in (_linked("", facts, False), _linked("", facts, True)):
        return "this line was moved, or one was put before it: it was the first of its report; undo that"
    return "lines between this one and the one before it were lost; restore them (to say “no row”, write other instead)"


def _own(facts: Facts) -> str:
    return sha256("\0".join(facts).encode()).hexdigest()[:6]


def _linked(before: str, facts: Facts, last: bool) -> str:
    return sha256("\0".join((before, *facts, LAST if last else "")).encode()).hexdigest()[:6]


_NO_CHECK = "this line has no check: it was added, or its check was deleted; only table and row may be altered"
ALTERED = (
    "text, place, figures, document or check were altered (spreadsheets turn what looks like a date, a number or a "
    "formula into one: import the columns as text); only table and row may be altered; restore the line"
)
