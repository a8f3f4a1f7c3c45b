"""All tables' readings → the Report: the right copy of each table, the tables not found, every figure in form order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import msgspec.structs as structs

from goiextract.errors import BadForm
from goiextract.forms import Form, FormTable
from goiextract.reconciling.effort import Effort
from goiextract.reconciling.table import TableOutcome, reconcile_table
from goiextract.records import CellKey, Doubt, Figure, Finding, Reading, Readings, Report, Status, TableResult

MOST_COPIES = 30  # of one table that are read; a file of more is a collection, and none of its figures is the report's


def reconcile(readings: Readings, forms: Form | Sequence[Form]) -> Report:
    """Readings of a document's tables → Report, by one form or the one of several that each table names. `source` and the
    like are left empty for the caller to fill.

    Never raises for content: what does not add up, is not found or not settled is in the figures and findings. BadForm if a
    reading names a form or table that is not given.
    """
    by_name = {form.name: form for form in ((forms,) if isinstance(forms, Form) else forms)}
    for reading in readings.tables:
        _known(reading, by_name)
    effort = Effort()
    outcomes: dict[str, TableOutcome] = {}
    findings: list[Finding] = list(readings.findings)
    for key in dict.fromkeys(reading.table for reading in readings.tables):
        copies = [reading for reading in readings.tables if reading.table == key]
        outcome, more = _best_copy([_outcome(reading, by_name, effort) for reading in copies[:MOST_COPIES]])
        if len(copies) > MOST_COPIES:
            outcome, more = _one_of_too_many(outcome, len(copies))
        if outcome.rows_found:
            outcomes[key] = outcome
            findings += more
    if not outcomes:
        if not any(finding.code == "tables_without_figures" for finding in findings):
            findings.append(Finding("no_tables", "error"))
        return Report("", "", "", readings.agency, readings.year, (), (), tuple(findings))
    fallback = Counter(outcome.form for outcome in outcomes.values()).most_common(1)[0][0]
    tables: list[TableResult] = []
    figures: list[Figure] = []
    for table in by_name[fallback].tables:
        found = outcomes.get(table.key)
        if found is None:
            findings.append(Finding("table_missing", "warning", (("heading", table.heading),), table.key))
            figures += _missing(table)
            tables.append(TableResult(table.key, fallback, False))
        else:
            figures += found.figures
            findings += found.findings
            tables.append(TableResult(table.key, found.form, True, found.consistent, found.strength))
    return Report(
        "", "", "", readings.agency, readings.year, tuple(tables), tuple(figures), tuple(dict.fromkeys(findings))
    )


def _known(reading: Reading, forms: dict[str, Form]) -> None:
    form = forms.get(reading.form)
    if form is None:
        raise BadForm("reading_form_unknown", form=repr(reading.form), forms=", ".join(forms) or "–")
    if reading.table not in {table.key for table in form.tables}:
        raise BadForm("reading_table_unknown", form=form.name, table=repr(reading.table))


def _outcome(reading: Reading, forms: dict[str, Form], effort: Effort) -> TableOutcome:
    return reconcile_table(reading, forms[reading.form], effort)


def _missing(table: FormTable) -> list[Figure]:
    return [
        Figure(
            CellKey(table.key, row.key, column.key),
            None,
            None,
            None,
            Status.MISSING,
            0.0,
            True,
            column.unit,
            doubts=(Doubt.NOT_FOUND,),
        )
        for row in table.rows
        for column in row.columns
    ]


def _best_copy(copies: Sequence[TableOutcome]) -> tuple[TableOutcome, tuple[Finding, ...]]:
    """The copy with most rows, the first of equals. Where another whole copy prints other figures, those are ambiguous."""
    best = max(copies, key=lambda outcome: outcome.rows_found)
    for copy in copies:
        best = _together(best, copy)
    rivals = [copy for copy in copies if copy is not best and _is_rival(copy, best)]
    differing = {figure.key for rival in rivals for figure in _contradicted(best, rival)}
    if not differing:
        return best, ()
    return _with_repeated(best, differing, len(rivals) + 1)


def _with_repeated(best: TableOutcome, differing: set[CellKey], count: int) -> tuple[TableOutcome, tuple[Finding, ...]]:
    """The copy with the cells open that others print differently."""
    figures = tuple(
        replace(
            figure,
            status=Status.AMBIGUOUS,
            confidence=min(figure.confidence, 0.5),
            flagged=True,
            doubts=(*figure.doubts, Doubt.PRINTED_TWICE),
        )
        if figure.key in differing
        else figure
        for figure in best.figures
    )
    finding = Finding("table_repeated", "warning", (("count", str(count)),), best.table, tuple(sorted(differing)))
    return structs.replace(best, figures=figures), (finding,)


def _one_of_too_many(best: TableOutcome, count: int) -> tuple[TableOutcome, tuple[Finding, ...]]:
    """The copy with every figure open, for those that were not read may print others."""
    found = {figure.key for figure in best.figures if figure.status is not Status.MISSING}
    return _with_repeated(best, found, count)


def _is_rival(copy: TableOutcome, best: TableOutcome) -> bool:
    """True for a copy so whole that it may be the report's own table: half the rows, for a row may be cut off or misread."""
    return 2 * copy.rows_found >= best.rows_found


def _contradicted(best: TableOutcome, rival: TableOutcome) -> list[Figure]:
    """The figures of the one copy that the other does not print as well; none if it prints nothing else."""
    others = {figure.key: figure.value for figure in rival.figures}
    if all(others.get(own.key) in (None, own.value) for own in best.figures):
        printed = {own.key for own in best.figures}
        if not any(value is not None and key not in printed for key, value in others.items()):
            return []
    return [own for own in best.figures if others.get(own.key) != own.value]


def _together(one: TableOutcome, other: TableOutcome) -> TableOutcome:
    """One table printed in two parts out of order: the figures of both, where no cell stands in both."""
    if one.form != other.form or one is other:
        return one
    pairs = list(zip(one.figures, other.figures, strict=True))
    lost = (Status.MISSING, Status.INFERRED)
    if any(a.status not in lost and b.status not in lost for a, b in pairs):
        return one
    figures = tuple(b if a.status in lost and b.status not in lost else a for a, b in pairs)
    keys = {finding.code for finding in one.findings if finding.code == "cells_missing"}
    findings = tuple(f for f in (*one.findings, *other.findings) if f.code not in keys)
    return structs.replace(one, figures=figures, findings=findings, rows_found=one.rows_found + other.rows_found)
