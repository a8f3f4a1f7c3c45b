"""The rows of a table as text fields, with what page breaks did to them: cut labels, heads again, shifted stubs."""

from __future__ import annotations

from random import Random

from goiextract.records import CellKey
from training.corpus.records import Cell, Report, Table

Piece = tuple[str, CellKey | None]  # some text, and the figure that it is
Row = list[Piece]


def fields(table: Table, number: int, covered: bool) -> Row:
    """One row's fields; `covered` gives an empty field for every place that a wider or taller cell covers."""
    if not covered:
        return [(cell.text, cell.key) for cell in table.rows[number]]
    places = table.grid()[number]
    last = max(i for i, (_, cell) in enumerate(places) if cell is not None) if any(c for _, c in places) else -1
    return [(starts.text, starts.key) if starts else ("", None) for starts, _ in places[: last + 1]]


def rows_of_text(rng: Random, report: Report, table: Table, covered: bool) -> list[Row]:
    """All rows in printed order; an empty row is a page break, a row of one field may be a page number."""
    is_applications = any(key.table == "applications" for key in table.keys)
    look = report.look
    all_rows = [fields(table, number, covered) for number in range(len(table.rows))]
    if not is_applications:
        return all_rows
    again = int(look.get("header_again", "0"))
    shift = int(look.get("stub_shift", "0"))
    row_cut, half = (look.get("label_cut", " ")).split(" ")
    page_row = rng.randrange(5, len(all_rows)) if look.get("page_numbers") else 0
    if group := look.get("group_cut", ""):
        cut_group(rng, all_rows, report.labels[f"applications.{group}"], covered)
    out: list[Row] = []
    dropped = rng.choice((1, 1, 2))
    for number, row in enumerate(all_rows):
        if shift and number - table.heads >= shift:
            if number - table.heads == shift:
                out.append([])
            while covered and dropped and len(row) > 8 and row[0][0] == "" and row[0][1] is None:
                row = row[1:]
                if len(row) <= 10 - dropped:
                    break
        if again and number - table.heads == again:
            out += [[], *all_rows[: table.heads]]
        if page_row and number == page_row:
            out += [[], [(look["page_numbers"].format(rng.randint(2, 9)), None)]]
        if not row:
            out.append(row)
            continue
        if row_cut and any(key and key.row == row_cut for _, key in row):
            first, second = cut_row(rng, row, half)
            out += [first, [], second]
        else:
            out.append(row)
    return out


def cut_group(rng: Random, rows: list[Row], label: str, covered: bool) -> None:
    """A group's label cut by the page: its rest stands on the next row, at its place or before all else."""
    for number, row in enumerate(rows):
        at = next((at for at, (text, key) in enumerate(row) if key is None and text == label), -1)
        if at < 0 or not label:
            continue
        half = rng.randint(max(1, len(label) // 2), max(1, len(label) - 1))
        row[at] = (label[:half], None)
        if covered:
            rows[number + 1][at] = (label[half:], None)
        else:
            rows[number + 1].insert(0, (label[half:], None))
        rows.insert(number + 1, [])
        return


def cut_row(rng: Random, row: Row, half: str) -> tuple[Row, Row]:
    """A row cut in its label: two rows, the figures beside the named half."""
    at = max(i for i, (text, key) in enumerate(row) if key is None and text and not _is_figure(row, i))
    label = row[at][0]
    cut = rng.randint(max(1, len(label) // 2), len(label) - 1)
    empty: Row = [("", None)] * (len(row) - at - 1)
    figures = row[at + 1 :]
    first = [*row[:at], (label[:cut], None), *(figures if half == "first" else empty)]
    second = [*([("", None)] * at), (label[cut:], None), *(empty if half == "first" else figures)]
    return first, second


def _is_figure(row: Row, at: int) -> bool:
    return any(key is not None for _, key in row[: at + 1])


def flat(cell: Cell) -> str:
    """A cell's text in one line."""
    return cell.text.replace("\n", "")
