"""Choosing one way to fill each row so that the sums over rows hold: dynamic programming over what the sums still lack.

The chosen filling of a row is the one in the cheapest whole table; another filling is a doubt where the cheapest whole
table that contains it costs little more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from goiextract.forms import Identity
from goiextract.reconciling.closed_choice import least_totals
from goiextract.reconciling.costs import SUMS
from goiextract.reconciling.hypotheses import Filling
from goiextract.records import CellKey

NEAR = 5.0  # nats: as near to the best another filling is weighed
WINDOW = 9.0  # nats: a filling dearer than a row's cheapest by more is not tried, though a sum over rows fails

Counts = tuple[int | None, ...]
#: Beyond so many states the choice is given up; tables that could be settled needed under 2,000. `FEW` for a reading of the
#: table that is not among the likeliest, `MANY` for one that is known to come near it, which takes a fifth of a second.
MOST_STATES, FEW_STATES, MANY_STATES = 6_000, 500, 24_000


class Choice(Struct, frozen=True):
    """The chosen filling of each row, its other fillings near the margin with what the cheapest table that contains them
    costs more, the cost of the whole, and whether all were weighed. left_out: for each row what the cheapest of its fillings that
    were not tried costs more than its cheapest of all; infinite where all were. least: what the cheapest whole table costs at
    least, which is its cost where it is settled."""

    chosen: tuple[Filling, ...]
    others: tuple[tuple[tuple[float, Filling], ...], ...]
    cost: float
    settled: bool
    left_out: tuple[float, ...] = ()
    least: float = 0.0


def choose(
    rows: Sequence[Sequence[CellKey]],
    ways: Sequence[Sequence[Filling]],
    counts: Sequence[Sequence[Counts]],
    across: Sequence[Identity],
    most_states: int = MOST_STATES,
    zeros: Sequence[CellKey] = (),
) -> Choice:
    """Pick one filling for each row of cells. `ways[i]` fill `rows[i]`, cheapest first, never empty.

    `counts[i][j]`: what `ways[i][j]` counts in each cell, with the cells that the row's own sum leaves no choice. `zeros`:
    cells of rows without a line, which are 0 unless a sum over rows fails.
    """
    # where the cheapest fillings already satisfy every sum, dearer ones matter only as doubts
    price = _price_of(rows, [options[0] for options in counts], across, zeros)
    first = sum(options[0].cost for options in ways) + price
    if all(len(options) == 1 for options in ways):
        none = tuple([math.inf] * len(ways))
        return Choice(tuple(options[0] for options in ways), tuple(() for _ in ways), first, True, none, first)
    window = NEAR if price == 0 else WINDOW
    near_enough = [sum(option.cost <= options[0].cost + window for option in options) for options in ways]
    left_out = tuple(
        options[n].cost - options[0].cost if n < len(options) else math.inf
        for options, n in zip(ways, near_enough, strict=True)
    )
    ways = [options[:n] for options, n in zip(ways, near_enough, strict=True)]
    counts = [options[:n] for options, n in zip(counts, near_enough, strict=True)]
    states = _States(rows, counts, across, zeros)
    effects = [[states.effect(number, option) for option in options] for number, options in enumerate(counts)]
    # first only what satisfies the sums: a table in which one fails costs more than any way to fill its rows
    wanted = _wanted(effects, states.closed, most_states)
    least = first - price
    if None in wanted and states.all_closed:
        totals = least_totals(
            [[option.cost for option in options] for options in ways],
            [[states.lacks(effect) for effect in options] for options in effects],
        )
        if totals is not None and all(np.isinf(own).all() for own in totals):
            least += SUMS.across_fails  # of any whole table
        elif totals is not None:
            return _chosen(ways, [own.tolist() for own in totals], left_out)
    ahead = _forward(ways, effects, wanted, states.closed, most_states)
    ahead = ahead or _forward(ways, effects, [], 0, most_states)
    if ahead is None:
        others = tuple(tuple((one.cost - options[0].cost, one) for one in options[1:]) for options in ways)
        return Choice(tuple(options[0] for options in ways), others, first, False, left_out, least)
    behind = {state: states.price(state) for state in ahead[-1]}
    every: list[list[float]] = []
    for number in range(len(ways) - 1, -1, -1):
        own, behind = _backward(ways[number], effects[number], ahead[number], behind)
        every.append(own)
    return _chosen(ways, every[::-1], left_out)


def _chosen(
    ways: Sequence[Sequence[Filling]], totals: Sequence[Sequence[float]], left_out: tuple[float, ...]
) -> Choice:
    """The choice, where each filling's cheapest whole table is known."""
    chosen: list[Filling] = []
    rivals: list[tuple[tuple[float, Filling], ...]] = []
    cost = 0.0
    for options, own in zip(ways, totals, strict=True):
        best = min(range(len(own)), key=lambda index: own[index])
        chosen.append(options[best])
        cost = own[best]
        near = [index for index, total in enumerate(own) if index != best and total <= cost + NEAR]
        rivals.append(tuple((own[index] - cost, options[index]) for index in near))
    return Choice(tuple(chosen), tuple(rivals), cost, True, left_out, cost)


def _price_of(
    rows: Sequence[Sequence[CellKey]], counts: Sequence[Counts], across: Sequence[Identity], zeros: Sequence[CellKey]
) -> float:
    """What one filling of each row costs for the sums over rows that fail, unless cells without a number make them hold."""
    known = dict.fromkeys(zeros, 0) | {
        key: number for keys, own in zip(rows, counts, strict=True) for key, number in zip(keys, own, strict=True)
    }
    cost = 0.0
    for identity in across:
        parts, wholes = ([known.get(key) for key in keys] for keys in (identity.parts, identity.wholes))
        lack = sum(filter(None, parts)) - sum(filter(None, wholes))
        if lack and not (lack < 0 and None in parts) and not (lack > 0 and None in wholes):
            cost += SUMS.across_fails
    return cost


class _States:
    """What the sums over rows lack after some rows, as one integer: a digit a sum, in a base that no sum outgrows, so that
    adding two states adds all their sums at once. The sums of which every cell has a number come first."""

    def __init__(
        self,
        rows: Sequence[Sequence[CellKey]],
        counts: Sequence[Sequence[Counts]],
        across: Sequence[Identity],
        zeros: Sequence[CellKey],
    ) -> None:
        sides = list(zip(*_open_sides(rows, counts, across, zeros), strict=True))
        self.order = sorted(range(len(across)), key=lambda n: any(sides[n]))
        self.sides = [sides[n] for n in self.order]
        numbers = (abs(number) for options in counts for option in options for number in option if number)
        self.bits = (max(numbers, default=0) * sum(map(len, rows))).bit_length() + 2
        digit = {n: 1 << (self.bits * at) for at, n in enumerate(self.order)}
        weights = _weights(tuple(across))
        self.digits = [
            [
                (column, sum(sign * digit[n] for n, sign in weights[key]))
                for column, key in enumerate(keys)
                if key in weights
            ]
            for keys in rows
        ]
        self.all_closed = not any(part or whole for part, whole in self.sides)
        #: Beyond the closed sums: a state modulo this is what they lack.
        self.closed = 1 << (self.bits * sum(not any(side) for side in sides))

    def effect(self, row: int, option: Counts) -> int:
        """What a filling of this row adds to the state."""
        return sum(digit * (option[column] or 0) for column, digit in self.digits[row])

    def lacks(self, state: int) -> list[int]:
        """What each sum lacks in a state."""
        found: list[int] = []
        base, half = 1 << self.bits, 1 << (self.bits - 1)
        for _ in self.sides:
            found.append((state + half) % base - half)
            state = (state - found[-1]) >> self.bits
        return found

    def price(self, state: int) -> float:
        """What a state after the last row costs: every sum that fails, unless cells without a number may make it hold."""
        cost, base, half = 0.0, 1 << self.bits, 1 << (self.bits - 1)
        for part, whole in self.sides:
            if not state:
                break
            lack = (state + half) % base - half
            state = (state - lack) >> self.bits
            if lack and not (part and lack < 0) and not (whole and lack > 0):
                cost += SUMS.across_fails
        return cost


def _wanted(effects: Sequence[Sequence[int]], closed: int, most: int) -> list[set[int] | None]:
    """Before each row and after the last, the states of the closed sums from which they can come to hold; None where these
    are too many to say. Seven rows of which any figure may be the lost one have 800,000 fillings, and few that add up."""
    wanted: list[set[int] | None] = [{0}]
    for row in reversed(effects):
        after = wanted[-1]
        own = set(row)
        if after is None or len(after) * len(own) > most:
            wanted.append(None)
            continue
        wanted.append({(state - effect) % closed for state in after for effect in own})
    return wanted[::-1]


def _forward(
    ways: Sequence[Sequence[Filling]],
    effects: Sequence[Sequence[int]],
    wanted: Sequence[set[int] | None],
    closed: int,
    most: int,
) -> list[dict[int, float]] | None:
    """Least cost of reaching each state of the sums before each row and after the last, of those `wanted`; None if there are
    too many, or none."""
    layers = [{0: 0.0}]
    for number, (options, row_effects) in enumerate(zip(ways, effects, strict=True), 1):
        cheapest: dict[int, float] = {}
        for option, effect in zip(options, row_effects, strict=True):
            cheapest[effect] = min(option.cost, cheapest.get(effect, math.inf))
        onward: dict[int, float] = {}
        here = wanted[number] if wanted else None
        for state, cost in layers[-1].items():
            for effect, own in cheapest.items():
                after = state + effect
                if (here is None or after % closed in here) and cost + own < onward.get(after, math.inf):
                    onward[after] = cost + own
            if len(onward) > most:
                return None
        if not onward:
            return None
        layers.append(onward)
    return layers


def _backward(
    options: Sequence[Filling], effects: Sequence[int], before: dict[int, float], behind: dict[int, float]
) -> tuple[list[float], dict[int, float]]:
    """Least total cost of the whole table with each option of one row (max-marginals), and the costs behind this row."""
    totals = [math.inf] * len(options)
    onward: dict[int, float] = {}
    for state, cost in before.items():
        rest_best = math.inf
        for index, (option, effect) in enumerate(zip(options, effects, strict=True)):
            rest = option.cost + behind.get(state + effect, math.inf)
            totals[index] = min(totals[index], cost + rest)
            rest_best = min(rest_best, rest)
        onward[state] = rest_best
    return totals, onward


@lru_cache(maxsize=64)
def _weights(across: tuple[Identity, ...]) -> dict[CellKey, list[tuple[int, int]]]:
    weights: dict[CellKey, list[tuple[int, int]]] = {}
    for number, identity in enumerate(across):
        for sign, keys in ((1, identity.parts), (-1, identity.wholes)):
            for key in keys:
                weights.setdefault(key, []).append((number, sign))
    return weights


def _open_sides(
    rows: Sequence[Sequence[CellKey]],
    counts: Sequence[Sequence[Counts]],
    across: Sequence[Identity],
    zeros: Sequence[CellKey],
) -> tuple[list[bool], list[bool]]:
    """For each sum, whether some part, and some whole, may have no number (a lost or blank cell, or no line at all)."""
    known = {
        key
        for keys, options in zip(rows, counts, strict=True)
        for number, key in enumerate(keys)
        if all(option[number] is not None for option in options)
    }
    known.update(zeros)
    parts = [any(key not in known for key in identity.parts) for identity in across]
    wholes = [any(key not in known for key in identity.wholes) for identity in across]
    return parts, wholes
