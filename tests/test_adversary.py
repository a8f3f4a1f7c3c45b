"""Documents made to be read wrongly: what cannot be told must be flagged, never asserted."""

from __future__ import annotations

import html

import made_pdfs
import pytest
from made_documents import INTRODUCTION, table_rows
from made_records import a_token
from reportlab.pdfgen.canvas import Canvas

from goiextract.forms import form_named, looks_like_figure
from goiextract.layout.aligned import align
from goiextract.pipeline import extract
from goiextract.reconciling.hypotheses import fillings
from goiextract.reconciling.numerals import read_numeral
from goiextract.records import Box, Grid, Report, Status, Word
from goiextract.second_opinion.adopt import adopt
from goiextract.second_opinion.unsettled import unsettled_tables

ASSERTED = (Status.PRINTED, Status.INFERRED)


def rows_2021(**figures: list[str]) -> dict[str, list[list[str]]]:
    """The rows of all tables; ``rules=[…]`` replaces the figures of a row, ``review_litigation=[…]`` those of 表四."""
    form = form_named("2021")
    rows = table_rows(form)
    wordings = {line.key: line.printed for table in form.tables for line in table.lines}
    for key, printed in figures.items():
        if key == "review_litigation":
            rows[key][-1] = printed
            continue
        for table in ("proactive", "applications"):
            rows[table] = [[row[0], *printed] if row[0] == wordings[key] else row for row in rows[table]]
    return rows


def page(rows: dict[str, list[list[str]]], year: int = 2023) -> str:
    """One report as HTML."""
    parts = [f"<h1>桥头县水务局{year}年政府信息公开工作年度报告</h1><p>{INTRODUCTION.replace('2021', str(year))}</p>"]
    for table in form_named("2021").tables:
        parts.append(f"<p>{table.heading}</p><table border='1'>")
        wide = max(map(len, rows[table.key]))
        for row in rows[table.key]:
            spare = wide - len(row) + 1
            cells = [
                f"<td{f' colspan={spare}' if n == len(row) - 1 and spare > 1 else ''}>{c}</td>"
                for n, c in enumerate(row)
            ]
            parts.append("<tr>" + "".join(cells) + "</tr>")
        parts.append("</table>")
    return "<html><meta charset='utf-8'><body>" + "".join(parts) + "</body></html>"


def text(rows: dict[str, list[list[str]]], between: str = "\t") -> str:
    """One report as text, its cells parted by `between`."""
    lines = ["桥头县水务局2023年政府信息公开工作年度报告", ""]
    for table in form_named("2021").tables:
        lines += [table.heading, *(between.join(row) for row in rows[table.key])]
    return "\n".join(lines)


def read(document: str, name: str = "report.html") -> Report:
    """The report read from text."""
    return extract(document.encode(), name=name)


def asserted(report: Report) -> dict[str, object]:
    """The values given as read without doubt."""
    return {
        str(f.key): f.value for f in report.figures if f.status in ASSERTED and not f.flagged and f.value is not None
    }


@pytest.mark.parametrize("mark", ["①", "²", "⒈", "<sup>1</sup>"])
def test_note_marks_are_no_digits(mark: str) -> None:
    report = read(page(rows_2021(rules=[f"3{mark}", "0", "12"], licensing=[f"47{mark}"])))
    values = asserted(report)
    assert values["proactive.rules.issued"] == 3
    assert values["proactive.licensing.decisions"] == 47


def test_two_offices_in_one_file_are_both_in_doubt_though_one_lacks_a_row() -> None:
    first = rows_2021(rules=["1", "0", "4"], review_litigation=["1", "0", "0", "0", "1", *["0"] * 10])
    second = rows_2021(rules=["2", "0", "9"], review_litigation=["0", "2", "0", "0", "2", *["0"] * 10])
    second["applications"] = [row for row in second["applications"] if "重复申请" not in row[0]]
    for row in second["applications"]:
        if row[0].startswith(("一、", "（一）", "（七）")):
            row[1:] = [str(int(row[1]) + 3), *row[2:-1], str(int(row[-1]) + 3)]
    values = asserted(read(page(first, 2022) + page(second, 2023)))
    assert not {key for key in values if key.startswith("proactive.rules") and not key.endswith("repealed")}
    assert "applications.new.total" not in values
    assert "applications.granted.natural_person" not in values
    assert "review_litigation.review.total" not in values
    assert values["review_litigation.litigation_direct.total"] == 0  # alike in both


def test_second_line_of_figures_in_table_four_is_a_doubt() -> None:
    rows = rows_2021(review_litigation=["1", "0", "0", "0", "1", *["0"] * 10])
    rows["review_litigation"].append(["2", "0", "0", "1", "3", *["0"] * 10])
    values = asserted(read(page(rows)))
    assert "review_litigation.review.upheld" not in values
    assert "review_litigation.review.pending" not in values


@pytest.mark.parametrize("between", ["\t", " | ", "\n"])
def test_columns_of_a_text_printed_in_another_order(between: str) -> None:
    rows = rows_2021(rules=["1", "2", "30"], normative_documents=["4", "5", "60"])
    turned = [[row[0], row[3], row[1], row[2]] if len(row) == 4 else row for row in rows["proactive"]]
    values = asserted(read(text({**rows, "proactive": turned}, between), "report.txt"))
    assert values.get("proactive.rules.in_force") in (None, 30)
    assert values.get("proactive.rules.issued") in (None, 1)
    assert values.get("proactive.normative_documents.repealed") in (None, 5)
    if between != "\n":
        assert values["proactive.rules.in_force"] == 30


def test_figures_one_column_off_leave_nothing_beyond_doubt() -> None:
    rows = rows_2021(granted=["3", "1", "0", "0", "0", "0", "4"])
    rows["applications"] = [
        [row[0], row[-1], *row[1:-1]] if row[0][0] in "一二四（123456789" else row for row in rows["applications"]
    ]
    values = asserted(read(text(rows), "report.txt"))
    wrong = {key for key, value in values.items() if key.startswith("applications.") and value}
    assert not wrong, html.escape(str(wrong))


def test_small_raised_digits_in_a_pdf_are_note_marks() -> None:
    def draw(canvas: Canvas) -> None:
        made_pdfs.ruled(canvas)
        canvas.setFont(made_pdfs.FONT, made_pdfs.SIZE)
        made_pdfs.texts(canvas)
        canvas.setFont(made_pdfs.FONT, 5.5)
        made_pdfs.write(canvas, "1", made_pdfs.XS[2] + 30.6, made_pdfs.YS[2] + 12)  # beside 11
        made_pdfs.write(canvas, "2", made_pdfs.XS[3] + 30.6, made_pdfs.YS[2] + 12)  # beside 22

    values = {str(f.key): f.value for f in extract(made_pdfs.pdf(draw), name="marks.pdf").figures}
    assert values["proactive.rules.repealed"] == 11
    assert values["proactive.rules.in_force"] == 22


def test_figures_below_one_another_in_a_cell_are_no_single_number_beyond_doubt() -> None:
    report = read(page(rows_2021(licensing=["1<br>103"], penalties=["2 103"])))
    values = asserted(report)
    assert "proactive.licensing.decisions" not in values
    assert values["proactive.penalties.decisions"] == 2103


def test_rows_without_rules_keep_their_blanks_under_the_columns_of_the_one_whole_row() -> None:
    middles = [200 + 40 * n for n in range(7)]
    drawn = {
        "一、本年新收政府信息公开申请数量": ["6", "1", "2", "3", "4", "5", "21"],
        "（一）予以公开": ["4", "", "2", "", "", "", "6"],
        "1.属于国家秘密": ["", "1", "", "", "4", "", "5"],
        "2.重复申请": ["2", "", "", "", "", "", "2"],
    }
    words = []
    for number, (label, figures) in enumerate(drawn.items()):
        top = 100.0 + 20 * number
        words.append(Word(label, Box(20, top, 20 + 9 * len(label), top + 9)))
        words += [
            Word(f, Box(x - 2.5 * len(f), top, x + 2.5 * len(f), top + 9))
            for f, x in zip(figures, middles, strict=True)
            if f
        ]
    grid = next(block for block in align(words, 1).blocks if isinstance(block, Grid))
    for row, (label, figures) in enumerate(drawn.items()):
        assert [cell.text for cell in grid.cells if cell.row == row] == [label, *figures]


def test_more_ways_to_fill_a_row_than_are_kept_is_a_doubt() -> None:
    rows = rows_2021()
    rows["review_litigation"][-1] = ["0", "8", *["0"] * 5, "7", "1", "0", "2", "10"]
    report = read(text(rows), "report.txt")
    assert not [key for key in asserted(report) if key.startswith("review_litigation.")]


def test_a_table_printed_twice_is_not_settled_by_a_reader_who_met_it_once() -> None:
    first, second = rows_2021(rules=["1", "0", "4"]), rows_2021(rules=["2", "0", "9"])
    both = read(page(first, 2022) + page(second, 2023))
    once = read(page(second, 2023))
    assert "proactive" not in unsettled_tables(both)
    assert "proactive.rules.issued" not in asserted(adopt(both, [once, once]))


def test_two_rows_printed_in_another_order_keep_their_figures() -> None:
    rows = rows_2021(refuse_repeat=["1", "0", "0", "0", "0", "0", "1"], granted=["3", "0", "0", "0", "0", "0", "3"])
    table = rows["applications"]
    at = next(n for n, row in enumerate(table) if "重复申请" in row[0])
    table[at], table[at + 1] = table[at + 1], table[at]
    values = asserted(read(page(rows)))
    assert values["applications.refuse_repeat.natural_person"] == 1
    assert values["applications.refuse_publication.natural_person"] == 0


ENFORCEMENT = "<table border=1><tr><td>类别</td><td>数量</td></tr>" + "".join(
    f"<tr><td>{name}</td><td>{count}</td></tr>"
    for name, count in (("行政许可", 2345), ("行政处罚", 412), ("行政强制", 17))
)


def test_other_statistics_before_the_heading_are_not_the_table() -> None:
    rows = rows_2021(licensing=["9"])
    with_both = page(rows).replace("<p>二、", f"{ENFORCEMENT}</table><p>二、", 1)
    assert asserted(read(with_both))["proactive.licensing.decisions"] == 9
    without = page({**rows, "proactive": [["见附件"]]}).replace("<p>二、", f"{ENFORCEMENT}</table><p>二、", 1)
    assert not [key for key in asserted(read(without)) if key.startswith("proactive.")]


def test_unit_of_an_amount_is_the_one_its_heading_prints() -> None:
    document = page(rows_2021(fees=["1200"]))
    for printed, unit in (("单位：元", "元"), ("单位：万元", "万元"), ("单位:亿元", "亿元")):
        report = read(document.replace("单位：万元", printed))
        figure = next(f for f in report.figures if f.key.row == "fees")
        assert (figure.value, figure.unit) == (1200, unit)


@pytest.mark.parametrize(
    ("printed", "value", "sure"), [("12.0", 12, True), ("12.345", None, False), ("12.5", None, False)]
)
def test_counts_are_whole_numbers(printed: str, value: int | None, sure: bool) -> None:
    values = asserted(read(page(rows_2021(licensing=[printed]))))
    assert ("proactive.licensing.decisions" in values) is sure
    assert values.get("proactive.licensing.decisions") == value


@pytest.mark.parametrize("gap", [6.0, 0.0])
def test_a_figure_that_touches_its_label_leaves_no_blank_cell(gap: float) -> None:
    middles = [220 + 40 * n for n in range(7)]
    words = []
    for number, label in enumerate(
        ("一、本年新收政府信息公开申请数量", "（一）予以公开", "2.其他法律行政法规禁止公开")
    ):
        top, end = 100.0 + 20 * number, 202.0 if number == 2 else 150.0
        words.append(
            Word(
                label + ("198" if gap == 0 and number == 2 else ""),
                Box(20, top, end + (15 if gap == 0 else 0), top + 9),
            )
        )
        figures = ["198", "0", "0", "0", "0", "0", "198"]
        for n, (figure, x) in enumerate(zip(figures, middles, strict=True)):
            if number == 2 and n == 0 and gap:
                words.append(Word(figure, Box(end + gap, top, end + gap + 15, top + 9)))
            elif not (number == 2 and n == 0):
                words.append(Word(figure, Box(x - 2.5 * len(figure), top, x + 2.5 * len(figure), top + 9)))
    grid = next(block for block in align(words, 1).blocks if isinstance(block, Grid))
    last = [cell.text for cell in grid.cells if cell.row == 2][1:]
    assert last == (["198", "0", "0", "0", "0", "0", "198"] if gap else ["0", "0", "0", "0", "0", "198"])


def test_blocks_of_table_four_torn_from_their_totals_are_not_told_apart() -> None:
    rows = rows_2021()
    heads = "结果维持\n结果纠正\n其他结果\n尚未审结\n"
    torn = f"行政复议\n行政诉讼\n未经复议直接起诉\n{heads}7\n0\n0\n7\n总计\n14\n复议后起诉\n{heads}2\n0\n7\n0\n"
    lines = text({**rows, "review_litigation": [[part] for part in torn.splitlines()]})
    assert not [key for key in asserted(read(lines, "report.txt")) if key.startswith("review_litigation.")]


def test_a_number_and_a_whole_row_behind_it_are_no_figure_with_a_remark() -> None:
    for row in (
        "13     （四）无法提供     1.本机关不掌握相关政府信息     0     0",
        "5 （三）不予公开 1.属于国家秘密 0",
    ):
        assert not looks_like_figure(row)
        assert read_numeral(row).kind == "unread"
    for cell, value in (("22（其中修订 16 件）", 22), ("3[1][2]", 3), ("12（其中", 12), ("12(1)", 12)):
        assert looks_like_figure(cell)
        assert read_numeral(cell).value == value


def test_a_zero_and_a_number_beside_it_are_no_figure() -> None:
    for cell in ("0 10", "0 0", "0 12"):
        assert read_numeral(cell).kind == "unread"
    for cell, value in (("1 000", 1000), ("10 0", 100), ("0", 0)):
        assert read_numeral(cell).value == value


def test_a_sign_parted_from_its_figure_is_not_dropped() -> None:
    columns = form_named("2019").table("proactive").rows[2].columns
    ways, _ = fillings([a_token(text) for text in ("267", "-", "7", "126")], columns, None)
    changes = {way.numerals[1].value for way in ways if way.cost <= ways[0].cost + 3.0 and way.numerals[1]}
    assert changes != {7}


def test_white_figures_in_word_are_not_read() -> None:
    """An old figure coloured white beside the new one: what a reader does not see is not printed."""
    import io

    import docx
    from docx.shared import RGBColor

    document = docx.Document()
    document.add_paragraph("二、主动公开政府信息情况")
    table = document.add_table(rows=2, cols=4)
    for column, text in enumerate(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]):
        table.cell(0, column).text = text
    for column, text in enumerate(["规章", "4", "2", "9"]):
        table.cell(1, column).text = text
    hidden = table.cell(1, 1).paragraphs[0].add_run("7")
    hidden.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    file = io.BytesIO()
    document.save(file)
    report = extract(file.getvalue(), name="white.docx")
    assert report["proactive.rules.issued"].value == 4
    assert "white_figures_left_out" in {finding.code for finding in report.findings}


def test_two_labels_beside_one_set_of_figures_assert_nothing() -> None:
    """Zeros left blank: of two rows in one row of cells, the figures of one are gone, and nothing tells of which."""
    one = ["1", "0", "0", "0", "0", "0", "1"]
    rows = rows_2021(new=one, total=one)
    table = rows["applications"]
    at = next(n for n, row in enumerate(table) if "国家秘密" in row[0])
    both = f"{table[at][0]}<br>{table[at + 1][0]}"
    table[at : at + 2] = [[both, "1", "", "", "", "", "", "1"]]
    values = asserted(read(page(rows)))
    for row in ("deny_secret", "deny_law"):
        assert not [key for key in values if key.startswith(f"applications.{row}.")], row


def beside(left: dict[str, list[list[str]]], right: dict[str, list[list[str]]], heads: tuple[str, str]) -> str:
    """Two reports' tables side by side in one table each."""
    parts = [f"<h1>桥头县水务局2023年政府信息公开工作年度报告</h1><p>{INTRODUCTION.replace('2021', '2023')}</p>"]
    for table in form_named("2021").tables:
        wide = max(map(len, left[table.key]))
        parts.append(f"<p>{table.heading}</p><table border='1'>")
        parts.append("<tr>" + "".join(f"<td colspan={wide}>{head}</td>" for head in heads) + "</tr>")
        for row, other in zip(left[table.key], right[table.key], strict=True):
            cells = [*row, *[""] * (wide - len(row)), *other, *[""] * (wide - len(other))]
            parts.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        parts.append("</table>")
    return "<html><meta charset='utf-8'><body>" + "".join(parts) + "</body></html>"


@pytest.mark.parametrize("heads", [("2023年", "2022年"), ("2022年", "2023年"), ("本机关", "下属单位")])
def test_two_tables_side_by_side_are_two_tables(heads: tuple[str, str]) -> None:
    one, seven = (
        rows_2021(**{key: [n, *["0"] * 5, n] for key, n in zip(("new", "granted", "total"), each, strict=True)})
        for each in (("2", "1", "1"), ("8", "7", "7"))
    )
    report = read(beside(one, seven, heads))
    values = asserted(report)
    if "2023年" not in heads:
        assert "applications.granted.total" not in values
        assert report["applications.granted.total"].flagged
        return
    assert values["applications.granted.total"] == (1 if heads[0] == "2023年" else 7)
    assert not [figure for figure in report.doubtful() if figure.key.table == "applications"]
    assert "other_year_beside" in {finding.code for finding in report.findings}


def two_years(apart: str) -> str:
    """Two years' tables side by side as text; in 表二 each block is laid out for itself."""
    this, last = (rows_2021(rules=[n, "0", n], licensing=[n], fees=[n]) for n in ("4", "9"))
    lines = ["桥头县水务局2023年政府信息公开工作年度报告", ""]
    for table in form_named("2021").tables:
        lines += [table.heading, f"2022年{apart}2023年"]
        lines += [apart.join([*a, *b]) for a, b in zip(last[table.key], this[table.key], strict=True)]
    return "\n".join(lines)


@pytest.mark.parametrize("apart", ["\t", " | ", "    "])
def test_two_years_side_by_side_in_text_where_a_block_has_a_single_row(apart: str) -> None:
    values = asserted(read(two_years(apart), "report.txt"))
    assert {values[f"proactive.{key}"] for key in ("rules.issued", "licensing.decisions", "fees.amount")} == {4}


def sets(heads: tuple[str, str], markup: bool) -> str:
    """Two sets of figures behind each label, and two whole sets in 表四, as HTML or tabbed text."""
    this, last = (rows_2021(new=[n, *["0"] * 5, n], granted=[n, *["0"] * 5, n], total=[n, *["0"] * 5, n]) for n in "17")
    this["review_litigation"][-1] = ["2", "0", "0", "0", "2"] * 3
    rows: dict[str, list[list[str]]] = {}
    for name, own in this.items():
        stub = 0 if name == "review_litigation" else 1
        both = [[*a[:stub], *a[stub:], *b[stub:]] for a, b in zip(own, last[name], strict=True)]
        rows[name] = [[""] * stub + list(heads), *both]
    if not markup:
        return text(rows)
    for own in rows.values():
        wide = max(map(len, own))
        own[:] = [[*row, *[""] * (wide - len(row))] if n else row for n, row in enumerate(own)]
    parts = ["<h1>桥头县水务局2023年政府信息公开工作年度报告</h1>"]
    for table in form_named("2021").tables:
        head, *body = rows[table.key]
        half = (len(body[-1]) - len(head) + 2) // 2
        cells = "".join(f"<td colspan={half if cell else 1}>{cell}</td>" for cell in head)
        cut = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
        parts.append(f"<p>{table.heading}</p><table border='1'><tr>{cells}</tr>{cut}</table>")
    return "<html><meta charset='utf-8'><body>" + "".join(parts) + "</body></html>"


@pytest.mark.parametrize("markup", [True, False])
@pytest.mark.parametrize("heads", [("2023年", "2022年"), ("本年", "上年")])
def test_two_sets_of_figures_behind_one_label_are_two_tables(heads: tuple[str, str], markup: bool) -> None:
    report = read(sets(heads, markup), "report.html" if markup else "report.txt")
    values = asserted(report)
    assert values["applications.granted.total"] == 1
    assert values["review_litigation.review.total"] == 2
    assert "other_year_beside" in {finding.code for finding in report.findings}


def test_two_sets_of_figures_under_other_heads_are_not_asserted() -> None:
    values = asserted(read(sets(("本机关", "下属单位"), True)))
    assert not [key for key in values if key.startswith("applications.")]


def test_two_sets_of_figures_behind_one_label_are_not_asserted() -> None:
    rows = rows_2021(**{key: ["1", *["0"] * 5, "1", "7", *["0"] * 5, "7"] for key in ("new", "granted", "total")})
    for row in rows["applications"]:
        if len(row) == 8:
            row += ["0"] * 7
    values = asserted(read(page(rows)))
    assert values.get("applications.granted.total") in (None, 1)


def test_right_labels_in_other_words_do_not_hide_the_left_figures() -> None:
    """No label stands twice, and a row of 表二 has one figure: the left one must not vanish."""
    left, right = (rows_2021(licensing=[n], penalties=[n], fees=[n]) for n in ("4", "9"))
    for row in right["proactive"]:
        row[0] = f"{row[0]}（件）" if len(row) > 1 and row[1].isdigit() else row[0]
    values = asserted(read(beside(left, right, ("2023年", "2022年"))))
    keys = ("licensing.decisions", "penalties.decisions", "fees.amount")
    assert {values.get(f"proactive.{key}") for key in keys} <= {4, None}


def test_a_year_left_blank_is_not_filled_from_the_one_beside_it() -> None:
    one = rows_2021(new=["8", *["0"] * 5, "8"], granted=["8", *["0"] * 5, "8"], total=["8", *["0"] * 5, "8"])
    blank = {
        key: [[cell if n == 0 or not looks_like_figure(cell) else "" for n, cell in enumerate(row)] for row in rows]
        for key, rows in one.items()
    }
    values = asserted(read(beside(blank, one, ("2023年", "2022年"))))
    assert not [key for key in values if key.startswith("applications.")]


@pytest.mark.parametrize("last", ["label", "remark", "number"])
def test_what_stands_behind_the_figures_is_no_second_table(last: str) -> None:
    """The stub again at the right end, a remark that holds a number, or a column of the office's own."""
    rows = rows_2021(new=["2", *["0"] * 5, "2"], granted=["1", *["0"] * 5, "1"], total=["1", *["0"] * 5, "1"])
    for n, row in enumerate(rows["applications"]):
        if len(row) == 8:
            behind = {"label": row[0], "remark": f"其中{n}件为网上申请", "number": str(n + 3)}
            row.append(behind[last] if looks_like_figure(row[1]) else "备注")
    report = read(page(rows))
    assert asserted(report)["applications.granted.total"] == 1
    assert not [figure for figure in report.doubtful() if figure.key.table == "applications"]
