"""Which rows their own words tell.

Sums cannot see two rows exchanged that lie in the same sums (a block). So a line of figures is told to be a row by the words
of its label alone, wherever these stand and however many lines they take; or because the words of all others leave no other
row of its block. What neither tells is not asserted, however well the sums hold. Where there are no sums, a line whose words
say that it is none of the form's rows is not told by what is left.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.sums import Sums
from goiextract.reconciling.table_read import TableRead, n_numbers, score_of
from goiextract.records import Fragment

NAMED = math.log(0.35)  # words that say less of a row do not name it
SURE = math.log(0.9)  # words that say so much of a row leave it to no other line
PLAUSIBLE = 3.0  # nats: a row that the words name by so much less is one that they may mean
LINE = 3  # numbers of a line that is no row of the form, from which it may be one: fewer are a page's, or a label's


def told_rows(read: TableRead) -> frozenset[int]:
    """The rows, by number, whose line is told to be theirs."""
    taken = {row: line for row, line in read.at.items() if _is_sure(read, row, line)}
    if len(taken) == len(read.at):
        return frozenset(taken)
    row_of = {line: row for row, line in read.at.items()}
    blocks = _blocks(read.rows, read.sums)
    may_be: dict[int, set[int]] = {}
    wordless: dict[tuple[int, int], list[int]] = {}
    for line, fragment in enumerate(read.lines):
        row = row_of.get(line)
        if row is None and n_numbers(fragment) < LINE:
            continue
        others = {other for other, at in taken.items() if at != line}
        own = _meant(fragment, read.rows) - others
        if own and max(score_of(fragment, read.rows[row]) for row in own) < NAMED:
            own = set()  # what they name is taken
        if not own:
            wordless.setdefault(_between(line, taken, len(read.rows)), []).append(line)
        block = blocks[row] if row is not None else range(len(read.rows))
        foreign = not read.sums.every and dict(fragment.scores).get("", NO_SCORE) >= NAMED
        left = set() if foreign else set(block) - others
        may_be[line] = own or _named_beside(read, line) - others or left
    apart = {row for fragment in read.lines if not n_numbers(fragment) for row in _meant(fragment, read.rows)}
    for (before, after), lines in wordless.items():
        rows = range(before + 1, after)
        if len(lines) == len(rows) and apart.issuperset(rows):
            may_be |= {line: {row} for line, row in zip(lines, rows, strict=True)}
    _settle(may_be)
    return frozenset(row for row, line in read.at.items() if may_be[line] == {row})


def _settle(candidates: dict[int, set[int]]) -> None:
    """Takes a row that is the only one left to a line from all other lines, until nothing changes."""
    done: set[int] = set()
    while ready := [line for line, rows in candidates.items() if len(rows) == 1 and line not in done]:
        for line in ready:
            done.add(line)
            for other, rows in candidates.items():
                if other != line and len(rows) > 1:
                    rows -= candidates[line]


def _is_sure(read: TableRead, row: int, line: int) -> bool:
    """True where the line's own words leave this row to no other. A label without figures is not sure to have none: they may
    stand on a line beside it whose words name no row."""
    fragment = read.lines[line]
    if score_of(fragment, read.rows[row]) < SURE:
        return False
    if n_numbers(fragment):
        return True
    beside = (read.lines[n] for n in (line - 1, line + 1) if 0 <= n < len(read.lines))
    return not any(n_numbers(other) and not _meant(other, read.rows) for other in beside)


def _meant(fragment: Fragment, rows: Collection[PrintedRow]) -> set[int]:
    """The rows that a line's own words may mean; none where they name no row."""
    scores = [score_of(fragment, row) for row in rows]
    best = max(scores, default=-math.inf)
    return {n for n, score in enumerate(scores) if score >= best - PLAUSIBLE} if best >= NAMED else set()


def _named_beside(read: TableRead, line: int) -> set[int]:
    """The rows that the lines without figures right above and below this one name: its label may stand there."""
    return {row for fragment in _labels_beside(read, line) for row in _meant(fragment, read.rows)}


def _between(line: int, taken: Mapping[int, int], n_rows: int) -> tuple[int, int]:
    """The rows of the next lines above and below that their own words tell: a line of figures between them whose label stands
    apart is one of the rows between, and of as many such lines and labels each is told by its turn."""
    before = max(((at, row) for row, at in taken.items() if at < line), default=(0, -1))[1]
    after = min(((at, row) for row, at in taken.items() if at > line), default=(0, n_rows))[1]
    return before, after


def _labels_beside(read: TableRead, line: int) -> Iterator[Fragment]:
    for step in (-1, 1):
        at = line + step
        while 0 <= at < len(read.lines) and not n_numbers(read.lines[at]):
            yield read.lines[at]
            at += step


def _blocks(rows: Collection[PrintedRow], sums: Sums) -> list[list[int]]:
    """For each row the rows, itself among them, that lie in the same sums over rows: no sum tells one from another."""
    sides = [
        frozenset(
            (one.name, cell in one.parts) for cell in row.cells for one in sums.through(cell) if one in sums.across
        )
        for row in rows
    ]
    return [[n for n, other in enumerate(sides) if other == own] for own in sides]
