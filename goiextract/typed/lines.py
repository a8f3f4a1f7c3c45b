"""A file of separated values → its header and lines, whatever its character set and separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from goiextract.errors import UnreadableDocument, UnsupportedFormat

SEPARATORS = "\t;,，|"  # the one that parts one of the first lines into most columns; of equals the first
TITLES = 10  # lines that may stand above the header
MOST_COLUMNS = 16_384  # as many as a spreadsheet has; the forms have under 600 cells
_EXCEL_SAYS = re.compile(r"sep=(.)\r?\n")  # Excel's own first line
#: What a spreadsheet would run: our CSV puts one apostrophe before it, and before apostrophes that stand before such text.
_KEPT_FROM_RUNNING = re.compile(r"'(?='*[=+\-@＝＋－＠\t\r])")
OTHER_KINDS = {
    b"%PDF": "a PDF: read it with goiextract extract",
    b"PK\x03\x04": "a spreadsheet or Word file: save the sheet as CSV (UTF-8) and check that",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file: save the sheet as CSV (UTF-8) and check that",
}


def decoded(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8, else GB 18030 (GBK). UnreadableDocument if it is none of them."""
    for start, what in OTHER_KINDS.items():
        if data.startswith(start):
            raise UnsupportedFormat(f"{name}: this is {what}")
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
    raise UnreadableDocument(f"{name}: this is no text in UTF-8, UTF-16 or GBK; save the table as CSV (UTF-8)")


def separated(text: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines that are not empty, each with its number in the file (1 = the first), header and what stands above it too.

    UnreadableDocument where there is none, or, while the lines are read, where one is no CSV.
    """
    first = list(islice((line for line in io.StringIO(text) if line.strip()), TITLES))
    if not first:
        raise UnreadableDocument(f"{name}: the file is empty; give a table with a header line")
    said = _EXCEL_SAYS.match(text)
    separator = said[1] if said else max(SEPARATORS, key=lambda sign: max(line.count(sign) for line in first))
    lines = _lines(text, separator, name)
    return (line for line in lines if not (said and line[0] == 1))


def as_typed(cell: str) -> str:
    """What a cell says, without what Excel puts around numbers to keep them text: ``'12``, ``="12"``."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1].strip()
    if _KEPT_FROM_RUNNING.match(cell):
        return cell[1:].strip()
    return cell[1:].strip() if cell.startswith("'") and not cell.endswith("'") else cell


def as_named(cell: str) -> str:
    """A name as it was before it was put into a CSV: without the one apostrophe that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:].strip() if _KEPT_FROM_RUNNING.match(cell) else cell


def _lines(text: str, separator: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            said = f"{name}, line {rows.line_num}: {error}; is a quotation mark not closed there?"
            raise UnreadableDocument(said) from error
        number, before = before + 1, rows.line_num
        if len(row) > MOST_COLUMNS:
            raise UnreadableDocument(
                f"{name}, line {number}: more than {MOST_COLUMNS} columns, as many as a spreadsheet has; leave out those that "
                "hold no figures of the forms"
            )
        if any(cell.strip() for cell in row):
            yield number, row
