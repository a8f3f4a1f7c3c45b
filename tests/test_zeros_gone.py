"""Tables whose zeros left no trace: what the sums place is asserted, what they leave open is not, and nothing is wrong."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import a_token
from test_reconciling import ALIKE, USUAL, asserted_wrong, figures, lines_of, read_back

from goiextract.forms import forms
from goiextract.reconciling import reconcile
from goiextract.reconciling.closed_choice import least_totals
from goiextract.records import CellKey, Fragment, Reading, Readings, Report, Status


def without_zeros(values: dict[CellKey, int]) -> list[tuple[str, list[str]]]:
    return [(label, [text for text in texts if text != "0"]) for label, texts in lines_of(values)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([3, 30, 400]), st.sampled_from([ALIKE, USUAL]))
def test_what_is_asserted_is_right_though_no_zero_left_a_trace(
    seed: int, largest: int, kinds: list[tuple[float, float]]
) -> None:
    values = figures(seed, largest, kinds)
    report = read_back(without_zeros(values))
    assert not asserted_wrong(report, values)


def test_many_figures_are_placed_by_the_sums_over_rows() -> None:
    placed = printed = 0
    for seed in range(12):
        values = figures(seed, 2000, USUAL)
        report = read_back(without_zeros(values))
        numbers = [key for key, value in values.items() if value]
        printed += len(numbers)
        placed += sum(report[key].status is Status.PRINTED and not report[key].flagged for key in numbers)
    assert placed > 0.4 * printed


def test_figures_that_may_stand_in_either_of_two_columns_are_open_and_their_sums_are_not() -> None:
    rows = {"new": ["5", "1", "6"], "granted": ["4", "4"], "partial": ["1", "1"], "deny_law": ["1", "1"]}
    rows |= {"total": ["5", "1", "6"]}
    report = read_back([(label, texts) for label, texts in rows.items()])
    totals = [report[CellKey("applications", row, "total")] for row in rows]
    assert [figure.value for figure in totals] == [6, 4, 1, 1, 6]
    assert not any(figure.flagged for figure in totals)
    for row in ("partial", "deny_law"):
        parts = [figure for figure in report.figures if figure.key.row == row and figure.key.column != "total"]
        assert not any(figure.value for figure in parts if not figure.flagged)


def test_a_line_of_figures_with_a_printed_zero_in_the_table_is_not_taken_for_one_without_zeros() -> None:
    values = figures(1, 30, USUAL)
    lines = without_zeros(values)
    label, _ = next(line for line in lines if not line[1])
    lines[[name for name, _ in lines].index(label)] = (label, ["0"] * 7)
    report = read_back(lines)
    assert not asserted_wrong(report, values)
    short = [name for name, texts in lines if 1 < len(texts) < 7]
    assert all(any(f.flagged for f in report.figures if f.key.row == name) for name in short)


def moved_up(numbers: list[str], **others: list[str]) -> Report:
    """A table of zeros in which three rows have these numbers in front of blanks. Seen in a real text: 7 | 3 | 10 | | | | |."""
    lines = lines_of(dict.fromkeys(figures(0), 0))
    moved = dict.fromkeys(("new", "unable_not_held", "total"), numbers) | others
    return read_back([(label, [*moved[label], *[""] * 7][:7] if label in moved else texts) for label, texts in lines])


def test_of_a_total_that_moved_up_and_the_figures_before_it_nothing_is_asserted() -> None:
    report = moved_up(["7", "3", "10"])
    for row in ("new", "unable_not_held", "total"):
        own = [figure for figure in report.figures if figure.key.row == row]
        assert own[-1].flagged  # the page prints no total
        assert all(figure.flagged for figure in own if figure.printed in ("3", "7", "10"))


def test_where_totals_may_not_be_filled_in_neither_the_figures_nor_the_blanks_are_asserted() -> None:
    for report in (moved_up(["3", "3"]), moved_up(["7", "3", "10"], granted=["4", "3"], carried_out=["4", "3"])):
        own = [figure for figure in report.figures if figure.key.row in ("new", "total")]
        assert all(figure.flagged for figure in own)


def test_equal_figures_stay_where_the_sum_over_rows_wants_both_though_totals_are_not_filled_in() -> None:
    lines = lines_of(dict.fromkeys(figures(0), 0))
    full = {"new": [3, 5, 0, 0, 0, 0, 8], "total": [3, 5, 0, 0, 0, 0, 8]}
    short = {"granted": ["1", "1"], "partial": ["2", "4"]}
    made = []
    for label, texts in lines:
        if label in full:
            texts = [str(number) for number in full[label]]
        elif label in short:
            texts = [*short[label], "0", "0", "0", "0", ""]
        made.append((label, texts))
    report = read_back(made)
    equal = [report[CellKey("applications", "granted", kind)] for kind in ("natural_person", "commercial_enterprise")]
    assert [figure.value for figure in equal] == [1, 1]
    assert not any(figure.flagged for figure in equal)


def proactive(runs: dict[str, str], stray: str = "") -> Report:
    """表二 of 2019 as runs of digits behind their labels; `stray`: figures of no row behind the last."""
    fragments = [
        Fragment(row, ((row, math.log(0.98)), ("", math.log(0.02))), (a_token(run, glued=True),))
        for row, run in runs.items()
    ]
    if stray:
        fragments.append(Fragment("其中", (("", -0.01),), (a_token(stray, glued=True),)))
    return reconcile(Readings((Reading("proactive", "2019", tuple(fragments)),)), forms())


ZEROS = {"rules": "000", "normative_documents": "000", "licensing": "0011"}


@pytest.mark.parametrize(
    ("runs", "stray", "value", "told"),
    [
        (ZEROS, "", 2, "a table that prints its zeros has a digit for each column"),
        ({}, "", None, "else it may be one figure beside blanks"),
        ({"rules": "0"}, "", None, "one zero may be the one line that an archive kept"),
        (ZEROS, "16", None, "the rest of its own line may stand behind it"),
    ],
)
def test_a_run_of_as_many_digits_as_columns(runs: dict[str, str], stray: str, value: int | None, told: str) -> None:
    report = proactive(runs | {"penalties": "210"}, stray)
    own = [figure for figure in report.figures if figure.key.row == "penalties"]
    assert own[0].value == value, told
    assert any(figure.flagged for figure in own) is (value is None), told


def test_a_lone_figure_where_the_document_ends_is_one_figure_among_lines_of_several() -> None:
    values = figures(3)
    lines = lines_of(values)[:3]
    fragments = [
        Fragment(row, ((row, math.log(0.98)), ("", math.log(0.02))), tuple(map(a_token, texts))) for row, texts in lines
    ]
    end = Fragment("partial", (("partial", math.log(0.98)), ("", math.log(0.02))), (a_token("60", glued=True),))
    for before, sure in ((fragments, True), ([], False)):
        reading = Reading("applications", "2021", (*before, end), cut_off=True)
        report = reconcile(Readings((reading,)), forms())
        figure = report[CellKey("applications", "partial", "natural_person")]
        assert (figure.value == 60 and not figure.flagged) is sure


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 4)), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_the_least_costs_are_those_of_trying_every_choice(rows: list[list[tuple[int, int, int]]]) -> None:
    found = least_totals(
        [[float(cost) for *_, cost in own] for own in rows], [[list(effect) for *effect, _ in own] for own in rows]
    )
    wanted = [[math.inf] * len(own) for own in rows]
    for choice in product(*(range(len(own)) for own in rows)):
        chosen = [own[number] for own, number in zip(rows, choice, strict=True)]
        if not any(sum(column) for column in list(zip(*chosen, strict=True))[:2]):
            cost = sum(price for *_, price in chosen)
            for own, number in zip(wanted, choice, strict=True):
                own[number] = min(own[number], cost)
    if found is None:
        assert all(math.isinf(cost) for own in wanted for cost in own)
    else:
        assert [own.tolist() for own in found] == wanted
