"""A typed table → Readings, one for each report in it: every line is a figure, or every line is a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from goiextract.errors import TooLarge, UnreadableDocument
from goiextract.records import CellKey, Doubt, Finding, Place, Readings
from goiextract.sources import Source, bytes_of, name_of
from goiextract.typed.addresses import cell_at, cell_named
from goiextract.typed.as_printed import as_one_a_line
from goiextract.typed.header import FIGURES, Header, likeness, read_header
from goiextract.typed.lines import TITLES, as_named, as_typed, decoded, separated
from goiextract.typed.typed_report import SEVERAL, Decision, Several, Typed, begun, readings_of

#: Reports in one file: all counties over seven years. Each is reckoned whole, however little of it is typed, in some 5 ms.
MOST_REPORTS = 20_000
Lines = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class TypedReport:
    """One report in a typed table: what the table calls it, its first line in the file, its figures. several: cells that may hold
    several things. decisions: what a person decided of a cell, where the table is our own CSV."""

    source: str
    line: int
    readings: Readings
    several: Mapping[CellKey, Several] = field(default_factory=dict)
    decisions: Mapping[CellKey, Decision] = field(default_factory=dict)


def read_table(source: Source, *, name: str | None = None) -> Iterator[TypedReport]:
    """A CSV file (path, bytes or open file) that someone typed → its reports, one after the other.

    Read are lines with table, row, column and value (our own CSV of any version too: value, else what is printed; of several
    readings none is taken) or with address and value, told apart by source, agency and year; lines that are a report each,
    with columns named by addresses such as ``applications.granted.total``; and a form's tables as printed, a line each row
    under the form's columns. Rows and columns may go by their keys or official wording; UTF-8, UTF-16 or GBK; parted by comma,
    semicolon, tab or bar. The columns may be those of several forms: figures say which a report is on, else its form column or
    year. What cannot be placed is a finding with its line. GoiextractError if there is no table, no line in it, or more than
    `MOST_REPORTS` reports.
    """
    name = name or name_of(source, "table")
    text = decoded(bytes_of(source, name), name)
    lines = separated(text, name)
    number, header, columns = _header(lines, name)
    if header.is_as_printed:
        found = _long(*as_one_a_line(header, lines), name)
    elif header.is_long:
        found = _long(header, len(columns), lines, name)
    else:
        if text.count("\n") + text.count("\r") > MOST_REPORTS:  # before the first is reckoned
            _few_enough(sum(line > number for line, _ in separated(text, name)), name)
        found = _wide(number, header, columns, lines, name)
    return _reports(found, name)


def _reports(found: Iterable[Typed], name: str) -> Iterator[TypedReport]:
    one = None
    for one in found:
        yield TypedReport(one.source, one.line, readings_of(one, name), one.several, one.decisions)
    if one is None:
        raise UnreadableDocument("typed_no_lines", name)


def _few_enough(count: int, name: str) -> None:
    if count > MOST_REPORTS:
        raise TooLarge("typed_many_reports", name, most=MOST_REPORTS)


def _header(lines: Lines, name: str) -> tuple[int, Header, Sequence[str]]:
    """The first line that can be a header, its number, and the names in it; what stands above it is the table's title.
    Where none can be one, the error names the line that looks most like one."""
    refused: UnreadableDocument | None = None
    likest: tuple[int, bool, bool] | None = None
    for number, line in islice(lines, TITLES):
        columns = tuple(map(as_named, line))
        try:
            return number, read_header(columns, name, number), columns
        except UnreadableDocument as error:
            like = likeness(columns)
            if likest is None or like > likest:
                refused, likest = error, like
    raise refused or UnreadableDocument("typed_empty", name)


def _long(header: Header, n_columns: int, lines: Lines, name: str) -> Iterator[Typed]:
    reports: dict[tuple[str, ...], Typed] = {}
    for number, line in lines:
        said = _said(header, line)
        about = tuple(said.get(meaning, "") for meaning in ("source", "agency", "year"))
        one = reports.get(about)
        if one is None:
            one = reports[about] = begun(number, said, name)
            _few_enough(len(reports), name)
        row, column = said.get("row", ""), said.get("column", "")
        address = said.get("address") or ".".join((said.get("table", ""), row, column))
        key = cell_named(said.get("table", ""), row, column) if row or column else cell_at(address)
        if any(cell.strip() for cell in line[n_columns:]):
            one.complain(Finding("typed_line_too_long", "warning", (("file", name), ("line", str(number)))))
        elif key is None:
            unknown = (("file", name), ("line", str(number)), ("said", address[:100]))
            one.complain(Finding("typed_unknown", "warning", unknown))
        elif said.get("status") != "missing":
            if readings := _readings(said):
                one.several[key] = readings
            one.add(key, _text(said, readings), Place(line=number), said.get("form", ""))
            _keep(one, key, said)
    together = Counter(one.source for one in reports.values())
    for one in reports.values():
        if together[one.source] > 1:  # a body's years, say: their lines would all be called the same
            one.source = " ".join(dict.fromkeys(filter(None, (one.source, one.agency, str(one.year or "")))))
        yield one


def _wide(at_line: int, header: Header, columns: Sequence[str], lines: Lines, name: str) -> Iterator[Typed]:
    columns_of: dict[CellKey, list[int]] = {}
    for at, key in header.cells.items():
        columns_of.setdefault(key, []).append(at)
    first = True
    for number, line in lines:
        said = _said(header, line)
        one = begun(number, said, f"{name}, line {number}")
        if first:
            _columns_unread(one, header, at_line, name)
        first = False
        if any(
            cell.strip() for cell in line[len(columns) :]
        ):  # a comma too many: no cell behind it is where it belongs
            one.complain(Finding("typed_line_too_long", "warning", (("file", name), ("line", str(number)))))
        else:
            for key, indices in columns_of.items():
                given = [(as_typed(line[at]), at) for at in indices if at < len(line)]
                filled = [pair for pair in given if pair[0]]  # the wordings of two forms may be columns of one cell
                for text, at in filled or given[:1]:
                    one.add(key, text, Place(line=number, field=at + 1), said.get("form", ""))
        yield one


def _columns_unread(one: Typed, header: Header, at_line: int, name: str) -> None:
    for column in header.unknown:
        unknown = (("file", name), ("line", str(at_line)), ("said", column[:100]))
        one.complain(Finding("typed_unknown", "warning", unknown))
    if header.other:
        listed = (("file", name), ("columns", ", ".join(header.other)[:200]))
        one.findings.append(Finding("typed_columns_unread", "note", listed))


def _text(said: Mapping[str, str], several: Several | None) -> str:
    """What a line has for its cell."""
    if several:
        return SEVERAL.join(several.readings)
    return as_typed(said.get("value", "") or said.get("printed", "") or said.get("mark", ""))


def _readings(said: Mapping[str, str]) -> Several | None:
    """All that an open cell of our own CSV may hold; version 0.1 had them in `printed`."""
    told = as_typed(said.get("readings", "") or said.get("printed", ""))
    if said.get("value") or said.get("status") != "ambiguous" or "|" not in told:
        return None
    doubts = tuple(Doubt(name) for name in said.get("doubts", "").split() if name in set(Doubt))
    return Several(tuple(dict.fromkeys(part.strip() for part in told.split("|"))), doubts)


def _keep(one: Typed, key: CellKey, said: Mapping[str, str]) -> None:
    """What our own CSV says beside the figure."""
    if said.get("unit"):
        one.units[key] = said["unit"]
    decision = Decision(said.get("decision", ""), said.get("decided", ""))
    if any(decision):
        one.decisions[key] = decision


def _said(header: Header, line: Sequence[str]) -> dict[str, str]:
    """What the columns of `NAMES` say in this line; figures as they stand."""
    given = {meaning: line[at] for meaning, at in header.named.items() if at < len(line)}
    return {meaning: cell.strip() if meaning in FIGURES else as_named(cell) for meaning, cell in given.items()}
