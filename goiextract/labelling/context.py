"""What stands around a fragment → features: the guesses for its neighbours, the headings above it, the figures beside it.

They are made of the guesses for each fragment alone (`RowModel.scores`), not of words, so what is learnt about order holds
for wordings never seen. The only definition: training and prediction both call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from goiextract.forms import forms

#: The neighbours looked at: two before, two after. A page number or a cut label stands between a row and the next.
NEIGHBOURS = (-1, 1, -2, 2)
#: Guesses less likely than this are alike; the logarithm of the own guess is scaled down to the size of the other features.
LEAST, SCALE = 1e-3, 3.0
#: Figures beside a fragment: 0, 1, 2, 3 to 6, 7 (a row of 表三), 8 to 14, 15 and more (表四).
STEPS = (1, 2, 3, 7, 8, 15)
BLOCKS = ("own", "before", "after", "before2", "after2", "above", "figures", "figures before", "figures after")


def context_features(scores: NDArray[np.float64], figures: Sequence[int], labels: Sequence[str]) -> NDArray[np.float64]:
    """Log-probabilities (n, labels) of a report's fragments in reading order, each alone, and the numbers of figures
    beside them → features (n, m), blocks in the order of `BLOCKS`."""
    probability = np.exp(scores)
    counted = np.eye(len(STEPS) + 1)[np.searchsorted(STEPS, np.asarray(figures, dtype=int), side="right")]
    blocks = [np.log(probability + LEAST) / SCALE]
    blocks += [_neighbour(probability, step) for step in NEIGHBOURS]
    blocks += [_above(probability, titles(tuple(labels)))]
    blocks += [counted, _neighbour(counted, -1), _neighbour(counted, 1)]
    return np.hstack(blocks)


def block_widths(labels: tuple[str, ...]) -> dict[str, int]:
    """How many features each block has, in order."""
    steps = len(STEPS) + 1
    widths = (*(len(labels),) * 5, len(titles(labels)), steps, steps, steps)
    return dict(zip(BLOCKS, widths, strict=True))


def n_context_features(labels: tuple[str, ...]) -> int:
    """How many features `context_features` gives for a model of these labels."""
    return sum(block_widths(labels).values())


@cache
def titles(labels: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of the labels that stand over others: headings, column heads, groups."""
    groups = {
        f"{table.key}.{line.key}" for form in forms() for table in form.tables for line in table.lines if line.is_group
    }
    return tuple(n for n, label in enumerate(labels) if label.startswith(("header.", "heading.")) or label in groups)


def _neighbour(values: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """Every row's neighbour that many rows on, zeros beyond the ends."""
    moved = np.zeros_like(values)
    if abs(step) < len(values):
        if step < 0:
            moved[-step:] = values[:step]
        else:
            moved[:-step] = values[step:]
    return moved


def _above(probability: NDArray[np.float64], columns: tuple[int, ...]) -> NDArray[np.float64]:
    """For each fragment, which title was met last before it: a newer one replaces the older by as much as it is one."""
    seen = np.zeros((len(probability), len(columns)))
    newer = probability[:, columns]
    kept = 1.0 - newer.sum(axis=1)
    for number in range(1, len(probability)):
        seen[number] = seen[number - 1] * kept[number - 1] + newer[number - 1]
    return seen
