"""Cells without a number: the values that the sums leave them, with the sums that prove it.

Interval propagation on exact integers: every unknown cell starts at [0, ∞) and each sum narrows it until nothing moves.
Sound, and complete wherever the unknown cells can be peeled one after another or forced to 0 by a known total of 0
(reconciler notes, section 2.4: all losses of up to three cells, a whole row or column); cycles of unknowns stay open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from goiextract.forms import Identity
from goiextract.records import CellKey

MOST_ROUNDS = 200  # each round narrows at least one bound; chains seen were under 10 long


class Bounds(Struct, frozen=True):
    """What the sums leave for one unknown cell; `high` None = no upper bound. `why_…`: the sums that prove each side."""

    low: int = 0
    high: int | None = None
    why_low: tuple[str, ...] = ()
    why_high: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """True where exactly one value is left."""
        return self.high is not None and self.low == self.high

    @property
    def because(self) -> tuple[str, ...]:
        """The sums used, in the order they were used."""
        return tuple(dict.fromkeys(self.why_low + self.why_high))


class Inference(Struct, frozen=True):
    """Bounds of every unknown cell, and the sums that no non-negative values can satisfy."""

    bounds: dict[CellKey, Bounds]
    impossible: tuple[str, ...]


def infer(identities: Sequence[Identity], known: Mapping[CellKey, int], unknown: Iterable[CellKey]) -> Inference:
    """Narrow the unknown cells by the identities. `known` are counts; cells in neither are in no usable sum."""
    bounds = {key: Bounds() for key in unknown}
    sums = []
    for identity in identities:
        terms = [(key, 1) for key in identity.parts] + [(key, -1) for key in identity.wholes]
        if all(key in known or key in bounds for key, _ in terms):
            fixed = sum(sign * known[key] for key, sign in terms if key in known)
            sums.append((identity.name, fixed, [(key, sign) for key, sign in terms if key in bounds]))
    impossible: dict[str, None] = {}
    for _ in range(MOST_ROUNDS):
        moved = False
        for name, fixed, open_terms in sums:
            if name in impossible:
                continue
            narrowed = _narrow(name, fixed, open_terms, bounds)
            if narrowed is None:
                impossible[name] = None
            elif narrowed:
                bounds.update(narrowed)
                moved = True
        if not moved:
            break
    return Inference(bounds, tuple(impossible))


def _narrow(
    name: str, fixed: int, open_terms: Sequence[tuple[CellKey, int]], bounds: Mapping[CellKey, Bounds]
) -> dict[CellKey, Bounds] | None:
    """Tighter bounds that one sum (fixed + Σ sign·x = 0) gives its unknown cells; None if it cannot hold."""
    if not open_terms:
        return {} if fixed == 0 else None
    least, most, endless_down, endless_up = fixed, fixed, 0, 0
    for key, sign in open_terms:
        bound = bounds[key]
        if sign > 0:
            least += bound.low
            most, endless_up = (most, endless_up + 1) if bound.high is None else (most + bound.high, endless_up)
        else:
            most -= bound.low
            least, endless_down = (
                (least, endless_down + 1) if bound.high is None else (least - bound.high, endless_down)
            )
    narrowed: dict[CellKey, Bounds] = {}
    for key, sign in open_terms:
        bound = bounds[key]
        endless = int(bound.high is None)
        own_low, own_high = (bound.low, bound.high or 0) if sign > 0 else (-(bound.high or 0), -bound.low)
        down, up = (0, endless) if sign > 0 else (endless, 0)
        # the least and most that the other cells and the fixed part come to; None = endless
        others_least = None if endless_down - down else least - (own_low if not down else 0)
        others_most = None if endless_up - up else most - (own_high if not up else 0)
        if sign > 0:
            low = None if others_most is None else -others_most
            high = None if others_least is None else -others_least
        else:
            low, high = others_least, others_most
        new_low = bound.low if low is None or low <= bound.low else low
        new_high = bound.high if high is None or (bound.high is not None and high >= bound.high) else high
        if new_high is not None and new_high < new_low:
            return None
        if (new_low, new_high) != (bound.low, bound.high):
            # a low bound of x with sign + rests on the others' most: their high where they add, their low where they take away
            rest = [(bounds[other], weight) for other, weight in open_terms if other != key]
            why_most = [b.why_high if w > 0 else b.why_low for b, w in rest]
            why_least = [b.why_low if w > 0 else b.why_high for b, w in rest]
            for_low, for_high = (why_most, why_least) if sign > 0 else (why_least, why_most)
            narrowed[key] = Bounds(
                new_low,
                new_high,
                _chain(for_low, name) if new_low != bound.low else bound.why_low,
                _chain(for_high, name) if new_high != bound.high else bound.why_high,
            )
    return narrowed


def _chain(whys: Iterable[tuple[str, ...]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(one for why in whys for one in why), name]))
