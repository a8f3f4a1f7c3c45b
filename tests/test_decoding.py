"""Choosing fillings, short cuts, rows in doubt, and readings that no document would give."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection
from itertools import product
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import a_token

from benchmarks.simulation.cases import cases
from goiextract import check, reconcile
from goiextract.errors import BadForm
from goiextract.forms import Identity, form_named, forms
from goiextract.reconciling import decoding
from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.costs import SUMS
from goiextract.reconciling.hypotheses import Filling
from goiextract.reconciling.line_checks import row_contested, row_not_named
from goiextract.reconciling.numerals import Numeral, read_numeral
from goiextract.reconciling.printed_rows import printed_rows
from goiextract.reconciling.second_thoughts import open_cells
from goiextract.reconciling.selection import choose
from goiextract.reconciling.sums import sums_of
from goiextract.reconciling.table_read import TableRead
from goiextract.records import CellKey, Fragment, Place, Reading, Readings, Status

ROWS = printed_rows(form_named("2021").table("applications"))
PLACES = {row.key: number for number, row in enumerate(ROWS)}
SMALL = ("a", "b", "c")


def identity(name: str, parts: list[CellKey], wholes: list[CellKey]) -> Identity:
    return Identity(name, "t", tuple(parts), tuple(wholes), "printed", name, name)


CELLS = [[CellKey("t", row, column) for column in "xy"] for row in SMALL]
ACROSS = [identity(column, [CELLS[0][n], CELLS[1][n]], [CELLS[2][n]]) for n, column in enumerate("xy")]


def lacks(counts: tuple[tuple[int | None, ...], ...]) -> list[int]:
    """What the two sums lack where cells without a number count as 0."""
    return [(counts[0][n] or 0) + (counts[1][n] or 0) - (counts[2][n] or 0) for n in range(2)]


@given(st.integers(0, 100_000))
@settings(max_examples=150, deadline=None)
def test_the_chosen_fillings_are_the_cheapest_that_add_up_or_else_the_cheapest(seed: int) -> None:
    rng = Random(seed)
    largest = rng.choice((1, 3, 10**13))
    ways, counts = [], []
    for _ in SMALL:
        own = [tuple(rng.choice((None, rng.randint(0, largest), 1)) for _ in "xy") for _ in range(rng.randint(2, 4))]
        costs = sorted(rng.uniform(0, 4) for _ in own)  # nearer together than what is left out
        counts.append(own)
        numerals = [
            tuple(None if value is None else Numeral(str(value), "number", value) for value in one) for one in own
        ]
        ways.append([Filling(cost, one, (0, 1)) for cost, one in zip(costs, numerals, strict=True)])
    # a cell may come to any count where some filling of its row has no number for it
    loose = [[any(one[n] is None for one in options) for n in range(2)] for options in counts]
    open_parts = [loose[0][n] or loose[1][n] for n in range(2)]
    costs_of: dict[bool, list[float]] = {True: [], False: []}
    for chosen in product(*(range(len(options)) for options in ways)):
        lack = lacks(tuple(counts[row][at] for row, at in enumerate(chosen)))
        closed = all(not lack[n] for n in range(2) if not open_parts[n] and not loose[2][n])
        fails = sum(
            bool(lack[n]) and not (open_parts[n] and lack[n] < 0) and not (loose[2][n] and lack[n] > 0)
            for n in range(2)
        )
        own = sum(ways[row][at].cost for row, at in enumerate(chosen))
        costs_of[closed].append(own + SUMS.across_fails * fails)
    choice = choose(CELLS, ways, counts, ACROSS)
    assert choice.settled
    assert choice.cost == pytest.approx(min(costs_of[True] or costs_of[False]))


@pytest.mark.parametrize("corruption", ["none", "typo_1", "blanks_for_zeros", "unfilled_column"])
def test_short_cuts_say_what_the_search_says(corruption: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = list(cases(4, 24, corruption))
    short = [reconcile(one.readings, forms()) for one in chosen]
    monkeypatch.setattr(decoding, "in_form_order", lambda *_: None)
    monkeypatch.setattr(decoding, "plain_placing", lambda *_: None)
    for one, report in zip(chosen, short, strict=True):
        searched = {figure.key: figure for figure in reconcile(one.readings, forms()).figures}
        for figure in report.figures:
            other = searched[figure.key]
            if not figure.flagged and not other.flagged:
                assert (figure.value, figure.consistent) == (other.value, other.consistent), (one.name, figure.key)


def line(*named: tuple[str, float], figures: str = "0 0 0 0 0 0 0") -> Fragment:
    scores = tuple((key, math.log(share)) for key, share in named)
    return Fragment(" ".join(key for key, _ in named), scores, tuple(a_token(text) for text in figures.split()))


def table(
    lines: dict[str | int, Fragment], order: list[Fragment] | None = None, name: str = "applications"
) -> TableRead:
    """A table whose rows have these lines, which were read in this order (else in the form's)."""
    form = form_named("2021")
    rows = printed_rows(form.table(name))
    places = {row.key: number for number, row in enumerate(rows)}
    by_row = {places[str(key)] if isinstance(key, str) else key: one for key, one in lines.items()}
    read = order or [by_row[row] for row in sorted(by_row)]
    at = {row: next(n for n, one in enumerate(read) if one is fragment) for row, fragment in by_row.items()}
    return TableRead(rows, sums_of(form, form.table(name)), read, read, at, at.keys(), True, True)


def doubted(check: Callable[[TableRead], Collection[CellKey]], read: TableRead) -> set[str]:
    """The rows that a check opens."""
    return {key.row for key in check(read)}


def test_a_row_whose_label_names_another_is_not_told_though_another_line_says_that_one_louder() -> None:
    named = {row.key: line((row.key, 0.99)) for row in ROWS if row.key not in ("deny_law", "deny_secret")}
    other = {"deny_law": line(("deny_secret", 0.98), ("", 0.02))}
    assert doubted(row_not_named, table(named | other)) == {"deny_law"}
    claimed = named | other | {"deny_secret": line(("deny_secret", 0.999))}
    assert doubted(row_not_named, table(claimed)) == {"deny_law"}  # the page says it of both
    unknown = named | {"deny_secret": line(("deny_secret", 0.999)), "deny_law": line(("", 0.9), ("deny_law", 0.1))}
    assert doubted(row_not_named, table(unknown)) == set()


def test_two_lines_without_a_label_in_one_block_are_not_told_and_one_is() -> None:
    named = {row.key: line((row.key, 0.99)) for row in ROWS}
    bare, ones = line(figures="2 0 0 0 0 0 2"), line(figures="1 0 0 0 0 0 1")
    assert doubted(row_not_named, table(named | {"deny_law": ones})) == set()
    assert doubted(row_not_named, table(named | {"deny_law": ones, "partial": bare})) == {"deny_law", "partial"}
    assert doubted(row_not_named, table(named | {"deny_law": bare, "partial": bare})) == set()  # alike: all the same
    assert doubted(row_not_named, table(named | {"deny_law": ones, "new": bare})) == set()  # sums tell these apart
    without = {key: one for key, one in named.items() if key != "deny_safety"}
    assert doubted(row_not_named, table(without | {"deny_law": ones})) == {"deny_law"}


def test_a_label_on_a_line_of_its_own_tells_the_figures_beside_it() -> None:
    named = {row.key: line((row.key, 0.99)) for row in ROWS}
    lines = named | {"deny_law": line(), "deny_safety": line(figures="1 0 0 0 0 0 1"), "partial": line()}
    order: list[Fragment] = []
    for key, one in lines.items():
        order += [one] if one.scores or key == "partial" else [line((key, 0.95), figures=""), one]
    assert doubted(row_not_named, table(lines, order)) == set()


def test_a_label_with_blanks_above_words_that_name_no_row_may_be_one_row_with_them() -> None:
    named = {row.key: line((row.key, 0.99)) for row in ROWS}
    blanks = Fragment("label", (("refuse_petition", -0.01),), tuple(a_token("") for _ in range(7)))
    read = table(named | {"refuse_petition": blanks, "refuse_repeat": line(("", 0.9))})
    assert doubted(row_not_named, read) == {"refuse_petition", "refuse_repeat"}


def test_the_only_line_of_a_group_may_be_the_group() -> None:
    lone = {"granted": line(("granted", 0.99)), "deny_secret": line(("deny_secret", 0.6), ("", 0.4))}
    assert doubted(row_contested, table(lone)) == {"deny_secret"}
    assert doubted(row_contested, table(lone | {"deny_law": line(("deny_law", 0.9))})) == set()
    assert doubted(row_contested, table({"deny_secret": line(("deny_secret", 0.99))})) == set()


def test_rows_out_of_order_need_labels_that_say_so() -> None:
    law, safety = line(("deny_law", 0.97)), line(("deny_safety", 0.97))
    unsure = line(("deny_safety", 0.7), ("deny_law", 0.3))
    assert doubted(row_contested, table({"deny_law": law, "deny_safety": safety}, [law, safety])) == set()
    assert doubted(row_contested, table({"deny_law": law, "deny_safety": safety}, [safety, law])) == set()
    exchanged = table({"deny_law": law, "deny_safety": unsure}, [unsure, law])
    columns = printed_rows(form_named("2021").table("applications"))[0].columns
    cells = [
        CellRead(CellKey("applications", row, column.key), column, read_numeral(text), Place())
        for row, text in (("deny_law", "0"), ("deny_safety", "5"))
        for column in columns
    ]
    assert doubted(row_contested, msgspec.structs.replace(exchanged, cells=tuple(cells))) == {"deny_law", "deny_safety"}
    alike = [msgspec.structs.replace(cell, numeral=read_numeral("0")) for cell in cells]
    assert doubted(row_contested, msgspec.structs.replace(exchanged, cells=tuple(alike))) == set()


def test_the_one_line_left_belongs_to_the_one_row_left() -> None:
    rows = printed_rows(form_named("2021").table("proactive"))
    widths = {row.key: " ".join("0" for _ in row.columns) for row in rows}
    lines = {row.key: line((row.key, 0.9), ("", 0.1), figures=widths[row.key]) for row in rows}
    keys = list(lines)
    assert doubted(row_not_named, table(lines, name="proactive")) == set()
    lines[keys[2]] = line((keys[2], 0.2), (keys[4], 0.2), ("", 0.3), figures=widths[keys[2]])
    assert doubted(row_not_named, table(lines, name="proactive")) == set()
    twice = lines | {keys[3]: line((keys[1], 0.9), ("", 0.1), figures=widths[keys[3]].replace("0", "5"))}
    # nothing tells which is which, but that keys[1] has more figures than either has room for
    assert doubted(row_not_named, table(twice, name="proactive")) == {keys[2], keys[3]}
    foreign = lines | {keys[2]: line(("", 0.9), figures=widths[keys[2]])}
    assert doubted(row_not_named, table(foreign, name="proactive")) == {keys[2]}


def test_swapped_rows_below_their_labels_are_put_right_or_in_doubt() -> None:
    texts = {key: f"{n} 0 0 0 0 0 {n}".split() for n, key in enumerate(PLACES) if key.startswith("deny")}
    total = sum(int(figures[0]) for figures in texts.values())
    order = [row.key for row in ROWS]
    order[5], order[6] = order[6], order[5]
    fragments: list[Fragment] = []
    for key in order:
        figures = texts.get(
            key, [str(total if key in ("new", "total") else 0), *"00000", str(total if key in ("new", "total") else 0)]
        )
        fragments.append(Fragment(key, ((key, math.log(0.99)), ("", math.log(0.01)))))
        fragments.append(Fragment("", (), tuple(a_token(text) for text in figures)))
    report = reconcile(Readings((Reading("applications", "2021", tuple(fragments)),)), form_named("2021"))
    for key, figures in texts.items():
        figure = report[f"applications.{key}.total"]
        assert figure.flagged or figure.value == int(figures[-1])
    assert {key for key in texts if report[f"applications.{key}.total"].flagged} <= set(order[5:7])


def test_a_second_thought_in_a_block_of_two_opens_both_though_the_other_was_sure() -> None:
    sums = form_named("2021").sums_of("review_litigation")
    known = {key: 0 for one in sums for key in one.cells}
    part, total = CellKey("review_litigation", "review", "other"), CellKey("review_litigation", "review", "total")
    known[part] = known[total] = 9
    assert open_cells(sums, known, {total: (0,)}) == {part, total}  # either may have been taken for the other
    assert open_cells(sums, known | {part: 4, total: 14}, {total: (9,)}) == set()  # the sum fails: it speaks for itself


@pytest.mark.parametrize("given_form", ["2021", "both"])
def test_one_form_or_several(given_form: str) -> None:
    readings = Readings(
        (Reading("applications", "2021", (line(("granted", 0.99), ("", 0.01), figures="1 0 0 0 0 0 1"),)),)
    )
    chosen = form_named("2021") if given_form == "2021" else forms()
    assert reconcile(readings, chosen)["applications.granted.total"].printed == "1"
    with pytest.raises(BadForm, match="2021.*given: 2019"):
        reconcile(readings, form_named("2019"))
    with pytest.raises(BadForm, match="no table 'nothing'"):
        reconcile(Readings((Reading("nothing", "2021", ()),)), form_named("2021"))


ODD = {
    "huge": "1000000000000 0 0 0 0 0 1000000000000",
    "beyond": "9" * 30 + " 0 0 0 0 0 " + "9" * 30,
    "negative": "-3 0 0 0 0 0 -3",
    "decimals": "1.5 0 0 0 0 0 1.5",
    "words": "甲 乙 丙 丁 戊 己 庚",
    "runs": "12345678901234567890 12345678901234567890",
    "many": " ".join(["7"] * 400),
}


@pytest.mark.parametrize("odd", ODD)
def test_figures_that_no_table_prints_are_never_asserted_unless_they_may_stand_there(odd: str) -> None:
    fragments = tuple(
        line((row.key, 0.97), ("", 0.03), figures=ODD[odd] if row.key == "granted" else "0 0 0 0 0 0 0") for row in ROWS
    )
    report = reconcile(Readings((Reading("applications", "2021", fragments),)), forms())
    asserted = {f.value for f in report.figures if f.key.row == "granted" and f.value is not None and not f.flagged}
    assert asserted <= {0}
    assert not check(report)


@pytest.mark.parametrize("count", [0, 500])
def test_no_line_at_all_and_five_hundred_take_bounded_time(count: int) -> None:
    rng = Random(count)
    fragments = tuple(
        line(
            (rng.choice(ROWS).key, rng.uniform(0.2, 0.9)), ("", 0.05), figures=" ".join(rng.choices("0123456789", k=7))
        )
        for _ in range(count)
    )
    start = time.process_time()
    report = reconcile(Readings((Reading("applications", "2021", fragments),)), forms())
    assert time.process_time() - start < 60  # it is a second; a search without bound would take hours
    assert not [f for f in report.figures if f.status is Status.PRINTED and not f.flagged] or count


def test_readings_of_one_table_that_contradict_each_other_are_open() -> None:
    def table(count: str) -> Reading:
        own = tuple(line((row.key, 0.97), ("", 0.03)) for row in ROWS if row.key != "granted")
        return Reading(
            "applications", "2021", (*own, line(("granted", 0.97), ("", 0.03), figures=f"{count} 0 0 0 0 0 {count}"))
        )

    report = reconcile(Readings((table("0"), table("4"))), forms())
    assert report["applications.granted.total"].status is Status.AMBIGUOUS


def test_nothing_is_inferred_beside_a_line_that_no_row_can_take() -> None:
    """Two rows in one line, all zeros but for the second, below totals not filled in."""
    rows = printed_rows(form_named("2019").table("applications"))
    figures = {"new": "0 1 1 0 1 1 4", "carried_in": "0 1 0 0 0 0 1", "unable_no_ready": "0 1 0 0 0 0 1"}
    lines = [line((row.key, 0.97), ("", 0.03), figures=figures.get(row.key, "0 0 0 0 0 0 0")) for row in rows[:-2]]
    both = line(("total", 0.85), ("other", 0.1), ("", 0.05), figures="0 0 0 0 0 0 0 0 1 1 0 1 1 4")
    report = reconcile(Readings((Reading("applications", "2019", (*lines, both)),)), forms())
    figure = report["applications.total.total"]
    assert figure.flagged or figure.value == 0
