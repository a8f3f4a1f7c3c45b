"""One printed line's figure cells → the ways they may fill the row's columns, each with a cost (natural-log penalty)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from msgspec import Struct
from msgspec.structs import force_setattr

from goiextract.forms import Column, in_one_width
from goiextract.reconciling.cell_texts import ways_by_name, ways_in_order
from goiextract.reconciling.costs import CELLS, SUMS
from goiextract.reconciling.effort import Effort
from goiextract.reconciling.numerals import BLANK, Numeral, read_numeral, read_token
from goiextract.reconciling.splitting import digit_groups, splits, splits_that_add_up
from goiextract.reconciling.surroundings import ALONE, Surroundings
from goiextract.records import CellKind, Token

MOST_DROPPED = 4  # cells of a line that belong to no column
NEAR = 4.0  # nats: as near to the best a way must be kept, or the list is not complete
MOST_JUDGED = 2_000  # ways to fill one row, from which the list is not complete
KEPT = 16  # ways kept for a row; runs of table 三 had at most 5 in the reports seen
WHOLE = re.compile(r"(?:0|[1-9]\d{0,11})\Z")
WRITTEN = {
    "count": r"0|[1-9]\d*",
    "change": r"[+-]?(?:0|[1-9]\d*)|-",
    "money": r"(?:0|[1-9]\d*)(?:\.\d+)?(?:亿元|万元|元)?",
}


class Filling(Struct, frozen=True):
    """A way to fill a row: one numeral a column (None = no cell found for it) and the index of the token it came from."""

    cost: float
    numerals: tuple[Numeral | None, ...]
    tokens: tuple[int | None, ...]
    counts: tuple[int | None, ...] = ()  # never given: the whole number in each cell, None where there is none

    def __post_init__(self) -> None:
        force_setattr(self, "counts", tuple([count_of(numeral) for numeral in self.numerals]))


Strain = Callable[[Sequence[int | None]], float]


def fillings(
    tokens: Sequence[Token],
    columns: Sequence[Column],
    strain: Strain | None,
    around: Surroundings = ALONE,
    blocks: Sequence[int] = (),
    effort: Effort | None = None,
) -> tuple[list[Filling], bool]:
    """The ways to fill `columns`, cheapest first, and whether the first `KEPT` of them are all that come near the cheapest.

    `strain`: cost of values (None = unknown, but not negative) under the row's own sum; None where the row has no sum.
    around: what the lines around it say. blocks: how many columns belong together, the last of which is the sum of the
    others; empty where that is not so. effort: what other rows of the table leave; it is made less by this row's.
    """
    if (plain := _as_it_stands(tokens, columns)) is not None and (strain is None or strain(plain.counts) == 0):
        return [plain], True
    complete = True
    if any(token.columns for token in tokens):
        taken, left_out = ways_by_name(tokens, [column.key for column in columns])
        return _judged([_by_name(cost, own, columns) for cost, own in taken], strain, True, left_out)
    effort, left_out = effort or Effort(), math.inf
    ways: list[Filling] = []
    one_figure = around.apart and sum(map(str.isdigit, tokens[0].printed)) < len(columns) if len(tokens) == 1 else False
    if len(tokens) == 1 and len(columns) > 1 and not one_figure and (tokens[0].glued or len(tokens[0].printed) > 1):
        ways, complete = _cut(tokens[0], columns, blocks, around, effort)
    if not ways:
        complete = complete and (one_figure or not (len(tokens) == 1 and tokens[0].glued and len(columns) > 1))
        ways = list(islice(_all_in_order(tokens, columns, around), effort.ways))
        complete = complete and len(ways) < effort.ways
        left_out = _least_beyond(tokens, columns, around)
    effort.ways_left -= len(ways)
    return _judged(ways, strain, complete, left_out)


def _all_in_order(tokens: Sequence[Token], columns: Sequence[Column], around: Surroundings) -> Iterator[Filling]:
    """Every way to take the tokens, of which only the order is known, in every way to fill the columns with it."""
    for cost, own in ways_in_order(tokens, len(columns)):
        taken = [token for _, token in own]
        found = _in_order(taken, columns, cost, around._replace(cut_off=around.cut_off and not cost))
        yield from (_from(way, own) for way in found) if cost else found


def _as_it_stands(tokens: Sequence[Token], columns: Sequence[Column]) -> Filling | None:
    """A whole number for every column, in its order: there is no other way to read them."""
    if len(tokens) != len(columns):
        return None
    named, numerals = 0, []
    for token, column in zip(tokens, columns, strict=True):
        if token.glued or token.kind is not CellKind.NUMBER or not WHOLE.match(token.printed):
            return None
        if own := token.columns:
            if len(own) > 1 or own[0][0] != column.key:
                return None  # it stands elsewhere, or may, whatever the row's own sum says
            named += 1
        numerals.append(read_numeral(token.printed, column.kind))
    if 0 < named < len(tokens):
        return None
    return Filling(0.0, tuple(numerals), tuple(range(len(tokens))))


def _judged(
    ways: Sequence[Filling], strain: Strain | None, complete: bool, left_out: float = math.inf
) -> tuple[list[Filling], bool]:
    """The ways with what the row's sum says of them, cheapest first, and whether none as near is left out. left_out: what those
    that were not tried cost at least, before their sum is asked."""
    strains = [strain(way.counts) if strain else 0.0 for way in ways]
    told = [0.0] * len(ways)
    if strain and not any(
        way.cost + own == 0 and None not in way.counts for way, own in zip(ways, strains, strict=True)
    ):
        # where the row as it stands leaves its sum open, that another way makes it hold is told by it, and seldom chance
        told = [_told(way.counts) if own == 0 else 0.0 for way, own in zip(ways, strains, strict=True)]
    judged = [
        Filling(way.cost + own - gained, way.numerals, way.tokens)
        for way, own, gained in zip(ways, strains, told, strict=True)
    ]
    judged.sort(key=lambda way: way.cost)
    different = _distinct(judged)
    limit = different[0].cost + NEAR if different else math.inf
    near = sum(way.cost <= limit for way in different)
    complete = complete and left_out - (SUMS.told if strain else 0.0) > limit
    return different, complete and len(judged) < MOST_JUDGED and near <= KEPT


def _told(counts: Sequence[int | None]) -> float:
    """What a row whose sum holds over all of its cells gains: the larger its numbers, the less they do so by chance."""
    if None in counts:
        return 0.0
    return min(SUMS.told, math.log(max(1, *(abs(count or 0) for count in counts))))


def count_of(numeral: Numeral | None) -> int | None:
    """The numeral as a count; None where there is no number or it is no whole number."""
    return numeral.value if numeral is not None and isinstance(numeral.value, int) else None


def _distinct(ways: list[Filling]) -> list[Filling]:
    """The cheapest of the ways that give the same values."""
    seen: dict[tuple[object, ...], Filling] = {}
    for way in ways:
        seen.setdefault(tuple((n.kind, n.value) if n else None for n in way.numerals), way)
    return list(seen.values())


def _by_name(cost: float, own: Mapping[str, tuple[int, Token]], columns: Sequence[Column]) -> Filling:
    """Each column's token, read. A figure cut from the token of the column before stands in that one's place."""
    taken = [own.get(column.key) for column in columns]
    numerals = [
        None if one is None else read_token(one[1], column.kind) for one, column in zip(taken, columns, strict=True)
    ]
    return Filling(cost, tuple(numerals), tuple([None if one is None else one[0] for one in taken]))


def _least_beyond(tokens: Sequence[Token], columns: Sequence[Column], around: Surroundings) -> float:
    """What the ways that drop more than `MOST_DROPPED` cells cost at least; infinite where there are none."""
    over = len(tokens) - len(columns)
    kinds = [read_token(token).kind for token in tokens]
    if over > MOST_DROPPED:  # some may be joined, but more than so many are dropped
        return sum(sorted(map(_drop_cost, kinds, range(len(kinds))))[: MOST_DROPPED + 1])
    leading = next((n for n, kind in enumerate(kinds) if kind != "blank"), len(kinds))
    most = min(max(over, 0) + leading, len(tokens))  # only blank cells in front are dropped beyond need
    if most <= MOST_DROPPED:
        return math.inf
    beyond = MOST_DROPPED + 1 - max(over, 0)
    lost = CELLS.lost_column - CELLS.lost_first if around.all_short else min(CELLS.lost, CELLS.lost_last)
    lost = 0.0 if around.cut_off else lost
    return (MOST_DROPPED + 1) * CELLS.blank_dropped + beyond * (CELLS.blank_beyond_need + lost)


def _in_order(
    tokens: Sequence[Token],
    columns: Sequence[Column],
    cost: float,
    around: Surroundings,
) -> Iterator[Filling]:
    """Every choice of cells to drop and of columns left without a cell that keeps the order."""
    n = len(columns)
    each, last = CELLS.lost, CELLS.lost_last
    if around.all_short:  # of equal guesses the last is named first
        each, last = CELLS.lost_column, CELLS.lost_column - CELLS.lost_first
    kinds = [read_token(token).kind for token in tokens]
    leading = next((i for i, kind in enumerate(kinds) if kind != "blank"), len(kinds))
    least = max(0, len(tokens) - n)
    for dropped_number in range(least, min(least + leading + 1, len(tokens), MOST_DROPPED) + 1):
        if dropped_number > least and dropped_number > leading:
            break
        if dropped_number > least:
            choices = iter([tuple(range(dropped_number))])  # only blank stub cells are dropped beyond need
        else:
            choices = combinations(range(len(tokens)), dropped_number)
        for dropped in choices:
            kept = [i for i in range(len(tokens)) if i not in dropped]
            price = cost + sum(_drop_cost(kinds[i], i) for i in dropped)
            price += CELLS.blank_beyond_need * (dropped_number - least)
            if any(kinds[i] != "blank" for i in dropped) and any(kinds[i] == "blank" for i in kept):
                price += CELLS.blank_for_figure
            if kept and kinds[kept[0]] == "blank" and [kinds[i] for i in kept].count("blank") == 1:
                alone = CELLS.blank_of_stub if around.beside_stub else CELLS.lone_blank
                price += alone if kept[0] == 0 else CELLS.second_blank
            for lost in combinations(range(n), n - len(kept)):
                lost_price = sum(last if i == n - 1 else each for i in lost) + CELLS.lost_first * (0 in lost)
                if around.cut_off and lost and lost == tuple(range(len(kept), n)):
                    lost_price = CELLS.cut_off
                yield _fill(kept, tokens, columns, set(lost), price + lost_price)


def _drop_cost(kind: str, index: int) -> float:
    if kind == "blank":
        return CELLS.blank_dropped + 0.01 * index
    if kind not in ("number", "dash"):  # a dash stands for a figure, or is the sign of the next
        return CELLS.text_dropped
    return CELLS.first_dropped if index == 0 else CELLS.number_dropped


def _fill(kept: list[int], tokens: Sequence[Token], columns: Sequence[Column], lost: set[int], cost: float) -> Filling:
    remaining = iter(kept)
    indices = tuple(None if column in lost else next(remaining) for column in range(len(columns)))
    numerals = tuple(
        None if index is None else read_token(tokens[index], column.kind)
        for index, column in zip(indices, columns, strict=True)
    )
    return Filling(cost, numerals, indices)


def _from(way: Filling, own: Sequence[tuple[int, Token]]) -> Filling:
    return Filling(way.cost, way.numerals, tuple(None if index is None else own[index][0] for index in way.tokens))


def _cut(
    token: Token, columns: Sequence[Column], blocks: Sequence[int], around: Surroundings, effort: Effort
) -> tuple[list[Filling], bool]:
    """A run of figures with nothing between them, cut into the row's columns."""
    groups = digit_groups(token.printed)
    lost = CELLS.lost if around.zeros and not around.apart else 0.0
    readings: list[tuple[Numeral | None, ...]]
    if groups and blocks:
        whole, complete = splits_that_add_up(groups, blocks, KEPT, effort)
        if not whole and complete:  # the office's own sum is wrong, or the run is no whole row
            whole, complete = splits(groups, len(columns), KEPT, effort)
        readings = [tuple(Numeral(str(value), "number", value) for value in reading) for reading in whole]
    else:
        readings, complete = _cut_as_written(token.printed, columns)
    first_alone = 1 if around.cut_off else -1  # the document ends in it: the others may not be there for that
    return [
        Filling(
            CELLS.glued + (CELLS.cut_off if _n_before_lost(reading) == first_alone else lost * reading.count(None)),
            reading,
            tuple(None if numeral is None else 0 for numeral in reading),
        )
        for reading in readings
    ], complete


def _n_before_lost(reading: Sequence[Numeral | None]) -> int:
    """How many columns have a figure, where all those behind them have none; else 0."""
    first = reading.index(None) if None in reading else len(reading)
    return first if all(numeral is None for numeral in reading[first:]) else 0


def _cut_as_written(printed: str, columns: Sequence[Column]) -> tuple[list[tuple[Numeral | None, ...]], bool]:
    """The readings of a run by how each column's figures are written; a space is always a border."""
    text = " ".join(in_one_width(printed).split())
    if len(text) > 60:
        return [], False
    found: list[tuple[Numeral | None, ...]] = []

    def walk(rest: str, number: int, read: tuple[Numeral, ...]) -> None:
        rest = rest.strip()
        if number == len(columns):
            if not rest:
                found.append(read)
            return
        for end in range(1, len(rest) + 1):
            if re.fullmatch(WRITTEN[columns[number].kind], rest[:end]):
                walk(rest[end:], number + 1, (*read, read_numeral(rest[:end], columns[number].kind)))

    walk(text, 0, ())
    for number, column in enumerate(columns):  # one figure, and the others not there
        alone = read_numeral(text, column.kind)
        if alone.kind == "number" and not alone.doubt:
            found.append(tuple(alone if n == number else None for n in range(len(columns))))
    return found, True


__all__ = ["BLANK", "KEPT", "Filling", "count_of", "fillings"]
