"""Labelled fragments → weights, by scikit-learn's logistic regression over the features that prediction uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from goiextract.forms import forms
from goiextract.labelling.context import n_context_features
from goiextract.labelling.features import feature_maker
from goiextract.labelling.model import RowModel, scale
from goiextract.labelling.model_folder import ModelParts, row_labels
from goiextract.labelling.normal import normal
from training.fit_context import Context, no_context
from training.make_labels import Example

#: A feature must occur in so many different fragments, else it is a misprint; features of `none` alone in more, because
#: a vocabulary of narrative would tie the model to our own sentences.
LEAST, LEAST_NONE = 4, 8
#: Inverse strength of the L2 penalty; README.md has what others gave.
STRENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights as fitted (temperature 1) with what is needed to use them."""

    features: tuple[str, ...]
    words: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def parts(self, temperature: float = 1.0, context: Context | None = None) -> ModelParts:
        """What is written to disk: temperature divided in, weights rounded to half precision (which halves the file)."""
        labels = row_labels()
        context = context or no_context(n_context_features(labels), len(labels))
        return ModelParts(
            labels,
            self.features,
            self.words,
            weights=(self.weights / temperature).astype(np.float16),
            bias=(self.bias / temperature).astype(np.float32),
            around=context.around.astype(np.float16),
            level=context.level.astype(np.float32),
            steps=context.steps.astype(np.float16),
        )

    def model(self, temperature: float = 1.0, context: Context | None = None) -> RowModel:
        """The model as it will be loaded; without a context, of fragments alone."""
        return RowModel(self.parts(temperature, context))


def dictionary() -> tuple[str, ...]:
    """The words of the forms' wordings, as jieba's full dictionary cuts them (long words and the words within them)."""
    tokenizer = jieba.Tokenizer()
    with Path(jieba.__file__).with_name("dict.txt").open("rb") as file:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    tokenizer.initialized = True
    texts: set[str] = set()
    for form in forms():
        for table in form.tables:
            texts |= {table.heading, *table.blocks}
            texts |= {line.printed for line in table.lines}
            texts |= {column.printed for line in table.lines for column in line.columns}
    words: set[str] = set()
    for text in sorted(texts):
        words |= {word for word in tokenizer.cut_for_search(normal(text), HMM=False) if len(word) > 1}
    return tuple(sorted(word for word in words if not word.isascii()))


@dataclass(frozen=True, slots=True)
class Data:
    """Examples as scikit-learn sees them: matrix (different fragments, features), label numbers, how often each is met."""

    features: tuple[str, ...]
    words: tuple[str, ...]
    matrix: Any
    target: NDArray[np.int64]
    counts: NDArray[np.float64]


def data_of(examples: Iterable[Example], words: Sequence[str], without: str = "") -> Data:
    """Examples → data, equal fragments once, in a fixed order. `without`: prefixes of features that are left out."""
    make = lru_cache(maxsize=None)(feature_maker(words))
    counted = sorted(Counter((normal(example.text), example.label) for example in examples).items())
    seen: Counter[str] = Counter()
    seen_none: Counter[str] = Counter()
    for (text, label), _ in counted:
        (seen_none if label == "none" else seen).update(make(text))
    features = sorted(
        feature
        for feature in {feature for feature, n in seen.items() if n >= LEAST}
        | {feature for feature, n in seen_none.items() if n >= LEAST_NONE}
        if feature[0] not in without
    )
    labels = row_labels()
    return Data(
        tuple(features),
        tuple(words),
        matrix([text for (text, _), _ in counted], features, make),
        np.array([labels.index(label) for (_, label), _ in counted]),
        np.array([count for _, count in counted], dtype=float),
    )


def fit(examples: Iterable[Example], words: Sequence[str], strength: float = STRENGTH, without: str = "") -> Fitted:
    """Examples → weights. Order and result are fixed. `without`: see `data_of`."""
    data = data_of(examples, words, without)
    regression = LogisticRegression(C=strength, max_iter=400, tol=1e-4)
    regression.fit(data.matrix, data.target, sample_weight=data.counts)
    if len(regression.classes_) != len(row_labels()):
        raise ValueError("some label has no example")
    return Fitted(data.features, data.words, regression.coef_.T, regression.intercept_)


def matrix(texts: Sequence[str], features: Sequence[str], make: Callable[[str], tuple[str, ...]]) -> Any:
    """Fragments → the sparse matrix (fragments, features) that scikit-learn sees."""
    number = {feature: place for place, feature in enumerate(features)}
    rows = [[number[feature] for feature in make(text) if feature in number] for text in texts]
    values = [scale(len(row)) for row in rows for _ in row]
    places = [place for row in rows for place in row]
    starts = np.cumsum([0] + [len(row) for row in rows])
    return csr_matrix((values, places, starts), shape=(len(rows), len(features)))
