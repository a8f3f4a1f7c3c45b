"""A file of separated values → its header and lines, whatever its character set and separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from goiextract.defused import as_it_was
from goiextract.errors import TooLarge, UnreadableDocument, UnsupportedFormat

SEPARATORS = "\t;,，|"  # the one that parts one of the first lines into most columns; of equals the first
TITLES = 10  # lines that may stand above the header
MOST_COLUMNS = 16_384  # as many as a spreadsheet has; the forms have under 600 cells
_EXCEL_SAYS = re.compile(r"sep=(.)\r?\n")  # Excel's own first line
OTHER_KINDS = {
    b"%PDF": "typed_is_pdf",
    b"PK\x03\x04": "typed_is_sheet",
    b"\xd0\xcf\x11\xe0": "typed_is_old_sheet",
}


def decoded(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8, else GB 18030 (GBK). UnreadableDocument if it is none of them."""
    for start, what in OTHER_KINDS.items():
        if data.startswith(start):
            raise UnsupportedFormat(what, name)
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    tried = [(mark, encoding) for mark, encoding in marks if data.startswith(mark)] or [
        (b"", "utf-8"),
        (b"", "gb18030"),
    ]
    for mark, encoding in tried:
        try:
            text = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableDocument("typed_not_text", name)


def separated(text: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines that are not empty, each with its number in the file (1 = the first), header and what stands above it too.

    UnreadableDocument where there is none, or, while the lines are read, where one is no CSV.
    """
    first = list(islice((line for line in io.StringIO(text) if line.strip()), TITLES))
    if not first:
        raise UnreadableDocument("typed_empty", name)
    said = _EXCEL_SAYS.match(text)
    separator = said[1] if said else max(SEPARATORS, key=lambda sign: max(line.count(sign) for line in first))
    lines = _lines(text, separator, name)
    return (line for line in lines if not (said and line[0] == 1))


def as_typed(cell: str) -> str:
    """What a cell says, without what Excel puts around numbers to keep them text: ``'12``, ``="12"``."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1].strip()
    if (before := as_it_was(cell)) != cell:
        return before.strip()
    return cell[1:].strip() if cell.startswith("'") and not cell.endswith("'") else cell


def as_named(cell: str) -> str:
    """A name as it was before it was put into a CSV: without the one apostrophe that keeps a spreadsheet from running it."""
    return as_it_was(cell.strip())


def _lines(text: str, separator: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableDocument("typed_bad_csv", name, line=rows.line_num, why=error) from error
        number, before = before + 1, rows.line_num
        if len(row) > MOST_COLUMNS:
            raise TooLarge("typed_many_columns", name, line=number, most=MOST_COLUMNS)
        if any(cell.strip() for cell in row):
            yield number, row
