"""Which arrangements of a table's lines come near the cheapest: all changes of the lines at once, as ways round those they
stand for.

The least cost of what follows each line, over every arrangement, is known before any is tried (backward); the arrangements
are then met in the order of what they cost at least (A* whose bound is exact), so that none within the window is left out
unless the search says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from goiextract.reconciling.costs import LINES
from goiextract.reconciling.states import Array, BoolArray, Course, PrintedLine, TableStates, after, rest_before

MOST_ARRANGEMENTS = 24  # that are placed and weighed
MOST_STEPS = 4_000  # lines passed in finding them, once there is one; a table has under 100 lines
ROUNDING = 1e-9  # nats: costs that differ by less are the same, added up in another order


class WayRound(Struct, frozen=True, eq=False):
    """Lines that may stand for those from `first` to before `last`, and what that costs in nats."""

    first: int
    last: int
    lines: tuple[PrintedLine, ...]
    cost: float


class Exchange(NamedTuple):
    """Two lines the other way round: what it costs at least that the one now above, and the one now below, fills each row, and
    for which pairs of rows (above, below) anything could speak for it. least: what it costs at least beyond what each of the
    lines does."""

    above: Array
    below: Array
    pairs: BoolArray
    least: float


class Lattice:
    """The lines of a table and the ways round some of them."""

    def __init__(self, lines: Sequence[PrintedLine], ways: Sequence[WayRound], states: TableStates) -> None:
        self.lines, self.ways, self.states = lines, ways, states
        self.at: dict[int, list[int]] = {}
        for number, way in enumerate(ways):
            self.at.setdefault(way.first, []).append(number)
        self.starts = sorted(self.at)

    @cached_property
    def rest(self) -> list[Array]:
        """Before each line, and behind the last: what those behind it cost at least from each state."""
        rest = [self.states.ending] * (len(self.lines) + 1)
        for place in range(len(self.lines) - 1, -1, -1):
            own = self._rest_before(rest[place + 1], self.lines[place : place + 1])
            for way in (self.ways[number] for number in self.at.get(place, ())):
                own = np.minimum(own, way.cost + self._rest_before(rest[way.last], way.lines))
            rest[place] = own
        return rest

    @cached_property
    def least(self) -> float:
        """What the cheapest arrangement costs, placed."""
        if not self.ways:
            return float((self._along(self.states.start, self.lines).costs + self.states.ending).min())
        return float((self.states.start.costs + self.rest[0]).min())

    def near(self, window: float) -> tuple[list[tuple[tuple[int, ...], float]], bool]:
        """The arrangements whose cheapest placing lies within the window of the cheapest of all: the numbers of the ways that
        each goes, in order, and what it costs at least; and whether these are all. There is one at least."""
        limit = self.least + window
        found: list[tuple[tuple[int, ...], float]] = []
        order, steps = count(), 0
        waiting: list[tuple[float, int, int, Course, float, tuple[int, ...]]] = []
        heappush(waiting, (self.least, 0, next(order), self.states.start, 0.0, ()))
        while waiting:
            least, place, _, course, cost, gone = heappop(waiting)
            place = -place  # of equals the one that has come farthest
            following = bisect_left(self.starts, place)
            if following == len(self.starts):
                if len(found) == MOST_ARRANGEMENTS:
                    return found, False
                found.append((gone, least))
                continue
            if found and steps > MOST_STEPS:
                return found, False
            start = self.starts[following]
            course = self._along(course, self.lines[place:start])
            steps += start - place
            onward = [(start + 1, 0.0, self.lines[start : start + 1], gone)]
            for number in self.at[start]:
                way = self.ways[number]
                onward.append((way.last, way.cost, way.lines, (*gone, number)))
            for end, price, lines, told in onward:
                steps += len(lines)
                behind = self._along(course, lines)
                bound = cost + price + float((behind.costs + self.rest[end]).min())
                if bound <= limit:
                    bound = least if bound <= least + ROUNDING else bound
                    heappush(waiting, (bound, -end, next(order), behind, cost + price, told))
        return found, True

    def may_be(self, way: WayRound, exchange: Exchange, window: float) -> bool:
        """Whether such an exchange may come within the window on a pair of rows where anything could speak for it."""
        ahead, behind = self.ahead[way.first], self.rest[way.last][1, 1:]
        here = np.minimum(
            (np.minimum(ahead[0] + LINES.row_unfilled, ahead[1])[:, None] + self.states.skip).min(axis=0), ahead[0]
        )
        costs = (here[1:] + exchange.above)[:, None] + self.states.skip[1:, 1:] + (exchange.below + behind + way.cost)
        return bool((exchange.pairs & (costs <= self.least + window)).any())

    @cached_property
    def ahead(self) -> list[Array]:
        """Before each line, and behind the last: what those before it cost at least in each state."""
        ahead = [np.full_like(self.states.ending, np.inf) for _ in self.rest]
        ahead[0] = self.states.start.costs
        for place in range(len(self.lines)):
            for way in self._from(place):
                costs = ahead[place] + way.cost
                for line in way.lines:
                    if line.tells:
                        costs = after(costs, self.states.steps(line), self.states.skip)
                ahead[way.last] = np.minimum(ahead[way.last], costs)
        return ahead

    def _from(self, place: int) -> list[WayRound]:
        own = WayRound(place, place + 1, (self.lines[place],), 0.0)
        return [own, *(self.ways[number] for number in self.at.get(place, ()))]

    def contents_near(self, window: float) -> list[set[object]]:
        """For each row what the lines hold (`content`) that fill it in some placing within the window, whatever the
        arrangement: the least cost up to each line and of what is behind it tell at once what it costs on every row."""
        found: list[set[object]] = [set() for _ in self.states.ending[0, 1:]]
        for place in range(len(self.lines)):
            for way in self._from(place):
                costs = self.ahead[place] + way.cost
                behind = [self.rest[way.last]]
                for line in reversed(way.lines[1:]):
                    behind.append(self._rest_before(behind[-1], (line,)))
                for line in way.lines:
                    for row in self._filled(costs, line, behind.pop(), self.least + window):
                        found[row].add(line.content)
                    if line.tells:
                        costs = after(costs, self.states.steps(line), self.states.skip)
        return found

    def _filled(self, old: Array, line: PrintedLine, behind: Array, limit: float) -> Iterator[int]:
        """The rows that a line may fill within the limit."""
        if line.tells:
            step = self.states.steps(line)
            arrive = (np.minimum(old[0] + LINES.row_unfilled, old[1])[:, None] + self.states.skip).min(axis=0)
            fills = np.minimum(old[0] + step.waiting, arrive + step.filled) + behind[1]
            yield from (int(at) - 1 for at in (fills <= limit).nonzero()[0])

    def _along(self, course: Course, lines: Sequence[PrintedLine]) -> Course:
        for line in lines:
            if line.tells:
                _, course = self.states.along(course, line)
        return course

    def _rest_before(self, behind: Array, lines: Sequence[PrintedLine]) -> Array:
        for line in reversed(lines):
            if line.tells:
                behind = rest_before(behind, self.states.steps(line), self.states.skip)
        return behind
