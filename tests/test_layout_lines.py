import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import a_cell

from goiextract.layout import lay_out
from goiextract.layout.lines import lay_out_lines
from goiextract.reading import text
from goiextract.records import Document, Grid, Line, Place

SHARED = Path(__file__).parents[2] / "shared"


def grids_of(written):
    whole = written + "\n" * written[-1:].isdigit()  # without a last line end the last number may be a part of one
    document = text.read(whole.encode(), "a.txt")
    return [block for block in lay_out_lines(document).blocks if isinstance(block, Grid)]


def rows_of(grid):
    rows = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def rows(written):
    """All rows of all grids, in order."""
    return [row for grid in grids_of(written) for row in rows_of(grid)]


# One table, four rows; the 0 of 规章 is blank where a shape can show blanks.
TABLE = [
    ["规章", "", "12", "3"],
    ["行政规范性文件", "5", "0", "104"],
    ["行政许可", "7", "8", "9"],
    ["行政强制", "1", "2", "6"],
]
FULL = [["规章", "4", "12", "3"], *TABLE[1:]]


def joined(table, between, end="\n"):
    return "".join(between.join(row) + end for row in table)


def one_a_line(table, between, end):
    return "".join("".join(cell + between for cell in row) + end for row in table)


SHAPES = {
    "tabs": (joined(TABLE, "\t"), TABLE),
    "two tabs": (joined(TABLE, "\t\t"), TABLE),
    "bars": (joined(TABLE, " | "), TABLE),
    "closed bars": ("".join("| " + " | ".join(row) + " |\n" for row in TABLE), TABLE),
    "drawn bars": ("┌──┬──┬──┬──┐\n" + "├──┼──┼──┼──┤\n".join("│" + "│".join(row) + "│\n" for row in TABLE), TABLE),
    "commas": (joined([*TABLE, ["行政处罚", '"1,234"', "0", "1"]], ","), [*TABLE, ["行政处罚", "1,234", "0", "1"]]),
    "one cell a line": (one_a_line(FULL, "\n", ""), FULL),
    "blank line after each cell": (one_a_line(FULL, "\n\n", ""), FULL),
    "white line after each cell": (one_a_line(FULL, "\n \n", ""), FULL),
    "padded cells, blank lines between rows": (
        "".join("".join(f"\t\u3000{cell}\n" for cell in row) + "\n\t\n" for row in TABLE),
        TABLE,
    ),
    "bar behind each cell": (one_a_line(FULL, " |\n", "||\n"), FULL),
    "bar on a line of its own": (one_a_line(FULL, "\n|\n", ""), FULL),
    "cells broken over lines between bars": (
        "".join("| \n" + "".join(f" {c}  | \n" for c in row) for row in FULL),
        FULL,
    ),
    "single blanks": (joined(FULL, " "), FULL),
    "wide blanks": (joined(FULL, "    "), FULL),
    "Chinese blanks": (joined(FULL, "\u3000"), FULL),
    "indented by two tabs": (one_a_line(FULL, "\n\t\t", "").replace("规", "\t\t规", 1), FULL),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_one_table_in_every_shape(shape):
    written, table = SHAPES[shape]
    assert rows(written) == table


def test_markdown_rules_and_bold_are_no_cells():
    written = "| 信息内容 | **制发** |\n|:---:|---:|\n| 行政<br>许可 | **12** |\n| 规章 | &nbsp; |\n"
    assert rows(written) == [["信息内容", "制发"], ["行政\n许可", "12"], ["规章", ""]]


def test_places_name_line_and_field():
    (grid,) = grids_of("规章\t1\t2\n\n许可\t3\t4\n")
    assert [(cell.place.line, cell.place.field) for cell in grid.cells if cell.row == 1] == [(3, 1), (3, 2), (3, 3)]
    assert (grid.origin, grid.n_columns) == ("tabbed", 3)


def test_a_label_cut_by_a_page_break_keeps_both_halves():
    assert rows("\t2. 其他法律行政法规禁\t0\t1\n\n\t止公开\t\t\n\t3. 危及\t0\t2\n") == [
        ["", "2. 其他法律行政法规禁", "0", "1"],
        ["", "止公开", "", ""],
        ["", "3. 危及", "0", "2"],
    ]


def test_a_quoted_cell_with_line_breaks_is_one_cell():
    written = '自然人\t"商业\n企业"\t总计\n危及"三安全"\t0\t"1"\n规章\t"2\t3\n'
    assert rows(written) == [["自然人", "商业\n企业", "总计"], ['危及"三安全"', "0", "1"], ["规章", '"2', "3"]]


def test_figures_torn_from_their_labels_stay_rows():
    written = "5.属于三类内部事务信\n息\n| 1 | 0 | 1 |\n|---|---|---|\n| 6.属于四类 | 2 | 0 | 2 |\n"
    assert rows(written) == [["1", "0", "1"], ["6.属于四类", "2", "0", "2"]]
    lines = [
        block.text for block in lay_out_lines(text.read(written.encode(), "a.txt")).blocks if isinstance(block, Line)
    ]
    assert lines == ["5.属于三类内部事务信", "息"]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("规章 22（其中修订16件） 4 55（含自然失效29件）", ["规章", "22（其中修订16件）", "4", "55（含自然失效29件）"]),
        ("规章 _ _ _", ["规章", "_", "_", "_"]),
        ("行政强制 4 4 -", ["行政强制", "4", "4", "-"]),
        ("行政强制 10 增3 减13", ["行政强制", "10", "增3", "减13"]),
        ("行政许可 — 3 /", ["行政许可", "—", "3", "/"]),
        ("行政事业性收费 251000元", ["行政事业性收费", "251000元"]),
        ("行政许可 97 件", ["行政许可", "97 件"]),
        ("行政处罚 5① 6*", ["行政处罚", "5①", "6*"]),
        ("规章 O 0 l", ["规章", "O", "0", "l"]),
        ("规章  １，２３４  ５", ["规章", "１，２３４", "５"]),
        ("总\u3000计\u30003\u30004", ["总", "计", "3", "4"]),
        ("政府集中采购  39  573 802 895.90", ["政府集中采购", "39", "573 802 895.90"]),
        ("（七）总计 20 0 00 0 121", ["（七）总计", "20 0 00 0 121"]),
        ("行政处罚（各乡镇一律为0） 5 6", ["行政处罚（各乡镇一律为0）", "5", "6"]),
        ("1.属于国家秘密 1 0", ["1.属于国家秘密", "1", "0"]),
    ],
)
def test_a_label_with_its_figures_on_one_line(line, row):
    assert rows(line) == [row]


@pytest.mark.parametrize(
    "line",
    [
        "2023 年全区受理政府信息公开申请 21 件，",
        "件，其中同意公开 9 件，不予公开 3",
        "办公室联系（地址：湖滨大道 90",
        "数据统计期限自 2023 年 1 月 1 日起至 12 月 31",
        "发布时间：2024-01-17 09:20",
        "某街道2023年政府信息公开工作年度报告",
        "- 3 -",
        "第 3 页 共 12 页",
        "全年网站发布规章7件、规范性文件12件；收到申请15件，其中予以公开3件。",
        "————————————",
    ],
)
def test_running_text_page_numbers_and_drawn_lines_are_no_rows(line):
    (block,) = lay_out_lines(text.read(line.encode(), "a.txt")).blocks
    assert block == Line(line, Place(line=1))


def test_page_numbers_do_not_part_the_cells_of_a_row():
    written = "规章\n0\n- 3 -\n7\n第 4 页\n8\n许可\n1\n"
    assert rows(written) == [["规章", "0", "7", "8"], ["许可", "1"]]
    kept = [
        block.text for block in lay_out_lines(text.read(written.encode(), "a.txt")).blocks if isinstance(block, Line)
    ]
    assert kept == ["- 3 -", "第 4 页"]


# ---- blank cells -------------------------------------------------------------------------------------------------


def test_blank_cells_on_lines_of_tabs_are_kept_and_covered_places_are_not():
    written = "\t规章\n\t0\n\t\n\t\n\t4\n\n\t\n\t行政许可\n\t1\n\t2\n\t3\n\t\n\n\t行政强制\n\t5\n\t6\n\t7\n\t8\n"
    assert rows(written) == [
        ["规章", "0", "", "", "4"],
        ["行政许可", "1", "2", "3", ""],
        ["行政强制", "5", "6", "7", "8"],
    ]


def test_places_covered_by_a_wide_label_are_no_blank_figures():
    row = "\t0\n\t1\n\t2\n\n"
    written = f"\t规章\n{row}\t行政许可\n{row}\t（七）总计\n\t\n{row}\t四、结转\n\t\n\t4\n\t5\n\n"
    assert rows(written)[2:] == [["（七）总计", "0", "1", "2"], ["四、结转", "", "4", "5"]]


def test_bars_between_two_figures_of_a_row_are_blanks():
    assert rows("规章 |\n1 |\n|\n|\n4 |\n|||\n许可 |\n5 |\n6 |\n|||\n") == [
        ["规章", "1", "", "", "4"],
        ["许可", "5", "6"],
    ]


@pytest.mark.parametrize("wide", [1, 2])
def test_blanks_under_columns_of_blanks(wide):
    def line(label, *figures):
        return label + " " * (24 - wide * len(label)) + "".join(figure.center(6) for figure in figures).rstrip()

    written = "\n".join(
        [
            line("（一）予以公开", "13", "1", "0", "4"),
            line("（二）部分", "", "2", "0", "22"),
            line("（三）不予公开了", "5", "", "", "5"),
            line("（四）无法", "", "", "", ""),
            line("（七）总计", "8", "113", "0", "11"),
        ]
    )
    found = {row[0]: row[1:] for row in rows(written)}
    assert found["（二）部分"] == ["", "2", "0", "22"]
    assert found["（三）不予公开了"] == ["5", "", "", "5"]
    assert found["（七）总计"] == ["8", "113", "0", "11"]


def test_no_blank_is_invented_where_figures_stand_between_columns():
    written = "规章          1     2     3\n许可             4     5\n强制          1     2     3\n"
    assert rows(written)[1] == ["许可", "4", "5"]


def test_figures_beside_a_label_of_two_lines_get_it_whole():
    written = "\n".join(
        [
            "    5.要求行政机关确认或重新出具已",
            "                         1   0   1",
            "    获取信息",
            "  （六）其他",
            "                         3   0   3",
            "  处理",
            "  （七）总计             4   0   4",
        ]
    )
    assert rows(written) == [
        ["5.要求行政机关确认或重新出具已\n获取信息", "1", "0", "1"],
        ["（六）其他\n处理", "3", "0", "3"],
        ["（七）总计", "4", "0", "4"],
    ]


def test_figures_below_their_whole_label_are_not_given_to_the_next_one():
    written = (
        "  （二）部分公开（区分处理\n  的，只计）\n                      4   0   4\n  1.属于国家秘密      1   0   1\n"
    )
    assert rows(written) == [["4", "0", "4"], ["1.属于国家秘密", "1", "0", "1"]]


def test_rows_of_equal_length_with_different_blanks_set_no_columns():
    written = "\n".join(
        [
            "规章        540    62     1             1   604",
            "许可        197    17            4     1   219",
            "强制        15     1     16",
        ]
    )
    assert rows(written)[2] == ["强制", "15", "1", "16"]


def test_fields_of_a_raster_that_no_part_of_the_table_uses_are_no_cells():
    def line(at):
        return "\t".join(at.get(column, "") for column in range(24)) + "\n"

    written = line({0: "信息内容", 5: "制发", 11: "废止", 19: "有效"}) + line({0: "规章", 5: "1", 19: "3"})
    written += line({0: "新收", 3: "自然人", 8: "总计"}) + line({0: "予以公开", 8: "6"})
    assert rows(written) == [
        ["信息内容", "制发", "废止", "有效"],
        ["规章", "1", "", "3"],
        ["新收", "自然人", "总计"],
        ["予以公开", "", "6"],
    ]


def test_a_page_number_between_head_and_figures_does_not_part_them():
    (grid,) = grids_of("结果维持\t结果纠正\t总计\n\n- 4 -\n\n1\t2\t3\n")
    assert rows_of(grid) == [["结果维持", "结果纠正", "总计"], ["1", "2", "3"]]


# ---- tables run together -----------------------------------------------------------------------------------------

GLUED = (
    "本机关2022年共收到申请8件，已在20个工作日内答复。"
    "二、主动公开政府信息情况 信息内容本年制发件数规章007行政规范性文件7777166"
    "第二十条第（五）项行政许可2648-18538行政事业性收费9116.36 三、收到和处理情况 一、本年新收数量200 000121"
    "二、上年结转数量 0000000"
    "（三）不予公开1.属于国家秘密70000072.其他法律行政法规禁止公开 00000003．危及稳定3000003（六）其他处理4 0 0 0 0 0 4"
    "（七）总计20 0 00 0 121政府集中采购39573802895.90元五、存在的主要问题"
)


def test_runs_of_digits_are_handed_on_as_they_stand():
    found = {row[0]: row[1] for row in rows(GLUED) if len(row) == 2}
    assert [
        found[label] for label in ("行政规范性文件", "二、上年结转数量", "（六）其他处理", "（七）总计", "政府集中采购")
    ] == [
        "7777166",
        "0000000",
        "4 0 0 0 0 0 4",
        "20 0 00 0 121",
        "39573802895.90元",
    ]
    assert found["第二十条第（五）项行政许可"] == "2648-18538"
    assert found["行政事业性收费"] == "9116.36"
    assert found["（三）不予公开1.属于国家秘密"] == "7000007"
    assert found["2.其他法律行政法规禁止公开"] == "0000000"
    assert found["3．危及稳定"] == "3000003"
    assert rows(GLUED)[0][0].startswith("本机关2022年共收到申请8件，已在20个")
    assert rows(GLUED)[-1] == ["五、存在的主要问题"]


def test_rows_run_together_line_by_line():
    assert rows("规章007行政规范性文件7777166\n行政许可550\n3.重复申请00000004.出版物3000003\n") == [
        ["规章", "007"],
        ["行政规范性文件", "7777166"],
        ["行政许可", "550"],
        ["3.重复申请", "0000000"],
        ["4.出版物", "3000003"],
    ]


def test_cells_that_end_in_their_unit_part_themselves():
    text = (
        "第二十条第（一）项信息内容本年制发件数规章0件0件0件行政规范性文件22件 19件129件第二十条第（五）项信息内容"
        "本年处理决定数量行政许可0件第二十条第（六）项行政处罚1件行政强制4676件行政事业性收费244.76万元"
    )
    assert rows(text) == [
        ["第二十条第（一）项信息内容本年制发件数规章", "0件", "0件", "0件"],
        ["行政规范性文件", "22件", "19件", "129件"],
        ["第二十条第（五）项信息内容本年处理决定数量行政许可", "0件"],
        ["第二十条第（六）项行政处罚", "1件"],
        ["行政强制", "4676件"],
        ["行政事业性收费", "244.76万元"],
    ]
    narrative = (
        "全年公开规章3件，行政规范性文件22件；受理申请19件、办结18件，其中予以公开12件，不予公开4件，无法提供2件。"
    )
    assert rows(narrative) == []


@pytest.mark.parametrize(
    ("text", "last", "kind"),
    [
        ("规章\t1\t2\t30\n行政许可\t4", "4", "cut"),
        ("规章\t1\t2\t30\n行政许可\t4\n", "4", "number"),
        ("规章\t1\t2\t30\n行政许可\t0", "0", "number"),
        ("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n2.重复申请\t3\t1", "1", "cut"),
        ("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n2.重复申请\t3\t1\t0\t0\t0\t0\t4", "4", "number"),
        ("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n2.重复申请\t30\t15\t0\t0\t0\t0\t4", "4", "cut"),
        ("3.要求提供公开出版物3000003\n4.重复申请3000003", "3000003", "number"),
    ],
)
def test_the_last_number_of_a_text_without_a_line_end_may_be_a_part_unless_its_row_adds_up(text, last, kind):
    layout = lay_out(Document("a", "text", "", blocks=tuple(map(Line, text.split("\n")))))
    grids = [block for block in layout.blocks if isinstance(block, Grid)]
    assert (grids[-1].cells[-1].text, grids[-1].cells[-1].kind) == (last, kind)
    assert [finding.code for finding in layout.findings] == ["text_cut_off"] * (kind == "cut")


@pytest.mark.parametrize(("kind", "text"), [("html", "规章\t1\t2\t30\n行政许可\t4"), ("text", "访问量\t1234")])
def test_pages_do_not_break_off_and_of_lone_numbers_nothing_is_said(kind, text):
    layout = lay_out(Document("a", kind, "", blocks=tuple(map(Line, text.split("\n")))))
    assert not layout.findings
    assert ("CUT" in str(layout.blocks)) is (kind == "text")  # it may still be a row of a table


def test_a_bar_at_the_end_stands_before_a_blank_cell_where_rows_with_texts_have_none():
    written = "规章 | 2 |  |  | 2\n" + "行政规范性文件 |  |  |  | \n" * 4 + "行政许可 | 1 |  |  | 1\n |  |  |  | \n"
    assert rows(written) == [
        ["规章", "2", "", "", "2"],
        *[["行政规范性文件", "", "", "", ""]] * 4,
        ["行政许可", "1", "", "", "1"],
        ["", "", "", "", ""],
    ]
    closed = "".join(f"| {line.replace(' | ', '|')} |\n" for line in ("规章 | 2 |  |  | 2", "行政许可 |  |  |  | "))
    assert rows(closed) == [["规章", "2", "", "", "2"], ["行政许可", "", "", "", ""]]


def test_a_line_of_digits_between_bars_is_one_cell():
    cells = [
        "规章",
        "0",
        "0",
        "0",
        "行政规范性文件",
        "24",
        "14",
        "141",
        "行政处罚",
        "92",
        "-5",
        "0",
        "行政强制",
        "209",
        "0",
        "6_2",
    ]
    found = rows("\n|\n".join(cell.replace("_", " ") for cell in cells * 2))
    assert ["行政强制", "209", "0", "6 2"] in found


# ---- the whole ---------------------------------------------------------------------------------------------------


def test_declared_grids_pass_through_in_their_place():
    grid = Grid((a_cell("规章", 0, 0), a_cell("5", 0, 1)), 1, 2, "declared")
    document = Document("a", "html", "", blocks=(Line("甲"), grid, Line("乙\t1\t2"), grid))
    blocks = lay_out(document).blocks
    assert blocks[:2] == (Line("甲"), grid)
    assert blocks[3] == grid
    assert rows_of(blocks[2]) == [["乙", "1", "2"]]


cells = st.sampled_from(
    [
        "规章",
        "行政许可",
        "（一）予以公开",
        "1.属于国家秘密",
        "0",
        "17",
        "1,234",
        "0.55",
        "—",
        "",
        "22（其中修订16件）",
        "9 件",
    ]
)
separators = st.sampled_from(
    ["\t", " | ", "|", "\n", "\n\n", "\n|\n", "  ", " ", "\u3000", " |\n", "\n\t", ",", "", "\f", "\r\n- 3 -\r\n"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(cells, separators), max_size=60))
def test_no_digit_is_lost_or_invented_and_their_order_holds(pieces):
    written = "".join(cell + separator for cell, separator in pieces)
    document = text.read(written.encode(), "a.txt")
    out = []
    for block in lay_out_lines(document).blocks:
        out += [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
    page_numbers = r"- 3 -"  # these may stand behind the row they interrupt
    before, after = re.sub(page_numbers, " ", written), re.sub(page_numbers, " ", "\n".join(out))
    assert re.findall(r"\d", after) == re.findall(r"\d", before)
    assert out.count("- 3 -") <= written.count("- 3 -")


@pytest.mark.parametrize(
    "piece",
    [
        "规章\n0\n0\n",
        "规章\t0\t0\n",
        "规章|0|",
        "规章007文件7777166",
        "7 ",
        "规章 007 ",
        "（",
        "**a ",
        'a\t"b\n',
        "规章,0,0\n",
        "1    ",
        "\n",
    ],
)
def test_time_grows_with_length_only(piece):
    def seconds(length):
        document = text.read((piece * (length // len(piece))).encode(), "a.txt")
        start = time.process_time()
        lay_out_lines(document)
        return time.process_time() - start

    assert seconds(80_000) < 10 * seconds(20_000) + 0.5


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports lie beside the repository and are not here")
@pytest.mark.parametrize(
    ("name", "label", "figures"),
    [
        ("seeds/002*.txt", "（一）予以公开", ["0", "0", "0", "0", "0", "0", ""]),
        ("seeds/003*.txt", "四、结转下年度继续办理", ["0", "0", "0", "0", "0", "0"]),
        ("seeds/001*.txt", "政府集中采购（采购办提供数据，各单位认领）", ["2", "0.5500"]),
        ("reports/docs/txt_pingtan_2020*.txt", "（七）总计", ["20 0 00 0 121"]),
        ("reports/docs/der_hongze_2023_layout.txt", "行政处罚", ["4119"]),
        ("reports/docs/web_yueyang*.txt", "（一）予以公开", None),
        ("reports/docs/txt_shanghai_kewei*.txt", "（七）总计", ["33", "2", "0", "0", "0", "0", "35"]),
        ("reports/docs/web_gengma*.txt", "行政事业性收费", ["20.3"]),
    ],
)
def test_rows_of_real_reports(name, label, figures):
    (path,) = SHARED.glob(name)
    blocks = lay_out_lines(text.read(path.read_bytes(), path.name)).blocks
    found = [row for block in blocks if isinstance(block, Grid) for row in rows_of(block)]
    if figures is None:
        assert ["(一)予以公开", "3", "3"] in found
    else:
        assert [label, *figures] in found
