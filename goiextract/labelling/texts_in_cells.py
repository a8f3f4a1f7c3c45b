"""Texts behind a row's label that are no label: they stand where its figures should, and its cells begin there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from goiextract.forms import has_digit
from goiextract.labelling.context import titles
from goiextract.labelling.model import RowModel
from goiextract.labelling.printed_lines import PrintedLine

NAMES = math.log(0.5)  # a text that says so much of a row is its label
SURE = math.log(0.9)  # where one says so much, no text that says less is the label; a heading says so much of one

Scores = NDArray[np.float64]


def texts_in_cells(lines: Sequence[PrintedLine], model: RowModel) -> Iterator[tuple[int, PrintedLine, Scores]]:
    """The lines, by number, with a text between the label that names their row and the blanks and figures: a ditto mark,
    ``同上``, ``见附件``. With the cells from that text on, which is not read, and the label's log-probabilities (labels,): taken
    for a part of the label it would leave the blanks behind it for all the cells that the row has."""
    headings = titles(model.labels)
    no_rows = [*headings, model.labels.index("none")]
    for number, line in enumerate(lines):
        before = [n for n, cell in enumerate(line.all_cells[: -len(line.cells) or None]) if not cell.may_be_figure]
        if len(before) < 2:
            continue
        said = model.scores([line.all_cells[n].text for n in before])
        rows = np.delete(said, no_rows, axis=1).max(axis=1)
        named = int(np.flatnonzero(rows > (SURE if rows.max() > SURE else NAMES)).max(initial=-1))
        if 0 <= named < len(before) - 1 and said[named + 1 :, headings].max() < SURE:
            cells = line.all_cells[before[named] + 1 :]
            label = line.all_cells[before[named]].text
            n_numbers = sum(has_digit(cell.text) for cell in cells)
            yield number, structs.replace(line, label=label, cells=cells, n_numbers=n_numbers), said[named]
