"""Cells of a recognised page that may all be something else without a sum failing: the recogniser's word alone decides there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from goiextract.forms import Identity
from goiextract.reconciling.explanations import is_slip
from goiextract.records import CellKey

MOST_THOUGHTS = 200  # of one table: more, and every cell with second thoughts is open


def open_cells(
    identities: Sequence[Identity], known: Mapping[CellKey, int], alternatives: Mapping[CellKey, Sequence[int]]
) -> set[CellKey]:
    """The known cells whose alternative reading no sum contradicts, alone or together with that of one other cell.

    In a block of 表四 a part and its total misread alike still add up, even if the recogniser was sure of one of them; the
    cells of 表三 lie in two sums, and there this takes more than two.
    identities: the sums of the table; only those whose cells are all known contradict anything.
    """
    if not alternatives:
        return set()
    checked = [identity for identity in identities if all(key in known for key in identity.cells)]
    signs: dict[CellKey, dict[int, int]] = {}
    for n, identity in enumerate(checked):
        for key in identity.cells:
            signs.setdefault(key, {})[n] = 1 if key in identity.parts else -1
    moves: list[tuple[CellKey, dict[int, int]]] = []
    found: set[CellKey] = set()
    for key, values in alternatives.items():
        for change in (value - known[key] for value in values if key in known and value != known[key]):
            own = signs.get(key, {})
            moves.append((key, {n: sign * change for n, sign in own.items()}))
            holds = all(checked[n].residual(known) == 0 for n in own)  # else the sums speak for the one or the other
            along = {
                cell for cell in signs if cell != key and holds and _moves_along(known[cell], own, signs[cell], change)
            }
            found |= {key, *along} if along else set()
    found |= {key for key, effect in moves if not effect}
    if len(moves) > MOST_THOUGHTS:
        return {key for key, _ in moves}
    for (one, effect), (other, opposite) in combinations(moves, 2):
        if one != other and effect.keys() == opposite.keys() and all(effect[n] == -opposite[n] for n in effect):
            found |= {one, other}
    return found


def _moves_along(count: int, own: Mapping[int, int], others: Mapping[int, int], change: int) -> bool:
    """Whether another figure, in the same sums, keeps them all if a slip of the eye made it what it is."""
    if own.keys() != others.keys() or len({own[n] * others[n] for n in own}) > 1:
        return False
    was = count - change * next(own[n] * others[n] for n in own)
    return was >= 0 and is_slip(count, was)
