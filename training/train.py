"""Train the row labeller: wordings and labelled reports → a model folder.

    python -m training.train --out DIR [--labels DIR] [--seed N] [--replace]

One report in five is held out and never trained on (see `label_files.parted`), so that models can be compared on it.
Wordings are held out only from a first model, which is measured on them and sets the temperature; the model that is
written has seen them all. The scores in model.json are those of the first.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from safetensors.numpy import save
from threadpoolctl import threadpool_limits

from goiextract.errors import GoiextractError
from goiextract.forms import forms
from goiextract.labelling.model_folder import ARRAYS, FORMAT, METADATA, WEIGHTS, WEIGHTS_HASH, row_labels
from goiextract.labelling.normal import normal
from goiextract.labelling.words import dictionary_hash
from training import fit_context, fitting, make_labels, measuring, measuring_reports
from training.label_files import LABELS, parted, read_labels
from training.labelled import BadLabels, LabelledFragment, LabelledReport
from training.make_labels import Wording
from training.model_place import check_place, place_model
from training.report_examples import report_examples
from training.unseen_wordings import reports_with

#: The label file of made reports, and how many of them even a small trial model learns from.
MADE, LEAST_MADE = "made.csv", 12
#: Made reports of each kind that print held-out wordings.
UNSEEN_PER_KIND = 5
#: What training does, in order.
STEPS = (
    "words, from all wordings but those held out",
    "temperature, on broken wordings held out and known",
    "what stands around a fragment",
    "measuring on the reports held out, and on made ones that print the wordings held out",
    "words again, from all wordings",
    "what stands around a fragment again",
)


class Trained(NamedTuple):
    """What training gives: weights of a fragment alone with their temperature, those of its context, the scores."""

    fitted: fitting.Fitted
    temperature: float
    context: fit_context.Context
    scores: dict[str, Any]
    documents: list[str]  # of the reports learned from


def train(
    reports: Sequence[LabelledReport], seed: int, share: float = 1.0, tell: Callable[[str], None] = lambda step: None
) -> Trained:
    """Labelled reports and a seed → the weights, and scores on what was held out. `share` < 1 makes a small, fast model.

    `tell` is given each of `STEPS` as it begins.
    """
    with threadpool_limits(limits=1):  # more of them add up in another order, and mostly wait for each other
        return _trained(reports, seed, share, tell)


def _trained(reports: Sequence[LabelledReport], seed: int, share: float, tell: Callable[[str], None]) -> Trained:
    wordings = make_labels.form_wordings() + make_labels.read_wordings()
    seen, held = make_labels.parted(wordings, seed)
    own, other = parted(reports)
    if share < 1:  # fewer of the made reports; what a user labelled is always learned from
        made = [report for report in own if report.file.name == MADE]
        dropped = {report.document for report in made[max(LEAST_MADE, round(len(made) * share)) :]}
        own = [report for report in own if report.document not in dropped]
    words = fitting.dictionary()
    tell(STEPS[0])
    first = _fit(seen, own, words, seed, share, held)
    tell(STEPS[1])
    unseen = list(make_labels.examples(held, seed + 1000, 0.3 * share))
    again = list(make_labels.examples(seen, seed + 2000, 0.15 * share))
    cold = first.model()
    both = unseen + again
    temperature = measuring.best_temperature(
        cold.scores([example.text for example in both]), measuring.numbers(cold, both)
    )
    tell(STEPS[2])
    context = fit_context.fit_context(first.model(temperature), own, seed)
    measured = first.model(temperature, context)
    tell(STEPS[3])
    rows, error = measuring.reliability(measured, both)
    in_order, order_error = measuring_reports.reliability(measured, other, "in order")
    new = reports_with(held, max(1, round(UNSEEN_PER_KIND * share)))
    texts = {normal(one.text) for one in held}

    def is_new(one: LabelledFragment) -> bool:
        return normal(one.text) in texts

    scores = {
        "reports held out": measuring_reports.accuracies(measured, other),
        "reports that print held-out wordings": measuring_reports.accuracies(measured, new),
        "those wordings themselves": measuring_reports.accuracies(measured, new, is_new),
        "broken fragments, wordings held out": measuring.accuracies(measured, unseen),
        "broken fragments, wordings known": measuring.accuracies(measured, again),
        "reliability alone, broken fragments (range, n, probability, right)": [list(row) for row in rows],
        "expected calibration error alone, broken fragments": round(error, 4),
        "reliability in order, reports held out (range, n, probability, right)": [list(row) for row in in_order],
        "expected calibration error in order, reports held out": round(order_error, 4),
    }
    tell(STEPS[4])
    final = _fit(wordings, own, words, seed, share)
    tell(STEPS[5])
    around = fit_context.fit_context(final.model(temperature), own, seed)
    return Trained(final, temperature, around, scores, sorted(report.document for report in own))


def _fit(
    wordings: list[Wording],
    reports: Sequence[LabelledReport],
    words: Sequence[str],
    seed: int,
    share: float,
    held: Sequence[Wording] = (),
) -> fitting.Fitted:
    examples = [*make_labels.examples(wordings, seed, share), *report_examples(reports, wordings, held)]
    return fitting.fit(examples, words)


def fingerprint(reports: Sequence[LabelledReport]) -> str:
    """sha256 over the wordings and the labelled reports: the same data gives the same."""
    digest = sha256()
    for wording in make_labels.form_wordings() + make_labels.read_wordings():
        digest.update(f"{wording.label}\t{wording.text}\t{wording.weight}\n".encode())
    for report in reports:
        for one in report.fragments:
            digest.update(f"{report.document}\t{one.label}\t{one.figures}\t{one.text}\n".encode())
    return digest.hexdigest()


def write(folder: Path, trained: Trained, reports: Sequence[LabelledReport], seed: int) -> None:
    """Write weights and metadata into `folder`, which must exist."""
    fitted = trained.fitted
    parts = fitted.parts(trained.temperature, trained.context)
    weights = save({name: getattr(parts, name) for name in ARRAYS})
    meta = {
        "format": FORMAT,
        "labels": row_labels(),
        "forms": [form.name for form in forms()],
        "temperature": round(trained.temperature, 4),
        "seed": seed,
        "strength": fitting.STRENGTH,
        "strength of the context": fit_context.STRENGTH,
        "step power": fit_context.STEP_POWER,
        "data": fingerprint(reports),
        "dictionary": dictionary_hash(fitted.words),
        WEIGHTS_HASH: sha256(weights).hexdigest(),
        "versions": {name: version(name) for name in ("scikit-learn", "scipy", "numpy", "jieba", "safetensors")},
        "scores": trained.scores,
        "documents": trained.documents,
        "words": fitted.words,
        "features": fitted.features,
    }
    (folder / METADATA).write_text(_readable(meta), encoding="utf-8")
    (folder / WEIGHTS).write_bytes(weights)


def _readable(meta: dict[str, Any]) -> str:
    """JSON with one key a line, so that a diff shows what changed."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def show(scores: dict[str, Any]) -> None:
    """Print held-out scores for a person."""
    for part, found in scores.items():
        if isinstance(found, dict):
            print(part)
            for name, value in found.items():
                if isinstance(value, dict):
                    print(f"  {name:9}" + "  ".join(f"{kind} {right:.2%} of {n}" for kind, (right, n) in value.items()))
                else:
                    print(f"  {name:22} {value[0]:7.2%}  n={value[1]}")
        elif isinstance(found, list):
            print(part)
            for span, n, probability, right in found:
                print(f"  {span}  {n:6}  {probability:.3f}  {right:.3f}")
        else:
            print(f"{part}: {found}")


def main() -> None:
    """Train, measure, write. Ends with 1 and a message if nothing was written."""
    chosen = _chosen()
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that nothing half-written is left
    try:
        _train(chosen)
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        sys.exit(130)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.train", description="train the row labeller")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model; new or empty without --replace")
    parser.add_argument(
        "--labels", type=Path, action="append", default=[], help="a folder of label files, besides training/labels"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="make only this share of the examples (quick trials)")
    parser.add_argument("--replace", action="store_true", help="replace the two model files in --out")
    chosen = parser.parse_args()
    if not 0 < chosen.share <= 1:
        parser.error("--share must be more than 0 and at most 1")
    if not 0 <= chosen.seed < 2**31:
        parser.error("--seed must be from 0 to 2147483647")
    return chosen


def _train(chosen: argparse.Namespace) -> None:
    out = chosen.out.resolve()  # a/../b also where there is no a
    try:
        check_place(chosen.out, chosen.replace)
    except GoiextractError as error:
        sys.exit(f"{error} Nothing was trained.")
    try:
        reports = all_labels(chosen.labels)
        make_labels.read_wordings()
    except (GoiextractError, ValueError) as error:
        sys.exit(f"{error}\nNothing was trained. `python -m training.check_labels DIR` lists all mistakes.")
    print(f"learning from {len(parted(reports)[0])} of {len(reports)} reports; up to a minute", file=sys.stderr)
    trained = train(reports, chosen.seed, chosen.share, _tell)
    learned = f"{len(trained.documents)} of {len(reports)} reports"
    show(trained.scores)
    try:
        place_model(out, chosen.replace, lambda folder: write(folder, trained, reports, chosen.seed))
    except GoiextractError as error:
        sys.exit(f"{error} Nothing was overwritten.")
    size = sum((out / name).stat().st_size for name in (METADATA, WEIGHTS))
    n = len(trained.fitted.features)
    print(f"{out}: learned from {learned}; {n} features, {size / 1e6:.2f} MB")


def _tell(step: str) -> None:
    print(f"step {STEPS.index(step) + 1} of {len(STEPS)}: {step}", file=sys.stderr, flush=True)


def all_labels(folders: Sequence[Path]) -> list[LabelledReport]:
    """The labelled reports of training/labels and of further folders, each document once. BadLabels names a mistake."""
    reports = read_labels(LABELS)
    for folder in folders:
        if folder.resolve() == LABELS.resolve():
            continue
        for report in read_labels(folder):
            twin = next((other for other in reports if other.document == report.document), None)
            if twin is not None:
                line = report.fragments[0].line if report.fragments else 1
                raise BadLabels(report.file, line, f"this document is labelled in {twin.file} too; keep one of the two")
            reports.append(report)
    return reports


if __name__ == "__main__":
    main()
