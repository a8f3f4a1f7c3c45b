"""Made reports that print wordings held out whole, in place of the labels they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from goiextract.labelling.normal import normal
from training.corpus.damage import Breakage
from training.corpus.records import Report
from training.held_out import FAST_KINDS, HELD_OUT_SEED, made_reports
from training.labelled import LabelledReport
from training.make_labels import Wording

#: Of the labels that have a held-out wording, this share is printed so; the others stand as in the form.
SHARE = 0.6


def reports_with(wordings: Sequence[Wording], per_kind: int) -> list[LabelledReport]:
    """Held-out wordings → labelled reports that print them, nothing else being broken."""
    ways: dict[str, list[str]] = {}
    for one in wordings:
        if "." in one.label and "{" not in one.text and not one.label.startswith("header."):
            ways.setdefault(one.label, []).append(one.text)

    def other_words(rng: Random, report: Report) -> bool:
        changed = False
        for name in [name for name in report.labels if name in ways]:
            if rng.random() < SHARE:
                report.labels[name] = rng.choice(ways[name])
                changed = True
        return changed

    made = made_reports(per_kind, HELD_OUT_SEED + 1, FAST_KINDS, (Breakage("held_out_wordings", 1, other_words),))
    return [report for report in made if prints_any(report, wordings)]


def prints_any(report: LabelledReport, wordings: Sequence[Wording]) -> bool:
    """True if some fragment is one of the wordings."""
    texts = {normal(one.text) for one in wordings}
    return any(normal(one.text) in texts for one in report.fragments)
