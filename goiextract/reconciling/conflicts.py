"""Sums that fail: which cells are in doubt, and the number that would make the sums hold where one cell explains all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goiextract.forms import Identity
from goiextract.records import CellKey

# Failing sums that a few cells may explain. More, and the figures may stand in the wrong columns, where rows with one
# number in them add up all the same: then no figure of the table is beyond doubt.
FEW = 6


@dataclass(frozen=True, slots=True)
class Conflict:
    """The failing sums, the cells in doubt, and for a lone culprit the count under which every sum holds."""

    failing: tuple[Identity, ...]
    suspects: dict[CellKey, int | None]


def find_conflict(
    identities: Sequence[Identity], known: Mapping[CellKey, int], impossible: Iterable[str]
) -> Conflict | None:
    """What fails among the identities whose cells are all known, or that `impossible` names; None if nothing does."""
    complete = [identity for identity in identities if all(key in known for key in identity.cells)]
    residuals = {identity.name: int(identity.residual(known)) for identity in complete}
    named = set(impossible)
    failing = [i for i in identities if residuals.get(i.name, 0) != 0 or i.name in named]
    if not failing:
        return None
    lone = _lone_culprits(complete, residuals, known) if not named - residuals.keys() else {}
    if len(lone) == 1:
        return Conflict(tuple(failing), dict(lone))
    if len(failing) > FEW:
        return Conflict(tuple(failing), {key: lone.get(key) for key in known})
    doubtful = [key for identity in failing for key in identity.cells if key in known]
    crossing = {key for key in doubtful if doubtful.count(key) >= 2}
    if crossing and all(any(key in crossing for key in identity.cells) for identity in failing):
        doubtful = [key for key in doubtful if key in crossing]
    return Conflict(tuple(failing), {key: lone.get(key) for key in doubtful})


def _lone_culprits(
    complete: Sequence[Identity], residuals: Mapping[str, int], known: Mapping[CellKey, int]
) -> dict[CellKey, int]:
    """The cells whose change alone makes every sum hold, with the count that does it."""
    touching: dict[CellKey, list[tuple[str, int]]] = {}
    for identity in complete:
        for key in identity.cells:
            touching.setdefault(key, []).append((identity.name, 1 if key in identity.parts else -1))
    wrong = {name for name, residual in residuals.items() if residual}
    culprits = {}
    for key, sums in touching.items():
        changes = {-residuals[name] * sign for name, sign in sums}
        if len(changes) == 1 and wrong <= {name for name, _ in sums}:
            value = known[key] + changes.pop()
            if value >= 0:
                culprits[key] = value
    return culprits
