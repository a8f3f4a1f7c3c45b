"""Small whole reports of our own making, as bytes: the labels of the shipped forms, figures that add up, our own words."""

from __future__ import annotations

import io
import zipfile

from goiextract.forms import Form, form_named

TITLE = "青禾区桥头街道办事处2021年政府信息公开工作年度报告"
INTRODUCTION = "青禾区桥头街道办事处公布本年度报告。统计期限自2021年1月1日起至2021年12月31日止。"
# 表三: natural persons asked 5 times and 1 request was left from last year; 4 were granted, 2 are left for next year.
APPLICATIONS = {"new": 5, "carried_in": 1, "granted": 4, "total": 4, "carried_out": 2}


def table_rows(form: Form) -> dict[str, list[list[str]]]:
    """For each table the printed rows, cell by cell."""
    rows: dict[str, list[list[str]]] = {}
    for table in form.tables:
        rows[table.key] = printed = []
        if table.layout == "side_by_side":
            printed.append([text for row in table.rows for text in (row.printed, *[""] * (len(row.columns) - 1))])
            printed.append([column.printed for row in table.rows for column in row.columns])
            printed.append(["0" for row in table.rows for _ in row.columns])
            continue
        block = ""
        if table.layout == "rows":
            printed.append(["申请人情况", *(column.printed for column in table.rows[0].columns)])
        for line in table.lines:
            if table.layout == "blocks" and line.under != block:
                block = line.under
                printed.append([block])
                printed.append(["信息内容", *(column.printed for column in line.columns)])
            value = str(APPLICATIONS.get(line.key, 0)) if table.key == "applications" else "0"
            figures = [value if column.key in ("natural_person", "total") else "0" for column in line.columns]
            printed.append([line.printed, *figures])
    return rows


def text_report(title: str = TITLE, form: str = "2021") -> str:
    """Cells parted by tabs, one printed row a line."""
    lines = [title, "", "一、总体情况", INTRODUCTION]
    for table, rows in zip(form_named(form).tables, table_rows(form_named(form)).values(), strict=True):
        lines += ["", table.heading, *("\t".join(row) for row in rows)]
    return "\n".join([*lines, "", "五、存在的主要问题及改进情况", "将继续改进。", ""])


def html_report(title: str = TITLE, form: str = "2021") -> str:
    """The same as a web page."""
    parts = [f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>"]
    parts.append(f"<p>一、总体情况</p><p>{INTRODUCTION}</p>")
    for table, rows in zip(form_named(form).tables, table_rows(form_named(form)).values(), strict=True):
        parts.append(f"<p>{table.heading}</p><table border='1'>")
        wide = max(len(row) for row in rows)
        for row in rows:
            if len(row) == 1:
                parts.append(f"<tr><td colspan='{wide}'>{row[0]}</td></tr>")
            elif table.layout == "side_by_side" and "" in row:
                parts.append("<tr>" + "".join(f"<td colspan='5'>{text}</td>" for text in row if text) + "</tr>")
            else:
                parts.append("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>")
        parts.append("</table>")
    return "".join([*parts, "<p>五、存在的主要问题及改进情况</p></body></html>"])


def docx_report(title: str = TITLE) -> bytes:
    """A Word file with the text of the report in paragraphs."""
    import docx

    document = docx.Document()
    document.add_paragraph(title)
    form = form_named("2021")
    for table, rows in zip(form.tables, table_rows(form).values(), strict=True):
        document.add_paragraph(table.heading)
        wide = max(len(row) for row in rows)
        grid = document.add_table(len(rows), wide)
        for number, row in enumerate(rows):
            cells = grid.rows[number].cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
    return _saved(document)


def pdf_report(title: str = TITLE, password: str | None = None, n_pages: int = 1) -> bytes:
    """A PDF that says what it is; with `password` nobody opens it without."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption(password, strength=128) if password else None)
    for _ in range(n_pages):
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(72, 760, title)
        canvas.drawString(72, 730, INTRODUCTION)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def bomb_docx(megabytes: int = 600) -> bytes:
    """A Word file of some hundred kilobytes whose text is enormous once unpacked."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_report())) as whole,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
    ):
        for name in whole.namelist():
            if name != "word/document.xml":
                bomb.writestr(name, whole.read(name))
        with bomb.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b"<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/")
            part.write(b"2006/main'><w:body>")
            for _ in range(megabytes):
                part.write(b"<w:p/>" * (2**20 // 6))
            part.write(b"</w:body></w:document>")
    return data.getvalue()


def _saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return data.getvalue()
