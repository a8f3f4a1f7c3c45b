"""Runs of figures printed with nothing between them: every way to read one as so many whole numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from goiextract.forms import in_one_width

LONGEST_RUN = 60  # digits; the 15 figures of table 四 have at most 40
TRIED = (
    60_000  # readings tried of one run before it is given up as ambiguous; a 24-digit run has 100,947 in seven parts
)


def digit_groups(text: str) -> list[str] | None:
    """The digit groups of a run that holds nothing but digits and spaces; None for any other text."""
    plain = in_one_width(text).strip()
    return plain.split() if re.fullmatch(r"[\d\s]+", plain) else None


def splits(
    groups: list[str], parts: int, fits: Callable[[tuple[int, ...]], bool], most: int
) -> tuple[list[tuple[int, ...]], bool]:
    """The readings of the groups as `parts` numbers that `fits` accepts, at most `most`, and whether that is all of them.

    No number has a leading zero, and none runs over a space between groups.
    """
    found: list[tuple[int, ...]] = []
    if sum(map(len, groups)) > LONGEST_RUN:
        return found, False
    for tried, reading in enumerate(_readings(groups, parts)):
        if tried >= TRIED:
            return found, False
        if fits(reading):
            found.append(reading)
            if len(found) > most:
                return found[:most], False
    return found, True


def _readings(groups: list[str], parts: int) -> Iterator[tuple[int, ...]]:
    total = sum(map(len, groups))
    if not len(groups) <= parts <= total:
        return
    head, rest = groups[0], groups[1:]
    if not rest:
        yield from _cut(head, parts)
        return
    for here in range(1, parts - len(rest) + 1):
        for first in _cut(head, here):
            for last in _readings(rest, parts - here):
                yield first + last


def _cut(run: str, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut one run of digits into `parts` numbers without leading zeros."""
    if parts == 1:
        if run and (len(run) == 1 or run[0] != "0"):
            yield (int(run),)
        return
    longest = 1 if run[:1] == "0" else len(run) - parts + 1
    for length in range(1, min(longest, len(run) - parts + 1) + 1):
        head = int(run[:length])
        for tail in _cut(run[length:], parts - 1):
            yield (head, *tail)
