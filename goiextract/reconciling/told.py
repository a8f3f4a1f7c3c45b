"""Which rows words tell.

Sums cannot see two rows exchanged that lie in the same sums (a block). So a line of figures is told to be a row by the words
of labels alone, wherever they stand and however many lines they take: its own words, or those of all other lines of the block,
which leave no other row. A label may as well mean each row that it says by PLAUSIBLE nats less than its own, at most; none may
mean any. Where a chain of such rows leads from one to another with other figures and back, neither is told, however well the
sums hold: what labels do not tell is not asserted.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.table_read import TableRead, n_numbers, score_of
from goiextract.records import CellKey, Fragment

NAMED = math.log(0.35)  # words that say less of a row do not name it
SURE = math.log(0.95)  # where all labels say so much of their rows, no exchange is plausible
PLAUSIBLE = 3.0  # nats: a row that a label says by less than that less than its own is one that it may as well mean
SPARED = 5  # labels that tell lines by their turn, for each that is lost or misheard
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
    for block in _blocks(read):
        told.update(_told_in(block, read, said))
    row_at = {line: row for row, line in read.at.items()}
    halves = {
        row: row_at.get(half, row) for row, line in read.at.items() if (half := _other_half(read, line)) is not None
    }
    # of a line that was parted neither half is told without the other
    return frozenset(row for row in told if halves.get(row, row) in told and not _names_another(read, row))


def _may_be_row(read: TableRead, line: int, fragment: Fragment) -> bool:
    widest = max(len(row.columns) for row in read.rows)
    return line in read.at.values() or LINE <= n_numbers(fragment) <= widest + 1


def _said(read: TableRead, line: int) -> Array:
    """What the words of a line's label say of each row and, last, of none: its own, else those right above and below it;
    nothing (zeros) where there are none."""
    half = _other_half(read, line)
    own = read.lines[line if half is None or read.lines[line].scores else half]
    row_at = {at: read.rows[row] for row, at in read.at.items()}
    if half in row_at and line in row_at:
        best = max(score_of(own, row) for row in read.rows)
        if score_of(own, row_at[half]) == best >= score_of(own, row_at[line]) + PLAUSIBLE:
            return np.zeros(len(read.rows) + 1)  # the label that is left is the other half's
    beside = [own] if _names_a_row(own, read.rows) else _labels_beside(read, line)
    labels = [one for one in beside if _names_a_row(one, read.rows)]
    said = [[*(score_of(one, row) for row in read.rows), dict(one.scores).get("", NO_SCORE)] for one in labels]
    return np.array(said).max(axis=0) if said else np.zeros(len(read.rows) + 1)


def _labels_beside(read: TableRead, line: int) -> Iterator[Fragment]:
    """The labels right above and below it."""
    above, below = reversed(read.lines[:line]), read.lines[line + 1 :]
    for side in (above, below):
        yield from takewhile(lambda one: not n_numbers(one), side)


def _other_half(read: TableRead, line: int) -> int | None:
    """The other line of one that was parted: its label stands in both, and speaks in one of them."""
    own = read.lines[line]
    beside = [at for at in (line - 1, line + 1) if 0 <= at < len(read.lines) and read.lines[at].text == own.text]
    return next((at for at in beside if own.text and bool(read.lines[at].scores) != bool(own.scores)), None)


def _names_a_row(fragment: Fragment, rows: Collection[PrintedRow]) -> bool:
    return any(score_of(fragment, row) >= NAMED for row in rows)


def _told_by_turn(read: TableRead, said: Mapping[int, Array]) -> dict[int, Array]:
    """Lines of figures without words of their own, between two that name their rows: where these are as many as the rows
    between, and the labels of nearly all of these but zeros stand on lines without figures, each belongs to the next."""
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
        turns = list(zip(run, rows, strict=False)) if len(run) == len(rows) else []
        lost = [row for one, row in turns if row not in apart and _content(read.lines[one], {}, ()) != ZEROS]
        if SPARED * len(lost) <= len(rows) <= 2 * len(apart.intersection(rows)):
            for one, row in turns:
                found[one] = np.full(len(read.rows) + 1, NO_SCORE)
                found[one][row] = 0.0
        run, before = [], after
    return found


def _told_in(block: Sequence[int], read: TableRead, said: Mapping[int, Array]) -> Iterator[int]:
    """The rows of a block to which no chain of exchanges brings other figures: each line to a row that its label may as well
    mean, and so back to the first (Warshall's closure). Lines that are no row take part as rows of none."""
    lines: list[int | None] = [_line_at(read, row, said) for row in block]
    if not read.sums.across:  # else another line's figures would not add up
        lines += [line for line in said if line not in read.at.values() and line not in lines]
    column = [*block, *[len(read.rows)] * (len(lines) - len(block))]
    heard = np.array([np.zeros(len(column)) if line is None else said[line][column] for line in lines])
    against = heard.diagonal()[:, None] - heard
    # a label that says another row more than its own makes that one's no surer than they are together
    claimed = (np.minimum(against, against.T) < 0) & (against + against.T < PLAUSIBLE)
    may = (against < PLAUSIBLE) | claimed
    widths = np.array([len(read.rows[row].columns) if row < len(read.rows) else math.inf for row in column])
    held_by = np.array([0 if line is None else n_numbers(read.lines[line]) for line in lines])[:, None]
    may[(held_by > widths) & (held_by <= widths[:, None])] = False  # a row has no room for more figures than cells
    for n, line in enumerate(lines):  # halves of a line stand in the form's order, as do their labels
        half = None if line is None else _other_half(read, line)
        if half is not None and half in lines:
            m = lines.index(half)
            may[n, m] = heard[n].max() > max(heard[n, n], heard[n, m])
    for n in range(len(column)):
        may |= may[:, n : n + 1] & may[n]
    empty = ZEROS if read.adds_up(block) else None
    held = {cell.key: cell.numeral.value for cell in read.cells if cell.numeral is not None}
    contents = [
        empty
        if line is None
        else _content(read.lines[line], held, read.rows[row].cells if row < len(read.rows) else ())
        for line, row in zip(lines, column, strict=True)
    ]
    unlike = np.array([[one != two or one is None for two in contents] for one in contents])
    exchanged = (may & may.T & unlike).any(axis=1)
    yield from (row for row, open_ in zip(block, exchanged, strict=False) if row in read.at and not open_)


def _content(
    fragment: Fragment, held: Mapping[CellKey, int | Decimal | None], cells: Sequence[CellKey]
) -> tuple[object, ...]:
    """What a line's figures are, as they fill these cells of its row where they do, the same for those that may change places
    unseen: zeros are zeros, however many are lost."""
    values = {key.column: held[key] for key in cells if key in held}
    values = values or {str(n): read_token(token).value for n, token in enumerate(fragment.tokens)}
    return ZEROS if all(value == 0 for value in values.values()) else tuple(values.items())


def _line_at(read: TableRead, row: int, said: Collection[int]) -> int | None:
    """The line at a row, or of figures that stand at none, that whose words name it; none for a label without figures beside
    figures whose words name no row: they may be its own."""
    line = read.at.get(row)
    if line is None:
        named = [one for one in said if score_of(read.lines[one], read.rows[row]) >= NAMED]
        return next((one for one in named if one not in read.at.values()), None)
    if n_numbers(read.lines[line]):
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


def _blocks(read: TableRead) -> Iterator[list[int]]:
    """The rows in groups that lie in the same sums over rows: no sum tells one of a group from another. Groups with a row that
    is not there, or of which no number lies in a sum that holds, are one: no sum tells such rows apart either."""
    across = {one.name for one in read.sums.across}
    blocks: dict[frozenset[tuple[str, bool]], list[int]] = {}
    for number, row in enumerate(read.rows):
        inside = ((one, cell) for cell in row.cells for one in read.sums.through(cell) if one.name in across)
        blocks.setdefault(frozenset((one.name, cell in one.parts) for one, cell in inside), []).append(number)
    counts = {cell.key: cell.count or 0 for cell in read.cells if cell.numeral is not None and not cell.doubts}
    held = [one for one in read.sums.across if (known := one.counted(counts)) is not None and one.holds(known)]
    proven = {key for one in held for key in one.cells if counts[key]}
    unproven: list[int] = []
    for block in blocks.values():
        cells = [[key for key in read.rows[row].cells if counts.get(key, row not in read.at)] for row in block]
        if any(own and proven.isdisjoint(own) for own in cells):
            unproven += block
        else:
            yield block
    if unproven:
        yield unproven
