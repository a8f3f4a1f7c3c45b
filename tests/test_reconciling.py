"""Tables with known figures, damaged in known ways: what must come out, and what must never be asserted."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import a_token

from goiextract.errors import BadForm
from goiextract.forms import form_named, forms
from goiextract.reconciling import reconcile
from goiextract.reconciling.costs import read_costs
from goiextract.reconciling.inference import infer
from goiextract.records import CellKey, Fragment, Reading, Readings, Report, Status

TABLE = form_named("2021").table("applications")
SUMS = form_named("2021").sums_of("applications")
KINDS = [column.key for column in TABLE.rows[0].columns][:-1]
FRAME = ("new", "carried_in", "total", "carried_out")
Lines = list[tuple[str, list[str]]]


ALIKE = [(0.3, 1.0)] * 6
USUAL = [(0.7, 1.0), (0.4, 0.1), (0.1, 0.01), (0.1, 0.01), (0.1, 0.01), (0.15, 0.02)]


def figures(seed: int, largest: int = 30, kinds: Sequence[tuple[float, float]] = ALIKE) -> dict[CellKey, int]:
    """A consistent table 三 of the 2021 form, about two thirds zeros. kinds: for each column how many cells have a number, and
    how large these are."""
    rng, values = random.Random(seed), {}
    for row in TABLE.rows:
        for kind, (share, size) in zip(KINDS, kinds, strict=True):
            number = rng.randint(0, max(3, round(size * largest)))
            values[CellKey("applications", row.key, kind)] = number if rng.random() < share else 0
    for kind in KINDS:
        column = {row.key: CellKey("applications", row.key, kind) for row in TABLE.rows}
        handled = sum(values[key] for row, key in column.items() if row not in FRAME)
        values[column["total"]] = handled
        together = handled + values[column["carried_out"]]
        values[column["carried_in"]] = min(values[column["carried_in"]], together)
        values[column["new"]] = together - values[column["carried_in"]]
    for row in TABLE.rows:
        key = CellKey("applications", row.key, "total")
        values[key] = sum(values[CellKey("applications", row.key, kind)] for kind in KINDS)
    return values


def lines_of(values: dict[CellKey, int]) -> Lines:
    return [
        (row.key, [str(values[CellKey("applications", row.key, column.key)]) for column in row.columns])
        for row in TABLE.rows
    ]


def read_back(lines: Lines, glued: bool = False) -> Report:
    fragments = []
    for label, texts in lines:
        scores = ((label, math.log(0.96)), ("", math.log(0.04))) if label else ()
        if label == "group":
            scores = (("", math.log(0.99)),)
        tokens = [a_token("".join(texts), glued=True)] if glued else [a_token(text) for text in texts]
        fragments.append(Fragment(label, scores, tuple(tokens) if texts else ()))
    return reconcile(Readings((Reading("applications", "2021", tuple(fragments)),)), forms())


def asserted_wrong(report: Report, values: dict[CellKey, int]) -> list[CellKey]:
    sure = (Status.PRINTED, Status.INFERRED, Status.CORRECTED)
    return [
        key for key, value in values.items() if report[key].status in sure and report[key].value not in (None, value)
    ]


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_whole_table_comes_out_as_printed_and_unflagged(seed: int) -> None:
    values = figures(seed)
    report = read_back(lines_of(values))
    assert {key: report[key].value for key in values} == values
    assert not [figure for figure in report.doubtful() if figure.key.table == "applications"]


@given(st.integers(0, 10_000), st.data())
@settings(max_examples=25, deadline=None)
def test_a_figure_lost_from_a_row_is_found_by_the_sums_or_not_asserted(seed: int, data: st.DataObject) -> None:
    values, lines = figures(seed), lines_of(figures(seed))
    row, column = data.draw(st.integers(0, 24)), data.draw(st.integers(0, 6))
    lines[row][1].pop(column)
    report = read_back(lines)
    assert not asserted_wrong(report, values)
    assert [report[key].value for key in values].count(None) == 0


@given(st.integers(0, 10_000), st.sets(st.integers(0, 24), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_rows_that_are_not_there_are_never_asserted_wrongly(seed: int, gone: set[int]) -> None:
    values = figures(seed)
    lines = [line for number, line in enumerate(lines_of(values)) if number not in gone]
    report = read_back(lines)
    assert not asserted_wrong(report, values)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_runs_without_separators_are_split_by_the_sums(seed: int) -> None:
    values = figures(seed)
    report = read_back(lines_of(values), glued=True)
    assert not asserted_wrong(report, values)
    assert sum(report[key].value == value for key, value in values.items()) >= 160  # of 175; two splits may both add up


def test_an_office_mistake_stays_printed_and_is_located() -> None:
    values, lines = figures(7), lines_of(figures(7))
    lines[5][1][0] = str(int(lines[5][1][0]) + 3)
    report = read_back(lines)
    doubted = [figure for figure in report.doubtful() if figure.key.table == "applications"]
    assert [(figure.key.row, figure.key.column, figure.status) for figure in doubted] == [
        (TABLE.rows[5].key, "natural_person", Status.CONFLICTING)
    ]
    assert doubted[0].value == values[doubted[0].key] + 3
    assert doubted[0].consistent == values[doubted[0].key]
    assert any(finding.code == "sum_fails" for finding in report.findings)


def blank_everywhere(lines: Lines) -> Lines:
    return [(label, [""] * len(texts)) for label, texts in lines]


def unlabelled_rows(lines: Lines, *numbers: int) -> Lines:
    return [("" if number in numbers else label, texts) for number, (label, texts) in enumerate(lines)]


def test_blanks_stay_blank() -> None:
    report = read_back(blank_everywhere(lines_of(figures(1))))
    applications = [figure for figure in report.figures if figure.key.table == "applications"]
    assert {figure.status for figure in applications} == {Status.BLANK}
    assert {figure.value for figure in applications} == {None}


def test_a_blank_among_numbers_is_not_filled_but_its_number_is_named() -> None:
    values, lines = figures(3), lines_of(figures(3))
    lines[8][1][6] = ""
    figure = read_back(lines)[CellKey("applications", TABLE.rows[8].key, "total")]
    assert (figure.status, figure.value, figure.printed) == (Status.BLANK, None, "")
    assert figure.consistent == values[figure.key]
    assert figure.because


def test_the_only_row_of_its_block_without_a_label_is_told_and_of_two_neither() -> None:
    values = figures(11)
    report = read_back(unlabelled_rows(lines_of(values), 0, 9))
    assert {key: report[key].value for key in values} == values
    report = read_back(unlabelled_rows(lines_of(values), 0, 4, 9))
    open_rows = {figure.key.row for figure in report.doubtful() if figure.key.table == "applications"}
    assert open_rows == {TABLE.rows[4].key, TABLE.rows[9].key}
    assert {doubt for figure in report.doubtful() for doubt in figure.doubts} == {"row_not_named", "not_found"}
    assert not any(report[key].because for key in values if key.row in open_rows)


def test_rows_replaced_by_their_group_are_proven_zero() -> None:
    values = dict.fromkeys(figures(0), 0)
    for row in ("new", "total", "granted"):
        for column in ("natural_person", "total"):
            values[CellKey("applications", row, column)] = 2
    lines = [line for line in lines_of(values) if not line[0].startswith("deny_")]
    lines.insert(4, ("group", ["0"] * 8))
    report = read_back(lines)
    denied = [figure for figure in report.figures if figure.key.row.startswith("deny_")]
    assert len(denied) == 56
    assert {(figure.value, figure.status) for figure in denied} == {(0, Status.INFERRED)}
    assert all(figure.because for figure in denied)


@given(st.integers(0, 10_000), st.sets(st.integers(0, 174), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_what_is_inferred_is_right(seed: int, lost: set[int]) -> None:
    values = figures(seed)
    keys = list(values)
    gone = {keys[number] for number in lost}
    found = infer(SUMS, {key: value for key, value in values.items() if key not in gone}, gone)
    for key in gone:
        low, high = found[key]
        assert low <= values[key] <= high
    if len(gone) <= 3:
        assert all(low == high for low, high in found.values())


def test_no_reading_at_all_gives_a_report_without_figures() -> None:
    report = reconcile(Readings(()), forms())
    assert report.figures == ()
    assert [finding.code for finding in report.findings] == ["no_tables"]


def test_a_mistake_in_the_costs_names_its_key() -> None:
    text = files("goiextract.reconciling").joinpath("costs.toml").read_text(encoding="utf-8")
    assert read_costs(text).misprints.slip > 0
    for wrong, says in (
        (text.replace("junk_row ", "junk_rwo "), "lines.junk_row "),
        (text.replace("= 8.0", "= -8.0"), "misprints.slip must"),
        (text.replace("= 8.0", '= "8"'), "misprints.slip must"),
        (text.replace("[sums]", "[summs]"), r"\[sums\] is missing"),
        (text + "\nfree = 0.0\n", "misprints.free is no cost"),
        (text + "\n= 1\n", "costs.toml"),
    ):
        with pytest.raises(BadForm, match=says):
            read_costs(wrong)


def with_alternatives(values: dict[CellKey, int], other: dict[CellKey, tuple[str, ...]]) -> Report:
    """The table as a recogniser hands it on, with its second thoughts."""
    fragments = []
    for row in TABLE.rows:
        keys = [CellKey("applications", row.key, column.key) for column in row.columns]
        tokens = tuple(a_token(str(values[key]), key.column, alternatives=other.get(key, ())) for key in keys)
        fragments.append(Fragment(row.printed, ((row.key, -0.01), ("", -5.0)), tokens))
    return reconcile(Readings((Reading("applications", "2021", tuple(fragments)),)), forms())


@given(st.integers(0, 10_000), st.integers(0, 24), st.integers(0, 6))
@settings(max_examples=20, deadline=None)
def test_a_misread_figure_is_corrected_only_with_a_second_reading(seed: int, row: int, column: int) -> None:
    values = figures(seed)
    key = CellKey("applications", TABLE.rows[row].key, TABLE.rows[row].columns[column].key)
    read = values | {key: values[key] + 5}
    report = with_alternatives(read, {key: (str(values[key] + 2), str(values[key]))})
    assert (report[key].status, report[key].value) == (Status.CORRECTED, values[key])
    assert report[key].printed == str(read[key])
    # a slip of the office's that looks like a misread digit is corrected too, so a person should look
    assert [figure.key for figure in report.doubtful() if figure.key.table == "applications"] == [key]
    alone = with_alternatives(read, {})[key]
    assert (alone.status, alone.value, alone.consistent) == (Status.CONFLICTING, read[key], values[key])


def test_costs_are_counted_in_labelled_reports() -> None:
    pytest.importorskip("sklearn")
    from training.costs import estimated, events
    from training.label_files import read_labels

    reports = read_labels()
    found = estimated(events(reports))
    n, of, cost = found["lines", "row_skipped"]
    assert 0 < n < of
    assert cost == pytest.approx(-math.log((n + 0.5) / (of + 0.5 - n)), abs=0.01)
    whole = [replace(r, fragments=tuple(f for f in r.fragments if f.label != "applications.granted")) for r in reports]
    fewer = estimated(events(whole))["lines", "row_skipped"]
    assert fewer[2] < cost  # rows go missing more often
