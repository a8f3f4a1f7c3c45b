"""A table that is drawn in shaded boxes, without lines, beside a frame: our words run together, another reader's do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_pdfs import FONT, HEIGHT, pdf, write
from reportlab.pdfgen.canvas import Canvas

from goiextract import extract
from goiextract.forms import form_named
from goiextract.inspection import inspect
from goiextract.pipeline import Extraction
from goiextract.records import Report
from goiextract.second_opinion import settled
from goiextract.second_opinion.unsettled import unsettled_tables
from goiextract.sentences import sentence

TABLE = "review_litigation"
FIGURES = (7, 5, 2, 1, 15, 30, 4, 1, 2, 37, 12, 1, 0, 0, 13)
LEFT, TOP, WIDE, HIGH, SIZE = 60, 200, 14, 22, 7
COLUMNS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def shaded(canvas: Canvas) -> None:
    """表三: every cell a grey box, its figures as near to one another as digits of one number."""
    canvas.setFont(FONT, 14)
    write(canvas, "青禾区桥头街道办事处2021年政府信息公开工作年度报告", 80, 60)
    canvas.rect(40, HEIGHT - 90, 500, 60)  # the only lines of the page: a frame around its title
    canvas.setFont(FONT, SIZE)
    write(canvas, form_named("2021").table(TABLE).heading, LEFT, TOP - 10)
    upper = [(0, 5, 0, 2), (5, 15, 0, 1), (5, 10, 1, 2), (10, 15, 1, 2)]
    for x0, x1, top, bottom in upper + [(n, n + 1, row, row + 1) for row in (2, 3) for n in range(15)]:
        canvas.setFillGray(0.9)
        box = (LEFT + x0 * WIDE + 0.5, HEIGHT - TOP - bottom * HIGH + 0.5)
        canvas.rect(*box, (x1 - x0) * WIDE - 1, (bottom - top) * HIGH - 1, stroke=0, fill=1)
    canvas.setFillGray(0)
    for text, column, row in (
        ("行政复议", 1, 0),
        ("行政诉讼", 8, 0),
        ("未经复议直接起诉", 5.5, 1),
        ("复议后起诉", 11, 1),
    ):
        write(canvas, text, LEFT + column * WIDE, TOP + row * HIGH + 9)
    for n, figure in enumerate(FIGURES):
        left, half = LEFT + n * WIDE + 0.6, len(COLUMNS[n % 5]) // 2
        write(canvas, COLUMNS[n % 5][:half], left, TOP + 2 * HIGH + 9)
        write(canvas, COLUMNS[n % 5][half:], left, TOP + 2 * HIGH + 17)
        end = left + canvas.stringWidth(str(figure)) if n % 2 else left + WIDE - 1.2
        canvas.drawRightString(end, HEIGHT - (TOP + 3 * HIGH + 12), str(figure))


def figures_of(report: Report) -> list[int | None]:
    return [figure.value for figure in report.figures if figure.key.table == TABLE]


def test_a_table_that_ours_cannot_settle_is_taken_from_another_reader_of_the_file() -> None:
    data = pdf(shaded)
    seen = Extraction(data, "shaded.pdf")
    assert TABLE in unsettled_tables(seen.first_report)
    assert TABLE not in unsettled_tables(seen.report)
    assert seen.report == extract(data, name="shaded.pdf")
    assert figures_of(seen.report) == list(FIGURES)


def test_inspect_shows_the_report_that_extract_gives(tmp_path) -> None:
    path = tmp_path / "shaded.pdf"
    path.write_bytes(pdf(shaded))
    report = extract(path)
    lines = [line.strip() for line in inspect(str(path), str(tmp_path / "seen.png"))]
    told = lines[lines.index("findings") + 1 : -1]
    assert [line.partition(": ")[2] for line in told] == [sentence(finding) for finding in report.findings]
    results = [line for line in lines if line.startswith(f"{TABLE}, form of")]
    assert "ambiguous" in results[0]
    assert results[1].endswith(": 15 printed; sums agree")
    others = next(n for n, line in enumerate(lines) if line.startswith("others"))
    assert lines[others].endswith(f"{len(report.figures)} figures, {len(report.doubtful())} to look at")
    assert not [line for line in lines[others:] if line.startswith(f"{TABLE}.")]  # none of its figures is in doubt


def test_pages_of_which_something_was_left_out_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*given: object) -> list[object]:
        raise AssertionError(given)

    data = pdf(shaded)
    seen = Extraction(data, "shaded.pdf")
    monkeypatch.setattr("goiextract.second_opinion.ask.read_again", asked)
    cut = replace(seen.document, pages=tuple(replace(page, whole=False) for page in seen.document.pages))
    assert settled(seen.first_report, data, cut, seen.layout, lambda _: seen.first_report) is seen.first_report
    with pytest.raises(AssertionError):
        settled(seen.first_report, data, seen.document, seen.layout, lambda _: seen.first_report)
