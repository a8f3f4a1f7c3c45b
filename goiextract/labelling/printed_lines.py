"""Rows of grids → printed lines: the label cells of a row, and the cells after them that hold or could hold figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from goiextract.forms import looks_like_figure
from goiextract.labelling.cutting import WordingCutter
from goiextract.records import Cell, Grid, Line, Place

NUMBERED = re.compile(r"(?:^|(?<=\n))\s*(?:\d\s?[.、．]|[（(][一二三四五六七][)）]|[一二三四]、)")
RUN = 3  # so many figures behind each of two labels in a row are two rows' own; or as many behind the one as the other
LONG = 12  # a label in a stream longer than this may be several wordings in one


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a table: its innermost label, all its text joined, and the cells after the label (blank ones too)."""

    label: str
    joined: str
    cells: tuple[Cell, ...]
    all_cells: tuple[Cell, ...]
    place: Place
    grid: int
    origin: str
    has_numbers: bool = field(init=False)  # some cell after the label has a digit

    def __post_init__(self) -> None:
        object.__setattr__(self, "has_numbers", any(any(map(str.isdigit, cell.text)) for cell in self.cells))


def printed_lines(blocks: Sequence[Line | Grid], cutter: WordingCutter) -> Iterator[PrintedLine]:
    """Every line of every grid in reading order, and the lines of text between grids (`grid` -1, no cells)."""
    for number, block in enumerate(blocks):
        if isinstance(block, Line):
            yield PrintedLine(block.text, block.text, (), (), block.place, -1, "line")
            continue
        for cells in rows_of(block):
            for row in _rows_in_one(cells):
                for part in _rows_beside(row):
                    yield from _lines(_line(part, number, block.origin), block.origin, cutter)


def _lines(line: PrintedLine, origin: str, cutter: WordingCutter) -> Iterator[PrintedLine]:
    """The line itself, or where a stream ran several wordings together, one line a wording."""
    if origin == "streamed" and len(line.label) > LONG:
        yield from _cut(line, cutter)
    else:
        yield line


def _rows_in_one(cells: list[Cell]) -> list[list[Cell]]:
    """Two rows printed in one row of cells, parted by line breaks in the label and in every figure cell alike."""
    counts = {len(cell.text.splitlines()) for cell in cells if looks_like_figure(cell.text) and cell.text.strip()}
    labels = [cell for cell in cells if len(NUMBERED.findall(cell.text)) > 1]
    if len(counts) != 1 or not labels or counts != {len(NUMBERED.findall(labels[-1].text))}:
        return [cells]
    starts = [match.start() for match in NUMBERED.finditer(labels[-1].text)]
    borders = [*starts[1:], len(labels[-1].text)]
    parted = []
    for number, (start, end) in enumerate(zip(starts, borders, strict=True)):
        row = []
        for cell in cells:
            if cell is labels[-1]:
                row.append(replace(cell, text=cell.text[start:end].strip()))
            elif looks_like_figure(cell.text):
                lines = cell.text.splitlines()
                row.append(replace(cell, text=lines[number] if lines else ""))
            elif number == 0:
                row.append(cell)
        parted.append(row)
    return parted


def _rows_beside(cells: list[Cell]) -> list[list[Cell]]:
    """Two rows printed beside one another, each a label and its figures. Read as one, the first row's would be lost.

    An ordinal in a cell of its own between two labels is no row's figure, and a number behind a remark neither.
    """
    runs: list[tuple[int, int]] = []  # where each run of numbers and blanks behind a label begins and ends
    for n, cell in enumerate(cells):
        if not looks_like_figure(cell.text):
            runs.append((n + 1, n + 1))
        elif runs:
            runs[-1] = (runs[-1][0], n + 1)
    runs = [(start, end) for start, end in runs if any(any(map(str.isdigit, c.text)) for c in cells[start:end])]
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


def _line(cells: list[Cell], grid: int, origin: str) -> PrintedLine:
    is_figure = [looks_like_figure(cell.text) for cell in cells]
    printed = [bool(cell.text.strip()) for cell in cells]
    numbers = [n for n, cell in enumerate(cells) if is_figure[n] and printed[n]]
    texts = [n for n in range(len(cells)) if not is_figure[n]]
    before = [n for n in texts if any(number > n for number in numbers)] if numbers else texts
    last_label = before[-1] if before else -1
    labels = [cells[n].text for n in before]
    joined = " ".join(cells[n].text for n in texts)
    label = next((text for text in reversed(labels) if len(text.strip()) > 1), "")
    return PrintedLine(label, joined, tuple(cells[last_label + 1 :]), tuple(cells), _hull(cells), grid, origin)


def _hull(cells: Sequence[Cell]) -> Place:
    return cells[0].place if cells else Place()


def _cut(line: PrintedLine, cutter: WordingCutter) -> Iterator[PrintedLine]:
    *before, last = cutter.pieces(line.label)
    for piece in before:
        yield PrintedLine(piece, piece, (), (), line.place, line.grid, line.origin)
    yield PrintedLine(last, last, line.cells, line.all_cells, line.place, line.grid, line.origin)
