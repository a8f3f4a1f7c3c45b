"""Lines that lost their zeros: printed as blanks, in texts that leave no trace of a blank, or with the blanks moved behind the
figures (``7 | 3 | 10 | | | | |``). Each has its other figures, and their sum.

Breakage notes, figures: "Blanks may be dropped by the extractor so the column is lost". Which columns a line's figures belong
to, only the sums over rows can say; where they leave a choice, the cells are open.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from goiextract.forms import Column
from goiextract.reconciling.hypotheses import Filling, count_of
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.table_lines import TableLine
from goiextract.records import CellKind, Fragment, Token

FEWEST = 4  # lines that lack cells and add up: fewer may be chance
TELLING = 3  # figures of a line with blanks behind, the last the sum of the others, that need no other line beside them
MOST_ODD = 6  # one line in so many may lack a cell and not add up: a figure misprinted, or the number of a page


class ZerosGone(NamedTuple):
    """lines: those (by number) that lost their zeros. whole: the table prints no zero and no blank at all, so that a row
    without figures is one of zeros. width: of the table's rows."""

    lines: frozenset[int] = frozenset()
    whole: bool = False
    width: int = 0

    def of(self, line: TableLine) -> bool:
        """Whether this line lost its zeros. One that was joined or parted did where the table has such lines and it too lacks
        cells and adds up."""
        if len(line.of) == 1 and line.number == line.of[0]:
            return line.number in self.lines
        return bool(self.lines) and _lost_zeros(_counts(line.fragment, self.width), self.width)


def zeros_gone(fragments: Sequence[Fragment], width: int) -> ZerosGone:
    """The lines of a table of so many columns, the last of which is the sum of the others, that have no zeros and fewer
    figures than columns, perhaps with blanks behind them; none unless these are several and nearly all of them add up."""
    found, odd, whole = [], 0, True
    for number, line in enumerate(fragments):
        if not line.tokens:
            continue
        counts = _counts(line, width)
        whole = whole and len(counts) == len(line.tokens) and all(counts)
        if not any(counts) or (len(counts) == width and None not in counts):
            continue  # a row of zeros, or one in which nothing is lost
        if _lost_zeros(counts, width):
            found.append((number, len(counts) >= TELLING and len(line.tokens) >= width))
        else:
            odd += 1
    if len(found) < FEWEST:  # those that alone say enough
        telling = frozenset(line for line, telling in found if telling)
        return ZerosGone(telling, width=width) if not odd else ZerosGone()
    if odd * MOST_ODD > len(found) + odd:
        return ZerosGone()
    return ZerosGone(frozenset(line for line, _ in found), whole, width)


def fillings_without_zeros(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Filling]:
    """All ways to fill the columns with the figures of such a line in their order, the last one in the last column."""
    figures = _figures(tokens, len(columns))
    numerals = {number: read_token(tokens[number], columns[-1].kind) for number in figures}
    ways = []
    for chosen in combinations(range(len(columns) - 1), len(figures) - 1):
        at = dict(zip((*chosen, len(columns) - 1), figures, strict=True))
        places = tuple(at.get(column) for column in range(len(columns)))
        ways.append(Filling(0.0, tuple(None if n is None else numerals[n] for n in places), places))
    return ways


def _figures(tokens: Sequence[Token], width: int) -> range:
    """The numbers of the cells without blank ones behind the last figure, and without those of the stub: in front, where
    there are more cells than columns."""
    end = max((number for number, token in enumerate(tokens, 1) if token.kind is not CellKind.BLANK), default=0)
    start = 0
    while start < len(tokens) - width and tokens[start].kind is CellKind.BLANK:
        start += 1
    return range(min(start, end), end)


def _count(token: Token) -> int | None:
    """The whole number in a cell of which only the order is known; None for a blank, and for all that may be several."""
    if token.columns or token.glued or token.alternatives:
        return None
    return count_of(read_token(token))


def _counts(line: Fragment, width: int) -> list[int | None]:
    return [_count(line.tokens[number]) for number in _figures(line.tokens, width)]


def _lost_zeros(counts: Sequence[int | None], width: int) -> bool:
    """Whether these are the figures of a row without its zeros: fewer than columns, the last the sum of the others."""
    numbers = [count or 0 for count in counts]
    return 1 < len(counts) < width and all(numbers) and sum(numbers[:-1]) == numbers[-1]
