"""Which arrangements of a table's lines come near the cheapest: all changes of the lines at once, as ways round those they
stand for.

The least cost of what follows each line, over every arrangement, is known before any is tried (backward); the arrangements
are then met in the order of what they cost at least (A* whose bound is exact), so that none within the window is left out
unless the search says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

import numpy as np
from msgspec import Struct

from goiextract.reconciling.states import Array, Course, PrintedLine, TableStates, rest_before

MOST_ARRANGEMENTS = 24  # that are placed and weighed
MOST_STEPS = 4_000  # lines passed in finding them, once there is one; a table has under 100 lines
ROUNDING = 1e-9  # nats: costs that differ by less are the same, added up in another order


class WayRound(Struct, frozen=True, eq=False):
    """Lines that may stand for those from `first` to before `last`, and what that costs in nats."""

    first: int
    last: int
    lines: tuple[PrintedLine, ...]
    cost: float


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
