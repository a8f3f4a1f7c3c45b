"""Report → findings: what it claims that does not follow from its figures and the sums of its forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goiextract.checking.proofs import check_proofs
from goiextract.checking.statements import check_statements
from goiextract.checking.sums import check_sums
from goiextract.forms import Form, forms
from goiextract.records import CellKey, Figure, Finding, Report, TableResult

LISTED = 4  # cells named in one sentence


def check(report: Report) -> tuple[Finding, ...]:
    """Everything in the report that its own figures do not bear out; empty where all of it is proven or as printed.

    Each cell of the forms is there once; status, printed text and value fit one another; every certificate, added up
    anew, leaves the value it is said to prove; every sum that fails is named and those said to hold do. Never raises for
    content: a report made by hand or tampered with gives findings of level ``error``, with the cells in `keys`.
    """
    found: list[Finding] = []
    left = Counter(figure.key for figure in report.figures)
    found += [_cell("check_cell_twice", key) for key, count in left.items() if count > 1]
    by_name = {form.name: form for form in forms()}
    seen: set[str] = set()
    for table in report.tables:
        form = by_name.get(table.form)
        if table.table in seen:
            found.append(_table("check_table_twice", table))
            continue
        seen.add(table.table)
        known = {one.key for one in form.tables} if form else set()
        if form is None or table.table not in known:
            found.append(_table("check_form_unknown", table))
            continue
        found += _check_table(report, table, form)
    expected = {one.key for form in forms() for one in form.tables}
    if report.tables or report.figures:
        found += [Finding("check_table_lacking", "error", (("table", name),), name) for name in sorted(expected - seen)]
    named = seen | expected
    found += [_cell("check_cell_unknown", key) for key in left if key.table not in named]
    return tuple(dict.fromkeys(found))


def _check_table(report: Report, table: TableResult, form: Form) -> list[Finding]:
    own = [figure for figure in report.figures if figure.key.table == table.table]
    cells = form.table(table.table).cells
    figures: dict[CellKey, Figure] = {}
    for figure in own:
        figures.setdefault(figure.key, figure)
    known = set(cells)
    found = [_cell("check_cell_unknown", key) for key in figures if key not in known]
    found += _lacking([key for key in cells if key not in figures], table.table)
    figures = {key: figures[key] for key in cells if key in figures}
    found += check_statements(figures, table, form, report.kind)
    found += check_sums(figures, table, form.sums_of(table.table), report.findings)
    found += check_proofs(figures, form.sums_of(table.table))
    return found


def _lacking(keys: Sequence[CellKey], table: str) -> list[Finding]:
    if not keys:
        return []
    listed = ", ".join(map(str, keys[:LISTED])) + (" …" if len(keys) > LISTED else "")
    return [Finding("check_cell_lacking", "error", (("count", str(len(keys))), ("cells", listed)), table, tuple(keys))]


def _cell(code: str, key: CellKey) -> Finding:
    return Finding(code, "error", (("cell", str(key)),), key.table, (key,))


def _table(code: str, table: TableResult) -> Finding:
    return Finding(code, "error", (("table", table.table), ("form", table.form)), table.table)
