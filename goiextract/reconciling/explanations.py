"""Sums that fail → what the office most likely printed wrong: the cheapest sets of cells whose change lets every sum hold.

Best-first search (A*) on the network of the sums. A set of cells taken for wrong joins the sums that they link; where the
surplus of joined sums is 0, they can hold. The least costly change that a surplus needs is never overrated, so the first
explanations found are the best (reconciler notes, sections 3 and 4). After `MOST_EXPANDED` steps the search ends
and says so, and what all that it did not come to cost at least.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from msgspec import Struct

from goiextract.reconciling.completion import Completion, complete
from goiextract.reconciling.costs import MISPRINTS
from goiextract.reconciling.network import Network
from goiextract.records import CellKey

WINDOW = 5.0  # explanations dearer than the best by more are not looked for
MOST_EXPANDED = 400  # steps; single and double misprints need under 60
MOST_TRIED = 4_000  # sets of cells; the same


class Change(Struct, frozen=True):
    """One cell: what is printed, and what it would be (None: several values would do). misread: the other number is one
    that whoever recognised the page thought possible there, so the page may well print it."""

    key: CellKey
    printed: int
    wanted: int | None
    misread: bool = False


class Explanation(Struct, frozen=True):
    """Cells taken for misprinted, under which every sum holds. cost in nats; share: posterior among those found.

    unfilled: the row or column of totals that was not filled in, empty for single cells.
    """

    changes: tuple[Change, ...]
    cost: float
    share: float = 0.0
    unfilled: str = ""


class Explanations(Struct, frozen=True):
    """All explanations within the window, likeliest first. settled: False where the search was given up before it ended.
    least: what the cheapest costs at least, found or not; infinite where there is none."""

    ranked: tuple[Explanation, ...]
    settled: bool
    least: float


#: What a search has tried: cells taken for wrong, each with the number it is read as instead, None for any.
Tried = tuple[tuple[CellKey, int | None], ...]
Alternatives = Mapping[CellKey, Sequence[int]]


def explain(
    network: Network,
    known: Mapping[CellKey, int],
    lost: Iterable[CellKey],
    alternatives: Alternatives | None = None,
    most: float = math.inf,
) -> Explanations:
    """Printed counts that do not add up, and the cells without a number → the ranked explanations.

    Only cells of the network take part. None needed (every sum can hold as printed): one explanation without changes.
    `alternatives`: other numbers that whoever recognised the page thought possible, where it was recognised.
    `most`: the cost beyond which none is looked for, as if the search had been given up.
    """
    known = {key: value for key, value in known.items() if key in network.arcs}
    lost = [key for key in network.arcs if key not in known]
    search = _Search(network, known, lost, alternatives or {})
    found, settled, least = search.run(most)
    best = min((one.cost for one in found), default=0.0)
    near = sorted(
        (one for one in found if one.cost <= best + WINDOW),
        key=lambda one: (one.cost, [change.key for change in one.changes]),
    )
    weights = [math.exp(best - one.cost) for one in near]
    ranked = tuple(
        Explanation(one.changes, one.cost, weight / sum(weights), one.unfilled)
        for one, weight in zip(near, weights, strict=True)
    )
    return Explanations(ranked, settled, least)


class _Search:
    def __init__(
        self, network: Network, known: Mapping[CellKey, int], lost: Sequence[CellKey], alternatives: Alternatives
    ) -> None:
        self.network, self.known, self.lost = network, known, lost
        self.rank = {key: number for number, key in enumerate(known)}
        self.ends = {key: network.arcs[key] for key in known}
        self.alternatives = {key: alternatives[key] for key in known if alternatives.get(key)}
        self.least = min(MISPRINTS.slip, MISPRINTS.misread) if self.alternatives else MISPRINTS.slip
        n = len(network.names)
        self.outside = n
        self.surplus = [0] * (n + 1)
        for key, value in known.items():
            start, end = network.arcs[key]
            self.surplus[end] += value
            self.surplus[start] -= value
        self.surplus[n] = 0
        self.base = list(range(n + 1))
        for key in lost:
            _join(self.base, *network.arcs[key])

    def run(self, most: float) -> tuple[list[Explanation], bool, float]:
        """The explanations found, whether they are all within the window, and what the cheapest of all costs at least."""
        waiting: list[tuple[float, int, float, Tried]] = []
        taken: set[Tried] = set()
        found: list[Explanation] = []
        counter = 0
        heappush(waiting, (0.0, counter, 0.0, ()))
        for name, cells in self._unfilled():
            one = self._explained(tuple((key, None) for key in cells), name)
            if one is not None:
                found.append(one)
        limit = min((one.cost for one in found), default=math.inf) + WINDOW
        for expanded in range(MOST_EXPANDED + 1):
            if not waiting or waiting[0][0] > limit:
                return found, True, limit - WINDOW
            if expanded == MOST_EXPANDED or len(taken) > MOST_TRIED or waiting[0][0] > most:
                break
            _, _, cost, tried = heappop(waiting)
            roots = self._joined(tried)
            totals = self._totals(roots, tried)
            defects = [root for root, total in totals.items() if total and root != roots[self.outside]]
            if not defects:
                one = self._explained(tried)
                if one is not None:
                    found.append(one)
                    limit = min(limit, one.cost + WINDOW)
                continue
            done = {key for key, _ in tried}
            for key in self._boundary(roots, defects):
                for value in (None, *self.alternatives.get(key, ())) if key not in done else ():
                    onward = tuple(sorted((*tried, (key, value)), key=self._place))
                    if onward in taken:
                        continue
                    taken.add(onward)
                    so_far = cost + (MISPRINTS.slip if value is None else MISPRINTS.misread)
                    left = len(defects) + self._more_defects(roots, totals, key, value)
                    estimate = so_far + self.least * math.ceil(left / 2)
                    if estimate <= limit:
                        counter += 1
                        heappush(waiting, (estimate, counter, so_far, onward))
        return found, False, min(waiting[0][0], limit - WINDOW)

    def _joined(self, tried: Tried) -> list[int]:
        """For each sum, and the outside, the first of those that the cells without a number and those taken for wrong join."""
        parents = list(self.base)
        for key, value in tried:
            if value is None:
                _join(parents, *self.ends[key])
        return [_root(parents, node) for node in range(len(parents))]

    def _place(self, pair: tuple[CellKey, int | None]) -> tuple[int, int]:
        return self.rank[pair[0]], -1 if pair[1] is None else pair[1]

    def _totals(self, roots: Sequence[int], tried: Tried) -> dict[int, int]:
        """The surplus of the joined sums, by their root. Where it is not 0 and cannot go outside, it is a defect."""
        surplus = list(self.surplus)
        for key, value in tried:
            if value is not None:
                start, end = self.ends[key]
                surplus[end] += value - self.known[key]
                surplus[start] -= value - self.known[key]
        totals = dict.fromkeys(roots, 0)
        for node in range(self.outside):
            totals[roots[node]] += surplus[node]
        return totals

    def _more_defects(self, roots: Sequence[int], totals: Mapping[int, int], key: CellKey, value: int | None) -> int:
        """How many defects more, or fewer, there are once this cell too is taken for wrong."""
        start, end = (roots[node] for node in self.ends[key])
        out = roots[self.outside]
        if start == end:
            return 0
        before = (start != out and totals[start] != 0) + (end != out and totals[end] != 0)
        if value is None:
            return int(out not in (start, end) and totals[start] + totals[end] != 0) - before
        change = value - self.known[key]
        return (start != out and totals[start] != change) + (end != out and totals[end] != -change) - before

    def _boundary(self, roots: Sequence[int], defects: Sequence[int]) -> list[CellKey]:
        """The cells that link the defect with fewest links to something else."""
        if not defects:
            return []
        linked: dict[int, list[CellKey]] = {defect: [] for defect in defects}
        for key, (one, other) in self.ends.items():
            start, end = roots[one], roots[other]
            if start != end:
                for root in (start, end):
                    if root in linked:
                        linked[root].append(key)
        return min(linked.values(), key=len)

    def _completed(self, tried: Tried) -> Completion:
        known = dict(self.known)
        for key, value in tried:
            if value is None:
                del known[key]
            else:
                known[key] = value
        return complete(self.network, known, [*self.lost, *(key for key, value in tried if value is None)])

    def _explained(self, tried: Tried, unfilled: str = "") -> Explanation | None:
        """The explanation that these cells are wrong; None if no counts make it so, or one of them is right as printed."""
        completion = self._completed(tried)
        if completion.impossible:
            return None
        changes, cost = [], MISPRINTS.unfilled if unfilled else 0.0
        for key, value in tried:
            printed, proven = self.known[key], completion.proven.get(key)
            if value is not None:
                changes.append(Change(key, printed, value, misread=True))
                cost += MISPRINTS.misread
                continue
            wanted = proven.value if proven is not None else None
            if wanted == printed:
                if unfilled:
                    continue
                return None
            changes.append(Change(key, printed, wanted))
            if not unfilled:
                cost += MISPRINTS.slip + (0.0 if wanted is None or is_slip(printed, wanted) else MISPRINTS.far)
        return Explanation(tuple(changes), cost, unfilled=unfilled)

    def _unfilled(self) -> Iterable[tuple[str, list[CellKey]]]:
        """Rows and columns of totals in which only zeros are printed, with a defect at more than one of their cells."""
        groups: dict[str, list[CellKey]] = {}
        for key in (key for key in self.known if key in self.network.totals):
            groups.setdefault(f"{key.table}.{key.row}", []).append(key)
            groups.setdefault(f"{key.table}[{key.column}]", []).append(key)
        for name, cells in groups.items():
            nodes = {node for key in cells for node in self.network.arcs[key] if self.surplus[node]}
            if len(cells) > 1 and len(nodes) > 1 and not any(self.known[key] for key in cells):
                yield name, cells


def is_slip(printed: int, wanted: int) -> bool:
    """True where a slip of the hand or eye makes one number of the other: one digit other, more or fewer, two swapped."""
    a, b = str(printed), str(wanted)
    if len(a) == len(b):
        other = [n for n in range(len(a)) if a[n] != b[n]]
        swapped = (
            len(other) == 2 and other[1] == other[0] + 1 and a[other[0]] == b[other[1]] and a[other[1]] == b[other[0]]
        )
        return len(other) == 1 or swapped
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))


def _root(parents: list[int], node: int) -> int:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def _join(parents: list[int], one: int, other: int) -> None:
    a, b = _root(parents, one), _root(parents, other)
    parents[max(a, b)] = min(a, b)
