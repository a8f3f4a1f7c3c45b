"""A model and labelled reports → how often it is right: each fragment alone, among its neighbours, decoded in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.model import RowModel
from training.labelled import LabelledFragment, LabelledReport
from training.measuring import calibration

Array = NDArray[np.float64]
Scored = Callable[[RowModel, LabelledReport], Array]


def texts(report: LabelledReport) -> list[str]:
    """The texts of a report's fragments."""
    return [one.text for one in report.fragments]


def figures(report: LabelledReport) -> list[int]:
    """How many figures stand beside each of them."""
    return [one.figures for one in report.fragments]


WAYS: dict[str, Scored] = {
    "alone": lambda model, report: model.scores(texts(report)),
    "among": lambda model, report: model.scores_among(texts(report), figures(report)),
    "in order": lambda model, report: model.scores_in_order(texts(report), figures(report)),
}


def kind_of(one: LabelledFragment) -> str:
    """row (or group), piece (of a row's label, behind its first part), title (column head, heading), none."""
    if one.label == "none":
        return "none"
    if one.label.startswith(("header.", "heading.")):
        return "title"
    return "piece" if one.continuation else "row"


def accuracies(
    model: RowModel, reports: Sequence[LabelledReport], only: Callable[[LabelledFragment], bool] = bool
) -> dict[str, dict[str, tuple[float, int]]]:
    """way → kind of fragment (and ``all``) → share right and n, over the fragments that `only` lets pass."""
    found: dict[str, dict[str, tuple[float, int]]] = {}
    for way, scored in WAYS.items():
        right: dict[str, list[bool]] = {"all": []}
        for one, row, _ in _each(model, reports, scored, only):
            good = model.labels[int(row.argmax())] == one.label
            right["all"].append(good)
            right.setdefault(kind_of(one), []).append(good)
        found[way] = {kind: (round(sum(r) / len(r), 4), len(r)) for kind, r in sorted(right.items()) if r}
    return found


def reliability(
    model: RowModel, reports: Sequence[LabelledReport], way: str
) -> tuple[list[tuple[str, int, float, float]], float]:
    """Rows (probability range, n, mean probability, share right) and the expected calibration error of one way."""
    surest, right = [], []
    for _, row, number in _each(model, reports, WAYS[way], bool):
        surest.append(float(np.exp(row.max())))
        right.append(int(row.argmax()) == number)
    return calibration(np.array(surest), np.array(right))


def _each(
    model: RowModel,
    reports: Sequence[LabelledReport],
    scored: Scored,
    only: Callable[[LabelledFragment], bool],
) -> Iterator[tuple[LabelledFragment, Array, int]]:
    place = {label: number for number, label in enumerate(model.labels)}
    for report in reports:
        if report.fragments:
            for one, row in zip(report.fragments, scored(model, report), strict=True):
                if one.label in place and only(one):
                    yield one, row, place[one.label]
