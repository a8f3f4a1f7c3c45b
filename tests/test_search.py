"""What the search of a table's readings keeps of its lines, and what it says where it does not look at everything."""

from __future__ import annotations

import ast
import math
from pathlib import Path

from made_records import a_token

import goiextract.reconciling
from goiextract.reconciling.surroundings import TableHabits
from goiextract.reconciling.table_lines import TableLine, lines_read
from goiextract.reconciling.zeros_gone import zeros_gone
from goiextract.records import Fragment


def line(*named: tuple[str, float], figures: str = "0 0 0 0 0 0 0") -> Fragment:
    """A line whose label names these rows with these shares; ``_`` among the figures is a blank cell."""
    scores = tuple((key, math.log(share)) for key, share in named)
    return Fragment("label", scores, tuple(a_token("" if text == "_" else text) for text in figures.split()))


def test_no_record_is_known_by_its_identity() -> None:
    folder = Path(goiextract.reconciling.__file__).parent
    for file in folder.glob("*.py"):
        calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        named = [node.func.id for node in calls if isinstance(node.func, ast.Name)]
        assert "id" not in named or file.name == "row_doubts.py", file.name


def test_a_line_that_was_joined_keeps_what_is_known_of_its_parts() -> None:
    fragments = [
        line(("new", 0.9), figures="1 0 0"),
        line(figures="0 0 0 1"),
        line(("carried_in", 0.9), figures="_ 0 0 0 0 0 0 0"),
        line(("granted", 0.9), figures="0 0 0 0 0 0 0"),
    ]
    read = lines_read(fragments)
    joined = TableLine(4, line(("new", 0.9), figures="1 0 0 0 0 0 1"), (0, 1))
    habits = TableHabits(fragments, {"new": 7, "carried_in": 7, "granted": 7})
    assert not habits.of(read[0], False).beside_stub
    assert habits.of(read[1], False).beside_stub
    assert habits.of(joined, False).beside_stub


def test_a_line_that_was_joined_may_have_lost_its_zeros_as_others_did() -> None:
    fragments = [line(("new", 0.9), figures="2 3 5")] * 5
    gone = zeros_gone(fragments, 7)
    assert gone.lines == {0, 1, 2, 3, 4}
    of = (0, 1)
    assert gone.of(TableLine(9, line(("new", 0.9), figures="1 2 4 7"), of))
    assert not gone.of(TableLine(9, line(("new", 0.9), figures="1 2 4 8"), of))
    assert not gone.of(TableLine(9, line(("new", 0.9), figures="0 1 2 4 0 0 7"), of))
