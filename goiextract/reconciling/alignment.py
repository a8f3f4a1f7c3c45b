"""Placing printed lines on the rows of the form: the cheapest monotone alignments, found by dynamic programming.

Rows of the form keep their printed order; arithmetic cannot tell two rows apart (reconciler notes, finding 6), so labels and
order must. A line may hold figures, a piece of a label, or both; a label may stand before, beside or after its figures; two
rows may stand in one line, one row in two, and neighbouring rows in each other's place. Costs are natural-log penalties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from goiextract.reconciling.costs import LINES
from goiextract.reconciling.effort import FEW_STEPS, Effort
from goiextract.reconciling.states import FLOOR, PrintedLine, Steps, TableStates
from goiextract.records import CellKind, Fragment

BEYOND_DOUBT = math.log(0.95)  # a label this sure needs no neighbour to confirm it
MOST_BACKWARD = 2  # rows printed above their place: more, and the labels may be wrong
MOST_PLACINGS = 40  # placings weighed against the sums; a table with more is not settled by its labels
ROUNDING = 1e-9  # nats: costs that differ by less are the same, added up in another order
MOST_AGAINST = 1.0  # nats by which labels may rather name other rows than those that order gives them


class Placing(Struct, frozen=True):
    """The row whose figures each line holds (-1 = none of them), and the cost of that in nats."""

    row: tuple[int, ...]
    cost: float


def plain_placing(lines: Sequence[PrintedLine]) -> Placing | None:
    """The placing of a table in which every line of figures names a row of its own beyond doubt and all stand in order,
    but for a few that the office printed elsewhere.

    None for any other table. Lines without figures are then heads, groups and pieces of labels, and decide nothing.
    """
    row = [-1] * len(lines)
    last, backward, cost = -1, 0, 0.0
    for number, line in enumerate(lines):
        if line.figures == 0:
            continue
        if line.rows is None:
            return None
        best = int(np.argmax(line.rows))
        if line.rows[best] < BEYOND_DOUBT or line.fit[best] > 0 or best in row:
            return None
        backward += best < last
        if backward > MOST_BACKWARD:
            return None
        row[number] = best
        cost -= float(line.rows[best])
        last = best
    return Placing(tuple(row), cost)


def in_form_order(fragments: Sequence[Fragment], rows: Sequence[tuple[str, int]]) -> Placing | None:
    """The placing of a table with a line of figures for every row of the form, in the form's order, where labels speak so
    little against it that every other reading costs more by far: it leaves a row without a line, and a line without a row.

    rows: key and number of columns. None for any other table.
    """
    lines = [number for number, fragment in enumerate(fragments) if fragment.tokens]
    if len(lines) != len(rows):
        return None
    keys = {key for key, _ in rows}
    row, cost, against, passed = [-1] * len(fragments), 0.0, 0.0, math.inf
    for at, (number, (key, n_columns)) in enumerate(zip(lines, rows, strict=True)):
        fragment = fragments[number]
        scores = dict(fragment.scores)
        own = scores.get(key, FLOOR)
        if len(fragment.tokens) != n_columns or not scores or any(token.glued for token in fragment.tokens):
            return None
        blank = all(token.kind is CellKind.BLANK for token in fragment.tokens)
        best = max((score for name, score in fragment.scores if name in keys), default=FLOOR)
        heading = max((score for name, score in fragment.scores if name not in keys), default=FLOOR)
        against += best - own
        passed = min(passed, LINES.group_figures - heading, LINES.label_ignored if blank else math.inf)
        cost += (LINES.blank_row if blank else 0.0) - own
        row[number] = at
    if against >= min(passed, MOST_AGAINST):
        return None
    return Placing(tuple(row), cost)


def placings(
    lines: Sequence[PrintedLine],
    n_rows: int,
    window: float,
    effort: Effort | None = None,
    states: TableStates | None = None,
) -> tuple[tuple[Placing, ...], bool]:
    """The monotone placings of the lines on rows 0 … n_rows-1, cheapest first, and whether these are all within `window`
    nats of the cheapest. Two that put the same figures on the same rows count as one, and so do two that differ only in
    lines without numbers, for nothing is asserted of those. effort: what other searches leave. states: those of the table,
    where it is placed in several arrangements.
    """
    telling = [number for number, line in enumerate(lines) if line.tells]
    search = _Search([lines[number] for number in telling], states or TableStates(n_rows))
    found, complete = search.run(window, effort or Effort())
    return tuple(_spread(placing, telling, len(lines)) for placing in found), complete


def _spread(placing: Placing, numbers: Sequence[int], count: int) -> Placing:
    """The placing of some of the lines as one of all `count`; the others stand on no row."""
    row = [-1] * count
    for index, number in enumerate(numbers):
        row[number] = placing.row[index]
    return Placing(tuple(row), placing.cost)


class _Waiting(NamedTuple):
    """A placing of the last lines, to be continued to the front: at least `least` in all, of equals the lowest `turn` first;
    `number` lines before it, which must end in the state (filled, at); `behind` its own cost, `placed` its lines of figures
    and their rows, `told` the numbers among them (as known to the search) and theirs."""

    least: float
    turn: int
    order: int
    number: int
    filled: int
    at: int
    behind: float
    placed: tuple[tuple[int, int], ...]
    told: tuple[tuple[int, int], ...]


class _Search:
    """Forward, the least cost of every state after every line (`states`); then backward, the cheapest paths one after
    another."""

    def __init__(self, lines: Sequence[PrintedLine], states: TableStates) -> None:
        self.lines = lines
        contents = [(number,) if line.content is None else line.content for number, line in enumerate(lines)]
        met: dict[object, int] = {}
        self.content = [met.setdefault(content, len(met)) for content in contents]
        self.skip, self.ending = states.skip, states.ending
        self.steps: list[Steps] = []
        course = states.start
        self.ahead = [course.costs]
        for line in lines:
            step, course = states.along(course, line)
            self.steps.append(step)
            self.ahead.append(course.costs)

    def run(self, window: float, effort: Effort) -> tuple[list[Placing], bool]:
        """The placings within the window of the best, and whether they are all. There is one at least."""
        found, all_found = self._in_turn(window, effort.steps, effort)
        if found:
            return found, all_found
        # Like lines give as many placings of one cost as there are choices among them; all these taken a step further in turn
        # come to no end. The one with fewest lines left first: that takes a step a line.
        return self._in_turn(window, FEW_STEPS + len(self.lines), effort, straight=True)

    def _in_turn(
        self, window: float, most_steps: int, effort: Effort, straight: bool = False
    ) -> tuple[list[Placing], bool]:
        """The cheapest placings that so many steps come to, and whether they are all."""
        totals = self.ahead[-1] + self.ending
        limit = float(totals.min()) + window
        waiting: list[_Waiting] = []
        order = count()
        n_lines = len(self.lines)
        for filled, at in np.argwhere(totals <= limit):
            end, least = float(self.ending[filled, at]), float(totals[filled, at])
            heappush(waiting, _Waiting(least, 0, next(order), n_lines, int(filled), int(at), end, (), ()))
        found: list[Placing] = []
        seen: set[object] = set()
        for _ in range(most_steps):
            if not waiting or len(found) == MOST_PLACINGS:
                break
            effort.steps_left -= 1
            one = heappop(waiting)
            state = (one.number, one.filled, one.at, one.told)
            if state in seen:
                continue
            seen.add(state)
            if one.number == 0:
                rows = dict(one.placed)
                found.append(Placing(tuple(rows.get(number, -1) for number in range(len(self.lines))), one.behind))
                continue
            for before, filled, at, cost, row in self._origins(one, limit):
                placed, told, line = one.placed, one.told, one.number - 1
                if row >= 0:
                    placed = ((line, row), *placed)
                    if self.lines[line].figures == 2:
                        told = ((self.content[line], row), *told)
                least = before + cost
                if straight and least <= one.least + ROUNDING:
                    least = one.least
                turn = line if straight else 0
                heappush(waiting, _Waiting(least, turn, next(order), line, filled, at, cost, placed, told))
        return found, not waiting

    def _origins(self, one: _Waiting, limit: float) -> Iterator[tuple[float, int, int, float, int]]:
        """The states before the last of the lines to place: least cost up to there, the state, the cost behind it, and the
        row that the line fills (-1: none)."""
        old, step, at = self.ahead[one.number - 1], self.steps[one.number - 1], one.at
        stays = min(step.passed, float(step.piece[at]))
        if old[one.filled, at] + stays + one.behind <= limit:
            yield float(old[one.filled, at]), one.filled, at, stays + one.behind, -1
        if one.filled and old[0, at] + step.waiting[at] + one.behind <= limit:
            yield float(old[0, at]), 0, at, float(step.waiting[at]) + one.behind, at - 1
        here = float((step.filled if one.filled else step.opened)[at])
        if not math.isfinite(here):
            return
        for before in (0, 1):
            leave = self.skip[:, at] + (here + one.behind + (0.0 if before else LINES.row_unfilled))
            for origin in (old[before] + leave <= limit).nonzero()[0]:
                row = at - 1 if one.filled else -1
                yield float(old[before, origin]), before, int(origin), float(leave[origin]), row
