"""Whether the sums of a table leave what was printed as the only reading of what was read.

A row that no label tells is open before any sum is asked. Then every reading of the lines that takes as few edits is tried,
exactly: where the lines may stand (`placements`), how each may fill its row (`line_ways`), and by linear programs what the sums
leave open of the cells that nothing was read of.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from benchmarks.simulation.cases import Case
from benchmarks.simulation.drafts import Count, Draft
from benchmarks.simulation.line_ways import TooMany, Way, line_ways
from benchmarks.simulation.placements import Placed, placements, told
from goiextract.forms import Identity
from goiextract.records import CellKey

MOST_STEPS = 6_000  # of the search for readings under which every sum may hold; and
MOST_PROGRAMS = 60  # readings that leave cells open: beyond, nothing is said
NAMED = math.log(0.35)  # a label heard no louder names no row
PLAUSIBLE = 3.0  # nats by which it may rather name another row and still mean its own
FURTHER = 2  # edits more than the fewest possible up to which a reading is looked for

Known = dict[CellKey, int | None]
Array = NDArray[np.float64]


def determined(case: Case) -> bool | None:
    """True where every row is told by labels (`placements.told`), and every reading of the lines that takes the fewest edits,
    and under which all sums can hold, gives each printed figure the number that is printed; False where one gives
    another, or leaves one open.

    None where it cannot be asked: a table without sums that was damaged, an office's mistake (the sums fail), a page
    recognised from its image (any digit may be another), readings beyond what is enumerated, or no reading within
    FURTHER edits of the fewest, which only means that reading did more than these edits can undo.
    """
    draft = case.draft
    if not told(draft, heard_in(case)):
        return False
    if not case.acts:
        return True
    if draft.misprinted or draft.recognised or not draft.form.sums_of(draft.table.key):
        return None
    if _column_is_lost(draft):
        return False
    try:
        return _only_one(draft, Random(case.name))
    except TooMany:
        return None


def _column_is_lost(draft: Draft) -> bool:
    """True where a column of parts was read in no line, or any column of nothing but zeros, and only the order tells the others:
    sums see no part exchanged for another."""
    wholes = {key.column for one in draft.form.sums_of(draft.table.key) for key in one.wholes if one.wholes[1:] == ()}
    read = {cell.cell.column for line in draft.figure_lines for cell in line.cells if cell.cell is not None}
    columns = {column.key for row in draft.table.rows for column in row.columns}
    lost = columns - read if not any(draft.counts.values()) else columns - wholes - read
    return bool(read) and not draft.named and not draft.together and bool(lost)


def heard_in(case: Case) -> dict[str, frozenset[str]]:
    """For each row with a label that names any: all rows that this may as well mean, none where it means another. A row is not
    among them where its label is the loudest one of two rows with figures, or those of both name one."""
    draft, rows = case.draft, {row.key for row in case.draft.table.rows}
    labelled = [line for line in draft.lines if line.row in rows and line.label != "none"]
    if not case.readings.tables:  # a table by hand, labelled as it is
        return {line.row: frozenset([line.row]) for line in labelled}
    fragments = [fragment for reading in case.readings.tables for fragment in reading.fragments]
    said: dict[str, dict[str, float]] = {}
    for line, fragment in zip(draft.lines, fragments, strict=True):
        own = said.setdefault(line.row, {}) if line in labelled else {}
        own |= {key: max(score, own.get(key, -math.inf)) for key, score in fragment.scores if key in rows}
    loudest = {
        row: max(own, key=own.__getitem__) for row, own in said.items() if max(own.values(), default=-9) >= NAMED
    }
    claims = Counter(
        loudest[line.row] for line in {line.row: line for line in draft.figure_lines}.values() if line.row in loudest
    )
    found = {}
    for row, first in loudest.items():
        meant = said[row].get(row, -math.inf)
        if claims[first] < 2:
            another = meant < said[row][first] - PLAUSIBLE
            found[row] = frozenset(key for key, score in said[row].items() if not another and score > meant - PLAUSIBLE)
    return found


def _only_one(draft: Draft, chance: Random) -> bool | None:
    """TooMany where not all readings can be looked at, unless one already gives other numbers."""
    found = [_Search(draft, placed) for placed in placements(draft)]
    found = [search for search in found if search.possible]
    if not found:
        return None
    fewest = min(search.fewest for search in found)
    steps = programs = 0
    for edits in range(fewest, fewest + FURTHER + 1):
        some = False
        for search in found:
            for known in search.readings(edits):
                steps += 1
                programs += bool(search.open_cells(known))
                if steps > MOST_STEPS or programs > MOST_PROGRAMS:
                    raise TooMany
                verdict = _judged(draft, known, chance)
                if verdict is False:
                    return False
                some = some or verdict is True
        if some:
            return True
    return None


def _judged(draft: Draft, known: Known, chance: Random) -> bool | None:
    """Whether a reading leaves just what was printed; None where the sums cannot hold under it."""
    wanted = [key for key in draft.table.cells if draft.page.get(key, 0) is not None]
    same = all(known.get(key) in (None, draft.counts[key]) for key in wanted)
    lost = [key for key in draft.table.cells if known.get(key) is None]
    if not lost:
        return same
    read = {key: value for key, value in known.items() if value is not None}
    if not same:
        return _can_hold(draft, read, lost)
    sums, open_ones = draft.form.sums_of(draft.table.key), [key for key in wanted if key in lost]
    return settles(sums, read, lost, open_ones, draft.counts, chance)


def _can_hold(draft: Draft, read: dict[CellKey, int], lost: Sequence[CellKey]) -> bool | None:
    weights, sides = _equations(draft.form.sums_of(draft.table.key), read, lost)
    return False if linprog(np.zeros(len(lost)), A_eq=weights, b_eq=sides).status == 0 else None


def settles(
    sums: Sequence[Identity],
    read: dict[CellKey, int],
    lost: Sequence[CellKey],
    wanted: Sequence[CellKey],
    counts: dict[CellKey, Count],
    chance: Random,
) -> bool | None:
    """Whether counts of 0 and more in the lost cells that satisfy the sums are one point in the wanted ones, that of
    `counts`: no wider in a direction chosen at random. None where no counts satisfy them."""
    weights, sides = _equations(sums, read, lost)
    goal = np.array([chance.uniform(0.5, 1.5) * chance.choice((-1, 1)) if key in wanted else 0.0 for key in lost])
    ends = [linprog(sign * goal, A_eq=weights, b_eq=sides) for sign in (1, -1)]
    if any(end.status == 2 for end in ends):
        return None
    scale = max(1.0, *(abs(float(side)) for side in sides))
    at = sum(float(part) * float(counts[key]) for part, key in zip(goal, lost, strict=True) if part)
    return all(
        end.status == 0 and math.isclose(sign * end.fun, at, abs_tol=1e-6 * scale)
        for sign, end in zip((1, -1), ends, strict=True)
    )


def _equations(
    sums: Sequence[Identity], read: dict[CellKey, int], lost: Sequence[CellKey]
) -> tuple[list[list[int]], list[float]]:
    terms = [_terms(identity) for identity in sums if not identity.implied]
    weights = [[each.get(key, 0) for key in lost] for each in terms]
    return weights, [-float(sum(weight * read[key] for key, weight in each.items() if key in read)) for each in terms]


def _terms(identity: Identity) -> dict[CellKey, int]:
    return dict.fromkeys(identity.parts, 1) | dict.fromkeys(identity.wholes, -1)


class _Search:
    """The readings of one placement under which no sum is out of reach: line by line, by intervals of every sum."""

    def __init__(self, draft: Draft, placed: Sequence[Placed]) -> None:
        self.sums = [_terms(identity) for identity in draft.form.sums_of(draft.table.key)]
        lines = [self._ways(draft, one) for one in placed]
        lines.sort(key=len)
        self.lines = lines
        self.possible = all(lines)
        self.fewest = sum(min(way.edits for way in ways) for ways in lines) if self.possible else 0
        if not self.possible:
            return
        there = {key for ways in lines for key in ways[0].values}
        nowhere = dict.fromkeys((key for key in draft.table.cells if key not in there), None)
        self.start = self._spans(nowhere)
        self.spans = [[self._spans(way.values) for way in ways] for ways in lines]
        self.ahead = [(np.zeros_like(self.start), 0)]  # widest spans, and fewest edits, of this line and all after it
        for ways, spans in zip(reversed(lines), reversed(self.spans), strict=True):
            widest = np.stack([np.min([s[0] for s in spans], axis=0), np.max([s[1] for s in spans], axis=0)])
            self.ahead.insert(0, (self.ahead[0][0] + widest, self.ahead[0][1] + min(way.edits for way in ways)))

    def _ways(self, draft: Draft, placed: Placed) -> list[Way]:
        """A line's ways, each completed by the sums that lie in it, without those that fail them."""
        rows = [draft.table.rows[number] for number in placed.rows]
        keys = [[CellKey(draft.table.key, row.key, column.key) for column in row.columns] for row in rows]
        prefix = [f"{row.key}." if draft.together else "" for row in rows]
        names = [f"{start}{column.key}" for start, row in zip(prefix, rows, strict=True) for column in row.columns]
        inside = {key for row in keys for key in row}
        own = [terms for terms in self.sums if terms.keys() <= inside]
        found: dict[tuple[int | None, ...], Way] = {}
        for way in line_ways(placed.cells, keys, names):
            if _completed(way.values, own):
                edits, at = way.edits + placed.edits, tuple(way.values.values())
                if at not in found or found[at].edits > edits:
                    found[at] = Way(way.values, edits)
        return list(found.values())

    def _spans(self, values: Known) -> Array:
        """Least and greatest that these cells add to each sum."""
        spans = np.zeros((2, len(self.sums)))
        for number, terms in enumerate(self.sums):
            for key in terms.keys() & values.keys():
                value = values[key]
                if value is None:
                    spans[1 if terms[key] > 0 else 0, number] = math.inf * terms[key]
                else:
                    spans[:, number] += terms[key] * value
        return spans

    def readings(self, edits: int) -> Iterator[Known]:
        """The numbers of every reading that takes just so many edits and leaves each sum within reach of 0."""
        yield from self._onward(0, self.start, edits, {}, [MOST_STEPS])

    def _onward(self, at: int, spans: Array, edits: int, known: Known, left: list[int]) -> Iterator[Known]:
        left[0] -= 1
        if left[0] < 0:
            raise TooMany
        reach = spans + self.ahead[at][0]
        if edits < self.ahead[at][1] or (reach[0] > 0).any() or (reach[1] < 0).any():
            return
        if at == len(self.lines):
            if edits == 0:
                yield known
            return
        for way, own in zip(self.lines[at], self.spans[at], strict=True):
            yield from self._onward(at + 1, spans + own, edits - way.edits, known | way.values, left)

    def open_cells(self, known: Known) -> bool:
        """Whether such a reading leaves cells without a number."""
        return bool((np.isinf(self.start)).any()) or None in known.values()


def _completed(values: Known, own: Sequence[dict[CellKey, int]]) -> bool:
    """Fill in what a line's own sums leave no choice in; False where one of them cannot hold."""
    for terms in own:
        lacking = [key for key in terms if values[key] is None]
        rest = sum(weight * number for key, weight in terms.items() if (number := values[key]) is not None)
        if not lacking:
            if rest:
                return False
        elif len(lacking) == 1:
            number = -rest * terms[lacking[0]]
            if number < 0:
                return False
            values[lacking[0]] = number
    return True
