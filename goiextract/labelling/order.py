"""Fragments in reading order → the probability of each label given all of them: forward and backward along the steps.

The labels are the states of a chain; how often one follows another was counted in labelled reports (see training/).
Rabiner 1989, "A tutorial on hidden Markov models", eq. 27, with what each fragment says in place of the emissions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: No label is less likely than this beside the likeliest, so that one odd step cannot make a report impossible.
LEAST = 1e-6
#: Steps after which weights are made shares again. Until then they may fall to 1e-100; only their ratios count.
SHARED = 8

Array = NDArray[np.float64]


def in_order(scores: Array, steps: Array) -> Array:
    """Log scores (n, labels) of the fragments and log-weights (labels + 1, labels + 1) of steps from one label to the
    next (last row: the report begins, last column: it ends) → log-probabilities (n, labels) given the whole report."""
    n = len(scores)
    if n == 0:
        return scores
    said = np.maximum(np.exp(scores - scores.max(axis=1, keepdims=True)), LEAST)
    step = np.exp(steps)
    onward = step[:-1, :-1]
    ahead, behind = np.empty_like(said), np.empty_like(said)
    rows, forth, back = list(said), list(ahead), list(behind)
    np.multiply(step[-1, :-1], rows[0], out=forth[0])
    for number in range(1, n):
        np.matmul(forth[number - 1], onward, out=forth[number])
        forth[number] *= rows[number]
        if number % SHARED == 0:
            forth[number] /= np.add.reduce(forth[number])
    onward = onward.T.copy()
    back[-1][:] = step[:-1, -1]
    for number in range(n - 1, 0, -1):
        np.matmul(rows[number] * back[number], onward, out=back[number - 1])
        if number % SHARED == 0:
            back[number - 1] /= np.add.reduce(back[number - 1])
    both = ahead * behind
    found: Array = np.log(np.maximum(both / both.sum(axis=1, keepdims=True), 1e-300))
    return found
