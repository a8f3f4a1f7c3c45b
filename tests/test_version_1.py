"""What version 0.1 wrote is still read, and not overwritten where the present version does not say the same.

The files in ``version_1/`` were written by version 0.1.0 from the two documents there.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import goiextract
from benchmarks.scoring.gold_lines import gold_lines
from goiextract.cli.lines_kept import csv_lines_lost
from goiextract.labelling.model import RowModel
from goiextract.records import Place, Status
from goiextract.report import CSV_HEADER
from goiextract.report.schema import PUBLISHED, report_schema
from training.corrected import labels_from_report

FOLDER = Path(__file__).parent / "version_1"
LINES = (FOLDER / "reports.jsonl").read_text(encoding="utf-8").splitlines()
DOCUMENTS = ("lost.html", "open.txt")


def figures_of(line):
    return {tuple(figure["key"]): figure for figure in json.loads(line)["figures"]}


@pytest.mark.parametrize("line", LINES, ids=DOCUMENTS)
def test_json_of_version_1_is_read_and_says_the_same_in_the_present_terms(line):
    jsonschema.validate(json.loads(line), json.loads(PUBLISHED.with_name("report.v1.json").read_text("utf-8")))
    report, old = goiextract.report_from_json(line), figures_of(line)
    assert report.schema_version == 2
    for figure in report.figures:
        was = old[figure.key]
        assert (" | ".join(figure.readings) or figure.mark or figure.printed) == was["printed"]
        assert (figure.value is None, figure.status) == (was["value"] is None, was["status"])
        assert not (figure.mark and figure.printed)
        assert bool(figure.place.line or figure.place.table) == bool(was["place"]["path"])
    assert goiextract.check(report) == ()
    again = goiextract.report_to_json(report)
    jsonschema.validate(json.loads(again), json.loads(report_schema()))
    assert goiextract.report_from_json(again) == report


def test_readings_marks_and_places_of_version_1_stand_where_they_stand_now():
    lost, unsettled = map(goiextract.report_from_json, LINES)
    assert lost["proactive.rules.issued"].mark == "—"
    assert lost["proactive.rules.issued"].place == Place(table=1, row=3, cell=2)
    assert (unsettled["proactive.rules.in_force"].printed, unsettled["proactive.rules.in_force"].mark) == ("", "见附件")
    assert unsettled["proactive.coercion.decisions"].printed == "1O"
    figure = unsettled["review_litigation.review.pending"]
    assert (figure.printed, figure.readings, figure.place) == ("4", ("4", "100"), Place(line=58, field=3))
    assert unsettled["proactive.normative_documents.issued"].readings == ()  # 0.1 did not keep them beside a value
    assert [link.year for link in goiextract.link_years([lost, unsettled]).links] == []  # of one year


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "goiextract", *map(str, arguments)],
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def ours(name):
    return goiextract.report_to_csv(goiextract.extract(FOLDER / name))


@pytest.mark.parametrize("version", [1, 2])
def test_check_reads_json_and_csv_of_both_versions(version, tmp_path):
    new = [goiextract.report_from_json(line) for line in LINES]
    table, lines = tmp_path / "figures.csv", tmp_path / "reports.jsonl"
    if version == 1:
        shutil.copy(FOLDER / table.name, table)
        shutil.copy(FOLDER / lines.name, lines)
    else:
        table.write_text("".join(goiextract.report_to_csv(one, header=one is new[0]) for one in new), encoding="utf-8")
        lines.write_text("".join(goiextract.report_to_json(one) + "\n" for one in new), encoding="utf-8")
    done = run("check", lines)
    assert (done.returncode, "reports: 2, to look at: 0" in done.stdout) == (0, True)
    out = tmp_path / "checked.jsonl"
    done = run("check", table, "--json", out)
    assert (done.returncode, "reports: 2, to look at: 2" in done.stdout) == (1, True)
    checked = [goiextract.report_from_json(line) for line in out.read_text(encoding="utf-8").splitlines()]
    figures = {key: figure for report in checked for key, figure in report.items() if report.source == "open.txt"}
    unsettled = [figure for figure in figures.values() if figure.status is Status.AMBIGUOUS]
    assert {(figure.key.row, figure.key.column) for figure in unsettled} >= {("review", "other"), ("rules", "in_force")}
    pending = next(figure for key, figure in figures.items() if str(key) == "review_litigation.review.pending")
    assert (pending.value, pending.readings) == (None, ("4", "100"))  # none of them is taken for the number
    assert next(f for f in unsettled if f.key.row == "rules").mark == "见附件"


def test_what_a_person_decided_and_the_unit_come_back_from_the_csv(tmp_path):
    report = goiextract.extract(FOLDER / "lost.html")
    lines = list(csv.DictReader(io.StringIO(goiextract.report_to_csv(report))))
    for line in lines:
        if (line["table"], line["row"]) == ("proactive", "fees"):
            line |= {"unit": "元", "decision": "=0", "decided": "2026-12-01"}
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_HEADER)
    writer.writeheader()
    writer.writerows(lines)
    (checked,) = goiextract.check_table(text.getvalue().encode())
    figure = checked["proactive.fees.amount"]
    assert (figure.unit, figure.decision, figure.decided) == ("元", "=0", "2026-12-01")
    assert sum(bool(figure.decision) for figure in checked.figures) == 1


@pytest.mark.parametrize(("column", "cells"), [("printed", "| 2,"), ("printed,readings", ",| 2,")])
def test_a_cell_that_may_be_blank_is_no_number_though_a_spreadsheet_trimmed_its_readings(column, cells):
    text = f"source,table,row,column,{column},value,status\na,proactive,licensing,decisions,{cells},ambiguous\n"
    (report,) = goiextract.check_table(text.encode())
    figure = report["proactive.licensing.decisions"]
    assert (figure.printed, figure.value, figure.readings, figure.flagged) == ("", None, ("", "2"), True)


@pytest.fixture
def files(tmp_path):
    """The CSV of 0.1, and what the present version writes of the same figures."""
    old, new = tmp_path / "figures.csv", tmp_path / "new.csv"
    shutil.copy(FOLDER / "figures.csv", old)
    lost, unsettled = (goiextract.report_to_csv(goiextract.report_from_json(line)) for line in LINES)
    new.write_text(lost + unsettled.partition("\n")[2], encoding="utf-8")
    return old, new


def test_a_csv_of_version_1_is_held_where_the_new_one_says_all_of_it(files):
    old, new = files
    assert csv_lines_lost(str(old), str(new)) is None
    lost = csv_lines_lost(str(new), str(old))  # never the other way round
    assert lost is not None
    assert lost.lines > 300


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("deny_secret,natural_person,112,,0,", "deny_secret,natural_person,112,0,0,"),
        ("review,pending,4 | 100,", "review,pending,4 | 101,"),
        ("review,pending,4 | 100,", "review,pending,100,"),
        ("rules,issued,/,", "rules,issued,0,"),
        ("rules,in_force,见附件,", "rules,in_force,见附件 2,"),
    ],
)
def test_what_a_person_put_right_in_a_csv_of_version_1_is_lost_to_nothing(was, now, files):
    old, new = files
    text = old.read_text(encoding="utf-8")
    assert text.count(was) == 1
    old.write_text(text.replace(was, now), encoding="utf-8")
    lost = csv_lines_lost(str(old), str(new))
    assert lost is not None
    assert (lost.lines, now in lost.text) == (1, True)


def again(tmp_path, name):
    """A run of today onto the file of this name: its exit status and the names of the files then."""
    done = run("extract", FOLDER / "lost.html", "--out", tmp_path / name)
    return done.returncode, sorted(path.name for path in tmp_path.iterdir())


def test_a_user_of_version_1_who_runs_again_gets_the_new_csv_in_place_of_the_old_one(tmp_path):
    path = tmp_path / "figures.csv"
    old = (FOLDER / "figures.csv").read_text(encoding="utf-8").partition("open.txt,")[0]
    path.write_text(old, encoding="utf-8")
    assert again(tmp_path, path.name) == (0, ["figures.csv"])
    assert path.read_text(encoding="utf-8").startswith(",".join(CSV_HEADER) + "\n")
    path.write_text(old.replace("carried_in,natural_person,,,1", "carried_in,natural_person,,1,1"), encoding="utf-8")
    assert again(tmp_path, path.name) == (2, ["figures.csv", "figures.new.csv"])
    assert ",1,1,blank," in path.read_text(encoding="utf-8")


def test_a_column_of_ones_own_that_has_a_name_of_ours_now_is_kept(files):
    old, new = files
    text = old.read_text(encoding="utf-8")
    noted = text.replace("because\n", "because,mark\n", 1).replace(",\n", ",,see page 3\n", 1).replace(",\n", ",,\n")
    old.write_text(noted, encoding="utf-8")
    lost = csv_lines_lost(str(old), str(new))
    assert lost is not None
    assert "see page 3" in lost.text


def test_json_of_version_1_is_kept_beside_the_new_one(tmp_path):
    line = LINES[0] + "\n"
    (tmp_path / "reports.jsonl").write_text(line, encoding="utf-8")
    assert again(tmp_path, "reports.jsonl") == (2, ["reports.jsonl", "reports.new.jsonl"])
    assert (tmp_path / "reports.jsonl").read_text(encoding="utf-8") == line


def test_labels_and_gold_come_out_of_both_versions_alike(tmp_path):
    model = RowModel.load()
    old = csv.DictReader(io.StringIO((FOLDER / "figures.csv").read_text(encoding="utf-8")))
    by_source = {name: [] for name in DOCUMENTS}
    for line in old:
        by_source[line["source"]].append(line)
    for name in DOCUMENTS:
        data = (FOLDER / name).read_bytes()
        new = list(csv.DictReader(io.StringIO(ours(name))))
        labels = [labels_from_report(data, name, rows, model).fragments for rows in (by_source[name], new)]
        assert labels[0] == labels[1]
    texts = ((FOLDER / "figures.csv").read_text(encoding="utf-8").partition("open.txt")[0], ours("lost.html"))
    cells = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.csv"
        path.write_text(text, encoding="utf-8")
        cells.append([line.cell for line in gold_lines(path)])
    assert cells[0] == cells[1]
