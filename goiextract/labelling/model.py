"""Label fragments → log-probabilities of the forms' rows: the shipped weights and the arithmetic on them.

Three steps, each a table of weights that scikit-learn or counting has filled (see training/): a fragment alone, a
logistic regression over the features of `features`; a fragment among its neighbours, another over those of `context`;
and the order in which labels follow one another, `order`. Here numpy adds up, so that nothing heavy is imported.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.context import context_features
from goiextract.labelling.model_folder import ModelParts, read_folder, shipped_folder
from goiextract.labelling.order import in_order

#: Fragments whose scores are kept: a report has about 150, most of them the same from report to report.
KEPT = 4096
#: A longer text is cut to its ends before it is kept, so that a huge one costs neither time nor memory.
LONGEST_KEPT = 1000
#: Fragments put beside their neighbours at once. More numbers than these make OpenBLAS share them out among threads, which
#: wait for one another so busily that two processes on two cores take longer than one.
AT_ONCE = 20
#: A fragment whose own words say so much (log-probability) is not overruled by its neighbours.
PLAIN = math.log(0.9)
#: More would count the order twice. In 171 made reports with wordings of no list 0.6 % of the figures are not placed with
#: 0.05, 0.55 % with 1, and 1.3 % with none.
ORDER_SHARE = 0.05


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
        self._around = parts.around.astype(np.float64)
        self._level = parts.level.astype(np.float64)
        self._steps = parts.steps.astype(np.float64)
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

    def scores_among(self, texts: Sequence[str], figures: Sequence[int]) -> NDArray[np.float64]:
        """All fragments of a report in reading order, and how many figures stand beside each → natural
        log-probabilities (len(texts), len(labels)), each fragment given its neighbours' guesses (see `context`)."""
        return self._among(self.scores(texts), figures)

    def scores_in_order(self, texts: Sequence[str], figures: Sequence[int]) -> NDArray[np.float64]:
        """The same, decoded in order: each fragment given all the others and how labels follow one another.

        A fragment whose own words name a row or heading (`PLAIN`) keeps what they say: some offices print rows in another
        order than the form's.
        """
        alone = self.scores(texts)
        decided = in_order(self._among(alone, figures), self._steps)
        plain = (alone.max(axis=1) > PLAIN) & (alone.argmax(axis=1) != self.labels.index("none"))
        decided[plain] = alone[plain]
        return decided

    def scores_for_placing(self, texts: Sequence[str], figures: Sequence[int]) -> NDArray[np.float64]:
        """What the reconciler is given, which weighs the order of rows itself: the words of each fragment, with a share
        (`ORDER_SHARE`) of what is likely in order, so that words no one knows exclude no row."""
        alone, ordered = np.exp(self.scores(texts)), np.exp(self.scores_in_order(texts, figures))
        found: NDArray[np.float64] = np.log(np.maximum(alone + ORDER_SHARE * (ordered - alone), 1e-300))
        return found

    def _among(self, alone: NDArray[np.float64], figures: Sequence[int]) -> NDArray[np.float64]:
        around = context_features(alone, figures, self.labels)
        said = [around[first : first + AT_ONCE] @ self._around for first in range(0, len(around), AT_ONCE)]
        return normalised(np.vstack(said) + self._level) if said else alone

    def _row_of(self, text: str) -> NDArray[np.float64]:
        if self._features is None:  # jieba is imported here, when first needed
            from goiextract.labelling.features import feature_maker

            self._features = feature_maker(self._words)
        known = [self._number[feature] for feature in self._features(text) if feature in self._number]
        row: NDArray[np.float64] = self._bias + self._weights[known].sum(axis=0, dtype=np.float64) * scale(len(known))
        return normalised(row)


def normalised(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log scores → log-probabilities along the last axis."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    found: NDArray[np.float64] = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return found


def scale(n_features: int) -> float:
    """What each of a fragment's `n_features` known features counts: their vector has length 4 whatever their number.

    So a paragraph is no surer than a label. Training uses the same.
    """
    return 4.0 / float(np.sqrt(max(n_features, 1)))
