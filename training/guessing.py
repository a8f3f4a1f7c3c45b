"""A model and the fragments of one report, in reading order → the probability of every label for each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.model import RowModel


def probabilities(model: RowModel, texts: Sequence[str], figures: Sequence[int]) -> NDArray[np.float64]:
    """Texts as laid out and how many figures stand beside each → shape (fragments, labels), columns as `model.labels`."""
    return np.exp(model.scores_in_order(texts, figures))
