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

from goiextract.errors import BadModel
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
        odd = sorted(set(labels) ^ set(row_labels())) or ["a label twice"]
        raise BadModel(f"{path}: its labels are not those of the forms ({shown(odd[0])}). Train it anew.")
    words = _dictionary(meta, path)
    data = _bytes(folder / WEIGHTS)
    arrays = _arrays(folder / WEIGHTS, data)
    for name, shape in _shapes(len(features), labels).items():
        if arrays[name].shape != shape:
            raise BadModel(
                f"{folder / WEIGHTS}: its array {name} is {arrays[name].shape}, but {METADATA} wants {shape}. "
                "The two files are not of one training."
            )
    if meta.get(WEIGHTS_HASH, "") not in ("", sha256(data).hexdigest()):
        raise BadModel(f"{folder / WEIGHTS}: is not of the same training as {METADATA}, or damaged. Restore both.")
    return ModelParts(labels, features, words, **arrays, data=str(meta.get("data", "")))


def _shapes(n_features: int, labels: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    n = len(labels)
    around = n_context_features(labels)
    return {"weights": (n_features, n), "bias": (n,), "around": (around, n), "level": (n,), "steps": (n + 1, n + 1)}


def _bytes(path: Path) -> bytes:
    """What is in a plain file: nothing else is opened, because pipes and devices may never end."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            what = "is a folder" if path.is_dir() else "is no plain file"
            raise BadModel(f"{path}: {what}. Give a folder made by `python -m training.train`.")
        with path.open("rb") as file:
            data = file.read(LARGEST[path.name] + 1)
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise BadModel(f"{path}: {reason}. Give a folder made by `python -m training.train`.") from error
    if len(data) > LARGEST[path.name]:
        raise BadModel(f"{path}: is too large for a row model. Give a folder made by `python -m training.train`.")
    return data


def _metadata(path: Path) -> Mapping[str, Any]:
    try:
        meta = json.loads(_bytes(path).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadModel(f"{path}: is not JSON ({shown(str(error))}). Restore the file or train anew.") from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise BadModel(f"{path}: is not of the format {FORMAT}. Train the model anew with this version.")
    return meta


def _texts(meta: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = meta.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadModel(f"{path}: {key} must be a list of texts. Restore the file or train anew.")
    if len(set(value)) != len(value):
        twice = Counter(value).most_common(1)[0][0]
        raise BadModel(f"{path}: {key} holds {shown(twice)} twice. Restore the file or train anew.")
    return tuple(value)


def _dictionary(meta: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    """The words, if they can be a dictionary: it is built of all their beginnings, so long ones would fill the memory."""
    words = _texts(meta, "words", path)
    odd = [word for word in words if not word.isalpha() or len(word) > LONGEST_WORD]
    if odd or len(words) > MOST_WORDS:
        what = f"words holds {shown(odd[0]) or 'an empty text'}, which is no word" if odd else "too many words"
        raise BadModel(f"{path}: {what}. Restore the file or train anew.")
    if meta.get("dictionary") != dictionary_hash(words):
        raise BadModel(f"{path}: the words were altered after training. Restore the file or train anew.")
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
        raise BadModel(
            f"{path}: is damaged or holds other arrays ({shown(str(error))}). Restore the file or train anew."
        ) from error
    for name, array in arrays.items():
        limit = LARGEST_STEP if name == "steps" else LARGEST_WEIGHT
        if array.dtype.kind != "f" or not (np.abs(array) <= limit).all():  # nor NaN
            raise BadModel(
                f"{path}: its array {name} holds values that are not finite numbers of a usual size. "
                "Restore the file or train anew."
            )
    return arrays
