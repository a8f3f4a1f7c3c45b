"""What every trial is made of: one part of the wordings and reports to learn from, the others to be measured on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from training import make_labels, measuring
from training.choices.invented import INVENTED, reports_with_invented
from training.held_out import HELD_OUT_SEED, made_reports
from training.label_files import parted, read_labels
from training.labelled import LabelledFragment, LabelledReport
from training.make_labels import Example, Wording
from training.measuring_reports import WAYS, kind_of
from training.report_examples import report_examples
from training.unseen_wordings import reports_with

INVENTED_TEXTS = frozenset(normal(text) for wordings in INVENTED.values() for text in wordings)
#: Made reports of each kind, of each of the three sorts that are measured on.
PER_KIND = 4
#: Seeds of their own: no training, `compare` or test makes reports with this one.
FRESH_SEED = HELD_OUT_SEED + 3
#: The context is learned from so many reports, so that a trial takes seconds; the shipped model learns from all.
CONTEXT_REPORTS = 24

ALONE = ("reports", "rows", "whole", "broken", "narrative", "invented", "invented wrong")
ALONE_HEADS = ("reports", "their rows", "held out", "broken", "narrative", "invented", "wrong")
AROUND = ("reports", "rows", "none", "worded", "invented")
AROUND_HEADS = ("reports", "their rows", "their none", "held out", "invented")


@dataclass(frozen=True, slots=True)
class Trial:
    """A partition by `seed`. `share` < 1 makes fewer examples to learn from."""

    seed: int
    share: float
    seen: list[Wording] = field(repr=False)
    held: list[Wording] = field(repr=False)
    learned: list[LabelledReport] = field(repr=False)
    reports: list[LabelledReport] = field(repr=False)
    worded: list[LabelledReport] = field(repr=False)
    invented: list[LabelledReport] = field(repr=False)

    def examples(self, from_reports: bool = True) -> list[Example]:
        """What a model of fragments alone learns from."""
        own = list(make_labels.examples(self.seen, self.seed, self.share))
        return own + (list(report_examples(self.learned, self.seen, self.held)) if from_reports else [])

    def held_examples(self) -> list[Example]:
        """Broken fragments of the wordings held out."""
        return list(make_labels.examples(self.held, self.seed + 1000, 0.2))

    def for_context(self) -> list[LabelledReport]:
        """Some of the reports to learn from, of every kind."""
        return self.learned[:: max(1, len(self.learned) // CONTEXT_REPORTS)]

    def alone(self, model: RowModel) -> dict[str, float]:
        """Share right by a fragment's own words: `ALONE`, log loss and calibration error. `invented wrong`: share of the
        invented wordings that are taken for another row, not for none.

        A wording counts once however many reports print it. The temperature is set on the broken fragments of one half
        of the held-out wordings, log loss and error are of the other half.
        """
        examples = self.held_examples()
        truth = measuring.numbers(model, examples)
        scores = model.scores([one.text for one in examples])
        good = scores.argmax(axis=1) == truth
        none = np.array([one.label == "none" for one in examples])
        half = np.array([sum(map(ord, one.wording.text)) % 2 == 0 for one in examples])
        tempered = scores[~half] / measuring.best_temperature(scores[half], truth[half])
        tempered -= np.log(np.exp(tempered).sum(axis=1, keepdims=True))
        invented = [(text, label) for label, texts in INVENTED.items() for text in texts]
        _, error = measuring.calibration(np.exp(tempered.max(axis=1)), good[~half])
        return {
            "reports": right(model, "alone", self.reports),
            "rows": right(model, "alone", self.reports, is_row),
            "whole": _once(model, [(one.text, one.label) for one in self.held if one.label != "none"]),
            "broken": float(good[~none].mean()),
            "narrative": float(good[none].mean()),
            "invented": _once(model, invented),
            "invented wrong": 1 - _once(model, invented, "none"),
            "log loss": measuring.log_loss(tempered, truth[~half]),
            "error": error,
        }

    def around(self, model: RowModel, way: str) -> dict[str, float]:
        """Share right given the whole report (`way` of `measuring_reports.WAYS`): `AROUND`."""
        texts = {normal(one.text) for one in self.held}
        return {
            "reports": right(model, way, self.reports),
            "rows": right(model, way, self.reports, is_row),
            "none": right(model, way, self.reports, lambda one: one.label == "none"),
            "worded": right(model, way, self.worded, lambda one: normal(one.text) in texts and is_row(one)),
            "invented": right(model, way, self.invented, lambda one: normal(one.text) in INVENTED_TEXTS),
        }


def trial(seed: int, share: float = 1.0, per_kind: int = PER_KIND) -> Trial:
    """The partition of one seed: wordings by hash, labelled reports as the trainer parts them, and fresh made ones."""
    wordings = make_labels.form_wordings() + make_labels.read_wordings()
    seen, held = make_labels.parted(wordings, seed)
    learned, reports = parted(read_labels())
    fresh = made_reports(per_kind, FRESH_SEED)
    return Trial(
        seed, share, seen, held, learned, reports + fresh, reports_with(held, per_kind), reports_with_invented(per_kind)
    )


def is_row(one: LabelledFragment) -> bool:
    """True for the label of a row or group, or its first piece."""
    return kind_of(one) == "row"


def right(
    model: RowModel,
    way: str,
    reports: Sequence[LabelledReport],
    counts: Callable[[LabelledFragment], bool] = lambda one: True,
) -> float:
    """Share of right guesses over the fragments that count and of which it is known what they are."""
    good = [
        model.labels[int(number)] == one.label
        for report in reports
        if report.fragments
        for one, number in zip(report.fragments, WAYS[way](model, report).argmax(axis=1), strict=True)
        if one.label and counts(one)
    ]
    return sum(good) / len(good) if good else float("nan")


def means(scores: Sequence[Mapping[str, float]], keys: Sequence[str]) -> list[float | str]:
    """The scores of all partitions → their means, in the order of `keys`."""
    return [float(np.mean([each[key] for each in scores])) for key in keys]


def sizes(one: Trial) -> str:
    """What is measured on, in words."""
    fragments = [each for report in one.reports for each in report.fragments if each.label]
    return (
        f"reports: {len(one.reports)} with {len(fragments)} fragments, {sum(map(is_row, fragments))} of them rows;"
        f" held out: {sum(w.label != 'none' for w in one.held)} wordings, in order in {len(one.worded)} reports;"
        f" broken and narrative: {len(one.held_examples())} fragments; invented: {len(INVENTED_TEXTS)} wordings, in order"
        f" in {len(one.invented)} reports"
    )


def table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float | str]]]) -> str:
    """A Markdown table: a name and figures a row, shares in percent."""
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for name, values in rows:
        shown = (f"{value:.2%}" if isinstance(value, float) else value for value in values)
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _once(model: RowModel, wordings: Sequence[tuple[str, str]], or_else: str = "") -> float:
    """Share of the wordings that are taken for their label, or for `or_else`."""
    plain = [(text, label) for text, label in wordings if "{" not in text]
    guessed = [model.labels[n] for n in model.scores([text for text, _ in plain]).argmax(axis=1).tolist()]
    return float(np.mean([guess in (label, or_else) for guess, (_, label) in zip(guessed, plain, strict=True)]))
