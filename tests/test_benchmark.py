"""The benchmark: what counts as right, as silent by table, what the gate lets through."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from benchmarks import first_reading, gate
from benchmarks.asking import answers
from benchmarks.pictures import ROOM, SCALE, pictures_of
from benchmarks.run import GOLD, main
from benchmarks.scoring.gold import fingerprint
from benchmarks.scoring.records import Answer, Document, GoldCell, Said
from benchmarks.scoring.scoring import is_right, score
from benchmarks.scoring.totals import reader_figures, totals
from goiextract.records import CellKey

KEY = CellKey("applications", "granted", "total")


def cell(printed: str | None, truth: str | None = None, present: bool = True, **more: bool) -> GoldCell:
    number = None if printed is None else Decimal(printed)
    return GoldCell(KEY, number, present, Decimal(truth) if truth is not None else number, **more)


def said(value: str | None, status: str = "printed", **more: bool) -> Said:
    return Said(
        None if value is None else Decimal(value), status != "ambiguous", status == "blank", status=status, **more
    )


@pytest.mark.parametrize(
    ("gold", "answer", "right"),
    [
        (cell("3"), said("3"), True),
        (cell("3"), said("3.0"), True),
        (cell("3"), said("4"), False),
        (cell("3"), said(None, "missing"), False),
        (cell("3", "5"), said("5"), False),  # the office's mistake is what the page prints
        (cell("3", "5"), said("5", "corrected"), True),
        (cell(None, "0"), said(None, "blank"), True),
        (cell(None, "0"), said(None, "missing"), False),
        (cell(None, "0", traceless=True), said(None, "missing"), True),
        (cell(None, "0"), said("0", "inferred"), True),
        (cell(None, "4"), said("0"), False),
        (cell(None, None, present=False), said(None, "missing"), True),
        (cell(None, None, present=False), said("7"), True),  # nobody knows
        (cell(None, "7", present=False, determined=True), said("7", "inferred"), True),
        (cell(None, "7", present=False, determined=True), said("8", "inferred"), False),
    ],
)
def test_what_is_right(gold: GoldCell, answer: Said, right: bool) -> None:
    assert is_right(gold, answer) is right


def document(*cells: GoldCell, **more: object) -> Document:
    return Document("one", "one.pdf", cells, **more)  # type: ignore[arg-type]


def other(name: str) -> CellKey:
    return CellKey("applications", "partial", name)


def test_a_wrong_cell_is_silent_by_table_only_where_its_table_has_no_flag() -> None:
    gold = document(cell("3"), GoldCell(other("total"), Decimal(1), True, Decimal(1)))
    wrong = {KEY: said("4"), other("total"): said("1")}
    silent = score(gold, Answer(wrong))
    assert (silent.silent_by_table, silent.wrong_asserted, silent.printed_right, silent.exact) == (1, 1, 1, False)
    flagged = score(gold, Answer(wrong | {other("total"): said("1", flagged=True)}))
    assert (flagged.silent_by_table, flagged.wrong_asserted) == (0, 1)
    open_one = score(gold, Answer(wrong | {KEY: said("4", "ambiguous")}))
    assert (open_one.silent_by_table, open_one.wrong_asserted, open_one.printed_right) == (0, 0, 1)


def test_a_reader_that_fails_has_everything_wrong() -> None:
    gold = document(
        cell("3"), GoldCell(other("total"), None, True, Decimal(0)), GoldCell(other("x"), None, False, None)
    )
    failed = score(gold, Answer({}, "Error: no"))
    assert (failed.printed_right, failed.blank_kept, failed.tables_exact, failed.exact) == (0, 0, 0, False)
    assert totals([failed])["failed"] == 1


def test_flags_are_counted_over_documents_whose_sums_are_known() -> None:
    flag = {KEY: said("3", flagged=True)}
    some = [
        score(document(cell("3"), consistent=False), Answer(flag)),
        score(document(cell("3"), consistent=True), Answer(flag)),
        score(document(cell("3"), consistent=False), Answer({KEY: said("3")})),
        score(document(cell("3")), Answer(flag)),
    ]
    found = totals(some)
    assert (found["flag_precision"], found["flag_recall"]) == (0.5, 0.5)


def test_lost_cells_are_recovered_only_by_a_value() -> None:
    gold = document(GoldCell(KEY, None, False, Decimal(7), determined=True))
    assert score(gold, Answer({})).lost_recovered == 0
    assert score(gold, Answer({KEY: said("7", "inferred")})).lost_recovered == 1


def test_the_gate_fails_below_a_floor_and_lowers_none_without_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    good = score(document(cell("3"), kind="pdf"), Answer({KEY: said("3")}))
    bad = score(document(cell("3"), kind="pdf"), Answer({KEY: said("4")}))
    floors, worse = (gate.floors_of(reader_figures([one])["documents"]) for one in (good, bad))
    with pytest.raises(gate.GateRefuses, match="--update"):
        gate.check(floors, "a", file)
    gate.update(floors, "a", "", file)
    assert gate.check(floors, "a", file) == []
    wrong = ("printed_right 0, floor 1", "exact 0, floor 1", "unflagged 1, floor 0", "wrong_asserted 1, floor 0")
    assert gate.check(worse, "a", file) == [f"one: {told}" for told in (*wrong, "silent_by_table 1, floor 0")]
    unpinned = {name: own | {"rows_right": 0, "new": 1} for name, own in floors.items()}
    assert gate.check(unpinned, "a", file) == ["one: new has no floor; run --update"]
    assert gate.check(floors | {"two": floors["one"]}, "a", file) == ["two: has no floor; run --update"]
    assert gate.check({}, "a", file) == ["one: is not there"]
    with pytest.raises(gate.GateRefuses, match="gold set"):
        gate.check(floors, "b", file)
    with pytest.raises(gate.GateRefuses, match="--reason"):
        gate.update(worse, "a", " ", file)
    gate.update(worse, "a", "the office's own numbers were wrong in gold", file)
    assert "own numbers" in json.loads(file.read_text(encoding="utf-8"))["reasons"][0]["reason"]
    file.write_text("{", encoding="utf-8")
    with pytest.raises(gate.GateRefuses, match="damaged"):
        gate.check(floors, "a", file)


def odd_reader(path: Path) -> dict[CellKey, Said]:
    """Reads what it finds, crashes on one file, hangs on another and raises on a third."""
    if path.name == "crash":
        os.kill(os.getpid(), 9)
    if path.name == "hang":
        time.sleep(60)
    if path.name == "raise":
        raise KeyError("x")
    return {CellKey("applications", "granted", path.name): Said(Decimal(1), True)}


def test_a_reader_that_crashes_or_hangs_on_a_document_has_read_nothing_of_it_and_is_asked_on() -> None:
    names = ["a", "crash", "b", "hang", "raise", "c"]
    found = list(answers(odd_reader, None, [Path(name) for name in names], time_limit=2))
    assert [len(one.cells) for one in found] == [1, 0, 1, 0, 0, 1]
    assert [one.error for one in found] == [
        "",
        "crashed (exit status -9)",
        "",
        "took more than 2 seconds",
        "KeyError: 'x'",
        "",
    ]


def test_the_gold_set_holds_what_its_floors_were_pinned_on_and_the_gate_holds() -> None:
    held = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    assert held["fingerprint"] == fingerprint(GOLD / "documents", GOLD / "gold")
    outcome = CliRunner().invoke(main, ["--gate"])
    assert outcome.exit_code == 0, outcome.output
    assert "the gate holds" in outcome.output


def test_no_document_of_the_gold_set_was_trained_on() -> None:
    with (GOLD.parent.parent / "training" / "labels" / "made.csv").open(encoding="utf-8-sig", newline="") as file:
        trained = {line["document"] for line in csv.DictReader(file)}
    own = {hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in (GOLD / "documents").iterdir()}
    assert len(trained) > 100
    assert not own & trained


def test_a_user_points_it_at_reports_of_their_own(tmp_path: Path) -> None:
    for folder, suffix in (("documents", "html"), ("gold", "csv")):
        (tmp_path / folder).mkdir()
        source = sorted((GOLD / folder).glob(f"html_clean_*.{suffix}"))[0]
        (tmp_path / folder / f"mine.{suffix}").write_bytes(source.read_bytes())
    folders = ["--documents", str(tmp_path / "documents"), "--gold", str(tmp_path / "gold")]
    file, page = tmp_path / "figures.json", tmp_path / "page.html"
    outcome = CliRunner().invoke(main, [*folders, "--json", str(file), "--html", str(page)])
    assert outcome.exit_code == 0, outcome.output
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["readers"]["goiextract"]["overall"]["documents_exact"] == 1
    assert "1 of 1" in page.read_text(encoding="utf-8")
    assert CliRunner().invoke(main, ["--gate", *folders]).exit_code == 2


def test_speed_is_measured_warm_by_stage_and_cold(tmp_path: Path) -> None:
    for folder, suffix in (("documents", "pdf"), ("gold", "csv")):
        (tmp_path / folder).mkdir()
        source = GOLD / folder / f"pdf_office_902611_002.{suffix}"
        (tmp_path / folder / source.name).write_bytes(source.read_bytes())
    folders = ["--documents", str(tmp_path / "documents"), "--gold", str(tmp_path / "gold")]
    file, page = tmp_path / "figures.json", tmp_path / "page.html"
    outcome = CliRunner().invoke(main, ["--speed", *folders, "--json", str(file), "--html", str(page)])
    assert outcome.exit_code == 0, outcome.output
    speed = json.loads(file.read_text(encoding="utf-8"))["speed"]
    assert speed["documents"] == speed["cold_documents"] == 1
    assert set(speed["stages"]) == {"read", "lay_out", "label", "reconcile"}
    assert abs(sum(own["median"] for own in speed["stages"].values()) - 1) < 0.03
    assert speed["ratios"]["pdfplumber"]["least"] > 0 < speed["cold"]["pdfplumber"]["least"]
    assert set(speed["cold_stages"]) == {"modules", "model", "read", "lay_out", "label", "reconcile", "json"}
    assert speed["throughput"]["1 process"] == 1
    assert speed["throughput"]["2 processes"] > 0 < speed["throughput"]["extract_many"]
    beside = speed["beside_limit"]["pdf_office_902611_002.pdf"]
    assert beside["the limit"] == 1 < beside["goiextract"] < beside["pdfplumber"]
    assert "share of the stage" in page.read_text(encoding="utf-8")


def test_first_readings_are_measured_beside_second_ones_and_the_limit() -> None:
    found = first_reading.readings(sorted((GOLD / "documents").glob("pdf_office_*.pdf"))[:3])
    assert set(found) == {"first", "again", "limit"}
    assert all(len(own) == 2 and min(own) > 0 for own in found.values())
    with pytest.raises(SystemExit, match="6 PDFs or more"):
        first_reading.main(["one.pdf"])


def test_wrong_cells_are_boxed_on_the_page_they_stand_on() -> None:
    file = next(path for path in sorted((GOLD / "documents").glob("pdf_drawn_*.pdf")))
    box = [100.0, 200.0, 140.0, 212.0]
    calm = {"page": None, "box": None, "asserted": False, "unflagged": False}
    wrong = [calm | {"page": 1, "box": box, "unflagged": True}, calm]
    one = {"name": file.stem, "file": file.name, "unflagged": 1, "wrong": wrong}
    found = pictures_of({"readers": {"goiextract": {"documents": [one]}}}, file.parent)
    with Image.open(io.BytesIO(found[file.stem])) as picture:
        red, green, blue = picture.convert("RGB").getpixel((round(120 * SCALE), round(200 * SCALE) - ROOM))
    assert red > 150 > max(green, blue)
