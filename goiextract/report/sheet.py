"""One table of a report → lines for the screen, laid out as on the official form. Widths are terminal cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len, chop_cells
from rich.text import Text

from goiextract.forms import Column, FormRow, FormTable
from goiextract.records import CellKey, Figure
from goiextract.report.marks import shown

# Two Chinese characters: the narrowest heading that still reads as on the form (商业 over 企业).
NARROWEST = 4
# A label column narrower than this breaks labels beyond recognition; then lines may run over the window's edge.
NARROWEST_LABEL = 20
_PLAIN_QUOTES = str.maketrans("“”‘’", "\"\"''")


def table_lines(table: FormTable, figures: Mapping[CellKey, Figure], width: int) -> list[Text]:
    """The table with its official labels, at most `width` cells wide where the figures allow it."""
    if table.layout == "blocks":
        return _blocks(table, figures, width)
    if table.layout == "side_by_side":
        across = _side_by_side(table, figures)
        if max(line.cell_len for line in across) <= width:
            return across
    columns = table.rows[0].columns
    widths = _widths(table.rows, columns, figures)
    label = max(NARROWEST_LABEL, min(_longest(table.lines), width - sum(widths)))
    heads = [chopped(column.printed, space - 1) for column, space in zip(columns, widths, strict=True)]
    lines = [*_heads("", heads, label, widths), _rule(label + sum(widths))]
    depth = {line.key: 0 for line in table.lines}
    for line in table.lines:
        depth[line.key] = depth[line.under] + 1 if line.under in depth else 0
        lines += _row(line, columns, figures, table.key, label, widths, depth[line.key])
    return lines


def _blocks(table: FormTable, figures: Mapping[CellKey, Figure], width: int) -> list[Text]:
    """Sub-tables below one another: the block's name stands where its rows' labels stand."""
    label = max(_longest(table.rows), *(cell_len(block) for block in table.blocks)) + 2
    n_columns = max(len(row.columns) for row in table.rows)
    figures_need = max(space for row in table.rows for space in _widths([row], row.columns, figures))
    heads_want = max(cell_len(column.printed) for row in table.rows for column in row.columns) + 2
    each = max(figures_need, min(heads_want, (width - label) // n_columns), 2 * NARROWEST)
    lines: list[Text] = []
    for block, rows in groupby(table.rows, key=lambda row: row.under):
        inside = list(rows)
        columns = inside[0].columns
        widths = [each] * len(columns)
        lines += _heads(block, [chopped(column.printed, each - 2) for column in columns], label, widths)
        for row in inside:
            lines += _row(row, columns, figures, table.key, label, widths, 1)
    return lines


def _side_by_side(table: FormTable, figures: Mapping[CellKey, Figure]) -> list[Text]:
    """All rows' figures in one line, a group of columns for each row, the row's name above its group."""
    names, above, heads, values = Text(), Text(), [Text()], Text()
    for number, row in enumerate(table.rows):
        widths = _widths([row], row.columns, figures)
        gap = 0 if number == 0 else 1
        space = sum(widths)
        shared = number and row.under and row.under == table.rows[number - 1].under
        above.append(" " * gap + centred("" if shared else row.under, space), "bold")
        names.append(" " * gap + centred(row.printed, space), "bold")
        group = _heads("", [chopped(c.printed, w - 1) for c, w in zip(row.columns, widths, strict=True)], gap, widths)
        while len(heads) < len(group):
            heads.append(Text(" " * heads[0].cell_len))
        for line, part in zip(heads, group, strict=False):
            line.append_text(part)
        values.append(" " * gap)
        for column, width in zip(row.columns, widths, strict=True):
            values.append_text(_figure(figures.get(CellKey(table.key, row.key, column.key)), width))
    return [above, names, *heads, _rule(values.cell_len), values]


def _widths(rows: Sequence[FormRow], columns: Sequence[Column], figures: Mapping[CellKey, Figure]) -> list[int]:
    """For each column: one space, the longest figure, one cell for the mark."""
    digits = dict.fromkeys(((column.key) for column in columns), NARROWEST - 1)
    for key, figure in figures.items():
        if key.column in digits and any(key.row == row.key for row in rows):
            digits[key.column] = max(digits[key.column], cell_len(shown(figure).digits))
    return [digits[column.key] + 2 for column in columns]


def _row(
    line: FormRow,
    columns: Sequence[Column],
    figures: Mapping[CellKey, Figure],
    table: str,
    label: int,
    widths: Sequence[int],
    depth: int,
) -> list[Text]:
    """A printed line: its label, indented by depth and broken where it must be, then its figures."""
    indent = "  " * depth
    # Chinese quotation marks are one cell wide in some windows and two in others, which would shift the figures.
    pieces = chop_cells(line.printed.translate(_PLAIN_QUOTES), label - len(indent) - 1) or [""]
    lines = [Text(indent + piece, "bold" if line.is_group else "") for piece in pieces]
    if not line.is_group:
        lines[0].append(" " * (label - lines[0].cell_len))
        for column, width in zip(columns, widths, strict=True):
            lines[0].append_text(_figure(figures.get(CellKey(table, line.key, column.key)), width))
    return lines


def _figure(figure: Figure | None, width: int) -> Text:
    digits, mark, style = shown(figure)
    cell = Text(" " * (width - 1 - cell_len(digits)))
    cell.append(digits + (mark or " "), style)
    return cell


def _heads(name: str, heads: Sequence[Sequence[str]], label: int, widths: Sequence[int]) -> list[Text]:
    """Column headings, right-aligned over the digits, standing on the line below them; `name` in the last line."""
    tall = max(len(head) for head in heads)
    lines = []
    for level in range(tall):
        line = Text(name if level == tall - 1 else "", "bold")
        line.append(" " * (label - line.cell_len))
        for head, width in zip(heads, widths, strict=True):
            above = tall - len(head)
            piece = head[level - above] if level >= above else ""
            line.append(" " * (width - 1 - cell_len(piece)) + piece + " ", "not bold dim")
        lines.append(line)
    return lines


def _rule(width: int) -> Text:
    return Text("-" * width, "dim")


def _longest(lines: Sequence[FormRow]) -> int:
    return max(cell_len(line.printed) + 4 for line in lines)


def chopped(text: str, width: int) -> list[str]:
    """A heading in pieces of at most `width` cells, cut after an even number of characters: words mostly have two."""
    if cell_len(text) <= width:
        return [text]
    name, bracket, unit = text.partition("（")
    if name and bracket:
        return [*chopped(name, width), *chopped(bracket + unit, width)]
    return chop_cells(text, max(NARROWEST, width // 4 * 4))


def centred(text: str, width: int) -> str:
    """`text` in the middle of `width` cells, cut if longer."""
    text = chop_cells(text, width)[0] if text else ""
    left = (width - cell_len(text)) // 2
    return " " * left + text + " " * (width - left - cell_len(text))
