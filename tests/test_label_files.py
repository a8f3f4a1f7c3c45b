"""Label files: what is written is read again, every mistake is named with file and line, corrected reports count too."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_documents import html_report, text_report

from goiextract import extract, form_named, report_to_csv
from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import read_folder, shipped_folder
from training import label_files
from training.corrected import labels_from_report
from training.guessed_labels import guessed, with_continuations
from training.label_files import (
    BadLabels,
    LabelledFragment,
    LabelledReport,
    labels_in,
    parted,
    read_labels,
    write_labels,
)
from training.label_names import resolved

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

FRAGMENTS = (
    LabelledFragment("=1+1", "none", place="line 1"),
    LabelledFragment("+86 电话：@办公室", "none", place="line 2"),
    LabelledFragment('-政务公开,“专栏”;\t"内"', "none", place="line 3"),
    LabelledFragment("三、收到和处理政府信息公开申请情况", "heading.applications", place="line 4"),
    LabelledFragment("申请人\n情况 ", "header.applications", place="line 5"),
    LabelledFragment("三、本年度办理结果", "applications.outcome", place="page 2 1.0 2.0 3.0 4.0"),
    LabelledFragment("（一）予以", "applications.granted", 7, place="page 2 1.0 2.0 3.0 5.0"),
    LabelledFragment("公开", "applications.granted", 0, True, place="page 2 1.0 2.0 3.0 6.0"),
    LabelledFragment("（三）不予公开", "applications.denied", place="line 7"),
    LabelledFragment("1.属于国家秘密", "applications.deny_secret", 7, place="line 8"),
)


def report(name: str = "甲.pdf", number: int = 1, fragments=FRAGMENTS) -> LabelledReport:
    return LabelledReport(name, f"{number:016x}", Path("nowhere.csv"), tuple(fragments))


@pytest.fixture(scope="module")
def model() -> RowModel:
    return RowModel.load()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A file of two reports: lines 2–12 (one text has two lines) and 13–23."""
    write_labels(tmp_path / "a.csv", [report(), report("乙.pdf", 2)])
    return tmp_path / "a.csv"


def lines_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def save(path: Path, lines: list[list[str]], **how: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=how.get("end", "\n"), delimiter=how.get("delimiter", ",")).writerows(lines)
    path.write_bytes(out.getvalue().encode(how.get("encoding", "utf-8")))


def plain(found: list[LabelledReport]) -> list[tuple[LabelledFragment, ...]]:
    return [tuple(replace(one, line=0) for one in each.fragments) for each in found]


def only_mistake(folder: Path) -> BadLabels:
    found, mistakes = labels_in(folder)
    assert len(mistakes) == 1, [str(one) for one in mistakes]
    with pytest.raises(BadLabels) as raised:
        read_labels(folder)
    assert str(raised.value) == str(mistakes[0])
    return mistakes[0]


def test_what_is_written_is_read_again(written):
    found = read_labels(written.parent)
    assert [(each.report, each.document) for each in found] == [("甲.pdf", f"{1:016x}"), ("乙.pdf", f"{2:016x}")]
    assert plain(found) == [FRAGMENTS, FRAGMENTS]
    assert [one.line for one in found[0].fragments] == [2, 3, 4, 5, 6, 8, 9, 10, 11, 12]
    again = written.with_name("b.csv")
    write_labels(again, found)
    assert again.read_bytes() == written.read_bytes()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-8", "\r")])
def test_a_spreadsheet_may_save_it_its_own_way(written, delimiter, encoding, end):
    lines = lines_of(written)
    swapped = [[*line[5:], "", *line[:5]] for line in lines]  # other order of columns, and one more
    swapped[0][3] = "remarks"
    swapped = [[cell.replace("\n", end) for cell in line] for line in swapped]
    save(written, [*swapped, [""] * 9], delimiter=delimiter, encoding=encoding, end=end)
    assert plain(read_labels(written.parent)) == [FRAGMENTS, FRAGMENTS]


@pytest.mark.parametrize(
    ("column", "line", "value", "at", "said"),
    [
        ("text", 4, "申请人情况", 6, "altered"),
        ("figures", 6, "6", 9, "altered"),
        ("place", 1, "line 9", 3, "altered"),
        ("check", 6, "", 9, "no check"),
        ("table", 6, "表三", 9, "there is no table '表三'; write one of proactive, applications, review_litigation"),
        ("table", 6, "", 9, "row 'granted' without its table (it is a row of applications)"),
        ("table", 6, "proactive", 9, "proactive has no row 'granted' (it is a row of applications)"),
        ("row", 6, "grantd", 9, "applications has no row 'grantd'"),
        ("row", 4, "", 6, "not labelled"),
        ("table", 0, "proactive", 2, "leave table empty"),
        ("row", 4, "continuation", 6, "no row of applications stands before it"),
        ("row", 9, "group", 12, "no row of applications follows it"),
        ("table", 4, "", 6, "header needs its table"),
    ],
)
def test_a_mistake_in_a_line_is_named(written, column, line, value, at, said):
    lines = lines_of(written)
    lines[line + 1][lines[0].index(column)] = value
    save(written, lines)
    mistake = only_mistake(written.parent)
    assert (mistake.file, mistake.line) == (written, at)
    assert said in str(mistake)
    assert str(mistake).startswith(f"{written}:{at}: ")


@pytest.mark.parametrize(
    ("order", "mistakes"),
    [
        ([0, 1, 3, 4, 5, 6, 7, 8, 9], [(4, "were lost")]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], [(2, "were lost")]),
        ([0, 1, 2, 3, 4, 5, 6, 7, 8], [(11, "last lines were lost")]),
        ([0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9], [(4, "twice, first at line 3")]),
        (
            [0, 2, 1, 3, 4, 5, 6, 7, 8],
            [(3, "followed the one at line 4"), (4, "moved"), (5, "moved"), (11, "last lines were lost")],
        ),
    ],
)
def test_lost_doubled_and_moved_lines_are_named(written, order, mistakes):
    lines = lines_of(written)
    save(written, [lines[0], *(lines[n + 1] for n in order), *lines[11:]])
    found, wrong = labels_in(written.parent)
    assert [each.report for each in found] == ["乙.pdf"]  # the other report is unharmed
    assert [one.line for one in wrong] == [line for line, _ in mistakes]
    for one, (_, said) in zip(wrong, mistakes, strict=True):
        assert said in one.problem


@pytest.mark.parametrize("column", ["text", "row", "check", "place"])
def test_a_sheet_that_was_sorted_is_read_as_it_was_written(written, column):
    lines = lines_of(written)
    sorted_lines = sorted(lines[1:], key=lambda line: line[lines[0].index(column)])
    assert sorted_lines != lines[1:]
    save(written, [lines[0], *sorted_lines])
    found = sorted(read_labels(written.parent), key=lambda each: each.document)
    assert plain(found) == [FRAGMENTS, FRAGMENTS]


def test_an_added_line_is_one_mistake(written):
    lines = lines_of(written)
    save(written, [*lines[:3], ["甲.pdf", lines[1][1], "line 2", "0", "另加", "", "other", "x"], *lines[3:]])
    assert only_mistake(written.parent).line == 4


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (lambda data: data.decode("utf-8-sig").encode("gbk"), 2, "looks like GBK"),
        (lambda data: data.decode("utf-8-sig").encode("utf-16"), 1, "looks like UTF-16"),
        (lambda data: data.decode("utf-8-sig").encode("utf-16-le"), 1, "looks like UTF-16"),
        (lambda data: data[:200] + b"\xff\xfe\xff" + data[200:], 4, "not UTF-8"),
        (lambda data: b"", 1, "empty"),
        (lambda data: b"PK\x03\x04" + data, 1, "a workbook (xlsx, ods), not CSV"),
        (lambda data: bytes(range(256)) * 40, 2, "not UTF-8, nor GBK"),
        (lambda data: data.splitlines(keepends=True)[0], 1, "no line below"),
        (lambda data: data.replace(b",check", b",cheque"), 1, "column check is missing"),
        (lambda data: data + b'"half a line', 24, "no CSV"),
        (lambda data: data.replace(b"0000000000000001", b"1", 1), 2, "not 16 letters and digits"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_named(written, change, line, said):
    written.write_bytes(change(written.read_bytes()))
    mistake = labels_in(written.parent)[1][0]
    assert (mistake.file, mistake.line) == (written, line)
    assert said in mistake.problem


def test_what_is_no_plain_csv_is_named_and_never_waited_for(written, monkeypatch):
    folder = written.parent
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    (folder / "lost.csv").symlink_to(folder / "nowhere")
    (folder / "mine.xlsx").write_bytes(b"PK")
    written.with_suffix(".xlsx").write_bytes(b"PK")  # a.csv stands beside it
    (folder / "B.CSV").write_bytes(b"")  # as some systems name it
    found, mistakes = labels_in(folder)
    assert len(found) == 2
    said = {one.file.name: one.problem for one in mistakes}
    wanted = {"folder": "a folder", "pipe": "no plain file", "zero": "no plain file", "lost": "No such file"}
    assert {name: words in said[f"{name}.csv"] for name, words in wanted.items()} == dict.fromkeys(wanted, True)
    assert "save it as UTF-8" in said["mine.xlsx"]
    assert "empty" in said["B.CSV"]
    assert len(said) == 6
    monkeypatch.setattr("training.label_sheets.LARGEST", 100)
    assert "larger than" in {one.file.name: one.problem for one in labels_in(folder)[1]}["a.csv"]


def test_a_document_number_that_a_spreadsheet_altered_is_one_mistake_and_hides_no_other(tmp_path):
    write_labels(tmp_path / "a.csv", [report("甲.pdf", 0x1234567890123456), report("乙.pdf", 2), report("丙.pdf", 3)])
    lines = lines_of(tmp_path / "a.csv")
    lines = [[field.replace("1234567890123456", "1234567890123460") for field in line] for line in lines]
    lines = [[field.replace(f"{2:016x}", "1.0E+15") for field in line] for line in lines]
    save(tmp_path / "a.csv", lines)
    found, mistakes = labels_in(tmp_path)
    assert [each.report for each in found] == ["丙.pdf"]
    assert [(one.line, "in all 10 lines" in one.problem) for one in mistakes] == [(2, True), (13, False)]
    assert "'1.0E+15' is not 16 letters and digits" in mistakes[1].problem


def test_one_document_in_two_files_is_named(written):
    write_labels(written.with_name("b.csv"), [report("丙.pdf", 2)])
    mistake = only_mistake(written.parent)
    assert (mistake.file.name, mistake.line) == ("b.csv", 2)
    assert "a.csv line 13 (乙.pdf)" in mistake.problem


def test_groups_and_continuations_become_what_they_stand_for():
    said = "group group deny_secret continuation header continuation group unable_not_held group continuation refuse"
    found = resolved([("applications", row) for row in said.split()])
    wanted = "outcome denied deny_secret deny_secret header deny_secret unable unable_not_held outcome outcome refuse"
    short = [one.label.replace("header.applications", "header").removeprefix("applications.") for one in found]
    assert " ".join(short) == wanted
    assert [one.continuation for one in found] == [word == "continuation" for word in said.split()]
    mixed = resolved(
        [("applications", "granted"), ("proactive", "fees"), ("applications", "continuation"), ("", "other")]
    )
    assert [one.label for one in mixed] == ["applications.granted", "proactive.fees", "applications.granted", "none"]
    too_many = resolved([("applications", row) for row in ("group", "group", "new")])
    assert "stands in 0" in too_many[0].problem
    assert resolved([("applications", "other")])[0].label == "applications.other"  # （六）其他处理


def test_guesses_that_go_on_are_continuations_and_second_copies_are_not():
    labels = [
        ("2.其他法律行政法规禁", 7),
        ("止公开", 0),
        ("其他法律行政法规禁止公开", 7),
        ("2.其他法律行政法规禁止公开", 7),
    ]
    found = with_continuations([LabelledFragment(text, "applications.deny_law", n) for text, n in labels])
    assert [one.continuation for one in found] == [False, True, True, False]


def test_one_report_in_five_is_held_out_and_never_a_seed():
    reports = [report(number=n) for n in range(200)] + [
        LabelledReport("s", seed, Path("x.csv"), FRAGMENTS) for seed in label_files.SEEDS
    ]
    train, held = parted(reports)
    assert len(train) + len(held) == 205
    assert len(held) == 40
    assert not {each.document for each in held} & label_files.SEEDS
    assert parted(reports[1:])[1] == [each for each in held if each is not reports[0]]


def test_the_seeds_have_every_row_of_their_tables():
    reports = [each for each in read_labels() if each.document in label_files.SEEDS]
    assert len(reports) == 5
    absent = ("proactive", "review_litigation")
    for each in reports:
        labels = [one.label for one in each.fragments if not one.continuation]
        without_figures = [
            one.label for one in each.fragments if one.label.startswith("applications.") and not one.figures
        ]
        wanted = {f"{table.key}.{row.key}" for table in form_named("2019").tables for row in table.rows}
        if each.report.startswith("002_"):  # 表二 and 表四 are gone, （三）不予公开 is one row
            wanted = {one for one in wanted if not one.startswith((*absent, "applications.deny_"))}
        assert not wanted - set(labels)
        assert {one.partition(".")[2] for one in set(without_figures)} <= {
            *["outcome", "denied", "unable", "refuse"],
            *_cut(each),
        }
        counted = [label for label in labels if label in wanted]
        assert len(counted) == len(set(counted)), "a row twice"
        assert "none" not in labels
        assert max(len(one.text) for one in each.fragments) < 50  # facts of the tables, no sentences


def _cut(each: LabelledReport) -> set[str]:
    return {one.label.partition(".")[2] for one in each.fragments if one.continuation}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds themselves stand beside the repository only")
def test_the_seeds_are_as_laid_out_today(model):
    by_document = {each.document: each for each in read_labels()}
    for path in sorted(SEEDS.glob("*.txt")):
        now = guessed(path.read_bytes(), path.name, model)
        facts = {(one.place, one.text, one.figures) for one in now.fragments}
        assert {(one.place, one.text, one.figures) for one in by_document[now.document].fragments} <= facts


# Wordings that no report has; the shipped model does not know what they are.
STRANGE = {
    "一、本年新收政府信息公开申请数量": "一、今岁来函件数",
    "二、上年结转政府信息公开申请数量": "二、去岁留存件数",
    "（一）予以公开": "（一）如数给付",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）给付若干",
    "4.保护第三方合法权益": "4.信访来件不理",
}
TRUTH = {"new": "5", "carried_in": "1", "granted": "4", "total": "4", "carried_out": "2"}


def strange(make) -> bytes:
    text = make()
    for usual, odd in STRANGE.items():
        assert usual in text
        text = text.replace(usual, odd)
    return text.encode()


def corrected_rows(data: bytes, name: str) -> list[dict[str, str]]:
    """What the extractor made of it, put right as a person would: by printed and value."""
    rows = list(csv.DictReader(io.StringIO(report_to_csv(extract(data, name=name)))))
    for row in rows:
        if row["table"] == "applications":
            asked = row["column"] in ("natural_person", "total")
            row["printed"] = row["value"] = TRUTH.get(row["row"], "0") if asked else "0"
    return rows


def without(labels: list[str]) -> RowModel:
    """The shipped model, unable to give these labels: with them it reads even these wordings, by what stands around."""
    parts = read_folder(shipped_folder())
    level = parts.level.copy()
    level[[parts.labels.index(label) for label in labels]] = -50
    return RowModel(parts._replace(level=level))


@pytest.mark.parametrize(("make", "name"), [(text_report, "甲.txt"), (html_report, "甲.html")])
def test_a_corrected_report_gives_the_labels_that_the_model_did_not(make, name):
    rows = ("new", "carried_in", "granted", "partial", "deny_third_party")
    model = without([f"applications.{row}" for row in rows])
    data = strange(make)
    wrong = {one.text: one.label for one in guessed(data, name, model).fragments}
    right = {one.text: one.label for one in labels_from_report(data, name, corrected_rows(data, name), model).fragments}
    wanted = {odd: f"applications.{row}" for odd, row in zip(STRANGE.values(), rows, strict=True)}
    assert all(wrong[odd] != label for odd, label in wanted.items())
    assert {odd: right[odd] for odd in wanted} == wanted
    official = {line.printed: f"applications.{line.key}" for line in form_named("2021").table("applications").lines} | {
        "信息内容": "header.proactive",
        "一、总体情况": "none",
        "行政处罚": "proactive.penalties",
    }
    assert {text: label for text, label in official.items() if right.get(text, label) != label} == {}


def test_a_corrected_report_counts_as_a_label_file(tmp_path, model):
    data = strange(html_report)
    rows = corrected_rows(data, "甲.html")
    path = tmp_path / "put right.csv"
    save(path, [list(rows[0]), *(list(row.values()) for row in rows)], encoding="utf-8-sig", delimiter=";")
    missing = only_mistake(tmp_path)
    assert (missing.file, missing.line) == (path, 2)
    assert "甲.html does not stand beside" in missing.problem
    (tmp_path / "甲.html").write_bytes(data)
    (found,) = read_labels(tmp_path, model)
    assert found.file == path
    assert {one.text: one.label for one in found.fragments}["（一）如数给付"] == "applications.granted"
    for row in rows:
        if (row["row"], row["column"]) == ("granted", "total"):
            row["printed"] = row["value"] = "48"
        elif row["row"] == "granted":
            row["printed"] = row["value"] = "12"
    save(path, [list(rows[0]), *(list(row.values()) for row in rows)])
    assert "no line of 甲.html holds the figures of applications.granted (12 12" in only_mistake(tmp_path).problem


def test_figures_that_ran_together_still_find_their_row(model):
    """表三 glued: the label, then all digits of its row in one run."""
    truth = {
        "new": "5000005",
        "carried_in": "1000001",
        "granted": "4000004",
        "total": "4000004",
        "carried_out": "2000002",
    }
    lines = ["三、收到和处理政府信息公开申请情况"]
    names = {}
    for line in form_named("2021").table("applications").lines:
        label = STRANGE.get(line.printed, line.printed)
        lines.append(label + ("" if line.is_group else truth.get(line.key, "0000000")))
        names[label] = f"applications.{line.key}"
    data = "\n".join(lines).encode()
    found = labels_from_report(data, "甲.txt", corrected_rows(data, "甲.txt"), model).fragments
    labels = {one.text: one.label for one in found}
    rows = {odd: names[odd] for odd in STRANGE.values()}
    assert {odd: labels.get(odd) for odd in rows} == rows


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", ["甲.html", "=甲.html"])  # the second stands in the CSV behind an apostrophe
def test_prelabel_takes_a_corrected_report(tmp_path, name):
    data = strange(html_report)
    (tmp_path / name).write_bytes(data)
    rows = corrected_rows(data, name)
    save(tmp_path / "right.csv", [list(rows[0]), *(list(row.values()) for row in rows)])
    out = tmp_path / "labels" / "甲.csv"
    out.parent.mkdir()
    done = run("training.prelabel", tmp_path / name, "--corrected", tmp_path / "right.csv", "--out", out)
    assert done.returncode == 0, done.stderr
    (found,) = read_labels(out.parent)
    assert {one.text: one.label for one in found.fragments}["（二）给付若干"] == "applications.partial"
    bad = run("training.prelabel", tmp_path / name, "--model", tmp_path, "--out", tmp_path / "other.csv")
    assert bad.returncode == 2
    assert "model.json" in bad.stderr
    assert not (tmp_path / "other.csv").exists()


def test_prelabel_then_correct_then_check(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "甲.txt").write_bytes(strange(text_report))
    (tmp_path / "new" / "乙.html").write_text(html_report("青禾区水利局2021年政府信息公开工作年度报告"), "utf-8")
    (tmp_path / "new" / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    labels = tmp_path / "labels" / "new.csv"
    labels.parent.mkdir()
    done = run("training.prelabel", tmp_path / "new", "--out", labels)
    assert done.returncode == 1
    assert "坏.docx" in done.stderr
    assert "2 reports" in done.stdout
    before = labels.read_bytes()
    again = run("training.prelabel", tmp_path / "new", "--out", labels)
    assert again.returncode == 2
    assert "there already" in again.stderr
    assert labels.read_bytes() == before

    lines = lines_of(labels)
    assert lines[0][-2:] == ["sure", "doubt"]
    odd = next(line for line in lines if line[4] == "（一）如数给付")
    odd[5:7] = "applications", "granted"
    save(labels, lines, delimiter=";", end="\r\n")
    good = run("training.check_labels", labels.parent)
    assert good.returncode == 0, good.stderr
    assert "2 reports" in good.stdout
    assert "applications.granted                              2" in good.stdout

    odd[4], odd[6] = "（一）予以公开", ""
    save(labels, lines)
    bad = run("training.check_labels", labels.parent, "--documents", tmp_path / "new")
    assert bad.returncode == 1
    at = f"{labels}:{lines.index(odd) + 1}: "
    assert [line.startswith(at) for line in bad.stderr.splitlines()] == [True, True, False, False]
    assert "乙.html is a benchmark document" in bad.stderr
