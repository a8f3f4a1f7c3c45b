"""The whole line on the shipped sample: every figure as its gold says, from a path and from bytes alike."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from made_documents import docx_report, html_report, text_report

import goiextract
from goiextract.errors import GoiextractError
from goiextract.records import Place, Report, Status
from goiextract.second_opinion.unsettled import unsettled_pages

SAMPLES = Path(__file__).parent.parent / "samples"
TABLES = ("proactive", "applications", "review_litigation")
EXPECTED = Path(__file__).parent / "expected"


def test_the_sample_comes_out_as_its_gold_says() -> None:
    report = goiextract.extract(SAMPLES / "qingxi_2023.pdf")
    with (SAMPLES / "qingxi_2023.gold.csv").open(encoding="utf-8") as file:
        gold = list(csv.DictReader(file))
    assert len(gold) == len(report.figures) == 200
    for row in gold:
        figure = report[f"{row['table']}.{row['row']}.{row['column']}"]
        if row["printed"]:
            assert figure.value == Decimal(row["printed"]), row
            assert figure.place.page
            assert figure.place.box
        else:
            assert (figure.status, figure.value, figure.consistent) == (Status.BLANK, None, int(row["truth"])), row
    doubted = [str(figure.key) for figure in report.doubtful()]
    assert doubted == ["review_litigation.review.total"]


def test_bytes_and_path_give_the_same_report() -> None:
    path = SAMPLES / "qingxi_2023.pdf"
    assert goiextract.extract(path.read_bytes(), name=path.name) == goiextract.extract(path)


def test_a_path_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(GoiextractError, match=r"nowhere\.pdf"):
        goiextract.extract(tmp_path / "nowhere.pdf")


def test_every_printed_figure_in_a_sum_names_it() -> None:
    report = goiextract.extract(SAMPLES / "qingxi_2023.pdf")
    granted = report["applications.granted.commercial_enterprise"]
    assert set(granted.because) == {"applicants_add_up.granted", "outcomes_add_up.commercial_enterprise"}
    assert dict(report.versions)["row model"]


def damaged_html() -> bytes:
    """A total that the office printed wrong, a blank cell, a sign for nothing."""
    page = html_report()
    row = "<td>（一）予以公开</td><td>4</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>4</td>"
    assert row in page
    page = page.replace(row, row.replace("<td>4</td><td>0</td><td>0</td>", "<td>5</td><td></td><td>-</td>"))
    return page.encode()


def damaged_text() -> bytes:
    """The 2019 form; one figure of a row lost, a label cut in two, and the file breaks off in the last table."""
    text = text_report(form="2019")
    row = "（一）予以公开\t4\t0\t0\t0\t0\t0\t4"
    assert row in text
    text = text.replace(row, "（一）予\n以公开\t4\t0\t0\t0\t0\t4")
    return text[: text.index("\n五、") - 9].encode("gb18030")


MADE = {"damaged.html": damaged_html, "damaged.txt": damaged_text, "whole.docx": docx_report}


@pytest.mark.parametrize("name", MADE)
def test_made_documents_give_the_expected_figures(name: str, request: pytest.FixtureRequest) -> None:
    """After a change that is meant: `pytest tests/test_pipeline.py --rewrite-expected`, then read the difference."""
    report = goiextract.extract(MADE[name](), name=name)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("form", "table", "row", "column", "printed", "value", "consistent", "status", "flagged"))
    forms = {table.table: table.form for table in report.tables}
    for figure in report.figures:
        rest = (figure.printed, figure.value, figure.consistent, figure.status.value, figure.flagged)
        lines.writerow((forms[figure.key.table], *figure.key, *rest))
    path = EXPECTED / f"{name}.csv"
    if request.config.getoption("--rewrite-expected"):
        path.write_text(text.getvalue(), encoding="utf-8")
    assert text.getvalue().splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_a_path_as_text_and_a_given_name() -> None:
    path = SAMPLES / "qingxi_2023.pdf"
    assert goiextract.extract(str(path), name="other.pdf").source == "other.pdf"
    assert goiextract.extract(path).source == path.name


def test_other_readers_are_asked_about_pages_that_may_hold_what_is_not_settled_and_about_no_others() -> None:
    path = SAMPLES / "qingxi_2023.pdf"
    report = goiextract.extract(path)
    texts = ["".join(word.text for word in page.words) for page in goiextract.read(path.read_bytes(), path.name).pages]
    assert list(unsettled_pages(report, texts)) == []

    def without(keys: set[str]) -> Report:
        lost = {"printed": None, "value": None, "status": Status.MISSING, "place": Place()}
        figures = tuple(replace(f, **lost) if f.key.table in keys or f.key.row in keys else f for f in report.figures)
        return replace(
            report, figures=figures, tables=tuple(replace(t, found=t.table not in keys) for t in report.tables)
        )

    pages = {table: {f.place.page or 0 for f in report.figures if f.key.table == table} for table in TABLES}
    row_lost = list(unsettled_pages(without({"granted"}), texts))
    assert [set(found) for found in row_lost] == [set(range(min(pages[TABLES[1]]), max(pages[TABLES[1]]) + 1))]
    (asked,) = unsettled_pages(without({TABLES[2]}), texts)
    assert set(asked) == set(range(max(pages[TABLES[1]]), len(texts) + 1))
    assert pages[TABLES[2]] <= set(asked)
    assert list(unsettled_pages(without({TABLES[2]}), [""] * len(texts))) == []  # printed nowhere: an attachment
