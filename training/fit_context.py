"""Labelled reports and a model of fragments alone → the weights of a fragment among its neighbours, and of the order.

The first are another logistic regression of scikit-learn's, over `context_features`; the second are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from goiextract.forms import forms
from goiextract.labelling.context import block_widths, context_features
from goiextract.labelling.model import RowModel
from training.labelled import LabelledReport
from training.strange_words import strangely_worded

#: Inverse strength of the penalty; README.md has what others gave.
STRENGTH = 10.0
#: A step that was never seen counts as this much of one.
UNSEEN_STEP = 0.02
#: How much the steps count beside what each fragment says: its neighbours have had their say in that already.
STEP_POWER = 0.1


@dataclass(frozen=True, slots=True)
class Context:
    """around (context features, labels), level (labels,), steps (labels + 1, labels + 1); see `ModelParts`."""

    around: NDArray[np.float64]
    level: NDArray[np.float64]
    steps: NDArray[np.float64]


def no_context(n_features: int, n_labels: int) -> Context:
    """Weights that say nothing, for a model of fragments alone."""
    return Context(np.zeros((n_features, n_labels)), np.zeros(n_labels), np.zeros((n_labels + 1, n_labels + 1)))


def fit_context(alone: RowModel, reports: Sequence[LabelledReport], seed: int | None, left_out: str = "") -> Context:
    """A model of fragments alone and labelled reports → weights. The same reports and seed, the same weights.

    For comparison: without a seed no copies with strange words are made, and the block `left_out` (one of
    `context.BLOCKS`) is not learned from: its weights are 0.
    """
    number = {label: place for place, label in enumerate(alone.labels)}
    features, truth = [], []
    for report in (*reports, *(strangely_worded(reports, seed) if seed is not None else ())):
        known = np.array([number.get(one.label, -1) for one in report.fragments])
        scores = alone.scores([one.text for one in report.fragments])
        found = context_features(scores, [one.figures for one in report.fragments], alone.labels)
        features.append(found[known >= 0])
        truth.append(known[known >= 0])
    for label, text in _official():  # every label is met at least once, and a fragment may stand alone
        features.append(context_features(alone.scores([text]), [0], alone.labels))
        truth.append(np.array([number[label]]))
    regression = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    learned = np.vstack(features)
    if left_out:
        learned[:, block_place(alone.labels, left_out)] = 0
    regression.fit(learned, np.concatenate(truth))
    n = len(alone.labels)
    around, level = np.zeros((features[0].shape[1], n)), np.full(n, regression.intercept_.min() - 5.0)
    around[:, regression.classes_] = regression.coef_.T
    level[regression.classes_] = regression.intercept_
    return Context(around, level, counted_steps(reports, number))


def block_place(labels: tuple[str, ...], block: str) -> slice:
    """Where a block of the context's features stands among them."""
    widths = block_widths(labels)
    start = sum(list(widths.values())[: list(widths).index(block)])
    return slice(start, start + widths[block])


def counted_steps(reports: Sequence[LabelledReport], number: dict[str, int]) -> NDArray[np.float64]:
    """How often each label follows each in the reports → log-weights; last row: the report begins, last column: ends."""
    n = len(number)
    counts = np.full((n + 1, n + 1), UNSEEN_STEP)
    for report in reports:
        before = n
        for one in report.fragments:
            if one.label in number:
                counts[before, number[one.label]] += 1
                before = number[one.label]
        counts[before, n] += 1
    shares = (counts / counts.sum(axis=1, keepdims=True)) ** STEP_POWER
    steps: NDArray[np.float64] = np.log(shares / shares.sum(axis=1, keepdims=True))
    return steps


def _official() -> list[tuple[str, str]]:
    found = {}
    for form in forms():
        for table in form.tables:
            found[f"heading.{table.key}"] = table.heading
            for line in table.lines:
                found[f"{table.key}.{line.key}"] = line.printed
    return sorted(found.items())
