"""Tables of other readers in place of our own, where ours is not settled and theirs is proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from goiextract.records import Doubt, Figure, Finding, Report, Status
from goiextract.second_opinion.unsettled import unsettled_tables


def adopt(report: Report, others: Sequence[Report]) -> Report:
    """The report with each unsettled table taken from another reader whose figures are whole, proven by their sums (or,
    for a table without sums, read alike by two readers), and contradict nothing that is settled here."""
    for table in unsettled_tables(report) if report.tables else ():
        answers = [answer for other in others if (answer := _whole(other, table, report))]
        proven = [answer for answer, consistent in answers if consistent]
        alike = [a for n, (a, _) in enumerate(answers) for b, _ in answers[n + 1 :] if _values(a) == _values(b)]
        chosen = proven[0] if proven else alike[0] if alike else None
        if chosen is not None:
            report = _with_table(report, table, chosen)
    return report


def _whole(other: Report, table: str, report: Report) -> tuple[tuple[Figure, ...], bool] | None:
    result = next((result for result in other.tables if result.table == table and result.found), None)
    figures = tuple(figure for figure in other.figures if figure.key.table == table)
    if result is None or any(figure.flagged or figure.status is Status.INFERRED for figure in figures):
        return None
    ours = {figure.key: figure.value for figure in report.figures if figure.status is Status.PRINTED}
    if any(figure.key in ours and ours[figure.key] != figure.value for figure in figures):
        return None
    return figures, result.consistent is True


def _values(figures: Sequence[Figure]) -> list[object]:
    return [(figure.key, figure.value) for figure in figures]


def _with_table(report: Report, table: str, figures: tuple[Figure, ...]) -> Report:
    """The report with these figures, but for cells that hold a picture: these readers see text only, and call them blank."""
    pictures = {figure.key: figure for figure in report.figures if Doubt.PICTURE in figure.doubts}
    kept, placed = [], False
    for figure in report.figures:
        if figure.key.table != table:
            kept.append(figure)
        elif not placed:
            kept += [pictures.get(one.key, one) for one in figures]
            placed = True
    tables = tuple(replace(t, found=True, consistent=True) if t.table == table else t for t in report.tables)
    findings = [f for f in report.findings if f.table != table]
    findings.append(Finding("second_opinion_taken", "note", (), table))
    return replace(report, figures=tuple(kept), tables=tables, findings=tuple(findings))
