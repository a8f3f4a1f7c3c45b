"""A PDF's report, and what other readers of its pages can settle in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from goiextract.records import Document, Layout, Report
from goiextract.second_opinion.unsettled import pages_to_ask_for, unsettled_tables


def settled(
    report: Report, data: bytes, document: Document, layout: Layout, reported: Callable[[Document], Report]
) -> Report:
    """The report with the tables that it leaves open and another reader has whole; the same where there are none. `reported`:
    what the stages make of a Document, ours or another reader's."""
    if document.kind != "pdf" or not report.tables or not unsettled_tables(report):
        return report
    pages = pages_to_ask_for(document, layout, report)
    if not pages:
        return report
    from goiextract.second_opinion.adopt import adopt  # not loaded before: few reports come here
    from goiextract.second_opinion.ask import missing_reader, read_again

    others: list[Report] = []
    told = report
    for again in read_again(data, document, pages):
        others.append(reported(again))
        told = adopt(report, others)
        if not unsettled_tables(told):
            break
    absent = missing_reader() if unsettled_tables(told) else None
    return replace(told, findings=(*told.findings, absent)) if absent else told
