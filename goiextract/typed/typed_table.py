"""A typed table → Readings, one for each report in it: every line is a figure, or every line is a report."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from goiextract.errors import UnreadableDocument
from goiextract.forms import Form, forms
from goiextract.records import CellKey, Finding, Fragment, Place, Reading, Readings, Token
from goiextract.typed.addresses import cell_at, cell_named
from goiextract.typed.as_printed import as_one_a_line
from goiextract.typed.header import Header, read_header
from goiextract.typed.lines import TITLES, as_typed, decoded, separated

MOST_TOLD = 20  # lines of one report that are complained of one by one
MOST_SHOWN = 60  # characters of what stands in a cell
SEVERAL = " / "  # between numbers that one cell may be: no numeral, so that none of them is taken
Lines = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class TypedReport:
    """One report in a typed table: what the table calls it, its first line in the file, and its figures."""

    source: str
    line: int
    readings: Readings


@dataclass(slots=True)
class _Typed:
    """A report's figures as they are met: text and place of each cell, once for every time it is typed."""

    line: int
    source: str = ""
    agency: str = ""
    year: int | None = None
    forms: dict[str, str] = field(default_factory=dict)
    cells: dict[CellKey, list[tuple[str, str]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: int = 0


def read_table(source: str | os.PathLike[str] | bytes, *, name: str | None = None) -> Iterator[TypedReport]:
    """A CSV file (path or bytes) that someone typed → its reports, one after the other.

    Read are lines with table, row, column and value (our own CSV too: value, else printed) or with address and value, told
    apart by source, agency and year; lines that are a report each, with columns named by addresses such as
    ``applications.granted.total``; and a form's tables as printed, a line each row under the form's columns. Rows and columns
    may go by their keys or official wording; UTF-8, UTF-16 or GBK; parted by comma, semicolon, tab or bar. What cannot be
    placed is a finding with its line. GoiextractError if there is no table, or no line in it.
    """
    data, name = _bytes_of(source, name)
    lines = separated(decoded(data, name), name)
    header, columns = _header(lines, name)
    if header.is_as_printed:
        found = _long(*as_one_a_line(header, lines), name)
    else:
        found = _long(header, len(columns), lines, name) if header.is_long else _wide(header, columns, lines, name)
    return _reports(found, name)


def _reports(found: Iterable[_Typed], name: str) -> Iterator[TypedReport]:
    one = None
    for one in found:
        yield TypedReport(one.source, one.line, _readings(one, name))
    if one is None:
        raise UnreadableDocument("typed_no_lines", name)


def _header(lines: Lines, name: str) -> tuple[Header, Sequence[str]]:
    """The first line that can be a header, and the names in it; what stands above it is the table's title."""
    refused: UnreadableDocument | None = None
    for _, line in islice(lines, TITLES):
        columns = tuple(cell.strip() for cell in line)
        try:
            return read_header(columns, name), columns
        except UnreadableDocument as error:
            refused = refused if refused and sum(map(bool, columns)) < 2 else error
    raise refused or UnreadableDocument("typed_empty", name)


def _bytes_of(source: str | os.PathLike[str] | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "table"
    path = Path(source)
    try:
        return path.read_bytes(), name or path.name
    except OSError as error:
        raise UnreadableDocument(f"{path}: {error.strerror or error}; check the path and its permissions") from error


def _long(header: Header, n_columns: int, lines: Lines, name: str) -> Iterator[_Typed]:
    reports: dict[tuple[str, ...], _Typed] = {}
    for number, line in lines:
        said = {meaning: line[at].strip() for meaning, at in header.named.items() if at < len(line)}
        about = tuple(said.get(meaning, "") for meaning in ("source", "agency", "year"))
        one = reports.setdefault(about, _begun(number, said, name))
        address = said.get("address") or ".".join(said.get(part, "") for part in ("table", "row", "column"))
        row, column = said.get("row", ""), said.get("column", "")
        key = cell_named(said.get("table", ""), row, column) if row or column else cell_at(address)
        if any(cell.strip() for cell in line[n_columns:]):
            details = (("file", name), ("line", str(number)))
            _complain(one, Finding("typed_line_too_long", "warning", details))
        elif key is None:
            unknown = (("file", name), ("line", str(number)), ("said", address[:100]))
            _complain(one, Finding("typed_unknown", "warning", unknown))
        elif said.get("status") != "missing":
            text = said.get("value", "") or said.get("printed", "").replace(" | ", SEVERAL)
            one.cells.setdefault(key, []).append((as_typed(text), f"line {number}"))
            one.forms.setdefault(key.table, said.get("form", ""))
    together = Counter(one.source for one in reports.values())
    for one in reports.values():
        if together[one.source] > 1:  # a body's years, say: their lines would all be called the same
            one.source = " ".join(dict.fromkeys(filter(None, (one.source, one.agency, str(one.year or "")))))
        yield one


def _wide(header: Header, columns: Sequence[str], lines: Lines, name: str) -> Iterator[_Typed]:
    first = True
    for number, line in lines:
        said = {meaning: line[at].strip() for meaning, at in header.named.items() if at < len(line)}
        one = _begun(number, said, f"{name}, line {number}")
        if first:
            for column in header.unknown:
                unknown = (("file", name), ("line", "1"), ("said", column[:100]))
                _complain(one, Finding("typed_unknown", "warning", unknown))
        if first and header.other:
            listed = (("file", name), ("columns", ", ".join(header.other)[:200]))
            one.findings.append(Finding("typed_columns_unread", "note", listed))
        first = False
        if any(
            cell.strip() for cell in line[len(columns) :]
        ):  # a comma too many: no cell behind it is where it belongs
            details = (("file", name), ("line", str(number)))
            _complain(one, Finding("typed_line_too_long", "warning", details))
        else:
            for at, key in header.cells.items():
                if at < len(line):
                    place = f"line {number}, column {columns[at]}"
                    one.cells.setdefault(key, []).append((as_typed(line[at]), place))
                    one.forms.setdefault(key.table, said.get("form", ""))
        yield one


def _begun(number: int, said: Mapping[str, str], otherwise: str) -> _Typed:
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", said.get("year", ""))
    source = (
        said.get("source", "") or " ".join(filter(None, (said.get("agency", ""), said.get("year", "")))) or otherwise
    )
    return _Typed(number, source, said.get("agency", ""), int(year[0]) if year else None)


def _complain(one: _Typed, finding: Finding) -> None:
    if len(one.findings) < MOST_TOLD:
        one.findings.append(finding)
    else:
        one.left_out += 1


def _readings(one: _Typed, name: str) -> Readings:
    tables = dict.fromkeys(key.table for key in one.cells)
    readings = []
    for table in tables:
        form = _form_of(table, [key for key in one.cells if key.table == table], one.forms.get(table, ""), one.year)
        fragments = []
        for row in form.table(table).rows:
            keys = [CellKey(table, row.key, column.key) for column in row.columns]
            tokens = tuple(_token(key, one, name) for key in keys if key in one.cells)
            if tokens:
                fragments.append(Fragment(row.printed, ((row.key, 0.0),), tokens, tokens[0].place))
        for key in one.cells:
            if key.table == table and key not in form.table(table).cells:
                details = (
                    ("file", name),
                    ("line", _lines_of(one.cells[key][:1])),
                    ("said", str(key)),
                    ("form", form.name),
                )
                _complain(one, Finding("typed_not_on_form", "warning", details, table))
        readings.append(Reading(table, form.name, tuple(fragments)))
    if one.left_out:
        one.findings.append(Finding("typed_more", "warning", (("file", name), ("count", str(one.left_out)))))
    return Readings(tuple(readings), one.agency, one.year, tuple(one.findings))


def _token(key: CellKey, one: _Typed, name: str) -> Token:
    typed = one.cells[key]
    texts = list(dict.fromkeys(text for text, _ in typed))
    if len(typed) > 1:
        lines, values = _lines_of(typed[:5]), SEVERAL.join(text[:MOST_SHOWN] for text in texts[:5])
        details = (("file", name), ("cell", str(key)), ("lines", lines), ("values", values))
        _complain(one, Finding("typed_twice", "warning", details, key.table, (key,)))
    return Token(SEVERAL.join(texts), key.column, place=Place(path=typed[0][1]))


def _lines_of(typed: Sequence[tuple[str, str]]) -> str:
    return ", ".join(dict.fromkeys(number for _, place in typed for number in re.findall(r"^line (\d+)", place)))


def _form_of(table: str, keys: Sequence[CellKey], said: str, year: int | None) -> Form:
    """The form that the table was typed from: as it says, else one that has all its cells, of the report's year if known,
    else the one with the fewest cells beyond those typed, the newest of equals."""
    named = re.search(r"(?:19|20)\d\d", said)
    wanted = int(named[0]) if named else None

    def fit(form: Form) -> tuple[bool, int, bool, int, int]:
        cells = set(form.table(table).cells)
        of_year = year is not None and form.first_year <= year <= (form.last_year or year)
        as_said = wanted is not None and form.first_year <= wanted <= (form.last_year or wanted)
        return as_said, len(cells & set(keys)), of_year, -len(cells), form.first_year

    return max(forms(), key=fit)
