"""Grids of cell texts, as table extractors give them → the figures of the form.

What a careful user of such a library writes in an afternoon: rows go to the form's rows by fuzzy wording and printed order,
over all tables and pages at once; figures go to columns by heading, or counted from the right. Nothing is checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from benchmarks.scoring.records import Said
from goiextract.forms import FormRow, FormTable, form_named
from goiextract.records import CellKey

#: Rows of cells; None where a cell of another place covers this one.
CellTexts = Sequence[Sequence[str | None]]

LIKE_ENOUGH = 70.0  # of 100, for a label of a row
SAME_WORDING = 85.0  # of 100, for a heading of a column
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:件|个|项|条|次|起|宗|元|万元)?(?:\(.*\))?")
_NOTHING = re.compile(r"[-—–―_/\\*]*|无")
_ORDINAL = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]+[)、.,]+)+")
_TABLES = ("proactive", "applications", "review_litigation")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a grid: its label (the texts left of the figures) and its figures, with the columns they stand in."""

    label: tuple[str, ...]
    figures: tuple[tuple[int, str | None], ...]
    cells: tuple[str | None, ...]
    grid: int

    @property
    def numbers(self) -> list[Decimal]:
        return [number for _, text in self.figures if text and (number := number_in(text)) is not None]


def plain(text: str) -> str:
    """The text in one width, without white space, as labels and numbers are compared."""
    return "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())


def number_in(text: str) -> Decimal | None:
    """The number that a cell holds, with or without its unit; None where it holds anything else."""
    found = _NUMBER.fullmatch(plain(text))
    return Decimal(found[1].replace(",", "")) if found else None


def grids_to_cells(grids: Sequence[CellTexts]) -> dict[CellKey, Said]:
    """What the grids of one document say of the form's cells; `grids` in the document's order."""
    lines = [_line(row, at) for at, grid in enumerate(grids) for row in _without_remarks(grid)]
    tables = [_table_as_worded(name, lines) for name in _TABLES]
    said: dict[CellKey, Said] = {}
    wanted = [(table, row) for table in tables for row in table.rows]
    for at, (table, row) in _aligned(lines, wanted):
        said |= _figures_of(lines, at, table, row)
    return said | _side_by_side(lines, tables[-1])


def said_of(key: CellKey, text: str | None) -> dict[CellKey, Said]:
    """One cell's text as it is: a number, a blank, or nothing where the cell is covered by another or holds words."""
    if text is None:
        return {}
    number = number_in(text)
    if number is not None:
        return {key: Said(number, asserted=True)}
    return {key: Said(None, asserted=True, blank=True)} if _NOTHING.fullmatch(plain(text)) else {}


def _without_remarks(grid: CellTexts) -> list[list[str | None]]:
    rows = [list(row) for row in grid]
    remarks = {
        at
        for row in rows
        for at, text in enumerate(row)
        if at and text and plain(text).strip("()") in ("备注", "说明", "注")
    }
    return [[text for at, text in enumerate(row) if at not in remarks] for row in rows]


def _line(row: Sequence[str | None], grid: int) -> _Line:
    cells = tuple(None if text is None else plain(text) for text in row)
    last = -1
    for at, text in enumerate(cells):
        if text and number_in(text) is None and not _NOTHING.fullmatch(text):
            last = at
    label: list[str] = []
    for text in cells[: last + 1]:
        if text and (not label or label[-1] != text):  # a merged cell comes once for each place it covers
            label.append(text)
    return _Line(tuple(label), tuple(enumerate(cells))[last + 1 :], cells, grid)


def _table_as_worded(name: str, lines: Sequence[_Line]) -> FormTable:
    """The table of the 2019 or the 2021 form: whichever has more of the labels that only one of them prints."""
    texts = {text for line in lines for text in line.cells if text and len(text) > 3}
    both = [form_named("2019").table(name), form_named("2021").table(name)]
    words = [
        {plain(label) for row in table.rows for label in (row.printed, *(column.printed for column in row.columns))}
        for table in both
    ]
    seen = [
        sum(any(_alike(label, text) >= SAME_WORDING for text in texts) for label in own - other)
        for own, other in (words, words[::-1])
    ]
    if name == "applications":
        return both[1] if any("逾期" in text for text in texts) else both[0]
    return both[1] if seen[1] >= seen[0] else both[0]


def _alike(printed: str, text: str) -> float:
    """0 to 100; numbering counts only a little, as reports number their rows in many ways."""
    bare, own = _ORDINAL.sub("", printed), _ORDINAL.sub("", text)
    best = max(fuzz.ratio(bare, own), fuzz.ratio(printed, text))
    if min(len(bare), len(own)) >= 4:
        best = max(best, 0.9 * fuzz.partial_ratio(bare, own))
    return float(best)


def _labels_of(lines: Sequence[_Line], at: int) -> set[str]:
    """The wordings a row may be known by: its own, also with lines above and below that some extractors split from it."""
    own = lines[at].label
    wordings = {own[-1], "".join(own[-2:])} if own else set()
    base = own[-1] if own else ""
    above, below = _loose_text(lines, at, -1), _loose_text(lines, at, 1)
    for over in range(len(above) + 1):
        for under in range(len(below) + 1):
            wordings.add("".join(above[len(above) - over :]) + base + "".join(below[:under]))
    return wordings - {""}


def _loose_text(lines: Sequence[_Line], at: int, step: int) -> list[str]:
    found: list[str] = []
    after = at + step
    while 0 <= after < len(lines) and len(found) < 2:
        texts = [text for text in lines[after].cells if text]
        if len(texts) != 1 or not lines[after].label:
            break  # figures, or headings
        found.append(lines[after].label[-1])
        after += step
    return found[::step]


def _aligned(
    lines: Sequence[_Line], wanted: Sequence[tuple[FormTable, FormRow]]
) -> list[tuple[int, tuple[FormTable, FormRow]]]:
    """Lines with the rows of the form they are, both in order, such that the wordings agree best in sum."""
    useful = [at for at, line in enumerate(lines) if line.numbers or (line.label and len(line.figures) > 0)]
    gains = [[_gain(lines, at, row) for _, row in wanted] for at in useful]
    best = [[0.0] * (len(wanted) + 1) for _ in range(len(useful) + 1)]
    for i in range(len(useful) - 1, -1, -1):
        for j in range(len(wanted) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + gains[i][j])
    pairs = []
    i = j = 0
    while i < len(useful) and j < len(wanted):
        if gains[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + gains[i][j]:
            pairs.append((useful[i], wanted[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _gain(lines: Sequence[_Line], at: int, row: FormRow) -> float:
    line = lines[at]
    if len(line.figures) < len(row.columns):
        return 0.0
    printed = plain(row.printed)
    alike = max((_alike(printed, label) for label in _labels_of(lines, at)), default=0.0)
    if alike < LIKE_ENOUGH:
        return 0.0
    numbered = max((fuzz.ratio(printed, label) for label in line.label), default=0.0)
    return alike - LIKE_ENOUGH + 1 + 0.05 * numbered + (5 if line.numbers else 0)


def _figures_of(lines: Sequence[_Line], at: int, table: FormTable, row: FormRow) -> dict[CellKey, Said]:
    line = lines[at]
    texts = _in_order(line, len(row.columns))
    if texts is None:
        places = _headed(lines, at, row)
        cells = dict(line.figures)
        own: list[str | None] = [text for _, text in line.figures if text is not None]
        if places is not None and all(place in cells for place in places):
            texts = [cells[place] for place in places]
        elif table.key == "proactive":
            texts = own[: len(row.columns)]
        else:
            texts = own[-len(row.columns) :]
    said: dict[CellKey, Said] = {}
    for column, text in zip(row.columns, texts, strict=False):
        said |= said_of(CellKey(table.key, row.key, column.key), text)
    return said


def _in_order(line: _Line, count: int) -> list[str | None] | None:
    """The line's figures where there are as many as columns, whatever the places: first without, then with blanks."""
    for texts in ([text for _, text in line.figures if text], [text for _, text in line.figures if text is not None]):
        if len(texts) == count:
            return list(texts)
    return None


def _headed(lines: Sequence[_Line], at: int, row: FormRow) -> list[int] | None:
    """Where the columns' headings stand in the grid above this row; None where not all of them do."""
    places: dict[str, int] = {}
    for line in reversed(lines[:at]):
        if line.grid != lines[at].grid or len(places) == len(row.columns):
            break
        if line.numbers:
            continue
        for column in row.columns:
            wordings = [plain(name) for name in (column.printed, *column.also)]
            for place, text in enumerate(line.cells):
                if (
                    text
                    and column.key not in places
                    and max(fuzz.ratio(name, text) for name in wordings) >= SAME_WORDING
                ):
                    places[column.key] = place
    found = [places.get(column.key, -1) for column in row.columns]
    return found if -1 not in found and found == sorted(set(found)) else None


def _side_by_side(lines: Sequence[_Line], table: FormTable) -> dict[CellKey, Said]:
    """表四: one line of fifteen figures below headings, on the same page or the next."""
    for at, head in enumerate(lines):
        if (
            sum("维持" in text for text in head.cells if text) < 2
            and not sum(text.startswith("结果") for text in head.cells if text) >= 4
        ):
            continue
        for line in lines[at + 1 : at + 5]:
            if not line.numbers or line.label or len(line.figures) < len(table.cells):
                continue
            own = [text for _, text in line.figures if text is not None]
            chosen = _in_order(line, len(table.cells)) or own[-len(table.cells) :]
            said: dict[CellKey, Said] = {}
            for key, text in zip(table.cells, chosen, strict=False):
                said |= said_of(key, text)
            return said
    return {}
