"""Ruling lines → grids with merged cells: the cells between the rules, words dropped in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from goiextract.forms import kind_of, looks_like_figure
from goiextract.layout.text_lines import joined, recognised, visual_lines
from goiextract.records import Box, Cell, CellKind, Grid, Page, Place, Stroke, Word
from goiextract.ruling import NEAR, OPEN_ROW, REACH, Rule, Ruled, cells_between, closed, tables_of_rules

SHOWN = 0.3  # of a cell, or of a picture: so much of it over a blank cell may be its figure


def ruled_grids(page: Page) -> tuple[list[tuple[float, Grid]], tuple[Word, ...]]:
    """The page's ruled tables, each with its top edge, and the words outside them."""
    found, outside = [], list(page.words)
    for rows, columns in tables_of_rules(page.strokes):
        made = _grid(rows, columns, outside, page)
        if made is not None:
            top, grid, outside = made
            found.append((top, grid))
    return found, tuple(outside)


def _grid(
    level: list[Rule], upright: list[Rule], words: list[Word], page: Page
) -> tuple[float, Grid, list[Word]] | None:
    level, upright = closed(level, upright)
    end = max(rule.at for rule in level)
    table = cells_between(*_with_open_row(level, upright, words))
    if table is None:
        return None
    inside: dict[int, list[Word]] = {}
    outside = []
    for word in words:
        x0, top, x1, bottom = word.box
        at = table.at((x0 + x1) / 2, (top + bottom) / 2)
        if at is None:
            outside.append(word)
        else:
            inside.setdefault(at, []).append(word)
    if not inside:
        return None
    cells = tuple(_cells(table, inside, page, end))
    return table.ys[0], Grid(cells, len(table.ys) - 1, len(table.xs) - 1, "ruled", page.number), outside


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


def _cells(table: Ruled, inside: dict[int, list[Word]], page: Page, end: float) -> Iterator[Cell]:
    """The table's cells with their words. end: of what is ruled; a row below it is not drawn."""
    for number, (row, column, row_span, column_span, box) in enumerate(table.cells):
        words = inside.get(number, ())
        text = cell_text(words, box)
        kind = kind_of(text)
        if kind is CellKind.BLANK and any(_shows(box, picture) for picture in page.pictures):
            kind = CellKind.PICTURE
        place = Place(page.number, box)
        sure, other = recognised(words, partial(cell_text, box=box))
        yield Cell(text, kind, row, column, row_span, column_span, place, box.top < end, sure, other)


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
    lines = [joined(line) for line in visual_lines(words)]
    if len(lines) > 2 and max(map(len, lines)) <= 2 and box.bottom - box.top > box.x1 - box.x0:
        return "".join(lines)
    return "\n".join(lines)


__all__ = ["Stroke", "cell_text", "ruled_grids"]
