"""What every trial is made of: one part of the wordings and reports to learn from, the others to be measured on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from training import make_labels
from training.choices.invented import INVENTED, reports_with_invented
from training.label_files import parted, read_labels
from training.labelled import LabelledFragment, LabelledReport
from training.make_labels import Example, Wording
from training.measuring_reports import WAYS
from training.report_examples import report_examples
from training.unseen_wordings import reports_with

Array = NDArray[np.float64]
#: Fragments of one report and their labels → for each the number of the label that is given.
Guess = Callable[[LabelledReport], Sequence[str]]
INVENTED_TEXTS = frozenset(normal(text) for wordings in INVENTED.values() for text in wordings)
MEASURED = ("reports", "rows", "wordings", "invented")
HEADS = ("reports", "their rows", "new wordings", "invented ones")


@dataclass(frozen=True, slots=True)
class Trial:
    """A partition by `seed`. `share` < 1 makes fewer examples, for a quick look."""

    seed: int
    share: float
    seen: list[Wording] = field(repr=False)
    held: list[Wording] = field(repr=False)
    learned: list[LabelledReport] = field(repr=False)
    reports: list[LabelledReport] = field(repr=False)
    worded: list[LabelledReport] = field(repr=False)
    invented: list[LabelledReport] = field(repr=False)

    def examples(self) -> list[Example]:
        """What a model of fragments alone learns from."""
        own = make_labels.examples(self.seen, self.seed, self.share)
        return [*own, *report_examples(self.learned, self.seen, self.held)]

    def scores(self, guess: Guess) -> dict[str, float]:
        """Share of right labels: all fragments and rows of the reports held out, the wordings held out, and the
        invented ones."""
        texts = {normal(one.text) for one in self.held}
        found = {
            "reports": right(guess, self.reports, lambda one: True),
            "rows": right(guess, self.reports, is_row),
            "wordings": right(guess, self.worded, lambda one: normal(one.text) in texts),
            "invented": right(guess, self.invented, lambda one: normal(one.text) in INVENTED_TEXTS),
        }
        return {name: share for name, (share, _) in found.items()}


def trial(seed: int, share: float = 1.0) -> Trial:
    """The partition of one seed: wordings by hash, reports as the trainer parts them."""
    wordings = make_labels.form_wordings() + make_labels.read_wordings()
    seen, held = make_labels.parted(wordings, seed)
    learned, reports = parted(read_labels())
    per_kind = max(1, round(4 * share))
    return Trial(
        seed, share, seen, held, learned, reports, reports_with(held, per_kind), reports_with_invented(per_kind)
    )


def guesser(model: RowModel, way: str) -> Guess:
    """A model and one of `measuring_reports.WAYS` → its guesses."""

    def guess(report: LabelledReport) -> list[str]:
        return [model.labels[number] for number in WAYS[way](model, report).argmax(axis=1)]

    return guess


def is_row(one: LabelledFragment) -> bool:
    """True for the label of a row or group."""
    return one.label not in ("", "none") and not one.label.startswith(("header.", "heading."))


def right(
    guess: Guess, reports: Sequence[LabelledReport], counts: Callable[[LabelledFragment], bool]
) -> tuple[float, int]:
    """Share of right guesses and n, over the fragments that count and of which it is known what they are."""
    good = [
        guessed == one.label
        for report in reports
        if report.fragments
        for one, guessed in zip(report.fragments, guess(report), strict=True)
        if one.label and counts(one)
    ]
    return (sum(good) / len(good) if good else float("nan"), len(good))


def table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float | str]]]) -> str:
    """Lines for the terminal: a name and figures a row, shares in percent."""
    lines = [f"{'':38}" + "".join(f"{head:>15}" for head in heads)]
    for name, values in rows:
        shown = (f"{value:15.2%}" if isinstance(value, float) else f"{value:>15}" for value in values)
        lines.append(f"{name:38}" + "".join(shown))
    return "\n".join(lines)
