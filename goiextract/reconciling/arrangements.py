"""How a table's lines may have been meant: as they stand, or with two rows in one line parted, one row in two lines joined,
a repeated row left out, neighbouring rows back in the form's order. Each costs; the sums and labels decide between them.

Breakage notes, rows and page breaks; the reconciler notes name the moves (section 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
from msgspec import Struct

from goiextract.reconciling.costs import LINES
from goiextract.reconciling.lattice import Lattice, WayRound
from goiextract.reconciling.line_evidence import LineEvidence
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.states import Array, Steps, TableStates
from goiextract.reconciling.table_lines import TableLine
from goiextract.records import CellKind, Fragment, Token

DOUBT = 4.0  # nats by which a reading may be dearer and still be a doubt
AT_ONCE = 200  # neighbours looked at together
LIKELY = -0.7  # log-probability from which a label rather names a row than not
WHOLE = -0.05  # the same of a label that is all there
MOST_WAYS = 8  # of parting one line: all that leave three cells of seven between two rows


class Change(Struct, frozen=True):
    """Lines first … last-1 stand for `instead`. more: there are others like it, as cheap, that are not among the changes."""

    first: int
    last: int
    instead: tuple[TableLine, ...]
    cost: float
    more: bool = False


class Arrangement(Struct, frozen=True):
    """The lines of a table as they may have been meant, what that costs in nats, and what it costs at least when placed."""

    lines: tuple[TableLine, ...]
    cost: float
    least: float = 0.0


class Arrangements:
    """The arrangements of a table's lines on the rows of the form."""

    def __init__(
        self,
        lines: Sequence[TableLine],
        rows: Sequence[PrintedRow],
        blocks: Sequence[int],
        evidence: LineEvidence,
        states: TableStates,
    ) -> None:
        """blocks: the same number for rows that no sum sees exchanged."""
        width = max((len(row.columns) for row in rows), default=0)
        printed = [evidence.line(line) for line in lines]
        steps = [states.steps(line) for line in printed]
        spared = _least(steps)
        most = Lattice(printed, (), states).least - sum(spared) + DOUBT
        self.lines = lines
        self.changes = [
            *changes(lines, {row.key: number for number, row in enumerate(rows)}, width),
            *swapped(lines, steps, spared, blocks, most),
        ]
        ways = [WayRound(one.first, one.last, tuple(map(evidence.line, one.instead)), one.cost) for one in self.changes]
        self.lattice = Lattice(printed, ways, states)

    def near(self, window: float) -> tuple[list[Arrangement], bool]:
        """The arrangements whose cheapest placing lies within the window, cheapest first, and whether these are all."""
        found, complete = self.lattice.near(window)
        arranged = []
        for numbers, least in found:
            chosen = [self.changes[number] for number in numbers]
            complete = complete and not any(change.more for change in chosen)
            arranged.append(Arrangement(_changed(self.lines, chosen), sum(change.cost for change in chosen), least))
        return arranged, complete


def changes(lines: Sequence[TableLine], places: Mapping[str, int], width: int) -> list[Change]:
    """All but exchanges: a repeated row left out, one row in two lines joined, two rows in one line parted.

    places: the form's rows in order; width: the columns that most of them have.
    """
    fragments = [line.fragment for line in lines]
    numbers = count(len(lines))  # of the lines made here
    repeated = list(_repeated(fragments, places))
    n_lines = sum(bool(fragment.tokens) for fragment in fragments) - len(repeated)
    few = n_lines < len(places)  # a row more has a place to go
    return [
        *repeated,
        *_in_two(lines, places, width, numbers),
        *(change for at, line in enumerate(lines) if few for change in _in_one(at, line, width, numbers)),
    ]


def _changed(lines: Sequence[TableLine], changes: Sequence[Change]) -> tuple[TableLine, ...]:
    changed = list(lines)
    for change in reversed(changes):
        changed[change.first : change.last] = change.instead
    return tuple(changed)


def _with_figures(fragments: Sequence[Fragment]) -> list[int]:
    return [
        number for number, one in enumerate(fragments) if any(token.kind is not CellKind.BLANK for token in one.tokens)
    ]


def _label_of(fragments: Sequence[Fragment], number: int) -> int:
    """The line with the label of these figures: their own, or the one above where they have none and it has no figures."""
    bare = not fragments[number].scores and number > 0
    return number - 1 if bare and fragments[number - 1].scores and not fragments[number - 1].tokens else number


def _likeliest(fragment: Fragment, places: Mapping[str, int]) -> int | None:
    """The place of the row that its label names before all others; None where that is no row."""
    named = max(fragment.scores, key=lambda score: score[1], default=("", 0.0))[0]
    return places.get(named)


def _repeated(fragments: Sequence[Fragment], places: Mapping[str, int]) -> Iterator[Change]:
    """A row printed again with the same figures, where the head of the table is repeated on the next page."""
    numbered = _with_figures(fragments)
    for one, other in zip(numbered, numbered[1:], strict=False):
        a, b = fragments[one], fragments[other]
        row = _likeliest(a, places)
        wording = "".join(a.text.split())
        if row is None or not wording or wording != "".join(b.text.split()):
            continue
        if row == _likeliest(b, places) and _texts(a) == _texts(b):
            yield Change(other, other + 1, (), LINES.row_repeated)


def _texts(fragment: Fragment) -> list[object]:
    return [(token.printed.strip(), token.columns) for token in fragment.tokens]


def swapped(
    lines: Sequence[TableLine], steps: Sequence[Steps], spared: Sequence[float], blocks: Sequence[int], most: float
) -> Iterator[Change]:
    """Neighbours the other way round, where their labels cost at most so much more on some two rows in that order than each of
    the lines costs at least. steps, spared: of each line, and what it costs at least;
    blocks: of each row.

    Within a block only labels can speak for an exchange, and must do so by more than it costs beside the window in which a
    reading is a doubt.
    """
    rows = np.arange(len(blocks))
    above = np.less.outer(rows, rows)
    across = above & np.not_equal.outer(blocks, blocks)
    fragments = [line.fragment for line in lines]
    places = [(_label_of(fragments, number), number + 1) for number in _with_figures(fragments)]
    fills = np.array([_fills(steps[start:end]) for start, end in places])
    free = np.array([sum(spared[start:end]) for start, end in places])
    for first in range(0, len(places) - 1, AT_ONCE):
        upper, lower = fills[first : first + AT_ONCE + 1], fills[first + 1 : first + AT_ONCE + 1]
        upper = upper[: len(lower)]
        exchange = lower[:, :, None] + upper[:, None, :]
        gained = upper[:, :, None] + lower[:, None, :] - exchange
        pairs = above & (across | (gained > LINES.rows_swapped - DOUBT))
        own = free[first : first + len(lower)] + free[first + 1 : first + 1 + len(lower)]
        costs = exchange - (own - LINES.rows_swapped)[:, None, None]
        for at in (pairs & (costs <= most)).any(axis=(1, 2)).nonzero()[0]:
            (one, end_of_one), (other, end) = places[first + at : first + at + 2]
            exchanged = (*lines[other:end], *lines[end_of_one:other], *lines[one:end_of_one])
            yield Change(one, end, exchanged, LINES.rows_swapped)


def _fills(block: Sequence[Steps]) -> Array:
    """What it costs at least that a line of figures, with its label on it or on the line above, fills each row."""
    *above, own = block
    if not above:
        return np.minimum(own.filled, own.waiting)[1:]
    label = above[0]
    return np.minimum(label.opened + own.waiting, min(label.passed, float(label.piece.min())) + own.filled)[1:]


def _least(steps: Sequence[Steps]) -> list[float]:
    """What each line costs at least, whatever it does."""
    if not steps:
        return []
    costs = np.array([(one.piece, one.opened, one.filled, one.waiting) for one in steps]).min(axis=(1, 2))
    return [min(one.passed, float(cost)) for one, cost in zip(steps, costs, strict=True)]


def _in_two(
    lines: Sequence[TableLine], places: Mapping[str, int], width: int, numbers: Iterator[int]
) -> Iterator[Change]:
    """A row cut within its figures, by a page's end or a line's."""
    fragments = [line.fragment for line in lines]
    numbered = _with_figures(fragments)
    for one, other in zip(numbered, numbered[1:], strict=False):
        a, b = fragments[one], fragments[other]
        if any(_names_row(between, places) for between in fragments[one + 1 : other]) or _are_two(a, b, places):
            continue
        if tokens := _as_one(a.tokens, b.tokens, width):
            label = max((a, b), key=lambda part: max((score for key, score in part.scores if key), default=-99.0))
            whole = replace(label, text=f"{a.text}{b.text}", tokens=tokens)
            joined = TableLine(next(numbers), whole, (*lines[one].of, *lines[other].of))
            yield Change(one, other + 1, (joined, *lines[one + 1 : other]), LINES.row_in_two)


def _as_one(upper: tuple[Token, ...], lower: tuple[Token, ...], width: int) -> tuple[Token, ...]:
    """The cells of two lines as those of one row; none where they cannot be: where each has a column, no two figures stand in
    one, and a figure goes before the blank above or below it; elsewhere they are as many as the row has."""
    every = (*upper, *lower)
    if any(token.glued for token in every):
        return ()
    if not any(token.columns for token in every):
        return every if max(len(upper), len(lower)) < width and width - 1 <= len(every) <= width + 1 else ()
    figures = {token.column: token for token in every if token.kind is not CellKind.BLANK}
    n_lines = sum(any(token.kind is not CellKind.BLANK for token in line) for line in (upper, lower))
    if None in figures or n_lines < 2 or len(figures) < sum(token.kind is not CellKind.BLANK for token in every):
        return ()
    return tuple(({token.column: token for token in every} | figures).values())


def _names_row(fragment: Fragment, places: Mapping[str, int]) -> bool:
    """True where the label rather names some row than none."""
    return any(score > LIKELY for key, score in fragment.scores if key in places)


def _are_two(one: Fragment, other: Fragment, places: Mapping[str, int]) -> bool:
    """True for labels of two rows, or a whole label below other words: neither is the other's rest."""
    if not (one.scores and _names_row(other, places)):
        return False
    if _names_row(one, places) and _likeliest(one, places) != _likeliest(other, places):
        return True
    return max(score for key, score in other.scores if key) > WHOLE


def _in_one(at: int, line: TableLine, width: int, numbers: Iterator[int]) -> Iterator[Change]:
    """Two rows read as one line: their figures one after another, or one below another in each cell."""
    tokens = line.fragment.tokens
    if width < 2 or any(token.glued for token in tokens):
        return
    if not any(token.columns for token in tokens) and 2 * width - 2 <= len(tokens) <= 2 * width + 2:
        for end in range(max(width - 1, len(tokens) - width - 1), min(width + 1, len(tokens) - width + 1) + 1):
            yield from _parted(at, line, tokens[:end], tokens[end:], numbers)
        return
    below = [[part.strip() for part in token.printed.split("\n")] for token in tokens]
    several = [parts for parts in below if len(parts) == 2 and any(parts)]
    if 2 * len(several) < width:
        return
    alone = [n for n, parts in enumerate(below) if len(parts) < 2]
    more = 2 ** len(alone) > MOST_WAYS
    for ways in range(min(2 ** len(alone), MOST_WAYS)):
        upper: list[Token] = []
        lower: list[Token] = []
        for n, (token, parts) in enumerate(zip(tokens, below, strict=True)):
            if n in alone:
                goes = upper if not ways >> alone.index(n) & 1 else lower
                goes.append(token)
            elif len(parts) == 2:
                upper.append(replace(token, printed=parts[0]))
                lower.append(replace(token, printed=parts[1]))
        yield from _parted(at, line, upper, lower, numbers, more)


def _parted(
    at: int,
    line: TableLine,
    upper: Sequence[Token],
    lower: Sequence[Token],
    numbers: Iterator[int],
    more: bool = False,
) -> Iterator[Change]:
    """The line as two, of which its label, two labels in one, may name either."""
    one, other = replace(line.fragment, tokens=tuple(upper)), replace(line.fragment, tokens=tuple(lower))
    for parts in ((one, replace(other, scores=())), (replace(one, scores=()), other)):
        lines = tuple(TableLine(next(numbers), part, line.of) for part in parts)
        yield Change(at, at + 1, lines, LINES.rows_in_one, more)


__all__ = ["Arrangement", "Arrangements", "Change"]
