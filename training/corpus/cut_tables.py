"""表三 as converters leave it: cut into two tables, a label cut into two rows, two rows run into one."""

from __future__ import annotations

from dataclasses import replace

from training.corpus.records import Cell, Table


def in_two(table: Table, at: int, stub: str, heads_again: bool) -> list[Table]:
    """The table cut before row `at`. stub: what stands below a label that spans the cut: ``blank``, ``again`` or ``cut``."""
    upper = [[replace(cell) for cell in row] for row in table.rows[:at]]
    lower = [[replace(cell) for cell in row] for row in table.rows[at:]]
    carried = 0  # labels that reach below the cut; they stand left of all cells that start there
    for number, row in enumerate(upper):
        for cell in row:
            rest = number + cell.row_span - at
            if rest <= 0:
                continue
            half = (len(cell.text) + 1) // 2
            text = {"blank": "", "again": cell.text, "cut": cell.text[half:]}[stub]
            lower[0].insert(carried, replace(cell, text=text, row_span=rest))
            carried += 1
            cell.row_span -= rest
            cell.text = cell.text[:half] if stub == "cut" else cell.text
    again = [[replace(cell) for cell in row] for row in table.rows[: table.heads]] if heads_again else []
    return [Table(upper, table.widths, table.heads), Table(again + lower, table.widths, len(again))]


def label_over_two_rows(table: Table, row_key: str, half: str) -> None:
    """A row's label cut in two, its figures beside the named half, blanks beside the other."""
    number, at = _row_of(table, row_key)
    row = table.rows[number]
    label, figures = row[at - 1], row[at:]
    for cover in {id(cover): cover for _, cover in table.grid()[number] if cover and cover.row_span > 1}.values():
        cover.row_span += 1
    cut = len(label.text) * 2 // 3
    rest = Cell(label.text[cut:], "stub", column_span=label.column_span)
    label.text = label.text[:cut]
    blanks = [Cell("", "extra", column_span=cell.column_span) for cell in figures]
    row[at:] = figures if half == "first" else blanks
    table.rows.insert(number + 1, [rest, *(blanks if half == "first" else figures)])


def two_rows_in_one(table: Table, row_key: str) -> None:
    """The row and the one below it as one row, labels and figures below one another in its cells."""
    number, at = _row_of(table, row_key)
    row, below = table.rows[number], table.rows.pop(number + 1)
    for cell, other in zip(row[at - 1 :], below, strict=True):
        cell.text = f"{cell.text}\n{other.text}"
        cell.second = other.key
    for cover in {id(cover): cover for places in table.grid() for _, cover in places if cover}.values():
        if cover.row_span > 1 and _reaches(table, cover, number):
            cover.row_span -= 1


def _reaches(table: Table, cell: Cell, number: int) -> bool:
    start = next(i for i, row in enumerate(table.rows) if any(cell is other for other in row))
    return start <= number < start + cell.row_span


def _row_of(table: Table, row_key: str) -> tuple[int, int]:
    """(row, place of its first figure) of a row of the form."""
    for number, row in enumerate(table.rows):
        for at, cell in enumerate(row):
            if cell.key and cell.key.row == row_key:
                return number, at
    raise ValueError(f"the table has no row {row_key}")
