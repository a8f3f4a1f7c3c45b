"""Typed cells that the reconciler holds for run together, as in a document's text, are what stands in them."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from decimal import Decimal

from goiextract.forms import form_named
from goiextract.records import CellKey, Doubt, Figure, Finding, Report, Status

SURE = 0.995  # as the reconciler is of a figure that no sum sees
_NUMBERS = {
    "count": re.compile(r"\d{1,15}(?:\.00?)?"),
    "change": re.compile(r"-?\d{1,15}(?:\.00?)?"),
    "money": re.compile(r"\d{1,15}(?:\.\d+)?"),
}


def as_parted(report: Report) -> Report:
    """The report of a typed table, its cells taken as apart.

    In 表二, whose figures no sum sees, a document's figure of two digits beside a lost or lone blank cell may be two figures that
    ran together. In a table of separated values it is not: a panel with some of the columns, or with one blank, is no doubt.
    """
    figures = {}
    for table in report.tables:
        form = form_named(table.form)
        if not table.found or form.sums_of(table.table):
            continue
        kinds = {(row.key, column.key): column.kind for row in form.table(table.table).rows for column in row.columns}
        for figure in report.figures:
            if figure.key.table == table.table and figure.doubts == (Doubt.RAN_TOGETHER,):
                figures[figure.key] = _parted(figure, kinds[figure.key.row, figure.key.column])
    settled = {key for key, figure in figures.items() if figure.status is not Status.AMBIGUOUS}
    if not settled:
        return report
    findings = tuple(one for one in report.findings if not _is_settled(one, settled))
    return replace(report, figures=tuple(figures.get(f.key, f) for f in report.figures), findings=findings)


def _parted(figure: Figure, kind: str) -> Figure:
    printed = figure.printed or ""
    if figure.mark or (printed and not _NUMBERS[kind].fullmatch(printed)):  # text that is no number of this column
        return figure
    told = replace(figure, confidence=SURE, flagged=False, bounds=None, readings=(), doubts=())
    if not printed:
        return replace(told, status=Status.BLANK)
    value = Decimal(printed) if kind == "money" else int(Decimal(printed))
    return replace(told, value=value, consistent=value, status=Status.PRINTED)


def _is_settled(finding: Finding, settled: Set[CellKey]) -> bool:
    return finding.code in ("cell_ambiguous", "cells_ambiguous") and set(finding.keys) <= settled
