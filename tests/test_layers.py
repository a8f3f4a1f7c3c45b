import ast
from pathlib import Path

import pytest

import goiextract

PACKAGE = Path(goiextract.__file__).parent
ROOT = PACKAGE.parent
STAGES = ("reading", "layout", "labelling", "reconciling")
#: Every room and every loose module, from the ground up, with what each may import beside itself. A file of a room may have
#: its own line.
BELOW: dict[str, set[str]] = {
    "doubts": set(),
    "records": {"doubts"},
    "sentences": {"records"},
    "errors": {"sentences"},
    "forms": {"records", "errors"},
    "sources": {"errors"},
    "defused": set(),
    "outfile": set(),
    "ruling": {"records"},
    **{stage: {"records", "errors", "forms", "ruling"} for stage in STAGES},  # no stage imports another
    "second_opinion": {"records", "forms"},
    "pipeline": {*STAGES, "second_opinion", "records", "forms", "sources"},  # the one room that knows the order
    "checking": {"records", "forms"},  # a proof checked by what made it proves nothing
    "report": {"records", "errors", "forms", "sentences", "defused"},
    "panel": {"reconciling", "records", "errors", "forms", "report", "defused"},
    "typed": {"records", "errors", "forms", "sources", "defused"},
    "typed.check": {"typed", "reconciling", "checking", "records", "forms"},
    "inspection": {"pipeline", "records", "report", "sentences", "sources"},
    "batch.worker": {"pipeline", "report", "errors"},  # the process that reads: nobody else in the room does
    "batch": {"batch.worker", "records", "errors", "sources", "report"},
    "batch.folders": {"outfile", "reading", "errors"},  # what a file is, reading tells
    "cli": {"batch", "batch.folders", "inspection", "typed.check", "checking", "report", "records", "errors"}
    | {"sentences", "defused", "outfile"},
    "__main__": {"cli", "batch"},
}
FACE = "__init__"  # gives the public names, wherever they are at home
#: Neither training nor benchmarks need them.
INNER = {"ruling", "pipeline", "second_opinion", "inspection", "cli", "outfile", "__main__"}


def part_of(name):
    """The line of the table that a module below goiextract is in: its own, or its room's."""
    own = ".".join(name.split(".")[:2])
    return own if own in BELOW else own.partition(".")[0]


def imported(path):
    """(line, line of the table) of every import of ours in the file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        ours = [name.removeprefix("goiextract.") for name in names if name.startswith("goiextract.")]
        yield from ((node.lineno, part_of(name)) for name in ours if name != "__version__")


def files_by_part():
    parts: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts.setdefault(part_of(".".join(path.relative_to(PACKAGE).with_suffix("").parts)), []).append(path)
    return parts


FILES = files_by_part()


def test_every_file_stands_in_a_room_that_the_table_names():
    assert set(FILES) - {FACE} == set(BELOW)


def test_the_table_names_each_room_after_those_that_it_stands_on():
    order = list(BELOW)
    assert [(part, below) for part in BELOW for below in BELOW[part] if order.index(below) >= order.index(part)] == []


@pytest.mark.parametrize("part", BELOW)
def test_each_part_imports_only_what_stands_below_it(part):
    allowed = {part, *BELOW[part]}
    wrong = [f"{f.name}:{n} imports {name}" for f in FILES[part] for n, name in imported(f) if name not in allowed]
    assert not wrong


def test_nothing_below_imports_what_stands_above():
    """training and benchmarks use public names; training also shares the labeller's features, its one definition, and
    the oracle of the simulation puts the search for explanations beside a solver: their costs have no public name."""
    public = {*goiextract.__all__, *BELOW} - INNER
    for folder in ("training", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, name in imported(path):
                assert name in public, f"{path.name}:{line} imports goiextract.{name}"
                inside = name in ("reading", "reconciling") and path.name != "oracle.py"
                assert folder == "training" or not inside, f"{path.name}:{line}"


def test_files_are_small():
    long = {path.name: n for path in PACKAGE.rglob("*.py") if (n := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long
