"""How much labelled reports teach: the forms' wordings only, and so many labelled reports with them.

    python -m training.choices.learning_curve [--reports 0,5,10,20,40,80] [--share 0.5]

Measured on the reports that training holds out, and on made reports that print wordings of `training/wordings` in place of
the forms': none of these wordings is learned from here, unless a labelled report prints it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from training import fit_context, fitting, make_labels
from training.choices.trial import guesser, is_row, right, table
from training.label_files import parted, read_labels
from training.report_examples import report_examples
from training.unseen_wordings import reports_with


def main() -> None:
    """Train on more and more reports, print a row for each."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.learning_curve", description="learning curve")
    parser.add_argument("--reports", default="0,5,10,20,40,80")
    parser.add_argument("--share", type=float, default=0.5)
    chosen = parser.parse_args()
    counts = [int(n) for n in chosen.reports.split(",")]
    print(table(("rows alone", "in order", "worded: alone", "in order"), curve(counts, chosen.share)))


def curve(counts: Sequence[int], share: float) -> list[tuple[str, list[float | str]]]:
    """Numbers of labelled reports → a row each. The reports are taken in the order of their hashes, the same each time."""
    wordings = make_labels.form_wordings() + [one for one in make_labels.read_wordings() if one.weight]
    wordings += [one for one in make_labels.read_wordings() if one.label == "none"]
    others = [one for one in make_labels.read_wordings() if one.label != "none" and not one.weight]
    learned, held = parted(read_labels())
    learned.sort(key=lambda report: report.document)
    worded = reports_with(others, max(1, round(4 * share)))
    rows = []
    for n in counts:
        own = learned[:n]
        examples = [*make_labels.examples(wordings, 1, share), *report_examples(own, wordings)]
        fitted = fitting.fit(examples, fitting.dictionary())
        model = fitted.model(context=fit_context.fit_context(fitted.model(), own, 1)) if own else fitted.model()
        figures: list[float | str] = []
        for reports in (held, worded):
            for way in ("alone", "in order"):
                known = way == "alone" or own
                figures.append(right(guesser(model, way), reports, is_row)[0] if known else "-")
        rows.append((f"{n} labelled reports", figures))
    return rows


if __name__ == "__main__":
    main()
