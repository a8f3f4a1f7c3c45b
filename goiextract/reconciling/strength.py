"""How much the sums of a table could prove at all: an all-zero table satisfies every sum and proves nothing of its reading."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from goiextract.forms import Identity
from goiextract.reconciling.network import Network, network_of
from goiextract.records import CellKey, Strength


def strength_of(identities: Sequence[Identity], known: Mapping[CellKey, int]) -> Strength:
    """The sums of a table and its printed counts → how many could be checked, how many over numbers other than 0, and the
    fewest printed cells that could be wrong together unseen."""
    checked = [counts for identity in identities if (counts := identity.counted(known)) is not None]
    telling = sum([any(counts) for counts in checked])
    if not identities:
        return Strength(0, 0, 1)
    cells = network_of(tuple(identities)).arcs
    return Strength(len(checked), telling, fewest_unseen(tuple(identities), frozenset(cells.keys() - known.keys())))


@lru_cache(maxsize=256)
def fewest_unseen(identities: tuple[Identity, ...], unknown: frozenset[CellKey]) -> int | None:
    """The fewest of the other cells that can change together without any sum failing; None where none can.

    Counts are a flow, so it is the shortest cycle, where cells without a number cost nothing: 4 for a whole 表三 (two rows,
    two columns), 2 for a block of 表四 (reconciler notes, finding 2). Signs are left out of account: numbers may grow.
    """
    network = network_of(identities)
    outside = len(network.names)
    parents = list(range(outside + 1))
    for key in sorted(unknown):
        start, end = _ends(network, key, parents)
        parents[max(start, end)] = min(start, end)
    links: dict[int, list[tuple[int, CellKey]]] = {}
    for key in network.arcs:
        if key not in unknown:
            start, end = _ends(network, key, parents)
            if start == end:
                return 1
            links.setdefault(start, []).append((end, key))
            links.setdefault(end, []).append((start, key))
    lengths = [length for node in links if (length := _shortest_cycle(node, links)) is not None]
    return min(lengths, default=None)


def _ends(network: Network, key: CellKey, parents: list[int]) -> tuple[int, int]:
    ends = []
    for node in network.arcs[key]:
        while parents[node] != node:
            node = parents[node]
        ends.append(node)
    return ends[0], ends[1]


def _shortest_cycle(start: int, links: Mapping[int, Collection[tuple[int, CellKey]]]) -> int | None:
    """The length of the shortest cycle that a search from this node meets: the shortest of all for some node."""
    steps: dict[int, int] = {start: 0}
    came: dict[int, CellKey | None] = {start: None}
    waiting = deque([start])
    best: int | None = None
    while waiting:
        node = waiting.popleft()
        for other, key in links[node]:
            if key == came[node]:
                continue
            if other not in steps:
                steps[other], came[other] = steps[node] + 1, key
                waiting.append(other)
            else:
                length = steps[node] + steps[other] + 1
                best = length if best is None else min(best, length)
    return best
