"""Whether a new result holds all that an older file in its place holds: what a person put right must not be overwritten.

No mark in the file says that it was edited; but whatever a new run does not write again would be lost, be it a corrected
figure, a column of remarks, or another report's figures.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import BinaryIO, NamedTuple, TextIO

from goiextract.defused import as_it_was, defused
from goiextract.report.tidy_csv import CSV_HEADER
from goiextract.report.version_1 import in_one_way, printed_in_version_1

_DECIMALS = re.compile(r"[+-]?\d*\.\d+")
_BLANK = b" \r\n\t\xef\xbb\xbf"
# {"source": "folder/name.pdf", … and the last words of a view's first line
_FOLDERS = re.compile(rb'(?:(?<=^\{"source": ")|(?<=  )(?=\S))(?:(?!  )[^"])*/([^"/]+(?:$|"))')
_PRINTED = CSV_HEADER.index("printed")
SHOWN = 80  # characters of a line that is named


class Lost(NamedTuple):
    """Lines of the older table that the new one lacks: how many, and the first, by its number in the file and its text."""

    lines: int
    first: int
    text: str


def csv_lines_lost(old: str, new: str) -> Lost | None:
    """The lines of the CSV file `old` that `new`, a CSV of ours, does not hold; None if it holds all, or there is no `old`.

    Cells are compared as a spreadsheet leaves them that opened the file and saved it again: FALSE for false, 0.995 for
    0.9950, its own separator and character set. A file of version 0.1 has fewer columns, and its `printed` held what stands
    in `readings` and `mark` now: its lines are held where the new ones say the same. A report may go by another path of the
    same name, as it does where a second file of that name has come. Memory: one report's lines, and a number for each report.
    """
    try:
        with open(old, "rb") as file:
            encoding = _encoding(file)
            file.seek(0)
            first = file.readline(65_536).decode(encoding, "replace")
    except OSError:
        return None
    separator = max(",;\t", key=first.count)
    with open(old, encoding=encoding, errors="replace", newline="") as past, open(new, "rb") as present:
        lines = ((number, line) for number, line in enumerate(_read(past, separator), 1) if any(line))
        top, header = next(lines, (0, ()))
        names = [name.strip() for name in header]
        own = [at for at, name in enumerate(names) if name in CSV_HEADER[1:]]
        wanted = [CSV_HEADER.index(names[at]) for at in own]
        source = names.index("source") if "source" in names else None
        is_version_1 = "printed" in names and "readings" not in names
        printed = names.index("printed") if is_version_1 else None
        starts = _starts(present)
        count, where = 0, (0, "")
        if any(name and name not in CSV_HEADER for name in names):  # a remark, or no table of ours at all
            count, where = 1, (top, separator.join(header)[:SHOWN])
        for name, group in groupby(lines, key=lambda line: _at(line[1], source)):
            new_lines = list(_reports(present, starts, name))
            there = {_same(line, wanted) for line in new_lines}
            if is_version_1:
                there |= {_same(_as_version_1(line), wanted) for line in new_lines}
            for number, line in group:
                more = any(cell.strip() for at, cell in enumerate(line) if at not in own and at != source)
                if more or not own or there.isdisjoint({_same(line, own), _same(line, own, printed)}):
                    where = where if count else (number, separator.join(line)[:SHOWN])
                    count += 1
    return Lost(count, *where) if count else None


def lines_lost(old: str, new: str) -> Lost | None:
    """The same for a file of lines (reports in JSON, tables for people), whatever it is: each that is not blank must stand in
    the new one, a report's name without its folders. Memory: a number for each line."""
    count, where = 0, (0, "")
    try:
        with open(old, "rb") as past, open(new, "rb") as present:
            there = {hash(_without_folders(line)) for line in present}
            for number, line in enumerate(past, 1):
                if line.strip(_BLANK) and hash(_without_folders(line)) not in there:
                    where = where if count else (number, line.decode("utf-8", "replace").strip()[:SHOWN])
                    count += 1
    except OSError:
        return None
    return Lost(count, *where) if count else None


def _without_folders(line: bytes) -> bytes:
    """A line without the folders of the report's name in it, which change with the other files of a call."""
    return _FOLDERS.sub(rb"\1", line.strip(_BLANK), count=1)


def _at(line: Sequence[str], column: int | None) -> str:
    """The last part of the name in this column."""
    return _last(line[column]) if column is not None and column < len(line) else ""


def _last(name: str) -> str:
    return re.split(r"[/\\]", as_it_was(name.strip()))[-1]


def _read(file: TextIO, separator: str) -> Iterator[Sequence[str]]:
    """The lines as far as they are CSV; one that is none (a quotation mark not closed) is a line of its own."""
    rows = csv.reader(file, delimiter=separator)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield (str(error),)


def _starts(new: BinaryIO) -> dict[str, list[int]]:
    """Where the lines of each report begin: last part of its name → offsets. A line of ours is one line of the file."""
    starts: dict[str, list[int]] = {}
    at, before = 0, ""
    for line in new:
        source = _cells(line)[0]
        if source != before:
            starts.setdefault(_last(source), []).append(at)
        before = source
        at += len(line)
    return starts


def _reports(new: BinaryIO, starts: dict[str, list[int]], name: str) -> Iterator[Sequence[str]]:
    """The lines of all reports of this name."""
    for start in starts.get(name, ()):
        new.seek(start)
        source = None
        for line in new:
            cells = _cells(line)
            source = cells[0] if source is None else source
            if cells[0] != source:
                break
            yield cells


def _cells(line: bytes) -> list[str]:
    return next(csv.reader([line.decode("utf-8")]), [""])


def _same(line: Sequence[str], columns: Sequence[int], printed: int | None = None) -> tuple[str, ...]:
    """The cells of these columns as they compare. printed: the one that may hold several readings."""
    given = ((at, line[at] if at < len(line) else "") for at in columns)
    return tuple(_plain(in_one_way(cell) if at == printed else cell) for at, cell in given)


def _as_version_1(line: Sequence[str]) -> Sequence[str]:
    """A line of ours with all in `printed` that version 0.1 had there."""
    told = {name: as_it_was(cell) for name, cell in zip(CSV_HEADER, line, strict=False)}
    own = list(line)
    own[_PRINTED] = defused(printed_in_version_1(*(told[name] for name in ("printed", "value", "readings", "mark"))))
    return own


def _plain(cell: str) -> str:
    cell = cell.strip()
    if _DECIMALS.fullmatch(cell):
        return format(Decimal(cell).normalize(), "f")
    return cell.lower() if cell.lower() in ("true", "false") else cell


def _encoding(file: BinaryIO) -> str:
    start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(1 << 20):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"
