"""Row-label accuracy: which line is a row's own, what a reader that mixes rows up loses, and that the truth is the maker's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import gold_truth, ours
from benchmarks.run import GOLD
from benchmarks.scoring.gold import load
from benchmarks.scoring.labels import plain, rows_fitting, rows_right
from benchmarks.scoring.records import Answer, Document, NamedLine, RowKey
from benchmarks.scoring.scoring import score
from benchmarks.scoring.totals import totals
from benchmarks.shown import table_of
from goiextract.labelling.model import RowModel
from training.corpus.build import make

REPEAT, BOOKS, GRANTED = (RowKey("applications", row) for row in ("refuse_repeat", "refuse_publication", "granted"))
LABELS = {REPEAT: "2.重复申请", BOOKS: "3.要求提供公开出版物", GRANTED: "（一）予以公开"}
OWN = tuple(NamedLine(row, text, True) for row, text in LABELS.items())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("2.重复申请", {REPEAT}),
        ("2. 重複\n申請", {REPEAT}),  # labelling compares in simplified script, and so does this
        ("（五）不予处理 2.重复申请", {REPEAT}),
        ("3.要求提供公开", {BOOKS}),
        ("公开", {BOOKS, GRANTED}),  # of such a piece nobody can tell
        ("3.要求提供公幵出版物", {BOOKS}),
        ("总计", set()),
        ("", set()),
    ],
)
def test_which_rows_a_text_fits(text: str, rows: set[RowKey]) -> None:
    assert rows_fitting(text, {key: plain(label) for key, label in LABELS.items()}) == rows


def test_every_row_with_its_own_line_is_right_and_rows_that_change_places_are_not() -> None:
    assert rows_right(LABELS, OWN) == LABELS.keys()
    swapped = [line._replace(row={REPEAT: BOOKS, BOOKS: REPEAT}.get(line.row, line.row)) for line in OWN]
    assert rows_right(LABELS, swapped) == {GRANTED}
    assert rows_right(LABELS, OWN[1:]) == {BOOKS, GRANTED}


def test_anothers_line_counts_against_a_row_only_with_figures() -> None:
    stray = NamedLine(GRANTED, LABELS[BOOKS], True)
    assert rows_right(LABELS, [*OWN, stray]) == {REPEAT, BOOKS}
    assert rows_right(LABELS, [*OWN, stray._replace(has_figures=False)]) == LABELS.keys()
    assert rows_right(LABELS, [*OWN, stray._replace(text="信访局")]) == LABELS.keys()


def test_a_reader_that_does_not_tell_has_a_dot_and_one_that_fails_has_nothing_right() -> None:
    document = Document("one", "one.pdf", (), labels=LABELS)
    silent, failed, right = (
        score(document, Answer({}, error, lines=lines)) for error, lines in (("", None), ("Error: no", ()), ("", OWN))
    )
    assert (silent.rows_printed, silent.rows_right) == (0, 0)
    assert (failed.rows_printed, failed.rows_right, set(failed.rows_wrong)) == (3, 0, set(LABELS))
    assert (right.rows_printed, right.rows_right, right.rows_wrong) == (3, 3, ())
    made = {"documents": 1, "set": "", "fingerprint": "", "date": "", "python": ""}
    shown = {}
    for name, one in (("goiextract", right), ("other", silent)):
        shown[name] = {"absent": "", "version": "", "overall": totals([one]), "by": {"kind": {}}}
    lines = table_of({"made": made, "readers": shown, "speed": None, "structure": None}).splitlines()
    assert [line.split()[-1] for line in lines[1:4]] == ["rows", "100.00%", "·"]


@pytest.fixture(scope="module")
def document() -> Document:
    found = load(GOLD / "documents", GOLD / "gold", GOLD / "about", GOLD / "labels")
    return next(one for one in found if one.kind == "html_clean" and len(one.labels) > 25)


def swapped_model() -> RowModel:
    """The shipped model with the names of two of its rows exchanged."""
    model = RowModel.load()
    names = {f"applications.{a.row}": f"applications.{b.row}" for a, b in ((REPEAT, BOOKS), (BOOKS, REPEAT))}
    model.labels = tuple(names.get(label, label) for label in model.labels)
    return model


@pytest.mark.parametrize(("model", "lost"), [(ours.shipped_model, set()), (swapped_model, {REPEAT, BOOKS})])
def test_a_real_document_and_a_labeller_that_mixes_two_rows_up(
    document: Document, model: Callable[[], RowModel], lost: set[RowKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "shipped_model", model)
    right = rows_right(document.labels, ours.named_lines(GOLD / "documents" / document.file))
    assert right == document.labels.keys() - lost


def test_labels_are_told_of_every_document_and_stand_in_it() -> None:
    for one in load(GOLD / "documents", GOLD / "gold", GOLD / "about", GOLD / "labels"):
        printed = {RowKey(*cell.key[:2]) for cell in one.cells if cell.present}
        assert one.labels.keys() <= printed, one.name
        if one.kind not in ("scan_picture", "real tables", "cases"):
            assert {key for key in printed if key.table in gold_truth.TABLES} == one.labels.keys(), one.name
        if one.file.endswith(".txt") and one.kind in ("text_cells", "text_rows", "text_tabbed"):
            told = json.loads((GOLD / "about" / f"{one.name}.json").read_text(encoding="utf-8"))
            if not {"label_cut", "stub_shift", "broken_cells"} & set(told["breakages"] + told["dirt"]):
                text = plain((GOLD / "documents" / one.file).read_text(encoding=told["look"]["encoding"]))
                assert all(plain(label) in text for label in one.labels.values()), one.name


def test_the_maker_still_tells_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = next(report for report, _ in make("html_clean", 1, gold_truth.SEED))
    gold = {one.name: one for one in load(GOLD / "documents", GOLD / "gold")}
    (tmp_path / "labels").mkdir()
    monkeypatch.setattr(gold_truth, "GOLD", tmp_path)
    gold_truth._write_labels(gold[report.name], report.labels)
    written = (tmp_path / "labels" / f"{report.name}.csv").read_bytes()
    assert written == (GOLD / "labels" / f"{report.name}.csv").read_bytes()
