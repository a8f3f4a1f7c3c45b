"""Tables as lines of text, one function a shape; each gives pieces so that gold knows where every figure stands."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.corpus.records import Report, Table
from training.corpus.text_rows import Piece, Row, fields, rows_of_text

BREAK: Piece = ("\n", None)


def tabbed(rng: Random, report: Report, table: Table) -> list[Piece]:
    """Fields parted by tabs, an empty field for each covered place; page breaks as empty lines."""
    pieces: list[Piece] = []
    for row in rows_of_text(rng, report, table, covered=True):
        pieces += joined([(text.replace("\n", ""), key) for text, key in row], "\t")
        pieces.append(BREAK)
    return pieces


def bars(rng: Random, report: Report, table: Table) -> list[Piece]:
    """A row a line, fields parted by bars."""
    pieces: list[Piece] = []
    closed = rng.random() < 0.6
    for row in rows_of_text(rng, report, table, covered=False):
        pieces += joined([(text.replace("\n", " "), key) for text, key in row], " | ")
        pieces.append((" |\n" if closed and len(row) > 1 else "\n", None))
    return pieces


def markdown(rng: Random, report: Report, table: Table) -> list[Piece]:
    """A markdown table; every page break starts another one."""
    pieces: list[Piece] = []
    rule = "|" + "---|" * len(table.widths) + "\n"
    begun = False
    padded = rng.random() < 0.3
    for row in rows_of_text(rng, report, table, covered=True):
        if len(row) <= 1:
            pieces += [*row, BREAK, BREAK]
            begun = False
            continue
        if len(row) > 8 and row[-7][1] and rng.random() < float(report.look.get("torn", "0")):
            labels = [(text + "\n", key) for text, key in row[:-7] if text]
            pieces += [*labels, ("| ", None), *joined(row[-7:], " | "), (" |\n|" + "---|" * 7 + "\n\n", None)]
            begun = False
            continue
        row = row + [("", None)] * (len(table.widths) - len(row)) if padded or not begun else row
        gap = report.look.get("broken_cells", " ")
        pieces += [
            (f"|{gap}", None),
            *joined([(text.replace("\n", "<br>"), key) for text, key in row], f" |{gap}"),
            (" |\n", None),
        ]
        if not begun:
            pieces.append((rule, None))
            begun = True
    return pieces


def one_cell_a_line(rng: Random, report: Report, table: Table) -> list[Piece]:
    """Every filled cell on its own line; blanks leave no trace."""
    gap = rng.choice(("\n", "\n\n", "\n\n"))
    pieces: list[Piece] = []
    for row in rows_of_text(rng, report, table, covered=False):
        for text, key in row:
            if text.strip():
                pieces += [(text, key), (gap, None)]
    return pieces


def padded_cells(rng: Random, report: Report, table: Table) -> list[Piece]:
    """Every cell on its own line behind a tab and wide blanks, an empty line after each row.

    Places under a taller cell keep their line; places beside a wider one do so at some offices only.
    """
    pieces: list[Piece] = []
    wide = rng.random() < 0.4
    if wide:
        report.look["covered_places"] = "beside wider cells too"
    for row in rows_of_text(rng, report, table, covered=True) if wide else _under_taller(rng, report, table):
        for text, key in row:
            pad = "\t" + rng.choice(("\u3000", "\u3000\u3000")) if text else "\t"
            pieces += [(pad, None), (text.replace("\n", ""), key), (rng.choice(("\n", "\n", "\u3000\n")), None)]
        pieces.append(BREAK)
    return pieces


def _under_taller(rng: Random, report: Report, table: Table) -> list[Row]:
    rows: list[Row] = []
    for number, places in enumerate(table.grid()):
        taller = {
            id(cover): cover for starts, cover in places if cover and not starts and cover not in table.rows[number]
        }
        rows.append([("", None)] * len(taller) + fields(table, number, covered=False))
    return rows


def trailing_pipes(rng: Random, report: Report, table: Table) -> list[Piece]:
    """Every filled cell on its own line with a bar behind it; blanks and covered places as bars after the row."""
    pieces: list[Piece] = []
    for row in rows_of_text(rng, report, table, covered=True):
        filled = [(text, key) for text, key in row if text.strip()]
        for text, key in filled:
            pieces += [(text.replace("\n", " "), key), (" |\n", None)]
        if len(row) > len(filled):
            pieces.append(("|" * (len(row) - len(filled)) + "\n", None))
    return pieces


def lone_pipes(rng: Random, report: Report, table: Table) -> list[Piece]:
    """Every cell and every bar on a line of its own."""
    pieces: list[Piece] = []
    for row in rows_of_text(rng, report, table, covered=False):
        for text, key in row:
            pieces += [(text.replace("\n", ""), key), ("\n|\n" if text else "|\n", None)]
    return pieces


def glued(rng: Random, report: Report, table: Table) -> list[Piece]:
    """Nothing between the cells, at times a stray blank."""
    pieces: list[Piece] = []
    for row in rows_of_text(rng, report, table, covered=False):
        for text, key in row:
            pieces.append((text.replace("\n", ""), key))
            if rng.random() < 0.004:
                pieces.append((" ", None))
    return pieces


def joined(row: list[Piece], between: str) -> list[Piece]:
    """The fields with something between them."""
    out: list[Piece] = []
    for number, piece in enumerate(row):
        out += [(between, None), piece] if number else [piece]
    return out


Shape = Callable[[Random, Report, Table], list[Piece]]
SHAPES: dict[str, Shape] = {
    "text_tabbed": tabbed,
    "text_rows": bars,
    "text_markdown": markdown,
    "text_cells": one_cell_a_line,
    "text_padded": padded_cells,
    "text_pipes": trailing_pipes,
    "text_pipe_lines": lone_pipes,
    "text_glued": glued,
}
SWALLOWING = ("text_cells", "text_pipes", "text_glued")  # shapes in which a blank cell leaves no trace of its own
