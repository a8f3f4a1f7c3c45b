"""The plain fuzzy match: a fragment is what the most similar wording is, or none where nothing is similar enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from goiextract.labelling.model_folder import row_labels
from goiextract.labelling.normal import normal
from training import measuring
from training.choices.other_words import OtherWords
from training.make_labels import Example, Wording

Array = NDArray[np.float64]
#: Similarities (0 to 1) below which a fragment is taken for none; the one that is best on what is learned from is taken.
BOUNDS = tuple(step / 20 for step in range(6, 20))


def fuzzy_match(wordings: Sequence[Wording], examples: Sequence[Example]) -> OtherWords:
    """Wordings to match with, and examples to set the bound by → a model.

    Similarity is rapidfuzz's ratio of the normalised texts (Levenshtein without replacement, 2 × common / all letters). It
    is no probability; a softmax makes it one, with the temperature that suits the examples best.
    """
    labels = row_labels()
    known = [(normal(one.text), labels.index(one.label)) for one in wordings if "{" not in one.text]
    known = [(text, number) for text, number in known if labels[number] != "none"]
    texts, numbers = [text for text, _ in known], np.array([number for _, number in known])
    none = labels.index("none")

    def alike(fragments: Sequence[str]) -> Array:
        each = process.cdist([normal(text) for text in fragments], texts, scorer=fuzz.ratio) / 100
        found = np.zeros((len(fragments), len(labels)))
        for label in np.unique(numbers):
            found[:, label] = each[:, numbers == label].max(axis=1)
        return found

    truth = np.array([labels.index(one.label) for one in examples])
    tried = alike([one.text for one in examples])

    def right(bound: float) -> float:
        return float((np.where(tried.max(axis=1) < bound, none, tried.argmax(axis=1)) == truth).mean())

    bound = max(BOUNDS, key=right)
    tried[:, none] = bound
    heat = min((0.02, 0.03, 0.05, 0.08, 0.12, 0.2), key=lambda t: measuring.log_loss(tried / t, truth))

    def scored(fragments: Sequence[str]) -> Array:
        found = alike(fragments)
        found[:, none] = bound
        return found / heat

    return OtherWords(scored)
