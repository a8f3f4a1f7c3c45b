"""Label fragments → log-probabilities of the forms' rows: the shipped weights and the arithmetic on them.

A model is a folder with ``model.json`` (labels, features, dictionary, provenance) and ``weights.safetensors``. Nothing
in it is executed at load, and scikit-learn, which trained it, is not needed. See models/rows/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goiextract.errors import BadModel
from goiextract.forms import forms
from goiextract.labelling.words import dictionary_hash

FORMAT = "goiextract-rows-1"
TABLES = ("proactive", "applications", "review_litigation")

#: Fragments whose scores are kept: a report has about 150, most of them the same from report to report.
KEPT = 4096


def row_labels() -> tuple[str, ...]:
    """Every label the model must know, in form order: rows and groups of all forms, headers, headings, ``none``."""
    rows: dict[str, None] = {}
    for table in TABLES:
        for form in reversed(forms()):
            rows.update((f"{table}.{line.key}", None) for line in form.table(table).lines)
    others = [f"{kind}.{table}" for kind in ("header", "heading") for table in TABLES]
    return (*rows, *others, "none")


class RowModel:
    """Which row of the forms a label fragment names, with its doubt."""

    def __init__(
        self,
        labels: Sequence[str],
        features: Sequence[str],
        words: Sequence[str],
        weights: NDArray[np.floating[Any]],
        bias: NDArray[np.floating[Any]],
    ) -> None:
        """Take labels (n), features (m), the dictionary, weights (m, n) and bias (n), temperature already in them."""
        self.labels = tuple(labels)
        self.words = tuple(words)
        self._number: Mapping[str, int] = {feature: number for number, feature in enumerate(features)}
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)
        self._features: Callable[[str], tuple[str, ...]] | None = None
        self._row = lru_cache(maxsize=KEPT)(self._row_of)

    @staticmethod
    def load(folder: Path | None = None) -> RowModel:
        """Read a model folder; without one, the shipped model. BadModel names the file and what is wrong with it."""
        return load_model(folder or shipped_folder())

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Fragments as laid out → natural log-probabilities, shape (len(texts), len(labels))."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        return np.stack([self._row(text) for text in texts])

    def known_features(self, text: str) -> list[int]:
        """The numbers of the fragment's features that the model knows."""
        if self._features is None:  # jieba is imported here, when first needed
            from goiextract.labelling.features import feature_maker

            self._features = feature_maker(self.words)
        return [self._number[feature] for feature in self._features(text) if feature in self._number]

    def _row_of(self, text: str) -> NDArray[np.float64]:
        known = self.known_features(text)
        # The sum is scaled down with length, so that a paragraph is not surer than a label; training does the same.
        row: NDArray[np.float64] = (self._bias + self._weights[known].sum(axis=0) * scale(len(known))).astype(
            np.float64
        )
        row -= row.max()
        row -= np.log(np.exp(row).sum())
        row.flags.writeable = False
        return row


def scale(n_features: int) -> float:
    """What each of a fragment's `n_features` known features counts: their vector has length 4 whatever their number."""
    return 4.0 / float(np.sqrt(max(n_features, 1)))


def shipped_folder() -> Path:
    """Where the shipped model is: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "models" / "rows"
    return installed if installed.is_dir() else package.parent / "models" / "rows"


def load_model(folder: Path) -> RowModel:
    """A model folder → RowModel. BadModel if a file is missing, damaged, or made for other labels."""
    meta = _metadata(folder / "model.json")
    path = folder / "weights.safetensors"
    labels, features, words = (_texts(meta, key, folder / "model.json") for key in ("labels", "features", "words"))
    if set(labels) != set(row_labels()) or len(labels) != len(row_labels()):
        odd = sorted(set(labels) ^ set(row_labels())) or ["a label twice"]
        raise BadModel(f"{folder / 'model.json'}: its labels are not those of the forms ({odd[0]}). Train it anew.")
    if meta.get("dictionary") != dictionary_hash(words):
        raise BadModel(
            f"{folder / 'model.json'}: the words were altered after training. Restore the file or train anew."
        )
    weights, bias = _arrays(path)
    if weights.shape != (len(features), len(labels)) or bias.shape != (len(labels),):
        raise BadModel(
            f"{path}: its arrays are {weights.shape} and {bias.shape}, but model.json names {len(features)} features "
            f"and {len(labels)} labels. The two files are not of one training."
        )
    return RowModel(labels, features, words, weights, bias)


def _metadata(path: Path) -> dict[str, Any]:
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadModel(
            f"{path}: cannot be read ({error.strerror}). Give a folder made by `python -m training.train`."
        ) from error
    except ValueError as error:
        raise BadModel(f"{path}: is not JSON ({error}). Restore the file or train anew.") from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise BadModel(f"{path}: is not of the format {FORMAT}. Train the model anew with this version.")
    return meta


def _texts(meta: Mapping[str, Any], key: str, path: Path) -> list[str]:
    value = meta.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadModel(f"{path}: {key} must be a list of texts. Restore the file or train anew.")
    return value


def _arrays(path: Path) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(path.read_bytes())
        weights, bias = arrays["weights"], arrays["bias"]
    except OSError as error:
        raise BadModel(f"{path}: cannot be read ({error.strerror}). Restore the file or train anew.") from error
    except (SafetensorError, ValueError, TypeError, KeyError) as error:
        raise BadModel(
            f"{path}: is damaged or holds other arrays ({error}). Restore the file or train anew."
        ) from error
    if any(array.dtype.kind != "f" or not np.isfinite(array).all() for array in (weights, bias)):
        raise BadModel(f"{path}: holds values that are not finite numbers. Restore the file or train anew.")
    return weights, bias
