"""One table's reading → its figures: lines placed on rows, cells filled, sums checked, lost cells proven."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import Struct

from goiextract.forms import Form, FormTable
from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.decoding import Decoded, decode, dissenting
from goiextract.reconciling.doubts import with_doubts
from goiextract.reconciling.effort import Effort
from goiextract.reconciling.figures import judge_cells
from goiextract.reconciling.hypotheses import Filling, count_of
from goiextract.reconciling.numerals import read_numeral, read_token
from goiextract.reconciling.printed_rows import PrintedRow, printed_rows
from goiextract.reconciling.strength import strength_of
from goiextract.reconciling.sums import Sums, sums_of
from goiextract.reconciling.table_read import TableRead
from goiextract.records import CellKind, Figure, Finding, Fragment, Place, Reading, Strength, Token

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
    cells = _cells(rows, decoded, sums)
    read = with_doubts(
        TableRead(
            rows,
            sums,
            reading.fragments,
            best.fragments,
            best.at,
            best.ways.keys(),
            decoded.settled,
            fits,
            cells,
        )
    )
    figures, more, consistent = judge_cells(read.cells, sums.every, table.key)
    printed = {cell.key: count for cell in read.cells if (count := cell.count) is not None}
    strength = strength_of(sums.every, printed)
    badly = () if fits else (Finding("table_fits_badly", "warning", (("heading", table.heading),), table.key),)
    findings = (*badly, *_unplaced(decoded, table), *more)
    return TableOutcome(table.key, form.name, figures, findings, len(best.ways), consistent, strength)


def _as_the_row(fragment: Fragment, row: PrintedRow) -> Fragment:
    """A line that holds the whole table is beyond doubt the one row that this is printed in."""
    return replace(fragment, scores=((row.key, 0.0),)) if fragment.whole else fragment


def _cells(rows: Sequence[PrintedRow], decoded: Decoded, sums: Sums) -> tuple[CellRead, ...]:
    """All cells of the form's rows, those that no line fills as not found."""
    best = decoded.best
    places = {number: index for index, number in enumerate(best.ways)}
    drawn = any(_is_drawn(best.fragments[best.at[number]].place) for number in places)
    return tuple(
        cell
        for number, row in enumerate(rows)
        for cell in (
            _cells_of(number, row, decoded, places[number], sums)
            if number in places
            else _lost_cells(row, decoded, drawn)
        )
    )


def _is_drawn(place: Place) -> bool:
    return place.page is not None or place.table is not None or place.paragraph is not None


def _lost_cells(row: PrintedRow, decoded: Decoded, drawn: bool) -> Iterator[CellRead]:
    for key, column, name in row.named_cells:
        yield CellRead(key, column, None, Place(), name, sure=_share(dissenting(decoded, key)), drawn_page=drawn)


def _share(rivals: Iterable[float]) -> float:
    return 1.0 / (1.0 + sum(math.exp(-cost) for cost in rivals))


def _cells_of(number: int, row: PrintedRow, decoded: Decoded, index: int, sums: Sums) -> Iterator[CellRead]:
    """The cells of one printed row, with the values its other possible fillings would give."""
    best = decoded.best
    fragment, ways = best.fragments[best.at[number]], best.ways[number][0]
    chosen, others = best.choice.chosen[index], best.choice.others[index]
    own = row.completed(sums, chosen) if others else ()
    rivals = [(cost, row.completed(sums, other), other) for cost, other in others]
    as_many = len(fragment.tokens) == len(row.columns) and all(token.column is None for token in fragment.tokens)
    as_many = as_many and not _has_stub(best.fragments, best.at[number], len(row.columns))
    passed_over = _passes_over(fragment.tokens, chosen)
    drawn_page = _is_drawn(fragment.place)  # where it is seen which cell is the gap
    # a part and its total may both have lost the same
    parts = [
        at for at, one in enumerate(chosen.tokens) if one is not None and _is_part(fragment.tokens[one], chosen, at)
    ]
    complete = best.tried_all(index) and (best.choice.settled or len(ways) == 1)
    for at, (key, column, name) in enumerate(row.named_cells):
        token = None if (token_at := chosen.tokens[at]) is None else fragment.tokens[token_at]
        different = [
            (cost, other.numerals[at])
            for cost, values, other in rivals
            if (values[at] if own[at] is not None else None) != own[at]
            or (own[at] is None and _value(other, at) != _value(chosen, at))
            or (
                _kind(other, at) != _kind(chosen, at)
                and (drawn_page or "" not in (_kind(other, at), _kind(chosen, at)) or _moves_blanks(other, chosen))
            )
        ]
        yield CellRead(
            key,
            column,
            chosen.numerals[at],
            token.place if token else Place(),
            name,
            sure=_share([*(cost for cost, _ in different), *dissenting(decoded, key)]),
            readings=tuple(dict.fromkeys(n.printed for _, n in different if n is not None)),
            complete=complete,
            unit=token.unit if token and column.kind == "money" else "",
            confidence=token.confidence if token else 1.0,
            alternatives=_alternatives(token) if token else (),
            named=token is not None and token.column is not None,
            kind=token.kind if token else None,
            drawn=token is None or token.drawn,
            moved=passed_over or (as_many and token_at != at) or (at in parts and len(parts) > 1),
            drawn_page=drawn_page,
        )


def _is_part(token: Token, chosen: Filling, at: int) -> bool:
    """True for one of the numbers that stand below one another in a cell, though they may be one: the others are dropped."""
    numeral = chosen.numerals[at]
    if numeral is None or "\n" not in token.printed.strip():
        return False
    return sum(map(str.isdigit, numeral.printed)) < sum(map(str.isdigit, token.printed))


def _passes_over(tokens: Sequence[Token], chosen: Filling) -> bool:
    """True where several numbers were passed over before the last cell that was taken; or, where a blank was taken, whatever can
    be seen; or any cell between figures, and the blank at an end. That blank may be no cell of the row, and what was passed over
    one that keeps the sums from holding."""
    taken = [at for at in chosen.tokens if at is not None]
    kinds = [token.kind for token in tokens]
    if len(set(taken)) < len(taken) or any(tokens[at].columns for at in taken):
        return False
    over = {*range(taken[-1])} - {*taken} - _joined(tokens, chosen) if taken else set()
    if sum(kinds[at] is CellKind.NUMBER for at in over) > 1:
        return True
    blank = [kinds[at] is CellKind.BLANK for at in taken]
    if not any(blank) or all(blank):
        return False
    inside = any(at > taken[0] for at in over)
    return (inside and (blank[0] or blank[-1])) or any(kinds[at] is not CellKind.BLANK for at in over)


def _joined(tokens: Sequence[Token], chosen: Filling) -> set[int]:
    """The tokens whose digits are those of the number before them."""
    filled = [
        (at, one.printed) for at, one in zip(chosen.tokens, chosen.numerals, strict=True) if one and at is not None
    ]
    return {at + 1 for at, printed in filled if len(printed) > len(tokens[at].printed.strip())}


def _has_stub(fragments: Sequence[Fragment], line: int, width: int) -> bool:
    """True where this line begins with a blank cell as the one before or behind it does, which has one more than columns."""
    beside = [fragments[n].tokens for n in (line - 1, line + 1) if 0 <= n < len(fragments)]
    blank = [tokens for tokens in (fragments[line].tokens, *beside) if tokens and tokens[0].kind is CellKind.BLANK]
    if not blank or blank[0] is not fragments[line].tokens:
        return False
    field = blank[0][0].place.field
    stubs = [tokens for tokens in blank[1:] if len(tokens) == width + 1 and tokens[-1].kind is not CellKind.BLANK]
    return any(field == tokens[0].place.field for tokens in stubs)


def _alternatives(token: Token) -> tuple[int, ...]:
    if not token.alternatives:
        return ()
    counts = (count_of(read_numeral(text)) for text in token.alternatives)
    return tuple(dict.fromkeys(count for count in counts if count is not None))


def _value(filling: Filling, number: int) -> object:
    numeral = filling.numerals[number]
    return None if numeral is None else numeral.value


def _moves_blanks(one: Filling, other: Filling) -> bool:
    """True where a cell is blank by the one and printed by the other, though the sums may want the same of both."""
    kinds = [{_kind(one, at), _kind(other, at)} for at in range(len(one.numerals))]
    return any("blank" in both and len(both - {""}) > 1 for both in kinds)


def _kind(filling: Filling, number: int) -> str:
    numeral = filling.numerals[number]
    return "" if numeral is None else numeral.kind


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
