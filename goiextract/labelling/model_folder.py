"""A model folder on disk → its parts, checked: ``model.json`` (labels, features, words, provenance), ``weights.safetensors``.

Nothing in the folder is executed. See models/rows/README.md for the format and how it changes.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goiextract.errors import BadModel, why
from goiextract.forms import forms
from goiextract.labelling.context import n_context_features
from goiextract.labelling.words import dictionary_hash

FORMAT = "goiextract-rows-2"
METADATA, WEIGHTS = "model.json", "weights.safetensors"
#: The key of model.json with the sha256 of the weights, by which files of two trainings are told apart. May be absent.
WEIGHTS_HASH = "weights"
ARRAYS = ("weights", "bias", "around", "level", "steps")

#: Beyond this a file is none of ours (theirs have 0.2 and 1 MB). JSON grows twentyfold when it is read.
LARGEST = {METADATA: 8_000_000, WEIGHTS: 64_000_000}
#: No weight of a trained model comes near these; with larger ones probabilities would no longer be numbers.
LARGEST_WEIGHT, LARGEST_STEP = 1e4, 100.0
#: The dictionary has some hundred words of two to four letters.
MOST_WORDS, LONGEST_WORD = 20_000, 20

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
    labels, features = (_texts(meta, key, path) for key in ("labels", "features"))
    if sorted(labels) != sorted(row_labels()):
        odd = sorted(set(labels) ^ set(row_labels())) or sorted(one for one in labels if labels.count(one) > 1)
        raise BadModel("model_labels", path, label=shown(odd[0]))
    words = _dictionary(meta, path)
    data = _bytes(folder / WEIGHTS)
    arrays = _arrays(folder / WEIGHTS, data)
    for name, shape in _shapes(len(features), labels).items():
        if arrays[name].shape != shape:
            found = arrays[name].shape
            raise BadModel("model_shapes", folder / WEIGHTS, array=name, found=found, file=METADATA, wanted=shape)
    if meta.get(WEIGHTS_HASH, "") not in ("", sha256(data).hexdigest()):
        raise BadModel("model_hash", folder / WEIGHTS, file=METADATA)
    return ModelParts(labels, features, words, **arrays, data=str(meta.get("data", "")))


def _shapes(n_features: int, labels: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    n = len(labels)
    around = n_context_features(labels)
    return {"weights": (n_features, n), "bias": (n,), "around": (around, n), "level": (n,), "steps": (n + 1, n + 1)}


def _bytes(path: Path) -> bytes:
    """What is in a plain file: nothing else is opened, because pipes and devices may never end."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise BadModel("model_folder" if path.is_dir() else "model_no_file", path)
        with path.open("rb") as file:
            data = file.read(LARGEST[path.name] + 1)
    except OSError as error:
        raise BadModel("model_not_opened", path, why=why(error)) from error
    if len(data) > LARGEST[path.name]:
        raise BadModel("model_too_large", path)
    return data


def _metadata(path: Path) -> Mapping[str, Any]:
    try:
        meta = json.loads(_bytes(path).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadModel("model_not_json", path, why=shown(str(error))) from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise BadModel("model_format", path, format=FORMAT)
    return meta


def _texts(meta: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = meta.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadModel("model_no_texts", path, key=key)
    if len(set(value)) != len(value):
        twice = Counter(value).most_common(1)[0][0]
        raise BadModel("model_text_twice", path, key=key, text=shown(twice))
    return tuple(value)


def _dictionary(meta: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    """The words, if they can be a dictionary: it is built of all their beginnings, so long ones would fill the memory."""
    words = _texts(meta, "words", path)
    odd = [word for word in words if not word.isalpha() or len(word) > LONGEST_WORD]
    if odd:
        raise BadModel("model_no_word" if odd[0] else "model_empty_word", path, text=shown(odd[0]))
    if len(words) > MOST_WORDS:
        raise BadModel("model_many_words", path)
    if meta.get("dictionary") != dictionary_hash(words):
        raise BadModel("model_words_altered", path)
    return words


def shown(text: str) -> str:
    """A text of a file that nothing is known of, fit for a message: short, and without control characters."""
    return repr(text if len(text) <= 60 else f"{text[:59]}…") if not text.isprintable() or len(text) > 60 else text


def _arrays(path: Path, data: bytes) -> dict[str, Floats]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(data)
        arrays = {name: arrays[name] for name in ARRAYS}
    except (SafetensorError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadModel("model_arrays", path, why=shown(str(error))) from error
    for name, array in arrays.items():
        limit = LARGEST_STEP if name == "steps" else LARGEST_WEIGHT
        if array.dtype.kind != "f" or not (np.abs(array) <= limit).all():  # nor NaN
            raise BadModel("model_values", path, array=name)
    return arrays
