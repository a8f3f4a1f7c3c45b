"""One table's reading → its figures: lines placed on rows, cells filled, sums checked, lost cells proven."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from goiextract.forms import Form, FormTable
from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.decoding import Decoded, decode, dissenting
from goiextract.reconciling.figures import judge_cells
from goiextract.reconciling.hypotheses import Filling, count_of
from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.numerals import read_numeral
from goiextract.reconciling.printed_rows import PrintedRow, printed_rows
from goiextract.reconciling.row_doubts import (
    BEYOND_DOUBT,
    contradicted,
    is_named,
    is_two_rows,
    left_over,
    out_of_order,
    passed_lines,
    rows_around,
    standing_for_groups,
)
from goiextract.reconciling.strength import strength_of
from goiextract.reconciling.sums import Sums, sums_of
from goiextract.records import Figure, Finding, Fragment, Place, Reading, Strength, Token

UNNAMED = (
    0.5  # where no sum can contradict, place alone is not proof (the form may lack that row, and this be a foreign one),
    # nor is a line that was parted or joined to fit
)
CERTAIN = (
    0.95  # a cell that another reading of the table gives another value, and this one not so surely, is a doubt: 3 nats
)
#: Nats, and nats for every row of the form, beyond which no reading fits: the lines are those of another table, or in such
#: disorder that zeros make everything add up (reconciler notes, section 8). Right readings took under 1 a row, and 20 more.
MISFIT, MISFIT_OF_ROW = 20.0, 3.0
GIVEN_UP = 0.5  # how sure the other lines are then


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
    decoded = decode(reading, rows, sums)
    best = decoded.best
    fits = best.cost <= MISFIT + MISFIT_OF_ROW * len(rows)
    groups = {group for row in rows for group in row.groups}
    passed = [
        rows_around(number, best.at, best.fragments, rows)
        for number in passed_lines(best.fragments, best.at.values(), rows, groups)
    ]
    placed = {number: best.fragments[best.at[number]] for number in best.ways}
    two = {number for number, fragment in placed.items() if is_two_rows(fragment)}
    # so has a line that fills its row in no way
    passed += [range(number - 1, number + 2) for number in two | (best.at.keys() - best.ways.keys())]
    doubted = two | standing_for_groups(placed, rows) | contradicted(placed, rows)
    doubted |= out_of_order(placed, reading.fragments, rows)
    last_left = left_over(placed, rows)
    cells: list[CellRead] = []
    for number, row in enumerate(rows):
        if number not in best.ways:
            cells += _lost_cells(row, decoded, not fits or any(number in lost for lost in passed))
            continue
        fragment, (ways, all_ways) = placed[number], best.ways[number]
        sure = 1.0
        named = is_named(fragment, row) or number == last_left
        if not sums.every and (fragment not in reading.fragments or not named or _has_more(fragment, row)):
            sure = UNNAMED
        if number in doubted:
            sure = UNNAMED
        if not decoded.settled and dict(fragment.scores).get(row.key, NO_SCORE) < BEYOND_DOUBT:
            sure = min(sure, GIVEN_UP)
        if not fits:
            sure = min(sure, GIVEN_UP)
        complete = all_ways and (best.choice.settled or len(ways) == 1)
        cells += _cells_of(row, fragment, decoded, list(best.ways).index(number), sums, sure, complete)
    cells = _with_unsupported_open(cells, sums) if sums.every else _with_run_together_open(cells)
    figures, more, consistent = judge_cells(cells, sums.every, table.key)
    printed = {cell.key: cell.count for cell in cells if cell.count is not None}
    strength = strength_of(sums.every, printed)
    badly = () if fits else (Finding("table_fits_badly", "warning", (("heading", table.heading),), table.key),)
    findings = (*badly, *_unplaced(decoded, table), *more)
    return TableOutcome(table.key, form.name, figures, findings, len(best.ways), consistent, strength)


def _with_unsupported_open(cells: Sequence[CellRead], sums: Sums) -> list[CellRead]:
    """The cells of a table with sums, where a number that only cells printed blank could balance, in every sum that it lies
    in, is a doubt: it may be that of a page, or of the next column."""
    kinds = {cell.key: cell.numeral.kind if cell.numeral is not None else "" for cell in cells}
    counts = {cell.key: cell.count or 0 for cell in cells}
    if "blank" not in kinds.values():
        return list(cells)
    found = list(cells)
    for number, cell in enumerate(cells):
        inside = sums.through(cell.key) if counts[cell.key] > 0 else ()
        others = [one.wholes if cell.key in one.parts else one.parts for one in inside]
        if others and all(
            not any(counts[key] for key in side) and "" not in (own := [kinds[key] for key in side]) and "blank" in own
            for side in others
        ):
            found[number] = replace(cell, doubtful=True, sure=min(cell.sure, UNNAMED))
    return found


def _with_run_together_open(cells: Sequence[CellRead]) -> list[CellRead]:
    """The cells of a table without sums, where a lost cell, or the one blank of an office that prints its zeros, may be where
    a figure ran together with the one before it, or a cell of the stub: then neither it nor the other is sure."""
    kinds = [cell.numeral.kind if cell.numeral is not None else "" for cell in cells]
    zeros = any(cell.numeral is not None and cell.numeral.value == 0 for cell in cells)
    lone = kinds.index("blank") if zeros and kinds.count("blank") == 1 else -1
    found = list(cells)
    for at, kind in enumerate(kinds):
        row = [n for n, cell in enumerate(cells) if cell.key.row == cells[at].key.row]
        if (kind or not any(kinds[n] for n in row)) and at != lone:
            continue
        before = cells[at - 1].numeral if at > row[0] else None
        suspects: list[int] = []
        if before is not None and sum(map(str.isdigit, before.printed)) > 1:
            suspects = [at - 1, at]
        elif at == lone == row[0] and len(row) > 1:
            suspects = row
        for n in suspects:
            found[n] = replace(found[n], doubtful=True, sure=min(found[n].sure, UNNAMED))
    return found


def _lost_cells(row: PrintedRow, decoded: Decoded, passed: bool) -> list[CellRead]:
    """The cells of a row that no line fills. passed: a line that may be this row's was taken for none, or none of the
    lines fit; then the sums prove nothing of it, for what they want would stand in place of what is printed."""
    cells = []
    for key, column, name in row.named_cells():
        sure = _share(dissenting(decoded, key))
        provable = sure >= CERTAIN and decoded.settled and not passed
        cells.append(CellRead(key, column, None, Place(), name, sure=sure, doubtful=not provable, provable=provable))
    return cells


def _share(rivals: Iterable[float]) -> float:
    return 1.0 / (1.0 + sum(math.exp(-cost) for cost in rivals))


def _cells_of(
    row: PrintedRow, fragment: Fragment, decoded: Decoded, index: int, sums: Sums, sure: float, complete: bool
) -> list[CellRead]:
    """The cells of one printed row, with the values its other possible fillings would give."""
    chosen, others = decoded.best.choice.chosen[index], decoded.best.choice.others[index]
    own = row.completed(sums, chosen) if others else ()
    rivals = [(cost, row.completed(sums, other), other) for cost, other in others]
    doubted = bool(rivals or decoded.rivals)
    dropped_number = _dropped_number(fragment, chosen)
    blank = all(read_numeral(token.printed).kind == "blank" for token in fragment.tokens)
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
        # nothing is asserted of blank cells, wherever they lie
        elsewhere = [] if blank and numeral is not None else list(dissenting(decoded, key))
        cell_sure = min(sure, _share([cost for cost, _ in different] + elsewhere)) if doubted else sure
        doubtful = cell_sure < CERTAIN or not complete
        readings = tuple(dict.fromkeys(n.printed for _, n in different if n is not None)) if doubtful else ()
        cells.append(
            CellRead(
                key,
                column,
                numeral,
                place,
                name,
                sure=cell_sure if complete else min(cell_sure, 0.5),
                readings=readings,
                doubtful=doubtful,
                provable=not dropped_number and not (doubtful and numeral is None),
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


def _has_more(fragment: Fragment, row: PrintedRow) -> bool:
    """True where the line has more numbers than the row has columns: which to drop or join, no sum says."""
    return sum(read_numeral(token.printed).kind == "number" for token in fragment.tokens) > len(row.columns)


def _dropped_number(fragment: Fragment, chosen: Filling) -> bool:
    """True where a printed number was taken for no cell of this row: then nothing in the row counts as proven."""
    if any(token.column for token in fragment.tokens):
        return False
    return any(
        index not in chosen.tokens and read_numeral(token.printed).kind == "number"
        for index, token in enumerate(fragment.tokens)
    )


def _unplaced(decoded: Decoded, table: FormTable) -> tuple[Finding, ...]:
    """Lines with numbers that were taken for no row of the form."""
    findings = []
    placed = set(decoded.best.at.values())
    for number, fragment in enumerate(decoded.best.fragments):
        numbers = [token.printed.strip() for token in fragment.tokens if count_of(read_numeral(token.printed))]
        if number not in placed and numbers:
            details = (("label", " ".join(fragment.text.split())), ("figures", " ".join(numbers)))
            findings.append(Finding("figures_unplaced", "note", details, table.key, place=fragment.place))
    return tuple(findings)
