"""HiGHS (scipy) as oracle: the cheapest explanation of sums that fail as an integer program.

This is the one benchmark that imports from inside a stage: the reconciler's search is compared with a solver on the same
problem, at the same costs, and no public name gives an explanation's cost.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import lil_array

from benchmarks.simulation.cases import Case
from goiextract.forms import Identity
from goiextract.reconciling.costs import MISPRINTS
from goiextract.reconciling.explanations import explain
from goiextract.reconciling.network import network_of
from goiextract.records import CellKey

LARGEST = 20_000  # surplus: beyond, HiGHS's tolerance of 1e-6 times it lets a cell change without being counted
SECONDS = 60.0  # for one program
SOLVED, INFEASIBLE = 0, 2  # scipy's numbers for what HiGHS proved
MOST_OPTIONS = 40_000  # slips of all cells together: more, and a program takes minutes


@dataclass(frozen=True, slots=True)
class Compared:
    """One instance: least cost by the reconciler's search and by HiGHS (None: not settled, not proven), and milliseconds."""

    name: str
    corruption: str
    ours: float | None
    highs: float | None
    ours_ms: float
    highs_ms: float

    @property
    def agree(self) -> bool | None:
        """Whether the costs agree; None where one of them is not known."""
        return None if self.ours is None or self.highs is None else abs(self.ours - self.highs) < 1e-3


def can_compare(case: Case) -> bool:
    """True for a table whose every figure was printed and read, with a mistake of the office in it."""
    printed = case.draft.page.values()
    if not case.draft.misprinted or case.draft.lost() or not all(isinstance(value, int) for value in printed):
        return False
    known = {key: value for key, value in case.draft.page.items() if isinstance(value, int)}
    surplus = _surplus(_own_sums(case), known)
    return 0 < surplus <= LARGEST and sum(len(slips(count, surplus)) for count in known.values()) <= MOST_OPTIONS


def compare(case: Case) -> Compared:
    """Both searches on one table as printed."""
    known = {key: value for key, value in case.draft.page.items() if isinstance(value, int)}
    network = network_of(case.draft.form.sums_of(case.draft.table.key))
    start = time.perf_counter()
    found = explain(network, known, ())
    between = time.perf_counter()
    highs = least_cost(_own_sums(case), known)
    end = time.perf_counter()
    ours = found.ranked[0].cost if found.settled and found.ranked else None
    return Compared(case.name, case.corruption, ours, highs, (between - start) * 1e3, (end - between) * 1e3)


def _own_sums(case: Case) -> list[Identity]:
    return [identity for identity in case.draft.form.sums_of(case.draft.table.key) if not identity.implied]


def _surplus(sums: Sequence[Identity], known: Mapping[CellKey, int]) -> int:
    return sum(abs(int(identity.residual(known))) for identity in sums)


def slips(count: int, most: int) -> list[int]:
    """The numbers that a slip makes of this one, or makes this one of, within `most` of it."""
    text, digits = str(count), "0123456789"
    made = {text[:n] + digit + text[n + 1 :] for n in range(len(text)) for digit in digits}
    made |= {text[:n] + digit + text[n:] for n in range(len(text) + 1) for digit in digits}
    made |= {text[:n] + text[n + 1 :] for n in range(len(text))}
    made |= {text[:n] + text[n + 1] + text[n] + text[n + 2 :] for n in range(len(text) - 1)}
    plain = {int(one) for one in made if one and (one == "0" or one[0] != "0")}
    return sorted(number for number in plain if number != count and abs(number - count) <= most)


def least_cost(sums: Sequence[Identity], known: Mapping[CellKey, int]) -> float | None:
    """Cost of the cheapest change of these counts under which every sum holds; None where HiGHS proves none.

    A cell changed to a slip of what is printed costs `slip`, to any other number `far` on top; a row or column of totals,
    all 0, that takes the whole blame costs `unfilled`. No change need be larger than what all sums lack together, for in a
    cheapest explanation of few cells the changes form a forest.
    """
    unfilled = any(_can_hold(sums, known, cells) for cells in _unfilled(sums, known))
    most_changes = math.ceil(MISPRINTS.unfilled / MISPRINTS.slip) - 1 if unfilled else len(known)
    status, best = _cheapest_changes(sums, known, most_changes)
    if status == INFEASIBLE and unfilled:
        return MISPRINTS.unfilled
    if status != SOLVED:
        return None
    return min(best, MISPRINTS.unfilled) if unfilled else best


def _cheapest_changes(sums: Sequence[Identity], known: Mapping[CellKey, int], most_changes: int) -> tuple[int, float]:
    """HiGHS's status and the least cost, of at most so many changed cells."""
    most = _surplus(sums, known)
    keys = list(known)
    options = [slips(known[key], most) for key in keys]
    # variables: for each cell one choice a slip, then whether it changes freely, then by how much
    first = np.cumsum([0, *(len(option) + 2 for option in options)])
    n = int(first[-1])
    cost, low, high = np.zeros(n), np.zeros(n), np.ones(n)
    table = lil_array((len(sums) + 3 * len(keys) + 1, n))
    least, greatest = np.full(table.shape[0], -np.inf), np.zeros(table.shape[0])
    terms = [_terms(identity) for identity in sums]
    for number, (key, option) in enumerate(zip(keys, options, strict=True)):
        start, free, amount = int(first[number]), int(first[number + 1]) - 2, int(first[number + 1]) - 1
        down = min(known[key], most)
        cost[start:free], cost[free] = MISPRINTS.slip, MISPRINTS.slip + MISPRINTS.far
        low[amount], high[amount] = -down, most
        for at, weights in enumerate(terms):
            if key in weights:
                for n_option, value in enumerate(option):
                    table[at, start + n_option] = weights[key] * (value - known[key])
                table[at, amount] = weights[key]
        row = len(sums) + 3 * number
        table[row, start : free + 1], greatest[row] = 1, 1  # at most one change
        table[row + 1, amount], table[row + 1, free] = 1, -most
        table[row + 2, amount], table[row + 2, free] = -1, -down
        table[-1, start : free + 1] = 1
    greatest[-1] = most_changes
    for at, identity in enumerate(sums):
        least[at] = greatest[at] = -float(identity.residual(known))
    found = milp(
        cost,
        integrality=np.ones(n),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(table.tocsr(), least, greatest),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    return int(found.status), float(found.fun) if found.status == SOLVED else math.inf


def _terms(identity: Identity) -> dict[CellKey, int]:
    return dict.fromkeys(identity.parts, 1) | dict.fromkeys(identity.wholes, -1)


def _unfilled(sums: Sequence[Identity], known: Mapping[CellKey, int]) -> list[list[CellKey]]:
    """Rows and columns of totals that are all 0 and that more than one failing sum runs through."""
    totals = {identity.wholes[0] for identity in sums if len(identity.wholes) == 1}
    failing = [identity for identity in sums if identity.residual(known)]
    lines: dict[tuple[str, str], list[CellKey]] = {}
    for key in (key for key in known if key in totals):
        lines.setdefault(("row", key.row), []).append(key)
        lines.setdefault(("column", key.column), []).append(key)
    return [
        cells
        for cells in lines.values()
        if len(cells) > 1
        and not any(known[key] for key in cells)
        and sum(any(key in identity.cells for key in cells) for identity in failing) > 1
    ]


def _can_hold(sums: Sequence[Identity], known: Mapping[CellKey, int], free: Sequence[CellKey]) -> bool:
    """Whether counts of 0 and more in the free cells make every sum hold (whole ones do if any do: the sums are a network)."""
    weights = [[_terms(identity).get(key, 0) for key in free] for identity in sums]
    sides = [
        -sum(weight * known[key] for key, weight in _terms(identity).items() if key not in free) for identity in sums
    ]
    return bool(linprog(np.zeros(len(free)), A_eq=weights, b_eq=sides).status == 0)
