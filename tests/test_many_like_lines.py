"""Tables of many like lines, and of rows that can be read in a hundred thousand ways: a report in bounded work, never an
exception, and nothing asserted that a search cut short did not look at."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import a_cell, a_token

import goiextract
from goiextract import Report, extract
from goiextract.forms import forms
from goiextract.labelling.side_by_side import parted
from goiextract.reconciling import cell_texts, hypotheses, report_maker, states
from goiextract.reconciling.alignment import placings
from goiextract.reconciling.effort import FEW_WAYS, NUMBERS_IN_ALL, WAYS, WAYS_IN_ALL, Effort
from goiextract.reconciling.splitting import splits_that_add_up
from goiextract.reconciling.states import PrintedLine
from goiextract.records import Grid

HEADINGS = {
    "proactive": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "review_litigation": "四、政府信息公开行政复议、行政诉讼情况",
}
LABELS = (
    "规章",
    "行政规范性文件",
    "行政许可",
    "（一）予以公开",
    "（七）总计",
    "1.属于国家秘密",
    "四、结转下年度继续办理",
    "共计",
)


def read(lines: list[str], markup: bool = False) -> Report:
    """The report that these lines of cells, parted by tabs, give as text or as a web page."""
    text = "\n".join(lines)
    if markup:
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(chr(9)))}</tr>" for line in lines[1:])
        text = f"<html><p>{lines[0]}</p><table>{rows}</table></html>"
    report = extract(text.encode(), name="report")
    assert goiextract.report_from_json(goiextract.report_to_json(report)) == report
    return report


def asserted(report: Report) -> dict[str, object]:
    return {str(f.key): f.value for f in report.figures if f.value is not None and not f.flagged}


@pytest.mark.parametrize("markup", [False, True])
@pytest.mark.parametrize(
    ("heading", "line", "times"),
    [
        (HEADINGS["proactive"], "规章\t1\t2\t3", 333),
        (HEADINGS["proactive"], "（一）予以公开\t1\t2\t3\t4\t5\t6\t21", 300),
        (HEADINGS["applications"], "（一）予以公开\t1\t2\t3\t4\t5\t6\t21", 300),
        (HEADINGS["review_litigation"], "规章\t1\t2\t3", 5000),
    ],
)
def test_one_line_hundreds_of_times_is_a_report_in_doubt(heading: str, line: str, times: int, markup: bool) -> None:
    report = read([heading, *[line] * times], markup)
    assert report.findings
    assert not asserted(report)


def test_rows_printed_often_with_other_figures_assert_nothing() -> None:
    for times in (2, 10, 100):
        lines = [f"{row}\t{n}\t2\t{n}" for row in ("规章", "行政规范性文件") for n in range(times)]
        assert set(asserted(read([HEADINGS["proactive"], *lines])).values()) <= {2}  # which all lines print


@given(st.integers(0, 10**9), st.booleans())
@settings(max_examples=40)
def test_repeated_and_shuffled_lines_never_raise(seed: int, markup: bool) -> None:
    rng = random.Random(seed)
    lines: list[str] = []
    for _ in range(rng.randint(1, 6)):
        figures = [rng.choice(("0", "1", "12", "", "123456", "-")) for _ in range(rng.choice((1, 3, 7, 7, 15)))]
        line = rng.choice("\t\t ").join((rng.choice((*LABELS, "", *HEADINGS.values())), *figures))
        lines += [line] * rng.choice((1, 1, 2, 30, 150))
    if rng.random() < 0.3:
        rng.shuffle(lines)
    read([rng.choice(list(HEADINGS.values())), *lines], markup)


def like_line(content: object, n_rows: int) -> PrintedLine:
    """A line of figures that may be any row as well as any other."""
    import numpy as np

    rows = np.full(n_rows, np.log(1 / n_rows))
    return PrintedLine(rows, -9.0, 2, np.zeros(n_rows), np.zeros(n_rows, dtype=bool), content=content)


@pytest.mark.parametrize("n_lines", [40, 400, 6000])
def test_the_search_for_placings_always_finds_one(n_lines: int) -> None:
    lines = [like_line(number, 8) for number in range(n_lines)]
    found, all_found = placings(lines, 8, 4.0)
    assert found
    assert not all_found
    filled = [row for row in found[0].row if row >= 0]
    assert filled == sorted(set(filled)) == list(range(8))


def test_lines_of_all_arrangements_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0
    plain = states.after

    def counted(*given: object) -> object:
        nonlocal seen
        seen += 1
        return plain(*given)

    monkeypatch.setattr(states, "after", counted)
    lines = [f"{label}\t{n % 7}\t2\t3" for n in range(300) for label in ("规章", "规章", "行政规范性文件", "行政许可")]
    assert not asserted(read([HEADINGS["proactive"], *lines]))
    assert 0 < seen < 5 * 2 * len(lines)  # before, 24 arrangements of all lines


WIDE = ("\t".join(["123456"] * 7), "\t".join(["123"] * 21), "\t".join(["12345678"] * 12))


@pytest.mark.parametrize("row", WIDE)
def test_rows_of_many_ways_share_one_effort(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0
    judged = hypotheses._judged

    def counted(ways: list[hypotheses.Filling], *others: object) -> object:
        nonlocal tried
        tried += len(ways)
        return judged(ways, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(hypotheses, "_judged", counted)
    head = ["行政复议\t行政诉讼", "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"]
    report = read([HEADINGS["review_litigation"], *head, *[row] * 40])
    assert not asserted(report)
    assert tried <= WAYS_IN_ALL + WAYS + 400 * FEW_WAYS


def test_a_row_whose_ways_are_cut_short_is_not_complete() -> None:
    columns = next(form for form in forms() if form.name == "2021").table("applications").rows[0].columns
    assert hypotheses.fillings([a_token(str(n)) for n in range(6)], columns, None)[1]
    spent = Effort()
    spent.ways_left = 0
    many = [a_token("123456")] * 4
    ways, complete = hypotheses.fillings(many, columns, None, effort=spent)
    assert ways
    assert not complete
    assert spent.ways_left == -FEW_WAYS


def test_runs_of_digits_share_one_effort() -> None:
    effort = Effort()
    run = ["1234567890" * 5]
    for _ in range(20):
        assert not splits_that_add_up(run, (7,), 16, effort)[1]
    assert effort.numbers_left >= -NUMBERS_IN_ALL // 2
    before = effort.numbers_left
    splits_that_add_up(run, (7,), 16, effort)
    assert before - effort.numbers_left <= 3_001


def test_digits_of_more_than_two_figures_are_not_cut_and_leave_their_row_open() -> None:
    token = a_token("1234567890" * 800)
    assert not list(cell_texts._cuts(token))
    assert len(list(cell_texts._cuts(a_token("12345678901234567890")))) == 11 - 1 + 1 - 1  # no part begins with the 0
    line = "（一）予以公开\t3\t" + token.printed + "\t5\t0\t0\t0"
    assert not any(".granted." in key for key in asserted(read([HEADINGS["applications"], line])))


def test_more_copies_than_a_report_has_are_no_report_of_its_own() -> None:
    rows = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计"]
    copy = [HEADINGS["applications"], *(f"{row}\t1\t0\t0\t0\t0\t0\t1" for row in rows)]
    once = read([*copy, "四、结转下年度继续办理\t1\t0\t0\t0\t0\t0\t1"])
    assert asserted(once)
    report = read([*copy, "四、结转下年度继续办理\t1\t0\t0\t0\t0\t0\t1"] * (report_maker.MOST_COPIES + 1))
    assert "table_repeated" in {finding.code for finding in report.findings}
    assert not asserted(report)


def test_a_wide_row_is_parted_in_one_pass() -> None:
    n = 3000
    texts = ["规章", "1", "2"] * n
    cells = tuple(a_cell(text, row, column) for row in (0, 1) for column, text in enumerate(texts))
    (grids, findings) = parted([Grid(cells, 2, len(texts), "tabbed")], 2023)
    assert not findings
    assert len(grids) == n
    assert all(
        isinstance(grid, Grid) and [cell.text for cell in grid.cells] == ["规章", "1", "2"] * 2 for grid in grids
    )
