"""A typed table → checked Reports: the typed figures go through the same reconciler as those of a document."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from goiextract import __version__
from goiextract.checking import check
from goiextract.forms import form_named, forms, kind_of
from goiextract.reconciling import reconcile
from goiextract.records import CellKind, Figure, Finding, Report, Status, TableResult
from goiextract.typed import TypedReport, read_table
from goiextract.typed.typed_cells import as_parted

LISTED = 4  # cells named in one sentence
MOST_SHOWN = 60  # characters of a cell that holds no number


def check_table(source: str | os.PathLike[str] | bytes, *, name: str | None = None) -> Iterator[Report]:
    """A CSV file (path or bytes; shapes: `read_table`) that someone typed → a Report for each report in it.

    Beside what the reconciler finds (sums that fail, likely misprints with the number proposed, where to look first) its
    findings name blanks that the sums determine, failures that no few mistakes explain, and figures that nothing can check;
    the proofs have been checked. `place.line` of a figure is its line. GoiextractError if there is no table.
    """
    versions = (("goiextract", __version__),)
    for typed in read_table(source, name=name):
        report = as_parted(reconcile(typed.readings, forms()))
        figures = tuple(_with_what_was_typed(figure, typed) for figure in report.figures)
        report = replace(report, source=typed.source, kind="table", figures=figures, versions=versions)
        own = [_as_typed(finding, report) for finding in report.findings if finding.code != "table_missing"]
        more = [finding for table in report.tables if table.found for finding in _findings(report, table)]
        yield replace(report, findings=(*own, *more, *check(report)))


def _with_what_was_typed(figure: Figure, typed: TypedReport) -> Figure:
    """The figure with all that its cell may hold, and with what a person decided of it."""
    several = typed.several.get(figure.key)
    if several is not None and figure.status is Status.AMBIGUOUS and figure.value is None:
        first = several.readings[0]
        printed, mark = (first, "") if kind_of(first) is CellKind.NUMBER else ("", first)
        figure = replace(figure, printed=printed, mark=mark, readings=several.readings, doubts=several.doubts)
    decision = typed.decisions.get(figure.key)
    return figure if decision is None else replace(figure, decision=decision.decision, decided=decision.decided)


def _as_typed(finding: Finding, report: Report) -> Finding:
    """What was not typed is no mistake; what is typed in one cell and no number need not be split or placed."""
    if finding.code == "cell_ambiguous":
        figure = report[finding.keys[0]]
        typed = figure.printed or figure.mark
        if not figure.readings and not typed.isdecimal():
            about = dict(finding.details)
            details = (("line", str(figure.place.line or "?")), ("cell", about["cell"]), ("typed", typed[:MOST_SHOWN]))
            return replace(finding, code="typed_no_number", details=details)
    return replace(finding, level="note") if finding.code == "cells_missing" else finding


def _findings(report: Report, table: TableResult) -> Iterator[Finding]:
    form = form_named(table.form).table(table.table)
    wording = {(row.key, c.key): f"{row.printed} · {c.printed}" for row in form.rows for c in row.columns}
    figures = [figure for figure in report.figures if figure.key.table == table.table]

    def listed(some: Sequence[Figure]) -> str:
        names = "、".join(wording[figure.key.row, figure.key.column] for figure in some[:LISTED])
        return names + ("…" if len(some) > LISTED else "")

    if all(figure.status in (Status.BLANK, Status.MISSING) for figure in figures):
        yield Finding("typed_table_blank", "note", (("heading", form.heading),), table.table)
    told = {finding.code for finding in report.findings if finding.table == table.table}
    if told & {"sum_fails", "sums_impossible"} and not told & {"likely_misprint", "totals_unfilled"}:
        yield Finding("failure_unexplained", "warning", (("heading", form.heading),), table.table)
    blank = [f for f in figures if f.status is Status.BLANK and f.consistent is not None]
    for figure in blank:
        if figure.consistent:
            details = (("cell", listed([figure])), ("value", str(figure.consistent)))
            yield Finding("blank_proven", "warning", details, table.table, (figure.key,), figure.place)
    zeros = [figure for figure in blank if figure.consistent == 0]
    if zeros:
        count = (("count", str(len(zeros))), ("cells", listed(zeros)))
        yield Finding("blanks_proven_zero", "note", count, table.table, tuple(figure.key for figure in zeros))
    counts = {f.key for f in figures if f.status in (Status.PRINTED, Status.CONFLICTING) and type(f.value) is int}
    sums = [one for one in form_named(table.form).sums_of(table.table) if counts.issuperset(one.cells)]
    inside = {key for one in sums for key in one.cells}
    unchecked = [f for f in figures if f.status is Status.PRINTED and f.key not in inside]
    if unchecked:
        cells = listed(unchecked) if len(unchecked) < len(figures) else form.heading
        count = (("count", str(len(unchecked))), ("cells", cells))
        yield Finding("figures_unchecked", "note", count, table.table, tuple(figure.key for figure in unchecked))
