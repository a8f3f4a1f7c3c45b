"""Cells without a number: the least and most that the sums leave them.

Interval propagation on exact integers: every unknown cell starts at [0, ∞) and each sum narrows it until nothing moves.
Sound, and complete wherever the unknown cells can be peeled one after another or forced to 0 by a known total of 0
(reconciler notes, section 2.4: all losses of up to three cells, a whole row or column); cycles of unknowns stay open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from goiextract.forms import Identity
from goiextract.records import CellKey

MOST_ROUNDS = 200  # each round narrows at least one bound; chains seen were under 10 long

Bounds = tuple[float, float]  # whole numbers; the greatest may be infinite


def infer(
    identities: Sequence[Identity], known: Mapping[CellKey, int], unknown: Iterable[CellKey]
) -> dict[CellKey, Bounds]:
    """The least and the greatest value of every unknown cell; a least above the greatest where no counts satisfy a sum.

    `known` are counts; a sum with a cell in neither is of no use.
    """
    bounds: dict[CellKey, Bounds] = dict.fromkeys(unknown, (0, math.inf))
    sums = [one for one in identities if all(key in known or key in bounds for key in one.cells)]
    for _ in range(MOST_ROUNDS):
        before = dict(bounds)
        for one in sums:
            for near, far in ((one.parts, one.wholes), (one.wholes, one.parts)):
                _narrow(near, far, known, bounds)
        if bounds == before:
            break
    return bounds


def _narrow(
    near: Sequence[CellKey], far: Sequence[CellKey], known: Mapping[CellKey, int], bounds: dict[CellKey, Bounds]
) -> None:
    """Narrow the unknown cells of one side of a sum by what the other cells of both come to."""
    fixed = sum([known[key] for key in far if key in known]) - sum([known[key] for key in near if key in known])
    others = [bounds[key] for key in far if key in bounds]
    least, most = fixed + sum([low for low, _ in others]), fixed + sum([high for _, high in others])
    for key in near:
        if key in bounds:
            rest = [bounds[other] for other in near if other != key and other in bounds]
            low, high = least - sum([high for _, high in rest]), most - sum([low for low, _ in rest])
            bounds[key] = max(bounds[key][0], low), min(bounds[key][1], high)
