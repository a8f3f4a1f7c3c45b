"""Rows of grids → printed lines: the label cells of a row, and the cells after them that hold or could hold figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import msgspec.structs as structs
from msgspec import Struct

from goiextract.forms import Form, has_digit, kind_of
from goiextract.labelling.cutting import has_form_words, pieces
from goiextract.records import Cell, Grid, Line, Place

NUMBERED = re.compile(r"(?:^|(?<=\n))\s*(?:\d\s?[.、．]|[（(][一二三四五六七][)）]|[一二三四]、)")
RUN = 3  # so many figures behind each of two labels in a row are two rows' own; or as many behind the one as the other
SHORT = 6  # characters of what a clerk puts in place of a figure
LONG = 12  # a label in a stream longer than this may be several wordings in one


class PrintedLine(Struct, frozen=True):
    """One line of a table: its innermost label, all its text joined, and the cells after the label (blank ones too).

    texts: of all cells those that hold neither figure nor blank. n_numbers: cells after the label with a digit.
    """

    label: str
    joined: str
    cells: tuple[Cell, ...]
    all_cells: tuple[Cell, ...]
    place: Place
    grid: int
    origin: str
    texts: tuple[Cell, ...] = ()
    n_numbers: int = 0

    @property
    def has_numbers(self) -> bool:
        """True where some cell after the label has a digit."""
        return self.n_numbers > 0


def printed_lines(blocks: Sequence[Line | Grid], forms: Sequence[Form]) -> Iterator[PrintedLine]:
    """Every line of every grid in reading order, and the lines of text between grids (`grid` -1, no cells)."""
    for number, block in enumerate(blocks):
        if isinstance(block, Line):
            yield PrintedLine(block.text, block.text, (), (), block.place, -1, "line")
            continue
        rows = rows_of(block)
        for cells in _with_texts_in_cells(rows, forms) if block.origin == "streamed" else rows:
            for row in _rows_in_one(cells):
                for part in _rows_beside(row, forms):
                    yield from _lines(_line(part, number, block.origin, forms), block.origin, forms)


def _lines(line: PrintedLine, origin: str, forms: Sequence[Form]) -> Iterator[PrintedLine]:
    """The line itself, or where a stream ran several wordings together, one line a wording."""
    if origin == "streamed" and len(line.label) > LONG:
        yield from _cut(line, forms)
    else:
        yield line


def _with_texts_in_cells(rows: Sequence[list[Cell]], forms: Sequence[Form]) -> list[list[Cell]]:
    """The rows of a stream of cells, in which every text begins one: a short one with none of the forms' words stands in place
    of a figure, and goes on with the row above where that lacks cells, or has with it as many as some row."""
    widths = _widths(tuple(forms))
    found: list[list[Cell]] = []
    for row in rows:
        first = row[0].text.strip()
        is_text = not row[0].may_be_figure and len(first) <= SHORT and not has_form_words(first, forms)
        above = len(found[-1]) - 1 if found and is_text and has_form_words(found[-1][0].text, forms) else -1
        lacks = 0 < above < max(widths) and above not in widths
        if lacks or (above >= 0 and len(row) > 1 and above + len(row) in widths):
            found[-1] = found[-1] + row
        else:
            found.append(row)
    return found


@cache
def _widths(forms: tuple[Form, ...]) -> frozenset[int]:
    """How many figures a printed row may have."""
    tables = [table for form in forms for table in form.tables]
    aside = {len(table.cells) for table in tables if table.layout == "side_by_side"}
    return frozenset(aside | {len(row.columns) for table in tables for row in table.rows})


def _rows_in_one(cells: list[Cell]) -> list[list[Cell]]:
    """Two rows printed in one row of cells, parted by line breaks in the label and in every figure cell alike."""
    labels = [cell for cell in cells if "\n" in cell.text and len(NUMBERED.findall(cell.text)) > 1]
    if not labels:
        return [cells]
    counts = {len(cell.text.splitlines()) for cell in cells if cell.may_be_figure and cell.text.strip()}
    if counts != {len(NUMBERED.findall(labels[-1].text))}:
        return [cells]
    starts = [match.start() for match in NUMBERED.finditer(labels[-1].text)]
    borders = [*starts[1:], len(labels[-1].text)]
    parted = []
    for number, (start, end) in enumerate(zip(starts, borders, strict=True)):
        row = []
        for cell in cells:
            if cell is labels[-1]:
                row.append(_part(cell, cell.text[start:end].strip()))
            elif cell.may_be_figure:
                lines = cell.text.splitlines()
                row.append(_part(cell, lines[number] if lines else ""))
            elif number == 0:
                row.append(cell)
        parted.append(row)
    return parted


def _part(cell: Cell, text: str) -> Cell:
    """A part of a cell as one of its own."""
    return replace(cell, text=text, kind=kind_of(text))


def _rows_beside(cells: list[Cell], forms: Sequence[Form]) -> list[list[Cell]]:
    """Two rows printed beside one another, each a label and its figures. Read as one, the first row's would be lost.

    An ordinal in a cell of its own between two labels is no row's figure, a number behind a remark neither, and a text with
    none of the forms' words no label.
    """
    is_figure = [cell.may_be_figure or not has_form_words(cell.text, forms) for cell in cells]
    if is_figure.count(False) < 2:
        return [cells]
    runs: list[tuple[int, int]] = []  # where each run of numbers and blanks behind a label begins and ends
    for n, figure in enumerate(is_figure):
        if not figure:
            runs.append((n + 1, n + 1))
        elif runs:
            runs[-1] = (runs[-1][0], n + 1)
    runs = [(start, end) for start, end in runs if any(has_digit(c.text) for c in cells[start:end])]
    lengths = [end - start for start, end in runs]
    if len(runs) < 2 or (len(set(lengths)) > 1 and min(lengths) < RUN):
        return [cells]
    borders = [0, *(end for _, end in runs[:-1]), len(cells)]
    return [cells[start:end] for start, end in pairwise(borders)]


def rows_of(grid: Grid) -> list[list[Cell]]:
    """The cells that begin in each row of the grid, left to right; rows in which no cell begins are empty."""
    rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    for row in rows:
        row.sort(key=lambda cell: cell.column)
    return [row for row in rows if row]


def _line(cells: list[Cell], grid: int, origin: str, forms: Sequence[Form]) -> PrintedLine:
    is_figure = [cell.may_be_figure for cell in cells]
    texts = [n for n, figure in enumerate(is_figure) if not figure]
    before = _labels(cells, forms)
    last_label = before[-1] if before else -1
    labels = [cells[n].text for n in before]
    joined = " ".join(cells[n].text for n in texts)
    label = next((text for text in reversed(labels) if len(text.strip()) > 1), "")
    figures = tuple(cells[last_label + 1 :])
    n_numbers = sum([has_digit(cell.text) for cell in figures])
    own_texts = tuple([cells[n] for n in texts])
    return PrintedLine(label, joined, figures, tuple(cells), _hull(cells), grid, origin, own_texts, n_numbers)


def _labels(cells: Sequence[Cell], forms: Sequence[Form]) -> list[int]:
    """The places of the texts that label the row: those before its last number. A text behind the last with words of the forms
    stands in place of a figure, and where none has any, one behind a number; in a line of texts alone none does."""
    numbers = [n for n, cell in enumerate(cells) if cell.may_be_figure and cell.text.strip()]
    before = [n for n, cell in enumerate(cells) if not cell.may_be_figure and n < (numbers or [len(cells)])[-1]]
    own = [n for n in before if has_form_words(cells[n].text, forms)]
    if len(before) == len(cells):
        return before
    last = own[-1] if own else (numbers or [len(cells)])[0]
    return [n for n in before if n <= last]


def _hull(cells: Sequence[Cell]) -> Place:
    return cells[0].place if cells else Place()


def _cut(line: PrintedLine, forms: Sequence[Form]) -> Iterator[PrintedLine]:
    *before, last = pieces(line.label, forms)
    for piece in before:
        yield PrintedLine(piece, piece, (), (), line.place, line.grid, line.origin)
    yield structs.replace(line, label=last, joined=last)
