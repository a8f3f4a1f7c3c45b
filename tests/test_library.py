"""The library as an engineer imports it: reports as mappings, files and bytes as sources, failures by class, both languages."""

import copy
import io
import json
import pickle
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_documents import docx_report, html_report, pdf_report, text_report
from test_cli import ENGLISH, run

import goiextract
from goiextract import CellKey, Failure, errors
from goiextract.sentences import said

KEY = "applications.granted.total"
CHINESE = {**ENGLISH, "LC_ALL": "zh_CN.UTF-8"}


@pytest.fixture(scope="module")
def report():
    return goiextract.extract(html_report().encode(), name="年报.html")


def test_a_report_is_a_mapping_from_addresses_to_figures(report):
    assert report[KEY] is report[CellKey(*KEY.split("."))]
    assert KEY in report
    assert CellKey(*KEY.split(".")) in report
    assert "applications.granted.nobody" not in report
    assert "nonsense" not in report
    assert 3 not in report
    assert len(report) == len(report.figures) == 200
    assert list(report) == [figure.key for figure in report.figures]
    assert list(report.values()) == list(report.figures)
    assert dict(report)[CellKey(*KEY.split("."))].value == 4
    assert report.get("applications.granted.nobody") is None
    with pytest.raises(KeyError, match=r"applications\.granted\.nobody"):
        _ = report["applications.granted.nobody"]
    assert len(repr(report)) < 120
    assert "年报.html" in repr(report)
    assert pickle.loads(pickle.dumps(report)) == copy.deepcopy(report) == report  # noqa: S301
    assert len({report, copy.deepcopy(report)}) == 1
    assert goiextract.report_from_json(goiextract.report_to_json(report)) == report


class _Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.cells, self.open, self.inside = [], 0, False

    def handle_starttag(self, tag, attrs):
        self.open += tag not in ("br", "meta")
        assert tag not in ("script", "img", "link")
        if tag == "td":
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.open -= 1
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.cells[-1] += data


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_notebook_shows_every_figure_in_the_form_s_own_shape(form):
    name = "<script>alert(1)</script>.html"
    report = goiextract.extract(html_report(form=form).encode(), name=name)
    shown = report._repr_html_()
    assert "<script>" not in shown
    parser = _Cells()
    parser.feed(shown)
    assert parser.open == 0
    assert sum(bool(re.fullmatch(r"\d[\d.]*[!?=]?", cell.strip())) for cell in parser.cells) == sum(
        figure.value is not None for figure in report.values()
    )
    for table in goiextract.form_named(form).tables:
        assert table.heading in shown
    wrong = goiextract.extract(html_report(form=form).replace("<td>4</td>", "<td>3</td>", 1).encode())
    assert "3!</td>" in wrong._repr_html_()


def test_open_files_and_bytes_are_read_one_by_one_and_in_bulk(tmp_path):
    data = docx_report()
    (tmp_path / "年报.docx").write_bytes(data)
    named = io.BytesIO(data)
    named.name = "upload/报告.docx"
    with open(tmp_path / "年报.docx", "rb") as file:
        assert goiextract.extract(file).source == "年报.docx"
    assert goiextract.extract(io.BytesIO(data)).source == "document"
    assert goiextract.extract(bytearray(data), name="x").source == "x"
    assert goiextract.extract(memoryview(data))[KEY].value == 4
    with open(tmp_path / "年报.docx", "rb") as file:
        outcomes = list(
            goiextract.extract_many([data, named, tmp_path / "年报.docx", file, text_report().encode(), b""])
        )
    assert [getattr(one, "source", one) for one in outcomes[:5]] == [
        "document 1",
        "报告.docx",
        "年报.docx",
        "年报.docx",
        "document 5",
    ]
    assert {one[KEY].value for one in outcomes[:5]} == {4}
    assert (outcomes[5].path, outcomes[5].kind) == ("document 6", "UnreadableDocument")


def test_what_is_no_source_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(text_report(), encoding="utf-8")
    with (
        pytest.raises(errors.UnreadableDocument, match="open the file in binary mode"),
        open(tmp_path / "a.txt") as file,
    ):
        goiextract.extract(file)
    with pytest.raises(TypeError, match="not int"):
        goiextract.extract(3)
    closed = io.BytesIO(b"x")
    closed.close()
    text, shut, good = goiextract.extract_many([io.StringIO("x"), closed, tmp_path / "a.txt"])
    assert "binary mode" in text.message
    assert shut.kind == "UnreadableDocument"
    assert good.source == "a.txt"


BAD = {
    "empty.pdf": b"",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    "picture.jpg": b"\xff\xd8\xff\xe0" + bytes(50),
    "cut.docx": docx_report()[:3000],
    "password.pdf": pdf_report(password="secret"),
    "large.txt": b"1\n" * 300_000,
}


def test_a_failure_names_the_class_and_says_what_extract_says(tmp_path):
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    paths = [*(tmp_path / name for name in BAD), tmp_path / "nowhere.pdf", tmp_path]
    for path, failure in zip(paths, goiextract.extract_many(paths), strict=True):
        assert isinstance(failure, Failure)
        with pytest.raises(errors.GoiextractError) as raised:
            goiextract.extract(path)
        if path:
            assert (failure.kind, failure.message) == (type(raised.value).__name__, raised.value.message)
        assert issubclass(getattr(errors, failure.kind), errors.GoiextractError)
        assert type(failure.error()) is getattr(errors, failure.kind)
        assert str(failure.error()) == f"{failure.path}: {failure.message}"
        assert hash(failure)
        assert pickle.loads(pickle.dumps(raised.value)).message == raised.value.message  # noqa: S301
    assert {failure.kind for failure in goiextract.extract_many([tmp_path / "large.txt"])} == {"TooLarge"}


HAN = re.compile(r"[一-龥]")


def test_under_a_chinese_locale_every_message_is_chinese(tmp_path):
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "letter.txt").write_text("notice of a meeting\n" * 5, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    commands = [
        ("extract", *(tmp_path / name for name in BAD), tmp_path / "nowhere.pdf", tmp_path / "letter.txt"),
        ("extract", tmp_path / "empty.pdf", "--out", tmp_path / "no" / "x.csv"),
        ("extract", tmp_path / "empty.pdf", "--out", tmp_path / "x.xlsx"),
        ("extract", tmp_path),
        ("inspect", tmp_path / "old.doc"),
        ("check", tmp_path / "bad.csv", tmp_path / "nowhere.csv", tmp_path / "old.doc"),
    ]
    for command in commands:
        done = run(*command, env=CHINESE)
        assert done.returncode
        assert done.stderr
        for line in done.stderr.splitlines():
            told = line.replace(str(tmp_path), "")
            assert HAN.search(told), line
            assert not re.search(
                r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", told.replace("goiextract extract --format json", "")
            ), line


def test_inspect_speaks_the_reader_s_language(tmp_path):
    (tmp_path / "a.html").write_text(html_report().replace("<td>4</td>", "<td>3</td>", 1), encoding="utf-8")
    done = run("inspect", tmp_path / "a.html", "--out", tmp_path / "a.png", env=CHINESE)
    assert done.returncode == 0
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert [head[:2] for head in heads] == ["读取", "版面", "标注", "数字", "说明", "ht"]
    assert "没有页面图" in heads[-1]
    refused = run("inspect", tmp_path / "a.html", "--out", tmp_path / "a.jpg")
    assert (refused.returncode, "give a name that ends in .png" in refused.stderr) == (2, True)


def test_an_error_is_looked_up_when_it_is_shown(monkeypatch):
    error = errors.UnreadableDocument("file_empty", "年报.pdf")
    assert str(error) == "年报.pdf: the file is empty. Download or copy it again."
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert str(error) == "年报.pdf: 文件是空的。请重新下载或复制。"
    assert said("unsupported", called="kind_doc", advice="advice_office").startswith("这是旧版 Word")
    assert said("unsupported", {"called": "{x}", "advice": "{called}"}, "en") == (
        "this is {x}, which goiextract does not read. {called}"
    )
    assert json.dumps(error.details) == "{}"


def test_every_kind_of_failure_the_reading_process_tells_is_a_class():
    source = (Path(goiextract.__file__).parent / "batch" / "reader.py").read_text(encoding="utf-8")
    for kind in re.findall(r'Failure\(\w+, "(\w+)"', source):
        assert issubclass(getattr(errors, kind), errors.GoiextractError)
