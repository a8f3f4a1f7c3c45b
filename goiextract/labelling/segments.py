"""Which table each printed line belongs to: the lines' label probabilities, smoothed along the reading order."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goiextract.forms import is_page_number
from goiextract.labelling.printed_lines import PrintedLine

CHANGE = 3.0  # nats for going from one table to another, or out of one
BESIDE_NONE = (
    0.7  # on top for a line of cells without a label outside every table: such lines continue the table before
)
SILENT = 0.1  # on top for a change at a line without a label: figures alone belong to the labels before them
LEAST = 0.02  # no single line is surer than this about the table it is in: a stray word must not end a table

LONGEST_PAGE_NUMBER = 20  # characters


def table_masses(
    probabilities: NDArray[np.float64], labels: Sequence[str], tables: Sequence[str]
) -> NDArray[np.float64]:
    """Probability of each table (last column: of none) for each line, summed over the table's rows, groups and headings."""
    columns = [[i for i, label in enumerate(labels) if _table_of(label) == table] for table in tables]
    masses = [probabilities[:, column].sum(axis=1) for column in columns]
    return np.stack([*masses, np.clip(1.0 - sum(masses), 0.0, 1.0)], axis=1)


def _table_of(label: str) -> str:
    first, _, rest = label.partition(".")
    return rest if first in ("header", "heading") else first


def segment(lines: Sequence[PrintedLine], masses: NDArray[np.float64]) -> list[int]:
    """Index of the table of each line, or the number of tables for none: the likeliest sequence (Viterbi)."""
    n_states = masses.shape[1]
    costs = (-np.log((masses + LEAST) / (1 + LEAST * n_states))).tolist()
    neutral = [math.log(n_states)] * n_states
    unlabelled = [*[math.log(2.0)] * (n_states - 1), math.log(2.0) + BESIDE_NONE]
    best = [*[CHANGE] * (n_states - 1), 0.0]
    back: list[list[int]] = []
    for number, line in enumerate(lines):
        silent = not line.label.strip()
        cheapest = best.index(min(best))
        changed = best[cheapest] + (CHANGE + SILENT if silent else CHANGE)
        back.append([state if own <= changed else cheapest for state, own in enumerate(best)])
        said = unlabelled if silent else neutral if _says_nothing(line) else costs[number]
        best = [min(own, changed) + cost for own, cost in zip(best, said, strict=True)]
    state, path = best.index(min(best)), []
    for steps in reversed(back):
        path.append(state)
        state = steps[state]
    return path[::-1]


def _says_nothing(line: PrintedLine) -> bool:
    """True for a page number between two parts of a table, and for single letters of heads that the page's end has cut."""
    if line.has_numbers or len(line.label) > LONGEST_PAGE_NUMBER:
        return False
    return is_page_number(line.label) or (len(line.texts) > 1 and all(len(text.text) == 1 for text in line.texts))
