"""Report → HTML for a notebook: the three tables in the form's own shape, doubtful figures marked, findings as sentences.

Self-contained and without scripts; text from the document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from goiextract.forms import FormRow, FormTable, form_named
from goiextract.records import CellKey, Figure, Report, TableResult
from goiextract.report.marks import MARKS, one_line, shown
from goiextract.report.terminal import VERDICTS
from goiextract.report.why_open import findings_to_show, may_be, reasons, why
from goiextract.sentences import language, said, sentence

_COLOURS = {"=": "#0b7285", "~": "#862e9c", "!": "#c92a2a", "?": "#b35c00", "·": "#b35c00", "*": "#b35c00"}
_CELL = "border:1px solid #ced4da;padding:2px 6px"
_NUMBER = f"{_CELL};text-align:right;white-space:nowrap"
_LABEL = f"{_CELL};text-align:left"


def report_to_html(report: Report, wanted: str | None = None) -> str:
    """The report as one piece of HTML. `wanted`: ``zh`` or ``en``, default the reader's language."""
    wanted = wanted or language()
    return "\n".join(_parts(report, wanted))


def _parts(report: Report, wanted: str) -> Iterator[str]:
    agency = one_line(report.agency) or said("view_agency_unknown", None, wanted)
    year = f"{report.year}年" if report.year is not None else said("view_year_unknown", None, wanted)
    source = escape(one_line(report.source))
    yield f'<div class="goiextract"><p><b>{escape(agency)} {escape(year)}</b> <small>{source}</small></p>'
    figures = dict(zip(report, report.figures, strict=True))
    for result in report.tables:
        form = form_named(result.form).table(result.table)
        yield f"<p><b>{escape(form.heading)}</b> <small>{escape(_standing(result, wanted))}</small></p>"
        if result.found:
            yield from _table(form, figures, wanted)
    used = {shown(figure).mark for figure in report.figures}
    yield from (
        f"<small><b>{mark}</b> {escape(said(MARKS[mark], None, wanted))}</small><br>" for mark in MARKS if mark in used
    )
    told = (*reasons(report, wanted)[0], *(one_line(sentence(one, wanted)) for one in findings_to_show(report)))
    items = "".join(f"<li>{escape(one)}</li>" for one in told)
    yield f"<ul>{items}</ul></div>" if items else "</div>"


def _standing(result: TableResult, wanted: str) -> str:
    if not result.found:
        return said("view_not_found", None, wanted)
    form = said("view_form", None, wanted, form=result.form)
    if not form_named(result.form).sums_of(result.table):
        return form
    return f"{form} · {said(VERDICTS[result.consistent][0], None, wanted)}"


def _table(form: FormTable, figures: Mapping[CellKey, Figure], wanted: str) -> Iterator[str]:
    """Rows under columns as printed; rows of different columns (表二) one block below another."""
    for columns, rows in groupby(form.lines, key=lambda line: _columns(line, form)):
        heads = "".join(f'<th style="{_NUMBER}">{escape(column)}</th>' for column in columns)
        yield f'<table style="border-collapse:collapse"><tr><th style="{_LABEL}"></th>{heads}</tr>'
        yield from (_row(form.key, line, len(columns), figures, wanted) for line in rows)
        yield "</table>"


def _columns(line: FormRow, form: FormTable) -> tuple[str, ...]:
    return tuple(column.printed for column in (line.columns or form.rows[0].columns))


def _row(table: str, line: FormRow, n_columns: int, figures: Mapping[CellKey, Figure], wanted: str) -> str:
    label = (
        f"{line.under} · {line.printed}" if line.under and not line.is_group and len(line.columns) < 6 else line.printed
    )
    if line.is_group:
        return f'<tr><th style="{_LABEL}" colspan="{n_columns + 1}">{escape(label)}</th></tr>'
    cells = "".join(_figure(figures.get(CellKey(table, line.key, column.key)), wanted) for column in line.columns)
    return f'<tr><td style="{_LABEL}">{escape(label)}</td>{cells}</tr>'


def _figure(figure: Figure | None, wanted: str) -> str:
    digits, mark, _ = shown(figure)
    colour = f";color:{_COLOURS[mark]};font-weight:bold" if mark else ""
    told = "" if figure is None else escape(_told(figure, wanted), quote=True)
    return f'<td style="{_NUMBER}{colour}" title="{told}">{escape(digits)}{mark}</td>'


def _told(figure: Figure, wanted: str) -> str:
    """What stands behind the pointer: address, status, what is printed, what else it may be, how sure, the sums that say so, and
    why it is in doubt."""
    parts: Sequence[str] = (
        str(figure.key),
        figure.status.value,
        "" if figure.printed is None else f"“{one_line(figure.printed or figure.mark)}”",
        may_be(figure, wanted) if figure.readings else "",
        f"{int(figure.confidence * 10_000) / 10_000:.4f}",
        "" if figure.consistent in (None, figure.value) else f"→ {figure.consistent}",
        " ".join(figure.because),
        why(figure, wanted),
    )
    return " · ".join(filter(None, parts))
