"""Runs of figures printed with nothing between them: every way to read one as so many whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goiextract.forms import in_one_width
from goiextract.reconciling.effort import Effort

LONGEST_RUN = 60  # digits; the 15 figures of table 四 have at most 40


def digit_groups(text: str) -> list[str] | None:
    """The digit groups of a run that holds nothing but digits and spaces; None for any other text."""
    plain = in_one_width(text).strip()
    return plain.split() if re.fullmatch(r"[\d\s]+", plain) else None


def splits(
    groups: list[str], parts: int, most: int, effort: Effort | None = None
) -> tuple[list[tuple[int, ...]], bool]:
    """The readings of the groups as `parts` numbers, at most `most`, and whether that is all of them.

    No number has a leading zero, and none runs over a space between groups.
    """
    run = _Run(groups, effort or Effort())
    return _kept(run, run.readings(0, None, parts), most)


def splits_that_add_up(
    groups: list[str], blocks: Sequence[int], most: int, effort: Effort | None = None
) -> tuple[list[tuple[int, ...]], bool]:
    """The same, where the numbers stand in blocks of so many, the last of each being the sum of the others."""
    run = _Run(groups, effort or Effort())
    return _kept(run, run.sums(0, tuple(blocks)), most)


def _kept(run: _Run, readings: Iterator[tuple[int, ...]], most: int) -> tuple[list[tuple[int, ...]], bool]:
    if len(run.digits) > LONGEST_RUN:
        return [], False
    found: list[tuple[int, ...]] = []
    try:
        for reading in readings:
            if len(found) == most:
                return found, False
            found.append(reading)
    except _Exhausted:
        return found, False
    return found, True


class _Exhausted(Exception):
    """The budget of one run is spent."""


class _Run:
    """The digits of a run, its borders, and the budget of numbers tried."""

    def __init__(self, groups: list[str], effort: Effort) -> None:
        self.digits = "".join(groups)
        self.borders = {sum(map(len, groups[: number + 1])) for number in range(len(groups))}
        self.left, self.effort = effort.numbers, effort

    def ends(self, start: int, stop: int) -> Iterator[int]:
        """Where a number that begins here may end, at `stop` the latest."""
        if self.digits[start : start + 1] == "0":
            stop = min(stop, start + 1)
        for end in range(start + 1, stop + 1):
            self.left -= 1
            self.effort.numbers_left -= 1
            if self.left < 0:
                raise _Exhausted
            yield end
            if end in self.borders:
                return

    def readings(self, start: int, stop: int | None, parts: int, total: int | None = None) -> Iterator[tuple[int, ...]]:
        """The digits from `start` to `stop` (the end) as so many numbers, with this total if one is wanted."""
        stop = len(self.digits) if stop is None else stop
        digits = stop - start
        if digits < parts or (total is not None and not _can_come_to(total, digits, parts)):
            return
        if parts == 0:
            if digits == 0:
                yield ()
            return
        for end in self.ends(start, stop - parts + 1):
            number = int(self.digits[start:end])
            if total is not None and number > total:
                return
            rest = None if total is None else total - number
            for behind in self.readings(end, stop, parts - 1, rest):
                yield (number, *behind)

    def sums(self, start: int, blocks: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """The digits from `start` on as blocks that add up."""
        if not blocks:
            if start == len(self.digits):
                yield ()
            return
        parts, behind = blocks[0] - 1, sum(blocks[1:])
        longest = len(self.digits) - behind
        for whole in range(start + parts, longest):  # where the total begins
            for end in self.ends(whole, longest):
                if not behind and end != longest:
                    continue
                total = int(self.digits[whole:end])
                for own in self.readings(start, whole, parts, total):
                    for others in self.sums(end, blocks[1:]):
                        yield (*own, total, *others)


def _can_come_to(total: int, digits: int, parts: int) -> bool:
    """Whether so many numbers of so many digits together can have this total: some number has at least the digits that
    fall to it when they are shared out evenly, and none more than are left when the others have one each."""
    if parts == 0:
        return total == 0 and digits == 0
    fewest, longest = -(-digits // parts), digits - parts + 1
    least: int = 10 ** (fewest - 1) if fewest > 1 else 0
    most: int = parts * 10**longest
    return least <= total < most
