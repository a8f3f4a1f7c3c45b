"""A document and a model → its fragments with the likeliest label of each: what a person starts to correct from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from goiextract.forms import forms
from goiextract.labelling.fragments import TextFragment
from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from goiextract.records import Place
from training.guessing import probabilities
from training.label_chain import document_id
from training.label_names import HEADS, rows_of_tables
from training.labelled import LabelledFragment, LabelledReport
from training.laid_out import laid_out
from training.make_labels import read_wordings

#: A guess below this is shown with its doubt.
SURE = 0.9


def bytes_of(path: Path) -> bytes:
    """A document's bytes. OSError; pipes and devices are not opened, because they may never end."""
    if path.exists() and not path.is_file():
        raise OSError(0, "is no plain file")
    return path.read_bytes()


def guessed(data: bytes, name: str, model: RowModel) -> LabelledReport:
    """A document's bytes and file name → its fragments with the model's guesses. Errors are those of reading it."""
    return LabelledReport(Path(name).name, document_id(data), Path(name), guesses(laid_out(data, name), model))


def guesses(fragments: Sequence[TextFragment], model: RowModel) -> tuple[LabelledFragment, ...]:
    """All fragments of one report, in order → the likeliest label of each, and how sure that is."""
    chances = probabilities(model, [one.text for one in fragments], [one.figures for one in fragments])
    found = []
    for one, row in zip(fragments, chances, strict=True):
        best, second = row.argsort()[::-1][:2]
        sure = float(row[best])
        doubt = "" if sure >= SURE else f"{model.labels[second]} {row[second]:.3f}"
        label = model.labels[best]
        found.append(LabelledFragment(one.text, label, one.figures, False, place_of(one.place), 0, sure, doubt))
    return with_continuations(found)


def with_continuations(fragments: Sequence[LabelledFragment]) -> tuple[LabelledFragment, ...]:
    """Labelled fragments in order → the same, those marked that go on with the row of the one before in their table.

    A second copy of a row is none: a whole label that has figures as the one before has, or a group's name once more.
    """
    before: dict[str, LabelledFragment] = {}
    found = []
    for one in fragments:
        table, _, row = one.label.partition(".")
        if row and table not in HEADS:
            last = before.get(table)
            if last is not None and last.label == one.label:
                both = bool(one.figures and last.figures)
                again = normal(one.text) in whole_labels() and (both or not (one.figures or last.figures))
                one = replace(one, continuation=not again)
            before[table] = one
        found.append(one)
    return tuple(found)


@cache
def whole_labels() -> frozenset[str]:
    """What rows and groups are called, in normal form: by the forms, and in the wordings met."""
    printed = {normal(line.printed) for form in forms() for table in form.tables for line in table.lines}
    rows = {f"{table}.{key}" for table, keys in rows_of_tables().items() for key in keys}
    return frozenset(printed | {normal(one.text) for one in read_wordings() if one.label in rows})


def place_of(place: Place) -> str:
    """A place as one text: page and box in points, or the numbers that lead to it."""
    if place.page is None:
        steps = ("paragraph", "line", "field", "table", "row", "cell")
        return ", ".join(f"{step} {getattr(place, step)}" for step in steps if getattr(place, step) is not None)
    box = "" if place.box is None else " " + " ".join(f"{length:.1f}" for length in place.box)
    return f"page {place.page}{box}"
