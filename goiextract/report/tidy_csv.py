"""Report → tidy CSV: one line a figure, in form order. The header is a contract that other tools rely on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from goiextract.defused import defused
from goiextract.records import Figure, Report
from goiextract.report.marks import name_line

CSV_HEADER = (
    "source",
    "form",
    "table",
    "row",
    "column",
    "printed",
    "value",
    "consistent",
    "status",
    "confidence",
    "flagged",
    "page",
    "x0",
    "top",
    "x1",
    "bottom",
    "because",
)


def report_to_csv(report: Report, header: bool = True) -> str:
    """The report as CSV text, with ``\\n`` line ends. Without `header`, to follow another report in one file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(CSV_HEADER)
    writer.writerows(report_to_rows(report))
    return text.getvalue()


def report_to_rows(report: Report) -> Iterator[tuple[str, ...]]:
    """The lines of the CSV, each in the order of `CSV_HEADER`. Boxes are points; what is not known is ``''``. Text that a
    spreadsheet would run stands behind an apostrophe (`defused`)."""
    form_of = {table.table: table.form for table in report.tables}
    for figure in report.figures:
        place = figure.place
        yield (
            defused(name_line(report.source)),
            _one_line(form_of.get(figure.key.table, "")),
            *map(_one_line, figure.key),
            _text(figure.printed or ""),
            _number(figure.value),
            _number(figure.consistent),
            figure.status.value,
            _confidence(figure),
            "true" if figure.flagged else "false",
            "" if place.page is None else str(place.page),
            *(("", "", "", "") if place.box is None else (f"{length:.2f}" for length in place.box)),
            _one_line(" ".join(figure.because)),
        )


def _text(text: str) -> str:
    """What a document or a file's name says: on one line, and kept from being run by a spreadsheet."""
    return defused(_one_line(text))


def _one_line(text: str) -> str:
    """Line breaks and control characters as spaces: a figure is one line, even where a file name holds a line break."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", text)


def _number(value: int | Decimal | None) -> str:
    """Plain digits: never an exponent, never a thousands mark."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _confidence(figure: Figure) -> str:
    """Four places, cut and not rounded: what is not certain must not read as 1."""
    return f"{int(figure.confidence * 10_000) / 10_000:.4f}"
