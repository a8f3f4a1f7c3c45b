"""Placing printed lines on the rows of the form: a monotone alignment, decoded by dynamic programming.

Rows of the form keep their printed order; arithmetic cannot tell two rows apart (reconciler notes, finding 6), so labels and
order must. A line may hold figures, a piece of a label, or both; a label may stand before, beside or after its figures.
Costs are natural-log penalties, set by hand from the experiments in the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goiextract.reconciling.costs import LINES

BEYOND_DOUBT = 0.95  # a label this sure needs no neighbour to confirm it
MOST_BACKWARD = 2  # rows printed above their place: more, and the labels may be wrong
FLOOR = -12.0  # a labeller is never surer than this that a line is not a row

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line for the aligner: log-probability of each row (None = no label), of no row, and what figures it has.

    figures: 0 none, 1 only blank cells, 2 printed numbers. fit: cost of its figures on each row (0 = right number of
    cells). group: the rows under the group heading that its label names, if it names one.
    """

    rows: Array | None
    no_row: float
    figures: int
    fit: Array
    group: BoolArray


@dataclass(frozen=True, slots=True)
class Placing:
    """Row index of each line (-1 = none), whether the line holds that row's figures, and their probability of lying there."""

    row: tuple[int, ...]
    holds: tuple[bool, ...]
    probability: tuple[float, ...]


def place_lines(lines: Sequence[PrintedLine], n_rows: int) -> Placing:
    """The cheapest monotone placing of the lines on rows 0 … n_rows-1, with each figure line's posterior probability."""
    if not lines:
        return Placing((), (), ())
    plain = _plain_placing(lines)
    if plain is not None:
        return plain
    telling = [number for number, line in enumerate(lines) if line.rows is not None or line.figures]
    if len(telling) < len(lines):
        return _spread(place_lines([lines[number] for number in telling], n_rows), telling, len(lines))
    steps = [_step_costs(line, n_rows) for line in lines]
    skip = _skip_costs(n_rows)
    return _decode(lines, steps, skip, n_rows)


def _spread(placing: Placing, numbers: Sequence[int], count: int) -> Placing:
    """The placing of some of the lines as one of all `count`; the others stand on no row."""
    row, holds, probability = [-1] * count, [False] * count, [1.0] * count
    for index, number in enumerate(numbers):
        row[number], holds[number] = placing.row[index], placing.holds[index]
        probability[number] = placing.probability[index]
    return Placing(tuple(row), tuple(holds), tuple(probability))


def _plain_placing(lines: Sequence[PrintedLine]) -> Placing | None:
    """The placing of a table in which every line of figures names a row of its own beyond doubt and all stand in order,
    but for a few that the office printed elsewhere.

    None for any other table. Lines without figures are then heads, groups and pieces of labels, and decide nothing.
    """
    row, holds, probability = [-1] * len(lines), [False] * len(lines), [1.0] * len(lines)
    last, backward = -1, 0
    for number, line in enumerate(lines):
        if line.figures == 0:
            continue
        if line.rows is None:
            return None
        best = int(np.argmax(line.rows))
        sure = float(np.exp(line.rows[best]))
        if sure < BEYOND_DOUBT or line.fit[best] > 0 or best in row:
            return None
        backward += best < last
        if backward > MOST_BACKWARD:
            return None
        row[number], holds[number], probability[number] = best, True, sure
        last = best
    return Placing(tuple(row), tuple(holds), tuple(probability))


def _skip_costs(n_rows: int) -> Array:
    """cost[r, s] of going from last row r (0 = none yet) to a new row s ≥ r+1, both counted from 1; infinite otherwise."""
    index = np.arange(n_rows + 1)
    gap = index[None, :] - index[:, None] - 1
    cost = np.where(gap > 0, LINES.row_skipped + LINES.row_skipped_more * (gap - 1), 0.0)
    return np.where(gap < 0, np.inf, cost)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Costs of what a line may do, arrays over rows 0 … n (0 = before the first): pass over it, stand on the current row as
    a piece of its label, open a row by its label only, or put its figures on a row; `waiting`: on a row whose label has
    been met and whose figures have not (there the label of the group above may stand beside them)."""

    passed: float
    piece: Array
    opened: Array
    filled: Array
    waiting: Array


def _step_costs(line: PrintedLine, n_rows: int) -> _Steps:
    infinite = np.full(n_rows + 1, np.inf)
    piece, opened, filled, waiting = (infinite.copy() for _ in range(4))
    no_row = max(line.no_row, FLOOR)
    if line.rows is not None:
        label = -np.maximum(line.rows, FLOOR)
        passed = min(-no_row, LINES.label_ignored if line.figures < 2 else -no_row)
    else:
        label = np.full(n_rows, LINES.unlabelled)
        passed = 0.0
    if line.figures == 2:
        passed += LINES.junk_row if line.rows is None and line.fit.min() == 0 else LINES.junk_figures
    if line.figures < 2:
        # a piece with only blank cells may be the rest of a label whose figures stand on another line
        piece[1:] = label + 0.3 if line.rows is not None else np.inf
        if line.rows is not None:
            opened[1:] = label + 0.3
    if line.figures > 0:
        filled[1:] = label + line.fit + (LINES.blank_row if line.figures == 1 else 0.0)
        waiting[1:] = np.minimum(filled[1:], np.where(line.group, LINES.unlabelled + line.fit, np.inf))
    return _Steps(passed, piece, opened, filled, waiting)


def _forward(old: Array, step: _Steps, skip: Array) -> Array:
    """Costs after one line. State [0, r]: the last row met is r and its figures are still to come; [1, r]: they have come."""
    arrive = np.min(np.minimum(old[0] + LINES.row_unfilled, old[1])[:, None] + skip, axis=0)
    new = np.empty_like(old)
    new[0] = np.minimum.reduce([old[0] + step.passed, old[0] + step.piece, arrive + step.opened])
    new[1] = np.minimum.reduce([old[1] + step.passed, old[1] + step.piece, old[0] + step.waiting, arrive + step.filled])
    return new


def _decode(lines: Sequence[PrintedLine], steps: Sequence[_Steps], skip: Array, n_rows: int) -> Placing:
    start = np.full((2, n_rows + 1), np.inf)
    start[1, 0] = 0.0
    ahead = [start]
    for step in steps:
        ahead.append(_forward(ahead[-1], step, skip))
    index = np.arange(n_rows + 1)
    left = n_rows - index
    ending = np.where(left > 0, LINES.row_skipped + LINES.row_skipped_more * (left - 1), 0.0)
    behind = np.stack([ending + LINES.row_unfilled * (index > 0), ending])
    row, holds, probability = [0] * len(lines), [False] * len(lines), [1.0] * len(lines)
    here = np.unravel_index(int(np.argmin(ahead[-1] + behind)), behind.shape)
    filled, at = int(here[0]), int(here[1])
    for number in range(len(lines) - 1, -1, -1):
        old, step = ahead[number], steps[number]
        if lines[number].figures == 2:
            probability[number] = _posterior(old, step, skip, behind, filled, at)
        move, filled, at, kept, has = _back(old, step, skip, filled, at)
        row[number], holds[number] = (kept - 1 if move else -1), has
        behind = _backward(behind, step, skip)
    return Placing(tuple(row), tuple(holds), tuple(probability))


def _back(old: Array, step: _Steps, skip: Array, filled: int, at: int) -> tuple[bool, int, int, int, bool]:
    """The cheapest way into state (filled, at): (placed?, filled before, row before, row of this line, holds figures?)."""
    reach = np.minimum(old[0] + LINES.row_unfilled, old[1]) + skip[:, at]
    origin = int(np.argmin(reach))
    origin_filled = int(old[1, origin] <= old[0, origin] + LINES.row_unfilled)
    ways: list[tuple[float, tuple[bool, int, int, int, bool]]] = [
        (float(old[filled, at] + step.passed), (False, filled, at, at, False)),
        (float(old[filled, at] + step.piece[at]), (True, filled, at, at, False)),
    ]
    if filled:
        ways.append((float(old[0, at] + step.waiting[at]), (True, 0, at, at, True)))
        ways.append((float(reach[origin] + step.filled[at]), (True, origin_filled, origin, at, True)))
    else:
        ways.append((float(reach[origin] + step.opened[at]), (True, origin_filled, origin, at, False)))
    return min(ways, key=lambda way: way[0])[1]


def _backward(behind: Array, step: _Steps, skip: Array) -> Array:
    """Least cost of all that follows, from each state before this line."""
    onward = np.minimum(behind[0] + step.opened, behind[1] + step.filled)
    leave = np.min(skip + onward[None, :], axis=1)
    new = np.empty_like(behind)
    new[0] = np.minimum.reduce(
        [behind[0] + step.passed, behind[0] + step.piece, behind[1] + step.waiting, leave + LINES.row_unfilled]
    )
    new[1] = np.minimum.reduce([behind[1] + step.passed, behind[1] + step.piece, leave])
    return new


def _posterior(old: Array, step: _Steps, skip: Array, behind: Array, filled: int, at: int) -> float:
    """Probability that this line does what the best path says, against the best path in which it does something else.

    Compared are the least total costs with its figures on each row and with the line passed over (max-marginals).
    """
    arrive = np.min(np.minimum(old[0] + LINES.row_unfilled, old[1])[:, None] + skip, axis=0)
    on_row = np.minimum(old[0] + step.waiting, arrive + step.filled) + behind[1]
    passed = float(np.min(np.minimum(old[0] + step.passed + behind[0], old[1] + step.passed + behind[1])))
    piece = float(np.min(np.minimum(old[0] + step.piece + behind[0], old[1] + step.piece + behind[1])))
    opened = float(np.min(arrive + step.opened + behind[0]))
    totals = np.append(on_row, [passed, min(piece, opened)])
    totals = totals[np.isfinite(totals)]
    weights = np.exp(-(totals - totals.min()))
    return float(weights.max() / weights.sum())
