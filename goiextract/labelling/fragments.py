"""Printed lines → text fragments: every piece of text that the layout keeps apart, in reading order, with its surroundings.

The unit that is labelled, trained on and corrected by hand. A stub of several columns gives a fragment for each of its
cells, so a group's cell stands before the row beside it; lines of text are fragments too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goiextract.labelling.printed_lines import PrintedLine
from goiextract.records import Place


class TextFragment(NamedTuple):
    """One piece of text as laid out. `line`: the number of its printed line; `grid`: the number of its grid among the
    layout's blocks, -1 outside grids; `figures`: how many numbers stand beside it, as far as it is the row's label.
    """

    text: str
    place: Place
    line: int
    grid: int
    figures: int


def text_fragments(lines: Sequence[PrintedLine]) -> Iterator[TextFragment]:
    """The fragments of all lines, in reading order. Cells without text and cells that hold a figure are none."""
    for number, line in enumerate(lines):
        cells, figures = line.texts, line.n_numbers
        if line.label not in {cell.text for cell in cells}:  # a line of text, or a piece of a run of labels
            if line.label.strip():
                yield TextFragment(line.label, line.place, number, line.grid, figures)
            continue
        for cell in cells:
            beside = figures if cell.text == line.label else 0
            yield TextFragment(cell.text, cell.place, number, line.grid, beside)
