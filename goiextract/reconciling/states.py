"""What a printed line may do while a table is placed on the form, what each costs, and the least cost of every state after
some of the lines (the forward half of `alignment`).

A state [0, r]: the last row met is r and its figures are still to come; [1, r]: they have come. Rows count from 1.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from goiextract.reconciling.costs import LINES

FLOOR = -12.0  # a labeller is never surer than this that a line is not a row

Array = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class PrintedLine(Struct, frozen=True, eq=False):
    """One line for the aligner: log-probability of each row (None = no label), of no row, and what figures it has.

    figures: 0 none, 1 only blank cells, 2 printed numbers. fit: cost of its figures on each row (0 = right number of
    cells). group: the rows under the group heading that its label names, if it names one; heading: log-probability of any.
    content: the same for lines whose figures are the same, which stand for one another.
    """

    rows: Array | None
    no_row: float
    figures: int
    fit: Array
    group: BoolArray
    heading: float = -math.inf
    content: object = None


@lru_cache(maxsize=16)
def skip_costs(n_rows: int) -> Array:
    """cost[r, s] of going from last row r (0 = none yet) to a new row s ≥ r+1, both counted from 1; infinite otherwise."""
    index = np.arange(n_rows + 1)
    gap = index[None, :] - index[:, None] - 1
    cost = np.where(gap > 0, LINES.row_skipped + LINES.row_skipped_more * (gap - 1), 0.0)
    return np.where(gap < 0, np.inf, cost)


class Steps(Struct, frozen=True, eq=False):
    """Costs of what a line may do, arrays over rows 0 … n (0 = before the first): pass over it, stand on the current row as
    a piece of its label, open a row by its label only, or put its figures on a row; `waiting`: on a row whose label has
    been met and whose figures have not (there the label of the group above may stand beside them)."""

    passed: float
    piece: Array
    opened: Array
    filled: Array
    waiting: Array


@lru_cache(maxsize=256)
def step_costs(line: PrintedLine) -> Steps:
    """Kept, because one line stands in several arrangements of a table."""
    n_rows = len(line.fit)
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
        passed += LINES.junk_row if line.fit.min() == 0 else LINES.junk_figures
        if line.fit.min() == 0:
            passed = min(passed, LINES.group_figures - max(line.heading, FLOOR))
    if line.figures < 2:
        # a piece with only blank cells may be the rest of a label whose figures stand on another line
        piece[1:] = label + 0.3 if line.rows is not None else np.inf
        if line.rows is not None:
            opened[1:] = label + 0.3
    if line.figures > 0:
        filled[1:] = label + line.fit + (LINES.blank_row if line.figures == 1 else 0.0)
        bare = np.inf if line.rows is not None else LINES.below_label + line.fit
        waiting[1:] = np.minimum(filled[1:], np.where(line.group, LINES.unlabelled + line.fit, bare))
    return Steps(passed, piece, opened, filled, waiting)


class States(Struct, frozen=True, eq=False):
    """costs[filled, row]: the least cost of each state after some of the lines."""

    costs: Array


@lru_cache(maxsize=16)
def start(n_rows: int) -> States:
    """Before the first line."""
    costs = np.full((2, n_rows + 1), np.inf)
    costs[1, 0] = 0.0
    return States(costs)


@lru_cache(maxsize=512)
def after(states: States, step: Steps) -> States:
    """The states one line on. Kept, because arrangements of a table begin with the same lines."""
    old = states.costs
    skip = skip_costs(old.shape[1] - 1)
    arrive = np.minimum.reduce(np.minimum(old[0] + LINES.row_unfilled, old[1])[:, None] + skip, axis=0)
    new = np.empty_like(old)
    new[0] = np.minimum.reduce([old[0] + step.passed, old[0] + step.piece, arrive + step.opened])
    new[1] = np.minimum.reduce([old[1] + step.passed, old[1] + step.piece, old[0] + step.waiting, arrive + step.filled])
    return States(new)
