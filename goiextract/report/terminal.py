"""Report → what a person reads on a screen: the tables as on the form, doubtful figures marked, findings as sentences.

Nothing depends on colour; a pipe gets none, and NO_COLOR is kept to. Text from the document cannot act on the terminal.
"""

from __future__ import annotations

import io
from collections import Counter

from rich.console import Console
from rich.text import Text

from goiextract.forms import form_named
from goiextract.records import Report, Status, TableResult
from goiextract.report.marks import MARKS, one_line, shown
from goiextract.report.sheet import table_lines
from goiextract.report.why_open import findings_to_show, reasons
from goiextract.sentences import language, listed, said, sentence

# A table read badly repeats itself; the figures concerned are marked in the tables all the same.
FINDINGS_OF_A_KIND = 6
VERDICTS = {
    True: ("view_sums_agree", "green"),
    False: ("view_sums_disagree", "bold red"),
    None: ("view_sums_undecided", "dim"),
}
_LEVELS = {"error": ("✗", "bold red"), "warning": ("!", "bold yellow"), "note": ("-", "dim")}


def print_report(report: Report) -> None:
    """Show the report on standard output, in the reader's language, as wide as the window."""
    _show(report, Console(highlight=False), language())


def report_to_text(report: Report, width: int = 80, wanted: str | None = None) -> str:
    """The same as plain text, at most `width` cells wide where the figures allow it. `wanted`: ``zh`` or ``en``."""
    text = io.StringIO()
    _show(report, Console(file=text, width=width, highlight=False, color_system=None), wanted or language())
    return text.getvalue()


def _show(report: Report, console: Console, wanted: str) -> None:
    def line(text: Text) -> None:
        text.rstrip()
        console.print(text, no_wrap=True, overflow="ignore", crop=False)

    year = f"{report.year}年" if report.year is not None else said("view_year_unknown", None, wanted)
    agency = one_line(report.agency) or said("view_agency_unknown", None, wanted)
    console.print(Text.assemble((agency, "bold"), "  ", (year, "bold"), "  ", (one_line(report.source), "dim")))
    figures = {figure.key: figure for figure in report.figures}
    for table in report.tables:
        form_table = form_named(table.form).table(table.table)
        console.print()
        line(Text.assemble((form_table.heading, "bold"), "  ", _standing(table, wanted)))
        if table.found:
            for printed in table_lines(form_table, figures, console.width):
                line(printed)
    console.print()
    if report.figures:
        console.print(_summary(report, wanted))
    found = {table.table for table in report.tables if table.found}
    used = {shown(figure).mark for figure in report.figures if figure.key.table in found}
    for mark, meaning in MARKS.items():
        if mark in used:
            console.print(Text(f"  {mark} {said(meaning, None, wanted)}", "dim"))
    told: Counter[str] = Counter()
    whys, more = reasons(report, wanted)

    def entry(mark: str, style: str, text: str) -> None:
        wrapped = Text(text).wrap(console, max(20, console.width - 2))
        for number, part in enumerate(wrapped):
            line(Text.assemble((mark if number == 0 else " ", style), " ", part))

    for why in whys:
        entry("?", "bold yellow", why)
    for finding in findings_to_show(report):
        told[finding.code] += 1
        if told[finding.code] > FINDINGS_OF_A_KIND:
            continue
        mark, style = _LEVELS.get(finding.level, _LEVELS["note"])
        entry(mark, style, one_line(sentence(finding, wanted)))
    more += sum(max(0, count - FINDINGS_OF_A_KIND) for count in told.values())
    if more:
        line(Text("  " + said("view_more", None, wanted, count=more), "dim"))


def _standing(table: TableResult, wanted: str) -> Text:
    """How the table came out, in a few words."""
    if not table.found:
        return Text(said("view_not_found", None, wanted), "bold yellow")
    form = said("view_form", None, wanted, form=table.form)
    if not form_named(table.form).sums_of(table.table):
        return Text(form, "dim")
    verdict, style = VERDICTS[table.consistent]
    strength = table.strength
    zeros = table.consistent and strength is not None and not strength.telling
    told = said("view_zeros_only", None, wanted) if zeros else ""
    return Text.assemble((f"{form} · ", "dim"), (said(verdict, None, wanted), style), (told, "dim"))


def _summary(report: Report, wanted: str) -> Text:
    count = Counter(figure.status for figure in report.figures)
    parts = [
        said("view_part", None, wanted, status=f"status_{status}", count=count[status])
        for status in Status
        if count[status]
    ]
    n, doubtful = len(report.figures), len(report.doubtful())
    text = Text(said("view_summary", None, wanted, count=n, parts=listed(parts, wanted)))
    if doubtful:
        text.append(said("view_doubtful", None, wanted, count=doubtful), "bold yellow")
    return text
