"""Gold of one's own: what is refused and how it is named, our own CSV as gold, reports of several files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.parts import put_together
from benchmarks.run import GOLD, main, results
from benchmarks.scoring.gold import fingerprint, load
from benchmarks.scoring.gold_lines import BadGold, gold_lines
from benchmarks.scoring.records import Answer, Document, Said
from benchmarks.scoring.scoring import score
from goiextract import extract, report_to_csv
from goiextract.defused import as_it_was
from goiextract.records import Box, CellKey
from goiextract.report import CSV_HEADER

HEADER = "table,row,column,printed"
TOTAL = CellKey("applications", "granted", "total")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (tmp_path / "gold").mkdir()
    return folder


def written(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder.parent / "gold" / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table,row\n", r"a\.csv: no column column, printed"),
        ("", r"a\.csv: the file is empty"),
        (HEADER + "\n", r"a\.csv: there is no line below the header"),
        (HEADER + "\nfoo,bar,baz,3\n", r"a\.csv, line 2: no form has a cell foo\.bar\.baz"),
        (HEADER + "\napplications,granted,totals,3\n", r"line 2: no form has a cell applications\.granted\.totals"),
        (HEADER + "\napplications,granted,total,三\n", r"a\.csv, line 2: printed '三' is no number, blank or NA"),
        (HEADER + "\napplications,granted,total,nan\n", r"line 2: printed 'nan' is no number"),
        (HEADER + "\napplications,granted,total\n", r"line 2: 3 columns, and the header has 4"),
        (HEADER + "\napplications,granted,total,1,234\n", r"line 2: 5 columns, and the header has 4"),
        (HEADER + "\n" + "applications,granted,total,3\n" * 2, r"granted\.total is 3 in line 2 and 3 in line 3"),
        (HEADER + ",truth\napplications,granted,total,3,x\n", r"line 2: truth 'x' is no number"),
    ],
)
def test_gold_that_cannot_be_used_is_refused_with_file_and_line(documents: Path, text: str, said: str) -> None:
    (documents / "a.txt").write_text("表", encoding="utf-8")
    written(documents, text)
    with pytest.raises(BadGold, match=said):
        load(documents, documents.parent / "gold")


def test_documents_and_gold_that_have_no_other_are_named_in_one_sentence(documents: Path) -> None:
    (documents / "a.txt").write_text("表", encoding="utf-8")
    written(documents, f"{HEADER}\napplications,granted,total,3\n", "b.csv")
    with pytest.raises(BadGold, match=r"documents without gold: a\.txt; in .*gold without a document: b\.csv"):
        load(documents, documents.parent / "gold")
    folders = ["--documents", str(documents), "--gold", str(documents.parent / "gold")]
    outcome = CliRunner().invoke(main, folders)
    assert (outcome.exit_code, outcome.output.count("\n")) == (1, 1)
    assert "without gold: a.txt" in outcome.output
    lacking = CliRunner().invoke(main, ["--documents", str(documents / "none"), "--gold", str(documents)])
    assert lacking.exit_code == 2
    assert "does not exist" in lacking.output


def test_documents_of_one_name_want_their_whole_names(documents: Path) -> None:
    for name in ("a.txt", "a.html"):
        (documents / name).write_text("表", encoding="utf-8")
    one = f"{HEADER}\napplications,granted,total,3\n"
    short = written(documents, one)
    with pytest.raises(BadGold, match=r"without gold: a\.html, a\.txt; .*a\.csv"):
        load(documents, documents.parent / "gold")
    short.unlink()
    for name in ("a.txt.csv", "a.html.csv"):
        written(documents, one, name)
    assert [found.name for found in load(documents, documents.parent / "gold")] == ["a.html", "a.txt"]


def test_an_empty_folder_is_no_set(documents: Path) -> None:
    with pytest.raises(BadGold, match="holds no documents"):
        load(documents, documents.parent / "gold")


def ours(*lines: dict[str, str]) -> str:
    """Our CSV with these lines, made by the columns of the contract."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_HEADER, restval="", lineterminator="\n")
    writer.writeheader()
    base = {"source": "a.txt", "form": "2021", "table": "applications", "row": "granted"}
    writer.writerows(base | line for line in lines)
    return text.getvalue()


@pytest.mark.parametrize(
    ("line", "printed", "present", "truth"),
    [
        ({"printed": "1,234件", "value": "1234", "status": "printed"}, 1234, True, None),
        ({"printed": "N/A", "status": "blank"}, None, True, None),
        ({"printed": "N/A", "status": "blank", "consistent": "4"}, None, True, 4),
        ({"printed": "N/A", "value": "5", "status": "blank"}, 5, True, None),  # a person put the number in
        ({"status": "missing"}, None, False, None),
        ({"value": "1,234", "status": "missing"}, 1234, True, None),
        ({"value": "3", "status": "inferred"}, None, False, 3),
        ({"printed": "3", "value": "3", "consistent": "5", "status": "conflicting"}, 3, True, 5),
        ({"printed": "B", "value": "8", "status": "corrected"}, 8, True, None),
        ({"printed": "1 | 11", "value": "11", "status": "ambiguous"}, 11, True, None),
        ({"printed": "1", "readings": "1 | 11", "value": "11", "status": "ambiguous"}, 11, True, None),
        ({"mark": "N/A", "status": "blank"}, None, True, None),
        ({"value": "6"}, 6, True, None),
    ],
)
def test_a_line_of_our_own_csv_is_gold(
    documents: Path, line: dict[str, str], printed: int | None, present: bool, truth: int | None
) -> None:
    found = next(gold_lines(written(documents, ours({"column": "total"} | line)))).cell
    assert (found.key, found.printed, found.present, found.truth) == (TOTAL, printed, present, truth)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"printed": "1 | 11", "status": "ambiguous"}, "has status 'ambiguous' and no value"),
        ({"printed": "3", "status": "printed"}, "has status 'printed' and no value"),
        ({"status": ""}, "has status '' and no value"),
        ({"value": "3", "status": "guessed"}, "status 'guessed' of applications.granted.total is none of"),
        ({"value": "3件", "status": "printed"}, "value '3件' is no number"),
    ],
)
def test_a_line_of_our_csv_that_says_nothing_certain_is_refused(
    documents: Path, line: dict[str, str], said: str
) -> None:
    with pytest.raises(BadGold, match=rf"a\.csv, line 2: .*{said}"):
        list(gold_lines(written(documents, ours({"column": "total"} | line))))


@pytest.mark.parametrize(
    ("text", "said"),
    [("'=a.txt", "=a.txt"), ("''@x", "'@x"), ("'＝x", "＝x"), ("'tis.pdf", "'tis.pdf"), ("-3", "-3"), ("", "")],
)
def test_the_apostrophe_before_a_formula_is_taken_off(text: str, said: str) -> None:
    assert as_it_was(text) == said


def test_a_source_that_begins_like_a_formula_finds_its_document(documents: Path) -> None:
    for name in ("=a.txt", "b.txt"):
        (documents / name).write_text("表", encoding="utf-8")
    line = {"column": "total", "value": "1", "status": "printed"}
    written(documents, ours(line | {"source": "'=a.txt"}, line | {"source": "b.txt"}), "all.csv")
    assert [one.name for one in load(documents, documents.parent / "gold")] == ["=a", "b"]


def test_our_csv_of_a_report_with_units_and_blanks_is_gold_of_that_report(documents: Path) -> None:
    for name in ("docx_902611_003", "text_tabbed_902611_003", "text_cut_902611_001"):
        source = next((GOLD / "documents").glob(f"{name}.*"))
        (documents / source.name).write_bytes(source.read_bytes())
        written(documents, report_to_csv(extract(source)), f"{name}.csv")
    found = results(documents, documents.parent / "gold", None, peers=False)["readers"]["goiextract"]["overall"]
    assert (found["documents_exact"], found["unflagged"], found["blank_kept"] >= 8) == (3, 0, True)


def test_one_csv_of_a_folder_is_the_gold_of_all_its_documents(documents: Path) -> None:
    names = ["html_clean_902611_001.html", "text_tabbed_902611_001.txt"]
    texts = []
    for name in names:
        (documents / name).write_bytes((GOLD / "documents" / name).read_bytes())
        texts.append(report_to_csv(extract(documents / name), header=not texts))
    all_of_them = written(documents, "".join(texts), "figures.csv")
    for gold in (all_of_them, all_of_them.parent):
        assert [one.file for one in load(documents, gold)] == names
    folders = ["--documents", str(documents), "--gold", str(all_of_them)]
    outcome = CliRunner().invoke(main, folders)
    assert outcome.exit_code == 0, outcome.output
    assert "2/2" in outcome.output
    (documents / names[0]).rename(documents / "other.html")
    with pytest.raises(BadGold, match=rf"without gold: other\.html; .*figures\.csv, source {names[0]}"):
        load(documents, all_of_them)
    all_of_them.rename(all_of_them.with_name("other.csv"))
    with pytest.raises(BadGold, match=r"other\.csv has lines of html_clean.* and the document other\.html is one file"):
        load(documents, all_of_them.parent)


def in_two(documents: Path) -> None:
    """A report whose 表二 and 表三 are one file and 表四 another, with its gold."""
    name = "html_clean_902611_001"
    text = (GOLD / "documents" / f"{name}.html").read_text(encoding="utf-8")
    at = text.index("四、政府信息公开行政复议")
    at = text.rindex("<", 0, at)
    head = text[: text.index("<body")] + "<body>"
    (documents / "mine").mkdir()
    (documents / "mine" / "report.1.html").write_text(text[:at], encoding="utf-8")
    (documents / "mine" / "report.2.html").write_text(head + text[at:], encoding="utf-8")
    written(documents, (GOLD / "gold" / f"{name}.csv").read_text(encoding="utf-8"), "mine.csv")


def test_a_report_of_several_files_is_a_folder_whose_tables_are_put_together(documents: Path) -> None:
    in_two(documents)
    gold = documents.parent / "gold"
    (one,) = load(documents, gold)
    assert (one.file, one.files, one.kind) == ("mine", ("mine/report.1.html", "mine/report.2.html"), "html")
    before = fingerprint(documents, gold)
    found = results(documents, gold, None, peers=True)["readers"]["goiextract"]
    assert (found["overall"]["documents_exact"], found["overall"]["unflagged"]) == (1, 0)
    (documents / "mine" / "report.2.html").unlink()
    assert fingerprint(documents, gold) != before
    assert results(documents, gold, None, peers=False)["readers"]["goiextract"]["overall"]["documents_exact"] == 0


def test_our_csv_of_such_a_folder_is_its_gold(documents: Path) -> None:
    in_two(documents)
    files = sorted((documents / "mine").iterdir())
    texts = [report_to_csv(extract(file), header=file == files[0]) for file in files]
    (true,) = load(documents, documents.parent / "gold")
    path = written(documents, "".join(texts), "mine.csv")
    (one,) = load(documents, path.parent)
    shown = [{cell.key: cell.printed for cell in each.cells if cell.present} for each in (one, true)]
    assert shown[0] == shown[1]
    assert {key.table for key in shown[0]} == {"proactive", "applications", "review_litigation"}
    assert (
        results(documents, path.parent, None, peers=False)["readers"]["goiextract"]["overall"]["documents_exact"] == 1
    )
    key, printed = next((key, printed) for key, printed in shown[0].items() if printed is not None)
    line = dict(zip(("table", "row", "column"), key, strict=True)) | {"value": "4711", "status": "printed"}
    again = ours(line | {"source": files[1].name}).splitlines()[1]
    kept = [text for text in "".join(texts).splitlines() if (files[1].name, key.table) != tuple(text.split(",")[0:3:2])]
    path.write_text("\n".join([*kept, again]), encoding="utf-8")
    with pytest.raises(BadGold, match=rf"{key} is {printed} in line \d+ and 4711 in line \d+"):
        load(documents, path.parent)


def test_figures_that_two_files_of_a_report_publish_otherwise_are_counted(documents: Path) -> None:
    in_two(documents)
    (one,) = load(documents, documents.parent / "gold")
    right = {cell.key: Said(cell.printed, True) for cell in one.cells}
    number = next(cell for cell in one.cells if cell.printed is not None)
    missing = {key: Said(None, False, flagged=True, status="missing") for key in right}
    same, other = ({number.key: Said(value, True)} for value in (number.printed, Decimal(4711)))
    for second, count in ((missing, 0), (same, 0), (other, 1)):
        assert score(one, put_together(one.files, [Answer(right), Answer(second)])).unflagged == count
        assert score(one, put_together(one.files, [Answer(missing), Answer(right | second)])).unflagged == count
    failed = put_together(one.files, [Answer(right), Answer({}, "Error: no")])
    assert (failed.error, score(one, failed).exact) == ("report.2.html: Error: no", False)


def test_each_case_says_where_it_comes_from_and_is_small() -> None:
    cases = [path for path in (GOLD / "documents").iterdir() if path.name.startswith("case_")]
    assert len(cases) > 100
    for path in cases:
        told = json.loads((GOLD / "about" / f"{path.stem}.json").read_text(encoding="utf-8"))
        assert told["kind"] == "cases"
        assert len(told["origin"]) > 20
        assert path.stat().st_size < 40_000


def test_findings_and_places_that_a_document_should_have_are_counted() -> None:
    box = Box(10.0, 10.0, 20.0, 20.0)
    told = Answer(
        {TOTAL: Said(Decimal(3), True, page=1, box=box)},
        lines=(),
        agency="甲局",
        year=2023,
        findings=("sum_fails x 3 4", "look_first 予以公开"),
    )
    one = Document(
        "a",
        "a.pdf",
        (),
        agency="甲局",
        year=2023,
        findings=("sum_fails", "look_first 总计"),
        places={TOTAL: (1, 15, 12)},
    )
    found = score(one, told)
    assert (found.agency_right, found.year_right, found.findings_told, found.places_right) == (True, True, 1, 1)
    other = replace(one, agency="", year=None, findings=("sum_fails 4 3",), places={TOTAL: (1, 15, 25)})
    found = score(other, told)
    assert (found.agency_right, found.year_right, found.findings_told, found.places_right) == (False, False, 1, 0)
