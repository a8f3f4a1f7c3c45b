"""How figures are written: tables of examples by what they teach."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import a_token

from goiextract.forms import form_named
from goiextract.reconciling.hypotheses import fillings
from goiextract.reconciling.numerals import read_numeral
from goiextract.reconciling.splitting import digit_groups, splits, splits_that_add_up

PLAIN = [
    ("0", 0),
    (" 12 ", 12),
    ("　０　", 0),
    ("３，５２５", 3525),
    ("1,234,567", 1234567),
    ("1 234", 1234),
    ("3985758", 3985758),
]
WITH_UNIT = [("251000元", 251000, "元"), ("240万元", 240, "万元"), ("16 件", 16, "件"), ("７项", 7, "项")]
NOTHING = ["-", "—", "——", "/", "／", "_", "--", "无", "N/A", "…", "＿"]
REMARKS = [("22（其中修订 16 件）", 22), ("55(含自然失效 29 件)", 55), ("3*", 3)]
CHANGES = [("-24", -24), ("+19", 19), ("－15", -15), ("−18", -18), ("减18", -18), ("增5", 5), ("0", 0)]
UNREAD = ["共三件", "2020年", "1.属于", "3-5", "12.5.1", "见附件", "1" * 40]
DOUBTS = [("O", 0), ("l0", 10), ("5 5", 55), ("12,34", 1234), ("007", 7)]


@pytest.mark.parametrize(("text", "value"), PLAIN + REMARKS)
def test_plain(text: str, value: int) -> None:
    numeral = read_numeral(text)
    assert (numeral.kind, numeral.value, numeral.doubt) == ("number", value, False)


@pytest.mark.parametrize(("text", "value", "unit"), WITH_UNIT)
def test_units_are_kept(text: str, value: int, unit: str) -> None:
    numeral = read_numeral(text)
    assert (numeral.value, numeral.unit) == (value, unit)


@pytest.mark.parametrize("text", NOTHING)
def test_a_sign_for_nothing_is_not_zero(text: str) -> None:
    numeral = read_numeral(text)
    assert (numeral.kind, numeral.value) == ("dash", None)
    assert numeral.printed


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0\n", "\u200b"])
def test_blank(text: str) -> None:
    assert read_numeral(text).kind == "blank"


@pytest.mark.parametrize(("text", "value"), CHANGES)
def test_signs_of_a_change(text: str, value: int) -> None:
    numeral = read_numeral(text, "change")
    assert (numeral.kind, numeral.value, numeral.doubt) == ("number", value, False)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_no_figure_stays_unread(text: str) -> None:
    assert read_numeral(text).kind == "unread"


@pytest.mark.parametrize(("text", "value"), DOUBTS)
def test_doubtful_writing_is_said_to_be(text: str, value: int) -> None:
    numeral = read_numeral(text)
    assert (numeral.value, numeral.doubt) == (value, True)


def test_money_is_exact() -> None:
    assert read_numeral("0.5500", "money").value == Decimal("0.5500")
    assert read_numeral("59237.2449", "money").value == Decimal("59237.2449")
    assert read_numeral("3.5").doubt


@given(st.text(max_size=40))
def test_anything_at_all_in(text: str) -> None:
    numeral = read_numeral(text)
    assert (numeral.value is None) == (numeral.kind != "number")


@given(st.lists(st.integers(0, 400), min_size=6, max_size=6))
def test_the_printed_reading_of_a_run_is_among_those_found(parts: list[int]) -> None:
    row = (*parts, sum(parts))
    run = "".join(map(str, row))
    found, complete = splits_that_add_up(digit_groups(run) or [], [7], 64)
    assert row in found or not complete
    assert all("".join(map(str, reading)) == run for reading in found)


@given(st.text("0123", min_size=4, max_size=9), st.sampled_from([(4,), (3, 2), (2, 2)]), st.integers(0, 9))
def test_the_readings_that_add_up_are_those_of_all_readings(run: str, blocks: tuple[int, ...], border: int) -> None:
    groups = [group for group in (run[:border], run[border:]) if group]
    every, _ = splits(groups, sum(blocks), 10_000)
    ends = [sum(blocks[: number + 1]) for number in range(len(blocks))]
    adding_up = [
        reading
        for reading in every
        if all(sum(reading[end - size : end - 1]) == reading[end - 1] for end, size in zip(ends, blocks, strict=True))
    ]
    found, complete = splits_that_add_up(groups, blocks, 10_000)
    assert complete
    assert sorted(found) == sorted(adding_up)


def test_a_run_over_spaces_keeps_the_borders() -> None:
    found, complete = splits_that_add_up(digit_groups("200 000121") or [], [7], 8)
    assert (found, complete) == ([(20, 0, 0, 0, 0, 1, 21)], True)


def _ways(printed: list[str], row: str, form: str = "2019") -> list[tuple[object, ...]]:
    columns = next(r for r in form_named(form).table("proactive").rows if r.key == row).columns
    ways, _ = fillings([a_token(text, glued=len(printed) == 1) for text in printed], columns, None)
    return [tuple(n.value if n else None for n in way.numerals) for way in ways]


def test_runs_that_no_sum_splits_keep_every_reading() -> None:
    assert _ways(["007"], "rules") == [(0, 0, 7)]
    assert _ways(["35-15"], "fees") == [(35, -15)]
    assert {(2648, -18, 538), (2648, -1, 8538), (2648, None, 18538)} <= set(_ways(["2648-18538"], "penalties"))
    assert {(396, 442, 278), (396, 44, 2278)} <= set(_ways(["396442278"], "licensing"))


def test_blank_stub_cells_before_the_figures_are_dropped_first() -> None:
    assert _ways(["", "4", "2", "7"], "rules")[0] == (4, 2, 7)
