"""Which rows words tell.

Sums cannot see two rows exchanged that lie in the same sums (a block). So a line of figures is told to be a row by the words
of labels alone, wherever they stand and however many lines they take: its own words, or those of all other lines of the block,
which leave no other row. A row is told where every exchange of lines among the rows of its block, those without a line among
them, is contradicted by what the labels say. What they do not tell is not asserted, however well the sums hold.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.sums import Sums
from goiextract.reconciling.table_read import TableRead, n_numbers, score_of
from goiextract.records import CellKey, Fragment

NAMED = math.log(0.35)  # words that say less of a row do not name it
SURE = math.log(0.95)  # where all labels say so much of their rows, no exchange is plausible
PLAUSIBLE = 3.0  # nats: an exchange that the labels contradict by less may be what is printed
SPARED = 5  # labels that tell lines by their turn, for each that is lost or misheard
TWICE = math.log(2.0)  # a row that words say half as often as their own is one they may mean
LINE = 3  # numbers of a line that is no row of the form, from which it may be one: fewer are a page's, or a label's

ZEROS = ("zeros",)  # the content of a line of nothing else

Array = NDArray[np.float64]


def told_rows(read: TableRead) -> frozenset[int]:
    """The rows, by number, whose line is told to be theirs."""
    if all(score_of(read.lines[line], read.rows[row]) >= SURE for row, line in read.at.items()):
        return frozenset(read.at)
    said = {line: _said(read, line) for line, one in enumerate(read.lines) if _may_be_row(read, line, one)}
    said |= _told_by_turn(read, said)
    told: set[int] = set()
    for block in _blocks(read.rows, read.sums):
        told.update(_told_in(block, read, said))
    return frozenset(row for row in told if not _names_another(read, row))


def _may_be_row(read: TableRead, line: int, fragment: Fragment) -> bool:
    widest = max(len(row.columns) for row in read.rows)
    return line in read.at.values() or LINE <= n_numbers(fragment) <= widest + 1


def _said(read: TableRead, line: int) -> Array:
    """What the words of a line's label say of each row and, last, of none: its own, else those right above and below it;
    nothing (zeros) where there are none."""
    own = read.lines[line]
    beside = [own] if _names_a_row(own, read.rows) else _labels_beside(read, line)
    labels = [one for one in beside if _names_a_row(one, read.rows)]
    said = [[*(score_of(one, row) for row in read.rows), dict(one.scores).get("", NO_SCORE)] for one in labels]
    return np.array(said).max(axis=0) if said else np.zeros(len(read.rows) + 1)


def _labels_beside(read: TableRead, line: int) -> Iterator[Fragment]:
    for step in (-1, 1):
        at = line + step
        while 0 <= at < len(read.lines) and not n_numbers(read.lines[at]):
            yield read.lines[at]
            at += step


def _names_a_row(fragment: Fragment, rows: Collection[PrintedRow]) -> bool:
    return any(score_of(fragment, row) >= NAMED for row in rows)


def _told_by_turn(read: TableRead, said: Mapping[int, Array]) -> dict[int, Array]:
    """Lines of figures without words of their own, between two that name their rows: where these are as many as the rows
    between, and the labels of nearly all of these stand on lines without figures, each belongs to the next."""
    row_of = {line: row for row, line in read.at.items()}
    own = {line for line in said if _names_a_row(read.lines[line], read.rows)}
    apart = {
        row
        for one in read.lines
        if not n_numbers(one)
        for row, at in enumerate(read.rows)
        if score_of(one, at) >= NAMED
    }
    found: dict[int, Array] = {}
    run: list[int] = []
    before = -1
    for line in [*sorted(said), len(read.lines)]:
        if line in said and (line not in own or row_of.get(line) is None or not n_numbers(read.lines[line])):
            run += [line] if n_numbers(read.lines[line]) else []
            continue
        after = row_of.get(line, len(read.rows))
        rows = range(before + 1, after)
        if run and len(run) == len(rows) and SPARED * len(set(rows) - apart) <= len(rows):
            for one, row in zip(run, rows, strict=True):
                found[one] = np.full(len(read.rows) + 1, NO_SCORE)
                found[one][row] = 0.0
        run, before = [], after
    return found


def _told_in(block: Sequence[int], read: TableRead, said: Mapping[int, Array]) -> Iterator[int]:
    """The rows of a block that no plausible chain of exchanges gives other figures: the least that the labels hold against one,
    over all that lead from a row back to it (Floyd and Warshall). Lines that are no row take part as rows of none. A line whose
    words name its row before all others gives it to no other line, unless that one's words name it too; that it may stand on an
    empty row, or on none, the search has weighed."""
    lines: list[int | None] = [_line_at(read, row) for row in block]
    if not read.sums.across:  # else another line's figures would not add up
        lines += [line for line in said if line not in read.at.values()]
    column = [*block, *[len(read.rows)] * (len(lines) - len(block))]
    elsewhere = [n for n, line in enumerate(lines) if line is None or n >= len(block)]
    against = np.zeros((len(column), len(column)))
    plain = np.zeros_like(against)
    claims = np.zeros(against.shape, dtype=bool)  # of a line to the row of another
    for n, line in enumerate(lines):
        if line is not None:
            own = said[line][column[n]]
            plain[n] = against[n] = own - said[line][column]
            claims[n] = (said[line][column] >= NAMED) & (said[line].min() < NAMED) & (plain[n] < 0)
            if own >= NAMED and own == said[line][:-1].max() > said[line].min():
                weighed = [at for at in elsewhere if against[n, at] >= TWICE]
                against[n] = np.maximum(against[n], np.where(against[n] >= TWICE, PLAUSIBLE, 0.0))
                against[n, weighed] = np.inf
    empty = ZEROS if _zeros_are_left(block, read) else None
    held = {cell.key: cell.numeral.value for cell in read.cells if cell.numeral is not None}
    contents = [
        empty
        if line is None
        else _content(read.lines[line], held, read.rows[row].cells if row < len(read.rows) else ())
        for line, row in zip(lines, column, strict=True)
    ]
    other = np.array([[one != two or one is None for two in contents] for one in contents])
    pair = np.where(claims | claims.T, plain + plain.T, np.maximum(against, 0.0) + np.maximum(against, 0.0).T)
    least = np.where(other, pair, np.inf).min(axis=1)
    against = onward = np.maximum(against, 0.0)  # what labels say for one exchange they do not say for others
    for n in range(len(column)):
        onward = np.minimum(onward, onward[:, n : n + 1] + onward[n : n + 1])
    least = np.minimum(least, np.where(other, onward + against.T, np.inf).min(axis=1))
    yield from (row for row, held in zip(block, least, strict=False) if row in read.at and held >= PLAUSIBLE)


def _content(
    fragment: Fragment, held: Mapping[CellKey, int | Decimal | None], cells: Sequence[CellKey]
) -> tuple[object, ...]:
    """What a line's figures are, as they fill these cells of its row where they do, the same for those that may change places
    unseen: zeros are zeros, however many are lost."""
    values = {key.column: held[key] for key in cells if key in held}
    values = values or {str(n): read_token(token).value for n, token in enumerate(fragment.tokens)}
    return ZEROS if all(value == 0 for value in values.values()) else tuple(values.items())


def _zeros_are_left(block: Sequence[int], read: TableRead) -> bool:
    """True where the sums over these rows want nothing of the cells without a number."""
    through = {one.name: one for row in block for key in read.rows[row].cells for one in read.sums.through(key)}
    across = [one for one in through.values() if one in read.sums.across]
    known = {key: 0 for one in across for key in one.cells} | {cell.key: cell.count or 0 for cell in read.cells}
    return bool(across) and bool(read.cells) and all(one.residual(known) == 0 for one in across)


def _line_at(read: TableRead, row: int) -> int | None:
    """The line at a row; none for a label without figures beside figures whose words name no row: they may be its own."""
    line = read.at.get(row)
    if line is None or n_numbers(read.lines[line]):
        return line
    beside = [read.lines[n] for n in (line - 1, line + 1) if 0 <= n < len(read.lines)]
    return None if any(n_numbers(one) and not _names_a_row(one, read.rows) for one in beside) else line


def _names_another(read: TableRead, row: int) -> bool:
    """True where the line's own words name another row and cannot well mean this one, or where there are no sums, name none of
    the form's rows: then it is not the only one left without a name."""
    fragment = read.line_of(row)
    best = max((score_of(fragment, one) for one in read.rows), default=NO_SCORE)
    if best >= NAMED:
        return best > score_of(fragment, read.rows[row]) + PLAUSIBLE
    return not read.sums.every and dict(fragment.scores).get("", NO_SCORE) >= NAMED


def _blocks(rows: Sequence[PrintedRow], sums: Sums) -> Iterator[list[int]]:
    """The rows in groups that lie in the same sums over rows: no sum tells one of a group from another."""
    across = {one.name for one in sums.across}
    blocks: dict[frozenset[tuple[str, bool]], list[int]] = {}
    for number, row in enumerate(rows):
        inside = ((one, cell) for cell in row.cells for one in sums.through(cell) if one.name in across)
        blocks.setdefault(frozenset((one.name, cell in one.parts) for one, cell in inside), []).append(number)
    yield from blocks.values()
