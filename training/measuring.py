"""A model and labelled fragments → accuracy by kind, calibration, and the temperature that calibrates best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from training.make_labels import Example

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


def best_temperature(log_probabilities: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """Scores at temperature 1 (n, labels) and true label numbers → the divisor with the least log loss."""
    tried = np.exp(np.linspace(np.log(0.4), np.log(3.0), 60))
    return float(min(tried, key=lambda t: log_loss(log_probabilities / t, truth)))


def log_loss(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """Unnormalised log scores and true label numbers → mean negative log-probability of the truth."""
    top = scores.max(axis=1)
    total = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return float((total - scores[np.arange(len(truth)), truth]).mean())


def numbers(model: RowModel, examples: Sequence[Example]) -> NDArray[np.int64]:
    """The true label number of each example."""
    place = {label: number for number, label in enumerate(model.labels)}
    return np.array([place[example.label] for example in examples])


def accuracies(model: RowModel, examples: Sequence[Example]) -> dict[str, tuple[float, int]]:
    """Share right and n, by how the label came: full, piece, piece of four letters or more, grouped, none, all."""
    right = model.scores([example.text for example in examples]).argmax(axis=1) == numbers(model, examples)
    groups: dict[str, list[bool]] = {}
    for example, good in zip(examples, right.tolist(), strict=True):
        groups.setdefault(example.kind, []).append(good)
        if example.kind == "piece" and len(normal(example.text)) >= 4:
            groups.setdefault("piece of 4+ letters", []).append(good)
        groups.setdefault("all", []).append(good)
    return {kind: (round(sum(good) / len(good), 4), len(good)) for kind, good in sorted(groups.items())}


def reliability(model: RowModel, examples: Sequence[Example]) -> tuple[list[tuple[str, int, float, float]], float]:
    """Rows (probability range, n, mean probability, share right) and the expected calibration error."""
    scores = model.scores([example.text for example in examples])
    return calibration(np.exp(scores.max(axis=1)), scores.argmax(axis=1) == numbers(model, examples))


def calibration(
    surest: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[list[tuple[str, int, float, float]], float]:
    """Probabilities of the best label and whether it was right → the same table and error."""
    rows = []
    error = 0.0
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = (surest >= low) & (surest < high)
        if inside.any():
            mean, share = float(surest[inside].mean()), float(right[inside].mean())
            rows.append((f"{low:.2f}-{min(high, 1):.2f}", int(inside.sum()), mean, share))
            error += float(inside.mean()) * abs(mean - share)
    return rows, error
