"""Whether a new CSV holds all that an older one in its place holds: what a person put right must not be overwritten.

No mark in the file says that it was edited; but whatever a new run does not write again would be lost, be it a corrected
figure, a column of remarks, or another report's figures.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import BinaryIO, NamedTuple, TextIO

from goiextract.report.tidy_csv import CSV_HEADER

_DECIMALS = re.compile(r"[+-]?\d*\.\d+")
SHOWN = 80  # characters of a line that is named


class Lost(NamedTuple):
    """Lines of the older table that the new one lacks: how many, and the first, by its number in the file and its text."""

    lines: int
    first: int
    text: str


def lines_lost(old: str, new: str) -> Lost | None:
    """The lines of the CSV file `old` that `new`, a CSV of ours, does not hold; None if it holds all, or there is no `old`.

    Cells are compared as a spreadsheet leaves them that opened the file and saved it again: FALSE for false, 0.995 for
    0.9950, its own separator and character set. Memory: one report's lines, and a number for each report.
    """
    try:
        with open(old, "rb") as file:
            encoding = "utf-8-sig" if _is_utf8(file) else "gb18030"
            file.seek(0)
            first = file.readline(65_536).decode(encoding, "replace")
    except OSError:
        return None
    separator = max(",;\t", key=first.count)
    with open(old, encoding=encoding, errors="replace", newline="") as past, open(new, "rb") as present:
        lines = ((number, line) for number, line in enumerate(_read(past, separator), 1) if any(line))
        header = [name.strip() for name in next(lines, (0, ()))[1]]
        own = [at for at, name in enumerate(header) if name in CSV_HEADER]
        wanted = [CSV_HEADER.index(header[at]) for at in own]
        starts = _starts(present)
        count, where = 0, (0, "")
        by_source = header.index("source") if "source" in header else 0
        for source, group in groupby(lines, key=lambda line: line[1][by_source] if by_source < len(line[1]) else ""):
            there = {_same(line, wanted) for line in _report(present, starts, source)}
            for number, line in group:
                more = any(cell.strip() for at, cell in enumerate(line) if at not in own)
                if more or not own or _same(line, own) not in there:
                    where = where if count else (number, separator.join(line)[:SHOWN])
                    count += 1
    return Lost(count, *where) if count else None


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


def _starts(new: BinaryIO) -> dict[str, int]:
    """Where the lines of each report begin: source → offset. A line of ours is one line of the file."""
    starts: dict[str, int] = {}
    at = 0
    for line in new:
        starts.setdefault(_cells(line)[0], at)
        at += len(line)
    return starts


def _report(new: BinaryIO, starts: dict[str, int], source: str) -> Iterator[Sequence[str]]:
    if source in starts:
        new.seek(starts[source])
        for line in new:
            cells = _cells(line)
            if cells[0] != source:
                return
            yield cells


def _cells(line: bytes) -> list[str]:
    return next(csv.reader([line.decode("utf-8")]), [""])


def _same(line: Sequence[str], columns: Sequence[int]) -> tuple[str, ...]:
    """The cells of these columns as they compare."""
    return tuple(_plain(line[at]) if at < len(line) else "" for at in columns)


def _plain(cell: str) -> str:
    cell = cell.strip()
    if _DECIMALS.fullmatch(cell):
        return repr(float(cell))
    return cell.lower() if cell.lower() in ("true", "false") else cell


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(1 << 20):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
