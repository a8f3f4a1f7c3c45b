"""Tables of other readers in place of our own, where ours is not settled and theirs is proven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from goiextract.forms import forms
from goiextract.records import Figure, Finding, Report, Status

UNSETTLED = (Status.AMBIGUOUS, Status.MISSING)
START = 4  # characters of a wording looked for: more of it may stand on the cell's next line
NUMBERING = re.compile(r"^(?:[一二三四五六七]、|（[一二三四五六七]）|\d\.)")


def unsettled_tables(report: Report) -> tuple[str, ...]:
    """Keys of the tables not found, or with figures that were not found or not placed. A table printed twice with other
    figures is no matter of reading: a reader who met only one of them would settle nothing."""
    tables = {table.table for table in report.tables if not table.found}
    tables |= {figure.key.table for figure in report.figures if figure.status in UNSETTLED}
    return tuple(sorted(tables - {finding.table for finding in report.findings if finding.code == "table_repeated"}))


def unsettled_pages(report: Report, texts: Sequence[str]) -> Iterator[range]:
    """For each unsettled table the pages (1-based) that it may stand on: its own, and those between the figures printed
    last before and first after what was not found or not placed. None for a table not found of which these pages print no
    wording either: it is not in the document. `texts`: each page's words, run together."""
    placed = [(number, figure.place.page) for number, figure in enumerate(report.figures) if figure.place.page]
    for table in unsettled_tables(report):
        own = [number for number, figure in enumerate(report.figures) if figure.key.table == table]
        found = [page for number, page in placed if own[0] <= number <= own[-1]]
        doubtful = [number for number in own if report.figures[number].status in UNSETTLED]
        before = [page for number, page in placed if number < doubtful[0]][-1:]
        after = [page for number, page in placed if number > doubtful[-1]][:1]
        pages = [*found, *(before or [1]), *(after or [len(texts)])]
        between = range(min(pages), max(pages) + 1)
        if found or _prints_any_of("".join(texts[page - 1] for page in between), table):
            yield between


def _prints_any_of(text: str, table: str) -> bool:
    """True where the text has two of the table's wordings, on whichever form. The rows of sub-tables are left out: they
    are words of any report's narrative (行政许可, 行政处罚)."""
    text = unicodedata.normalize("NFKC", text)  # some fonts give radicals for characters
    wordings = set()
    for of_form in (form.table(table) for form in forms()):
        for row in of_form.rows:
            wordings |= {column.printed[:START] for column in row.columns}
            if of_form.layout != "blocks":
                wordings.add(NUMBERING.sub("", row.printed)[:START])
    return sum(wording in text for wording in wordings if len(wording) == START) >= 2


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
    kept, placed = [], False
    for figure in report.figures:
        if figure.key.table != table:
            kept.append(figure)
        elif not placed:
            kept += figures
            placed = True
    tables = tuple(replace(t, found=True, consistent=True) if t.table == table else t for t in report.tables)
    findings = [f for f in report.findings if f.table != table]
    findings.append(Finding("second_opinion_taken", "note", (), table))
    return replace(report, figures=tuple(kept), tables=tables, findings=tuple(findings))
