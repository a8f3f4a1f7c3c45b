"""Report → what a person reads on a screen: the tables as on the form, doubtful figures marked, findings as sentences.

Nothing depends on colour; a pipe gets none, and NO_COLOR is kept to. Text from the document cannot act on the terminal.
"""

from __future__ import annotations

import io
import sys
from collections import Counter

from rich.console import Console
from rich.text import Text

from goiextract.forms import form_named
from goiextract.records import Report, Status, TableResult
from goiextract.report.marks import MARKS, one_line, shown
from goiextract.report.sheet import table_lines
from goiextract.sentences import either, language, sentence

_STATUS_WORDS = {
    Status.PRINTED: ("印出", "printed"),
    Status.BLANK: ("空白", "blank"),
    Status.INFERRED: ("推出", "inferred"),
    Status.CORRECTED: ("更正", "corrected"),
    Status.CONFLICTING: ("矛盾", "conflicting"),
    Status.AMBIGUOUS: ("位置未定", "ambiguous"),
    Status.MISSING: ("未找到", "missing"),
}
# A table read badly repeats itself; the figures concerned are marked in the tables all the same.
FINDINGS_OF_A_KIND = 6
_LEVELS = {"error": ("✗", "bold red"), "warning": ("!", "bold yellow"), "note": ("-", "dim")}


def print_report(report: Report) -> None:
    """Show the report on standard output, in the reader's language, as wide as the window."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a window that cannot show a character shows ?
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

    def say(zh: str, en: str) -> str:
        return either(zh, en, wanted)

    year = f"{report.year}年" if report.year is not None else say("年份未知", "year not found")
    agency = one_line(report.agency) or say("机关名称未知", "agency not found")
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
            console.print(Text(f"  {mark} {either(*meaning, wanted)}", "dim"))
    told: Counter[str] = Counter()
    for finding in report.findings:
        told[finding.code] += 1
        if told[finding.code] > FINDINGS_OF_A_KIND:
            continue
        mark, style = _LEVELS.get(finding.level, _LEVELS["note"])
        said = Text(one_line(sentence(finding, wanted))).wrap(console, max(20, console.width - 2))
        for number, part in enumerate(said):
            line(Text.assemble((mark if number == 0 else " ", style), " ", part))
    more = sum(max(0, count - FINDINGS_OF_A_KIND) for count in told.values())
    if more:
        line(
            Text(
                say(f"  另有 {more} 条同类说明，见 JSON", f"  and {more} more of these kinds; all are in the JSON"),
                "dim",
            )
        )


def _standing(table: TableResult, wanted: str) -> Text:
    """How the table came out, in a few words."""
    if not table.found:
        return Text(either("未找到此表", "not found in this document", wanted), "bold yellow")
    form = either(f"{table.form}年格式", f"form of {table.form}", wanted)
    if not form_named(table.form).sums_of(table.table):
        return Text(form, "dim")
    sums = {
        True: (either("勾稽相符", "sums agree", wanted), "green"),
        False: (either("勾稽不符", "sums do not agree", wanted), "bold red"),
        None: (either("勾稽未能判定", "sums not decided", wanted), "dim"),
    }[table.consistent]
    strength = table.strength
    zeros = table.consistent and strength is not None and not strength.telling
    told = either("（均为 0，不足以证明）", " (over zeros only, which proves little)", wanted) if zeros else ""
    return Text.assemble((f"{form} · ", "dim"), sums, (told, "dim"))


def _summary(report: Report, wanted: str) -> Text:
    count = Counter(figure.status for figure in report.figures)
    parts = [
        either(f"{words[0]} {count[status]}", f"{count[status]} {words[1]}", wanted)
        for status, words in _STATUS_WORDS.items()
        if count[status]
    ]
    n, doubtful = len(report.figures), len(report.doubtful())
    text = Text(either(f"共 {n} 个数字：", f"{n} figures: ", wanted) + either("，", ", ", wanted).join(parts))
    if doubtful:
        text.append(either(f"；其中 {doubtful} 个请核对", f"; {doubtful} to look at", wanted), "bold yellow")
    return text
