"""Two models compared: no difference with itself, a damaged one is found out, what was trained on measures nothing."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from safetensors.numpy import load, save

from goiextract.labelling.model_folder import METADATA, WEIGHTS, WEIGHTS_HASH, shipped_folder
from training import compare
from training.held_out import UNTOLD, made_reports
from training.label_files import write_labels
from training.labelled import LabelledReport
from training.paired import Count, difference, exact_p

SHIPPED = shipped_folder()
KINDS = "html_clean,html_div,docx,text_tabbed,text_glued"


def damaged(folder: Path, label: str = "applications.granted", documents: tuple[str, ...] = ()) -> Path:
    """The shipped model without what it learned of one label ('' = none), said to be trained on `documents`."""
    shutil.copytree(SHIPPED, folder)
    meta = json.loads((folder / METADATA).read_text("utf-8"))
    meta.pop(WEIGHTS_HASH, None)
    (folder / METADATA).write_text(json.dumps({**meta, "documents": list(documents)}), "utf-8")
    if label:
        arrays = load((folder / WEIGHTS).read_bytes())
        weights, level = arrays["weights"].copy(), arrays["level"].copy()
        weights[:, meta["labels"].index(label)] = 0
        level[meta["labels"].index(label)] = -50  # nor can its neighbours tell
        (folder / WEIGHTS).write_bytes(save({**arrays, "weights": weights, "level": level}))
    return folder


def labels_of(folder: Path, reports: list[LabelledReport], name: str = "new.csv") -> Path:
    folder.mkdir(exist_ok=True)
    whole = [
        replace(one, fragments=tuple(replace(f, label=f.label or "none") for f in one.fragments)) for one in reports
    ]
    write_labels(folder / name, whole)
    return folder


def run(monkeypatch: pytest.MonkeyPatch, *given: object) -> int:
    monkeypatch.setattr("sys.argv", ["compare", *map(str, given)])
    return compare.main()


@pytest.fixture(scope="module")
def labelled() -> list[LabelledReport]:
    return made_reports(4, seed=31, kinds=("html_clean", "text_tabbed"))


def test_made_reports_repeat_themselves_and_are_labelled() -> None:
    one, same, other = (made_reports(2, seed, ("html_cms", "docx")) for seed in (5, 5, 6))
    assert one == same != other
    labels = [fragment.label for report in one for fragment in report.fragments]
    assert {"applications.granted", "header.applications", "heading.proactive", "none"} <= set(labels)
    assert labels.count(UNTOLD) < len(labels) / 20


def test_a_model_compared_with_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, SHIPPED, SHIPPED, "--made", 4, "--kinds", KINDS) == 0
    said = capsys.readouterr().out
    assert "No difference is shown." in said
    assert "They give every line the same label." in said


def test_a_damaged_model_is_worse_and_the_lines_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad, out = damaged(tmp_path / "bad"), tmp_path / "lines.csv"
    assert run(monkeypatch, SHIPPED, bad, "--made", 4, "--kinds", KINDS, "--out", out) == 1
    said = capsys.readouterr().out
    assert "NEW is worse" in said
    verdict = next(line for line in said.splitlines() if "worsens all others by" in line)
    low, high = map(float, verdict.split("[")[1].split("]")[0].split(","))
    assert low <= high < 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    granted = [line for line in lines if line["label"] == "applications.granted"]
    assert len(granted) >= 15
    assert all(line["old"] != line["new"] for line in lines)
    assert int(lines[0]["count"]) == max(int(line["count"]) for line in lines) >= 10
    assert "公开" in lines[0]["text"]
    assert lines[0]["right"] == "old"
    again = out.read_bytes()
    with pytest.raises(SystemExit):
        run(monkeypatch, SHIPPED, bad, "--out", out)
    assert out.read_bytes() == again


def test_what_a_model_was_trained_on_is_left_out_and_the_file_it_learned_from_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    labelled: list[LabelledReport],
) -> None:
    folder = labels_of(tmp_path / "labels", labelled[:1] + labelled[2:])
    labels_of(folder, labelled[1:2], "before.csv")
    new = damaged(tmp_path / "new", "", (labelled[0].document,))
    assert run(monkeypatch, damaged(tmp_path / "old"), new, "--labels", folder, "--made", 0) == 0
    said = capsys.readouterr().out
    assert "7 labelled reports compared, 1 left out" in said
    assert "new.csv 1" in said
    assert "NEW improves the reports of new.csv by +" in said
    assert "of 6 reports 6 better, 0 worse" in said
    assert "and changes all others by +" in said
    assert "too few reports for an interval" in said  # before.csv alone


def test_nothing_held_out_is_no_comparison(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    labelled: list[LabelledReport],
) -> None:
    folder = labels_of(tmp_path / "labels", labelled)
    new = damaged(tmp_path / "new", "", tuple(one.document for one in labelled))
    assert run(monkeypatch, SHIPPED, new, "--labels", folder, "--made", 0) == 2
    assert "no held-out report" in capsys.readouterr().err


def test_a_folder_that_is_no_model_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, SHIPPED, tmp_path) == 2
    said = capsys.readouterr()
    assert str(tmp_path / METADATA) in said.err
    assert not said.out


def test_the_exact_test_gives_the_binomial_sums() -> None:
    assert exact_p(0, 0) == exact_p(7, 7) == 1.0
    assert exact_p(1, 9) == exact_p(9, 1) == pytest.approx(2 * 11 / 1024)
    assert exact_p(0, 6) == pytest.approx(2 / 64)
    assert 0 <= exact_p(0, 100_000) < 1e-300


def test_equal_models_are_seldom_told_apart_even_by_six_reports() -> None:
    """Reports differ by chance, in both directions alike: 95 % intervals may miss zero in about one of twenty."""
    chance = Random(4)
    told = 0
    for _ in range(150):
        gains = [round(chance.gauss(0, 4)) for _ in range(6)]
        found = difference([Count(100, 90, 90 + g, max(-g, 0), max(g, 0)) for g in gains])
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.change <= found.high
        told += found.low > 0 or found.high < 0
    assert told <= 15


def test_few_lines_or_few_reports_show_nothing() -> None:
    same = Count(100, 90, 90, 0, 0)
    assert difference([same] * 36 + [Count(100, 90, 91, 0, 1)] * 4).verdict == "no difference shown"
    assert difference([Count(100, 80, 95, 0, 15)] * 3).verdict == "no difference shown"
    assert difference([Count(100, 80, 95, 0, 15)] * 5).verdict == "better"
    assert difference([Count(100, 95, 80, 15, 0)] * 5).verdict == "worse"
    nothing = difference([])
    assert nothing.verdict == "no difference shown"
    assert np.isfinite(nothing.change)
