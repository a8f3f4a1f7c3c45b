"""Explanations of failing sums → findings that a person can use: what is likely misprinted, and where to look first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goiextract.reconciling.completion import Proven
from goiextract.reconciling.explanations import Explanation
from goiextract.records import Added, CellKey, Certificate, Finding

#: Explanations named, and the share from which one is worth a sentence.
NAMED, WORTH = 3, 0.02
#: Above this share the best explanation needs no second look to be told from the others.
SETTLED = 0.95


def explained(explanations: Sequence[Explanation], names: Mapping[CellKey, str], table: str) -> list[Finding]:
    """The likeliest explanations, each with its share, and the cell whose true number would tell most of them apart."""
    findings = []
    for one in [one for one in explanations if one.share >= WORTH][:NAMED]:
        cells = "；".join(
            f"{names[change.key]} {change.printed}" + (f" → {change.wanted}" if change.wanted is not None else "")
            for change in one.changes
        )
        details = (("cells", cells), ("share", "> 99%" if one.share > 0.99 else f"{one.share:.0%}"))
        code = "totals_unfilled" if one.unfilled else "likely_misprint"
        findings.append(Finding(code, "note", details, table, tuple(change.key for change in one.changes)))
    if explanations and explanations[0].share < SETTLED:
        key = look_first(explanations)
        findings.append(Finding("look_first", "note", (("cell", names[key]),), table, (key,)))
    return findings


def look_first(explanations: Sequence[Explanation]) -> CellKey:
    """The cell to look at first: the one whose number, once known, leaves least doubt on average which explanation holds.

    The answer splits the explanations into those that want another number there and those that want it as printed: the
    doubt falls most where the shares of the two are nearest to one half.
    """
    shares: dict[CellKey, float] = {}
    for one in explanations:
        for change in one.changes:
            shares[change.key] = shares.get(change.key, 0.0) + one.share
    return min(sorted(shares), key=lambda key: abs(shares[key] - 0.5))


def certificate_of(proven: Proven) -> Certificate:
    """The proof of a lost cell's value as it is published."""
    at_most, at_least = (tuple(Added(*each) for each in cut) for cut in (proven.at_most, proven.at_least))
    return Certificate(at_most, at_least)
