"""Reports of several years: which year a failing link points at, what open cells gain, and that nothing is changed."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import a_token

import goiextract
from goiextract import compare_departments, link_years, panel_to_csv
from goiextract.errors import BadForm
from goiextract.forms import form_named, forms, load_form
from goiextract.panel import PANEL_HEADER, LinkResult, Panel, Standing
from goiextract.reconciling import reconcile
from goiextract.records import CellKey, Fragment, Reading, Readings, Report, Status
from goiextract.sentences import sentence
from training.corpus.figures import draw_figures

FOLDER = Path(__file__).parent.parent / "goiextract" / "forms"
NAME = "青禾区桥头街道办事处"
Values = dict[CellKey, str]


def cell(name: str) -> CellKey:
    return CellKey(*name.split("."))


def applications(form: str, **frame: tuple[int, int]) -> Values:
    """表三 that adds up: `frame` gives new, carried_in, carried_out of natural persons and enterprises; all else is granted."""
    table = form_named(form).table("applications")
    counts = dict.fromkeys(table.cells, 0)
    for n, kind in enumerate(("natural_person", "commercial_enterprise")):
        new, carried_in, carried_out = (frame[name][n] for name in ("new", "carried_in", "carried_out"))
        handled = new + carried_in - carried_out
        rows = {"new": new, "carried_in": carried_in, "carried_out": carried_out, "granted": handled, "total": handled}
        for row, count in rows.items():
            counts[CellKey(table.key, row, kind)] = count
            counts[CellKey(table.key, row, "total")] += count
    return {key: str(count) for key, count in counts.items()}


def proactive(form: str, **told: int) -> Values:
    """表二 of zeros but for `told`, by column, in the rows of documents (2021) or licensing (2019)."""
    row = "normative_documents" if form == "2021" else "licensing"
    cells = form_named(form).table("proactive").cells
    return {key: str(told.get(key.column, 0) if key.row == row else 0) for key in cells}


def report(year: int | None, *tables: Values, form: str = "2021", agency: str = NAME, **other: str) -> Report:
    """The report that the reconciler makes of these printed cells. `other`: cells printed otherwise, ``lost`` for none."""
    values = {key: text for table in tables for key, text in table.items()}
    values |= {cell(name.replace("__", ".")): text for name, text in other.items()}
    readings = []
    for table in form_named(form).tables:
        if not any(key.table == table.key for key in values):
            continue
        fragments = []
        for row in table.rows:
            columns = [column.key for column in row.columns]
            texts = [values.get(CellKey(table.key, row.key, column), "0") for column in columns]
            tokens = tuple(a_token(text, column) for text, column in zip(texts, columns, strict=True) if text != "lost")
            fragments.append(Fragment(row.printed, ((row.key, math.log(0.99)), ("", math.log(0.01))), tokens))
        readings.append(Reading(table.key, form, tuple(fragments)))
    made = reconcile(Readings(tuple(readings), agency, year), forms())
    return replace(made, source=f"{year}.pdf")


def years(**changed: Values) -> list[Report]:
    """2021 to 2024, each carrying on what the one before left; `changed` replaces the 表三 of a year (``y2022``)."""
    outs = {2020: (1, 0), 2021: (3, 1), 2022: (2, 2), 2023: (4, 1), 2024: (1, 1)}
    return [
        report(
            year,
            changed.get(f"y{year}")
            or applications("2021", new=(20, 9), carried_in=outs[year - 1], carried_out=outs[year]),
        )
        for year in range(2021, 2025)
    ]


def failing(panel: Panel) -> dict[tuple[int, str], LinkResult]:
    return {(link.year, link.link): link for link in panel.links if link.status == "fails"}


def test_three_years_that_agree() -> None:
    panel = link_years(years())
    assert panel.agencies == ((NAME, (2021, 2022, 2023, 2024)),)
    soft = [link for link in panel.links if link.certainty == "soft"]
    assert len(soft) == 3 * 7
    assert {link.status for link in soft} == {"holds"}
    assert [(link.left, link.right) for link in soft if link.link == "carried_on.total"] == [(4, 4), (4, 4), (5, 5)]
    assert {link.link: link.trivial for link in soft}["carried_on.other_org"]
    assert not {link.link: link.trivial for link in soft}["carried_on.total"]
    # 表二 is in none of these reports: its links are there and say which cells are not
    loose = [link for link in panel.links if link.certainty == "loose"]
    assert {link.status for link in loose} == {"unchecked"}
    assert all(len(link.lacking) == 4 for link in loose)
    assert not panel.findings


def test_a_misprint_is_laid_to_its_year_and_cell() -> None:
    wrong = applications("2021", new=(20, 9), carried_in=(3, 1), carried_out=(2, 2))
    wrong[cell("applications.carried_in.natural_person")] = "5"
    reports = years(y2022=wrong)
    before = list(reports)
    panel = link_years(reports)
    ((at, link),) = failing(panel).items()
    assert at == (2021, "carried_on.natural_person")
    assert (link.verdict, link.year_off, link.left, link.right) == ("clear", 2022, 3, 5)
    first = link.suspects[0]
    assert (first.year, str(first.key), first.number, first.implied, first.standing) == (
        2022,
        "applications.carried_in.natural_person",
        5,
        3,
        Standing.WANTED,
    )
    (finding,) = panel.findings
    assert finding.code == "year_off_clear"
    assert "2022 二、上年结转政府信息公开申请数量 · 自然人 5 → 3" in sentence(finding, "zh")
    assert "All points at 2022" in sentence(finding, "en")
    (evidence,) = panel.evidence
    assert (evidence.status, evidence.implied, evidence.supports) == (Status.CONFLICTING, 3, "3")
    assert evidence.trusted
    assert reports == before
    assert reports[1]["applications.carried_in.natural_person"].value == 5


def test_restated_numbers_are_left_undecided_and_both_are_named() -> None:
    restated = applications("2021", new=(20, 9), carried_in=(4, 1), carried_out=(1, 1))
    assert not failing(link_years(years(y2024=restated)))
    restated = applications("2021", new=(20, 9), carried_in=(6, 1), carried_out=(1, 1))
    panel = link_years(years(y2024=restated))
    found = failing(panel)
    assert set(found) == {(2023, "carried_on.natural_person"), (2023, "carried_on.total")}
    assert {(link.verdict, link.year_off) for link in found.values()} == {("undecided", None)}
    (finding,) = panel.findings  # one for both columns
    assert finding.code == "years_restated"
    said = sentence(finding, "zh")
    assert "4 ≠ 6，5 ≠ 7" in said
    assert "2023 四、" in said
    assert "2024 二、" in said


def test_a_year_that_agrees_with_neither_neighbour_is_the_likelier_one() -> None:
    other_scope = applications("2021", new=(70, 9), carried_in=(30, 1), carried_out=(60, 2))
    found = failing(link_years(years(y2022=other_scope)))
    assert {(at[0], link.verdict, link.year_off) for at, link in found.items()} == {
        (2021, "likely", 2022),
        (2022, "likely", 2022),
    }


def test_an_unproven_cell_is_trusted_less_than_a_proven_one() -> None:
    empty = dict.fromkeys(applications("2021", new=(0, 0), carried_in=(0, 0), carried_out=(0, 0)), "0")
    found = failing(link_years([*years()[:1], report(2022, empty)]))
    assert {(link.verdict, link.year_off) for link in found.values()} == {("likely", 2022)}


def test_ambiguous_and_lost_cells_get_evidence() -> None:
    first, *_ = years()
    carried = applications("2021", new=(20, 9), carried_in=(3, 1), carried_out=(2, 2))
    made = report(2022, carried)
    open_cell = cell("applications.carried_in.natural_person")
    open_figures = {
        "ambiguous": replace(
            made[open_cell],
            value=None,
            printed="31",
            readings=("31", "3"),
            consistent=None,
            status=Status.AMBIGUOUS,
        ),
        "missing": replace(made[open_cell], value=None, printed=None, consistent=None, status=Status.MISSING),
        "bounded": replace(made[open_cell], value=None, printed=None, status=Status.MISSING, bounds=(4, 9)),
    }
    got = {}
    for name, figure in open_figures.items():
        second = replace(made, figures=tuple(figure if f.key == open_cell else f for f in made.figures))
        panel = link_years([first, second])
        link = next(link for link in panel.links if link.link == "carried_on.natural_person")
        assert (link.status, link.lacking) == ("unchecked", ((2022, open_cell),))
        (got[name],) = panel.evidence
    assert (got["ambiguous"].readings, got["ambiguous"].supports, got["ambiguous"].implied) == (("31", "3"), "3", 3)
    assert got["ambiguous"].trusted
    assert got["ambiguous"].sources == ((2021, cell("applications.carried_out.natural_person")),)
    assert (got["missing"].supports, got["missing"].implied, got["missing"].possible) == ("", 3, True)
    assert not got["bounded"].possible


def test_stock_and_flow_name_the_stock_that_breaks_both_its_links() -> None:
    told = [(2021, 0, 0, 500), (2022, 60, 10, 550), (2023, 50, 3, 579), (2024, 50, 27, 620), (2025, 1, 1, 620)]
    reports = [
        report(year, proactive("2021", issued=issued, repealed=repealed, in_force=stock))
        for year, issued, repealed, stock in told  # 2023 should have 597
    ]
    found = failing(link_years(reports))
    assert set(found) == {
        (2022, "documents_in_force.normative_documents"),
        (2023, "documents_in_force.normative_documents"),
    }
    for link in found.values():
        assert (link.verdict, link.year_off) == ("clear", 2023)
        assert (link.suspects[0].number, link.suspects[0].implied) == (579, 597)
    assert {finding.level for finding in link_years(reports).findings} == {"note"}


def test_a_flow_between_two_confirmed_stocks_is_named() -> None:
    told = [(2021, 0, 0, 500), (2022, 60, 10, 550), (2023, 5, 3, 597), (2024, 50, 27, 620)]  # 2023 issued 50
    reports = [
        report(year, proactive("2021", issued=issued, repealed=repealed, in_force=stock))
        for year, issued, repealed, stock in told
    ]
    (link,) = failing(link_years(reports)).values()
    assert (link.year, link.verdict, link.year_off) == (2022, "likely", 2023)
    standings = {(one.year, one.key.column): (one.implied, one.standing) for one in link.suspects}
    assert standings == {
        (2022, "in_force"): (595, Standing.CONFIRMED),
        (2023, "issued"): (50, Standing.UNPROVEN),
        (2023, "repealed"): (-42, Standing.IMPOSSIBLE),
        (2023, "in_force"): (552, Standing.CONFIRMED),
    }


def test_signs_that_point_at_different_years_leave_it_undecided() -> None:
    zeros = dict.fromkeys(applications("2021", new=(0, 0), carried_in=(0, 0), carried_out=(0, 0)), "0")
    other_scope = applications("2021", new=(70, 9), carried_in=(30, 1), carried_out=(60, 2))
    found = failing(link_years(years(y2021=zeros, y2022=other_scope)))
    link = found[2021, "carried_on.natural_person"]  # 2021 has nothing but zeros, 2022 agrees with neither neighbour
    assert (link.verdict, link.year_off) == ("undecided", None)
    assert found[2022, "carried_on.natural_person"].year_off == 2022


def test_a_blank_counts_only_with_the_number_its_sums_prove() -> None:
    first, *_ = years()
    carried = applications("2021", new=(20, 9), carried_in=(3, 1), carried_out=(2, 2))
    proven = report(2022, carried, applications__carried_in__natural_person="")
    assert proven["applications.carried_in.natural_person"].value is None
    panel = link_years([first, proven])
    assert {link.status for link in panel.links if link.certainty == "soft"} == {"holds"}
    stock = [report(2021, proactive("2021", in_force=3)), report(2022, proactive("2021"))]
    blank = report(2022, proactive("2021"), proactive__normative_documents__in_force="")
    assert failing(link_years(stock))
    assert not failing(link_years([stock[0], blank]))


def test_what_zeros_say_of_a_lost_cell_is_not_trusted() -> None:
    zeros = dict.fromkeys(applications("2021", new=(0, 0), carried_in=(0, 0), carried_out=(0, 0)), "0")
    first, second, *_ = years(y2021=zeros)
    lost = cell("applications.carried_in.natural_person")
    figures = tuple(
        replace(figure, value=None, printed=None, status=Status.MISSING) if figure.key == lost else figure
        for figure in second.figures
    )
    (evidence,) = link_years([first, replace(second, figures=figures)]).evidence
    assert (evidence.implied, evidence.trusted) == (0, False)


def test_items_roll_and_the_forms_change_between_2020_and_2021() -> None:
    frame = {"new": (5, 1), "carried_in": (2, 0), "carried_out": (2, 0)}
    reports = [
        report(2019, applications("2019", **frame), proactive("2019", previous_items=8, change=-3), form="2019"),
        report(2020, applications("2019", **frame), proactive("2019", previous_items=5, change=1), form="2019"),
        report(2021, applications("2021", **frame), proactive("2021", in_force=7)),
    ]
    panel = link_years(reports)
    links = {(link.year, link.link): link for link in panel.links}
    rolled = links[2019, "items_roll.licensing"]
    assert (rolled.status, rolled.left, rolled.right) == ("holds", 5, 5)
    assert {name.partition(".")[0] for year, name in links if year == 2020} == {"carried_on"}
    assert not failing(panel)


def test_reports_that_cannot_be_placed_are_named_and_none_is_dropped() -> None:
    first, second, *_ = years()
    unplaced = [replace(first, year=None), replace(first, agency="  ")]
    office = replace(second, agency="青禾区人民政府办公室")
    spaced = replace(second, agency="青禾区 桥头街道办事处")
    panel = link_years([first, spaced, office, *unplaced])
    assert panel.agencies == (("青禾区人民政府办公室", (2022,)), (NAME, (2021, 2022)))
    assert set(panel.unplaced) == set(unplaced)
    assert [finding.code for finding in panel.findings] == ["report_without_year_or_agency"] * 2
    alone = link_years([first])
    assert (alone.links, alone.evidence, alone.findings) == ((), (), ())
    assert link_years([]).agencies == ()
    gap = link_years([first, replace(second, year=2024)])
    assert (gap.links, [finding.code for finding in gap.findings]) == ((), ["years_without_report"])


def test_two_reports_of_a_year_that_differ_are_both_kept_and_their_neighbour_tells_which_fits() -> None:
    first, second, *_ = years()
    other = report(2022, applications("2021", new=(20, 9), carried_in=(8, 1), carried_out=(2, 2)))
    panel = link_years([first, second, other])
    assert panel.findings[0].code == "several_reports_of_a_year"
    link = next(link for link in panel.links if link.link == "carried_on.natural_person")
    assert link.lacking == ((2022, cell("applications.carried_in.natural_person")),)
    evidence = next(each for each in panel.evidence if each.key == link.lacking[0][1])
    assert (evidence.readings, evidence.supports) == (("3", "8"), "3")
    holed = tuple(
        replace(figure, value=None, printed=None, status=Status.MISSING) if figure.key == evidence.key else figure
        for figure in second.figures
    )
    twice = link_years([first, second, second, replace(second, source="a.pdf", figures=holed)])
    assert not failing(twice)
    assert {link.status for link in twice.links if link.certainty == "soft"} == {"holds"}


def test_what_is_no_report_is_refused_by_name() -> None:
    failure = goiextract.Failure("b.pdf", "damaged", "UnreadableDocument")
    with pytest.raises(TypeError, match="Failure"):
        link_years([*years(), failure])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="list"):
        link_years(years()[0])  # type: ignore[arg-type]


def test_hostile_figures() -> None:
    first, *_ = years()
    huge = applications("2021", new=(10**12, 0), carried_in=(3, 1), carried_out=(10**12, 1))
    second = report(2022, huge, applications__new__total="-5")
    third = report(2023, applications("2021", new=(1, 1), carried_in=(10**12, 1), carried_out=(0, 0)))
    nothing = reconcile(Readings((), NAME, 2024), forms())
    panel = link_years([first, second, third, nothing, replace(first, year=2025, tables=(), figures=first.figures[:3])])
    by_name = {(link.year, link.link): link for link in panel.links}
    assert by_name[2022, "carried_on.natural_person"].left == 10**12
    assert by_name[2022, "carried_on.natural_person"].status == "holds"
    assert by_name[2023, "carried_on.total"].status == "unchecked"
    assert by_name[2023, "carried_on.total"].lacking == ((2024, cell("applications.carried_in.total")),)
    assert (2024, "carried_on.total") not in by_name  # neither year says on which form it is
    for odd in (Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999999"), 10**5000):
        figures = tuple(replace(figure, value=odd, consistent=odd) for figure in second.figures)
        panel = link_years([first, *[replace(second, figures=figures)] * 2, third])
        assert {link.status for link in panel.links} == {"unchecked"}
        assert panel_to_csv(panel)
        assert compare_departments(replace(second, figures=figures), [replace(first, year=2022, agency="甲局")]).cells
    unknown = replace(second, tables=tuple(replace(table, form="1066") for table in second.tables))
    assert not link_years([first, unknown]).links


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(7)), st.integers(0, 3))
def test_the_order_of_input_does_not_matter(order: list[int], seed: int) -> None:
    form, rng = form_named("2021"), Random(seed)
    drawn = [
        {
            key: figure.printed
            for key, figure in draw_figures(
                rng, dict.fromkeys(("proactive", "applications", "review_litigation"), form), "office"
            ).items()
        }
        for _ in range(3)
    ]
    many = [*years(), *(replace(report(2022, values), source=f"{n}.pdf") for n, values in enumerate(drawn))]
    assert link_years([many[n] for n in order]) == link_years(many)


def test_the_csv_has_one_line_a_link() -> None:
    wrong = applications("2021", new=(20, 9), carried_in=(3, 1), carried_out=(2, 2))
    wrong[cell("applications.carried_in.natural_person")] = "5"
    panel = link_years(years(y2022=wrong))
    header, *lines = csv.reader(io.StringIO(panel_to_csv(panel)))
    assert tuple(header) == PANEL_HEADER
    assert len(lines) == len(panel.links)
    (line,) = [dict(zip(header, line, strict=True)) for line in lines if "fails" in line]
    assert line == {
        "agency": NAME,
        "year": "2021",
        "next_year": "2022",
        "table": "applications",
        "link": "carried_on",
        "column": "natural_person",
        "left": "3",
        "right": "5",
        "status": "fails",
        "trivial": "false",
        "certainty": "soft",
        "verdict": "clear",
        "year_off": "2022",
        "cells": "2022:applications.carried_in.natural_person",
    }


def test_departments_stand_beside_the_government_and_prove_nothing() -> None:
    whole = report(
        2022, applications("2021", new=(50, 3), carried_in=(0, 0), carried_out=(0, 0)), agency="青禾区人民政府"
    )
    parts = [
        report(2022, applications("2021", new=(n, 1), carried_in=(0, 0), carried_out=(0, 0)), agency=f"青禾区第{n}局")
        for n in (10, 20)
    ]
    other_year = replace(parts[0], year=2021)
    broken = report(
        2022, applications("2021", new=(1, 0), carried_in=(0, 0), carried_out=(0, 0)), agency="青禾区水务局"
    )
    lost = cell("applications.new.total")
    broken = replace(
        broken,
        figures=tuple(
            replace(f, value=None, printed=None, status=Status.MISSING) if f.key == lost else f for f in broken.figures
        ),
    )
    found = compare_departments(whole, [*parts, other_year, whole, broken])
    (new,) = [each for each in found.cells if each.key == lost]
    assert (new.whole, new.departments, new.difference, new.counted, new.without) == (53, 32, 21, 2, 1)
    assert set(found.left_out) == {other_year, whole}
    codes = [finding.code for finding in found.findings]
    assert codes == ["departments_are_no_check", "department_left_out", "department_left_out"]
    assert {finding.level for finding in found.findings} == {"note", "warning"}
    old = report(
        2022, applications("2019", new=(9, 1), carried_in=(0, 0), carried_out=(0, 0)), form="2019", agency="乡"
    )
    thousands = tuple(replace(figure, unit="千件") for figure in parts[0].figures)
    for stranger in (old, replace(parts[0], figures=thousands)):
        (new,) = [each for each in compare_departments(whole, [parts[1], stranger]).cells if each.key == lost]
        assert (new.departments, new.counted, new.without) == (21, 1, 1)
    office = compare_departments(replace(whole, agency="青禾区人民政府办公室"), parts)
    assert "office_is_no_government" in [finding.code for finding in office.findings]


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("this.carried_out = next.carried_in", "this.carried_off = next.carried_in", "carried_off"),
        ("this.carried_out = next.carried_in", "this.carried_out = carried_in", "this.NAME"),
        ("this.carried_out = next.carried_in", "this.carried_out = this.carried_in", "next year"),
        ("this.carried_out = next.carried_in", "this.carried_out", "one '='"),
        ('certainty = "loose"', 'certainty = "firm"', "certainty"),
        ('certainty = "soft"', "", "certainty"),
        ('key       = "documents_in_force"\neach      = "proactive.*"', 'key = "d"\neach = "annex.*"', "annex"),
        ("next.issued - next.repealed", "next.issued next.repealed", "sum of"),
    ],
)
def test_a_mistake_in_a_link_names_file_and_key(tmp_path: Path, written: str, instead: str, says: str) -> None:
    text = (FOLDER / "2021.toml").read_text(encoding="utf-8")
    assert written in text
    path = tmp_path / "2021.toml"
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(BadForm) as raised:
        load_form(path)
    assert "2021.toml" in str(raised.value)
    assert says in str(raised.value)


def test_what_the_readme_shows_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (FOLDER.parent.parent / "README.md").read_text(encoding="utf-8")
    (block,) = (part for part in re.findall(r"^```python\n(.*?)^```", text, re.M | re.S) if "link_years" in part)
    wrong = applications("2021", new=(20, 9), carried_in=(3, 1), carried_out=(2, 2))
    wrong[cell("applications.carried_in.natural_person")] = "5"
    names: dict[str, object] = {"reports": years(y2022=wrong), "government": years()[0], "departments": years()}
    exec(block, {"goiextract": goiextract, **names})
    assert "carried_on" in capsys.readouterr().out
