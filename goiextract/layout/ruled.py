"""Ruling lines → grids with merged cells: segments → joined rules → tables → elementary cells → cells, words dropped in.

A last row with no rule below it (page breaks) is closed by the end of its upright rules, a table without outer borders by
the ends of its level ones; no row is lost for want of a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from goiextract.forms import kind_of, looks_like_figure
from goiextract.layout.text_lines import joined, visual_lines
from goiextract.records import Box, Cell, CellKind, Grid, Page, Place, Stroke, Word

NEAR = 2.0  # points: rules this near are one; borders are drawn twice and a little apart
REACH = 3.0  # points a rule may stop short of the one it meets
OPEN_END = 6.0  # points beyond the last rule that make a row of their own; text is 8 and more high
OPEN_ROW = 40.0  # points to a rule as wide as the table and not joined to it: two lines of text
MOST_CROSSINGS = (
    1_000_000  # of one page, a second's work; beyond it is a drawing, and its words are read by their places
)
SHOWN = 0.3  # of a cell, or of a picture: so much of it over a blank cell may be its figure
MOST_CELLS = 40_000  # elementary cells of one grid; 表三 has 300


class Rule(Struct, frozen=True):
    """A ruling line: at a height (or a distance from the left), from one end to the other."""

    at: float
    start: float
    end: float


def ruled_grids(page: Page) -> tuple[list[tuple[float, Grid]], tuple[Word, ...]]:
    """The page's ruled tables, each with its top edge, and the words outside them."""
    level = _joined_rules(Rule(s.top, s.x0, s.x1) for s in page.strokes if s.top == s.bottom)
    upright = _joined_rules(Rule(s.x0, s.top, s.bottom) for s in page.strokes if s.top != s.bottom)
    found, outside = [], list(page.words)
    for rows, columns in _tables(level, upright):
        made = _grid(rows, columns, outside, page)
        if made is not None:
            top, grid, outside = made
            found.append((top, grid))
    return found, tuple(outside)


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


def _tables(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
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


def _grid(
    level: list[Rule], upright: list[Rule], words: list[Word], page: Page
) -> tuple[float, Grid, list[Word]] | None:
    level, upright = _with_open_row(*_closed(level, upright), words)
    ys, xs = _places(level), _places(upright)
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_columns < 1 or n_rows * n_columns < 2 or n_rows * n_columns > MOST_CELLS:
        return None
    leader = _merged(level, upright, ys, xs)
    inside: dict[int, list[Word]] = {}
    outside = []
    for word in words:
        x0, top, x1, bottom = word.box
        row, column = bisect_right(ys, (top + bottom) / 2) - 1, bisect_right(xs, (x0 + x1) / 2) - 1
        if 0 <= row < n_rows and 0 <= column < n_columns:
            inside.setdefault(leader[row * n_columns + column], []).append(word)
        else:
            outside.append(word)
    if not inside:
        return None
    cells = _cells(leader, inside, ys, xs, page)
    return ys[0], Grid(tuple(cells), n_rows, n_columns, "ruled", page.number), outside


def _with_open_row(level: list[Rule], upright: list[Rule], words: Sequence[Word]) -> tuple[list[Rule], list[Rule]]:
    """The rules with those of a last row that has none at all: a line of text right below the table, a label in its first
    columns and figures in the others."""
    bottom = max(rule.at for rule in level)
    left, right = min(rule.at for rule in upright), max(rule.at for rule in upright)
    below = [
        word
        for word in words
        if bottom - NEAR < word.box.top < bottom + OPEN_ROW
        and left - REACH < word.box.x0
        and word.box.x1 < right + REACH
    ]
    line = visual_lines(below)[0] if below else []
    columns = sorted(rule.at for rule in upright)
    labels = [word for word in line if not looks_like_figure(word.text)]
    figures = line[len(labels) :]
    in_columns = {bisect_right(columns, (word.box.x0 + word.box.x1) / 2) for word in figures}
    starts_left = bool(labels) and labels == line[: len(labels)] and labels[0].box.x0 < columns[1]
    enough = len(figures) >= min(2, len(columns) - 2)
    if not (starts_left and figures and enough and len(in_columns) == len(figures)):
        return level, upright
    if any(word.box.x0 < at - 1 and word.box.x1 > at + 1 for word in figures for at in columns):
        return level, upright
    end = max(word.box.bottom for word in line) + 1
    return (
        [*level, Rule(end, left, right)],
        [Rule(rule.at, rule.start, end) if rule.end >= bottom - REACH else rule for rule in upright],
    )


def _places(rules: Sequence[Rule]) -> list[float]:
    """The distinct heights (or distances) of the rules, in order."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > NEAR:
            places.append(at)
    return places


def _closed(level: list[Rule], upright: list[Rule]) -> tuple[list[Rule], list[Rule]]:
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


def _cells(
    leader: list[int], inside: dict[int, list[Word]], ys: list[float], xs: list[float], page: Page
) -> list[Cell]:
    n_columns = len(xs) - 1
    members: dict[int, list[int]] = {}
    for index, first in enumerate(leader):
        members.setdefault(first, []).append(index)
    cells = []
    for first, indices in sorted(members.items()):
        (row, column), last_row = divmod(first, n_columns), indices[-1] // n_columns
        last_column = column
        if len(indices) > 1:
            columns = [i % n_columns for i in indices]
            column, last_column = min(columns), max(columns)
        box = Box(xs[column], ys[row], xs[last_column + 1], ys[last_row + 1])
        text = cell_text(inside.get(first, ()), box)
        kind = kind_of(text)
        if kind is CellKind.BLANK and any(_shows(box, picture) for picture in page.pictures):
            kind = CellKind.PICTURE
        cells.append(
            Cell(text, kind, row, column, last_row - row + 1, last_column - column + 1, Place(page.number, box))
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells


def _shows(cell: Box, picture: Box) -> bool:
    """True where a picture lies in a cell, or over a good part of it."""
    width = min(cell.x1, picture.x1) - max(cell.x0, picture.x0)
    height = min(cell.bottom, picture.bottom) - max(cell.top, picture.top)
    if width <= 0 or height <= 0:
        return False
    smaller = min((box.x1 - box.x0) * (box.bottom - box.top) for box in (cell, picture))
    return width * height >= SHOWN * smaller


def cell_text(words: Sequence[Word], box: Box) -> str:
    """A cell's words as text, line by line; one character a line (vertical text) is joined into one line."""
    if len(words) < 2:
        return words[0].text if words else ""
    stacks = _stacks(words) if len(words) > 3 and box.bottom - box.top > box.x1 - box.x0 else []
    if stacks:
        return "".join(word.text for stack in stacks for word in stack)
    lines = [joined(line) for line in visual_lines(words)]
    if len(lines) > 2 and max(map(len, lines)) <= 2 and box.bottom - box.top > box.x1 - box.x0:
        return "".join(lines)
    return "\n".join(lines)


def _stacks(words: Sequence[Word]) -> list[list[Word]]:
    """Columns of single characters, the right one first; none where some word has several or a column only two."""
    stacks: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.box.x1 - word.box.x0):
        if len(word.text) > 1:
            return []
        if stacks and stacks[-1][0].box.x0 < (word.box.x0 + word.box.x1) / 2:
            stacks[-1].append(word)
        else:
            stacks.append([word])
    if any(len(stack) < 3 for stack in stacks[:-1]) or len(stacks[0]) < 3:
        return []
    return [sorted(stack, key=lambda word: word.box.top) for stack in stacks]


__all__ = ["Stroke", "cell_text", "ruled_grids"]
