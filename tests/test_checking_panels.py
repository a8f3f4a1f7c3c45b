"""Panels that people typed over years of both forms; what the command says of files with many reports, columns or none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from test_checking import changed, checked
from test_reconciling import figures, lines_of, read_back

import goiextract
from goiextract.cli.alike_notes import HELD, AlikeNotes
from goiextract.cli.check import run as run_check
from goiextract.cli.checked_lines import CheckedLine
from goiextract.errors import GoiextractError
from goiextract.forms import form_named, forms
from goiextract.records import CellKey, Report, Status
from goiextract.typed import addresses
from training.corpus.figures import draw_figures, draw_size
from training.corpus.records import TABLES

YEARS = tuple(range(2019, 2026))
ALL_CELLS = list(dict.fromkeys(key for form in forms() for table in form.tables for key in table.cells))
STRAY = CellKey("applications", "other_other", "total")  # on the form of 2021 only
Values = dict[CellKey, str]


def form_of(year: int) -> str:
    return "2019" if year <= 2020 else "2021"


def made(seed: int, year: int) -> Values:
    """Every figure of a report of this year, all sums holding."""
    rng = Random(seed)
    drawn = draw_figures(rng, dict.fromkeys(TABLES, form_named(form_of(year))), draw_size(rng))
    return {key: figure.printed for key, figure in drawn.items()}


def busy(year: int) -> Values:
    """Such a report in which cells that only its form has, in 表三 too, hold other numbers than 0."""
    alone = [key for key in made(0, year) if key.row.startswith("other") and key.table == "applications"]
    return next(values for seed in range(99) if any((values := made(seed, year))[key] != "0" for key in alone))


def panel(
    reports: Iterable[tuple[int, Values]], told: str = "year", blank: str = "", name: Callable[[CellKey], str] = str
) -> str:
    """One line a report, with columns for the cells of both forms. told: which columns say what a report is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["source", *told.split(), *map(name, ALL_CELLS)])
    for number, (year, values) in enumerate(reports):
        said = {"year": str(year), "form": form_of(year)}
        cells = [values.get(key, blank) for key in ALL_CELLS]
        writer.writerow([f"r{number}", *(said[word] for word in told.split()), *cells])
    return text.getvalue()


def to_look_at(report: Report) -> list[str]:
    return [finding.code for finding in report.findings if finding.level != "note"]


def used(report: Report) -> list[str]:
    return [table.form for table in report.tables]


@pytest.mark.parametrize("told", ["year", "form", "year form", ""])
@pytest.mark.parametrize("blank", ["", "NA", "0"])
def test_a_clean_panel_of_both_forms_has_nothing_to_look_at(told: str, blank: str, tmp_path: Path) -> None:
    reports = [(year, made(seed, year)) for seed, year in enumerate(YEARS * 3)]
    text = panel(reports, told, blank)
    (tmp_path / "panel.csv").write_text(text, encoding="utf-8")
    assert run_check((str(tmp_path / "panel.csv"),), None) == 0
    for report, (year, values) in zip(checked(text), reports, strict=True):
        assert not to_look_at(report)
        assert used(report) == [form_of(year)] * 3
        assert {figure.key: str(figure.value) for figure in report.figures} == values


@pytest.mark.parametrize("told", ["year", "form", ""])
def test_exactly_the_planted_mistakes_are_found(told: str) -> None:
    reports = [(year, made(seed, year)) for seed, year in enumerate(YEARS * 3)]
    planted: dict[int, CellKey] = {}
    for number, (year, values) in enumerate(reports):
        if number % 4 == 1:
            keys = [key for key in values if key.table == "applications" and key.column != "total"]
            planted[number] = Random(number).choice(keys)
            values[planted[number]] = str(int(values[planted[number]]) + 3)
        elif number % 4 == 3:
            others = [key for key in ALL_CELLS if key not in made(0, year) and key.table == "applications"]
            planted[number] = Random(number).choice(others)
            values[planted[number]] = "2"
    for number, report in enumerate(checked(panel(reports, told))):
        assert bool(to_look_at(report)) == (number in planted)
        assert used(report) == [form_of(reports[number][0])] * 3
        if number % 4 == 1:
            misprints = [finding for finding in report.findings if finding.code == "likely_misprint"]
            assert any(planted[number] in finding.keys for finding in misprints)
        elif number in planted:
            (finding,) = [finding for finding in report.findings if finding.level != "note"]
            assert finding.code == "typed_not_on_form"
            assert dict(finding.details)["said"] == str(planted[number])


def test_a_stray_figure_does_not_change_the_form_where_zeros_are_left_blank() -> None:
    values = {key: text for key, text in made(5, 2019).items() if text != "0"}
    (report,) = checked(panel([(2019, {**values, STRAY: "3"})]))
    assert used(report) == ["2019"] * 3
    assert to_look_at(report) == ["typed_not_on_form"]
    (report,) = checked(panel([(2019, {**values, STRAY: "见附件"})]))
    assert to_look_at(report) == ["typed_not_on_form"]


def test_figures_decide_where_a_report_mixes_the_forms_and_the_year_where_they_do_not() -> None:
    old, new = busy(2019), busy(2022)
    mixed = {key: text for key, text in old.items() if key.table == "proactive"}
    mixed |= {key: text for key, text in new.items() if key.table != "proactive"}
    (report,) = checked(panel([(2022, mixed)], "year form"))
    assert used(report) == ["2019", "2021", "2021"]
    assert not to_look_at(report)
    (unlike,) = [finding for finding in report.findings if finding.code == "typed_form_unlike"]
    assert (unlike.table, dict(unlike.details)["unlike"]) == ("proactive", "2021")
    shared = {key: text for key, text in old.items() if key in new}
    for year in YEARS:
        (report,) = checked(panel([(year, shared)]))
        assert used(report) == [form_of(year)] * 3


def test_wordings_of_two_forms_are_columns_of_one_cell() -> None:
    old, new = "表二.行政处罚.处理决定数量", "表二.行政处罚.本年处理决定数量"
    text = f"source,year,{old},{new}\na,2019,7,\nb,2022,,8\nc,2022,9,8\n"
    key = CellKey("proactive", "penalties", "decisions")
    one, other, both = checked(text)
    assert (one[key].value, other[key].value, both[key].value) == (7, 8, None)
    assert [to_look_at(report) for report in (one, other)] == [[], []]
    assert "typed_twice" in to_look_at(both)


def test_a_table_left_blank_is_one_note() -> None:
    values = {key: text for key, text in made(3, 2022).items() if key.table != "review_litigation"}
    (report,) = checked(panel([(2022, values)]))
    told = [finding.code for finding in report.findings if finding.table == "review_litigation"]
    assert told == ["typed_table_blank"]
    assert report["review_litigation.review.total"].status is Status.BLANK


def test_typed_cells_of_table_two_have_not_run_together() -> None:
    names = ("licensing.change", "penalties.decisions", "procurement.amount", "rules.made", "fees.change")
    header = "source,year," + ",".join(f"proactive.{name}" for name in names)
    (report,) = checked(f"{header}\na,2019,-12,44,12.50,1.5,abc\n")  # some of the columns, as in many panels
    assert [str(report[f"proactive.{name}"].value) for name in names] == ["-12", "44", "12.50", "None", "None"]
    assert to_look_at(report) == ["typed_no_number"] * 2
    values = busy(2019)
    blank = CellKey("proactive", "licensing", "change")
    values[CellKey("proactive", "licensing", "previous_items")] = "12"
    (report,) = checked(panel([(2019, {**values, blank: ""})]))
    assert not to_look_at(report)
    assert (report[blank].status, report["proactive.licensing.previous_items"].value) == (Status.BLANK, 12)


def test_our_own_csv_of_both_forms_reads_back() -> None:
    reports = list(checked(panel([(year, made(seed, year)) for seed, year in enumerate(YEARS)])))
    mixed = replace(reports[0], source="mixed", tables=(reports[0].tables[0], *reports[5].tables[1:]))
    mixed = replace(mixed, figures=(*reports[0].figures[:22], *reports[5].figures[10:]))
    reports.append(mixed)
    text = "".join(goiextract.report_to_csv(report, header=not number) for number, report in enumerate(reports))
    for report, back in zip(reports, checked(text), strict=True):
        assert used(back) == used(report)
        assert not to_look_at(back)
        assert [figure.value for figure in back.figures] == [figure.value for figure in report.figures]


# ---- the command -------------------------------------------------------------------------------------------------


def failing() -> Report:
    lines = lines_of(figures(8))
    lines[2][1][6] = str(int(lines[2][1][6]) + 4)
    return replace(read_back(lines), source="甲.pdf", kind="pdf")


def test_a_report_of_ours_whose_sums_fail_is_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = failing()
    path = tmp_path / "one.jsonl"
    path.write_text(goiextract.report_to_json(report) + "\n", encoding="utf-8")
    assert run_check((str(path),), None) == 1
    said = capsys.readouterr().out
    assert "to look at: 1 " in said
    assert "all borne out" in said  # the report says itself that they fail
    for code in ("sum_fails", "likely_misprint"):
        (finding,) = [finding for finding in report.findings if finding.code == code][:1]
        assert goiextract.sentences.sentence(finding, "en") in said
    table = tmp_path / "one.csv"
    table.write_text(goiextract.report_to_csv(report), encoding="utf-8")
    assert run_check((str(table),), None) == 1


def test_other_doubts_of_our_reports_are_their_own_affair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = lines_of(figures(8))
    lines[2][1][6] = lines[2][1][0] = "?"
    report = read_back(lines)
    assert report.doubtful()
    assert "cell_ambiguous" in {finding.code for finding in report.findings}
    assert not {"sum_fails", "sums_impossible"} & {finding.code for finding in report.findings}
    path = tmp_path / "one.json"
    path.write_text(goiextract.report_to_json(report), encoding="utf-8")
    assert run_check((str(path),), None) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    lost = next(figure.key for figure in report.figures if figure.status is Status.PRINTED)
    path.write_text(goiextract.report_to_json(changed(report, lost, value=10**9)), encoding="utf-8")
    assert run_check((str(path),), None) == 1


def test_a_note_that_many_reports_share_is_told_once_and_nothing_to_look_at_is_hidden(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = [(2022, made(seed, 2022)) for seed in range(6)]
    wrong = CellKey("applications", "granted", "total")
    for _, values in reports[:3]:
        values[wrong] = str(int(values[wrong]) + 5)
    reports[5][1][CellKey("proactive", "penalties", "decisions")] = ""
    path = tmp_path / "panel.csv"
    path.write_text(panel(reports), encoding="utf-8")
    assert run_check((str(path),), None) == 1
    said = capsys.readouterr().out
    shared = [line for line in said.splitlines() if "which nothing can check (10)" in line]
    assert len(shared) == 1
    assert shared[0].endswith("[5 reports]")
    assert len(re.findall(r"which nothing can check \(9\)", said)) == 1
    assert len(re.findall(r"→ \d+\. \[line \d, column \d+\]", said)) >= 3
    path.write_text(panel(reports[:1]), encoding="utf-8")
    run_check((str(path),), None)
    assert "reports share" not in capsys.readouterr().out


def test_lines_are_given_as_they_come_once_some_have_waited() -> None:
    notes = AlikeNotes("panel.csv")
    lines: list[str] = []
    for number in range(HELD + 50):
        own = [CheckedLine(f"r{number}"), CheckedLine("  ! wrong"), CheckedLine("  - alike", True)]
        lines += notes.lines([*own, CheckedLine(f"  - note {number // (HELD + 20)}", True)])
        assert not lines or lines.count("  ! wrong") == number + 1
    lines += notes.end("en")
    assert lines.count("  ! wrong") == HELD + 50
    assert [line for line in lines if "alike" in line] == [f"  - alike [{HELD + 50} reports]"]
    assert lines.count("  - note 1") == 1  # met late, and told where it was first met
    assert lines[-3:] == [
        f"  - alike [{HELD + 50} reports]",
        f"  - note 0 [{HELD + 20} reports]",
        "  - note 1 [30 reports]",
    ]


def test_what_cannot_be_written_names_the_option_of_the_command(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(goiextract.report_to_json(failing()), encoding="utf-8")
    with pytest.raises(Exception, match="--json"):
        run_check((str(path),), str(path))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("source,year,三、收到\nx,2020,3\n", "line 1: source, year, 三、收到"),
        ("2022年数据\n\nsource,year,三、收到\nx,2020,3\n", "line 3: source, year, 三、收到"),
        ("年度数据,,\n甲,乙,丙\n1,2,3\n", "line 2: 甲, 乙, 丙"),
        ("甲,乙\n1,2\n丙,丁\n", "line 1: 甲, 乙"),
    ],
)
def test_the_line_that_looks_like_a_header_is_named(text: str, named: str) -> None:
    with pytest.raises(GoiextractError, match=re.escape(named)):
        checked(text)


def test_an_unknown_column_is_named_with_the_line_of_the_header() -> None:
    (report,) = checked("2022年数据\n\nsource,applications.new.total,applications.new.nobody\na,3,4\n")
    (unknown,) = [finding for finding in report.findings if finding.code == "typed_unknown"]
    assert dict(unknown.details)["line"] == "3"


# ---- tables made to take long ------------------------------------------------------------------------------------


def test_a_column_costs_a_few_look_ups_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    checked("source,applications.new.total\na,1\n")  # the index is made
    count = [0]
    bare = addresses._bare

    def counting(text: str) -> str:
        count[0] += 1
        return bare(text)

    monkeypatch.setattr(addresses, "_bare", counting)
    for n_columns in (50, 1000):
        count[0] = 0
        names = ",".join(f"applications-new.{n_columns}x{number}" for number in range(n_columns))
        (report,) = checked(f"source,applications.new.total,{names}\na,1{',1' * n_columns}\n")
        assert "typed_unknown" in to_look_at(report) or report.findings
        assert count[0] <= 6 * n_columns + 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source,applications.new.total" + ",x" * 20_000 + "\na,1\n", "line 1: more than 16384 columns"),
        ("source,applications.new.total\na,1" + "," * 20_000 + "\n", "line 2: more than 16384 columns"),
        ("source,applications.new.total\n" + "a,1\n" * 30, "more than 20 reports"),
        ("source,address,value\n" + "".join(f"r{n},applications.new.total,1\n" for n in range(30)), "than 20 reports"),
    ],
)
def test_too_many_columns_or_reports_are_refused(text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goiextract.typed.typed_table.MOST_REPORTS", 20)
    with pytest.raises(GoiextractError, match=said):
        checked(text)


def test_a_name_as_long_as_a_book_and_a_cell_typed_a_thousand_times_are_told_in_short() -> None:
    text = "source,table,row,column,value\n" + f"a,表三,{'一.' * 50_000},总计,1\n"
    text += "".join(f"a,表三,（一）予以公开,总计,{number}\n" for number in range(1000))
    (report,) = checked(text)
    assert {"typed_unknown", "typed_twice"} <= set(to_look_at(report))
    assert len(report["applications.granted.total"].printed or "") < 200
    assert all(len(said) < 400 for finding in report.findings for _, said in finding.details)


# ---- texts that a spreadsheet would run --------------------------------------------------------------------------


def kept_from_running(text: str) -> str:
    return f"'{text}" if re.match(r"'*[=+\-@＝＋－＠\t\r]", text) and not re.fullmatch(r"-?\d+(\.\d+)?", text) else text


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "-甲", "@乙'", "＝丙", "'=丁", "''+戊'", "甲", "'庚'", "-5", "'辛"]
)
def test_names_kept_from_running_in_a_spreadsheet_are_the_original_again(name: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            ["source", "agency", "year", "address", "value"],
            [*map(kept_from_running, (name, name)), "2022", "applications.new.total", "5"],
        ]
    )
    (report,) = checked(text.getvalue())
    assert (report.source, report.agency) == (name, name)
    wide = io.StringIO()
    csv.writer(wide).writerows([["source", "applications.new.total"], [kept_from_running(name), "5"]])
    assert checked(wide.getvalue())[0].source == name


@pytest.mark.parametrize(
    ("typed", "printed", "value"),
    [
        ("-5", "-5", -5),
        ("'-5", "-5", -5),
        ("'12", "12", 12),
        ('="12"', "12", 12),
        ("'-", "-", None),
        ("''=1", "'=1", None),
    ],
)
def test_one_apostrophe_is_taken_off_a_figure(typed: str, printed: str, value: int | None) -> None:
    text = io.StringIO()
    rows = [["source", "year", "address", "value"], ["a", "2019", "proactive.licensing.change", typed]]
    rows += [["a", "2019", f"proactive.licensing.{column}", "3"] for column in ("previous_items", "decisions")]
    csv.writer(text).writerows(rows)
    (report,) = checked(text.getvalue())
    figure = report["proactive.licensing.change"]
    assert (figure.printed or figure.mark, figure.value) == (printed, value)
