"""HTML whose tables are no tables: paragraphs, divs, line breaks; and HTML inside a script."""

from __future__ import annotations

import json
from random import Random

from training.corpus.records import Made, Report, Table
from training.corpus.text_rows import Piece, fields
from training.corpus.web import cell_text, page, paragraph, table_html

SHAPES = ("paragraphs", "divs", "spaced rows", "line breaks", "display table")


def render_divs(rng: Random, report: Report) -> Made:
    """The file of kind ``html_div``."""
    shape = rng.choice(SHAPES)
    report.look["shape"] = shape
    parts = [f"<h2>{cell_text(report.title)}</h2>"]
    for block in report.blocks:
        parts.append(_flat(block, shape) if isinstance(block, Table) else paragraph(block))
    return Made(page(report, "\n".join(parts), "").encode(), ".html", set(), shape not in ("divs", "display table"))


def _flat(table: Table, shape: str) -> str:
    rows = [fields(table, number, False) for number in range(len(table.rows))]
    if shape == "paragraphs":
        return "\n".join(f"<p>{cell_text(text)}</p>" for row in rows for text, _ in row if text)
    if shape == "line breaks":
        return "<p>" + "<br>\n".join(cell_text(text) for row in rows for text, _ in row if text) + "</p>"
    if shape == "spaced rows":
        return "\n".join("<p>" + "&nbsp;&nbsp;&nbsp;&nbsp;".join(_filled(row)) + "</p>" for row in rows)
    row_style, cell_style = ("display:table-row", "display:table-cell") if shape == "display table" else ("", "")
    lines = []
    for row in rows:
        cells = "".join(f'<div class="td" style="{cell_style}">{cell_text(text)}</div>' for text, _ in row)
        lines.append(f'<div class="tr" style="{row_style}">{cells}</div>')
    return '<div class="table">' + "\n".join(lines) + "</div>"


def _filled(row: list[Piece]) -> list[str]:
    return [cell_text(text) for text, _ in row if text]


def render_script(rng: Random, report: Report) -> Made:
    """The file of kind ``html_script``: a script file, or a page that holds its content in a script."""
    parts = [f"<p style='text-align: center'>{cell_text(report.title)}</p>"]
    for block in report.blocks:
        parts.append(table_html(block).replace("\n", "") if isinstance(block, Table) else paragraph(block))
    text = json.dumps("".join(parts), ensure_ascii=rng.random() < 0.2)
    if rng.random() < 0.5:
        text = text.replace("</", "<\\/")
    script = f"{rng.choice(('let content', 'var html', 'window.articleBody'))} = {text};\n"
    if rng.random() < 0.5:
        report.look["shape"] = "script file"
        return Made(script.encode(), ".js")
    report.look["shape"] = "script in page"
    body = f'<div id="box"></div><script>\n{script}document.getElementById("box").innerHTML = content;\n</script>'
    return Made(page(report, body, "").encode(), ".html")
