"""Train the row labeller: labels → a model folder.

    python -m training.train --out DIR [--seed N] [--replace]

First a model of the training part only is measured on the wordings held out, which also sets the temperature; then the
shipped model is trained on all wordings. The scores in model.json are those of the first, and say so.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from safetensors.numpy import save

from goiextract.forms import forms
from goiextract.labelling.model_folder import FORMAT, METADATA, WEIGHTS, read_folder, row_labels
from goiextract.labelling.words import dictionary_hash
from training import fitting, make_labels, measuring


def train(seed: int, share: float = 1.0) -> tuple[fitting.Fitted, float, dict[str, Any]]:
    """A seed → the weights, the temperature, and held-out scores. `share` < 1 makes a small, fast model."""
    wordings = make_labels.form_wordings() + make_labels.read_wordings()
    seen, held = make_labels.parted(wordings, seed)
    words = fitting.dictionary()
    first = fitting.fit(make_labels.examples(seen, seed, share), words)
    unseen = list(make_labels.examples(held, seed + 1000, 0.3 * share))
    again = list(make_labels.examples(seen, seed + 2000, 0.15 * share))
    cold = first.model()
    both = unseen + again
    temperature = measuring.best_temperature(
        cold.scores([example.text for example in both]), measuring.numbers(cold, both)
    )
    measured = first.model(temperature)
    rows, error = measuring.reliability(measured, both)
    scores = {
        "wordings held out": measuring.accuracies(measured, unseen),
        "wordings known, breakage new": measuring.accuracies(measured, again),
        "reliability (range, n, probability, right)": [list(row) for row in rows],
        "expected calibration error": round(error, 4),
    }
    final = fitting.fit(make_labels.examples(wordings, seed, share), words)
    return final, temperature, scores


def fingerprint() -> str:
    """sha256 over the label files and the forms' wordings: the same data gives the same."""
    digest = sha256()
    for path in sorted(make_labels.WORDINGS.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for wording in make_labels.form_wordings():
        digest.update(f"{wording.label}\t{wording.text}\n".encode())
    return digest.hexdigest()


def write(folder: Path, fitted: fitting.Fitted, temperature: float, scores: dict[str, Any], seed: int) -> None:
    """Write weights and metadata into `folder`, which must exist."""
    meta = {
        "format": FORMAT,
        "labels": row_labels(),
        "forms": [form.name for form in forms()],
        "temperature": round(temperature, 4),
        "seed": seed,
        "strength": fitting.STRENGTH,
        "data": fingerprint(),
        "dictionary": dictionary_hash(fitted.words),
        "versions": {name: version(name) for name in ("scikit-learn", "scipy", "numpy", "jieba", "safetensors")},
        "scores": scores,
        "words": fitted.words,
        "features": fitted.features,
    }
    parts = fitted.parts(temperature)
    (folder / METADATA).write_text(_readable(meta), encoding="utf-8")
    (folder / WEIGHTS).write_bytes(save({"weights": parts.weights, "bias": parts.bias}))


def _readable(meta: dict[str, Any]) -> str:
    """JSON with one key a line, so that a diff shows what changed."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def show(scores: dict[str, Any]) -> None:
    """Print held-out scores for a person."""
    for part, by_kind in scores.items():
        if isinstance(by_kind, dict):
            print(part)
            for kind, (share, n) in by_kind.items():
                print(f"  {kind:22} {share:7.2%}  n={n}")
        elif isinstance(by_kind, list):
            print(part)
            for span, n, probability, right in by_kind:
                print(f"  {span}  {n:6}  {probability:.3f}  {right:.3f}")
        else:
            print(f"{part}: {by_kind}")


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description="train the row labeller")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; must not exist, or give --replace")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="make only this share of the examples (quick trials)")
    parser.add_argument("--replace", action="store_true", help="replace the two model files in --out")
    chosen = parser.parse_args()
    if chosen.out.exists() and any(chosen.out.iterdir()) and not chosen.replace:
        sys.exit(f"{chosen.out} is not empty; nothing was trained. Give another folder, or --replace.")
    fitted, temperature, scores = train(chosen.seed, chosen.share)
    show(scores)
    fresh = chosen.out.with_name(chosen.out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    write(fresh, fitted, temperature, scores, chosen.seed)
    read_folder(fresh)  # a model that does not load replaces nothing
    chosen.out.mkdir(exist_ok=True)
    for name in (METADATA, WEIGHTS):
        (fresh / name).replace(chosen.out / name)
    fresh.rmdir()
    size = sum((chosen.out / name).stat().st_size for name in (METADATA, WEIGHTS))
    print(f"{chosen.out}: {len(fitted.features)} features, {size / 1e6:.2f} MB, temperature {temperature:.2f}")


if __name__ == "__main__":
    main()
