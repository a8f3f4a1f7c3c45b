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
from goiextract.forms import Identity, form_named, kind_of
from goiextract.reconciling import decoding, explanations, hypotheses, reconcile
from goiextract.reconciling.alignment import placings
from goiextract.reconciling.cell_texts import ways_by_name
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
from goiextract.records import CellKey, Fragment, Reading, Readings, Report, Token

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


COLUMNS = FORM.table("applications").rows[0].columns
ROW_SUM = sums_of(FORM, FORM.table("applications"))


def ways_of(*texts: str, named: bool = False) -> tuple[list[hypotheses.Filling], bool]:
    """The ways to fill 本年新收 with these cells; ``_`` is a blank one."""
    names = [column.key for column in COLUMNS] if named else [""] * len(texts)
    tokens = [a_token("" if text == "_" else text, name) for text, name in zip(texts, names, strict=True)]
    return hypotheses.fillings(tokens, COLUMNS, lambda values: ROWS[0].strain(ROW_SUM, values))


def test_a_line_of_many_cells_is_read_without_those_that_are_no_figures_wherever_they_stand() -> None:
    ways, complete = ways_of(*["1", "2", "3", "4", "5", "6", "21", "_", "_", "_", "_"])
    assert ways[0].counts == (1, 2, 3, 4, 5, 6, 21)
    assert complete


def test_a_row_in_which_every_number_fell_apart_is_put_together() -> None:
    numbers = [1001, 2002, 3003, 4004, 5005, 6006, 21021]
    ways, _ = ways_of(*" ".join(f"{number // 1000} {number % 1000:03}" for number in numbers).split())
    assert ways[0].counts == tuple(numbers)


def test_ways_that_are_not_tried_leave_a_row_open_where_they_may_come_near() -> None:
    long = ("123456", "_", "234567", "_", "345678", "_")
    sure, complete = ways_of(*long, "703701", named=True)
    assert sure[0].counts[0] == 123456
    assert complete  # its sum holds as it stands, and all else costs two numbers run together
    assert not ways_of(*long, "600000", named=True)[1]


def test_more_cells_too_many_than_are_dropped_leave_a_row_open() -> None:
    assert not ways_of(*["1", "234", "5", "678", "9", "111", "2", "222", "3", "333", "4", "444", "5"])[1]


def test_figures_that_fill_their_row_in_no_way_are_named_and_the_row_is_open() -> None:
    rows = zeros(granted="1 2 3 4 5 6 7 8 9 1 2 3 4", new="1 0 0 0 0 0 1", total="1 0 0 0 0 0 1")
    fragments = [line((key, 0.97), ("", 0.03), figures=figures) for key, figures in rows.items()]
    report = reconcile(Readings((Reading("applications", FORM.name, tuple(fragments)),)), FORM)
    assert [one.place for one in report.findings if one.code == "figures_unplaced"] == [fragments[2].place]
    assert all(report[CellKey("applications", "granted", column.key)].flagged for column in COLUMNS)


def a_loose_token(text: str, **columns: float) -> Token:
    """A token that may stand in these columns with these shares."""
    shares = tuple((name, math.log(share)) for name, share in columns.items())
    return Token(text, kind_of(text), shares)


NAMES = [column.key for column in COLUMNS]


def test_tokens_that_may_stand_in_two_columns_stand_in_either_at_its_cost_but_not_in_one() -> None:
    tokens = [a_loose_token("4", a=0.75, b=0.25), a_loose_token("5", b=0.5, a=0.25, c=0.25)]
    ways, left_out = ways_by_name(tokens, ["a", "b"])
    found = {tuple((name, token.printed) for name, (_, token) in sorted(own.items())): cost for cost, own in ways}
    assert found == pytest.approx(
        {(("a", "4"), ("b", "5")): -math.log(0.75 * 0.5), (("a", "5"), ("b", "4")): -math.log(0.25 * 0.25)}
    )
    assert math.isinf(left_out)
    alone = [a_token("4", "a"), a_loose_token("5", a=0.9, b=0.1)]
    ((cost, own),), left_out = ways_by_name(alone, ["a", "b"])
    assert (cost, own["a"][0], own["b"][0]) == (pytest.approx(-math.log(0.1)), 0, 1)
    assert math.isinf(left_out)
    both = [a_loose_token("4", a=1.0), a_loose_token("5", a=1.0)]
    assert ways_by_name(both, ["a", "b"])[1] == 0.0  # two figures under one head


def test_so_many_columns_for_each_token_that_not_all_ways_are_tried_say_what_the_next_costs() -> None:
    shares = dict.fromkeys(NAMES, 1 / 7)
    ways, left_out = ways_by_name([a_loose_token(str(n), **shares) for n in range(1, 8)], NAMES)
    assert len(ways) == 64
    assert left_out == pytest.approx(7 * math.log(7))


def loose_table(share: float, total: str) -> Report:
    """A 表三 in which the 5 of 予以公开 stands between the first two columns, rather in the second; `total`: the figures of the
    row that adds it up."""
    rows = zeros(new=total, total=total)
    fragments = []
    for key, figures in rows.items():
        tokens = [a_token(text, name) for text, name in zip(figures.split(), NAMES, strict=True)]
        if key == "granted":
            five = a_loose_token("5", **{NAMES[0]: 1 - share, NAMES[1]: share})
            tokens = [
                five,
                a_token("0", NAMES[2]),
                *(a_token("0", name) for name in NAMES[3:6]),
                a_token("5", NAMES[6]),
            ]
        fragments.append(Fragment(key, ((key, math.log(0.97)), ("", math.log(0.03))), tuple(tokens)))
    return reconcile(Readings((Reading("applications", FORM.name, tuple(fragments)),)), FORM)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_sums_decide_between_the_columns_that_a_figure_may_stand_in(at: int, share: float) -> None:
    figures = ["0"] * 7
    figures[at] = figures[6] = "5"
    report = loose_table(share, " ".join(figures))
    own = report[CellKey("applications", "granted", NAMES[at])]
    assert (own.value, own.flagged) == (5, False)
    other = report[CellKey("applications", "granted", NAMES[1 - at])]
    assert (other.value, other.flagged) in ((0, False), (None, True))


def test_where_no_sum_decides_a_figure_that_may_stand_in_two_columns_is_open() -> None:
    rows = zeros()
    tokens = [a_loose_token("5", **{NAMES[0]: 0.6, NAMES[1]: 0.4})]
    tokens += [a_token("0", name) for name in NAMES[2:6]] + [a_token("5", NAMES[6])]
    label = (("granted", math.log(0.97)), ("", math.log(0.03)))
    fragments = [Fragment("granted", label, tuple(tokens))]
    for key in ("partial", "deny_secret"):
        named = [a_token(text, name) for text, name in zip(rows[key].split(), NAMES, strict=True)]
        fragments.append(Fragment(key, ((key, math.log(0.97)), ("", math.log(0.03))), tuple(named)))
    report = reconcile(Readings((Reading("applications", FORM.name, tuple(fragments)),)), FORM)
    assert all(report[CellKey("applications", "granted", name)].flagged for name in NAMES[:2])
    assert not report[CellKey("applications", "granted", NAMES[6])].flagged
