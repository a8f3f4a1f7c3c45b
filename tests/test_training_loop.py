"""The loop as a person walks it, each step one command: make, prelabel, correct, check_labels, train, compare, label_next."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from made_documents import text_report

pytest.importorskip("sklearn")

from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import METADATA, WEIGHTS, shipped_folder
from training.label_files import HELD_OUT_ONE_IN, document_id, read_labels

ROOT = Path(__file__).parent.parent
#: Wordings that no list has, in two lines without a table around them: only their label can teach what they are.
STRANGE = {"来者尽给": "granted", "闭门谢客": "denied"}


class Walk(NamedTuple):
    """The folders and files of one walk, and what each command printed (its exit status first)."""

    docs: Path
    labels: Path
    new: Path
    lines: Path
    said: dict[str, tuple[int, str, str]]


def run(*arguments: object) -> tuple[int, str, str]:
    command = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def strange(held_out: bool) -> bytes:
    """A report with the strange lines at its end that training will hold out, or not."""
    lines = "".join(f"\n\n{text}\t4\t0\t0" for text in STRANGE)
    for number in range(100):
        data = f"{text_report()}\n来文编号{number}。{lines}\n".encode()
        if (int(document_id(data), 16) % HELD_OUT_ONE_IN == 0) == held_out:
            return data
    raise AssertionError


def corrected(path: Path) -> list[tuple[str, str]]:
    """Put the strange lines right as a person does in Excel; returns what was guessed for them."""
    lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    text, table, row = (lines[0].index(name) for name in ("text", "table", "row"))
    before = []
    for line in lines:
        if line[text] in STRANGE:
            before.append((line[table], line[row]))
            line[table], line[row] = "applications", STRANGE[line[text]]
    lines[1:] = sorted(lines[1:], key=lambda line: line[lines[0].index("sure")])  # to see the doubtful first
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return before


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Walk it once."""
    home = tmp_path_factory.mktemp("loop")
    said = {
        "corpus": run("training.corpus", "--out", home / "c", "--reports", 1, "--seed", 99, "--kinds", "docx,html_cms")
    }
    docs = home / "c" / "docs"
    (docs / "甲.txt").write_bytes(strange(held_out=False))
    (docs / "乙.txt").write_bytes(strange(held_out=True))
    labels, new, lines = home / "labels", home / "model", home / "lines.csv"
    said["prelabel"] = run("training.prelabel", docs, "--out", labels / "new.csv")
    said["guessed"] = (0, repr(corrected(labels / "new.csv")), "")
    said["check_labels"] = run("training.check_labels", labels)
    said["train"] = run("training.train", "--out", new, "--labels", labels, "--share", 0.015)
    said["compare"] = run(
        *("training.compare", shipped_folder(), new, "--labels", labels, "--made", 1, "--kinds", "text_tabbed"),
        *("--out", lines),
    )
    said["label_next"] = run("training.label_next", docs, "--model", new)
    return Walk(docs, labels, new, lines, said)


def test_each_step_succeeds_and_says_what_it_did(walk: Walk) -> None:
    for step, (status, out, err) in walk.said.items():
        assert status == 0 or (step == "compare" and status == 1 and "NEW is worse" in out), (step, err)
        assert "Traceback" not in err, (step, err)
    assert re.search(r"new\.csv: 4 reports, \d+ fragments, \d+ in doubt", walk.said["prelabel"][1])
    assert "4 reports, " in walk.said["check_labels"][1]


def test_the_corrections_are_what_is_read(walk: Walk) -> None:
    guesses = walk.said["guessed"][1]
    assert "granted" not in guesses  # else nothing was corrected
    assert "denied" not in guesses
    found = {report.report: {one.text: one.label for one in report.fragments} for report in read_labels(walk.labels)}
    assert len(found) == 4
    for name in ("甲.txt", "乙.txt"):
        assert {text: found[name][text] for text in STRANGE} == {
            text: f"applications.{row}" for text, row in STRANGE.items()
        }


def test_training_learned_from_them_and_held_one_out(walk: Walk) -> None:
    documents = json.loads((walk.new / METADATA).read_text("utf-8"))["documents"]
    own = {path.name: document_id(path.read_bytes()) for path in walk.docs.iterdir()}
    assert own["甲.txt"] in documents
    assert own["乙.txt"] not in documents
    every = len(read_labels()) + 4
    assert f"{walk.new}: learned from {len(documents)} of {every} reports" in walk.said["train"][1]
    assert "reports held out" in walk.said["train"][1]
    assert "learning from" in walk.said["train"][2]


def test_the_new_model_knows_the_new_wordings_by_themselves(walk: Walk) -> None:
    old, new = RowModel.load(), RowModel.load(walk.new)
    assert new.fingerprint != old.fingerprint
    assert (walk.new / WEIGHTS).read_bytes() != (shipped_folder() / WEIGHTS).read_bytes()
    for text, row in STRANGE.items():
        before, after = (
            np.exp(model.scores([text])[0, model.labels.index(f"applications.{row}")]) for model in (old, new)
        )
        assert before < 0.5 < after, text


def test_compare_judges_on_what_was_held_out_and_names_the_lines(walk: Walk) -> None:
    out = walk.said["compare"][1]
    own = [path.name for path in walk.docs.iterdir() if int(document_id(path.read_bytes()), 16) % HELD_OUT_ONE_IN == 0]
    assert f"{len(own)} labelled reports compared, {4 - len(own)} left out" in out
    assert f"new.csv {4 - len(own)}" in out
    with walk.lines.open(encoding="utf-8-sig", newline="") as file:
        lines = {line["text"]: line for line in csv.DictReader(file) if line["report"] == "乙.txt"}
    for text, row in STRANGE.items():
        assert lines[text]["right"] == "new"
        assert lines[text]["new"] == f"applications.{row}"


def test_label_next_leaves_out_what_the_model_was_trained_on(walk: Walk) -> None:
    out = walk.said["label_next"][1]
    ranked, _, aside = out.partition("not ranked")
    assert str(walk.docs / "乙.txt") in ranked
    assert str(walk.docs / "甲.txt") in aside
    assert "the model was trained on it" in aside


def test_nothing_is_replaced_without_being_told_to(walk: Walk, tmp_path: Path) -> None:
    """The second walk: shipped files stay, a label file stays, and a document in two folders is named with its line."""
    shipped = Path(shutil.copytree(shipped_folder(), tmp_path / "rows"))
    before = {path.name: path.read_bytes() for path in shipped.iterdir()}
    status, _, err = run("training.train", "--out", shipped, "--labels", walk.labels)
    assert (status, "--replace" in err, "Traceback" in err) == (1, True, False)
    twice = tmp_path / "twice"
    twice.mkdir()
    shutil.copy(walk.labels / "new.csv", twice / "again.csv")
    status, _, err = run("training.train", "--out", shipped, "--replace", "--labels", walk.labels, "--labels", twice)
    assert status == 1
    assert re.search(r"again\.csv:\d+: this document is labelled in .*new\.csv too", err)
    assert {path.name: path.read_bytes() for path in shipped.iterdir()} == before
    labels = (walk.labels / "new.csv").read_bytes()
    status, _, err = run("training.prelabel", walk.docs, "--out", walk.labels / "new.csv")
    assert (status, "there already" in err) == (2, True)
    assert (walk.labels / "new.csv").read_bytes() == labels
