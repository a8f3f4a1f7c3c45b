"""Heads of tables that stand side by side → the year each is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goiextract.labelling.normal import normal
from goiextract.records import Grid, Line

_YEAR = re.compile(r"(?<!\d)(20\d\d)年?(?!\d)")
_YEAR_ALONE = re.compile(
    r"\(?20\d\d年?[^\d]{0,6}"
)  # 2023年, 2023年度, 2023年数据: a head that names a year and no more
_THIS, _LAST = re.compile(r"(本|今)年度?(数据)?"), re.compile(r"(上一?|去)年度?(同期|数据)?")
_APART = re.compile(r"\t|\||\s{2,}|　")  # what parts the pieces of a line of text
_SECTION = re.compile(r"\s*[一二三四五六][、．.].*情况")


def years_in(text: str) -> set[int]:
    """All years that a text names."""
    return {int(year) for year in _YEAR.findall(normal(text))}


def head_year(text: str, year: int | None) -> int | None:
    """The year that a head names and nothing else: 2023年, or by the report's own `year` 本年, 上年."""
    plain = normal(text)
    if _YEAR_ALONE.fullmatch(plain):
        found = years_in(plain)
        return found.pop() if len(found) == 1 else None
    if year is not None and _THIS.fullmatch(plain):
        return year
    return year - 1 if year is not None and _LAST.fullmatch(plain) else None


def distinct_years(texts: Sequence[str], year: int | None) -> tuple[int, ...]:
    """The years of two heads or more, if each names one and no two the same; else none."""
    years: list[int] = []
    for text in texts:
        if (one := head_year(text, year)) is None:
            return ()
        years.append(one)
    return tuple(years) if len(years) == len(set(years)) > 1 else ()


class YearsAbove:
    """Walks the blocks between which grids stand: the years above a grid, left to right, until the next section.

    width: cells of each year in the rows above, where the grid before has been cut by year; it may be continued.
    """

    def __init__(self, year: int | None) -> None:
        self._year = year
        self.years: tuple[int, ...] = ()
        self.width = 0

    def see(self, block: Line | Grid) -> None:
        """Take in a line of text, or a grid that holds no more than one."""
        if isinstance(block, Grid):
            if block.n_rows == 1:
                self._take([cell.text for cell in block.cells if cell.text.strip()])
            return
        if _SECTION.match(block.text):
            self.years, self.width = (), 0
        self._take([piece for piece in _APART.split(block.text) if piece.strip()])

    def _take(self, pieces: Sequence[str]) -> None:
        if years := distinct_years(pieces, self._year):
            self.years, self.width = years, 0

    def hold(self, years: Sequence[int | None], width: int) -> None:
        """The years of a grid that has been parted: they hold for where it is continued."""
        named = tuple(one for one in years if one is not None)
        self.years, self.width = (named if len(named) == len(years) else ()), width
