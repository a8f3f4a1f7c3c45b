"""Words in columns without ruling lines → rows of cells: borderless and three-line tables.

Where the headings of the form's columns can be read, they say which cells of a row are blank. Elsewhere lines of figures
that have as many figures as their neighbours set the columns; a line with fewer is filled up with blank cells where its
figures stand under those columns, and left as it is (order only) where they do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from goiextract.forms import forms, is_page_number, kind_of
from goiextract.layout.headed_columns import UNDER, HeadedColumns, headed_columns, under_middles
from goiextract.layout.labels_around import with_whole_labels
from goiextract.layout.phrases import Phrase, figures_behind, phrases
from goiextract.layout.spelled_heads import may_have_heads, spelled_heads
from goiextract.layout.text_lines import text_lines, visual_lines
from goiextract.records import Box, Cell, Grid, Line, Place, Word

ROW_FIGURES = 3  # lines with at least so many figures make a table; the narrative has none
HEAD_LINES = 12  # above the first line of figures: heads and titles have no more
SAME_HEAD = 9.0  # points between the middles of a heading's lines; columns are 25 and more apart
HEAD_LEFT = 20.0  # points: how far left of a row's first figure its column may begin
UNEVEN = 0.3  # of a figure's height: on one line labels and figures stand less above or below one another
FAR = 2.0  # of the type size between a label and its only figure


class Aligned(NamedTuple):
    """Blocks in reading order, and the columns of a table that may go on behind them, if their headings could be read."""

    blocks: tuple[Line | Grid, ...]
    headed: HeadedColumns | None = None


def align(words: Sequence[Word], page: int | None, headed: HeadedColumns | None = None) -> Aligned:
    """Positioned words without ruling lines → grids (origin ``tabbed``: real cells, their order holds) and lines.

    headed: the columns of a table that the page before broke off.
    """
    printed = visual_lines(words)
    lines = [phrases(line) for line in printed]
    figures = [figures_behind(line) for line in lines]
    telling = [i for i, (line, found) in enumerate(zip(lines, figures, strict=True)) if _tells(line, found)]
    spelled = {}
    if not _are_level(lines, figures):
        headed = None  # whose figures are whose is not clear, and still less which cells are blank
    elif may_have_heads(words):
        spelled = _spelled(printed, lines, figures)
    if not telling and not spelled and headed is None:
        return Aligned(tuple(text_lines(words, page)))
    first = 0 if headed is not None else min([*(n - HEAD_LINES for n in telling[:1]), *spelled])
    columns = _columns(figures)
    reach = _reach(lines, figures)
    if spelled or headed is not None:
        lines = with_whole_labels(lines)
    alone = {n for n, (line, found) in enumerate(zip(lines, figures, strict=True)) if line and len(found) == len(line)}
    heads: list[float] = []
    above: list[Phrase] = []
    blocks: list[Line | Grid] = []
    rows: list[list[Phrase]] = []
    for number, (line, found) in enumerate(zip(lines, figures, strict=True)):
        headed = spelled.get(number - 1, headed)
        if not line:
            continue
        if (headed is not None or heads or above) and _begins_a_table(line):
            headed, heads, above = None, [], []
        if not _is_row(line, found) or number < first:
            blocks += _close(rows, page)
            rows, heads, above = [], [], []
            blocks.append(_line(line, page))
            if not _is_page_number(line):
                headed = None
            continue
        label = line[: len(line) - len(found)]
        if headed is not None:
            # beside a line of mere figures a label has not blank cells, but perhaps those figures
            blank = not found and headed.are_behind(label) and not {number - 1, number + 1} & alone
            rows.append((headed.cells(label, found) if found or blank else []) or line)
        elif found:
            heads = _heads(above, label, found) or heads
            above = []
            near = {
                count: middles for count, middles in columns.items() if reach[count][0] <= number <= reach[count][1]
            }
            rows.append(_filled(label, found, {len(heads): heads, **near} if len(heads) >= ROW_FIGURES else near))
        else:
            if len(line) >= ROW_FIGURES:  # titles and headings over groups of columns stand alone or in twos
                above += line
            beside = bool(heads) and under_middles(heads).are_behind(line)
            rows.append(under_middles(heads).cells(line, ()) if beside else line)
    blocks += _close(rows, page)
    return Aligned(tuple(blocks), spelled.get(len(lines) - 1, headed))


def _spelled(
    printed: Sequence[Sequence[Word]], lines: Sequence[Sequence[Phrase]], figures: Sequence[Sequence[Phrase]]
) -> dict[int, HeadedColumns]:
    """The line with the last of a table's headings → its columns, for each table whose headings can be read."""
    spelled: dict[int, HeadedColumns] = {}
    begins = [number for number, line in enumerate(lines) if _begins_a_table(line)]
    parting = sorted({*begins, *(number for number, found in enumerate(figures) if found)})
    for start, end in zip([-1, *parting], [*parting, len(lines)], strict=True):
        for middles, last_line in spelled_heads(printed[start + 1 : end]):
            at = start + 1 + last_line
            reach = next((number for number in begins if number > at), len(lines))
            # a figure alone on its line may be the page's number
            rows = [n for n in range(at + 1, reach) if len(lines[n]) > 1 and len(figures[n]) <= len(middles)]
            spelled[at] = headed_columns(middles, [figure for n in rows for figure in figures[n]])
    return spelled


def _are_level(lines: Sequence[list[Phrase]], figures: Sequence[Sequence[Phrase]]) -> bool:
    """True where most rows' figures stand at the height of their label; elsewhere they may be those of the label below or
    above. Mere figures without a label stand beside none."""
    uneven = [
        abs(label.top + label.bottom - figure.top - figure.bottom) > 2 * UNEVEN * (figure.bottom - figure.top)
        for line, found in zip(lines, figures, strict=True)
        if 0 < len(found) < len(line)
        for label, figure in [(line[-len(found) - 1].box, found[0].box)]
    ]
    alone = sum(1 < len(found) == len(line) for line, found in zip(with_whole_labels(lines), figures, strict=True))
    uneven += [True] * (alone if alone > 1 else 0)  # 表四 prints one such row
    return 2 * sum(uneven) <= len(uneven)


def _begins_a_table(line: Sequence[Phrase]) -> bool:
    """True for a line with the heading of a table or sub-table: columns from before end there."""
    text = "".join(phrase.text for phrase in line).replace(" ", "")
    return any(heading in text for heading in _headings())


def _is_page_number(line: Sequence[Phrase]) -> bool:
    return is_page_number(" ".join(phrase.text for phrase in line))


def _heads(above: Sequence[Phrase], labels: Sequence[Phrase], found: Sequence[Phrase]) -> list[float]:
    """The middles of the columns that the lines above a row of figures head; empty where they head none.

    A heading may stand in several lines; its lines are centred on one middle.
    """
    left = max((phrase.box.x1 for phrase in labels), default=found[0].box.x0 - HEAD_LEFT)
    middles: list[list[float]] = []
    for middle in sorted(phrase.middle for phrase in above if phrase.middle > left):
        if middles and middle - middles[-1][-1] <= SAME_HEAD:
            middles[-1].append(middle)
        else:
            middles.append([middle])
    heads = [sum(group) / len(group) for group in middles]
    if len(heads) < ROW_FIGURES or len(found) > len(heads):
        return []
    width = min(b - a for a, b in zip(heads, heads[1:], strict=False))
    fits = all(min(abs(head - phrase.middle) for head in heads) <= UNDER * width for phrase in found)
    return heads if fits else []


def _tells(line: Sequence[Phrase], found: Sequence[Phrase]) -> bool:
    """True for a line that narrative does not have: several figures, or a short label with a figure far behind it."""
    if len(found) >= ROW_FIGURES:
        return True
    if not found or len(found) == len(line):
        return False
    label = line[len(line) - len(found) - 1]
    gap = found[0].box.x0 - label.box.x1
    return len(label.text) <= 20 and gap > FAR * (label.box.bottom - label.box.top)


def _is_row(line: Sequence[Phrase], found: Sequence[Phrase]) -> bool:
    """A line of a table: figures behind a label or alone, or a short label alone; not a sentence, not a page number."""
    text = " ".join(phrase.text for phrase in line)
    if is_page_number(text) or "。" in text or "；" in text:
        return False
    return bool(found) or len(text) <= 45


def _columns(figures: Sequence[Sequence[Phrase]]) -> dict[int, list[float]]:
    """For each number of figures that several lines share, or that a row of the forms has, the middles of their columns."""
    counts = Counter(len(found) for found in figures if len(found) >= ROW_FIGURES)
    columns = {}
    for count, often in counts.items():
        if often >= 2 or count in _full_rows():
            same = [found for found in figures if len(found) == count]
            columns[count] = [sum(found[i].middle for found in same) / often for i in range(count)]
    return columns


@cache
def _full_rows() -> frozenset[int]:
    """How many figures the forms print side by side in their long rows."""
    tables = [table for form in forms() for table in form.tables]
    return frozenset(
        len(table.cells) if table.layout == "side_by_side" else len(table.rows[0].columns)
        for table in tables
        if table.layout != "blocks"
    )


def _reach(lines: Sequence[Sequence[Phrase]], figures: Sequence[Sequence[Phrase]]) -> dict[int, tuple[int, int]]:
    """For each number of figures the first and last line that has so many: columns hold between them only. Those of a
    whole row of the form hold up to the next heads or running text: elsewhere its zeros may be left blank."""
    reach: dict[int, tuple[int, int]] = {}
    for number, found in enumerate(figures):
        first, _ = reach.get(len(found), (number, number))
        reach[len(found)] = (first, number)
    for count in reach.keys() & _full_rows():
        first, last = reach[count]
        while first > 0 and _may_share(lines[first - 1], figures[first - 1], count):
            first -= 1
        while last + 1 < len(lines) and _may_share(lines[last + 1], figures[last + 1], count):
            last += 1
        reach[count] = first, last
    return reach


def _may_share(line: Sequence[Phrase], found: Sequence[Phrase], count: int) -> bool:
    """True for a line that may stand in one table with rows of so many figures: no longer row, no heads, no
    heading, no running text."""
    if len(found) > count or not (found or len(line) < ROW_FIGURES) or not _is_row(line, found):
        return False
    return not _begins_a_table(line)


@cache
def _headings() -> frozenset[str]:
    """What the forms print above their tables and sub-tables, without its numbering."""
    tables = [table for form in forms() for table in form.tables]
    return frozenset(
        {table.heading.partition("、")[2] for table in tables} | {b for table in tables for b in table.blocks}
    )


def _filled(label: Sequence[Phrase], found: Sequence[Phrase], columns: dict[int, list[float]]) -> list[Phrase]:
    """The row's cells, with blank ones where its figures leave columns of its neighbours empty."""
    if (
        len(found) not in _full_rows()
    ):  # heads broken over lines may seem more than they are; a row as the form's is whole
        for count in sorted(columns, reverse=True):
            if len(found) < count and (cells := under_middles(columns[count]).cells(label, found)):
                return cells
    return [*label, *found]


def _line(line: Sequence[Phrase], page: int | None) -> Line:
    box = Box(
        min(p.box.x0 for p in line),
        min(p.box.top for p in line),
        max(p.box.x1 for p in line),
        max(p.box.bottom for p in line),
    )
    return Line(" ".join(phrase.text for phrase in line), Place(page, box))


def _close(rows: Sequence[Sequence[Phrase]], page: int | None) -> Iterator[Line | Grid]:
    if not rows:
        return
    if not any(figures_behind(row) for row in rows):
        yield from (_line(row, page) for row in rows)
        return
    cells = tuple(
        Cell(
            phrase.text,
            kind_of(phrase.text),
            number,
            column,
            place=Place(page, phrase.box),
            drawn=phrase.drawn,
            confidence=phrase.confidence,
            alternatives=phrase.alternatives,
        )
        for number, row in enumerate(rows)
        for column, phrase in enumerate(row)
    )
    yield Grid(cells, len(rows), max(map(len, rows)), "tabbed", page)
