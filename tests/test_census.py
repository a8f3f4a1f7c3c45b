"""The census: mechanisms are found by their annotations, watched and switched off wherever they are called from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import gate
from benchmarks.census import __main__ as command
from benchmarks.census.mechanisms import mechanisms
from benchmarks.census.reached import reached
from benchmarks.census.reading import KNOWN, falls, watched
from benchmarks.run import GOLD
from benchmarks.scoring.gold import fingerprint, load

TOY = {
    "__init__.py": "",
    "layout/__init__.py": "from toy.layout.first import tidy, mended, doubts\n\n\ndef start(lines):\n    return walk(lines)\n",
    "layout/first.py": """
from __future__ import annotations
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

class Line(NamedTuple):
    text: str

class Doubts(NamedTuple):
    open: set[int]
    why: tuple[str, ...] = ()

def tidy(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.text]

@cache
def mended(text: str) -> str:
    return text.replace("O", "0")

def parts(line: Line) -> list[Line]:
    return [Line(part) for part in line.text.split("|")]

def title(lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if line.text.isupper()), None)

def _is_note(line: Line) -> bool:
    return line.text.startswith("*")

def doubts(lines: Sequence[Line]) -> Doubts:
    return Doubts({n for n, line in enumerate(lines) if "?" in line.text})

def numbers(lines: Sequence[Line]) -> Iterator[int]:
    yield from (n for n, line in enumerate(lines) if line.text.isdigit())

def drop_last(lines: list[Line]) -> None:
    if lines and lines[-1].text == "end":
        lines.pop()

def length(lines: Sequence[Line]) -> int:
    return len(lines)

def names() -> list[str]:
    return ["a"]

class Heads:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def see(self, line: Line) -> None:
        if line.text.isupper():
            self.seen.append(line.text)

    def _spare(self, line: Line) -> bool:
        return line.text in self.seen
""",
    "layout/second.py": """
from toy.layout.first import Heads, Line, _is_note, doubts, drop_last, mended, numbers, parts, tidy, title

CHECKS = (_is_note,)

def read(text):
    lines = [Line(mended(one)) for one in text.splitlines()]
    drop_last(lines)
    heads = Heads()
    for line in lines:
        heads.see(line)
    notes = sum(check(line) for line in lines for check in CHECKS)
    few = [part for line in tidy(lines) for part in parts(line)]
    return few, notes, title(lines), doubts(lines), list(numbers(lines)), heads.seen
""",
}
FOUND = {
    "layout.first.tidy": "change",
    "layout.first.mended": "change",
    "layout.first.parts": "parting",
    "layout.first.title": "choice",
    "layout.first._is_note": "question",
    "layout.first.doubts": "several",
    "layout.first.numbers": "find",
    "layout.first.drop_last": "work",
    "layout.first.Heads.see": "work",
    "layout.first.Heads._spare": "question",
}
RUN = """
import sys, toy
from toy.layout import second
from benchmarks.census.mechanisms import mechanisms
from benchmarks.census.switching import switch_off, watch
known = {one.name: one for one in mechanisms(toy, ("layout",))}
if sys.argv[1] == "watch":
    asked, changed = set(), set()
    for one in known.values():
        watch(one, asked, changed)
    for text in sys.argv[2:]:
        second.read(text)
    print(*sorted(asked - changed), "|", *sorted(changed))
else:
    switch_off(known[sys.argv[1]])
    print(second.read(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    for name, code in TOY.items():
        path = folder / "toy" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(code, encoding="utf-8")
    return folder


def ran(toy: Path, *arguments: str) -> str:
    import os

    root = str(Path(__file__).parent.parent)
    paths = os.pathsep.join([str(toy), root])
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_mechanisms_are_what_the_annotations_say(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(toy)
    import toy as package  # type: ignore[import-not-found]

    found = mechanisms(package, ("layout",))
    assert {one.name: one.kind for one in found} == FOUND
    given = {"lines": [1], "text": "a", "line": 2}
    nothing = {one.name.rpartition(".")[2]: one.nothing(given) for one in found}
    assert (nothing["tidy"], nothing["mended"], nothing["parts"]) == ([1], "a", [2])
    assert (nothing["title"], nothing["_is_note"], nothing["doubts"]) == (None, False, (set(), ()))
    assert list(nothing["numbers"]) == []
    for name in ("toy", "toy.layout", "toy.layout.first", "toy.layout.second"):
        sys.modules.pop(name, None)


def test_what_a_mechanism_changed_is_seen_through_imports_caches_and_lists_of_checks(toy: Path) -> None:
    asked, _, changed = ran(toy, "watch", "a\nb").partition("|")
    assert changed.split() == []
    never = "layout.first.Heads._spare"
    assert asked.split() == sorted(FOUND.keys() - {never})
    asked, _, changed = ran(toy, "watch", "O|a\n\n*b?\n7\nA\nend").partition("|")
    assert (asked.split(), changed.split()) == ([], sorted(FOUND.keys() - {never}))
    assert "layout.first.mended" in ran(toy, "watch", "O", "O").partition("|")[2]


@pytest.mark.parametrize(
    ("off", "whole", "without"),
    [
        ("mended", "Line(text='0')", "Line(text='O')"),
        ("parts", "Line(text='0'), Line(text='A')", "Line(text='0|A')"),
        ("_is_note", ", 1,", ", 0,"),
        ("numbers", "[3]", "[]"),
        ("doubts", "open={2}", "open=set()"),
        ("see", "'A'])", "[])"),
    ],
)
def test_a_mechanism_that_is_off_does_nothing(toy: Path, off: str, whole: str, without: str) -> None:
    text = "O|A\n\n*b?\n7\nA"
    (name,) = (one for one in FOUND if one.endswith(f".{off}"))
    assert whole in ran(toy, "layout.first.Heads._spare", text)  # which nothing calls
    told = ran(toy, name, text)
    assert without in told
    assert whole not in told


def test_those_of_this_package_come_from_its_code() -> None:
    assert len(KNOWN) > 250
    kinds = {one.kind for one in KNOWN.values()}
    assert kinds == {"change", "parting", "choice", "question", "pick", "find", "work", "several"}
    assert KNOWN["layout.labels_around.with_whole_labels"].kind == "change"
    assert KNOWN["labelling.side_by_side.parted"].kind == "several"
    files = "".join(path.read_text(encoding="utf-8") for path in Path(command.__file__).parent.glob("*.py"))
    assert len([name for name in KNOWN if name in files]) <= 1  # an example; no list is kept by hand
    codes = reached()
    assert "shipped_folder" not in {code.co_name for code in codes}
    assert {"lay_out_pages", "adopt", "judge_cells"} <= {code.co_name for code in codes}


def test_a_document_falls_without_the_mechanism_that_it_is_there_for() -> None:
    folder = GOLD / "documents"
    documents = load(folder, GOLD / "gold", GOLD / "about", GOLD / "labels")
    floors = gate.held_floors(fingerprint(folder, GOLD / "gold"))
    one = [document for document in documents if document.name == "text_glued_902611_001"]
    name = "layout.run_together.is_run_together"
    (seen,) = watched(one, folder, floors, 1)
    assert seen.below == ()
    assert name in seen.changed
    assert "layout.ruled.ruled_grids" not in seen.asked
    (fall, none) = falls([(name, one), ("layout.ruled.ruled_grids", one)], folder, floors, 1)
    assert fall is not None
    assert fall.document == one[0].name
    assert "floor" in fall.why
    assert none is None


def test_the_command_counts_in_other_documents_and_asks_for_no_floors_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((GOLD / "documents" / "text_tabbed_902611_001.txt").read_bytes())
    runner = CliRunner()
    told = runner.invoke(
        command.main, ["--documents", str(tmp_path), "--only", "layout.tabbed", "--json", str(tmp_path / "x")]
    )
    assert told.exit_code == 0, told.output
    assert "layout.tabbed.parted_row" in told.output
    assert "a.txt" not in told.output
    assert '"a"' in (tmp_path / "x").read_text(encoding="utf-8")
    assert runner.invoke(command.main, ["--documents", str(tmp_path), "--off"]).exit_code == 2


def test_exit_status_1_where_a_special_mechanism_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    one = {"name": "a", "kind": "find", "asked": 1, "documents": ["d"], "held": "d", "why": "exact 0, floor 1"}
    for held, status in (("d", 0), ("", 1)):
        found = {"documents": 1, "special": [one | {"held": held}], "main road": [one | {"held": None}]}
        monkeypatch.setattr(command, "census", lambda *_, found=found: found)
        told = CliRunner().invoke(command.main, ["--off"])
        assert told.exit_code == status
        assert f"2 mechanisms: 1 main road, 1 special, {1 - status} held, {status} not held" in told.output
