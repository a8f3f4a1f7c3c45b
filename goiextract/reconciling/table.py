"""One table's reading → its figures: lines placed on rows, cells filled, sums checked, lost cells proven."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goiextract.forms import Form, FormTable
from goiextract.reconciling.alignment import Placing, PrintedLine, place_lines
from goiextract.reconciling.costs import LINES
from goiextract.reconciling.figures import CellRead, judge_cells
from goiextract.reconciling.hypotheses import Filling, count_of, fillings
from goiextract.reconciling.numerals import read_numeral
from goiextract.reconciling.printed_rows import PrintedRow, printed_rows
from goiextract.reconciling.selection import Choice, choose
from goiextract.reconciling.strength import strength_of
from goiextract.reconciling.sums import Sums, sums_of
from goiextract.records import Figure, Finding, Fragment, Place, Reading, Strength, Token

NO_SCORE = -12.0  # log-probability of a row that the labeller left out as negligible
LIKELY = -0.7  # log-probability of a group heading from which it counts as named
NAMED = math.log(0.35)  # a label that says less of its row names it only by its place
UNNAMED = (
    0.5  # where no sum can contradict, place alone is not proof: the form may lack that row, and this be a foreign one
)
SURE = 0.9  # a line less surely placed than this is a doubt


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """One table's figures in form order, what was found, and how many of its printed lines were met."""

    table: str
    form: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    rows_found: int
    consistent: bool | None
    strength: Strength


def reconcile_table(reading: Reading, form: Form) -> TableOutcome:
    """The figures of one table of `form` from its reading."""
    table = form.table(reading.table)
    apart = not any(key == table.key for fragment in reading.fragments for key, _ in fragment.scores)
    rows = printed_rows(table, apart)
    sums = sums_of(form, table)
    lines = [_printed_line(fragment, rows) for fragment in reading.fragments]
    placing = place_lines(lines, len(rows))
    at = {row: line for line, (row, holds) in enumerate(zip(placing.row, placing.holds, strict=True)) if holds}
    last = max(at.values(), default=-1)
    ways = {n: _ways(reading.fragments[at[n]], rows[n], sums, reading.cut_off and at[n] == last) for n in sorted(at)}
    ways = {number: way for number, way in ways.items() if way[0]}
    several = any(len(way) > 1 for way, _ in ways.values())
    counts = {n: [rows[n].completed(sums, option) for option in way] if several else [] for n, (way, _) in ways.items()}
    choice = choose(
        [rows[n].cells for n in ways], [way[0] for way in ways.values()], list(counts.values()), sums.across
    )
    findings = _unplaced(reading, table, placing)
    cells: list[CellRead] = []
    for number, row in enumerate(rows):
        if number not in ways:
            cells += [CellRead(key, column, None, Place(), name) for key, column, name in row.named_cells()]
            continue
        fragment, index = reading.fragments[at[number]], list(ways).index(number)
        sure = _sureness(placing, lines, reading, at, number)
        if not sums.every and not _is_named(fragment, row):
            sure = min(sure, UNNAMED)
        complete = ways[number][1] and (choice.settled or len(ways[number][0]) == 1)
        cells += _cells_of(row, fragment, choice, index, sums, sure, complete)
    figures, more, consistent = judge_cells(cells, sums.every, table.key)
    printed = {cell.key: cell.count for cell in cells if cell.count is not None}
    strength = strength_of(sums.every, printed)
    return TableOutcome(table.key, form.name, figures, (*findings, *more), len(ways), consistent, strength)


def _printed_line(fragment: Fragment, rows: Sequence[PrintedRow]) -> PrintedLine:
    numerals = [read_numeral(token.printed) for token in fragment.tokens]
    figures = 0 if not numerals else 1 if all(n.kind == "blank" for n in numerals) else 2
    misfits = {width: _misfit(fragment, width) for width in {len(row.columns) for row in rows}}
    fit = np.array([misfits[len(row.columns)] for row in rows])
    scores = dict(fragment.scores)
    named = {key for key, score in scores.items() if score > LIKELY}
    group = np.array([not named.isdisjoint(row.groups) for row in rows])
    if not scores:
        return PrintedLine(None, 0.0, figures, fit, group)
    return PrintedLine(
        np.array([scores.get(row.key, NO_SCORE) for row in rows]), scores.get("", NO_SCORE), figures, fit, group
    )


def _misfit(fragment: Fragment, n_columns: int) -> float:
    """A rough cost of this line's figure cells on a row of so many columns, before they are looked at one by one."""
    if any(token.column for token in fragment.tokens) or any(token.glued for token in fragment.tokens):
        return 0.0
    lacking = n_columns - len(fragment.tokens)
    return min(LINES.cell_lacking * lacking, 8.0) if lacking > 0 else LINES.cell_extra * -lacking


def _ways(fragment: Fragment, row: PrintedRow, sums: Sums, cut_off: bool) -> tuple[list[Filling], bool]:
    strain = (lambda values: row.strain(sums, values)) if row.has_sum(sums) else None
    return fillings(fragment.tokens, row.columns, strain, cut_off)


def _sureness(
    placing: Placing, lines: Sequence[PrintedLine], reading: Reading, at: dict[int, int], number: int
) -> float:
    """How surely the line at this row lies there; lines whose neighbours print the same figures cannot be wrong in value."""
    line = at[number]
    sure = placing.probability[line]
    if lines[line].figures < 2:
        return 1.0  # nothing is asserted of blank cells, wherever they lie
    if sure >= SURE:
        return sure
    own = _values(reading.fragments[line])
    near = [at[n] for n in (number - 1, number + 1) if n in at]
    return max(sure, SURE) if near and all(_values(reading.fragments[other]) == own for other in near) else sure


def _is_named(fragment: Fragment, row: PrintedRow) -> bool:
    """True where the fragment's own words rather name this row than not."""
    scores = dict(fragment.scores)
    return not scores or scores.get(row.key, NO_SCORE) >= NAMED


def _values(fragment: Fragment) -> tuple[object, ...]:
    return tuple(read_numeral(token.printed).value for token in fragment.tokens)


def _cells_of(
    row: PrintedRow, fragment: Fragment, choice: Choice, index: int, sums: Sums, sure: float, complete: bool
) -> list[CellRead]:
    """The cells of one printed row, with the values its other possible fillings would give."""
    chosen, others = choice.chosen[index], choice.others[index]
    own = row.completed(sums, chosen) if others else ()
    rivals = [(other.cost, row.completed(sums, other), other) for other in others]
    dropped_number = _dropped_number(fragment, chosen)
    cells = []
    for number, (key, column, name) in enumerate(row.named_cells()):
        numeral, token = chosen.numerals[number], chosen.tokens[number]
        place = fragment.tokens[token].place if token is not None else Place()
        different = [
            (cost, other.numerals[number])
            for cost, values, other in rivals
            if (values[number] if own[number] is not None else None) != own[number]
            or (own[number] is None and _value(other, number) != _value(chosen, number))
        ]
        share = 1.0 / (1.0 + sum(math.exp(chosen.cost - cost) for cost, _ in different))
        readings = tuple(dict.fromkeys(n.printed for _, n in different if n is not None))
        cells.append(
            CellRead(
                key,
                column,
                numeral,
                place,
                name,
                sure=min(sure, share) if complete else min(sure, share, 0.5),
                readings=readings,
                doubtful=bool(different) or sure < SURE or not complete,
                provable=not dropped_number,
                unit=fragment.tokens[token].unit if token is not None and column.kind == "money" else "",
                alternatives=_alternatives(fragment.tokens[token]) if token is not None else (),
            )
        )
    return cells


def _alternatives(token: Token) -> tuple[int, ...]:
    counts = (count_of(read_numeral(text)) for text in token.alternatives)
    return tuple(dict.fromkeys(count for count in counts if count is not None))


def _value(filling: Filling, number: int) -> object:
    numeral = filling.numerals[number]
    return None if numeral is None else numeral.value


def _dropped_number(fragment: Fragment, chosen: Filling) -> bool:
    """True where a printed number was taken for no cell of this row: then nothing in the row counts as proven."""
    if any(token.column for token in fragment.tokens):
        return False
    return any(
        index not in chosen.tokens and read_numeral(token.printed).kind == "number"
        for index, token in enumerate(fragment.tokens)
    )


def _unplaced(reading: Reading, table: FormTable, placing: Placing) -> tuple[Finding, ...]:
    """Lines with numbers that were taken for no row of the form."""
    findings = []
    for fragment, row in zip(reading.fragments, placing.row, strict=True):
        numbers = [token.printed.strip() for token in fragment.tokens if count_of(read_numeral(token.printed))]
        if row < 0 and numbers:
            details = (("label", " ".join(fragment.text.split())), ("figures", " ".join(numbers)))
            findings.append(Finding("figures_unplaced", "note", details, table.key, place=fragment.place))
    return tuple(findings)
