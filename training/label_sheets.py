"""A CSV file as an editor or a spreadsheet saved it → its columns and lines, or what is wrong with it as a whole."""

from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from goiextract.defused import as_it_was
from training.labelled import BadLabels

#: As spreadsheets write them: comma, semicolon (where the comma is the decimal sign), tab ("Unicode text").
DELIMITERS = ",;\t"
AS_UTF8 = "save it as UTF-8 (Excel: “CSV UTF-8”; LibreOffice: character set Unicode (UTF-8))"
# No fragment is longer; the standard library's limit of 131,072 is of the whole program, and some paragraphs exceed it.
LONGEST_FIELD = 16_000_000
#: 1,000 reports have about 20 MB; reading takes ten times that in memory.
LARGEST = 200_000_000
#: How other kinds of file begin that were saved or renamed as CSV.
NO_CSV = {b"PK\x03\x04": "a workbook (xlsx, ods)", b"\xd0\xcf\x11\xe0": "a workbook (xls)", b"%PDF": "a PDF"}


class SheetLine(NamedTuple):
    """A line of the sheet: the text line it begins at, its number as a spreadsheet counts, and its fields by column."""

    line: int
    row: int
    fields: Mapping[str, str]


class Sheet(NamedTuple):
    """The columns in their order, and the lines below them that are not wholly empty."""

    columns: tuple[str, ...]
    lines: tuple[SheetLine, ...]


def read_sheet(path: Path) -> Sheet:
    """A file → its sheet. BadLabels if it cannot be opened, is empty, is not UTF-8, or is no CSV."""
    text = _decoded(path, _bytes(path))
    if not text.strip():
        raise BadLabels(path, 1, "the file is empty; delete it, or restore it from before it was saved")
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] = ()
    lines: list[SheetLine] = []
    row = begins = 0
    try:
        for fields in reader:
            begins, row, end = begins + 1, row + 1, reader.line_num
            if not columns and any(fields):
                columns = tuple(field.strip() for field in fields)
            elif any(field.strip() for field in fields):
                lines.append(SheetLine(begins, row, _named(path, begins, columns, fields)))
            begins = end
    except csv.Error as error:
        problem = f"this is no CSV ({error}); a quotation mark is missing or one too many here or below"
        raise BadLabels(path, begins + 1, problem) from error
    return Sheet(columns, tuple(lines))


def _bytes(path: Path) -> bytes:
    """What is in a plain file: nothing else is opened, because pipes and devices may never end."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            what = "a folder" if path.is_dir() else "no plain file"
            raise BadLabels(path, 1, f"this is {what}; give a CSV file, or another name to what is no label file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise BadLabels(path, 1, f"{reason}; check the path and its permissions") from error
    if len(data) > LARGEST:
        raise BadLabels(path, 1, f"the file is larger than {LARGEST // 10**6} MB; part it into several")
    return data


def _named(path: Path, line: int, columns: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    if any(fields[len(columns) :]):
        problem = (
            f"{len(fields)} fields for {len(columns)} columns; a text that holds the delimiter or a quotation mark"
        )
        raise BadLabels(path, line, f"{problem} must stand in quotation marks, those inside it doubled")
    return {**dict.fromkeys(columns, ""), **dict(zip(columns, map(as_it_was, fields), strict=False))}


def _decoded(path: Path, data: bytes) -> str:
    for begins, what in NO_CSV.items():
        if data.startswith(begins):
            raise BadLabels(path, 1, f"this is {what}, not CSV; open it and {AS_UTF8}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data[:200].count(0) > len(data[:200]) // 4:
        raise BadLabels(path, 1, f"this looks like UTF-16 (Excel's “Unicode text”); {AS_UTF8}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            raise BadLabels(path, line, f"this is not UTF-8, nor GBK; {AS_UTF8}") from error
        raise BadLabels(path, line, f"this looks like GBK (Excel's plain “CSV” in Chinese); {AS_UTF8}") from error
