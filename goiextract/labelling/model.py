"""Label fragments → log-probabilities of the forms' rows: the shipped weights and the arithmetic on them.

The model is a logistic regression over the features of `features`. scikit-learn trains it (see training/); here numpy
adds up the weights of a fragment's features, so that nothing heavy is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.model_folder import ModelParts, read_folder, shipped_folder

#: Fragments whose scores are kept: a report has about 150, most of them the same from report to report.
KEPT = 4096
#: A longer text is cut to its ends before it is kept, so that a huge one costs neither time nor memory.
LONGEST_KEPT = 1000


class RowModel:
    """Which row of the forms a label fragment names, with its doubt. `labels`: ``table.row``, ``header.table``, … ``none``."""

    def __init__(self, parts: ModelParts) -> None:
        """Take the parts of a model, from `read_folder` or from training."""
        self.labels = parts.labels
        self.fingerprint = parts.data[:12]
        self._number: Mapping[str, int] = {feature: number for number, feature in enumerate(parts.features)}
        self._words = parts.words
        self._weights = parts.weights.astype(np.float32)
        self._bias = parts.bias.astype(np.float64)
        self._features: Callable[[str], tuple[str, ...]] | None = None
        self._row = lru_cache(maxsize=KEPT)(self._row_of)

    @staticmethod
    def load(folder: Path | None = None) -> RowModel:
        """Read a model folder; without one, the shipped model. BadModel names the file and what is wrong with it."""
        return RowModel(read_folder(folder or shipped_folder()))

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Fragments as laid out → natural log-probabilities, shape (len(texts), len(labels)), columns as in `labels`."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        half = LONGEST_KEPT // 2
        return np.stack(
            [self._row(text if len(text) <= LONGEST_KEPT else text[:half] + text[-half:]) for text in texts]
        )

    def _row_of(self, text: str) -> NDArray[np.float64]:
        if self._features is None:  # jieba is imported here, when first needed
            from goiextract.labelling.features import feature_maker

            self._features = feature_maker(self._words)
        known = [self._number[feature] for feature in self._features(text) if feature in self._number]
        row: NDArray[np.float64] = self._bias + self._weights[known].sum(axis=0, dtype=np.float64) * scale(len(known))
        row -= row.max()
        row -= np.log(np.exp(row).sum())
        return row


def scale(n_features: int) -> float:
    """What each of a fragment's `n_features` known features counts: their vector has length 4 whatever their number.

    So a paragraph is no surer than a label. Training uses the same.
    """
    return 4.0 / float(np.sqrt(max(n_features, 1)))
