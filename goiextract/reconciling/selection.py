"""Choosing one way to fill each row so that the sums over rows hold: dynamic programming over what the sums still lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goiextract.forms import Identity
from goiextract.reconciling.hypotheses import Filling
from goiextract.records import CellKey

MARGIN = 3.0  # nats: a different reading within this of the best is a doubt (notes, section 3: tau)
ACROSS_FAILS = 6.0  # a sum over rows fails
WINDOW = 9.0  # nats: a filling dearer than a row's cheapest by more is not tried, though a sum over rows fails

Counts = tuple[int | None, ...]

KEPT_PER_STATE = 3
MOST_STATES = 20_000  # beyond this the runs are given up as ambiguous; tables seen needed under 300


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen filling of each row, and the rows' other fillings that the sums allow within the margin."""

    chosen: tuple[Filling, ...]
    others: tuple[tuple[Filling, ...], ...]
    settled: bool


def choose(
    rows: Sequence[Sequence[CellKey]],
    ways: Sequence[Sequence[Filling]],
    counts: Sequence[Sequence[Counts]],
    across: Sequence[Identity],
) -> Choice:
    """Pick one filling for each row of cells. `ways[i]` fill `rows[i]`, cheapest first, never empty.

    `counts[i][j]`: what `ways[i][j]` counts in each cell, with the cells that the row's own sum leaves no choice.
    """
    if all(len(options) == 1 for options in ways):
        return Choice(tuple(options[0] for options in ways), tuple(() for _ in ways), True)
    signs = _signs(rows, across)
    start = (0,) * len(across)
    cheapest = start
    for number, options in enumerate(counts):
        cheapest = _plus(cheapest, _effect(options[0], signs[number], len(across)))
    # where the cheapest fillings already satisfy every sum, dearer ones matter only as doubts
    window = MARGIN if _price(cheapest, *_open_sides(rows, [option[:1] for option in counts], across)) == 0 else WINDOW
    near_enough = [sum(option.cost <= options[0].cost + window for option in options) for options in ways]
    ways = [options[:n] for options, n in zip(ways, near_enough, strict=True)]
    counts = [options[:n] for options, n in zip(counts, near_enough, strict=True)]
    open_parts, open_wholes = _open_sides(rows, counts, across)
    states: dict[tuple[int, ...], list[tuple[float, tuple[int, ...]]]] = {start: [(0.0, ())]}
    for number, options in enumerate(ways):
        effects = [_effect(option, signs[number], len(across)) for option in counts[number]]
        onward: dict[tuple[int, ...], list[tuple[float, tuple[int, ...]]]] = {}
        for state, paths in states.items():
            for index, effect in enumerate(effects):
                after = _plus(state, effect)
                kept = onward.setdefault(after, [])
                kept += [(cost + options[index].cost, (*path, index)) for cost, path in paths]
        if len(onward) > MOST_STATES:
            return _given_up(ways)
        states = {state: sorted(paths)[:KEPT_PER_STATE] for state, paths in onward.items()}
    ends = [
        (cost + _price(state, open_parts, open_wholes), path) for state, paths in states.items() for cost, path in paths
    ]
    best_cost, best = min(ends)
    near = [path for cost, path in ends if cost <= best_cost + MARGIN]
    others = tuple(
        tuple(ways[number][index] for index in sorted({path[number] for path in near} - {best[number]}))
        for number in range(len(ways))
    )
    return Choice(tuple(ways[number][index] for number, index in enumerate(best)), others, True)


def _plus(state: tuple[int, ...], effect: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(int.__add__, state, effect)) if any(effect) else state


def _given_up(ways: Sequence[Sequence[Filling]]) -> Choice:
    return Choice(tuple(options[0] for options in ways), tuple(tuple(options[1:]) for options in ways), False)


def _signs(rows: Sequence[Sequence[CellKey]], across: Sequence[Identity]) -> list[list[tuple[int, int, int]]]:
    """For each row: (column, identity, +1 part or -1 whole)."""
    signs = []
    for keys in rows:
        signs.append(
            [
                (column, number, 1 if key in identity.parts else -1)
                for number, identity in enumerate(across)
                for column, key in enumerate(keys)
                if key in identity.cells
            ]
        )
    return signs


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
        ACROSS_FAILS
        for lack, part, whole in zip(state, open_parts, open_wholes, strict=True)
        if lack and not (part and lack < 0) and not (whole and lack > 0)
    )
