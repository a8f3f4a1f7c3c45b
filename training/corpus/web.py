"""A report as clean HTML, and the pieces that other web kinds are built from."""

from __future__ import annotations

from html import escape
from random import Random

from training.corpus.records import Cell, Made, Report, Table

STYLE = "table{border-collapse:collapse;margin:auto}td{border:1px solid #000;padding:2px 4px}.c{text-align:center}"


def render(rng: Random, report: Report) -> Made:
    """The file of kind ``html_clean``."""
    report.look["heads"] = rng.choice(("td", "th"))
    parts = [f"<h1>{cell_text(report.title)}</h1>"]
    for block in report.blocks:
        parts.append(table_html(block, report.look["heads"]) if isinstance(block, Table) else paragraph(block))
    return Made(page(report, "\n".join(parts)).encode(), ".html")


def page(report: Report, body: str, style: str = STYLE, charset: str = "utf-8") -> str:
    """A whole HTML page."""
    title = escape(report.title.replace("\n", ""))
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}"><title>{title}</title>'
        f"<style>{style}</style></head><body>\n{body}\n</body></html>\n"
    )


def paragraph(text: str) -> str:
    """A paragraph."""
    return f"<p>{escape(text)}</p>"


def cell_text(text: str) -> str:
    """Text of a cell, line breaks as br."""
    return escape(text).replace("\n", "<br>")


def table_html(table: Table, head: str = "td", upright: str = "writing-mode:vertical-rl") -> str:
    """A table with rowspan and colspan."""
    rows = []
    for row in table.rows:
        cells = "".join(_cell(cell, head if cell.role in ("head", "title") else "td", upright) for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _cell(cell: Cell, tag: str, upright: str) -> str:
    return f"<{tag}{spans(cell)}{_style(cell, upright)}>{cell_text(cell.text)}</{tag}>"


def _style(cell: Cell, upright: str) -> str:
    if cell.upright:
        return f' style="{upright}"'
    return "" if cell.role == "stub" else ' class="c"'


def spans(cell: Cell) -> str:
    """The span attributes of a cell."""
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    right = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return down + right
