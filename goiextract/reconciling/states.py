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
    content: the same for lines whose figures are the same, which stand for one another. number: by which the line is known
    in its table; -1 where it is of none.
    """

    rows: Array | None
    no_row: float
    figures: int
    fit: Array
    group: BoolArray
    heading: float = -math.inf
    content: object = None
    number: int = -1

    @property
    def tells(self) -> bool:
        """False for a line that says nothing: no label, no figures."""
        return self.rows is not None or self.figures > 0


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


def step_costs(line: PrintedLine) -> Steps:
    """What each thing that this line may do costs."""
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


def after(old: Array, step: Steps, skip: Array) -> Array:
    """The least cost of each state one line on. costs[filled, row]: after the lines so far."""
    arrive = np.minimum.reduce(np.minimum(old[0] + LINES.row_unfilled, old[1])[:, None] + skip, axis=0)
    new = np.empty_like(old)
    new[0] = np.minimum.reduce([old[0] + step.passed, old[0] + step.piece, arrive + step.opened])
    new[1] = np.minimum.reduce([old[1] + step.passed, old[1] + step.piece, old[0] + step.waiting, arrive + step.filled])
    return new


def rest_before(behind: Array, step: Steps, skip: Array) -> Array:
    """The least cost of the rest from each state one line back. behind[filled, row]: of what comes after this line."""
    leave = (skip + np.minimum(step.opened + behind[0], step.filled + behind[1])).min(axis=1)
    stays = np.minimum(step.passed, step.piece) + behind
    waits = np.minimum(stays[0], step.waiting + behind[1])
    return np.stack([np.minimum(waits, leave + LINES.row_unfilled), np.minimum(stays[1], leave)])


class Course(Struct, frozen=True, eq=False):
    """The lines up to one of them: the least cost of every state after it, and what was asked of the lines that follow."""

    costs: Array
    onward: dict[int, tuple[Steps, Course]]


class TableStates:
    """The steps of one table's lines and the states after them, each made once: arrangements begin with the same lines."""

    def __init__(self, n_rows: int) -> None:
        costs = np.full((2, n_rows + 1), np.inf)
        costs[1, 0] = 0.0
        self.start = Course(costs, {})
        self.skip = skip_costs(n_rows)
        index = np.arange(n_rows + 1)
        left = n_rows - index
        ending = np.where(left > 0, LINES.row_skipped + LINES.row_skipped_more * (left - 1), 0.0)
        #: What it costs to end in each state.
        self.ending: Array = np.stack([ending + LINES.row_unfilled * (index > 0), ending])
        self._steps: dict[int, Steps] = {}

    def steps(self, line: PrintedLine) -> Steps:
        """The steps of a line."""
        if line.number < 0:
            return step_costs(line)
        if line.number not in self._steps:
            self._steps[line.number] = step_costs(line)
        return self._steps[line.number]

    def along(self, course: Course, line: PrintedLine) -> tuple[Steps, Course]:
        """The steps of this line and the states behind it, where it follows those of `course`."""
        known = course.onward.get(line.number)
        if known is None:
            step = self.steps(line)
            known = step, Course(after(course.costs, step, self.skip), {})
            if line.number >= 0:
                course.onward[line.number] = known
        return known
