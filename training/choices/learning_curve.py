"""How much labelled reports teach: the forms' own wordings only, and so many labelled reports with them.

    python -m training.choices.learning_curve [--reports 0,2,5,10,20,40,90] [--orders 4] [--share 0.15]

Measured on fresh made reports with all breakages; on reports that print variants of `wordings/` in place of the forms' (none is
learned from here unless a labelled report prints it); and on invented wordings. Of the last two only the worded labels count.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from random import Random

from goiextract.labelling.normal import normal
from training import fit_context, fitting, make_labels
from training.choices.invented import reports_with_invented
from training.choices.trial import FRESH_SEED, INVENTED_TEXTS, PER_KIND, is_row, means, right, table
from training.held_out import made_reports
from training.label_files import parted, read_labels
from training.labelled import LabelledReport
from training.report_examples import report_examples
from training.unseen_wordings import reports_with

HEADS = ("rows alone", "in order", "variants alone", "in order", "invented alone", "in order")


def main() -> None:
    """Train on more and more reports, print a row for each."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.learning_curve", description="learning curve")
    parser.add_argument("--reports", default="0,2,5,10,20,40,90")
    parser.add_argument(
        "--orders", type=int, default=4, help="random orders of the reports, of which the mean is taken"
    )
    parser.add_argument("--share", type=float, default=0.15)
    chosen = parser.parse_args()
    counts = [int(n) for n in chosen.reports.split(",")]
    print(table(HEADS, curve(counts, chosen.share, chosen.orders)))


def curve(
    counts: Sequence[int], share: float, orders: int = 1, per_kind: int = PER_KIND
) -> list[tuple[str, list[float | str]]]:
    """Numbers of labelled reports → a row each, the mean over so many random orders of the reports."""
    listed = make_labels.read_wordings()
    variants = [one for one in listed if one.label != "none" and not one.weight]
    learned, _ = parted(read_labels())
    measured = (
        made_reports(per_kind, FRESH_SEED),
        reports_with(variants, per_kind),
        reports_with_invented(per_kind),
    )
    printed = frozenset(normal(one.text) for one in variants)
    found: dict[int, list[dict[str, float]]] = {}
    for order in range(orders):
        shuffled = Random(f"learning curve {order}").sample(learned, len(learned))
        for n in counts:
            found.setdefault(n, []).append(_scores(shuffled[:n], order, share, measured, printed))
    keys = [f"{number} {way}" for number in range(3) for way in ("alone", "in order")]
    return [
        (f"{n} labelled reports", [f"{value:.2%}" if value == value else "" for value in means(scores, keys)])
        for n, scores in found.items()
    ]


def _scores(
    own: Sequence[LabelledReport],
    seed: int,
    share: float,
    measured: Sequence[Sequence[LabelledReport]],
    printed: frozenset[str],
) -> dict[str, float]:
    """Train on `own`, measure rows, listed variants and invented wordings; in order only where a report teaches order."""
    wordings = make_labels.form_wordings()
    wordings += [one for one in make_labels.read_wordings() if one.weight or one.label == "none"]
    examples = [*make_labels.examples(wordings, seed, share), *report_examples(own, wordings)]
    fitted = fitting.fit(examples, fitting.dictionary())
    context = fit_context.fit_context(fitted.model(), own, seed) if own else None
    model = fitted.model(context=context)
    counts = (
        is_row,
        lambda one: is_row(one) and normal(one.text) in printed,
        lambda one: normal(one.text) in INVENTED_TEXTS,
    )
    return {
        f"{number} {way}": right(model, way, reports, counted) if own or way == "alone" else float("nan")
        for number, (reports, counted) in enumerate(zip(measured, counts, strict=True))
        for way in ("alone", "in order")
    }


if __name__ == "__main__":
    main()
