"""What each group of features earns: of a fragment's own words, and of what stands around it. Each is learned anew without.

    python -m training.choices.ablation [--seeds 1,2,3,4] [--share 0.15] [--part alone|around]

Around a fragment the model of fragments alone is the same throughout, learned from the same examples.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from goiextract.labelling.context import BLOCKS
from training import fit_context, fitting
from training.choices.trial import ALONE, ALONE_HEADS, AROUND, AROUND_HEADS, Trial, means, sizes, table, trial

#: Prefixes of the features of a fragment alone (`features_of`) that are left out.
WITHOUT = {
    "all features": "",
    "without words of jieba (w)": "w",
    "without character grams (c)": "c",
    "without the last numbered part (l)": "l",
    "without what stands in brackets (i)": "i",
    "without numbering (n)": "n",
    "without size and stops (z)": "z",
    "character grams alone": "wlinz",
    "words of jieba alone": "clinz",
}
Rows = list[tuple[str, list[float | str]]]


def main() -> None:
    """Fit without each group, print the means over the partitions."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.ablation", description="what features earn")
    parser.add_argument("--seeds", default="1,2,3,4")
    parser.add_argument("--share", type=float, default=0.15)
    parser.add_argument("--part", choices=("alone", "around"), help="only this table")
    chosen = parser.parse_args()
    trials = [trial(int(seed), chosen.share) for seed in chosen.seeds.split(",")]
    print(f"{len(trials)} partitions, {chosen.share:.0%} of the examples; {sizes(trials[0])}")
    if chosen.part != "around":
        print("\n" + table((*ALONE_HEADS, "log loss"), alone(trials)), flush=True)
    if chosen.part != "alone":
        print("\n" + table(AROUND_HEADS, around(trials)))


def alone(trials: Sequence[Trial], groups: Sequence[str] = tuple(WITHOUT)) -> Rows:
    """A row for each group of features left out, and one without labelled reports among the examples."""
    words = fitting.dictionary()
    rows: Rows = []
    for name in groups:
        fitted = [fitting.fit(one.examples(), words, without=WITHOUT[name]) for one in trials]
        rows.append(_alone(name, trials, fitted))
    fitted = [fitting.fit(one.examples(from_reports=False), words) for one in trials]
    return [*rows, _alone("all features, without labelled reports", trials, fitted)]


def around(trials: Sequence[Trial], blocks: Sequence[str] = BLOCKS) -> Rows:
    """Rows for a fragment alone, among its neighbours, in order; learned without strange words; without each block."""
    fitted = [fitting.fit(one.examples(), fitting.dictionary()) for one in trials]

    def row(name: str, way: str, strange: bool = True, left_out: str = "") -> tuple[str, list[float | str]]:
        scores = []
        for one, words in zip(trials, fitted, strict=True):
            seed = one.seed if strange else None
            context = fit_context.fit_context(words.model(), one.for_context(), seed, left_out) if way else None
            scores.append(one.around(words.model(context=context), way or "alone"))
        return name, means(scores, AROUND)

    return [
        row("a fragment alone", ""),
        row("among its neighbours", "among"),
        row("decoded in order", "in order"),
        row("in order, learned without strange words", "in order", strange=False),
        *(row(f"in order, without block {block}", "in order", left_out=block) for block in blocks),
    ]


def _alone(name: str, trials: Sequence[Trial], fitted: Sequence[fitting.Fitted]) -> tuple[str, list[float | str]]:
    scores = [one.alone(words.model()) for one, words in zip(trials, fitted, strict=True)]
    return name, [*means(scores, ALONE), f"{means(scores, ('log loss',))[0]:.3f}"]


if __name__ == "__main__":
    main()
