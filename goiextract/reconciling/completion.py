"""Lost cells of a table whose sums form a network: which have one value only, and the sums that prove it.

Some counts that satisfy all sums are found first (a flow); a lost cell can be another number if and only if the flow can be
sent around a cycle through it. What cannot be reached is the proof: the sums of the nodes that can be, added up with their
signs, leave the cell, known counts, and lost cells on one side only (Gusfield 1988, SIAM J. Comput. 17(3); reconciler
notes, section 2.2). Complete: a cell that is left open has two consistent values.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping

from msgspec import Struct

from goiextract.reconciling.network import Network
from goiextract.records import CellKey

#: Sums to add up, each with its sign.
Cut = tuple[tuple[str, int], ...]


class Proven(Struct, frozen=True):
    """The one value of a lost cell. Adding up `at_most` with its signs leaves value ≥ cell, `at_least` value ≤ cell; an
    empty `at_least` stands for: no count is negative."""

    value: int
    at_most: Cut
    at_least: Cut


class Completion(Struct, frozen=True):
    """proven: the lost cells with one value. impossible: sums that no counts of 0 and more satisfy together, or empty."""

    proven: dict[CellKey, Proven]
    impossible: Cut


def complete(network: Network, known: Mapping[CellKey, int], lost: Iterable[CellKey]) -> Completion:
    """What the sums leave for the lost cells. A cell in neither `known` nor `lost` counts as lost and is not reported."""
    lost = [key for key in lost if key in network.arcs]
    n = len(network.names)
    surplus = [0] * (n + 1)  # the last node is the world outside
    for key, (start, end) in network.arcs.items():
        if key in known:
            surplus[end] += known[key]
            surplus[start] -= known[key]
    free = {key: arc for key, arc in network.arcs.items() if key not in known}
    flow = _Flow(n, free)
    short = flow.settle(surplus)
    if short:
        return Completion({}, _cut(network, short, 1))
    if not lost:
        return Completion({}, ())
    proven: dict[CellKey, Proven] = {}
    ways = _Ways(free, flow.sent)
    for key in lost:
        start, end = free[key]
        value = flow.sent[key]
        if not value:
            reached = ways.reach(end)
            if not reached >> start & 1:
                proven[key] = Proven(0, _cut(network, reached, 1), ())
            continue
        up, down = ways.reach(end, key), ways.reach(start, key)
        if not (up >> start & 1 or down >> end & 1):
            proven[key] = Proven(value, _cut(network, up, 1), _cut(network, down, -1))
    return Completion(proven, ())


def _cut(network: Network, nodes: int, sign: int) -> Cut:
    """The sums of these nodes (a bit each) with their signs. With the world outside among them, those of all others,
    reversed."""
    n = len(network.names)
    if nodes >> n & 1:
        nodes, sign = ~nodes, -sign
    return tuple((network.names[node], sign * network.signs[node]) for node in range(n) if nodes >> node & 1)


class _Flow:
    """Counts for the free cells, and where more or less of them can be sent."""

    def __init__(self, n: int, free: Mapping[CellKey, tuple[int, int]]) -> None:
        self.free, self.sent = free, dict.fromkeys(free, 0)
        self._out: list[list[tuple[CellKey, int]]] = [[] for _ in range(n + 1)]
        self._into: list[list[tuple[CellKey, int]]] = [[] for _ in range(n + 1)]
        for key, (start, end) in free.items():
            self._out[start].append((key, end))
            self._into[end].append((key, start))

    def settle(self, surplus: list[int]) -> int:
        """Send every surplus to where something is lacking. 0 if that can be done, else the nodes (a bit each) that cannot be
        rid of theirs: what can be reached from them lacks less than they have."""
        outside = len(surplus) - 1
        surplus[outside] = 0
        for node in range(outside):
            while surplus[node] > 0:
                if not self._send(node, surplus):
                    return _Ways(self.free, self.sent).reach(node)
        for node in range(outside):
            while surplus[node] < 0:  # the rest comes from outside
                if not self._send(outside, surplus, node):
                    return self._reaching(node)
        return 0

    def _send(self, start: int, surplus: list[int], only: int | None = None) -> bool:
        outside = len(surplus) - 1
        came: dict[int, tuple[int, CellKey, int]] = {}
        seen, waiting = {start}, deque([start])
        goal = -1
        while waiting and goal < 0:
            node = waiting.popleft()
            for key, other, way in self._ways(node):
                if other not in seen:
                    seen.add(other)
                    came[other] = (node, key, way)
                    if other == only or (only is None and (surplus[other] < 0 or other == outside)):
                        goal = other
                        break
                    waiting.append(other)
        if goal < 0:
            return False
        steps = []
        node = goal
        while node != start:
            steps.append(came[node])
            node = came[node][0]
        wanted = -surplus[goal] if goal != outside else surplus[start]
        amount = min(
            [wanted if start == outside else min(wanted, surplus[start])] + [self.sent[k] for _, k, w in steps if w < 0]
        )
        for _, key, way in steps:
            self.sent[key] += way * amount
        surplus[start] -= amount if start != outside else 0
        surplus[goal] += amount if goal != outside else 0
        return True

    def _ways(self, node: int) -> Iterable[tuple[CellKey, int, int]]:
        for key, other in self._out[node]:
            yield key, other, 1
        for key, other in self._into[node]:
            if self.sent[key]:
                yield key, other, -1

    def _reaching(self, end: int) -> int:
        """All nodes (a bit each) but those from which something can be sent to this one."""
        seen, waiting = {end}, [end]
        while waiting:
            node = waiting.pop()
            back = [(key, other) for key, other in self._into[node]]
            back += [(key, other) for key, other in self._out[node] if self.sent[key]]
            for _, other in back:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return sum(1 << node for node in range(len(self._out)) if node not in seen)


class _Ways:
    """Where more can be sent through the free cells in a flow that stays as it is; sets of nodes are numbers with a bit for
    each."""

    def __init__(self, free: Mapping[CellKey, tuple[int, int]], sent: Mapping[CellKey, int]) -> None:
        self._links: dict[CellKey, list[tuple[int, int]]] = {  # what each cell links: from, to
            key: [(start, end), (end, start)] if sent[key] else [(start, end)] for key, (start, end) in free.items()
        }
        self._count = Counter(link for links in self._links.values() for link in links)
        self._next: dict[int, int] = {}
        for start, end in self._count:
            self._next[start] = self._next.get(start, 0) | 1 << end
        self._reached: dict[int, int] = {}

    def reach(self, start: int, without: CellKey | None = None) -> int:
        """The nodes to which something more can be sent from this one, not through the cell `without`."""
        cut = [link for link in self._links[without] if self._count[link] == 1] if without is not None else []
        if not cut:
            if start not in self._reached:
                self._reached[start] = _reached(self._next, start)
            return self._reached[start]
        onward = dict(self._next)
        for one, other in cut:
            onward[one] &= ~(1 << other)
        return _reached(onward, start)


def _reached(onward: Mapping[int, int], start: int) -> int:
    seen = waiting = 1 << start
    while waiting:
        node = waiting.bit_length() - 1
        new = onward.get(node, 0) & ~seen
        seen |= new
        waiting = waiting & ~(1 << node) | new
    return seen


__all__ = ["Completion", "Cut", "Proven", "complete"]
