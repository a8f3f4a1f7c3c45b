"""Which estimator: scikit-learn's on the same features and examples, and a plain fuzzy match against the wordings.

    python -m training.choices.estimators [--seeds 1,2,3,4] [--share 0.15]

First by a fragment's own words, then decoded in order, the context learned for each. Times and sizes are ratios to the
shipped estimator's in the same run: `label` is the labelling of the broken fragments, without making their features.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from goiextract.labelling.features import feature_maker
from goiextract.labelling.normal import normal
from training import fit_context, fitting
from training.choices.fuzzy import fuzzy_match
from training.choices.other_words import OtherWords
from training.choices.trial import ALONE, ALONE_HEADS, AROUND, AROUND_HEADS, Trial, means, sizes, table, trial

Array = NDArray[np.float64]
OURS = "logistic regression (shipped)"
EACH = "logistic regression, each label against the rest"
VECTORS = "linear support vectors, calibrated"
BAYES = "complement naive Bayes"
GRADIENT = "logistic loss by stochastic gradient"
ESTIMATORS: dict[str, Callable[[], Any]] = {
    OURS: lambda: LogisticRegression(C=fitting.STRENGTH, max_iter=400, tol=1e-4),
    EACH: lambda: OneVsRestClassifier(LogisticRegression(C=1.0, solver="liblinear")),
    VECTORS: lambda: CalibratedClassifierCV(
        LinearSVC(C=0.1, tol=1e-3, max_iter=5000, random_state=0), cv=3, ensemble=False
    ),
    BAYES: lambda: ComplementNB(alpha=0.1),
    GRADIENT: lambda: SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0),
}
FORM, KNOWN = "fuzzy match, the forms' wordings", "fuzzy match, all known wordings"
#: Those that are decoded in order too.
IN_ORDER = (OURS, EACH, VECTORS, FORM, KNOWN)
SMALLEST = 1e-9


def main() -> None:
    """Fit each on each partition, print the means."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.estimators", description="compare estimators")
    parser.add_argument("--seeds", default="1,2,3,4")
    parser.add_argument("--share", type=float, default=0.15)
    chosen = parser.parse_args()
    trials = [trial(int(seed), chosen.share) for seed in chosen.seeds.split(",")]
    print(f"{len(trials)} partitions, {chosen.share:.0%} of the examples; {sizes(trials[0])}")
    alone, around = compared(trials)
    print("\n" + table((*ALONE_HEADS, "log loss", "calibration", "fit", "label", "size"), alone))
    print("\ndecoded in order\n" + table(AROUND_HEADS, around))


Rows = list[tuple[str, list[float | str]]]


def compared(
    trials: Sequence[Trial], names: Sequence[str] = tuple(ESTIMATORS), in_order: Sequence[str] = IN_ORDER
) -> tuple[Rows, Rows]:
    """A row for each estimator (`OURS` is the first) and each fuzzy match, means over the partitions: alone; in order."""
    alone: dict[str, list[dict[str, float]]] = {}
    around: dict[str, list[dict[str, float]]] = {}
    for one in trials:
        data = fitting.data_of(one.examples(), fitting.dictionary())
        costs: dict[str, dict[str, float]] = {}
        for name in (*names, FORM, KNOWN):
            if name in ESTIMATORS:
                model, costs[name] = _estimator(name, data, one)
            else:
                known = [wording for wording in one.seen if name == KNOWN or wording.source == "form"]
                model = fuzzy_match(known, one.examples()[::10])
            ratios = {key: value / costs[OURS][key] for key, value in costs.get(name, {}).items()}
            alone.setdefault(name, []).append(one.alone(model) | ratios)
            if name in in_order:
                context = fit_context.fit_context(model, one.for_context(), one.seed)
                around.setdefault(name, []).append(one.around(model.with_context(context), "in order"))
    rows: Rows = []
    for name, scores in alone.items():
        plain = [f"{value:.3f}" for value in means(scores, ("log loss", "error"))]
        times = means(scores, ("fit", "label", "size")) if name in ESTIMATORS else []
        shown = [f"{value:.2g}" for value in times] or ["", "", ""]
        rows.append((name, [*means(scores, ALONE), *plain, *shown]))
    return rows, [(name, means(scores, AROUND)) for name, scores in around.items()]


def _estimator(name: str, data: fitting.Data, one: Trial) -> tuple[OtherWords, dict[str, float]]:
    """Fit on data → the model, and what it costs: seconds to fit and to label, bytes."""
    make = feature_maker(data.words)
    began = time.perf_counter()
    estimator = _fitted(ESTIMATORS[name](), data)
    fit = time.perf_counter() - began

    def scored(texts: Sequence[str]) -> Array:
        features = fitting.matrix([normal(text) for text in texts], data.features, make)
        found: Array = np.log(np.maximum(estimator.predict_proba(features), SMALLEST))
        return found

    features = fitting.matrix([normal(each.text) for each in one.held_examples()], data.features, make)
    began = time.perf_counter()
    estimator.predict_proba(features)
    return OtherWords(scored), {
        "fit": fit,
        "label": time.perf_counter() - began,
        "size": float(len(pickle.dumps(estimator))),
    }


def _fitted(estimator: Any, data: fitting.Data) -> Any:
    if isinstance(estimator, OneVsRestClassifier):  # takes no weights: a fragment met n times stands there n times
        rows = np.repeat(np.arange(len(data.target)), data.counts.astype(int))
        return estimator.fit(data.matrix[rows], data.target[rows])
    return estimator.fit(data.matrix, data.target, sample_weight=data.counts)


if __name__ == "__main__":
    main()
