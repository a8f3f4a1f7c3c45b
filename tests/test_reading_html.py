"""HTML: every cell once and in its place, in any encoding, with what the page hides left out and hostile pages bounded."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goiextract.errors import UnreadableDocument
from goiextract.reading.decoding import decode
from goiextract.reading.html import read
from goiextract.reading.html_markup import parse
from goiextract.reading.spans import SpannedCell, expand_spans, span_number, to_grid
from goiextract.records import Grid, Line, Place

REAL = Path(__file__).parents[1] / "../shared/reports/docs"


def blocks(page: str) -> tuple[Line | Grid, ...]:
    return read(page.encode(), "页").blocks


def grids(page: str) -> list[Grid]:
    return [block for block in blocks(page) if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]


def lines(page: str) -> list[str]:
    return [block.text for block in blocks(page) if isinstance(block, Line)]


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in read(data, "页").findings]


# ---- spans ------------------------------------------------------------------------------------------------------

SPANS = st.sampled_from([0, 1, 1, 1, 2, 3, 7, 65534, 10**9])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.lists(st.tuples(SPANS, SPANS), max_size=5), max_size=6), min_size=1, max_size=3))
def test_expansion_keeps_every_cell_once_and_without_overlap(shape: list[list[list[tuple[int, int]]]]) -> None:
    names = iter(range(10_000))
    groups = [[[SpannedCell(str(next(names)), *spans) for spans in row] for row in group] for group in shape]
    n_rows = sum(len(group) for group in groups)
    grid = to_grid(expand_spans(groups), n_rows)
    wanted = [cell.text for group in groups for row in group for cell in row]
    assert [cell.text for cell in grid.cells] == wanted
    taken = set()
    for cell in grid.cells:
        assert 0 < cell.row_span <= n_rows - cell.row
        assert 0 < cell.column_span <= grid.n_columns - cell.column
        room = {(cell.row + r, cell.column + c) for r in range(cell.row_span) for c in range(cell.column_span)}
        assert not room & taken
        taken |= room


@pytest.mark.parametrize(
    ("written", "number"), [("2;", 2), ("-3", 1), ("", 1), (None, 1), ("x", 1), (" 4", 4), ("２", 1)]
)
def test_span_attributes_are_read_as_browsers_do(written: str | None, number: int) -> None:
    assert max(span_number(written), 1) == number


def test_hostile_spans_leave_the_table_as_drawn() -> None:
    page = (
        "<table><tr><td rowspan='2;'>甲</td><td colspan='1000000000'>乙</td></tr><tr><td>1</td><td>2</td></tr>"
        "<tr><td rowspan=0>丙</td><td rowspan='999999999999'>3</td><td>4</td></tr><tr><td>5</td></tr></table>"
    )
    (grid,) = grids(page)
    placed = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert placed == {
        "甲": (0, 0, 2, 1), "乙": (0, 1, 1, 2), "1": (1, 1, 1, 1), "2": (1, 2, 1, 1),
        "丙": (2, 0, 2, 1), "3": (2, 1, 2, 1), "4": (2, 2, 1, 1), "5": (3, 2, 1, 1),
    }  # fmt: skip


def test_head_comes_first_and_foot_last_and_spans_end_with_their_group() -> None:
    page = (
        "<table><caption>表</caption><tfoot><tr><td>总计</td><td>9</td></tr></tfoot><tbody><tr><td rowspan=9>规章</td><td>4</td>"
        "</tr><tr><td>5</td></tr></tbody><thead><tr><th>内容</th><th>数量</th></tr></thead></table>"
    )
    found = blocks(page)
    assert isinstance(found[0], Line)
    assert found[0].text == "表"
    assert rows(grids(page)[0]) == [["内容", "数量"], ["规章", "4"], ["5"], ["总计", "9"]]
    assert grids(page)[0].cells[2].row_span == 2


# ---- what a page shows ------------------------------------------------------------------------------------------


def test_cells_keep_their_lines_and_lose_their_padding() -> None:
    page = (
        "<table><tr><td>&nbsp;商业<br>企业\u3000</td><td><p>法律</p><p>服务\r\n机构</p></td><td>\u3000 0&nbsp;</td>"
        "<td>&nbsp;</td><td>1\u200b2</td><td><input value='7'></td></tr></table>"
    )
    assert rows(grids(page)[0]) == [["商业\n企业", "法律\n服务机构", "0", "", "12", "7"]]


def test_hidden_struck_and_annotated_text_is_left_out() -> None:
    page = """<html><style>.gone, #no {display:none} @media print {.kept {display:none}}</style><body>
    <p style="display:none">隐藏一</p><p hidden>隐藏二</p><template><p>隐藏三</p></template><!-- 隐藏四 -->
    <script>"隐藏五"</script>
    <p class="gone">隐藏六</p><p id=no>隐藏七</p><p class=kept>可见</p>
    <table><tr style="display: none"><td>旧</td><td>8</td></tr>
    <tr><td>規<ruby>章<rp>(</rp><rt>zhāng</rt></ruby></td><td><span style="mso-hide:all">9</span>3<o:p></o:p></td>
    <td><del>5</del>6</td><td>4<sup>1</sup></td><td style="visibility:hidden">2</td>
    <td style="display:none">1</td><td>末</td></tr></table><![if !supportEmptyParas]>&nbsp;<![endif]></body></html>"""
    assert lines(page) == ["可见"]
    assert rows(grids(page)[0]) == [["規章", "3", "6", "4¹", "", "末"]]
    assert "struck_text_left_out" in codes(page.encode())


def test_a_picture_in_place_of_a_figure_does_not_pass_for_a_blank() -> None:
    page = "<table><tr><td>规章</td><td><img src=a.png></td><td><img src=b.gif width=1></td><td></td></tr></table>"
    assert [cell.kind for cell in grids(page)[0].cells] == ["text", "picture", "blank", "blank"]
    assert "pictures_in_cells" in codes(page.encode())


@pytest.mark.parametrize("page", ["<table><tr><td>规章</td><td>14", 'var a = "<table><tr><td>规章</td><td>14'])
def test_a_number_that_the_end_of_the_file_cuts_does_not_pass_for_the_whole(page: str) -> None:
    assert [(cell.text, cell.kind) for cell in grids(page)[0].cells] == [("规章", "text"), ("14", "cut")]
    assert "page_cut_off" in codes(page.encode())
    assert rows(grids(page + "</td>")[0]) == [["规章", "14"]]


def test_tables_hidden_by_a_style_that_a_script_may_lift_are_read_and_said_to_be() -> None:
    page = "<html><body><div style='display:none'><table><tr><td>规章</td><td>3</td></tr></table></div></body></html>"
    assert rows(grids(page)[0]) == [["规章", "3"]]
    assert "hidden_tables_read" in codes(page.encode())


def test_layout_tables_are_transparent_and_data_tables_keep_inner_ones_apart() -> None:
    inner = "<table><tr><td>规章</td><td>3</td></tr></table>"
    frame = f"<table><tr><td>导航</td><td><p>二、主动公开</p>{inner}<p>三、收到和处理</p></td></tr></table>"
    found = blocks(frame)
    assert [block.text if isinstance(block, Line) else rows(block) for block in found] == [
        "导航", "二、主动公开", [["规章", "3"]], "三、收到和处理",
    ]  # fmt: skip
    data = f"<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr><tr><td>丙</td><td>{inner}</td></tr></table>"
    outer, own = grids(data)
    assert rows(outer) == [["甲", "1"], ["乙", "2"], ["丙", ""]]
    assert rows(own) == [["规章", "3"]]
    assert own.cells[1].place == Place(table=2, row=1, cell=2)


def test_tables_made_of_divs_and_rows_without_a_table() -> None:
    page = (
        "<html><style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style><body><div class=t>"
        "<div class=r><div class=c>规章</div><div class=c>3</div></div>"
        "<div class=r><div class=c>总计</div><div class=c>4</div></div>"
        "</div></body></html>"
    )
    assert rows(grids(page)[0]) == [["规章", "3"], ["总计", "4"]]
    assert rows(grids("<tr><td>规章</td><td>3</td></tr><tr><td>总计</td><td>4</td></tr>")[0]) == [
        ["规章", "3"],
        ["总计", "4"],
    ]


def test_lines_stand_in_reading_order_with_the_title_first() -> None:
    page = (
        "<html><head><title>某镇2023年年报</title>"
        "<meta name='ArticleTitle' content='某镇2023年政府信息公开工作年度报告'></head><body>"
        "<h1>年度报告</h1><div>一、总体<span>情况</span><br>规章 3</div><pre>行政许可   5\n  合计     6</pre></body></html>"
    )
    assert lines(page) == [
        "某镇2023年年报", "某镇2023年政府信息公开工作年度报告",
        "年度报告", "一、总体情况", "规章 3", "行政许可   5", "  合计     6",
    ]  # fmt: skip


TAG_NAMES = "table /table tr /tr td /td th tbody /tbody thead tfoot caption p /p div /div br span /span b form /form"
TAG_NAMES += " center h1 pre ul li sup"
STYLED = [
    "td rowspan=3",
    "td colspan=0",
    "div style=display:table",
    "div style=display:table-row",
    "div style=display:table-cell",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*TAG_NAMES.split(), *STYLED]), max_size=40))
def test_whatever_the_tags_no_text_is_lost_or_doubled(tags: list[str]) -> None:
    soup = "<body>" + "".join(f"<{tag}>值{number}。" for number, tag in enumerate(tags))
    found = []
    for block in blocks(soup):
        found += [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
    every = re.findall(r"值\d+", " ".join(found))
    assert sorted(every) == sorted(f"值{number}" for number in range(len(tags)))


# ---- encodings, scripts, archives -------------------------------------------------------------------------------

PAGE = "<html><head><meta charset='{}'></head><body><h1>朱镕政府信息公开</h1>"
PAGE += "<table><tr><td>规章</td><td>3</td></tr></table></body></html>"
TRADITIONAL = PAGE.replace("朱镕政府信息公开", "政府資訊公開年度報告的說明與申請").replace("规章", "規章")


@pytest.mark.parametrize(
    ("page", "declared", "encoding"),
    [
        (PAGE, "gb2312", "gb18030"),
        (PAGE, "utf-8", "gb18030"),
        (PAGE, "gb2312", "utf-8"),
        (PAGE, "iso-8859-1", "gb18030"),
        (PAGE, "gbk", "utf-16"),
        (PAGE, "", "utf-16-le"),
        (PAGE, "", "utf-16-be"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "", "big5"),
        (TRADITIONAL, "gb2312", "big5"),
    ],
)
def test_pages_are_read_in_the_encoding_they_are_in_whatever_they_declare(
    page: str, declared: str, encoding: str
) -> None:
    data = page.format(declared).encode(encoding)
    document = read(data, "页")
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert rows(grid)[0] in (["规章", "3"], ["規章", "3"])
    assert ("decoded_as" in codes(data)) == (encoding != "utf-8")
    assert "undecodable_bytes" not in codes(data)


@pytest.mark.parametrize("encoding", ["gbk", "big5"])
@pytest.mark.parametrize("text", ["規章 3", "總計\t0", "政府信息公開年報"])
def test_a_few_words_are_enough_to_tell_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_broken_bytes_never_lose_the_page() -> None:
    data = PAGE.format("utf-8").encode().replace("公开".encode(), b"\xff\xfe") + b"<p>\xe6\x94"
    document = read(data, "页")
    assert "undecodable_bytes" in codes(data)
    assert any(isinstance(block, Grid) for block in document.blocks)


TABLE = '<table align="center"><tr><td colspan="2">规章</td></tr><tr><td>甲</td><td>3\n</td></tr></table>'


@pytest.mark.parametrize(
    "script",
    [
        "let content = " + json.dumps(f"<p>一、总体</p>{TABLE}", ensure_ascii=False) + ";",
        json.dumps({"code": 0, "data": {"title": "某镇年度报告", "body": f"<p>一、总体</p>{TABLE}", "other": "a"}}),
        json.dumps({"data": json.dumps({"html": f"<p>一、总体</p>{TABLE}"})}),
        "var s='<p>一、总体</p><table>'; // it's\n"
        "s += '<tr><td colspan=2>规章</td></tr>';\ns+=\"<tr><td>甲</td><td>3</td></tr>\" + '</table>';",
        "document.write('<p>一、总体</p><table><tr><td colspan=2>规章</td></tr>');"
        "document.write('<tr><td>甲</td><td>3</td></tr></table>')",
        f"<html><body><div id=a></div><script>a.innerHTML = `<p>一、总体</p>{TABLE}`</script></body></html>",
        "<html><body><script type='text/template'><p>一、总体</p>" + TABLE + "</script></body></html>",
        "var a = " + json.dumps(f"<p>一、总体</p>{TABLE}").replace("<", "&lt;").replace(">", "&gt;"),
    ],
)
def test_html_inside_scripts_is_found(script: str) -> None:
    assert rows(grids(script)[0]) == [["规章"], ["甲", "3"]]
    assert "一、总体" in lines(script)
    assert "html_in_script" in codes(script.encode())


def test_web_archives_are_read() -> None:
    body = "<html><body><table><tr><td>规章</td><td>3</td></tr></table></body></html>"
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related")
    message.attach(MIMEText(body, "html", "gb2312"))
    (grid,) = (block for block in read(message.as_bytes(), "页.doc").blocks if isinstance(block, Grid))
    assert rows(grid) == [["规章", "3"]]


# ---- hostile and empty pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("nested", ["<div>", "<font>", "<table><tr><td>"])
def test_deep_nesting_neither_crashes_nor_hangs(nested: str) -> None:
    table = "<table><tr><td>规章</td><td>3</td></tr></table>"
    document = read(f"<html><body>{table}{nested * 100_000}深".encode(), "页")
    assert any(isinstance(block, Grid) for block in document.blocks)
    assert any(finding.code.startswith("nested_") for finding in document.findings)


@pytest.mark.parametrize(
    "data",
    [b"<html><body>" + b"<p>12345678</p>" * 13_500_000, b"<table>" + b"<td>1" * 300_000],
    ids=["200 MB", "300,000 cells"],
)
def test_huge_pages_end_in_a_clear_message(data: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match="print it to PDF"):
        read(data, "页")
    assert time.monotonic() - started < 20


def test_pictures_inside_a_page_do_not_count_against_its_size() -> None:
    data = (
        b"<html><img src='data:image/png;base64,"
        + b"QUJD" * 12_000_000
        + b"'><table><tr><td>a</td><td>3</td></tr></table>"
    )
    assert any(isinstance(block, Grid) for block in read(data, "页").blocks)


def test_a_page_without_text_says_so() -> None:
    assert codes(b"<html><body><img src='a.png'><script>go()</script></body></html>") == ["page_without_text"]


def test_the_real_page_and_its_script_give_the_same_whole_tables() -> None:
    page, script = REAL / "html_shanghai_office_2019.html", REAL / "js_shanghai_office_2019.js"
    if not page.exists():
        pytest.skip("the real reports lie outside the repository, in ../shared")
    first, second = read(page.read_bytes(), page.name), read(script.read_bytes(), script.name)
    assert first.blocks == second.blocks
    proactive, applications, review = (block for block in first.blocks if isinstance(block, Grid))
    assert (proactive.n_rows, applications.n_rows, review.n_rows) == (18, 26, 4)
    assert [cell.text for cell in review.cells if cell.row == 3] == [
        "5",
        "",
        "",
        "2",
        "7",
        "8",
        "",
        "",
        "1",
        "9",
        *[""] * 5,
    ]
    assert sum(cell.column >= 3 and cell.row >= 3 for cell in applications.cells) == 23 * 7


def test_an_element_with_attributes_by_the_thousand_is_read_without_them() -> None:
    """Its attributes are compared each with each: what is counted here is that none of them reaches the parser."""
    many = " ".join(f"a{n}=1" for n in range(20_000))
    tree, _ = parse(f"<p {many}>年报</p><input value='{'x' * 5000}'>", "a.html")
    assert tree is not None
    (element,) = tree.iter("p")
    assert (element.text, dict(element.attrib)) == ("年报", {})
    assert [len(one.get("value", "")) for one in tree.iter("input")] == [5000]
