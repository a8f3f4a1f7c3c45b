"""The simulation of the reconciler: repeatable, every damage real, and a reconciler that asserts a wrong value is caught."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

pytest.importorskip("scipy.optimize")

from benchmarks.simulate import compare_some, figures, judged_cases, main
from benchmarks.simulation.cases import CORRUPTIONS, case, cases
from benchmarks.simulation.judging import judge
from benchmarks.simulation.oracle import slips
from goiextract import reconcile
from goiextract.forms import forms
from goiextract.records import CellKey, Readings, Report, Status

N = len(CORRUPTIONS)
SURE = (Status.PRINTED, Status.INFERRED)


def undamaged(draft) -> list[tuple[str, list[str]]]:
    """The lines that a plain reading of the consistent table would give."""
    if draft.together:
        return [(draft.table.key, [str(draft.counts[key]) for key in draft.table.cells])]
    return [
        (row.key, [str(draft.counts[CellKey(draft.table.key, row.key, column.key)]) for column in row.columns])
        for row in draft.table.rows
    ]


def test_a_table_is_made_again_from_its_number() -> None:
    first, again = list(cases(5, 2 * N)), list(cases(5, 2 * N))
    assert [one.readings for one in first] == [one.readings for one in again]
    assert case(5, 7).readings == first[7].readings
    assert next(iter(cases(5, 1, first[9].corruption))).readings == first[9].readings
    assert first[0].readings != next(iter(cases(6, 1))).readings


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_every_corruption_changes_something(corruption: str) -> None:
    sizes, named, tables = set(), set(), set()
    for one in cases(7, 16, corruption):
        read = [(line.row, [cell.text for cell in line.cells]) for line in one.draft.lines if line.cells]
        labels = {line.label for line in one.draft.lines}
        same = read == undamaged(one.draft) and labels == {"whole"} and not one.draft.recognised
        assert same == (corruption == "none"), one.name
        sizes.add(one.size)
        named.add(one.draft.named)
        tables.add(one.draft.table.key)
        sums = one.draft.form.sums_of(one.draft.table.key)
        assert all(identity.residual(one.draft.counts) == 0 for identity in sums)
    assert "applications" in tables
    assert named == ({False} if CORRUPTIONS[corruption].order_only else {True, False})
    assert "large" in sizes


def test_six_digits_and_both_forms_are_drawn() -> None:
    made = list(cases(8, 8 * N))
    assert max(value for one in made for value in one.draft.counts.values()) >= 100_000
    assert {one.draft.form.name for one in made} == {"2019", "2021"}


def wrong_once(readings: Readings, known_forms: object) -> Report:
    """A reconciler that asserts one number too many, and has no doubts."""
    report = reconcile(readings, forms())
    settled = [
        replace(figure, flagged=False, value=None if figure.status not in SURE else figure.value)
        for figure in report.figures
    ]
    at = next(n for n, figure in enumerate(settled) if figure.value is not None)
    settled[at] = replace(settled[at], value=(settled[at].value or 0) + 1)
    return replace(report, figures=tuple(settled))


def test_a_wrong_value_without_a_flag_is_silent_and_with_one_is_not() -> None:
    chosen = list(cases(9, 6, "none"))
    for one in judged_cases(chosen, reconcile):
        assert one.verdict.exact
        assert one.verdict.accepted
        assert not one.verdict.silent
    for one in judged_cases(chosen, wrong_once):
        assert one.verdict.silent
        assert len(one.verdict.wrong) == 1
        assert not one.verdict.exact
    report = wrong_once(chosen[0].readings, ())
    flagged = (*report.figures[:-1], replace(report.figures[-1], flagged=True))
    own = judge(chosen[0], replace(report, figures=tuple(replace(figure, flagged=True) for figure in flagged)))
    assert not own.silent
    assert not own.wrong


def test_what_was_found_goes_into_the_figures() -> None:
    found = figures(list(judged_cases(cases(9, 6, "none"), wrong_once)), [])
    assert found["groups"]["overall"]["all"]["silent"] == 6
    assert [one["kind"] for one in found["failures"]] == ["silent"] * 6
    assert found["reliability"]["all"]["figures"] == sum(
        bin_["figures"] for bin_ in found["reliability"]["all"]["bins"]
    )


def test_the_solver_agrees_on_twenty_tables_with_mistakes() -> None:
    made = [one for name in ("typo_1", "typo_2", "unfilled_row", "unfilled_column") for one in cases(11, 20, name)]
    made = [one for one in made if one.size != "large"]  # HiGHS takes seconds for some of those
    made.sort(key=lambda one: len(one.draft.counts))  # and least for 表四
    compared = compare_some(list(judged_cases(made, reconcile)), 20)
    assert len(compared) == 20
    assert all(one.agree for one in compared), [one for one in compared if not one.agree]


def test_a_lost_cell_is_judged_by_what_the_sums_want() -> None:
    made = list(judged_cases(cases(12, 8, "dropped_cell"), reconcile))
    assert all(one.determined for one in made if one.case.draft.table.network)
    assert all(one.determined is None for one in made if one.case.draft.table.key == "proactive")


def test_slips_are_those_that_the_reconciler_counts_as_slips() -> None:
    from goiextract.reconciling.explanations import is_slip

    for printed in (0, 7, 10, 12, 120, 1001):
        assert slips(printed, 3000) == [
            n for n in range(printed + 3001) if abs(n - printed) <= 3000 and is_slip(printed, n)
        ]


def test_the_command_writes_its_figures_and_shows_a_case(tmp_path) -> None:
    file = tmp_path / "found.json"
    done = CliRunner().invoke(main, ["--tables", "29", "--seed", "3", "--solver", "1", "--json", str(file)])
    assert done.exit_code in (0, 1), done.output
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["seed"] == 3
    assert found["versions"]["scipy"]
    assert set(found["groups"]["corruption"]) == set(CORRUPTIONS)
    assert (done.exit_code == 1) == (found["groups"]["overall"]["all"]["silent"] > 0)
    shown = CliRunner().invoke(main, ["--case", "3-15"])
    assert "typo_1" in shown.output
    assert "printed:" in shown.output
