"""Grids as other libraries give them → cells of the form, by fuzzy labels: what a careful user writes around such a library.

Nothing here knows sums, breakages or this project's reader. A row of a grid is the form's row whose wording its text resembles
most; its figures are the cells behind its label, as many as the row has columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from benchmarks.scoring.records import Said
from goiextract.forms import Form, FormRow, forms
from goiextract.records import CellKey

Grid = Sequence[Sequence[str]]
ALIKE = 75.0  # of 100, from which a text is taken for a label
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
HEADS = {"review_litigation": "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计"}


def cells_of(grids: Sequence[Grid]) -> dict[CellKey, Said]:
    """What the grids of one document say, under the form whose labels they resemble more."""
    rows = [[_plain(text) for text in row] for grid in grids for row in grid]
    found = [dict(_under(form, rows)) for form in forms()]
    return max(found, key=len)


def _under(form: Form, rows: Sequence[Sequence[str]]) -> Iterator[tuple[CellKey, Said]]:
    """Row by row, in the order of the page. What is met first stays."""
    met: set[str] = set()
    for number, row in enumerate(rows):
        label = "".join(text for text in row if not _is_figure(text))
        found = _likeliest(form, label)
        if found is None:
            if _resembles(label, HEADS["review_litigation"]):
                yield from _side_by_side(form, rows[number + 1 : number + 4], met)
            continue
        table, form_row = found
        figures = _behind_label(row, len(form_row.columns))
        if not figures or f"{table}.{form_row.key}" in met or not any(map(_is_number, figures)):
            continue
        met.add(f"{table}.{form_row.key}")
        for column, text in zip(form_row.columns, figures, strict=True):
            yield CellKey(table, form_row.key, column.key), _said(text)


def _behind_label(row: Sequence[str], width: int) -> list[str]:
    """The figures behind the last cell of text: blank cells before them are those of merged labels, blank ones behind them
    those of a wider row."""
    last = max((number for number, text in enumerate(row) if not _is_figure(text)), default=-1)
    rest = list(row[last + 1 :])
    while len(rest) > width and "" in (rest[0], rest[-1]):
        rest.pop(0 if not rest[0] else -1)
    return rest[-width:] if len(rest) >= width else []


def _side_by_side(form: Form, rows: Sequence[Sequence[str]], met: set[str]) -> Iterator[tuple[CellKey, Said]]:
    """表四: the first row of figures below its head holds all three blocks."""
    table = form.table("review_litigation")
    for row in rows:
        figures = [text for text in row if _is_figure(text)]
        if len(figures) == len(table.cells) and any(map(_is_number, figures)) and table.key not in met:
            met.add(table.key)
            for key, text in zip(table.cells, figures, strict=True):
                yield key, _said(text)


def _likeliest(form: Form, label: str) -> tuple[str, FormRow] | None:
    best: tuple[float, str, FormRow] | None = None
    for table in form.tables[:-1]:
        for row in table.rows:
            alike = fuzz.ratio(label, _plain(row.printed))
            contained = fuzz.partial_ratio(label, _plain(row.printed)) - 10 if len(label) > len(row.printed) else 0.0
            if best is None or max(alike, contained) > best[0]:
                best = max(alike, contained), table.key, row
    return best[1:] if best is not None and best[0] >= ALIKE else None


def _resembles(label: str, head: str) -> bool:
    return len(label) >= 8 and fuzz.partial_ratio(label, head) >= ALIKE


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _is_figure(text: str) -> bool:
    return not text or _is_number(text)


def _said(text: str) -> Said:
    if _is_number(text):
        return Said(Decimal(text.replace(",", "")), asserted=True, status="printed")
    return Said(None, asserted=True, blank=not text, status="blank" if not text else "missing")
