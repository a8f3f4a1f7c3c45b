"""Sums as a network: lost cells proven as linear programming finds them, proofs that add up, misprints named first."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from goiextract.forms import Identity, form_named
from goiextract.reconciling.completion import Cut, complete
from goiextract.reconciling.explanations import explain, is_slip
from goiextract.reconciling.network import network_of
from goiextract.reconciling.strength import strength_of
from goiextract.records import CellKey

linprog = pytest.importorskip("scipy.optimize").linprog

SUMS = {
    (form, table): form_named(form).sums_of(table)
    for form in ("2019", "2021")
    for table in ("applications", "review_litigation")
}


def consistent(sums: tuple[Identity, ...], rng: Random, most: int) -> dict[CellKey, int]:
    """Counts that satisfy every sum: parts at random, wholes and what is carried over made to fit."""
    keys = sorted({key for identity in sums for key in identity.cells})
    values = dict.fromkeys(keys, 0)
    wholes = {key for identity in sums if not identity.name.startswith("nothing_lost") for key in identity.wholes}
    for key in keys:
        if key not in wholes and key.row not in ("new", "carried_in", "carried_out"):
            values[key] = rng.choice((0, 0, 1, 2, rng.randint(0, most)))
    for _ in range(3):
        for identity in sums:
            if identity.name.startswith("nothing_lost"):
                new = next(key for key in identity.parts if key.row == "new")
                values[new] = values[identity.wholes[0]]  # nothing carried in or out
            else:
                values[identity.wholes[0]] = sum(values[key] for key in identity.parts)
    assert all(identity.residual(values) == 0 for identity in sums)
    return values


def left_over(cut: Cut, sums: tuple[Identity, ...], known: dict[CellKey, int]) -> tuple[int, Counter[CellKey]]:
    """What the sums of a cut come to: the known part, and how often each cell without a number is left."""
    by_name = {identity.name: identity for identity in sums}
    fixed, open_cells = 0, Counter()
    for name, sign in cut:
        for key, weight in [(k, 1) for k in by_name[name].parts] + [(k, -1) for k in by_name[name].wholes]:
            if key in known:
                fixed += sign * weight * known[key]
            else:
                open_cells[key] += sign * weight
    return fixed, Counter({key: n for key, n in open_cells.items() if n})


@pytest.mark.parametrize(("form", "table"), SUMS)
def test_a_lost_cell_is_proven_if_and_only_if_linear_programming_leaves_it_one_value(form: str, table: str) -> None:
    rng, sums = Random(f"{form} {table}"), SUMS[form, table]
    network = network_of(sums)
    for n_lost in (1, 3, 6, 12, 14):
        values = consistent(sums, rng, 300)
        lost = rng.sample(sorted(values), n_lost)
        known = {key: value for key, value in values.items() if key not in lost}
        found = complete(network, known, lost)
        assert not found.impossible
        rows, sides = [], []
        for identity in sums:
            weights = dict.fromkeys(identity.parts, 1) | dict.fromkeys(identity.wholes, -1)
            rows.append([weights.get(key, 0) for key in lost])
            sides.append(-sum(weight * known[key] for key, weight in weights.items() if key in known))
        for number, key in enumerate(lost):
            goal = [float(n == number) for n in range(n_lost)]
            least = linprog(goal, A_eq=rows, b_eq=sides)
            most = linprog([-weight for weight in goal], A_eq=rows, b_eq=sides)
            one_value = most.status == 0 and abs(least.fun + most.fun) < 1e-6
            assert one_value == (key in found.proven), key
            if one_value:
                assert found.proven[key].value == values[key]


@pytest.mark.parametrize(("form", "table"), SUMS)
def test_every_proof_adds_up_to_what_it_says(form: str, table: str) -> None:
    rng, sums = Random(f"proof {form} {table}"), SUMS[form, table]
    proofs = 0
    for _ in range(12):
        values = consistent(sums, rng, 40)
        lost = rng.sample(sorted(values), min(len(values), rng.choice((2, 5, 13, 40))))
        known = {key: value for key, value in values.items() if key not in lost}
        for key, proven in complete(network_of(sums), known, lost).proven.items():
            for cut, side in ((proven.at_most, 1), (proven.at_least, -1)):
                if not cut:
                    assert side < 0
                    assert proven.value == 0
                    continue
                fixed, cells = left_over(cut, sums, known)
                assert cells.pop(key) == 1
                assert all(weight * side > 0 for weight in cells.values())
                assert proven.value == -fixed
                proofs += 1
    assert proofs > 10


def test_sums_that_no_counts_satisfy_are_named() -> None:
    sums = SUMS["2021", "applications"]
    values = consistent(sums, Random(4), 9)
    lost = CellKey("applications", "granted", "research_institution")
    values[CellKey("applications", "granted", "total")] = 0
    values[CellKey("applications", "granted", "natural_person")] = 5
    known = {key: value for key, value in values.items() if key != lost}
    cut = complete(network_of(sums), known, [lost]).impossible
    fixed, cells = left_over(cut, sums, known)
    assert cut
    assert fixed
    assert all(weight * fixed > 0 for weight in cells.values())


@pytest.mark.parametrize("n_wrong", [1, 2])
def test_misprints_are_named_first(n_wrong: int) -> None:
    rng, right = Random(n_wrong), 0
    for _ in range(40):
        sums = SUMS[rng.choice(("2019", "2021")), "applications"]
        values = consistent(sums, rng, 300)
        wrong = rng.sample(sorted(values), n_wrong)
        printed = values | {key: values[key] + rng.choice((1, 3, 10, 90)) for key in wrong}
        best = explain(network_of(sums), printed, ()).ranked[0]
        right += {change.key: change.wanted for change in best.changes} == {key: values[key] for key in wrong}
    assert right >= 39


def test_a_second_reading_that_all_sums_support_is_likelier_than_a_misprint() -> None:
    sums = SUMS["2021", "applications"]
    values = consistent(sums, Random(3), 80)
    wrong = CellKey("applications", "granted", "natural_person")
    printed = values | {wrong: values[wrong] + 4}
    best, *others = explain(network_of(sums), printed, (), {wrong: [values[wrong] + 9, values[wrong]]}).ranked
    assert [(change.key, change.wanted, change.misread) for change in best.changes] == [(wrong, values[wrong], True)]
    assert best.share > 0.99
    assert not any(change.misread for one in others for change in one.changes)


def test_totals_that_were_not_filled_in_are_one_mistake() -> None:
    sums = SUMS["2021", "applications"]
    values = consistent(sums, Random(8), 50)
    row = {key: 0 for key in values if key.row == "total"}
    best = explain(network_of(sums), values | row, ()).ranked[0]
    assert best.unfilled == "applications.total"
    assert {change.key: change.wanted for change in best.changes} == {key: values[key] for key in row if values[key]}


def test_a_sum_of_one_block_only_has_all_its_cells_under_suspicion() -> None:
    sums = SUMS["2021", "review_litigation"]
    values = consistent(sums, Random(2), 9) | {CellKey("review_litigation", "review", "total"): 10**12}
    found = explain(network_of(sums), values, ())
    assert {change.key.row for one in found.ranked for change in one.changes} == {"review"}
    assert len(found.ranked) == 5


def test_how_many_figures_could_be_wrong_unseen() -> None:
    for (_, table), sums in SUMS.items():
        keys = sorted({key for identity in sums for key in identity.cells})
        values = dict.fromkeys(keys, 0)
        whole = strength_of(sums, values)
        assert whole == (len(sums), 0, 4 if table == "applications" else 2)
        assert strength_of(sums, values | {keys[0]: 1}).telling > 0
        without = {key: 0 for key in keys if key != keys[0]}
        assert strength_of(sums, without).unseen == (3 if table == "applications" else 1)
        assert strength_of(sums, without).checked < len(sums)
    assert strength_of((), {}) == (0, 0, 1)


@pytest.mark.parametrize(
    ("printed", "wanted", "slip"),
    [(12, 13, True), (12, 21, True), (12, 112, True), (120, 12, True), (12, 34, False), (1, 100, False), (7, 7, False)],
)
def test_slips_of_the_hand(printed: int, wanted: int, slip: bool) -> None:
    assert is_slip(printed, wanted) == slip
