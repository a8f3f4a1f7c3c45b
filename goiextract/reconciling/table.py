"""One table's reading → its figures: lines placed on rows, cells filled, sums checked, lost cells proven."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from msgspec import Struct

from goiextract.forms import Form, FormTable
from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.cells_in_doubt import with_other_units_open, with_run_together_open, with_unsupported_open
from goiextract.reconciling.decoding import Decoded, decode, dissenting
from goiextract.reconciling.effort import Effort
from goiextract.reconciling.figures import judge_cells
from goiextract.reconciling.hypotheses import Filling, count_of
from goiextract.reconciling.numerals import read_numeral, read_token
from goiextract.reconciling.printed_rows import PrintedRow, printed_rows
from goiextract.reconciling.row_doubts import BEYOND_DOUBT, is_named, row_doubts, score_of
from goiextract.reconciling.strength import strength_of
from goiextract.reconciling.sums import Sums, sums_of
from goiextract.records import Figure, Finding, Fragment, Place, Reading, Strength, Token

#: How sure a line is that only its place names: the form may lack that row, and this be a foreign one. So is one that was parted
#: or joined to fit where no sum can contradict, and every line of a table that was given up.
UNNAMED = 0.5
#: A cell that another reading of the table gives another value, and this one not so surely, is a doubt: 3 nats.
CERTAIN = 0.95
#: Nats, and nats for every row of the form, beyond which no reading fits: the lines are those of another table, or in such
#: disorder that zeros make everything add up (reconciler notes, section 8). Right readings took under 1 a row, and 20 more.
MISFIT, MISFIT_OF_ROW = 20.0, 3.0


class TableOutcome(Struct, frozen=True):
    """One table's figures in form order, what was found, and how many of its printed lines were met."""

    table: str
    form: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    rows_found: int
    consistent: bool | None
    strength: Strength


def reconcile_table(reading: Reading, form: Form, effort: Effort) -> TableOutcome:
    """The figures of one table of `form` from its reading. effort: what the other tables of the report leave."""
    table = form.table(reading.table)
    apart = not any(fragment.whole for fragment in reading.fragments)
    rows = printed_rows(table, apart)
    if not apart:
        reading = replace(reading, fragments=tuple(_as_the_row(one, rows[0]) for one in reading.fragments))
    sums = sums_of(form, table)
    decoded = decode(reading, rows, sums, effort)
    best = decoded.best
    fits = best.cost <= MISFIT + MISFIT_OF_ROW * len(rows)
    placed = {number: best.fragments[best.at[number]] for number in best.ways}
    doubts = row_doubts(reading.fragments, best.fragments, best.at, placed, rows)
    cells: list[CellRead] = []
    places = {number: index for index, number in enumerate(best.ways)}
    for number, row in enumerate(rows):
        if number not in places:
            cells += _lost_cells(row, decoded, not fits or number in doubts.unprovable)
            continue
        fragment, (ways, all_ways) = placed[number], best.ways[number]
        as_read = fragment in reading.fragments and not _has_more(fragment, row)
        named = is_named(fragment, row) or number == doubts.left_over
        known = decoded.settled or (score_of(fragment, row) >= BEYOND_DOUBT and number not in decoded.contested)
        given_up = not (fits and known)
        unnamed = number in doubts.open or (not sums.every and not (as_read and named))
        sure = UNNAMED if unnamed or given_up else 1.0
        complete = all_ways and (best.choice.settled or len(ways) == 1)
        cells += _cells_of(row, fragment, decoded, places[number], sums, sure, complete)
    cells = with_other_units_open(cells)
    cells = with_unsupported_open(cells, sums) if sums.every else with_run_together_open(cells)
    figures, more, consistent = judge_cells(cells, sums.every, table.key)
    printed = {cell.key: count for cell in cells if (count := cell.count) is not None}
    strength = strength_of(sums.every, printed)
    badly = () if fits else (Finding("table_fits_badly", "warning", (("heading", table.heading),), table.key),)
    findings = (*badly, *_unplaced(decoded, table), *more)
    return TableOutcome(table.key, form.name, figures, findings, len(best.ways), consistent, strength)


def _as_the_row(fragment: Fragment, row: PrintedRow) -> Fragment:
    """A line that holds the whole table is beyond doubt the one row that this is printed in."""
    return replace(fragment, scores=((row.key, 0.0),)) if fragment.whole else fragment


def _lost_cells(row: PrintedRow, decoded: Decoded, passed: bool) -> list[CellRead]:
    """The cells of a row that no line fills. passed: a line that may be this row's was taken for none, or none of the
    lines fit; then the sums prove nothing of it, for what they want would stand in place of what is printed."""
    cells = []
    for key, column, name in row.named_cells:
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
    blank = doubted and all(read_token(token).kind == "blank" for token in fragment.tokens)
    cells = []
    for number, (key, column, name) in enumerate(row.named_cells):
        numeral, token = chosen.numerals[number], chosen.tokens[number]
        place = fragment.tokens[token].place if token is not None else Place()
        different, cell_sure = [], sure
        if doubted:  # nothing is asserted of blank cells, wherever they lie
            different = [
                (cost, other.numerals[number])
                for cost, values, other in rivals
                if (values[number] if own[number] is not None else None) != own[number]
                or (own[number] is None and _value(other, number) != _value(chosen, number))
            ]
            elsewhere = [] if blank and numeral is not None else list(dissenting(decoded, key))
            cell_sure = min(sure, _share([cost for cost, _ in different] + elsewhere))
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
                named=token is not None and fragment.tokens[token].column is not None,
            )
        )
    return cells


def _alternatives(token: Token) -> tuple[int, ...]:
    if not token.alternatives:
        return ()
    counts = (count_of(read_numeral(text)) for text in token.alternatives)
    return tuple(dict.fromkeys(count for count in counts if count is not None))


def _value(filling: Filling, number: int) -> object:
    numeral = filling.numerals[number]
    return None if numeral is None else numeral.value


def _has_more(fragment: Fragment, row: PrintedRow) -> bool:
    """True where the line has more numbers than the row has columns: which to drop or join, no sum says."""
    return sum(read_token(token).kind == "number" for token in fragment.tokens) > len(row.columns)


def _dropped_number(fragment: Fragment, chosen: Filling) -> bool:
    """True where a printed number was taken for no cell of this row: then nothing in the row counts as proven."""
    if any(token.column for token in fragment.tokens):
        return False
    return any(
        index not in chosen.tokens and read_token(token).kind == "number" for index, token in enumerate(fragment.tokens)
    )


def _unplaced(decoded: Decoded, table: FormTable) -> tuple[Finding, ...]:
    """Lines with numbers that were taken for no row of the form, or can fill theirs in no way."""
    findings = []
    best = decoded.best
    placed = {
        best.at[row]
        for row, chosen in zip(best.ways, best.choice.chosen, strict=True)
        if any(token is not None for token in chosen.tokens)
    }
    for number, fragment in enumerate(decoded.best.fragments):
        numbers = [token.printed.strip() for token in fragment.tokens if count_of(read_token(token))]
        if number not in placed and numbers:
            details = (("label", " ".join(fragment.text.split())), ("figures", " ".join(numbers)))
            findings.append(Finding("figures_unplaced", "note", details, table.key, place=fragment.place))
    return tuple(findings)
