"""表三 with what clerks, tools and offices do to its rows, in six shapes of text and HTML: no cell is silently wrong."""

from __future__ import annotations

import html
import random

import pytest
from made_documents import TITLE

import goiextract
from goiextract.forms import form_named
from goiextract.records import Figure

TABLE = form_named("2021").table("applications")
COLUMNS = [column.key for column in TABLE.rows[0].columns]
SEPARATORS = {"tabs": "\t", "bars": " | ", "blanks": "  ", "cells": "\n"}
SHAPES = (*SEPARATORS, "html", "html under heads")
TRACELESS = ("blanks", "cells")  # an empty cell leaves nothing there
IN_PLACE_OF_FIGURES = ("″", "同上", "略", "见附件", "√", "·", "/", "—", "12†", "约5", "①", "无", "N")
NO_ROWS = ("其中：网上申请", "电话咨询", "备注", "另：历史遗留")
Cells = dict[tuple[str, str], str]


def counts(rng: random.Random) -> dict[tuple[str, str], int]:
    """Counts that add up, mostly zeros."""
    zero, most = rng.choice([0.5, 0.8, 0.95]), rng.choice([6, 400])
    parts = [row.key for row in TABLE.rows if row.key not in ("new", "carried_in", "total", "carried_out")]
    found: dict[tuple[str, str], int] = {}
    for column in COLUMNS[:-1]:
        for row in (*parts, "carried_in", "carried_out"):
            found[row, column] = 0 if rng.random() < zero else rng.randint(1, most)
        found["total", column] = sum(found[row, column] for row in parts)
        found["new", column] = found["total", column] + found["carried_out", column] - found["carried_in", column]
        if found["new", column] < 0:
            found["carried_out", column] -= found["new", column]
            found["new", column] = 0
    return found | {(row.key, "total"): sum(found[row.key, c] for c in COLUMNS[:-1]) for row in TABLE.rows}


def damaged(rng: random.Random) -> Cells:
    """What the page prints: zeros left empty, texts in place of figures, misprints."""
    empty = rng.choice([0, 0, 0.1, 0.9])
    shown = {key: "" if not count and rng.random() < empty else str(count) for key, count in counts(rng).items()}
    for number, texts in ((rng.choice([0, 0, 1, 3]), IN_PLACE_OF_FIGURES), (rng.choice([0, 0, 0, 1, 2]), ())):
        for _ in range(number):
            shown[rng.choice(list(shown))] = rng.choice(texts) if texts else str(rng.randint(0, 50))
    return shown


def lines(rng: random.Random, shown: Cells) -> list[tuple[str, list[str], str]]:
    """Label, cells and row of each printed line: some labels on two lines or lost, rows moved, rows of the office's own."""
    printed = []
    wrapped = rng.choice([0, 0, 0.3])
    for line in TABLE.lines:
        cells = [shown[line.key, column] for column in COLUMNS] if line.columns else []
        label, at = line.printed, rng.randint(4, max(4, len(line.printed) - 2))
        if cells and len(label) > 8 and rng.random() < wrapped:
            first, second = (cells, []) if rng.random() < 0.5 else ([], cells)
            printed += [
                (label[:at], first, line.key if first else ""),
                (label[at:], second, line.key if second else ""),
            ]
        else:
            printed.append(("" if any(cells) and rng.random() < 0.01 else label, cells, line.key if cells else ""))
    if not wrapped and rng.random() < 0.1:
        one, other = rng.sample(range(len(printed)), 2)
        printed[one], printed[other] = printed[other], printed[one]
    if rng.random() < 0.1:
        printed.insert(
            rng.randrange(len(printed)), (rng.choice(NO_ROWS), [str(rng.randint(0, 9)) for _ in COLUMNS], "")
        )
    return printed


def document(rng: random.Random, shape: str, printed: list[tuple[str, list[str], str]]) -> bytes:
    heads = ["", *(column.printed for column in TABLE.rows[0].columns)]
    more = rng.choice([0, 0, 1])  # empty cells at the end of every row
    if shape.startswith("html"):
        rows = [heads] if "heads" in shape else []
        rows += [[label, *(cells or [""] * 7 * rng.randint(0, 1)), *[""] * more] for label, cells, _ in printed]
        markup = "".join(f"<tr>{''.join(f'<td>{html.escape(one)}</td>' for one in row)}</tr>" for row in rows)
        page = f"<h1>{TITLE}</h1><p>{TABLE.heading}</p><table>{markup}</table>"
        return f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body>{page}</body></html>".encode()
    body = [SEPARATORS[shape].join(heads)] if rng.random() < 0.6 else []
    for label, cells, _ in printed:
        text = SEPARATORS[shape].join([label, *(one for one in cells if one or shape not in TRACELESS)])
        body.append({"bars": f"| {text} |", "tabs": text + "\t" * more}.get(shape, text))
    return "\n".join([TITLE, "", TABLE.heading, *body, "", "五、存在的主要问题及改进情况", "将继续改进。", ""]).encode()


def is_silent(figure: Figure, printed: str, shape: str) -> bool:
    value = "" if figure.value is None else str(figure.value)
    if figure.flagged:
        return False
    if not printed and shape in TRACELESS:  # which of several zeros stands where, nobody can see
        return value not in ("", "0")
    if printed and not printed.isdecimal():
        return bool(value and figure.status != "inferred") or (figure.status == "blank" and not figure.mark)
    return value != printed or (figure.status == "blank" and bool(printed))


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_in_a_row_makes_a_cell_silently_wrong(shape: str) -> None:
    wrong = []
    for number in range(25):
        rng = random.Random(f"{shape}/{number}")
        shown = damaged(rng)
        printed = lines(rng, shown)
        there = {row for _, _, row in printed}
        report = goiextract.extract(document(rng, shape, printed), name="a.html" if "html" in shape else "a.txt")
        for figure in report.figures:
            if figure.key.table == TABLE.key and figure.key.row in there:
                seen = shown[figure.key.row, figure.key.column]
                wrong += [(number, str(figure.key), seen, figure.value)] if is_silent(figure, seen, shape) else []
    assert not wrong
