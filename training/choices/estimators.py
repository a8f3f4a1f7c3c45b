"""Which estimator: scikit-learn's on the same features and examples, and a plain fuzzy match against the wordings.

    python -m training.choices.estimators [--seeds 1,2] [--share 0.5]

A fragment alone, so that estimators are compared and not what stands around. Log loss is over the held-out reports; fit
time is a ratio to the shipped kind in the same run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from goiextract.labelling.features import feature_maker
from goiextract.labelling.model_folder import row_labels
from goiextract.labelling.normal import normal
from training import fitting, make_labels
from training.choices.trial import HEADS, Guess, Trial, table, trial
from training.labelled import LabelledReport
from training.make_labels import Wording

OURS = "logistic regression (shipped)"
ESTIMATORS: dict[str, Callable[[], Any]] = {
    OURS: lambda: LogisticRegression(C=fitting.STRENGTH, max_iter=400, tol=1e-4),
    "linear support vectors": lambda: LinearSVC(C=0.1, max_iter=3000, random_state=0),
    "logistic regression, each label alone": lambda: OneVsRestClassifier(LogisticRegression(C=1.0, solver="liblinear")),
    "complement naive Bayes": lambda: ComplementNB(alpha=0.1),
    "logistic loss by stochastic gradient": lambda: SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0),
}
#: Below this likeness (0 to 100) a fragment is taken for none of the wordings; the best of these on the examples.
LIKENESS = (50, 60, 70, 80, 90)


def main() -> None:
    """Fit each on each partition, print the means."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.estimators", description="compare estimators")
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--share", type=float, default=0.5)
    chosen = parser.parse_args()
    trials = [trial(int(seed), chosen.share) for seed in chosen.seeds.split(",")]
    print(f"{len(trials)} partitions, {chosen.share:.0%} of the examples; a fragment alone")
    print(table((*HEADS, "log loss", "fit time"), compared(trials)))


def compared(trials: Sequence[Trial]) -> list[tuple[str, list[float | str]]]:
    """A row for each estimator and each fuzzy match: means over the partitions."""
    found: dict[str, list[list[float]]] = {}
    for one in trials:
        data = fitting.data_of(one.examples(), fitting.dictionary())
        first = None
        for name, make in ESTIMATORS.items():
            began = time.perf_counter()
            estimator = _fitted(make(), data)
            took = time.perf_counter() - began
            first = first or took
            scores = one.scores(_guess(estimator, data))
            loss = _log_loss(estimator, data, one.reports)
            found.setdefault(name, []).append([*scores.values(), loss, took / first])
        for name, wordings in (
            ("fuzzy match, the forms' wordings", _form(one)),
            ("fuzzy match, all known wordings", one.seen),
        ):
            scores = one.scores(_fuzzy(one, wordings))
            found.setdefault(name, []).append([*scores.values(), float("nan"), float("nan")])
    rows: list[tuple[str, list[float | str]]] = []
    for name, values in found.items():
        mean = np.mean(values, axis=0)
        shown = ["" if np.isnan(value) else f"{value:.3f}" for value in mean[-2:]]
        rows.append((name, [*(float(value) for value in mean[:-2]), *shown]))
    return rows


def _fitted(estimator: Any, data: fitting.Data) -> Any:
    if isinstance(estimator, OneVsRestClassifier):  # takes no weights: a fragment met n times stands there n times
        rows = np.repeat(np.arange(len(data.target)), data.counts.astype(int))
        return estimator.fit(data.matrix[rows], data.target[rows])
    return estimator.fit(data.matrix, data.target, sample_weight=data.counts)


def _guess(estimator: Any, data: fitting.Data) -> Guess:
    labels, make = row_labels(), feature_maker(data.words)

    def guess(report: LabelledReport) -> list[str]:
        texts = [normal(one.text) for one in report.fragments]
        return [labels[number] for number in estimator.predict(fitting.matrix(texts, data.features, make))]

    return guess


def _log_loss(estimator: Any, data: fitting.Data, reports: Sequence[LabelledReport]) -> float:
    if not hasattr(estimator, "predict_proba"):
        return float("nan")
    labels, make, losses = list(row_labels()), feature_maker(data.words), []
    for report in reports:
        known = [(normal(one.text), labels.index(one.label)) for one in report.fragments if one.label]
        scores = estimator.predict_proba(fitting.matrix([text for text, _ in known], data.features, make))
        losses += [-np.log(max(scores[n, number], 1e-9)) for n, (_, number) in enumerate(known)]
    return float(np.mean(losses))


def _form(one: Trial) -> list[Wording]:
    return [wording for wording in one.seen if wording.source == "form"]


def _fuzzy(one: Trial, wordings: Sequence[Wording]) -> Guess:
    """The most alike wording's label (rapidfuzz ratio), or none where nothing is alike enough; the bound is set on examples."""
    known = {normal(wording.text): wording.label for wording in wordings if "{" not in wording.text}
    texts = list(known)

    def best(text: str) -> tuple[str, float]:
        found = process.extractOne(normal(text), texts, scorer=fuzz.ratio)
        return (known[found[0]], found[1]) if found else ("none", 0.0)

    tried = [(best(example.text), example.label) for example in list(make_labels.examples(one.seen, 99, 0.02))]
    bound = max(
        LIKENESS,
        key=lambda least: sum((label if like >= least else "none") == truth for (label, like), truth in tried),
    )

    def guess(report: LabelledReport) -> list[str]:
        found = [best(fragment.text) for fragment in report.fragments]
        return [label if like >= bound else "none" for label, like in found]

    return guess


if __name__ == "__main__":
    main()
