"""Sums that fail: which cells are in doubt, and the numbers that would make the sums hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from goiextract.forms import Identity
from goiextract.reconciling.completion import Cut
from goiextract.reconciling.explanations import Alternatives, Change, Explanation, explain
from goiextract.reconciling.network import Network
from goiextract.records import CellKey

#: An explanation of more cells than this explains nothing: the figures may stand in the wrong columns, where rows with one
#: number in them add up all the same. Then no figure of the table is beyond doubt.
MOST_CULPRITS = 3
#: A culprit's number is suggested where the explanations that want it have this share.
SUGGESTED = 0.9
#: A recognised figure is corrected where its explanation has this share: a margin of 3 nats (tau of the notes).
BEYOND_DOUBT = 0.95


class Conflict(Struct, frozen=True):
    """The failing sums, the cells in doubt with the count that would do (None: not settled), and the explanations of the
    failure, likeliest first (none where no few cells explain it)."""

    failing: tuple[Identity, ...]
    suspects: dict[CellKey, int | None]
    explanations: tuple[Explanation, ...]

    @property
    def misread(self) -> tuple[Change, ...]:
        """The changes that settle it, if the recogniser's own second thoughts explain everything and nothing else comes
        near; empty otherwise. Arithmetic alone never corrects a figure (reconciler notes, finding 8)."""
        best = self.explanations[0] if self.explanations else None
        if best is None or best.share < BEYOND_DOUBT or not all(change.misread for change in best.changes):
            return ()
        return best.changes


def find_conflict(
    network: Network,
    identities: Sequence[Identity],
    known: Mapping[CellKey, int],
    impossible: Cut,
    alternatives: Alternatives,
) -> Conflict | None:
    """What fails among the identities whose cells are all known, or together in `impossible`; None if nothing does.

    alternatives: what else a recogniser thought a cell may be, as counts.
    """
    named = {name for name, _ in impossible}
    failing = tuple(
        identity
        for identity in identities
        if identity.name in named or ((counts := identity.counted(known)) is not None and not identity.holds(counts))
    )
    if not failing:
        return None
    found = explain(network, known, [key for key in network.arcs if key not in known], alternatives)
    ranked = found.ranked
    if not found.settled or not ranked or len(ranked[0].changes) > MOST_CULPRITS and not ranked[0].unfilled:
        return Conflict(failing, dict.fromkeys((key for key in known if key in network.arcs), None), ())
    shares: dict[CellKey, dict[int | None, float]] = {}
    for one in ranked:
        for change in one.changes:
            wanted = shares.setdefault(change.key, {})
            wanted[change.wanted] = wanted.get(change.wanted, 0.0) + one.share
    suspects = {
        key: next((value for value, share in wanted.items() if share >= SUGGESTED), None)
        for key, wanted in sorted(shares.items())
    }
    return Conflict(failing, suspects, ranked)
