"""Choosing among many fillings where every sum over rows is closed: what the sums still lack, as arrays of states.

The same dynamic programming as in `selection`, for tables in which half of the lines may be read in twenty ways and only the
sums over rows tell: a state is kept only if the rows to come can still bring each sum to 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_STATES = 20_000  # after any row; with more the choice is given up, which takes a second and 100 MB at most
MOST_ROUNDS = 20  # of leaving out fillings; each leaves out one at least, and chains seen were under 6 long

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def least_totals(costs: Sequence[Sequence[float]], effects: Sequence[Sequence[Sequence[int]]]) -> list[Floats] | None:
    """`costs[row][filling]` and `effects[row][filling][sum]`, what a filling adds to each sum, which must come to 0 → for each
    filling the least cost of a whole table with it (infinite where there is none); None if that was given up."""
    every = [np.array(own, dtype=np.int64) for own in effects]
    none = [np.full(len(own), np.inf) for own in every]
    kept = possible(every)
    if kept is None:
        return none
    told = np.logical_or.reduce([np.ptp(own[chosen], axis=0) > 0 for own, chosen in zip(every, kept, strict=True)])
    if sum(own[chosen[0], ~told] for own, chosen in zip(every, kept, strict=True)).any():
        return none  # a sum fails whatever is chosen
    rows = [own[chosen][:, told] for own, chosen in zip(every, kept, strict=True)]
    prices = [np.array(own)[chosen] for own, chosen in zip(costs, kept, strict=True)]
    # few ways first, then the largest numbers: what they leave is known soon
    order = sorted(range(len(rows)), key=lambda row: (len(rows[row]) > 1, -int(np.abs(every[row]).max(initial=0))))
    least = _still_to_come([rows[row].min(axis=0) for row in order])
    most = _still_to_come([rows[row].max(axis=0) for row in order])
    mixed = np.asarray(np.random.default_rng(1).integers(1, 2**62, rows[0].shape[1]))
    layers = [_Layer(np.zeros((1, rows[0].shape[1]), np.int64), np.zeros(1), np.zeros(1, np.int64))]
    for step, row in enumerate(order, 1):
        states, own = _after(layers[-1].states, rows[row]), (layers[-1].costs[:, None] + prices[row]).ravel()
        fits = ((states >= -most[step]) & (states <= -least[step])).all(axis=1)
        if not fits.any():
            return none
        layer = _layer(states[fits], own[fits], mixed)
        if layer is None:
            return None
        layers.append(layer)
    behind = np.zeros(1)
    totals = [own.copy() for own in none]
    for step in range(len(order), 0, -1):
        row, before, after = order[step - 1], layers[step - 1], layers[step]
        states = _after(before.states, rows[row])
        at = np.minimum(np.searchsorted(after.keys, states @ mixed), len(after.keys) - 1)
        there = (after.states[at] == states).all(axis=1)
        rest = np.where(there, behind[at], np.inf).reshape(len(before.states), -1) + prices[row]
        totals[row][kept[row]] = (rest + before.costs[:, None]).min(axis=0)
        behind = rest.min(axis=1)
    return totals


class _Layer(NamedTuple):
    """The states after some rows, what the cheapest way to each costs, and a number for each, in the order of these."""

    states: Ints
    costs: Floats
    keys: Ints


def _layer(states: Ints, costs: Floats, mixed: Ints) -> _Layer | None:
    """The different ones of these states; None if there are too many, or two have the same number."""
    keys, first, found = np.unique(states @ mixed, return_index=True, return_inverse=True)
    if len(keys) > MOST_STATES or not (states[first][found] == states).all():
        return None
    cheapest = np.full(len(keys), np.inf)
    np.minimum.at(cheapest, found, costs)
    return _Layer(states[first], cheapest, keys)


def possible(rows: Sequence[Ints]) -> list[Ints] | None:
    """What each filling adds to each sum, a row an array (filling, sum) → the numbers of those that may be part of a choice
    under which all sums are 0: what each leaves lies between the least and the most that the other rows can add. None where
    some row has none left, so that no choice makes all sums 0."""
    kept = [np.arange(len(own)) for own in rows]
    left = list(rows)
    for _ in range(MOST_ROUNDS):
        least, most = (np.array([bound(own, axis=0) for own in left]) for bound in (np.min, np.max))
        fewest, largest = least.sum(axis=0), most.sum(axis=0)
        changed = False
        for number, own in enumerate(left):
            low, high = fewest - least[number], largest - most[number]
            good = ((own + low <= 0) & (own + high >= 0)).all(axis=1)
            if not good.any():
                return None
            if not good.all():
                left[number], kept[number], changed = own[good], kept[number][good], True
        if not changed:
            break
    return kept


def _still_to_come(bounds: Sequence[Ints]) -> list[Ints]:
    """Before each row and after the last, the sum of the bounds of the rows to come."""
    found = [np.zeros_like(bounds[0])]
    for own in reversed(bounds):
        found.append(found[-1] + own)
    return found[::-1]


def _after(states: Ints, effects: Ints) -> Ints:
    """Every state with every effect added, the effects of one state together."""
    found: Ints = (states[:, None, :] + effects).reshape(len(states) * len(effects), states.shape[1])
    return found
