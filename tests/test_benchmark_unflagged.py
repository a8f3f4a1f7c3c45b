"""The benchmark's first count: cells of which something else is published than a person sees, and which no flag warns of."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import gate
from benchmarks.ours import read
from benchmarks.run import GOLD, main
from benchmarks.scoring.gold import load
from benchmarks.scoring.records import Answer, Document, GoldCell, Said
from benchmarks.scoring.scoring import score
from benchmarks.scoring.seen import unflagged_wrong
from benchmarks.scoring.totals import reader_figures, totals
from benchmarks.shown import table_of
from goiextract.forms import form_named
from goiextract.records import CellKey

KEY, BESIDE = CellKey("applications", "granted", "total"), CellKey("applications", "partial", "total")
REVIEW = form_named("2021").table("review_litigation").cells


def cell(printed: str | None, truth: str | None = None, present: bool = True, traceless: bool = False) -> GoldCell:
    number = None if printed is None else Decimal(printed)
    return GoldCell(KEY, number, present, Decimal(truth) if truth else number, traceless=traceless)


def said(value: str | None, status: str = "printed", flagged: bool = False) -> Said:
    number = None if value is None else Decimal(value)
    return Said(number, status not in ("ambiguous", "missing"), status == "blank", flagged, status=status)


BLANK, ABSENT = cell(None, "0"), cell(None, "7", present=False)
TRACELESS, UNKNOWN = cell(None, "0", traceless=True), cell(None, None, present=False)


@pytest.mark.parametrize(
    ("gold", "answer", "wrong"),
    [
        (cell("3"), said("3"), False),
        (cell("3"), said("4"), True),
        (cell("3"), said("4", flagged=True), False),
        (cell("3"), said("4", "ambiguous"), True),  # no flag, and a number to take over
        (cell("3"), said(None, "blank"), True),
        (cell("3"), said(None, "blank", flagged=True), False),
        (cell("3"), said(None, "missing"), False),  # nothing is published; `left_out` counts it
        (cell("3", "5"), said("5", "inferred"), True),  # the office's mistake is what a person sees
        (cell("3", "5"), said("5", "corrected", flagged=True), False),
        (BLANK, said(None, "blank"), False),
        (BLANK, said(None, "missing"), False),
        (BLANK, said("0"), True),
        (BLANK, said("0", "inferred"), True),  # the sums may want it, but the cell is there and empty
        (TRACELESS, said("0", "inferred"), False),
        (TRACELESS, said("0"), True),
        (TRACELESS, said("1", "inferred"), True),
        (ABSENT, said("7", "inferred"), False),
        (ABSENT, said("8", "inferred"), True),
        (ABSENT, said("8", "inferred", flagged=True), False),
        (ABSENT, said("7"), True),  # it is not printed
        (ABSENT, said(None, "blank"), False),
        (UNKNOWN, said("7", "inferred"), False),  # nobody knows
        (UNKNOWN, said("7"), True),
    ],
)
def test_what_is_wrong_for_who_looks_at_the_page(gold: GoldCell, answer: Said, wrong: bool) -> None:
    assert unflagged_wrong(gold, answer) is wrong


def document(*cells: GoldCell, kind: str = "") -> Document:
    return Document("one", "one.pdf", cells, kind)


def test_a_flag_elsewhere_in_the_table_warns_of_nothing() -> None:
    gold = document(cell("3"), GoldCell(BESIDE, Decimal(1), True, Decimal(1)))
    found = score(gold, Answer({KEY: said(None, "blank"), BESIDE: said("1", flagged=True)}))
    assert (found.unflagged, found.silent_by_table, found.wrong_asserted, found.exact) == (1, 0, 0, False)
    assert [(one.key, one.printed, one.said, one.unflagged) for one in found.wrong] == [(KEY, "3", "blank", True)]


def test_no_document_is_exact_with_a_number_in_an_empty_cell() -> None:
    found = score(document(BLANK), Answer({KEY: said("0", "inferred")}))
    assert (found.blank_kept, found.unflagged, found.exact, found.tables_exact) == (1, 1, False, 0)


def test_every_wrong_cell_of_a_reader_that_never_flags_counts() -> None:
    gold = document(cell("3"), GoldCell(BESIDE, None, True, None))
    found = score(gold, Answer({KEY: Said(Decimal(4), True), BESIDE: Said(Decimal(0), True)}))
    assert (found.unflagged, found.wrong_asserted) == (2, 2)


def test_a_number_of_a_cell_that_a_table_listed_whole_does_not_have_counts() -> None:
    whole = document(*(GoldCell(key, Decimal(1), True, Decimal(1)) for key in REVIEW))
    right = {key: said("1") for key in REVIEW}
    beyond = CellKey("review_litigation", "review", "withdrawn")
    assert score(whole, Answer(right)).unflagged == 0
    assert score(whole, Answer(right | {beyond: said("1")})).unflagged == 1
    assert score(whole, Answer(right | {beyond: said("1", flagged=True)})).unflagged == 0
    assert score(whole, Answer(right | {KEY: said("1")})).unflagged == 0  # a table that the gold does not list
    part = document(*whole.cells[:-1])
    assert score(part, Answer(right | {beyond: said("1")})).unflagged == 0


def test_numbers_of_which_nothing_is_said_are_left_out_unless_flagged_or_nothing_is_said_at_all() -> None:
    gold = document(cell("3"), GoldCell(BESIDE, Decimal(1), True, Decimal(1)))
    for answer, count in (
        ({BESIDE: said("1")}, 1),
        ({BESIDE: said("1"), KEY: said(None, "missing")}, 1),
        ({BESIDE: said("1"), KEY: said(None, "missing", flagged=True)}, 0),
        ({}, 0),
    ):
        assert score(gold, Answer(answer)).left_out == count


def test_the_count_stands_first_and_the_gate_holds_it() -> None:
    wrong = score(document(cell("3"), kind="pdf"), Answer({KEY: said(None, "blank")}))
    right = score(document(cell("3"), kind="pdf"), Answer({KEY: said(None, "missing", flagged=True)}))
    floors, worse = (gate.floors_of(reader_figures([one])["documents"]) for one in (right, wrong))
    assert gate.below(worse, floors) == ["one: unflagged 1, floor 0"]
    reader = {"absent": "", "version": "1", "overall": totals([wrong]) | {"unflagged": 4711}, "by": {"kind": {}}}
    made = {"documents": 1, "set": "mine", "fingerprint": "", "date": "", "python": ""}
    lines = table_of({"made": made, "readers": {"a": reader}, "speed": None, "structure": None}).splitlines()
    assert (lines[1].split()[0], lines[2].split()[2]) == ("UNFLAGGED", "4711")
    assert "mine" in lines[0]


def test_a_digit_changed_in_a_real_document_is_counted_and_written(tmp_path: Path) -> None:
    """A page of which the gold says another number than it prints is what a misread digit is."""
    name = "html_clean_902611_001"
    for folder, suffix in (("documents", "html"), ("gold", "csv")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.{suffix}").write_bytes((GOLD / folder / f"{name}.{suffix}").read_bytes())
    gold = tmp_path / "gold" / f"{name}.csv"
    before = gold.read_text(encoding="utf-8")
    first = before.splitlines()[1]
    gold.write_text(before.replace(first, ",".join([*first.split(",")[:3], "987", "", ""])), encoding="utf-8")
    file = tmp_path / "figures.json"
    folders = ["--documents", str(tmp_path / "documents"), "--gold", str(tmp_path / "gold")]
    outcome = CliRunner().invoke(main, [*folders, "--json", str(file)])
    assert outcome.exit_code == 0, outcome.output
    ours = json.loads(file.read_text(encoding="utf-8"))["readers"]["goiextract"]
    assert ours["overall"]["unflagged"] == ours["documents"][0]["unflagged"] == 1
    assert [one["printed"] for one in ours["documents"][0]["wrong"] if one["unflagged"]] == ["987"]


def test_our_reader_flags_every_number_that_it_leaves_out() -> None:
    for one in load(GOLD / "documents", GOLD / "gold"):
        if one.name.startswith(("text_cut", "text_glued")):
            found = score(one, Answer(read(GOLD / "documents" / one.file)))
            assert (found.unflagged, found.left_out) == (0, 0)
