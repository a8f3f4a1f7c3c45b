"""A gold CSV → its lines: the project's own kind, or what `goiextract extract --format csv` wrote and a person corrected.

Its own kind says in ``printed`` what stands on the page. Our CSV, of any version, says it in ``value`` and ``status``, for there
``printed`` keeps units, and in version 0.1 ``N/A`` where a blank is printed so: a value is the number, whatever its status, but
for ``inferred``, which says that the page has no such cell and its number follows from others; without a value ``blank`` is a
blank cell and ``missing`` none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.scoring.records import GoldCell
from goiextract.defused import as_it_was
from goiextract.errors import GoiextractError
from goiextract.forms import forms
from goiextract.records import CellKey, Status
from goiextract.typed.lines import decoded, separated

COLUMNS = ("table", "row", "column", "printed")
OURS = ("value", "status")  # the columns that tell our CSV
ABSENT = "NA"  # in `printed`: the document has no such cell
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


class BadGold(Exception):
    """A gold set that cannot be used; the message names file, line or cell, and says what is wanted."""


class GoldLine(NamedTuple):
    """One line of a gold file: its number there, the file that it says it is of (empty where it does not say), its cell."""

    number: int
    source: str
    cell: GoldCell


def gold_lines(path: Path) -> Iterator[GoldLine]:
    """The lines of a gold file in order; BadGold, with the line, at the first that cannot be used."""
    try:
        lines = separated(decoded(path.read_bytes(), str(path)), str(path))
        _, names = next(lines)
        header = [name.strip() for name in names]
        lacking = [name for name in COLUMNS if name not in header]
        if lacking:
            raise BadGold(f"{path}: no column {', '.join(lacking)}; wanted are {', '.join(COLUMNS)} (and truth, note)")
        of_ours = all(name in header for name in OURS)
        wanted = max(header.index(name) for name in (*COLUMNS, *(OURS if of_ours else ())))
        for number, texts in lines:
            line = {name: as_it_was(text.strip()) for name, text in zip(header, texts, strict=False)}
            try:
                if len(texts) <= wanted or any(text.strip() for text in texts[len(header) :]):
                    raise ValueError(
                        f"{len(texts)} columns, and the header has {len(header)}; is a mark of thousands quoted?"
                    )
                yield GoldLine(number, line.get("source", ""), _of_ours(line) if of_ours else _as_printed(line))
            except ValueError as error:
                raise BadGold(f"{path}, line {number}: {error}") from error
    except GoiextractError as error:
        raise BadGold(str(error)) from error


def _as_printed(line: Mapping[str, str]) -> GoldCell:
    printed = line.get("printed", "")
    notes = line.get("note", "").split(";")
    return GoldCell(
        _key(line),
        _number("printed", printed) if printed not in ("", ABSENT) else None,
        printed != ABSENT,
        _number("truth", line["truth"]) if line.get("truth") else None,
        "determined" in notes,
        "blank_or_undecided" in notes,
        "unseen" in notes,
    )


def _of_ours(line: Mapping[str, str]) -> GoldCell:
    key, status = _key(line), line.get("status", "")
    value = _number("value", line["value"]) if line.get("value") else None
    consistent = _number("consistent", line["consistent"]) if line.get("consistent") else None
    if status not in [*Status, ""]:
        raise ValueError(f"status {status!r} of {key} is none of {', '.join(Status)}")
    if value is not None:
        inferred = status == Status.INFERRED
        return GoldCell(key, None if inferred else value, not inferred, value if inferred else consistent, inferred)
    if status == Status.BLANK:
        return GoldCell(key, None, True, consistent, consistent is not None)
    if status == Status.MISSING:
        return GoldCell(key, None, False, consistent)
    raise ValueError(
        f"{key} has status {status!r} and no value: give the number that the page prints as value, or say status blank (an "
        "empty cell) or missing (no such cell)"
    )


def _key(line: Mapping[str, str]) -> CellKey:
    key = CellKey(line.get("table", ""), line.get("row", ""), line.get("column", ""))
    if key not in _cells():
        raise ValueError(f"no form has a cell {key}; the keys stand in goiextract/forms")
    return key


@cache
def _cells() -> frozenset[CellKey]:
    return frozenset(key for form in forms() for table in form.tables for key in table.cells)


def _number(column: str, text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{column} {text!r} is no number" + (f", blank or {ABSENT}" if column == "printed" else ""))
    return Decimal(plain.replace(",", ""))
