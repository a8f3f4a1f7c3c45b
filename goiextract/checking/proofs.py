"""Certificates added up anew: what the named sums leave must be the cell once, numbers, and open cells on one side only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from goiextract.checking.numbers import same, settled, shown
from goiextract.forms import Identity
from goiextract.records import Added, CellKey, Figure, Finding, Status


def check_proofs(figures: Mapping[CellKey, Figure], sums: Sequence[Identity]) -> list[Finding]:
    """One table's figures that claim a number the page does not print → what is wrong with their proofs."""
    known = {key: value for key, figure in figures.items() if (value := settled(figure)) is not None}
    by_name = {identity.name: identity for identity in sums}
    fails = any(all(key in known for key in one.cells) and one.residual(known) for one in sums)
    found: list[Finding] = []
    for key, figure in figures.items():
        details: tuple[tuple[str, str], ...] = (("cell", str(key)), ("value", shown(claimed(figure)) or "–"))
        if figure.certificate is None:
            if needs_proof(figure):
                found.append(Finding("check_proof_lacking", "error", details, key.table, (key,)))
            continue
        if fails:  # sums that contradict one another prove anything
            found.append(Finding("check_proof_amid_failure", "error", details, key.table, (key,)))
        used = {one.identity for side in (figure.certificate.at_least, figure.certificate.at_most) for one in side}
        if used != set(figure.because):
            found.append(Finding("check_proof_because", "error", details, key.table, (key,)))
        found += _side(key, claimed(figure), figure.certificate.at_most, 1, known, by_name)
        if not figure.certificate.at_least and not same(claimed(figure), 0):
            found.append(Finding("check_proof_one_sided", "error", details, key.table, (key,)))
        elif figure.certificate.at_least:
            found += _side(key, claimed(figure), figure.certificate.at_least, -1, known, by_name)
    return found


def claimed(figure: Figure) -> object:
    """The number that the figure's certificate is said to prove."""
    return figure.value if figure.status is Status.INFERRED else figure.consistent


def needs_proof(figure: Figure) -> bool:
    """True where a number is given that stands nowhere on the page."""
    if figure.status is Status.INFERRED:
        return True
    open_cell = figure.status in (Status.BLANK, Status.AMBIGUOUS, Status.MISSING)
    return open_cell and figure.consistent is not None and not same(figure.consistent, figure.value)


def _side(
    key: CellKey,
    value: object,
    added: Sequence[Added],
    side: int,
    known: Mapping[CellKey, int],
    by_name: Mapping[str, Identity],
) -> list[Finding]:
    """side 1: the sums must show that the cell is at most `value`; -1: that it is at least that."""
    found: list[Finding] = []
    weights: Counter[CellKey] = Counter()
    for name, sign in added:
        identity = by_name.get(name)
        if identity is None or sign not in (1, -1):
            details = (("cell", str(key)), ("identity", name), ("sign", shown(sign)))
            found.append(Finding("check_proof_unknown_sum", "error", details, key.table, (key,)))
            continue
        for part in identity.parts:
            weights[part] += sign
        for whole in identity.wholes:
            weights[whole] -= sign
    if found:
        return found
    itself = 0 if key in known else weights.pop(key, 0)
    if itself != 1:
        missed = (("cell", str(key)), ("weight", str(itself)))
        return [Finding("check_proof_misses", "error", missed, key.table, (key,))]
    wrong = [other for other, weight in weights.items() if other not in known and weight * side < 0]
    if wrong:
        hangs = (("cell", str(key)), ("other", ", ".join(sorted(map(str, wrong))[:3])))
        return [Finding("check_proof_open", "error", hangs, key.table, (key,))]
    proven = -sum(weight * known[other] for other, weight in weights.items() if other in known)
    if type(value) is not int or value != proven:
        details = (("cell", str(key)), ("value", shown(value) or "–"), ("proven", shown(proven)))
        return [Finding("check_proof_value", "error", details, key.table, (key,))]
    return []
