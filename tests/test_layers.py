import ast
from pathlib import Path

import pytest

import goiextract

PACKAGE = Path(goiextract.__file__).parent
ROOT = PACKAGE.parent
STAGES = ("reading", "layout", "labelling", "reconciling")
BELOW = {
    "doubts": set(),
    "records": {"doubts"},
    "errors": {"sentences"},
    "forms": {"records", "errors"},
    "sentences": {"records"},
}
BELOW |= {stage: {stage, "records", "errors", "forms"} for stage in STAGES}
BELOW["defused"] = set()
BELOW["report"] = {"report", "records", "errors", "forms", "sentences", "defused"}
BELOW["forms"] |= {"forms"}
BELOW["panel"] = {"panel", "reconciling", "records", "errors", "forms", "report", "defused"}
BELOW["checking"] = {"checking", "records", "errors", "forms"}  # a proof checked by what made it proves nothing
BELOW["typed"] = {"typed", "records", "errors", "forms", "sources", "defused"}
BELOW["sources"] = {"errors"}
BELOW["pipeline"] = {*STAGES, "records", "errors", "forms", "sources", "__version__"}


def imported(path):
    """(line, first module below goiextract) of every import of ours in the file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            inner = [f"goiextract.{alias.name}" for alias in node.names]
            names = inner if node.module == "goiextract" else [node.module or ""]
        else:
            continue
        yield from ((node.lineno, name.split(".")[1]) for name in names if name.startswith("goiextract."))


@pytest.mark.parametrize("part", BELOW)
def test_each_part_imports_only_what_stands_below_it(part):
    files = [PACKAGE / f"{part}.py"] if (PACKAGE / f"{part}.py").exists() else sorted((PACKAGE / part).rglob("*.py"))
    assert files
    wrong = [f"{f.name}:{line} imports {name}" for f in files for line, name in imported(f) if name not in BELOW[part]]
    assert not wrong


def test_nothing_below_imports_what_stands_above():
    """training and benchmarks use public names; training also shares the labeller's features, its one definition, and
    the oracle of the simulation puts the search for explanations beside a solver: their costs have no public name."""
    public = {*goiextract.__all__, *BELOW, "batch", "folders"} - {"pipeline"}
    for folder in ("training", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, name in imported(path):
                assert name in public, f"{path.name}:{line} imports goiextract.{name}"
                inside = name in ("reading", "reconciling") and path.name != "oracle.py"
                assert folder == "training" or not inside, f"{path.name}:{line}"


def test_files_are_small():
    long = {path.name: n for path in PACKAGE.rglob("*.py") if (n := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long
