"""One document's gold beside what a reader said of it: the one place where a cell is judged.

What is right: a printed cell whose value is the printed number (or the number that a consistent report would print, where the
reader says that it corrected or inferred it); a blank that is said to be blank, or has the number that a consistent report would
print; a cell that is not there without a value, or with that number (any, where nobody knows it). In a shape that leaves no trace
of a blank, silence is right too. Which wrong cells nothing warns of is another question, asked in `seen`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from benchmarks.scoring.labels import rows_right
from benchmarks.scoring.records import Answer, Document, GoldCell, Said, Scored, WrongCell
from benchmarks.scoring.seen import beside, left_out, not_there, unflagged_wrong

NOTHING = Said(None, asserted=False)
PROVEN = ("corrected", "inferred")  # statuses under which the consistent number may stand for the printed one


def score(document: Document, answer: Answer) -> Scored:
    """The outcome of one document for one reader. A reader that failed has said nothing of any cell."""
    count: Counter[str] = Counter()
    wrong: list[WrongCell] = []
    said: list[tuple[float, bool]] = []
    flagged_tables = {key.table for key, one in answer.cells.items() if one.flagged}
    broken_tables: set[str] = set()
    for cell in document.cells:
        one = answer.cells.get(cell.key, NOTHING)
        right = is_right(cell, one)
        unflagged = unflagged_wrong(cell, one)
        _count(count, cell, one, right)
        count["cells_flagged"] += one.flagged
        count["left_out"] += bool(answer.cells) and left_out(cell, one)
        if one.confidence is not None and one.value is not None:
            said.append((one.confidence, right))
        if right and not unflagged:
            continue
        broken_tables.add(cell.key.table)
        bad = one.asserted and one.value is not None and not right
        silent = bad and cell.key.table not in flagged_tables
        count["unflagged"] += unflagged
        count["wrong_asserted"] += bad
        count["silent_by_table"] += silent
        wrong.append(_wrong(cell, one, unflagged, silent))
    for cell, one in (*not_there(document, answer), *beside(document, answer)):
        if unflagged_wrong(cell, one):
            broken_tables.add(cell.key.table)
            count["unflagged"] += 1
            wrong.append(_wrong(cell, one, True, False))
    printed_rows = document.labels if answer.lines is not None else {}
    right_rows = rows_right(printed_rows, answer.lines or ())
    tables = {cell.key.table for cell in document.cells if cell.printed is not None}
    return Scored(
        document,
        answer.error,
        answer.seconds,
        **{name: count[name] for name in COUNTED},
        tables=len(tables),
        tables_exact=0 if answer.error else len(tables - broken_tables),
        rows_printed=len(printed_rows),
        rows_right=len(right_rows),
        rows_wrong=tuple(key for key in printed_rows if key not in right_rows),
        agency_right=bool(document.agency) and answer.agency == document.agency,
        year_right=document.year is not None and answer.year == document.year,
        findings_told=sum(_is_told(wanted, answer.findings) for wanted in document.findings),
        places_right=sum(_is_at(answer.cells.get(key, NOTHING), *place) for key, place in document.places.items()),
        flagged=bool(flagged_tables),
        wrong=tuple(wrong),
        said=tuple(said),
    )


COUNTED = (
    "printed",
    "printed_right",
    "nonzero",
    "nonzero_right",
    "blank",
    "blank_kept",
    "lost",
    "lost_recovered",
    "unflagged",
    "left_out",
    "wrong_asserted",
    "silent_by_table",
    "cells_flagged",
)


def is_right(cell: GoldCell, said: Said) -> bool:
    """Whether a reader said of this cell what it should."""
    value = said.value
    if cell.printed is not None:
        return value == cell.printed or (value is not None and value == cell.truth and said.status in PROVEN)
    if value is not None:
        return value == cell.truth or (cell.truth is None and not cell.present)
    return not cell.present or said.blank or cell.traceless


def _is_told(wanted: str, findings: Iterable[str]) -> bool:
    """Whether a finding of this code was given that names all that stands behind it (``likely_misprint 予以公开 12``)."""
    code, *named = wanted.split()
    return any(told.split(" ", 1)[0] == code and all(one in told for one in named) for told in findings)


def _is_at(said: Said, page: int, x: float, y: float) -> bool:
    box = said.box
    return box is not None and said.page == page and box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _count(count: Counter[str], cell: GoldCell, said: Said, right: bool) -> None:
    if cell.printed is not None:
        count["printed"] += 1
        count["printed_right"] += right
        count["nonzero"] += cell.printed != 0
        count["nonzero_right"] += right and cell.printed != 0
    elif cell.present:
        count["blank"] += 1
        count["blank_kept"] += right
    elif cell.determined:
        count["lost"] += 1
        count["lost_recovered"] += right and said.value is not None


def _wrong(cell: GoldCell, said: Said, unflagged: bool, silent_by_table: bool) -> WrongCell:
    printed = _text(cell.printed) if cell.printed is not None else "blank" if cell.present else "not there"
    text = _text(said.value) if said.value is not None else "blank" if said.blank else "nothing"
    asserted = said.asserted and said.value is not None
    return WrongCell(cell.key, printed, text, said.status, asserted, unflagged, silent_by_table, said.page, said.box)


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
