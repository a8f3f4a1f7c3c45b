"""Report → tidy CSV: one line a figure, in form order. The header is a contract that other tools rely on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from goiextract.defused import defused
from goiextract.records import Box, Figure, Report
from goiextract.report.marks import name_line

BETWEEN_READINGS = " | "


class _Line(NamedTuple):
    """What a line of the CSV is made of. `form`: the printed form of the figure's table."""

    report: Report
    figure: Figure
    form: str


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
        line = _Line(report, figure, form_of.get(figure.key.table, ""))
        yield tuple(get(line) for get in COLUMNS.values())


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


def _readings(figure: Figure) -> str:
    """All of them in one cell; a bar of their own is a wide one, so that they can be parted again."""
    return _text(BETWEEN_READINGS.join(reading.replace("|", "｜") for reading in figure.readings))


def _length(side: str) -> Callable[[_Line], str]:
    """The column for one side of the box."""
    at = Box._fields.index(side)
    return lambda line: "" if line.figure.place.box is None else f"{line.figure.place.box[at]:.2f}"


#: The contract: name → what stands there. New columns come last, and a meaning does not change without a new version.
COLUMNS: dict[str, Callable[[_Line], str]] = {
    "source": lambda line: defused(name_line(line.report.source)),
    "form": lambda line: _one_line(line.form),
    "table": lambda line: _one_line(line.figure.key.table),
    "row": lambda line: _one_line(line.figure.key.row),
    "column": lambda line: _one_line(line.figure.key.column),
    "printed": lambda line: _text(line.figure.printed or ""),
    "value": lambda line: _number(line.figure.value),
    "consistent": lambda line: _number(line.figure.consistent),
    "status": lambda line: line.figure.status.value,
    "confidence": lambda line: _confidence(line.figure),
    "flagged": lambda line: "true" if line.figure.flagged else "false",
    "page": lambda line: "" if line.figure.place.page is None else str(line.figure.place.page),
    "x0": _length("x0"),
    "top": _length("top"),
    "x1": _length("x1"),
    "bottom": _length("bottom"),
    "because": lambda line: _one_line(" ".join(line.figure.because)),
    "readings": lambda line: _readings(line.figure),
    "doubts": lambda line: " ".join(line.figure.doubts),
    "mark": lambda line: _text(line.figure.mark),
    "unit": lambda line: _text(line.figure.unit),
    "agency": lambda line: _text(line.report.agency),
    "year": lambda line: "" if line.report.year is None else str(line.report.year),
    "sha256": lambda line: _one_line(line.report.sha256),
    "decision": lambda line: _text(line.figure.decision),
    "decided": lambda line: _text(line.figure.decided),
}
CSV_HEADER = tuple(COLUMNS)
