"""Tables with labels spread down over rows, with last year's table at their right, with a remark as the last row."""

from __future__ import annotations

from dataclasses import replace

from training.corpus.records import Cell, Table


def spread(table: Table, pieces: int) -> None:
    """Every label that spans rows becomes a cell a row, its text in `pieces` parts in the first of them."""
    places = table.grid()
    rows: list[list[Cell]] = []
    seen: dict[int, int] = {}  # how many rows of a label are done
    for number, line in enumerate(places):
        row: list[Cell] = []
        column = 0
        while column < len(line):
            starts, cover = line[column]
            if cover is not None and cover.role == "stub" and cover.row_span > 1:
                done = seen.get(id(cover), 0)
                row.append(Cell(_piece(cover, done, pieces), "stub", column_span=cover.column_span))
                seen[id(cover)] = done + 1
                column += cover.column_span
                continue
            if starts is not None:
                row.append(starts)
            column += 1
        if len(row) < len(table.rows[number]):
            raise ValueError("a row is wider than its table")
        rows.append(row)
    table.rows = rows


def _piece(cell: Cell, number: int, pieces: int) -> str:
    size = -(-len(cell.text) // min(pieces, cell.row_span))
    return cell.text[number * size : (number + 1) * size]


def beside_last_year(table: Table, before: Table, years: tuple[int, int]) -> Table:
    """One table: this year's rows, and at their right those of the year before, whose figures are none of the report's."""
    width = len(table.widths)
    rows = [[Cell(f"{year}年", "title", column_span=width) for year in years]]
    for here, there in zip(table.rows, before.rows, strict=True):
        rows.append([*here, *(replace(cell, role="extra", key=None) for cell in there)])
    return Table(rows, [*table.widths, *before.widths], table.heads + 1)


def with_note(table: Table, text: str) -> None:
    """A last row of one cell with a remark."""
    table.rows.append([Cell(text, "extra", column_span=len(table.widths))])
