"""A report CSV that a person corrected, and its document → labels: which row each printed line is.

The lines of the document that hold figures and the rows of the CSV are aligned in order. A line fits a row by its
figures; where they say nothing (rows of zeros), by the place that the CSV gives, then by what the model makes of the label.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goiextract.forms import REMARK, forms, in_one_width
from goiextract.labelling.fragments import TextFragment, text_fragments
from goiextract.labelling.model import RowModel
from goiextract.labelling.printed_lines import PrintedLine, printed_lines
from goiextract.layout import lay_out
from goiextract.reading import read
from goiextract.records import Cell
from training.guessed_labels import guesses, with_continuations
from training.guessing import probabilities
from training.label_chain import document_id
from training.label_names import HEADS, groups_above
from training.labelled import LabelledFragment, LabelledReport

#: Costs: every figure is another; no line is this row (one that prints nothing, or could stand beside others); no row is
#: this line; every figure stands where the CSV says (a gain).
WRONG, NO_LINE, NO_BLANK_LINE, NO_ROW, IN_PLACE = 8.0, 1.5, 0.4, 1.0, 1.5
#: What the label counts beside the figures, little enough that it never moves a row (at 0.2, 76 of 5,759 rows went wrong with
#: a model that errs on every third, at 0.1 none), and its least probability: the model may be sure and wrong.
LABEL, LEAST = 0.05, 1e-3
#: The status of a value that the sums gave and no one saw: it may be on the page, under a label that was misread, or not.
INFERRED = "inferred"
_REMARK = re.compile(REMARK)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class CorrectedRow(NamedTuple):
    """A row of the CSV: its figures as printed and as published, without blanks, in order; where they stand, as the CSV
    writes it; the line of the CSV it begins at. `parts`: the rows that it stands for if it is not one itself but a group
    printed as one line, or (`row` is ``''``) a whole table printed so."""

    table: str
    row: str
    printed: tuple[str, ...]
    published: tuple[str, ...]
    places: Mapping[tuple[str, ...], str]
    line: int
    parts: tuple[str, ...] = ()


class Matched(NamedTuple):
    """The labels, and the rows of the CSV whose printed figures no line of the document holds."""

    report: LabelledReport
    lost: tuple[CorrectedRow, ...]


def labels_from_report(data: bytes, name: str, rows: Sequence[Mapping[str, str]], model: RowModel) -> LabelledReport:
    """A document, its name, and the lines of its corrected CSV (column → field) → labels. Errors are those of reading."""
    return matched(data, name, list(enumerate(rows, 2)), model).report


def matched(data: bytes, name: str, rows: Sequence[tuple[int, Mapping[str, str]]], model: RowModel) -> Matched:
    """The same with the line number of each line of the CSV; also says which of its rows were not found."""
    lines = list(printed_lines(lay_out(read(data, name)).blocks, forms()))
    fragments = list(text_fragments(lines))
    labels = list(guesses(fragments, model))
    before = [label.label for label in labels]
    chances = probabilities(model, [one.text for one in fragments], [one.figures for one in fragments])
    wanted = corrected_rows(rows)
    own = _own_fragments(lines, fragments)
    with_figures = [number for number, line in enumerate(lines) if _numbers(line.cells)]
    costs = [
        [_cost(lines[number], row) + LABEL * _surprise(model, chances, own.get(number), row) for row in wanted]
        for number in with_figures
    ]
    pairs = aligned(costs, [_missing(row) for row in wanted])
    last = -1
    for which, target in pairs:
        number, row = with_figures[which], wanted[target]
        at = own.get(number, _above(lines, fragments, before, last, number))
        if at is not None and not row.row:
            if labels[at].label.rpartition(".")[0] not in (*HEADS, row.table):
                labels[at] = replace(labels[at], label=f"header.{row.table}", sure=None, doubt="")
        elif at is not None:
            labels[at] = replace(labels[at], label=f"{row.table}.{row.row}", sure=None, doubt="")
            _carry_on(labels, before, fragments, at)
        last = number
    report = LabelledReport(Path(name).name, document_id(data), Path(name), with_continuations(labels))
    return Matched(report, tuple(_lost(wanted, [wanted[target] for _, target in pairs])))


def corrected_rows(rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[CorrectedRow]:
    """The lines of a report CSV with their numbers → its rows, in order; behind the last row of a group the group, and
    behind a table whose rows stand side by side the whole of it: they may be printed in one line."""
    grouped: dict[str, dict[str, list[tuple[int, Mapping[str, str]]]]] = {}
    for line, fields in rows:
        grouped.setdefault(fields["table"], {}).setdefault(fields["row"], []).append((line, fields))
    side_by_side = {table.key for form in forms() for table in form.tables if table.layout == "side_by_side"}
    found = []
    for table, by_row in grouped.items():
        groups: dict[str, list[str]] = {}
        for row in by_row:
            for group in groups_above(table, row)[-1:]:
                groups.setdefault(group, []).append(row)
        wholes = [(group, members) for group, members in groups.items() if group not in by_row and len(members) > 1]
        wholes += [("", list(by_row))] if table in side_by_side else []
        for row, cells in by_row.items():
            found.append(_row(table, row, cells))
            for group, members in wholes:
                if row == members[-1]:
                    all_cells = [cell for member in members for cell in by_row[member]]
                    found.append(_row(table, group, all_cells)._replace(parts=tuple(members)))
    return found


def _row(table: str, row: str, cells: Sequence[tuple[int, Mapping[str, str]]]) -> CorrectedRow:
    printed, published, places = [], [], {}
    for _, fields in cells:
        figure, value = (fields["printed"] or fields.get("mark", "")).strip(), fields["value"].strip()
        if not figure and fields.get("status", "").strip() != INFERRED:
            figure = value
        printed += _numbers_in(figure)
        published += _numbers_in(value or figure)
        box = tuple(fields.get(key, "").strip() for key in ("page", "x0", "top", "x1", "bottom"))
        if all(box):
            places[box] = " ".join(_numbers_in(figure))
    return CorrectedRow(table, row, tuple(printed), tuple(published), places, cells[0][0])


def _numbers_in(text: str) -> list[str]:
    """The numbers in a text but for those in a remark, without sign and commas."""
    plain = in_one_width(text)
    found: list[str] = _NUMBER.findall(_REMARK.sub("", plain)) or _NUMBER.findall(plain)
    return [number.replace(",", "") for number in found]


def _plain(number: str) -> str:
    """A number written one way: 0.5500 is 0.55."""
    whole, point, part = number.partition(".")
    return (whole.lstrip("0") or "0") + (point + part).rstrip("0").rstrip(".")


def _numbers(cells: Sequence[Cell]) -> list[str]:
    return [number for cell in cells for number in _numbers_in(cell.text)]


def _own_fragments(lines: Sequence[PrintedLine], fragments: Sequence[TextFragment]) -> dict[int, int]:
    """Printed line → the fragment that is its label."""
    return {one.line: n for n, one in enumerate(fragments) if one.text == lines[one.line].label}


def _above(
    lines: Sequence[PrintedLine], fragments: Sequence[TextFragment], labels: Sequence[str], start: int, line: int
) -> int | None:
    """The label of a line of figures that has none: the one label that stands between it and the figures before."""
    own = [
        n
        for n, one in enumerate(fragments)
        if start < one.line < line
        and one.grid == lines[line].grid
        and not one.figures
        and labels[n] != "none"
        and labels[n].partition(".")[0] not in HEADS
    ]
    return own[0] if len(own) == 1 else None


def _carry_on(
    labels: list[LabelledFragment], before: Sequence[str], fragments: Sequence[TextFragment], at: int
) -> None:
    """Pieces of a label that was put right are put right with it: those behind it that were guessed to be the same row."""
    for n in range(at + 1, len(labels)):
        if before[n] != before[at] or fragments[n].grid != fragments[at].grid or fragments[n].figures:
            break
        labels[n] = replace(labels[n], label=labels[at].label, sure=None, doubt="")


def _cost(line: PrintedLine, row: CorrectedRow) -> float:
    numbers = _numbers(line.cells)
    wrong = min(_share_wrong(numbers, row.printed), _share_wrong(numbers, row.published))
    return WRONG * wrong - IN_PLACE * _share_in_place(line, row)


def _share_wrong(numbers: Sequence[str], wanted: Sequence[str]) -> float:
    """Share of figures to add, drop or change: 0 for the same figures, also where they ran together."""
    if not numbers or not wanted:
        return 1.0
    if "".join(numbers) == "".join(wanted):
        return 0.0
    numbers, wanted = [_plain(number) for number in numbers], [_plain(number) for number in wanted]
    costs = list(range(len(wanted) + 1))
    for n, number in enumerate(numbers, 1):
        corner, costs[0] = costs[0], n
        for m, other in enumerate(wanted, 1):
            corner, costs[m] = costs[m], min(corner + (number != other), costs[m] + 1, costs[m - 1] + 1)
    return costs[-1] / max(len(numbers), len(wanted))


def _share_in_place(line: PrintedLine, row: CorrectedRow) -> float:
    if not row.places:
        return 0.0
    here = 0
    for cell in line.cells:
        place = cell.place
        if place.page is not None and place.box is not None:
            box = (str(place.page), *(f"{length:.2f}" for length in place.box))
            here += row.places.get(box, "no such place") == " ".join(_numbers_in(cell.text))
    return here / len(row.places)


def _surprise(model: RowModel, chances: NDArray[np.float64], at: int | None, row: CorrectedRow) -> float:
    """How little the label looks like the row's: 0 for a sure one, and for a line without a label."""
    if at is None or not row.row:
        return 0.0
    return -math.log(max(float(chances[at, model.labels.index(f"{row.table}.{row.row}")]), LEAST))


def _missing(row: CorrectedRow) -> float:
    return NO_LINE if row.printed and not row.parts else NO_BLANK_LINE


def aligned(costs: Sequence[Sequence[float]], missing: Sequence[float]) -> list[tuple[int, int]]:
    """Costs (lines, rows), and of leaving out each row → the cheapest pairs (line, row), both in order."""
    n_rows = len(missing)
    best = [0.0]
    for cost in missing:
        best.append(best[-1] + cost)
    steps: list[list[str]] = [["row"] * (n_rows + 1)]
    for line in costs:
        new, taken = [best[0] + NO_ROW], ["line"]
        for n in range(n_rows):
            ways = ((best[n] + line[n], "pair"), (best[n + 1] + NO_ROW, "line"), (new[n] + missing[n], "row"))
            cost, way = min(ways)
            new.append(cost)
            taken.append(way)
        best = new
        steps.append(taken)
    pairs, i, n = [], len(costs), n_rows
    while i or n:
        way = steps[i][n]
        if way == "pair":
            pairs.append((i - 1, n - 1))
        i -= way != "row"
        n -= way != "line"
    return pairs[::-1]


def _lost(wanted: Sequence[CorrectedRow], found: Sequence[CorrectedRow]) -> list[CorrectedRow]:
    there = {(row.table, name) for row in found for name in (row.row, *row.parts)}
    return [row for row in wanted if row.printed and not row.parts and (row.table, row.row) not in there]
