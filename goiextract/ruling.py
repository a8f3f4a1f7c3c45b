"""Ruling lines → the cells between them: strokes → joined rules → tables → elementary cells → merged cells.

What reads a page from its strokes, be they drawn in a PDF or found in a picture, and what lays its words out, share this.
A last row with no rule below it (page breaks) is closed by the end of its upright rules, a table without outer borders by
the ends of its level ones; no row is lost for want of a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from goiextract.records import Box, Stroke

NEAR = 2.0  # points: rules this near are one; borders are drawn twice and a little apart
REACH = 3.0  # points a rule may stop short of the one it meets
OPEN_END = 6.0  # points beyond the last rule that make a row of their own; text is 8 and more high
OPEN_ROW = 40.0  # points to a rule as wide as the table and not joined to it: two lines of text
MOST_CROSSINGS = (
    1_000_000  # of one page, a second's work; beyond it is a drawing, and its words are read by their places
)
MOST_CELLS = 40_000  # elementary cells of one grid; 表三 has 300


class Rule(Struct, frozen=True):
    """A ruling line: at a height (or a distance from the left), from one end to the other."""

    at: float
    start: float
    end: float


class RuledCell(NamedTuple):
    """One cell between rules: its first row and column, how many it covers of each, and its box on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Ruled(Struct, frozen=True):
    """The cells of one table. ys, xs: where its rows and columns are parted. cells: row by row; owner: for each elementary
    cell, row by row, the number of the cell it belongs to."""

    ys: list[float]
    xs: list[float]
    cells: list[RuledCell]
    owner: list[int]

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point of the page; None outside the table."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if not (0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1):
            return None
        return self.owner[row * (len(self.xs) - 1) + column]


def tables_of_rules(strokes: Iterable[Stroke]) -> list[tuple[list[Rule], list[Rule]]]:
    """The level and the upright rules of each table on a page, top to bottom."""
    level, upright = [], []
    for s in strokes:
        if s.top == s.bottom:
            level.append(Rule(s.top, s.x0, s.x1))
        else:
            upright.append(Rule(s.x0, s.top, s.bottom))
    return _hanging_together(_joined_rules(level), _joined_rules(upright))


def cells_between(level: Sequence[Rule], upright: Sequence[Rule]) -> Ruled | None:
    """The cells of one table from its rules (see `closed`); None where there are none, or more than a table has."""
    ys, xs = _places(level), _places(upright)
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_columns < 1 or n_rows * n_columns < 2 or n_rows * n_columns > MOST_CELLS:
        return None
    members: dict[int, list[int]] = {}
    for index, first in enumerate(_merged(level, upright, ys, xs)):
        members.setdefault(first, []).append(index)
    found = []
    for first, indices in members.items():
        (row, column), last_row = divmod(first, n_columns), indices[-1] // n_columns
        last_column = column
        if len(indices) > 1:
            columns = [i % n_columns for i in indices]
            column, last_column = min(columns), max(columns)
        box = Box(xs[column], ys[row], xs[last_column + 1], ys[last_row + 1])
        found.append((RuledCell(row, column, last_row - row + 1, last_column - column + 1, box), indices))
    found.sort(key=lambda pair: pair[0][:2])
    owner = [0] * (n_rows * n_columns)
    for number, (_, indices) in enumerate(found):
        for index in indices:
            owner[index] = number
    return Ruled(ys, xs, [cell for cell, _ in found], owner)


def _joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on nearly the same line made one where they touch or overlap."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][-1].at <= NEAR and rule.at - lines[-1][0].at <= 2 * NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    whole = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start, end = None, 0.0
        for rule in sorted(line, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + REACH:
                end = max(end, rule.end)
            else:
                whole.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            whole.append(Rule(at, start, end))
    return whole


def _crossings(level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[int]]:
    """The pairs of a level and an upright rule that meet, by their numbers."""
    at, start, end = np.array([(rule.at, rule.start, rule.end) for rule in level]).T[:, :, None]
    across, top, bottom = np.array([(rule.at, rule.start, rule.end) for rule in upright]).T[:, None, :]
    meet = (start - REACH <= across) & (across <= end + REACH) & (top - REACH <= at) & (at <= bottom + REACH)
    found: list[list[int]] = np.argwhere(meet).tolist()
    return found


def _hanging_together(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that hang together by their crossings, top to bottom."""
    if not level or not upright or len(level) * len(upright) > MOST_CROSSINGS:
        return []
    leader = list(range(len(level) + len(upright)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for i, j in _crossings(level, upright):
        leader[find(i)] = find(len(level) + j)
    tables: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(leader)):
        rows, columns = tables.setdefault(find(index), ([], []))
        if index < len(level):
            rows.append(level[index])
        else:
            columns.append(upright[index - len(level)])
    whole = [table for table in tables.values() if table[0] and table[1] and len(table[0]) + len(table[1]) >= 4]
    alone = [row for rows, columns in tables.values() if not columns for row in rows]
    for rows, _ in whole:
        _add_open_rows(rows, alone)
    return sorted(whole, key=lambda table: min(rule.at for rule in table[0]))


def _add_open_rows(rows: list[Rule], alone: list[Rule]) -> None:
    """Adds to a table's level rules those above or below it that no upright rule meets: where the sides are left out, the
    row of a heading over all columns has none."""
    left, right = min(rule.start for rule in rows), max(rule.end for rule in rows)
    fitting = [rule for rule in alone if abs(rule.start - left) <= REACH and abs(rule.end - right) <= REACH]
    added = True
    while added:
        top, bottom = min(rule.at for rule in rows), max(rule.at for rule in rows)
        near = [rule for rule in fitting if 0 < top - rule.at <= OPEN_ROW or 0 < rule.at - bottom <= OPEN_ROW]
        rows += near
        fitting = [rule for rule in fitting if rule not in near]
        added = bool(near)


def _places(rules: Sequence[Rule]) -> list[float]:
    """The distinct heights (or distances) of the rules, in order."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > NEAR:
            places.append(at)
    return places


def closed(level: list[Rule], upright: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules with the outer ones that the page leaves out."""
    top, bottom = min(rule.start for rule in upright), max(rule.end for rule in upright)
    left, right = min(rule.start for rule in level), max(rule.end for rule in level)
    heights, distances = [rule.at for rule in level], [rule.at for rule in upright]
    if min(heights) - top > OPEN_END:
        level = [Rule(top, left, right), *level]
    if bottom - max(heights) > OPEN_END:
        level = [*level, Rule(bottom, left, right)]
    if min(distances) - left > OPEN_END:
        upright = [Rule(left, top, bottom), *upright]
    if right - max(distances) > OPEN_END:
        upright = [*upright, Rule(right, top, bottom)]
    return level, upright


def _merged(level: Sequence[Rule], upright: Sequence[Rule], ys: list[float], xs: list[float]) -> list[int]:
    """For each elementary cell the number of the first cell of the merged cell it belongs to."""
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    leader = list(range(n_rows * n_columns))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    walls_level = _walls(level, ys, xs)
    walls_upright = _walls(upright, xs, ys)
    for row in range(n_rows):
        for column in range(n_columns):
            here = row * n_columns + column
            if column + 1 < n_columns and not walls_upright[column + 1][row]:
                _unite(leader, find(here), find(here + 1))
            if row + 1 < n_rows and not walls_level[row + 1][column]:
                _unite(leader, find(here), find(here + n_columns))
    return [find(index) for index in range(n_rows * n_columns)]


def _unite(leader: list[int], one: int, other: int) -> None:
    leader[max(one, other)] = min(one, other)


def _walls(rules: Sequence[Rule], places: list[float], crossings: list[float]) -> list[list[bool]]:
    """walls[i][k]: a rule at places[i] runs between crossings[k] and crossings[k+1]."""
    walls = [[False] * (len(crossings) - 1) for _ in places]
    middles = [(before + after) / 2 for before, after in pairwise(crossings)]
    for rule in rules:
        beyond = bisect_right(places, rule.at)
        near = range(max(0, beyond - 1), min(len(places), beyond + 1))
        line = walls[min(near, key=lambda i: abs(places[i] - rule.at))]
        for k in range(bisect_left(middles, rule.start - REACH), bisect_right(middles, rule.end + REACH)):
            line[k] = True
    return walls
