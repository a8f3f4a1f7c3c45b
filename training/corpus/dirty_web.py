"""HTML as content systems leave it: layout tables, Word markup, padding, uneven spans, hidden parts, wrong charsets."""

from __future__ import annotations

from random import Random

from training.corpus.damage import beside
from training.corpus.narrative import navigation
from training.corpus.records import Cell, Made, Report, Table
from training.corpus.web import cell_text, page, spans

ONLY = ("html_cms",)
WEB_BREAKAGES = (
    beside("layout_tables", 0.3, "The report in a cell of layout tables, navigation in another.", ONLY),
    beside("word_markup", 0.3, "Paragraphs and spans as Word leaves them, o:p inside.", ONLY),
    beside("nbsp_padding", 0.35, "Fixed or wide blanks around figures.", ONLY),
    beside("broken_head_cells", 0.4, "Head cells broken by br or by paragraphs: 商业⏎企业.", ONLY),
    beside("uneven_spans", 0.3, "Column spans that differ between head and body rows of 表二.", ONLY),
    beside("empty_cells_for_spans", 0.25, "Empty cells in the head's lower rows in place of row spans.", ONLY),
    beside("hidden_parts", 0.3, "Text and rows that no browser shows.", ONLY),
    beside("gbk_bytes", 0.3, "Bytes in GB 18030 that the page calls gb2312.", ONLY),
    beside("navigation", 0.35, "Navigation before and a counter behind the report.", ONLY),
    beside("split_digits", 0.3, "The digits of a number in two elements.", ONLY),
    beside("unclosed_tags", 0.3, "Rows and cells that are not closed.", ONLY),
)
MSO = (
    '<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">'
    '<span lang="EN-US" style="font-size:9.0pt">{}<o:p></o:p></span></p>'
)


def render(rng: Random, report: Report) -> Made:
    """The file of kind ``html_cms``."""
    dirt = set(report.dirt)
    parts = ["<div class='title'>" + cell_text(report.title) + "</div>"]
    for block in report.blocks:
        if isinstance(block, Table):
            parts.append(dirty_table(rng, block, dirt))
        elif "word_markup" in dirt:
            parts.append(
                f'<p class="MsoNormal"><span style="font-family:仿宋">{cell_text(block)}<o:p></o:p></span></p>'
            )
        else:
            parts.append(f"<p>&nbsp;&nbsp;&nbsp; {cell_text(block)}</p>")
    body = "\n".join(parts)
    if "layout_tables" in dirt:
        side = "".join(f"<tr><td><a href='#'>{word}</a></td></tr>" for word in navigation(rng, report))
        body = (
            f"<table width='1000' border='0'><tr><td width='200'><table>{side}</table></td>"
            f"<td valign='top'><table width='100%'><tr><td>{body}</td></tr></table></td></tr></table>"
        )
    if "navigation" in dirt:
        links = "".join(f"<li><a href='/{n}/'>{word}</a></li>" for n, word in enumerate(navigation(rng, report)))
        foot = f"<div>访问量：{rng.randint(10, 9999)}\u3000ICP备2021{rng.randint(10**5, 10**6)}号</div>"
        body = f"<div class='nav'><ul>{links}</ul></div>{body}{foot}"
    if "hidden_parts" in dirt:
        hidden = "<div style='display:none'>一、本年新收政府信息公开申请数量 99 88 77</div>"
        body = f"{hidden}<!-- {rng.randint(1, 999)} -->{body}"
    if "gbk_bytes" in dirt:
        report.look["encoding"] = "gb18030"
        return Made(page(report, body, "", "gb2312").encode("gb18030"), ".html")
    return Made(page(report, body, "").encode(), ".html")


def dirty_table(rng: Random, table: Table, dirt: set[str]) -> str:
    """One table with the dirt wanted."""
    uneven = (
        "uneven_spans" in dirt and len(table.widths) == 4 and not any(c.row_span > 1 for r in table.rows for c in r)
    )
    empty = "empty_cells_for_spans" in dirt and table.heads > 1
    rows = []
    for number, row in enumerate(table.rows):
        cells = []
        extra = rng.randrange(len(row)) if uneven and row[0].role != "title" else -1
        for at, cell in enumerate(row):
            wide = Cell(cell.text, cell.role, cell.key, cell.row_span, cell.column_span + (at == extra))
            if uneven and cell.role == "title":
                wide.column_span += 1
            if empty and number < table.heads:
                wide.row_span = 1
            cells.append(_cell(rng, wide, dirt))
        if empty and 0 < number < table.heads:
            cells = _with_empty_cells(table, number, cells)
        rows.append("<tr>" + "".join(cells) + ("" if "unclosed_tags" in dirt else "</tr>"))
    if "hidden_parts" in dirt:
        rows.insert(len(rows) // 2, "<tr style='display:none'><td>0</td><td>12</td></tr>")
    return "<table border='1' cellspacing='0'><tbody>" + "\n".join(rows) + "</tbody></table>"


def _with_empty_cells(table: Table, number: int, cells: list[str]) -> list[str]:
    """An empty cell wherever a taller cell reaches down into this head row."""
    given = iter(cells)
    out = []
    for starts, cover in table.grid()[number]:
        if starts is not None:
            out.append(next(given))
        elif cover is not None and cover not in table.rows[number]:
            out.append("<td></td>")
    return out


def _cell(rng: Random, cell: Cell, dirt: set[str]) -> str:
    text = cell_text(cell.text)
    if cell.role == "figure":
        if "split_digits" in dirt and len(cell.text) > 1 and cell.text.isdigit() and rng.random() < 0.5:
            text = f"<span>{text[:1]}</span><span>{text[1:]}</span>"
        if "nbsp_padding" in dirt:
            text = rng.choice(("&nbsp;{}", "{}&nbsp;", "&nbsp; {} &nbsp;", "\u3000{}", "{}")).format(text)
        if not cell.text and rng.random() < 0.5:
            text = "&nbsp;"
    elif cell.role == "head" and "broken_head_cells" in dirt and len(cell.text) > 3 and "\n" not in cell.text:
        middle = len(cell.text) // 2
        text = rng.choice(("{}<br/>{}", "<p>{}</p><p>{}</p>", "{}<p>{}", "{} &nbsp;<br>\n{}")).format(
            cell.text[:middle], cell.text[middle:]
        )
    if "word_markup" in dirt:
        text = MSO.format(text)
    end = "" if "unclosed_tags" in dirt and rng.random() < 0.5 else "</td>"
    return f'<td nowrap="nowrap"{spans(cell)} style="width:{rng.randint(30, 200)}px">{text}{end}'
