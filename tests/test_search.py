"""What the search of a table's readings keeps of its lines, and what it says where it does not look at everything."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence
from itertools import chain, combinations, pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from made_records import a_token
from msgspec.structs import replace

import goiextract.reconciling
from benchmarks.simulation.cases import cases
from goiextract.forms import Identity, form_named
from goiextract.reconciling import decoding, explanations
from goiextract.reconciling.alignment import placings
from goiextract.reconciling.costs import MISPRINTS
from goiextract.reconciling.effort import Effort
from goiextract.reconciling.explanations import explain
from goiextract.reconciling.lattice import MOST_ARRANGEMENTS, Lattice, WayRound
from goiextract.reconciling.network import network_of
from goiextract.reconciling.printed_rows import printed_rows
from goiextract.reconciling.states import PrintedLine, TableStates
from goiextract.reconciling.sums import sums_of
from goiextract.reconciling.surroundings import TableHabits
from goiextract.reconciling.table_lines import TableLine, lines_read
from goiextract.reconciling.zeros_gone import zeros_gone
from goiextract.records import CellKey, Fragment, Reading

FORM = form_named("2021")


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


ROWS = printed_rows(FORM.table("applications"))
KEYS = [row.key for row in ROWS]


def decoded(fragments: Sequence[Fragment]) -> decoding.Decoded:
    """What is made of these lines of 表三."""
    reading = Reading("applications", FORM.name, tuple(fragments))
    return decoding.decode(reading, ROWS, sums_of(FORM, FORM.table("applications")), Effort())


def zeros(**others: str) -> dict[str, str]:
    """The figures of every row: zeros, but in the rows that are named."""
    return {key: others.get(key, "0 0 0 0 0 0 0") for key in KEYS}


def test_a_line_without_label_says_nothing_of_its_exchange_with_the_next() -> None:
    rows = zeros(unable_not_held="1 1 0 0 0 0 2", total="1 1 0 0 0 0 2", new="1 1 0 0 0 0 2")
    fragments = [line((key, 0.9), ("", 0.1), figures=figures) for key, figures in rows.items()]
    at = KEYS.index("unable_not_held")
    upper = line(("unable_not_held", 0.68), ("unable_no_ready", 0.13), ("", 0.19), figures=rows["unable_not_held"])
    fragments[at : at + 2] = [line(figures=rows["unable_no_ready"]), upper]
    found = decoded(fragments)
    rivals = [cost for cost, values in found.rivals if values[CellKey("applications", KEYS[at], "natural_person")] == 1]
    assert found.values[CellKey("applications", KEYS[at], "natural_person")] == 0
    assert min(rivals) < 4.0


@pytest.mark.parametrize("pairs", [1, 3, 5])
def test_rows_are_put_right_however_many_neighbours_are_exchanged(pairs: int) -> None:
    rows = zeros(**{key: f"{n} 0 0 0 0 0 {n}" for n, key in enumerate(KEYS[2:12], 1)}, total="55 0 0 0 0 0 55")
    rows |= {"new": "55 0 0 0 0 0 55"}
    fragments = [line((key, 0.9), ("", 0.1), figures=figures) for key, figures in rows.items()]
    for first in range(2, 2 + 2 * pairs, 2):
        fragments[first : first + 2] = reversed(fragments[first : first + 2])
    found = decoded(fragments)
    assert found.settled
    assert [found.best.fragments[line].scores[0][0] for _, line in sorted(found.best.at.items())] == KEYS


def printed_lines(rng: Random, n_rows: int, count: int, first: int) -> list[PrintedLine]:
    made = []
    for number in range(first, first + count):
        shares = [rng.random() ** 6 + 1e-4 for _ in range(n_rows)]
        label = np.log(np.array(shares) / sum(shares) * 0.9) if rng.random() < 0.7 else None
        fit = np.array([float(rng.randint(0, 1)) for _ in range(n_rows)])
        none = np.zeros(n_rows, dtype=bool)
        made.append(PrintedLine(label, math.log(0.1), rng.randint(0, 2), fit, none, content=number, number=number))
    return made


@pytest.mark.parametrize("seed", range(40))
def test_the_arrangements_within_the_window_are_all_of_them_and_no_others(seed: int) -> None:
    rng = Random(seed)
    n_rows, window = rng.randint(2, 5), rng.choice((2.0, 4.0, 6.0))
    lines = printed_lines(rng, n_rows, rng.randint(2, 6), 0)
    ways = []
    for number in range(rng.randint(1, 4)):
        first = rng.randrange(len(lines))
        instead = printed_lines(rng, n_rows, rng.randint(0, 2), 10 * (number + 1))
        ways.append(WayRound(first, rng.randint(first + 1, len(lines)), tuple(instead), rng.uniform(0.5, 4)))
    every: dict[tuple[int, ...], float] = {}
    for chosen in chain.from_iterable(combinations(range(len(ways)), n) for n in range(len(ways) + 1)):
        order = tuple(sorted(chosen, key=lambda number: ways[number].first))
        spans = [(ways[number].first, ways[number].last) for number in order]
        if all(one[1] <= other[0] for one, other in pairwise(spans)):
            changed = list(lines)
            for number in reversed(order):
                changed[ways[number].first : ways[number].last] = ways[number].lines
            placed = placings([one for one in changed if one.tells], n_rows, 1e-6)[0]
            every[order] = placed[0].cost + sum(ways[number].cost for number in order)
    lattice = Lattice(lines, ways, TableStates(n_rows))
    found, complete = lattice.near(window)
    assert complete
    assert lattice.least == pytest.approx(min(every.values()))
    assert [least for _, least in found] == pytest.approx(sorted(least for _, least in found))
    assert dict(found) == pytest.approx(
        {order: least for order, least in every.items() if least <= lattice.least + window}
    )


def test_more_arrangements_than_are_placed_are_not_all() -> None:
    n_rows = 12
    none = np.zeros(n_rows, dtype=bool)
    lines = [PrintedLine(None, 0.0, 2, np.zeros(n_rows), none, content=n, number=n) for n in range(n_rows)]
    ways = [WayRound(n, n + 1, (replace(lines[n], number=n + 50),), 0.01) for n in range(6)]
    found, complete = Lattice(lines, ways, TableStates(n_rows)).near(4.0)
    assert len(found) == MOST_ARRANGEMENTS < 2**6
    assert not complete


def test_a_search_for_explanations_that_is_given_up_says_what_the_rest_costs_at_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = network_of(FORM.sums_of("applications"))
    for one in cases(15, 12, "typo_2"):
        if one.draft.table.network and all(isinstance(value, int) for value in one.draft.page.values()):
            network = network_of(one.draft.form.sums_of("applications"))
            whole = explain(network, one.draft.page, ())
            assert whole.least == whole.ranked[0].cost
            monkeypatch.setattr(explanations, "MOST_EXPANDED", 4)
            cut = explain(network, one.draft.page, ())
            monkeypatch.undo()
            assert cut.least <= whole.least + 1e-9
            assert cut.least >= MISPRINTS.slip
            beyond = explain(network, one.draft.page, (), most=whole.least - 1)
            assert whole.least - 1 < beyond.least <= whole.least


def test_all_cells_that_may_be_misprinted_are_named_however_many() -> None:
    keys = [CellKey("t", "r", str(n)) for n in range(60)]
    whole = CellKey("t", "r", "total")
    network = network_of((Identity("sum", "t", tuple(keys), (whole,), "printed", "sum", "sum"),))
    found = explain(network, dict.fromkeys(keys, 1) | {whole: 61}, ())
    assert {change.key for one in found.ranked for change in one.changes} == {*keys, whole}
