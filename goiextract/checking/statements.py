"""Each figure on its own: do status, printed text, value and what is said beside them fit one another?"""

from __future__ import annotations

import math
from collections.abc import Mapping

from goiextract.checking.numbers import is_a_number, is_possible, number_in, same, shown
from goiextract.forms import Form
from goiextract.records import CellKey, Figure, Finding, Status, TableResult

DOUBTS = (Status.CONFLICTING, Status.AMBIGUOUS, Status.MISSING)
FLAG_BELOW = 0.9  # published: a figure less certain is flagged
#: Kinds of file whose characters are given and not recognised: no misread character can be put right there.
GIVEN_TEXT = ("docx", "html", "text", "table")


def check_statements(figures: Mapping[CellKey, Figure], table: TableResult, form: Form, kind: str) -> list[Finding]:
    """One table's figures, each on its own → what contradicts itself."""
    kinds = {CellKey(table.table, r.key, c.key): c.kind for r in form.table(table.table).rows for c in r.columns}
    names = {identity.name for identity in form.sums_of(table.table)}
    found: list[Finding] = []
    for key, figure in figures.items():
        found += _fits(key, figure, table, kinds[key])
        if figure.status is Status.CORRECTED and kind in GIVEN_TEXT:
            details = (("cell", str(key)), ("kind", kind))
            found.append(Finding("check_corrected_text", "error", details, key.table, (key,)))
        for name in figure.because:
            if name not in names:
                said = (("cell", str(key)), ("identity", name))
                found.append(Finding("check_because_unknown", "error", said, key.table, (key,)))
    return found


def _fits(key: CellKey, figure: Figure, table: TableResult, kind: str) -> list[Finding]:
    found: list[Finding] = []
    doubted = figure.status in (Status.CONFLICTING, Status.AMBIGUOUS)  # what is printed there may be no count
    impossible = [
        value
        for value in (figure.value, figure.consistent)
        if value is not None
        and not (is_a_number(value) and (is_possible(value, kind) or (doubted and same(value, figure.value))))
    ]
    for value in dict.fromkeys(map(shown, impossible)):
        details = (("cell", str(key)), ("value", value))
        found.append(Finding("check_number_impossible", "error", details, key.table, (key,)))
    if not found and not (_status_fits(figure) and (table.found or figure.status is Status.MISSING)):
        told = (
            ("cell", str(key)),
            ("status", figure.status.value),
            ("printed", "–" if figure.printed is None else f"“{figure.printed}”"),
            ("value", shown(figure.value) or "–"),
            ("consistent", shown(figure.consistent) or "–"),
        )
        found.append(Finding("check_status_contradicts", "error", told, key.table, (key,)))
    elif not found and figure.value is not None and not _is_as_printed(figure):
        shows = (("cell", str(key)), ("printed", figure.printed or ""), ("value", shown(figure.value)))
        found.append(Finding("check_value_not_printed", "error", shows, key.table, (key,)))
    if not _is_within(figure):
        low, high = figure.bounds or (None, None)
        said = (
            ("cell", str(key)),
            ("bounds", f"{shown(low) or '–'} … {shown(high) or '–'}"),
            ("value", shown(figure.consistent) or "–"),
        )
        found.append(Finding("check_bounds_contradict", "error", said, key.table, (key,)))
    certain = math.isfinite(figure.confidence) and 0 <= figure.confidence <= 1
    if not certain or (not figure.flagged and (figure.status in DOUBTS or figure.confidence < FLAG_BELOW)):
        doubt = (("cell", str(key)), ("status", figure.status.value), ("confidence", str(figure.confidence)))
        found.append(Finding("check_not_flagged", "error", doubt, key.table, (key,)))
    return found


def _status_fits(figure: Figure) -> bool:
    printed, value, consistent = figure.printed, figure.value, figure.consistent
    proof = figure.certificate is not None
    if figure.mark and printed != "":  # it stands there in place of a figure
        return False
    match figure.status:
        case Status.PRINTED:
            return bool(printed) and value is not None and consistent in (None, value) and not proof
        case Status.CONFLICTING:
            return bool(printed) and value is not None and not proof
        case Status.CORRECTED:
            return bool(printed) and value is not None and consistent == value and not proof
        case Status.BLANK:
            return printed is not None and number_in(printed) is None and value is None
        case Status.INFERRED:
            return printed is None and value is not None and consistent == value
        case Status.MISSING:
            return printed is None and value is None and consistent is None and not proof
        case Status.AMBIGUOUS:
            return printed is not None


def _is_within(figure: Figure) -> bool:
    """Whether the bounds can be those of a number, and of the one that the sums are said to leave."""
    low, high = figure.bounds or (None, None)
    number = figure.consistent
    if low is not None and high is not None and low > high:
        return False
    return (
        not is_a_number(number)
        or number is None
        or ((low is None or number >= low) and (high is None or number <= high))
    )


def _is_as_printed(figure: Figure) -> bool:
    if figure.printed is None or figure.status is Status.INFERRED:
        return figure.printed is None
    printed = number_in(figure.printed)
    if figure.status is Status.CORRECTED:
        return printed != figure.value
    return printed is not None and printed == figure.value
