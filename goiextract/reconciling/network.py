"""The sums of a table as a network: every sum a node, every cell an arc, the counts a flow that is kept at each node.

In 表三 each cell lies in exactly two independent sums (the third of a （七） cell follows from the others), and the sums can be
signed so that it enters one and leaves the other; a cell of 表四 lies in one, and leaves for or enters from outside. So the
counts of a consistent table are a circulation (reconciler notes, section 2.2), and questions about lost cells are
questions about paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from goiextract.forms import Identity
from goiextract.records import CellKey


class Network(Struct, frozen=True):
    """names[n], signs[n]: the sum that is node n, and the sign (±1) with which parts less wholes is taken there.

    arcs[cell] = (from, to): the node where the cell counts negative, and where it counts positive. One node more, the last,
    stands for the world outside, where a cell that lies in one sum only comes from or goes to.
    totals: the cells that are what others add up to.
    """

    names: tuple[str, ...]
    signs: tuple[int, ...]
    arcs: dict[CellKey, tuple[int, int]]
    totals: frozenset[CellKey]


@lru_cache(maxsize=64)
def network_of(identities: tuple[Identity, ...]) -> Network:
    """The network of these sums (those that follow from the others left out). ValueError where they form none, which
    loading a form rules out."""
    own = [identity for identity in identities if not identity.implied]
    terms: dict[CellKey, list[tuple[int, int]]] = {}
    for node, identity in enumerate(own):
        for key, weight in [(key, 1) for key in identity.parts] + [(key, -1) for key in identity.wholes]:
            terms.setdefault(key, []).append((node, weight))
    signs = _signs(len(own), list(terms.values())) if all(len(each) <= 2 for each in terms.values()) else None
    if signs is None:
        raise ValueError(
            "the sums of the table form no network: a cell lies in more than two, or they cannot be signed"
        )
    arcs = {}
    for key, each in terms.items():
        ends = {weight * signs[node]: node for node, weight in each}
        arcs[key] = (ends.get(-1, len(own)), ends.get(1, len(own)))
    return Network(
        tuple(identity.name for identity in own),
        tuple(signs),
        arcs,
        frozenset(identity.wholes[0] for identity in identities if len(identity.wholes) == 1),
    )


def _signs(n: int, terms: Sequence[Sequence[tuple[int, int]]]) -> list[int] | None:
    """A sign for each sum so that every cell in two of them counts once positive and once negative; None if there is none."""
    linked: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for each in terms:
        if len(each) == 2:
            (a, weight_a), (b, weight_b) = each
            linked[a].append((b, -weight_a * weight_b))
            linked[b].append((a, -weight_a * weight_b))
    signs = [0] * n
    for start in range(n):
        if signs[start]:
            continue
        signs[start] = 1
        waiting = [start]
        while waiting:
            node = waiting.pop()
            for other, relation in linked[node]:
                if not signs[other]:
                    signs[other] = signs[node] * relation
                    waiting.append(other)
                elif signs[other] != signs[node] * relation:
                    return None
    return signs
