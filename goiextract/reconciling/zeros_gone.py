"""Tables that print blanks for zeros, in texts that leave no trace of a blank: each line has its other figures, and their sum.

Breakage notes, figures: "Blanks may be dropped by the extractor so the column is lost". Which columns a line's figures belong
to, only the sums over rows can say; where they leave a choice, the cells are open.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from goiextract.forms import Column
from goiextract.reconciling.hypotheses import Filling, count_of
from goiextract.reconciling.numerals import read_numeral
from goiextract.records import Fragment, Token

FEWEST = 4  # lines that lack cells and add up: fewer may be chance
MOST_ODD = 6  # one line in so many may lack a cell and not add up: a figure misprinted, or the number of a page


def lines_without_zeros(fragments: Sequence[Fragment], width: int) -> frozenset[int]:
    """The lines (by identity) of a table of so many columns, the last of which is the sum of the others, that lost their
    zeros; none unless the whole table prints no zero and no blank, and nearly all lines that lack cells add up."""
    lines = [fragment for fragment in fragments if fragment.tokens]
    short = [line for line in lines if len(line.tokens) < width]
    if len(short) < FEWEST:
        return frozenset()
    counts = {id(line): [_count(token) for token in line.tokens] for line in lines}
    if not all(count for own in counts.values() for count in own):
        return frozenset()
    found = frozenset(id(line) for line in short if _adds_up([count or 0 for count in counts[id(line)]]))
    return found if len(found) >= FEWEST and (len(short) - len(found)) * MOST_ODD <= len(short) else frozenset()


def fillings_without_zeros(tokens: Sequence[Token], columns: Sequence[Column]) -> list[Filling]:
    """All ways to fill the columns with the figures of such a line in their order, the last one in the last column."""
    numerals = [read_numeral(token.printed, columns[-1].kind) for token in tokens]
    last = len(tokens) - 1
    ways = []
    for chosen in combinations(range(len(columns) - 1), last):
        at = {column: number for number, column in enumerate(chosen)} | {len(columns) - 1: last}
        places = tuple(at.get(column) for column in range(len(columns)))
        ways.append(Filling(0.0, tuple(None if n is None else numerals[n] for n in places), places))
    return ways


def _count(token: Token) -> int | None:
    """The whole number in a cell of which only the order is known; None for a blank, and for all that may be several."""
    if token.column is not None or token.glued or token.alternatives:
        return None
    return count_of(read_numeral(token.printed))


def _adds_up(counts: Sequence[int]) -> bool:
    return len(counts) > 1 and sum(counts[:-1]) == counts[-1]
