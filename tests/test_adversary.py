"""Documents made to be read wrongly: what cannot be told must be flagged, never asserted."""

from __future__ import annotations

import html

import pytest
from made_documents import INTRODUCTION, table_rows

from goiextract.forms import form_named
from goiextract.pipeline import extract
from goiextract.records import Report, Status

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
