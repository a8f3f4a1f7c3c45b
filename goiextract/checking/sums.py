"""All sums of a table reckoned again, against what the report says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from goiextract.checking.numbers import settled, shown
from goiextract.forms import Identity
from goiextract.records import CellKey, Figure, Finding, Status, TableResult


def check_sums(
    figures: Mapping[CellKey, Figure], table: TableResult, sums: Sequence[Identity], said: Sequence[Finding]
) -> list[Finding]:
    """One table: each sum whose cells all have a number → findings where the report says otherwise of it.

    said: the report's own findings, of which ``sum_fails`` name the sums that fail, and ``sums_impossible`` says that some
    which lack numbers cannot hold.
    """
    impossible = any(one.code == "sums_impossible" and one.table == table.table for one in said)
    named = {dict(one.details).get("identity") for one in said if one.code == "sum_fails" and one.table == table.table}
    printed = {key: value for key, figure in figures.items() if (value := settled(figure)) is not None}
    proven = printed | {key: value for key, figure in figures.items() if (value := _proven(figure)) is not None}
    found: list[Finding] = []
    fails, holds = False, 0
    for one in sums:
        if not all(key in proven for key in one.cells):
            continue
        off = one.residual(proven) != 0
        on_page = all(key in printed for key in one.cells)
        fails |= off
        holds += on_page and not off
        if off and (one.name not in named or not on_page):
            details = (
                ("identity", one.name),
                ("parts", _side(one.parts, proven)),
                ("wholes", _side(one.wholes, proven)),
            )
            found.append(Finding("check_sum_unreported", "error", details, one.table, one.cells))
        elif on_page and not off and one.name in named:
            found.append(Finding("check_sum_holds", "error", (("identity", one.name),), one.table, one.cells))
    unknown = named - {one.name for one in sums}
    found += [
        Finding("check_sum_unknown", "error", (("identity", name or ""),), table.table)
        for name in sorted(unknown, key=str)
    ]
    if sums and (
        (table.consistent is True and (fails or named or impossible or not holds))
        or (table.consistent is False and not (fails or named or impossible))
    ):
        verdict = (("table", table.table), ("said", str(table.consistent).lower()))
        found.append(Finding("check_sums_verdict", "error", verdict, table.table))
    return found + _because(figures, sums, named)


def _because(figures: Mapping[CellKey, Figure], sums: Sequence[Identity], named: set[str | None]) -> list[Finding]:
    """The sums that are said to prove a printed figure hold through it; those that dispute one fail through it."""
    by_name = {one.name: one for one in sums}
    counts = {key: figure.value for key, figure in figures.items() if type(figure.value) is int}
    holding = {one.name for one in sums if counts.keys() >= set(one.cells) and one.residual(counts) == 0}
    found = []
    for key, figure in figures.items():
        for name in figure.because if figure.status in (Status.PRINTED, Status.CORRECTED, Status.CONFLICTING) else ():
            one = by_name.get(name)
            if one is None:
                continue  # said elsewhere
            right = name in (named if figure.status is Status.CONFLICTING else holding)
            if key not in one.cells or not right:
                details = (("cell", str(key)), ("identity", name))
                found.append(Finding("check_because_wrong", "error", details, key.table, (key,)))
    return found


def _proven(figure: Figure) -> int | None:
    """The count that the report says the sums leave here."""
    number: int | Decimal | None = figure.value if figure.status is Status.INFERRED else figure.consistent
    asserts = figure.status is Status.INFERRED or figure.certificate is not None
    return number if asserts and type(number) is int else None


def _side(cells: Sequence[CellKey], numbers: Mapping[CellKey, int]) -> str:
    return " + ".join(shown(numbers[key]) for key in cells)
