"""Grids by hand → readings → figures, with the shipped model: heads, shifted rows, hybrids, look-alikes, copies."""

from __future__ import annotations

from collections.abc import Sequence

from made_records import a_cell

from goiextract import Report, label, reconcile
from goiextract.forms import form_named, forms
from goiextract.labelling.cutting import pieces
from goiextract.labelling.model import RowModel
from goiextract.records import Grid, Layout, Line, Status

MODEL = RowModel.load()
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
Rows = list[list[str]]


def grid(rows: Sequence[Sequence[str]], origin: str = "declared") -> Grid:
    cells = tuple(a_cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, len(rows), max(map(len, rows)), origin)


def applications(form: str = "2021", shift: int = 0) -> Rows:
    """A consistent 表三 with its heads: every row's natural persons differ, so that no row can stand for another."""
    table = form_named(form).table("applications")
    counts = {row.key: number + 1 + shift for number, row in enumerate(table.rows)}
    handled = sum(n for key, n in counts.items() if key not in ("new", "carried_in", "total", "carried_out"))
    counts |= {"total": handled, "carried_out": 2, "carried_in": 5, "new": handled + 2 - 5}
    rows = [["", *HEADS]]
    return rows + [[row.printed, str(counts[row.key]), *["0"] * 5, str(counts[row.key])] for row in table.rows]


def proactive_2021() -> Rows:
    return [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "5", "6"],
        ["信息内容", "本年处理决定数量", "", ""],
        ["行政许可", "7", "", ""],
        ["行政处罚", "8", "", ""],
        ["行政强制", "9", "", ""],
        ["信息内容", "本年收费金额（单位：万元）", "", ""],
        ["行政事业性收费", "0.5", "", ""],
    ]


def read_back(*blocks: Line | Grid) -> Report:
    return reconcile(label(Layout(blocks), forms(), MODEL), forms())


def expect(report: Report, rows: Rows, form: str = "2021") -> None:
    for row, printed in zip(form_named(form).table("applications").rows, rows[1:], strict=True):
        for column, text in zip(row.columns, printed[1:8], strict=True):
            figure = report[f"applications.{row.key}.{column.key}"]
            assert (figure.value, figure.status) == (int(text), Status.PRINTED), str(figure.key)


def test_a_plain_table() -> None:
    rows = applications()
    report = read_back(Line("三、收到和处理政府信息公开申请情况"), grid(rows))
    expect(report, rows)
    assert not [figure for figure in report.doubtful() if figure.key.table == "applications"]


def test_columns_go_by_their_heads_with_a_remark_column_and_the_total_first() -> None:
    rows = applications()
    turned = [[row[0], row[7], *row[1:7], "备注" if n == 0 else "见附件"] for n, row in enumerate(rows)]
    report = read_back(grid(turned))
    expect(report, rows)


def test_a_row_shifted_by_a_row_span_too_long_is_counted_off() -> None:
    """The label, three columns wide, is pushed right by a span from above and reaches under the first head."""
    rows = applications()
    cells = [cell for cell in grid([["", "", *row] for row in rows]).cells if cell.column > 1 or cell.row == 0]
    last = len(rows) - 1
    label_cell = a_cell(rows[last][0], last, 1, column_span=3)
    pushed = [a_cell(text, last, column) for column, text in enumerate(rows[last][1:], 4)]
    whole = (*(cell for cell in cells if cell.row < last), label_cell, *pushed)
    expect(read_back(Grid(whole, len(rows), 11, "declared")), rows)


def test_a_row_pushed_beyond_all_heads_by_a_number_too_many_is_placed_by_the_sums() -> None:
    """A number more, before the others or between them: by place all would be their neighbours', and the total left out."""
    rows = applications()
    for at, extra in ((1, "0"), (2, "9"), (7, "0")):
        pushed = [list(row) for row in rows]
        pushed[1].insert(at, extra)
        report = read_back(grid(pushed))
        values = [report[f"applications.new.{column}"].value for column in ("natural_person", "total")]
        assert values == [int(rows[1][1]), int(rows[1][7])], (at, extra, values)


def test_a_row_shifted_by_a_stub_cell_is_counted_off() -> None:
    rows = [["", *row] for row in applications()]
    rows[-2] = [*rows[-2][1:], ""]
    report = read_back(grid(rows))
    expect(report, applications())


def test_two_rows_in_one_row_of_cells_are_parted() -> None:
    rows = applications()
    merged = [f"{a}\n{b}" for a, b in zip(rows[9], rows[10], strict=True)]
    report = read_back(grid([*rows[:9], merged, *rows[11:]]))
    expect(report, rows)


def test_the_form_of_each_table_is_what_it_prints() -> None:
    """A 2021 表二 above a 表三 with the single （六）其他处理 row, in a report of whatever year."""
    for year in ("2019", "2024"):
        rows = applications("2019")
        report = read_back(Line(f"某局{year}年政府信息公开工作年度报告"), grid(proactive_2021()), grid(rows))
        assert {t.table: t.form for t in report.tables if t.found} == {"proactive": "2021", "applications": "2019"}
        assert report.year == int(year)
        expect(report, rows, "2019")
        assert report["proactive.licensing.decisions"].value == 7


def test_the_form_of_a_table_whose_heads_are_broken_over_lines() -> None:
    """A 2021 表二 beside a 表三 of the 2019 form: one figure a row, which 2019's first column is not."""
    texts = [text for row in proactive_2021()[4:] for text in row if text]
    broken = [part for text in texts for part in ([text[:4], text[4:]] if text.startswith("本年") else [text])]
    stream = grid([[text] for text in broken], "streamed")
    report = read_back(Line("二、主动公开政府信息情况"), stream, grid(applications("2019")))
    assert report["proactive.licensing.decisions"].value == 7


def test_look_alikes_and_narrative_are_kept_out() -> None:
    rows = applications()
    departments = [["单位", "新收", "办结", "结转"], ["教育局", "31", "30", "1"], ["公安局", "52", "50", "2"]]
    report = read_back(
        Line("全年收到申请83件，其中予以公开20件，行政许可处理决定数量776件。"),
        grid(departments),
        Line("三、收到和处理政府信息公开申请情况"),
        grid(rows),
    )
    expect(report, rows)
    assert not any(table.found for table in report.tables if table.table != "applications")


def test_another_copy_with_other_figures_is_said_and_doubted() -> None:
    this, last = applications(), applications(shift=3)
    report = read_back(grid(this), Line("上年情况"), grid(last))
    assert any(finding.code == "table_repeated" for finding in report.findings)
    figure = report["applications.granted.natural_person"]
    assert (figure.value, figure.status, figure.flagged) == (3, Status.AMBIGUOUS, True)


def test_heads_repeated_after_a_page_break_and_a_label_cut_by_it() -> None:
    rows = applications()
    cut = 8
    first, rest = rows[cut][0][:6], rows[cut][0][6:]
    before = [*rows[:cut], [first, *rows[cut][1:]]]
    after = [rows[0], [rest, *[""] * 7], *rows[cut + 1 :]]
    report = read_back(grid(before), Line("- 3 -"), grid(after))
    expect(report, rows)


def test_labels_torn_from_their_figures() -> None:
    rows = applications()
    torn: list[Sequence[str]] = []
    for n, row in enumerate(rows):
        torn += [row[:1], row[1:]] if n in (5, 6) else [row]
    report = read_back(grid(torn, "tabbed"))
    expect(report, rows)


def review(cells: Sequence[str]) -> Grid:
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = ["行政复议", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4]
    return grid([head, kinds * 3, cells], "tabbed")


def test_reviews_in_one_line_and_in_three_tables() -> None:
    values = ["1", "2", "0", "1", "4", "0", "0", "3", "0", "3", "5", "0", "0", "0", "5"]
    one = read_back(Line("四、政府信息公开行政复议、行政诉讼情况"), review(values))
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    three = read_back(
        Line("四、政府信息公开行政复议、行政诉讼情况"),
        *(
            block
            for name, start in (("行政复议", 0), ("未经复议直接起诉", 5), ("复议后起诉", 10))
            for block in (Line(name), grid([kinds, values[start : start + 5]]))
        ),
    )
    for report in (one, three):
        found = [figure.value for figure in report.figures if figure.key.table == "review_litigation"]
        assert found == [int(value) for value in values]


def test_reviews_all_left_blank_are_the_row_with_every_cell_and_not_their_heads() -> None:
    found = read_back(Line("四、政府信息公开行政复议、行政诉讼情况"), review([""] * 15)).figures
    assert {figure.status for figure in found if figure.key.table == "review_litigation"} == {Status.BLANK}


def test_figures_of_reviews_on_the_page_behind_their_heads() -> None:
    heads = ["结果维", "结果纠", "其他结", "尚未审", "总计"] * 3
    over = [Line("四、政府信息公开行政复议、行政诉讼情况"), Line(" ".join(heads)), Line("- 2 -")]
    cut = grid([[*"持正果结" * 3], [*"000001200300000"]], "tabbed")
    report = read_back(*over, cut, Line("五、存在的主要问题及改进情况"), Line("我们的工作还有不足。"))
    figures = [figure.value for figure in report.figures if figure.key.table == "review_litigation"]
    assert figures == [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 0, 0, 0, 0, 0]


def test_wordings_run_together_are_cut_and_brackets_are_not() -> None:
    assert pieces("第二十条第（五）项信息内容本年处理决定数量行政许可", forms())[-1] == "行政许可"
    assert pieces("三、本年度办理结果（一）予以公开", forms()) == ["三、本年度办理结果", "(一)予以公开"]
    noted = "其他对外管理服务事项（包括行政处罚、行政强制等）"
    assert len(pieces(noted, forms())) == 1


def test_figures_without_a_label_belong_to_the_heads_above_them_not_to_the_table_that_follows() -> None:
    values = [str(n) for n in (1, 2, 0, 1, 4, 0, 0, 3, 0, 3, 5, 0, 0, 0, 5)]
    report = read_back(Line("四、政府信息公开行政复议、行政诉讼情况"), review(values), grid(applications()))
    assert [f.value for f in report.figures if f.key.table == "review_litigation"] == [int(value) for value in values]
    expect(report, applications())


def test_last_years_table_printed_behind_this_years_is_not_taken_silently() -> None:
    values = [str(n) for n in (1, 2, 0, 1, 4, 0, 0, 3, 0, 3, 5, 0, 0, 0, 5)]
    last = ["9", *values[1:4], "12", *values[5:]]
    heading = Line("四、政府信息公开行政复议、行政诉讼情况")
    report = read_back(heading, review(values), Line("上年度行政复议、行政诉讼情况"), review(last))
    figure = report["review_litigation.review.upheld"]
    assert (figure.value, figure.status, figure.flagged) == (1, Status.AMBIGUOUS, True)
    same = report["review_litigation.litigation_direct.total"]
    assert (same.value, same.status) == (3, Status.PRINTED)


def test_a_table_with_the_same_heads_and_a_row_an_office_is_kept_out() -> None:
    rows = applications()
    offices = [
        ["单位", *HEADS],
        *([name, "3", "0", "0", "0", "0", "0", "3"] for name in ("民政局", "水利局", "财政局")),
    ]
    expect(read_back(grid(rows), Line("附：各部门收到申请情况"), grid(offices)), rows)
    expect(
        read_back(Line("各部门收到申请情况"), grid(offices), Line("三、收到和处理政府信息公开申请情况"), grid(rows)),
        rows,
    )


def test_an_amount_of_money_in_a_column_of_counts_is_not_sure() -> None:
    """No sum contradicts in 表二, but the unit does: the figure has moved, and which cell is blank is not known."""

    def procurement(items: str, amount: str) -> list[tuple[object, Status, bool]]:
        table = [
            ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
            ["行政许可", "7件", "2件", "9件"],
            ["信息内容", "上一年项目数量", "本年增/减"],
            ["行政事业性收费", "3", "0件"],
            ["信息内容", "采购项目数量", "采购总金额"],
            ["政府集中采购", items, amount],
        ]
        report = read_back(Line("二、主动公开政府信息情况"), grid(table, "tabbed"))
        assert report["proactive.licensing.decisions"].value == 9
        found = [report[f"proactive.procurement.{column}"] for column in ("items", "amount")]
        return [(figure.value, figure.status, figure.flagged) for figure in found]

    assert procurement("30个", "65万元") == [(30, Status.PRINTED, False), (65, Status.PRINTED, False)]
    for items, amount in (("65万元", ""), ("65万元", "30个"), ("", "30个")):
        assert {(value, flagged) for value, _, flagged in procurement(items, amount)} == {(None, True)}, (items, amount)


def test_a_row_with_a_blank_too_many_at_either_end_is_open() -> None:
    """The first may be a cell of the stub, as where the lines around have one, or the last one of nothing."""

    def items(*rows: list[str]) -> tuple[bool, bool]:
        table = [["信息内容", "采购项目数量", "采购总金额"], *rows]
        report = read_back(Line("二、主动公开政府信息情况"), grid(table, "tabbed"))
        found = [report[f"proactive.procurement.{column}"] for column in ("items", "amount")]
        return found[0].flagged, found[1].flagged

    assert items(["政府集中采购", "", "65", ""]) == (True, True)
    assert items(["政府集中采购", "", "3", "65"]) == (False, False)
    assert items(["政府集中采购", "3", "65", ""]) == (False, False)


def test_one_run_of_digits_in_a_row_of_cells_is_open_also_where_the_text_breaks_off() -> None:
    """As many digits as columns, in a table that prints its zeros: one figure with the others gone, or one digit for each."""
    heads = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    table = [
        heads,
        ["行政许可", "170", "-7", "0"],
        ["其他对外管理服务事项", "0", "-3", "0"],
        heads,
        ["行政处罚", "15", "0", "0"],
    ]
    for behind in ((), (Line("五、存在的主要问题及改进情况"), Line("我们的工作还有不足。"))):
        report = read_back(Line("二、主动公开政府信息情况"), grid([*table, ["行政强制", "229"]], "tabbed"), *behind)
        found = [report[f"proactive.coercion.{column}"] for column in ("previous_items", "change", "decisions")]
        assert all(figure.flagged for figure in found)
        assert not report["proactive.penalties.decisions"].flagged


def test_a_blank_row_and_a_row_with_dashes_stay_without_value() -> None:
    rows = applications()
    rows[9][1:] = [""] * 7
    rows[12][1:] = ["-"] * 7
    report = read_back(grid(rows))
    table = form_named("2021").table("applications")
    for row in (table.rows[8], table.rows[11]):
        for column in row.columns:
            figure = report[f"applications.{row.key}.{column.key}"]
            assert (figure.value, figure.status) == (None, Status.BLANK)


def test_tables_that_print_their_headings_and_no_figure_are_not_said_to_be_absent() -> None:
    import goiextract

    labels = [line.printed for table in form_named("2021").tables for line in (*table.rows[:3],)]
    text = "\n\n".join([TITLE_OF_YEAR, *(table.heading for table in form_named("2021").tables), *labels])
    report = goiextract.extract(text.encode(), name="a.txt")
    (finding,) = [one for one in report.findings if one.level == "error"]
    assert finding.code == "tables_without_figures"
    assert all(table.heading in dict(finding.details)["headings"] for table in form_named("2021").tables)
    other = goiextract.extract("关于开会的通知\n\n请到会。".encode(), name="a.txt")
    assert [one.code for one in other.findings if one.level == "error"] == ["no_tables"]


TITLE_OF_YEAR = "青禾区桥头街道办事处2021年政府信息公开工作年度报告"
