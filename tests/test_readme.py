"""What the README shows is what happens; the Chinese one is in step; CONTRIBUTING says what CI runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from goiextract.records import Doubt, Status
from goiextract.report import CSV_HEADER

ROOT = Path(__file__).parent.parent
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_two_readmes_are_in_step():
    for kind in ("sh", "python", "powershell"):
        assert blocks(ENGLISH, kind) == blocks(CHINESE, kind)
    assert [line.partition(" ")[0] for line in ENGLISH.splitlines() if line.startswith("#")] == [
        line.partition(" ")[0] for line in CHINESE.splitlines() if line.startswith("#")
    ]
    assert ENGLISH.count("\n| ") == CHINESE.count("\n| ")
    assert ENGLISH.count("\n- ") == CHINESE.count("\n- ")


@pytest.mark.parametrize(("text", "locale"), [(ENGLISH, "C.UTF-8"), (CHINESE, "zh_CN.UTF-8")])
def test_the_output_shown_is_the_output(text, locale):
    command = shlex.split(blocks(text, "sh")[0].rpartition("&&")[2])
    assert command[0] == ".venv/bin/goiextract"
    done = subprocess.run(
        [sys.executable, "-m", "goiextract", *command[1:]],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": locale, "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    shown = blocks(text, "text")[0].split("…\n")
    assert len(shown) > 1
    printed = "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())
    for part in shown:
        assert part in printed


def test_the_python_examples_run_one_after_the_other(monkeypatch, tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in blocks(ENGLISH, "python"):
        exec(block, names)
    assert names["outcome"].source == "document 4"
    assert [report.source for report in names["reports"]] == ["qingxi_2022.html", "qingxi_2023.pdf", "yunpi_2023.html"]
    carried = [link for link in names["panel"].links if link.table == "applications"]
    assert {(link.year, link.status) for link in carried} == {(2022, "holds")}
    assert len(names["beside"].cells) == 200


#: Exit statuses of the commands shown: what is to be looked at in the samples makes some 1.
STATUS = {"check samples/typed_panel.csv": 1, "check figures.jsonl": 1}


def test_the_commands_shown_run_as_they_stand(tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shown = [line for block in blocks(ENGLISH, "sh") for line in block.splitlines() if line.startswith("goiextract ")]
    assert len(shown) >= 9
    for line in shown:
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        expected = next((status for part, status in STATUS.items() if part in line), 0)
        assert (done.returncode, "Traceback" in done.stderr) == (expected, False), line
    typed = subprocess.run(
        ["bash", "-c", shown[6]], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert blocks(ENGLISH, "text")[1] in typed.stdout


def test_the_powershell_lines_do_what_the_shell_lines_do():
    """No PowerShell here: each line must be its neighbour in other words."""
    for shell, power in zip(blocks(ENGLISH, "sh")[:3], blocks(ENGLISH, "powershell")[:3], strict=True):
        alike = power.replace("\\", "/").replace("Scripts/Activate.ps1", "bin/activate").replace("Scripts/", "bin/")
        alike = alike.replace("py -m", "python3 -m").replace("; ", " && ")
        assert shell.removeprefix(". ") == alike


def test_the_contracts_are_written_down():
    for text in (ENGLISH, CHINESE):
        assert ",".join(CSV_HEADER) + "\n" in blocks(text, "text")
        assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [*Status, *Doubt]
        assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == ["0", "1", "2", "3", "130"]


def test_ci_runs_what_contributing_and_the_readme_say():
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith(("python3", ".venv/"))]
    assert blocks(contributing, "sh")[0].splitlines() == commands
    assert [part.strip() for part in blocks(ENGLISH, "sh")[1].split("&&")] == [commands[0], commands[1], commands[-1]]
