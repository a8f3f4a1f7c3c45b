"""Cells of a recognised page that may all be something else without a sum failing: the recogniser's word alone decides there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from goiextract.forms import Identity
from goiextract.records import CellKey

MOST_THOUGHTS = 200  # of one table: more, and every cell with second thoughts is open


def open_cells(
    identities: Sequence[Identity], known: Mapping[CellKey, int], alternatives: Mapping[CellKey, Sequence[int]]
) -> set[CellKey]:
    """The known cells whose alternative reading no sum contradicts, alone or together with that of one other cell.

    In a block of 表四 a part and its total misread alike still add up; the cells of 表三 lie in two sums, and there this takes
    more than two. identities: the sums of the table; only those whose cells are all known contradict anything.
    """
    checked = [identity for identity in identities if all(key in known for key in identity.cells)]
    moves: list[tuple[CellKey, dict[int, int]]] = []
    for key, values in alternatives.items():
        for value in values:
            if key in known and value != known[key]:
                change = value - known[key]
                signs = {n: 1 if key in one.parts else -1 for n, one in enumerate(checked) if key in one.cells}
                moves.append((key, {n: sign * change for n, sign in signs.items()}))
    if len(moves) > MOST_THOUGHTS:
        return {key for key, _ in moves}
    found = {key for key, effect in moves if not effect}
    for (one, effect), (other, opposite) in combinations(moves, 2):
        if one != other and effect.keys() == opposite.keys() and all(effect[n] == -opposite[n] for n in effect):
            found |= {one, other}
    return found
