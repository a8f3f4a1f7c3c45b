"""Choosing one way to fill each row so that the sums over rows hold: dynamic programming over what the sums still lack.

The chosen filling of a row is the one in the cheapest whole table; another filling is a doubt where the cheapest whole
table that contains it costs little more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from goiextract.forms import Identity
from goiextract.reconciling.costs import SUMS
from goiextract.reconciling.hypotheses import Filling
from goiextract.records import CellKey

NEAR = 5.0  # nats: as near to the best another filling is weighed
WINDOW = 9.0  # nats: a filling dearer than a row's cheapest by more is not tried, though a sum over rows fails

Counts = tuple[int | None, ...]
#: Beyond so many states the choice is given up; tables that could be settled needed under 2,000. `FEW` for a reading of the
#: table that is not among the likeliest.
MOST_STATES, FEW_STATES = 6_000, 500


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen filling of each row, its other fillings near the margin with what the cheapest table that contains them
    costs more, the cost of the whole, and whether all were weighed."""

    chosen: tuple[Filling, ...]
    others: tuple[tuple[tuple[float, Filling], ...], ...]
    cost: float
    settled: bool


def choose(
    rows: Sequence[Sequence[CellKey]],
    ways: Sequence[Sequence[Filling]],
    counts: Sequence[Sequence[Counts]],
    across: Sequence[Identity],
    most_states: int = MOST_STATES,
) -> Choice:
    """Pick one filling for each row of cells. `ways[i]` fill `rows[i]`, cheapest first, never empty.

    `counts[i][j]`: what `ways[i][j]` counts in each cell, with the cells that the row's own sum leaves no choice.
    """
    signs = _signs(rows, across)
    start = (0,) * len(across)
    cheapest = start
    for number, options in enumerate(counts):
        cheapest = _plus(cheapest, _effect(options[0], signs[number], len(across)))
    # where the cheapest fillings already satisfy every sum, dearer ones matter only as doubts
    price = _price(cheapest, *_open_sides(rows, [option[:1] for option in counts], across))
    first = sum(options[0].cost for options in ways) + price
    if all(len(options) == 1 for options in ways):
        return Choice(tuple(options[0] for options in ways), tuple(() for _ in ways), first, True)
    window = NEAR if price == 0 else WINDOW
    near_enough = [sum(option.cost <= options[0].cost + window for option in options) for options in ways]
    ways = [options[:n] for options, n in zip(ways, near_enough, strict=True)]
    counts = [options[:n] for options, n in zip(counts, near_enough, strict=True)]
    effects = [
        [_effect(option, signs[number], len(across)) for option in options] for number, options in enumerate(counts)
    ]
    open_sides = _open_sides(rows, counts, across)
    closed = [n for n, (part, whole) in enumerate(zip(*open_sides, strict=True)) if not part and not whole]
    # first only what satisfies the sums: a table in which one fails costs more than any way to fill its rows
    wanted = _wanted(effects, closed, most_states)
    ahead = _forward(ways, effects, start, wanted, closed, most_states)
    ahead = ahead or _forward(ways, effects, start, [], [], most_states)
    if ahead is None:
        others = tuple(tuple((one.cost - options[0].cost, one) for one in options[1:]) for options in ways)
        return Choice(tuple(options[0] for options in ways), others, first, False)
    behind = {state: _price(state, *open_sides) for state in ahead[-1]}
    chosen: list[Filling] = []
    rivals: list[tuple[tuple[float, Filling], ...]] = []
    cost = 0.0
    for number in range(len(ways) - 1, -1, -1):
        totals, behind = _backward(ways[number], effects[number], ahead[number], behind)
        best = min(range(len(totals)), key=lambda index: totals[index])
        chosen.append(ways[number][best])
        cost = totals[best]
        near = [index for index, total in enumerate(totals) if index != best and total <= cost + NEAR]
        rivals.append(tuple((totals[index] - cost, ways[number][index]) for index in near))
    return Choice(tuple(chosen[::-1]), tuple(rivals[::-1]), cost, True)


State = tuple[int, ...]


def _wanted(effects: Sequence[Sequence[State]], closed: Sequence[int], most: int) -> list[set[State] | None]:
    """Before each row and after the last, the states of the closed sums from which they can come to hold; None where these
    are too many to say. Seven rows of which any figure may be the lost one have 800,000 fillings, and few that add up."""
    wanted: list[set[State] | None] = [{(0,) * len(closed)}]
    for row in reversed(effects):
        after = wanted[-1]
        if after is None or len(after) * len(row) > most:
            wanted.append(None)
            continue
        own = [[effect[n] for n in closed] for effect in row]
        wanted.append({tuple(map(int.__sub__, state, effect)) for state in after for effect in own})
    return wanted[::-1]


def _forward(
    ways: Sequence[Sequence[Filling]],
    effects: Sequence[Sequence[State]],
    start: State,
    wanted: Sequence[set[State] | None],
    closed: Sequence[int],
    most: int,
) -> list[dict[State, float]] | None:
    """Least cost of reaching each state of the sums before each row and after the last, of those `wanted`; None if there are
    too many, or none."""
    layers = [{start: 0.0}]
    for number, (options, row_effects) in enumerate(zip(ways, effects, strict=True), 1):
        onward: dict[State, float] = {}
        for state, cost in layers[-1].items():
            for option, effect in zip(options, row_effects, strict=True):
                after = _plus(state, effect)
                total = cost + option.cost
                if total < onward.get(after, float("inf")):
                    onward[after] = total
        here = wanted[number] if wanted else None
        if here is not None:
            onward = {state: cost for state, cost in onward.items() if tuple(state[n] for n in closed) in here}
        if not onward or len(onward) > most:
            return None
        layers.append(onward)
    return layers


def _backward(
    options: Sequence[Filling], effects: Sequence[State], before: dict[State, float], behind: dict[State, float]
) -> tuple[list[float], dict[State, float]]:
    """Least total cost of the whole table with each option of one row (max-marginals), and the costs behind this row."""
    totals = [float("inf")] * len(options)
    onward: dict[State, float] = {}
    for state, cost in before.items():
        rest_best = float("inf")
        for index, (option, effect) in enumerate(zip(options, effects, strict=True)):
            rest = option.cost + behind.get(_plus(state, effect), float("inf"))
            totals[index] = min(totals[index], cost + rest)
            rest_best = min(rest_best, rest)
        onward[state] = rest_best
    return totals, onward


def _plus(state: tuple[int, ...], effect: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(int.__add__, state, effect)) if any(effect) else state


def _signs(rows: Sequence[Sequence[CellKey]], across: Sequence[Identity]) -> list[list[tuple[int, int, int]]]:
    """For each row: (column, identity, +1 part or -1 whole)."""
    weights = _weights(tuple(across))
    return [
        [(column, number, sign) for column, key in enumerate(keys) for number, sign in weights.get(key, ())]
        for keys in rows
    ]


@lru_cache(maxsize=64)
def _weights(across: tuple[Identity, ...]) -> dict[CellKey, list[tuple[int, int]]]:
    weights: dict[CellKey, list[tuple[int, int]]] = {}
    for number, identity in enumerate(across):
        for sign, keys in ((1, identity.parts), (-1, identity.wholes)):
            for key in keys:
                weights.setdefault(key, []).append((number, sign))
    return weights


def _effect(option: Counts, signs: list[tuple[int, int, int]], n: int) -> tuple[int, ...]:
    effect = [0] * n
    for column, number, sign in signs:
        effect[number] += sign * (option[column] or 0)
    return tuple(effect)


def _open_sides(
    rows: Sequence[Sequence[CellKey]], counts: Sequence[Sequence[Counts]], across: Sequence[Identity]
) -> tuple[list[bool], list[bool]]:
    """For each sum, whether some part, and some whole, may have no number (a lost or blank cell, or no line at all)."""
    known = {
        key
        for keys, options in zip(rows, counts, strict=True)
        for number, key in enumerate(keys)
        if all(option[number] is not None for option in options)
    }
    parts = [any(key not in known for key in identity.parts) for identity in across]
    wholes = [any(key not in known for key in identity.wholes) for identity in across]
    return parts, wholes


def _price(state: tuple[int, ...], open_parts: list[bool], open_wholes: list[bool]) -> float:
    return sum(
        SUMS.across_fails
        for lack, part, whole in zip(state, open_parts, open_wholes, strict=True)
        if lack and not (part and lack < 0) and not (whole and lack > 0)
    )
