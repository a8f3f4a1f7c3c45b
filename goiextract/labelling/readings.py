"""Layout → Readings: label every printed line, part the lines into tables, name the form of each, hand on the cells."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from goiextract.forms import Form, FormRow, FormTable
from goiextract.labelling.bare_headings import bare_headings
from goiextract.labelling.columns import ColumnHeads
from goiextract.labelling.context import titles
from goiextract.labelling.form_choice import choose_forms
from goiextract.labelling.fragments import text_fragments
from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import NUMBERED, PrintedLine, printed_lines
from goiextract.labelling.segments import segment, table_masses
from goiextract.labelling.side_by_side import parted
from goiextract.labelling.titles import agency_and_year
from goiextract.labelling.whole_labels import whole_labels
from goiextract.records import Cell, Finding, Fragment, Layout, Line, Place, Reading, Readings, Token

NEGLIGIBLE = 1e-5  # rows less likely than this are left out of a fragment's scores
MOST_LINES = 8_000  # lines and rows looked at; a report has under 1,500, and 8,000 take about 3 s
AMOUNT = re.compile(
    r"金额.{0,4}?单位.?(亿元|万元|元)"
)  # 本年收费金额（单位：元）: the heading of an amount, with its unit
NAMED = 0.5  # a line names what the model gives more
NEW_COPY = 0.8  # a first row of the form this sure, after most rows have been met, begins another copy of the table

Labelled = tuple[PrintedLine, Mapping[str, float]]
Scores = NDArray[np.float64]


def label(layout: Layout, forms: Sequence[Form], model: RowModel, name: str = "") -> Readings:
    """The form's tables found in the layout, with log-probabilities over the form's rows for each printed line.

    `name` is the document's file name, the last resort for the year.
    """
    texts = list(_texts(layout))
    agency, year = agency_and_year(texts, name)
    blocks, findings = parted(layout.blocks, year)
    lines = list(islice(printed_lines(blocks, forms), MOST_LINES + 1))
    findings += _left_out(lines)
    if not lines:
        return Readings((), agency, year, bare_headings(texts, forms))
    tables = [table.key for table in forms[0].tables]
    scores = _scores(lines, model)
    for number, whole, said in whole_labels(lines, scores, model, forms):
        lines[number], scores[number] = whole, said
    probabilities = np.exp(scores)
    states = segment(lines, table_masses(probabilities, model.labels, tables))
    named = [dict(zip(model.labels, row, strict=True)) for row in probabilities.tolist()]
    copies: list[tuple[str, list[Labelled]]] = []
    for number, table in enumerate(tables):
        own = [(line, named[i]) for i, line in enumerate(lines) if states[i] == number]
        copies += [(table, copy) for copy in _copies(_below_heads(own, forms[0].table(table)), table, forms)]
    chosen = choose_forms(copies, forms, year)
    readings = [
        reading
        for (table, copy), form in zip(copies, chosen, strict=True)
        for reading in _readings(form.table(table), form.name, copy, lines[-1])
    ]
    return Readings(tuple(readings), agency, year, findings if readings else findings + bare_headings(texts, forms))


def _left_out(lines: list[PrintedLine]) -> tuple[Finding, ...]:
    """Drop what is beyond the most lines looked at, and say so."""
    if len(lines) <= MOST_LINES:
        return ()
    del lines[MOST_LINES:]
    return (Finding("lines_left_out", "warning", (("read", str(MOST_LINES)),)),)


def _texts(layout: Layout) -> Iterator[str]:
    """All text of the document in reading order; on pages laid out with tables the title stands in a cell."""
    for block in layout.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _scores(lines: Sequence[PrintedLine], model: RowModel) -> Scores:
    """Log-probabilities of each line: those of its label, given what stands around it.

    A line of heads is what all its texts together are. Where the label says nothing, all text of the line together may.
    """
    fragments = list(text_fragments(lines))
    scores = model.scores_for_placing([one.text for one in fragments], [one.figures for one in fragments])
    found = np.repeat(model.scores([""]), len(lines), axis=0)
    parts: dict[int, list[int]] = {}
    for number, one in enumerate(fragments):
        parts.setdefault(one.line, []).append(number)
    none = model.labels.index("none")
    titles = [i for i, label in enumerate(model.labels) if label.startswith(("header.", "heading."))]
    inner = [
        next((n for n in reversed(own) if fragments[n].text == lines[i].label), own[-1]) for i, own in parts.items()
    ]
    found[list(parts)] = scores[inner]
    as_title = np.exp(scores[:, titles]).sum(axis=1).tolist()
    for line, own in parts.items():
        if not lines[line].has_numbers and sum([as_title[n] for n in own]) > 0.5 * len(own):
            found[line] = np.log(np.maximum(np.exp(scores[own]).mean(axis=0), 1e-12))
    for n, scores_of_parts in _several_rows(lines, model):
        found[n] = scores_of_parts
    split = [n for n, line in enumerate(lines) if line.joined != line.label and found[n, none] > math.log(0.5)]
    for n, row in zip(split, model.scores([lines[n].joined for n in split]), strict=True):
        if row[none] < found[n, none]:
            found[n] = row
    return found


def _several_rows(lines: Sequence[PrintedLine], model: RowModel) -> Iterator[tuple[int, Scores]]:
    """Lines whose label names several rows one below the other, beside one set of figures, which may be any of theirs."""
    no_rows = {*titles(model.labels), model.labels.index("none")}
    for number, line in enumerate(lines):
        starts = [match.start() for match in NUMBERED.finditer(line.label)] if line.cells else []
        if len(starts) > 1:
            parts = [line.label[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
            each = model.scores(parts)
            if len({int(best) for best in each.argmax(axis=1)} - no_rows) > 1:
                yield number, np.log(np.exp(each).mean(axis=0))


def _below_heads(lines: Sequence[Labelled], table: FormTable) -> Sequence[Labelled]:
    """The lines of one kind of table without those above its first heading, if they name few of its rows, or fewer than
    the lines below: other statistics, and lists in the narrative, name some of the same rows.

    Only for tables whose rows have short names that reports use elsewhere, and whose figures no sum proves.
    """
    if table.layout != "blocks":
        return lines
    names = {f"{table.key}.{line.key}" for line in table.lines}
    titles = {f"heading.{table.key}", f"header.{table.key}"}
    first = next(
        (n for n, (_, p) in enumerate(lines) if sum(p.get(title, 0.0) for title in titles) > NAMED), len(lines)
    )
    above, below = (
        {name for _, p in part for name in names if p.get(name, 0.0) > NAMED} for part in (lines[:first], lines[first:])
    )
    if len(below) >= len(above) or 2 * len(above) < len(table.rows):
        return lines[first:]
    return lines


def _copies(lines: Sequence[Labelled], table: str, forms: Sequence[Form]) -> list[list[Labelled]]:
    """The lines of one kind of table, parted where the form begins again after most of its rows have been met."""
    order = {f"{table}.{row.key}": n for form in forms for n, row in enumerate(form.table(table).rows)}
    rows = list(order)
    most = max(len(form.table(table).rows) for form in forms)
    copies: list[list[Labelled]] = [[]]
    furthest = -1
    for line, probabilities in lines:
        likely = [probabilities.get(key, 0.0) for key in order]
        most_likely = max(likely)
        if most_likely >= NEW_COPY and line.cells:
            key = rows[likely.index(most_likely)]
            if order[key] <= 1 and furthest >= most // 2:
                copies.append([])
                furthest = -1
            furthest = max(furthest, order[key])
        copies[-1].append((line, probabilities))
    return copies


def _readings(table: FormTable, form: str, lines: Sequence[Labelled], end: PrintedLine) -> Iterator[Reading]:
    """One copy of a table as the reconciler wants it, none if no line in it has figure cells. Where rows stand side by
    side, each whole line of figures is a copy: a second one is another year's or another office's."""
    heads = ColumnHeads(table)
    side_by_side = table.layout == "side_by_side"
    place = next((line.place for line, _ in lines), Place())
    cut_off = bool(lines) and lines[-1][0] is end and bool(end.cells)
    for fragments in _side_by_side(table, lines, heads) if side_by_side else [_rows(table, lines, heads)]:
        if any(fragment.tokens for fragment in fragments):
            yield Reading(table.key, form, tuple(fragments), place, cut_off)


def _rows(table: FormTable, lines: Sequence[Labelled], heads: ColumnHeads) -> list[Fragment]:
    fragments = []
    widest = {row.key: row for row in table.rows}
    names = {line.key: f"{table.key}.{line.key}" for line in (*table.rows, *table.lines)}  # rows first, then groups
    unit = ""
    for line, probabilities in lines:
        if not line.has_numbers and (amount := AMOUNT.search(normal(line.joined))):
            unit = amount[1]
        if heads.see(line):
            continue
        scores = _row_scores(names, len(widest), line, probabilities)
        likeliest = max(scores, key=lambda pair: pair[1])[0] if scores else ""
        row = widest.get(likeliest) or (table.rows[0] if table.layout == "rows" else None)
        named = heads.cells_for(row, table.rows, line) if row is not None and line.cells else None
        fragments.append(Fragment(line.label, scores, _tokens(line, named, unit), line.place))
    return fragments


def _row_scores(
    names: Mapping[str, str], n_rows: int, line: PrintedLine, probabilities: Mapping[str, float]
) -> tuple[tuple[str, float], ...]:
    """Key and log-probability of each row and group that the line may be, and of none. `names`: the model's, rows first."""
    if not line.label.strip():
        return ()
    likely = [probabilities.get(name, 0.0) for name in names.values()]
    rest = max(1.0 - sum(likely[:n_rows]), NEGLIGIBLE)
    return (
        *[(key, math.log(p)) for key, p in zip(names, likely, strict=True) if p > NEGLIGIBLE],
        ("", math.log(rest)),
    )


def _tokens(line: PrintedLine, named: Mapping[str, Cell] | None, unit: str = "") -> tuple[Token, ...]:
    if named is not None:
        return tuple(_token(cell, unit, columns=((name, 0.0),)) for name, cell in named.items())
    glued = line.origin == "streamed" and len(line.cells) == 1
    return tuple(_token(cell, unit, glued=glued) for cell in line.cells)


def _token(cell: Cell, unit: str, columns: tuple[tuple[str, float], ...] = (), glued: bool = False) -> Token:
    return Token(cell.text, cell.kind, columns, glued, cell.drawn, cell.confidence, cell.alternatives, unit, cell.place)


def _side_by_side(table: FormTable, lines: Sequence[Labelled], heads: ColumnHeads) -> list[list[Fragment]]:
    """All figures of a table whose rows stand side by side, in one fragment (`whole`), once for every
    line that holds them; or, where they are printed apart under their own headings, one fragment a row."""
    width = len(table.rows[0].columns)
    block: FormRow | None = None
    said: tuple[tuple[str, float], ...] = ()
    again = False
    names = {row.key: f"{table.key}.{row.key}" for row in table.rows}
    apart: list[dict[str, list[Fragment]]] = [{}]
    whole: list[Fragment] = []
    above: list[Fragment] = []  # the first heading that was read: they may be of one that was not
    for line, probabilities in lines:
        for row in table.rows:
            if probabilities.get(names[row.key], 0.0) > NAMED:
                block, again, said = row, True, _row_scores(names, len(names), line, probabilities)
        if heads.see(line) or not line.cells:
            continue
        tokens = _tokens(line, heads.cells_for(None, table.rows, line))
        whole.append(Fragment(line.label, (), tokens, line.place, whole=True))
        if block and tokens and tokens[0].column is None:
            tokens = _tokens(line, heads.cells_for(block, table.rows, line))
        if block is None and len(line.cells) <= width + 1 and _n_printed(whole[-1]) > 1:
            above.append(replace(whole[-1], whole=False))
        if block and (len(tokens) == width or any(token.printed.strip() for token in tokens)):
            if again and block.key in apart[-1] and len(apart[-1]) == len(table.rows):
                apart.append({})  # the last row has been met: the table begins again
            again = False
            apart[-1].setdefault(block.key, []).append(Fragment(line.label, said, tokens, line.place))
    if len(apart[0]) > 1:
        # a block without all its figures may have been torn from them, and those beside it be another block's
        copies = [[one for row in table.rows for one in _of_row(copy.get(row.key, ()), width)] for copy in apart]
        return [above + copies[0], *copies[1:]]
    # Where all is blank it is the line with every cell: heads have blanks beside them too.
    every = len(table.rows) * width
    whole.sort(key=lambda fragment: (-_n_printed(fragment), len(fragment.tokens) != every))
    most = _n_printed(whole[0]) if whole else 0
    return [[fragment] for fragment in whole if fragment is whole[0] or _n_printed(fragment) > max(most / 2, width)]


def _of_row(lines: Sequence[Fragment], width: int) -> list[Fragment]:
    """The lines behind a row's heading that have a cell for each of its columns, or say whose they are. Where there are more
    figures than the row has, some are another row's whose heading was not read, and where others have some, these may be its
    own: then none is told to be this one."""
    whole = [line for line in lines if len(line.tokens) >= width or any(token.column for token in line.tokens)]
    others = [line for line in lines if line not in whole and _n_printed(line) > 1]
    if not others and sum(map(_n_printed, whole)) <= width:
        return whole
    return [replace(line, scores=()) for line in lines if line in whole or line in others]


def _n_printed(fragment: Fragment) -> int:
    return sum(bool(token.printed.strip()) for token in fragment.tokens)
