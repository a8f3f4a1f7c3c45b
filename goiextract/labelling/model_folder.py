"""A model folder on disk → its parts, checked: ``model.json`` (labels, features, words, provenance), ``weights.safetensors``.

Nothing in the folder is executed. See models/rows/README.md for the format and how it changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goiextract.errors import BadModel
from goiextract.forms import forms
from goiextract.labelling.context import n_context_features
from goiextract.labelling.words import dictionary_hash

FORMAT = "goiextract-rows-2"
METADATA, WEIGHTS = "model.json", "weights.safetensors"
ARRAYS = ("weights", "bias", "around", "level", "steps")

#: Beyond this a file is none of ours (they have 1 MB), and it is not read at all.
LARGEST = 64_000_000


Floats = NDArray[np.floating[Any]]


class ModelParts(NamedTuple):
    """What a folder holds, in any float type, temperatures divided in.

    weights (features, labels) and bias (labels,): of a fragment alone. around (context features, labels) and level
    (labels,): of a fragment among its neighbours. steps (labels + 1, labels + 1): log-weights from one label to the next.
    """

    labels: tuple[str, ...]
    features: tuple[str, ...]
    words: tuple[str, ...]
    weights: Floats
    bias: Floats
    around: Floats
    level: Floats
    steps: Floats
    data: str = ""  # fingerprint of the labels it was trained on


def shipped_folder() -> Path:
    """Where the shipped model is: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "models" / "rows"
    return installed if installed.is_dir() else package.parent / "models" / "rows"


def row_labels() -> tuple[str, ...]:
    """Every label a model must know: rows and groups of all forms, newest first, then headers, headings and ``none``."""
    newest_first = tuple(reversed(forms()))
    tables = tuple(dict.fromkeys(table.key for form in newest_first for table in form.tables))
    rows = (f"{key}.{line.key}" for key in tables for form in newest_first for line in form.table(key).lines)
    others = (f"{kind}.{key}" for kind in ("header", "heading") for key in tables)
    return (*dict.fromkeys(rows), *others, "none")


def read_folder(folder: Path) -> ModelParts:
    """A model folder → its parts. BadModel if a file is missing, damaged, of another format, or made for other labels."""
    path = folder / METADATA
    meta = _metadata(path)
    labels, features, words = (_texts(meta, key, path) for key in ("labels", "features", "words"))
    if sorted(labels) != sorted(row_labels()):
        odd = sorted(set(labels) ^ set(row_labels())) or ["a label twice"]
        raise BadModel(f"{path}: its labels are not those of the forms ({odd[0]}). Train it anew.")
    if meta.get("dictionary") != dictionary_hash(words):
        raise BadModel(f"{path}: the words were altered after training. Restore the file or train anew.")
    arrays = _arrays(folder / WEIGHTS)
    for name, shape in _shapes(len(features), labels).items():
        if arrays[name].shape != shape:
            raise BadModel(
                f"{folder / WEIGHTS}: its array {name} is {arrays[name].shape}, but {METADATA} wants {shape}. "
                "The two files are not of one training."
            )
    return ModelParts(labels, features, words, **arrays, data=str(meta.get("data", "")))


def _shapes(n_features: int, labels: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    n = len(labels)
    around = n_context_features(labels)
    return {"weights": (n_features, n), "bias": (n,), "around": (around, n), "level": (n,), "steps": (n + 1, n + 1)}


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise BadModel(f"{path}: is too large for a row model. Give a folder made by `python -m training.train`.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise BadModel(f"{path}: {reason}. Give a folder made by `python -m training.train`.") from error


def _metadata(path: Path) -> Mapping[str, Any]:
    try:
        meta = json.loads(_bytes(path).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadModel(f"{path}: is not JSON ({error}). Restore the file or train anew.") from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise BadModel(f"{path}: is not of the format {FORMAT}. Train the model anew with this version.")
    return meta


def _texts(meta: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = meta.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadModel(f"{path}: {key} must be a list of texts. Restore the file or train anew.")
    return tuple(value)


def _arrays(path: Path) -> dict[str, Floats]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(_bytes(path))
        arrays = {name: arrays[name] for name in ARRAYS}
    except (SafetensorError, ValueError, TypeError, KeyError) as error:
        raise BadModel(
            f"{path}: is damaged or holds other arrays ({error}). Restore the file or train anew."
        ) from error
    if any(array.dtype.kind != "f" or not np.isfinite(array).all() for array in arrays.values()):
        raise BadModel(f"{path}: holds values that are not finite numbers. Restore the file or train anew.")
    return arrays
