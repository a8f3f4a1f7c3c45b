"""How a table's lines may have been meant: as they stand, or with two rows in one line parted, one row in two lines joined,
a repeated row left out, neighbouring rows back in the form's order. Each costs; the sums and labels decide between them.

Breakage notes, rows and page breaks; the reconciler notes name the moves (section 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, count

from msgspec import Struct

from goiextract.reconciling.costs import LINES
from goiextract.reconciling.table_lines import TableLine
from goiextract.records import CellKind, Fragment, Token

MOST_CHANGES = 3  # in one arrangement: more is another table
MOST_ARRANGEMENTS = 24
MOST_WEIGHED = 8  # changes that could be made: with more the table is not settled
FARTHEST = 3  # rows that a row may stand above its place in the form
NO_SCORE = -12.0  # log-probability of a row that the labeller left out as negligible
POSSIBLE = -5.0  # of two labels together: less, and they fit no better than any others
LIKELY = -0.7  # log-probability from which a label rather names a row than not
WHOLE = -0.05  # the same of a label that is all there
MOST_SWAPPED = 2  # pairs of rows: an office that prints more of them so prints another form
MOST_WAYS = 4  # of parting one line


class Arrangement(Struct, frozen=True):
    """The lines of a table as they may have been meant, and what that costs in nats."""

    lines: tuple[TableLine, ...]
    cost: float


class _Change(Struct, frozen=True):
    """Lines first … last-1 stand for `instead`."""

    first: int
    last: int
    instead: tuple[TableLine, ...]
    cost: float


def arrangements(
    lines: Sequence[TableLine], places: Mapping[str, int], width: int
) -> tuple[tuple[Arrangement, ...], bool]:
    """The arrangements worth a look, cheapest first (as they stand), and whether these are all.

    places: the form's rows in order; width: the columns that most of them have.
    """
    fragments = [line.fragment for line in lines]
    numbers = count(len(lines))  # of the lines made here
    repeated = list(_repeated(fragments, places))
    n_lines = sum(bool(fragment.tokens) for fragment in fragments) - len(repeated)
    few = n_lines < len(places)  # a row more has a place to go
    changes = [
        *repeated,
        *_swapped(lines, places),
        *_in_two(lines, places, width, numbers),
        *(change for number, line in enumerate(lines) if few for change in _in_one(number, line, width, numbers)),
    ]
    changes.sort(key=lambda change: change.cost)
    found = []
    for many in range(min(MOST_CHANGES, len(changes)) + 1):
        for chosen in combinations(changes, many):
            spans = sorted((change.first, change.last) for change in chosen)
            if all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False)):
                found.append(_changed(lines, chosen))
        if len(found) > MOST_ARRANGEMENTS:
            break
    found.sort(key=lambda one: one.cost)
    return tuple(found[:MOST_ARRANGEMENTS]), len(changes) <= MOST_WEIGHED


def _changed(lines: Sequence[TableLine], changes: Sequence[_Change]) -> Arrangement:
    changed = list(lines)
    for change in sorted(changes, key=lambda one: -one.first):
        changed[change.first : change.last] = change.instead
    return Arrangement(tuple(changed), sum(change.cost for change in changes))


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


def _repeated(fragments: Sequence[Fragment], places: Mapping[str, int]) -> Iterator[_Change]:
    """A row printed again with the same figures, where the head of the table is repeated on the next page."""
    numbered = _with_figures(fragments)
    for one, other in zip(numbered, numbered[1:], strict=False):
        a, b = fragments[one], fragments[other]
        row = _likeliest(a, places)
        wording = "".join(a.text.split())
        if row is None or not wording or wording != "".join(b.text.split()):
            continue
        if row == _likeliest(b, places) and _texts(a) == _texts(b):
            yield _Change(other, other + 1, (), LINES.row_repeated)


def _texts(fragment: Fragment) -> list[tuple[str, str | None]]:
    return [(token.printed.strip(), token.column) for token in fragment.tokens]


def _swapped(lines: Sequence[TableLine], places: Mapping[str, int]) -> list[_Change]:
    """Neighbours whose labels fit neighbouring rows better the other way round: the few that do so most."""
    fragments = [line.fragment for line in lines]
    rows, found = list(places), []
    blocks = [(_label_of(fragments, number), number + 1) for number in _with_figures(fragments)]
    for (one, end_of_one), (other, end) in zip(blocks, blocks[1:], strict=False):
        a, b = _likeliest(fragments[one], places), _likeliest(fragments[other], places)
        above = {row for row in (b, a - 1 if a is not None else None) if row is not None and 0 <= row < len(rows) - 1}
        pairs = [(rows[row], rows[row + 1]) for row in above]
        if a is not None and b is not None and 1 < a - b <= FARTHEST:
            pairs.append((rows[b], rows[a]))
        fit = max((_fit_swapped(fragments[one], fragments[other], *pair) for pair in pairs), default=POSSIBLE)
        if fit > POSSIBLE:
            exchanged = (*lines[other:end], *lines[end_of_one:other], *lines[one:end_of_one])
            change = _Change(one, end, exchanged, LINES.rows_swapped)
            found.append((fit, one, change))
    return [change for _, _, change in sorted(found, key=lambda each: (-each[0], each[1]))[:MOST_SWAPPED]]


def _fit_swapped(first: Fragment, second: Fragment, above: str, below: str) -> float:
    """How well the labels of two lines fit these rows the other way round; `POSSIBLE` where they fit them no better so."""
    one, other = (
        {row: dict(fragment.scores).get(row, NO_SCORE) for row in (above, below)} for fragment in (first, second)
    )
    swapped = one[below] + other[above]
    return swapped if swapped > one[above] + other[below] else POSSIBLE


def _in_two(
    lines: Sequence[TableLine], places: Mapping[str, int], width: int, numbers: Iterator[int]
) -> Iterator[_Change]:
    """A row cut within its figures, by a page's end or a line's."""
    fragments = [line.fragment for line in lines]
    numbered = [number for number, one in enumerate(fragments) if one.tokens]
    for one, other in zip(numbered, numbered[1:], strict=False):
        a, b = fragments[one], fragments[other]
        count = len(a.tokens) + len(b.tokens)
        columns = [token.column for token in (*a.tokens, *b.tokens)]
        if any(token.glued for token in (*a.tokens, *b.tokens)) or max(len(a.tokens), len(b.tokens)) >= width:
            continue
        if any(_names_row(between, places) for between in fragments[one + 1 : other]) or _are_two(a, b, places):
            continue
        named = None not in columns
        if (named and len(set(columns)) == count) or (set(columns) == {None} and width - 1 <= count <= width + 1):
            label = max((a, b), key=lambda part: max((score for key, score in part.scores if key), default=-99.0))
            whole = replace(label, text=f"{a.text}{b.text}", tokens=(*a.tokens, *b.tokens))
            joined = TableLine(next(numbers), whole, (*lines[one].of, *lines[other].of))
            yield _Change(one, other + 1, (joined, *lines[one + 1 : other]), LINES.row_in_two)


def _names_row(fragment: Fragment, places: Mapping[str, int]) -> bool:
    """True where the label rather names some row than none."""
    return any(score > LIKELY for key, score in fragment.scores if key in places)


def _are_two(one: Fragment, other: Fragment, places: Mapping[str, int]) -> bool:
    """True for labels of two rows, or a whole label printed twice: neither is the other's rest."""
    if not (_names_row(one, places) and _names_row(other, places)):
        return False
    if _likeliest(one, places) != _likeliest(other, places):
        return True
    return all(max(score for _, score in fragment.scores) > WHOLE for fragment in (one, other))


def _in_one(at: int, line: TableLine, width: int, numbers: Iterator[int]) -> Iterator[_Change]:
    """Two rows read as one line: their figures one after another, or one below another in each cell."""
    tokens = line.fragment.tokens
    if width < 2 or any(token.glued for token in tokens):
        return
    if all(token.column is None for token in tokens) and 2 * width - 2 <= len(tokens) <= 2 * width + 2:
        for end in range(max(width - 1, len(tokens) - width - 1), min(width + 1, len(tokens) - width + 1) + 1):
            yield from _parted(at, line, tokens[:end], tokens[end:], numbers)
        return
    below = [[part.strip() for part in token.printed.split("\n")] for token in tokens]
    several = [parts for parts in below if len(parts) == 2 and any(parts)]
    if 2 * len(several) < width:
        return
    alone = [n for n, parts in enumerate(below) if len(parts) < 2]
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
        yield from _parted(at, line, upper, lower, numbers)


def _parted(
    at: int, line: TableLine, upper: Sequence[Token], lower: Sequence[Token], numbers: Iterator[int]
) -> Iterator[_Change]:
    """The line as two, of which its label, two labels in one, may name either."""
    one, other = replace(line.fragment, tokens=tuple(upper)), replace(line.fragment, tokens=tuple(lower))
    for parts in ((one, replace(other, scores=())), (replace(one, scores=()), other)):
        lines = tuple(TableLine(next(numbers), part, line.of) for part in parts)
        yield _Change(at, at + 1, lines, LINES.rows_in_one)


__all__ = ["Arrangement", "arrangements"]
