"""The commands in the pages of those who train, measure and contribute: each runs as it stands there.

They run in a copy of the checkout, page by page and from top to bottom, as somebody would who follows them. What would
take minutes is shortened by arguments put behind it (`SHORTER`; of one option the last counts) and by a gold set of few
documents (`GOLD_KEPT`). Three sorts do not run: what is listed in `LOOKED_UP` and lines that say what can be given
(FILE, [--jobs N]) have each option looked up in the program's ``--help``; of what pip and uv install the names are looked
up in pyproject.toml. A command that is none of these runs; one that is listed here and stands in no page fails.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from documented import ROOT, Command, commands_of, fences, options_in_text

pytest.importorskip("sklearn")
pytest.importorskip("reportlab")

from benchmarks.peers import PEERS
from goiextract.labelling.model_folder import WEIGHTS
from training.corpus.build import missing_program
from training.label_files import read_labels

#: In this order: what is trained below replaces the model of the copy.
PAGES = ("benchmarks/README.md", "CONTRIBUTING.md", "training/corpus/README.md", "training/README.md")
COPIED = ("benchmarks", "goiextract", "models", "samples", "tests", "training", "pyproject.toml", "README.md")
GOLD_KEPT = ("docx_902611_001", "html_clean_902611_001", "pdf_drawn_902611_001", "facts_1")
SHORTER = {
    "python -m training.train --out new --labels mine": "--share 0.015",
    "python -m training.train --out models/rows --labels mine --replace": "--share 0.015 --seed 2",
    "python -m training.compare models/rows new --labels mine": "--made 1",
    "python -m training.compare models/rows new --labels mine --alone": "--made 1",
    "python -m training.made_labels --out made.csv --reports 7": "--reports 1",
    "python -m training.corpus --out made --reports 10 --seed 1": "--reports 2 --kinds html_cms,pdf_drawn",
    "python -m training.corpus --out made --reports 60 --seed 880127 --kinds pdf_office": "--reports 1 --kinds docx",
    "python -m training.corpus --out made --reports 6 --seed 902611": "--reports 1 --kinds docx",
    "python -m benchmarks.simulate --tables 2000 --seed 1": "--tables 40 --solver 4",
}
LOOKED_UP = {
    "python -m training.choices.estimators": "minutes; tests/test_choices.py runs its parts",
    "python -m training.choices.ablation": "minutes; tests/test_choices.py runs its parts",
    "python -m training.choices.learning_curve": "minutes; tests/test_choices.py runs its parts",
    "python -m training.choices.new_wording --out trial": "two trainings in full; tests/test_choices.py runs its parts",
    "python -m benchmarks.run --peers --html benchmark.html": "starts eleven readers; tests/test_peers.py runs each",
    "python -m benchmarks.run --speed": "reads each PDF some fifty times; benchmarks.speed and .cold run here",
    "python3 -m venv .venv": "the tests run in one",
    ".venv/bin/mypy": "CI runs it beside the tests",
    ".venv/bin/pytest": "is what runs this",
    "pytest -n auto": "is what runs this",
}
#: What is made with programs or fonts that may not be installed, and the kind of report that needs them.
NEEDS = {
    "python -m training.corpus --out made/pdf --reports 9 --seed 880127 --kinds pdf_drawn": "pdf_drawn",
    "python -m benchmarks.first_reading made/pdf/docs": "pdf_drawn",
    "python -m benchmarks.gold_truth": "pdf_drawn",
    "python -m training.corpus.sample --out made/samples": "pdf_office",
}
#: Of commands that may end with 1 though nothing is wrong with them: two small models are compared.
MAY_END_WITH_1 = ("training.compare",)
MOST = 120  # seconds for one command, on a busy machine


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


def installs(command: Command) -> bool:
    return command.program in ("pip", "uv")


def is_run(command: Command) -> bool:
    return not (command.is_usage or installs(command) or command.text in LOOKED_UP)


EVERY = [command for page in PAGES for command in commands_of(page)]
RUN = list(dict.fromkeys(command.text for command in EVERY if is_run(command)))
HELPED = [command for command in EVERY if not installs(command) and not is_run(command)]


def run(line: str, folder: Path) -> Outcome:
    """A line as it stands, by the shell, in the activated environment of a folder."""
    path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"OPENBLAS_NUM_THREADS": "1"}  # a second thread would mostly wait for the first
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, text=True, timeout=MOST)
    return Outcome(done.returncode, done.stdout, done.stderr)


@cache
def help_of(program: str) -> str:
    """What a program of ours, or one that the tests need, says of itself. Ours in this process, which loads all once."""
    if not program.startswith(("benchmarks.", "training.")):
        command = [sys.executable, "-m", *program.split(), "--help"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setattr(sys, "argv", [program, "--help"])
        patch.delitem(sys.modules, program, raising=False)
        with pytest.raises(SystemExit) as left:
            runpy.run_module(program, run_name="__main__")
    assert not left.value.code
    return said.getvalue()


def as_asked(command: Command) -> str:
    """The program whose help has the options; of goiextract the subcommand's."""
    return " ".join(command.text.split()[:2]) if command.program == "goiextract" else command.program


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with few gold documents; its environment is the one of the tests."""
    copy = tmp_path_factory.mktemp("documented") / "checkout"
    copy.mkdir()

    def dropped(folder: str, names: list[str]) -> set[str]:
        is_gold = Path(folder).parent == ROOT / "benchmarks" / "gold"
        return {name for name in names if name == "__pycache__" or (is_gold and name.split(".")[0] not in GOLD_KEPT)}

    for name in COPIED:
        there = ROOT / name
        shutil.copytree(there, copy / name, ignore=dropped) if there.is_dir() else shutil.copy(there, copy / name)
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


@pytest.fixture(scope="module")
def outcomes(checkout: Path) -> Mapping[str, Outcome]:
    """What came of each command that runs, in the order of the pages."""
    return {text: run(f"{text} {SHORTER.get(text, '')}", checkout) for text in RUN}


@pytest.mark.parametrize("text", RUN)
def test_it_runs_as_it_stands(text: str, outcomes: Mapping[str, Outcome]) -> None:
    status, out, err = outcomes[text]
    program = Command("", text).program
    if text in NEEDS and missing_program(NEEDS[text]):
        pytest.skip(f"what {NEEDS[text]} is made with is not installed")
    assert "Traceback" not in err
    assert status == 0 or (status == 1 and program in MAY_END_WITH_1), out + err


@pytest.mark.parametrize("command", HELPED, ids=lambda command: command.text)
def test_what_does_not_run_has_its_options(command: Command) -> None:
    if command.is_usage:  # beside what can be given stands something that was given
        beside = {as_asked(one) for one in commands_of(command.page) if is_run(one)}
        assert as_asked(command) in beside
    if command.options or not command.is_usage:
        assert command.options <= options_in(help_of(as_asked(command)))


@pytest.mark.parametrize("page", PAGES)
def test_the_options_that_a_page_speaks_of_exist(page: str) -> None:
    ours = {as_asked(command) for command in commands_of(page) if command.text.startswith(("python -m", "goiextract "))}
    without = {"benchmarks.speed", "benchmarks.cold", "benchmarks.throughput", "benchmarks.growth"}
    without |= {"benchmarks.first_reading"}  # these take names only
    assert options_in_text(page) <= options_in(" ".join(help_of(one) for one in sorted(ours - without)))


def test_what_is_installed_is_named_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = {peer.package for peer in PEERS}
    for command in filter(installs, EVERY):
        _, verb, *rest = shlex.split(command.text.partition("||")[0])
        extras = [one.removeprefix(".[").removesuffix("]") for one in rest if one.startswith(".[")]
        extras += [value for option, value in zip(rest, rest[1:], strict=False) if option == "--extra"]
        packages = [one for one in rest if one[0] not in ".-" and one not in extras]
        assert verb in ("install", "sync", "lock")
        assert set(extras) <= set(project["optional-dependencies"]), command.text
        assert set(packages) <= known, command.text
        assert extras or packages or verb == "lock", command.text


def test_all_that_is_listed_here_stands_in_a_page() -> None:
    assert {*SHORTER, *LOOKED_UP, *NEEDS} <= {command.text for command in EVERY}
    assert not set(SHORTER) & set(LOOKED_UP)
    assert all(any(command.text in RUN for command in commands_of(page)) for page in PAGES)


def test_the_powershell_lines_do_what_the_shell_lines_do() -> None:
    """No PowerShell here: each line must be a shell line in other words."""
    for page in PAGES:
        for block in fences(page, "powershell"):
            alike = block.replace(", ", " ").replace("mkdir ", "mkdir -p ").splitlines()
            assert set(alike) <= set(RUN)


def test_the_loop_did_what_it_says(checkout: Path, outcomes: Mapping[str, Outcome]) -> None:
    trained = outcomes["python -m training.train --out new --labels mine"]
    steps = re.findall(r"^step (\d) of (\d): ", trained.err, re.MULTILINE)
    assert steps == [(str(number + 1), str(len(steps))) for number in range(len(steps))] != []
    weights = [(place / WEIGHTS).read_bytes() for place in (checkout / "new", checkout / "models/rows")]
    assert len({*weights, (ROOT / "models/rows" / WEIGHTS).read_bytes()}) == 3  # ours was not replaced
    reports = {one.report for one in read_labels(checkout / "mine")}
    assert reports == {"qingxi_2022.html", "qingxi_2023.pdf", "yunpi_2023.html"}
    compared = outcomes["python -m training.compare models/rows new --labels mine"]
    assert "0 labelled reports compared, 2 left out" in compared.out


def test_what_is_kept_in_the_repository_comes_out_as_it_is_there(
    checkout: Path, outcomes: Mapping[str, Outcome]
) -> None:
    """The labels and tables of the gold set, the schema, and the samples that no program writes the time into."""
    kept = [*(checkout / "benchmarks/gold").glob("labels/*"), *(checkout / "benchmarks/gold").glob("tables/*")]
    kept += [*(checkout / "goiextract").rglob("*.json")]
    assert len(kept) >= len(GOLD_KEPT) + 2
    for file in kept:
        assert file.read_bytes() == (ROOT / file.relative_to(checkout)).read_bytes(), file.name
    for sample in (checkout / "made/samples").glob("*"):
        if sample.suffix != ".pdf":
            assert sample.read_bytes() == (ROOT / "samples" / sample.name).read_bytes(), sample.name


def test_a_list_that_nobody_reads_to_its_end_is_no_error(checkout: Path) -> None:
    assert run("set -o pipefail; python -m training.corpus --list | true", checkout) == (1, "", "")
