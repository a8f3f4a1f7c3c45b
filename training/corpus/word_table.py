"""A table as WordprocessingML with true spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from training.corpus.records import Cell, Table

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
Runs = Callable[[Cell, str], str]


@dataclass(frozen=True, slots=True)
class Setting:
    """How tables are set: point sizes, widths in points, borders ``all``, ``three lines`` or ``none``."""

    size: float = 9
    width: int = 440
    borders: str = "all"
    heads_repeat: bool = False
    rows_split: bool = True
    downwards: bool = True  # upright cells by text direction; otherwise one character a line
    row_height: int = 0


def plain_runs(cell: Cell, look: str) -> str:
    """The cell's text as runs; a line break is a w:br."""
    lines = [f'<w:r>{look}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in cell.text.split("\n")]
    return "<w:r><w:br/></w:r>".join(lines)


def table_xml(table: Table, setting: Setting, runs: Runs = plain_runs) -> str:
    """The ``w:tbl`` of a table."""
    scale = setting.width / sum(table.widths)
    widths = [round(width * scale * 20) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = []
    for number, places in enumerate(table.grid()):
        heads = setting.heads_repeat and number < table.heads
        height = f'<w:trHeight w:val="{setting.row_height * 20}"/>' if setting.row_height else ""
        split = "" if setting.rows_split else "<w:cantSplit/>"
        properties = f"<w:trPr>{split}{height}{'<w:tblHeader/>' if heads else ''}</w:trPr>"
        cells = []
        column = 0
        while column < len(places):
            starts, covered = places[column]
            cell = covered or Cell("", "extra")
            span = min(cell.column_span, len(places) - column)
            lines = _lines(setting, number, len(table.rows), table.heads)
            cells.append(
                _cell(
                    cell,
                    starts is not None or covered is None,
                    span,
                    sum(widths[column : column + span]),
                    setting,
                    runs,
                    lines,
                )
            )
            column += span
        rows.append(f"<w:tr>{properties}{''.join(cells)}</w:tr>")
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{_borders(setting)}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="30" w:type="dxa"/>'
        f'<w:right w:w="30" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _cell(cell: Cell, starts: bool, span: int, width: int, setting: Setting, runs: Runs, lines: str) -> str:
    merge = "" if cell.row_span == 1 else ('<w:vMerge w:val="restart"/>' if starts else "<w:vMerge/>")
    grid_span = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = '<w:textDirection w:val="tbRlV"/>' if cell.upright and setting.downwards else ""
    align = "left" if cell.role == "stub" and not cell.upright else "center"
    look = f'<w:rPr><w:sz w:val="{round(setting.size * 2)}"/></w:rPr>'
    text = cell
    if cell.upright and not setting.downwards:
        text = Cell("\n".join(cell.text.replace("\n", "")), cell.role, cell.key)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid_span}{merge}{lines}{down}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{runs(text, look) if starts else ""}</w:p></w:tc>'
    )


def _borders(setting: Setting) -> str:
    if setting.borders == "none":
        return ""
    sides = SIDES if setting.borders == "all" else ("top", "bottom")
    return (
        "<w:tblBorders>"
        + "".join(f'<w:{s} w:val="single" w:sz="4" w:color="000000"/>' for s in sides)
        + "</w:tblBorders>"
    )


def _lines(setting: Setting, number: int, rows: int, heads: int) -> str:
    """The middle one of three lines: below the head."""
    if setting.borders == "three lines" and number == heads - 1:
        return '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:color="000000"/></w:tcBorders>'
    return ""
