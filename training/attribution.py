"""Fragments of a made report's finished file → what each of them is, from the objects that the file was made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from goiextract.labelling.normal import normal
from training.corpus.records import Cell, Report, Table

#: A jump of n printed texts between neighbouring fragments costs log2(1 + n); going back costs this much more.
BACK = 1.0
#: Not attributed to any printed text; more than any jump within a report.
UNKNOWN = 14.0
HEADS = ("corner", "applicants", "organisations", "content", "litigation")


@dataclass(frozen=True, slots=True)
class Printed:
    """One text that the report prints, in normal form, and its label (``table.row``, ``header.…``, ``heading.…``, ``none``)."""

    text: str
    label: str


def attributed(report: Report, texts: Sequence[str]) -> list[str | None]:
    """Fragments in reading order → the label of each; None for a text that the report does not print.

    Each fragment is matched with the printed texts that it equals, is part of, or holds; the printed order decides where
    one text stands for several rows (总计, 其他, 信息). A fragment that holds several labels is its last one.
    """
    printed = printed_texts(report)
    places: dict[str, list[int]] = {}
    for number, one in enumerate(printed):
        places.setdefault(one.text, []).append(number)
    best: list[tuple[float, int, str | None]] = [(0.0, 0, None)]  # (cost, place among the printed texts, label)
    back: list[list[int]] = []
    steps: list[list[tuple[float, int, str | None]]] = []
    table_text = {one.text[at : at + 2] for one in printed if one.label != "none" for at in range(len(one.text) - 1)}
    for text in texts:
        ways = [*_side_by_side(text, printed), *_ways(normal(text), printed, places)]
        if len(ways) == 1:  # nothing printed is like it
            ways = [_unlike(text, printed, table_text)]
        new, came = [], []
        for cost, place, label in ways:
            at = place if place >= 0 else None
            costs = [before + (_jump(where, at) if at is not None else 0.0) for before, where, _ in best]
            first = min(range(len(best)), key=costs.__getitem__)
            new.append((costs[first] + cost, at if at is not None else best[first][1], label))
            came.append(first)
        best = new
        back.append(came)
        steps.append(new)
    labels: list[str | None] = []
    state = min(range(len(best)), key=lambda n: best[n][0])
    for number in range(len(texts) - 1, -1, -1):
        labels.append(steps[number][state][2])
        state = back[number][state]
    return _heads_run_together(texts, labels[::-1], printed)


def _heads_run_together(texts: Sequence[str], labels: list[str | None], printed: Sequence[Printed]) -> list[str | None]:
    """Lines between heads that hold letters of heads only are heads; so is a line that names several rows of 表四."""
    letters: dict[str, set[str]] = {}
    for one in printed:
        table, _, rest = one.label.partition(".")
        letters.setdefault(rest if table == "header" else table, set()).update(one.text)
    side_by_side = {one.text for one in printed if one.label.startswith("review_litigation.")}
    found = list(labels)
    for number, text in enumerate(texts):
        plain, label = normal(text), found[number] or "none"
        before = (found[number - 1] if number else None) or ""
        if label.startswith("review_litigation.") and sum(name in plain for name in side_by_side) > 1:
            found[number] = "header.review_litigation"
        elif label == "none" and plain and before.startswith("header.") and set(plain) <= letters[before[7:]]:
            found[number] = before
    return found


def _side_by_side(text: str, printed: Sequence[Printed]) -> list[tuple[float, int, str | None]]:
    """The ways of a line that holds pieces of several printed texts of one label, with gaps between them."""
    parts = [part for part in map(normal, text.split()) if part]
    if len(parts) < 2:
        return []
    held = [{one.label for one in printed if part in one.text} for part in parts]
    shared = set.intersection(*held) - {"none"}
    return [(1.5, n, one.label) for n, one in enumerate(printed) if one.label in shared and parts[0] in one.text]


def _unlike(text: str, printed: Sequence[Printed], table_text: set[str]) -> tuple[float, int, str | None]:
    """The way of a text that is no printed text: what a web page adds, or lines mixed up so that no one can tell."""
    plain = normal(text)
    alike = any(plain[at : at + 2] in table_text for at in range(len(plain) - 1)) or len(plain) == 1
    return (UNKNOWN, -1, None if alike else "none")


def _jump(start: int, end: int) -> float:
    return math.log2(1 + abs(end - start)) + (BACK if end < start else 0.0)


def _ways(text: str, printed: Sequence[Printed], places: dict[str, list[int]]) -> list[tuple[float, int, str | None]]:
    """(cost, place, label) of everything the fragment can be."""
    ways: list[tuple[float, int, str | None]] = [(0.0, place, printed[place].label) for place in places.get(text, ())]
    if not text:
        return [(0.0, -1, "none")]
    for place, one in enumerate(printed):
        if one.text == text:
            continue
        if text in one.text:
            ways.append((0.5 if one.label == "none" else 3.0, place, one.label))
        elif len(one.text) > 1 and one.text in text:
            behind = len(text) - text.rindex(one.text) - len(one.text)
            ways.append((3.0 + 0.2 * behind, place, one.label))
    return [*ways, (UNKNOWN, -1, None)]


def printed_texts(report: Report) -> list[Printed]:
    """Everything the report prints beside figures, in printed order."""
    names = {normal(text): name for name, text in report.labels.items() if name.startswith("heading.")}
    found = [Printed(normal(report.title), "none"), Printed(normal(report.agency), "none")]
    for block in report.blocks:
        if isinstance(block, Table):
            found += _of_table(report, block)
        else:
            name = names.get(normal(block), "")
            table = name.partition(".")[2]
            found.append(Printed(normal(block), name if table in report.forms else "none"))
    return [one for one in found if one.text]


def _of_table(report: Report, table: Table) -> list[Printed]:
    found: list[Printed] = []
    current = ""
    for number, row in enumerate(table.rows):
        keys = [cell.key for cell in row if cell.key]
        current = keys[0].table if keys else _below(table, number) or current
        found += _again(_of_row(report, table, number, current))
    return found


def _of_row(report: Report, table: Table, number: int, current: str) -> list[tuple[Cell, Printed]]:
    row = table.rows[number]
    keys = [cell.key for cell in row if cell.key]
    stubs = [cell for cell in row if cell.role == "stub"]
    found: list[tuple[Cell, Printed]] = []
    for cell in row:
        if cell.role == "figure":
            continue
        if not table.keys:
            found.append((cell, Printed(normal(cell.text), "none")))
        elif cell.role == "stub" and keys and cell is stubs[-1]:
            seconds = [c.second for c in row if c.second]
            parts = cell.text.split("\n") if seconds else [cell.text]
            rows = [keys[0].row, *([seconds[0].row] if seconds else [])]
            found += [(cell, Printed(normal(part), f"{current}.{key}")) for part, key in zip(parts, rows, strict=False)]
        else:
            found.append((cell, Printed(normal(cell.text), _label(report, current, cell, table, number))))
    return found


def _again(found: list[tuple[Cell, Printed]]) -> list[Printed]:
    """A text that stands in the row once more, at the head of last year's figures, names the same."""
    known = {one.text: one for cell, one in found if cell.role != "extra"}
    return [known.get(one.text, one) if cell.role == "extra" else one for cell, one in found]


def _below(table: Table, number: int) -> str:
    return next((cell.key.table for row in table.rows[number:] for cell in row if cell.key), "")


def _label(report: Report, table: str, cell: Cell, whole: Table, number: int) -> str:
    text = normal(cell.text)
    if cell.role == "extra" or not text:
        beside_heads = any(other.role == "head" for other in whole.rows[number])
        return f"header.{table}" if text and beside_heads else "none"
    labels = {name: normal(printed) for name, printed in report.labels.items()}
    rows = [name for name in labels if name.startswith(f"{table}.")]
    heads = [name for name in labels if name.startswith((f"column.{table}.", "block.", "heading.")) or name in HEADS]
    if table == "review_litigation" and text == labels.get("review"):
        return "review_litigation.review"
    order = heads + rows if cell.role == "head" else rows + heads
    name = next((name for name in order if labels[name] == text), "")
    if not name and cell.role == "stub":
        near = [c.key for row in whole.rows[max(number - 1, 0) : number + 2] for c in row if c.key]
        held = [name for name in rows if text in labels[name]]
        beside = [f"{key.table}.{key.row}" for key in near]
        groups = [name for name in held if name not in {f"{k.table}.{k.row}" for k in whole.keys}]
        name = next((name for name in held if name in beside and name not in groups), "") or (groups or [""])[0]
    if name.startswith("heading."):
        return name
    if name.startswith("block."):
        return f"heading.{table}"
    if name in rows:
        return name
    return f"header.{table}" if cell.role in ("head", "title") else "none"
