"""What each group of features earns: of a fragment's own words, and of what stands around it.

python -m training.choices.ablation [--seeds 1,2] [--share 0.5]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from goiextract.labelling.context import BLOCKS, block_widths
from goiextract.labelling.model_folder import row_labels
from training import fit_context, fitting
from training.choices.trial import HEADS, MEASURED, Trial, guesser, table, trial

#: Prefixes of the features of a fragment alone (`features_of`).
OWN = {
    "w": "words of jieba",
    "c": "character grams",
    "l": "last numbered part",
    "i": "inside brackets",
    "n": "numbering",
    "z": "size, stops, unknown share",
}


def main() -> None:
    """Fit without each group, print the means over the partitions."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.ablation", description="what features earn")
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--share", type=float, default=0.5)
    chosen = parser.parse_args()
    trials = [trial(int(seed), chosen.share) for seed in chosen.seeds.split(",")]
    print(f"{len(trials)} partitions, {chosen.share:.0%} of the examples")
    print("a fragment alone\n" + table(HEADS, alone(trials)))
    print("with what stands around it\n" + table(HEADS, around(trials)))


def alone(trials: Sequence[Trial]) -> list[tuple[str, list[float | str]]]:
    """A row with all features, one without each group, one without labelled reports."""
    words = fitting.dictionary()
    rows = []
    for name, without in (("all", ""), *((f"without {said}", prefix) for prefix, said in OWN.items())):
        models = [fitting.fit(one.examples(), words, without=without).model() for one in trials]
        rows.append(
            _row(name, [one.scores(guesser(model, "alone")) for one, model in zip(trials, models, strict=True)])
        )
    return rows


def around(trials: Sequence[Trial]) -> list[tuple[str, list[float | str]]]:
    """A row with all blocks of the context, one without each, one of copies without strange words, one in order."""
    words = fitting.dictionary()
    fitted = [fitting.fit(one.examples(), words) for one in trials]
    contexts = [
        fit_context.fit_context(f.model(), one.learned, one.seed) for f, one in zip(fitted, trials, strict=True)
    ]
    usual = [fit_context.fit_context(f.model(), one.learned, None) for f, one in zip(fitted, trials, strict=True)]
    rows = []
    for name, given, way in (
        ("all, among its neighbours", contexts, "among"),
        ("all, decoded in order", contexts, "in order"),
        ("learned without strange words, in order", usual, "in order"),
    ):
        models = [f.model(context=context) for f, context in zip(fitted, given, strict=True)]
        rows.append(_row(name, [one.scores(guesser(m, way)) for one, m in zip(trials, models, strict=True)]))
    for block in BLOCKS:
        models = [f.model(context=without(c, block)) for f, c in zip(fitted, contexts, strict=True)]
        rows.append(
            _row(
                f"weights of {block} at 0",
                [one.scores(guesser(m, "among")) for one, m in zip(trials, models, strict=True)],
            )
        )
    return rows


def without(context: fit_context.Context, block: str) -> fit_context.Context:
    """The same weights, those of one block 0."""
    start = 0
    weights = context.around.copy()
    for name, width in block_widths(row_labels()).items():
        if name == block:
            weights[start : start + width] = 0
        start += width
    return fit_context.Context(weights, context.level, context.steps)


def _row(name: str, scores: Sequence[dict[str, float]]) -> tuple[str, list[float | str]]:
    return name, [float(np.mean([each[key] for each in scores])) for key in MEASURED]


if __name__ == "__main__":
    main()
