"""A checked report → lines for people: one line what it is, then what to look at, the likeliest mistake first."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from goiextract.records import Finding, Place, Report, Status
from goiextract.report.marks import one_line
from goiextract.sentences import said, sentence

#: What is told first within a level; all else in the order found.
FIRST = ("likely_misprint", "totals_unfilled", "look_first", "failure_unexplained", "sum_fails", "sums_impossible")
#: Of what our own reports say of their documents: sums that fail, which are to be looked at, and what is likely wrong.
FAILS = ("sum_fails", "sums_impossible")
_OF_SUMS = (*FAILS, "likely_misprint", "totals_unfilled", "look_first")
FINDINGS_OF_A_KIND = 6
LEVELS = ("error", "warning", "note")
_MARKS = {"error": "✗", "warning": "!"}


class CheckedLine(NamedTuple):
    """A line on one report. is_note: nothing in it is to be looked at, so that it may stand elsewhere."""

    text: str
    is_note: bool = False


def is_to_look_at(report: Report) -> bool:
    """True where something is to be looked at: for a typed table any doubt; for our own reports sums that fail and what is not
    borne out. Their other doubts they flag themselves, figure by figure."""
    if report.kind == "table":
        return any(finding.level != "note" for finding in report.findings)
    return any(finding.code in FAILS or finding.code.startswith("check_") for finding in report.findings)


def checked_lines(report: Report, wanted: str | None = None) -> list[CheckedLine]:
    """What the check of one report says, in the reader's language (or `wanted`: ``zh``, ``en``)."""
    typed = report.kind == "table"
    told = [f for f in report.findings if typed or f.code in _OF_SUMS or f.code.startswith("check_")]
    lines = [CheckedLine(_heading(report, wanted))]
    told.sort(key=_rank)
    count: Counter[tuple[str, str]] = Counter()
    for finding in told:
        kind = (finding.code, finding.table)
        count[kind] += 1
        if count[kind] <= FINDINGS_OF_A_KIND:
            says = one_line(sentence(finding, wanted)) + _where(report, finding, wanted)
            is_note = finding.level == "note" and finding.code not in FIRST
            lines.append(CheckedLine(f"  {_MARKS.get(finding.level, '-')} {says}", is_note))
    more = sum(max(0, n - FINDINGS_OF_A_KIND) for n in count.values())
    if more:
        lines.append(CheckedLine("    " + said("check_more", None, wanted, count=more)))
    return lines


def _rank(finding: Finding) -> tuple[int, int]:
    first = FIRST.index(finding.code) if finding.code in FIRST else len(FIRST)
    return first, LEVELS.index(finding.level) if finding.level in LEVELS else len(LEVELS)


def _heading(report: Report, wanted: str | None) -> str:
    name = one_line(report.source) or "–"
    if not any(table.found for table in report.tables):
        return f"{name}: {said('check_no_table', None, wanted)}"
    details = {
        "forms": "/".join(dict.fromkeys(table.form for table in report.tables if table.found)),
        "given": str(sum(figure.printed is not None for figure in report.figures)),
        "count": str(len(report.figures)),
        "fails": str(sum(finding.code == "sum_fails" for finding in report.findings)),
        "proofs": str(sum(figure.certificate is not None for figure in report.figures)),
    }
    if report.kind == "table":
        return f"{name}: {said('check_heading_typed', details, wanted)}"
    wrong = any(finding.code.startswith("check_") for finding in report.findings)
    return f"{name}: {said('check_heading_unproven' if wrong else 'check_heading_proven', details, wanted)}"


def _where(report: Report, finding: Finding, wanted: str | None) -> str:
    """The lines of a typed table, or the pages of a document, that the cells in doubt stand in."""
    if finding.code not in (*FIRST[:3], "cell_ambiguous", "blank_proven"):
        return ""
    keys = set(finding.keys)
    if report.kind != "table":
        pages = sorted({f.place.page for f in report.figures if f.key in keys and f.place.page is not None})
        return f" [{said('check_pages', None, wanted, pages=', '.join(map(str, pages)))}]" if pages else ""
    places = [f.place for f in report.figures if f.key in keys and f.place.line and f.status is not Status.MISSING]
    told = [_in_words(place, wanted) for place in places]
    return f" [{'; '.join(dict.fromkeys(told))}]" if told else ""


def _in_words(place: Place, wanted: str | None) -> str:
    code = "check_line_column" if place.field else "check_line"
    return said(code, None, wanted, line=place.line, column=place.field)
