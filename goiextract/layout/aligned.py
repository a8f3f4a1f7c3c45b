"""Words in columns without ruling lines → rows of cells: borderless and three-line tables.

Lines of figures that have as many figures as their neighbours set the columns; a line with fewer is filled up with blank
cells where its figures stand under those columns, and left as it is (order only) where they do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from goiextract.forms import forms, is_page_number, looks_like_figure
from goiextract.layout.text_lines import hull, is_note_mark, joined, text_lines, visual_lines
from goiextract.records import Box, Cell, Grid, Line, Place, Word

PHRASE_GAP = 0.9  # of the type size: a wider gap parts cells; justified labels have gaps up to 0.8
ROW_FIGURES = 3  # lines with at least so many figures make a table; the narrative has none
SAME_HEAD = 9.0  # points between the middles of a heading's lines; columns are 25 and more apart
HEAD_LEFT = 20.0  # points: how far left of a row's first figure its column may begin
HAN = "\u2e80"  # and after: characters as wide as the type size
FAR = 2.0  # of the type size between a label and its only figure
UNDER = 0.35  # of the distance between columns: a figure this near a column's middle stands under it


class Phrase(Struct, frozen=True):
    """Words near one another on a line."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        """Its middle across the page."""
        return (self.box.x0 + self.box.x1) / 2


def align(words: Sequence[Word], page: int | None) -> tuple[Line | Grid, ...]:
    """Positioned words without ruling lines → grids (origin ``tabbed``: real cells, their order holds) and lines."""
    lines = [_phrases(line) for line in visual_lines(words)]
    figures = [_figures(line) for line in lines]
    telling = [i for i, (line, found) in enumerate(zip(lines, figures, strict=True)) if _tells(line, found)]
    if not telling:
        return tuple(text_lines(words, page))
    first = telling[0]
    columns = _columns(figures)
    reach = _reach(lines, figures)
    heads: list[float] = []
    above: list[Phrase] = []
    blocks: list[Line | Grid] = []
    rows: list[list[Phrase]] = []
    for number, (line, found) in enumerate(zip(lines, figures, strict=True)):
        if not _is_row(line, found) or number < first - 12:
            blocks += _close(rows, page)
            rows, heads, above = [], [], []
            blocks.append(_line(line, page))
            continue
        if found:
            heads = _heads(above, line, found) or heads
            above = []
            near = {
                count: middles for count, middles in columns.items() if reach[count][0] <= number <= reach[count][1]
            }
            rows.append(_filled(line, found, {len(heads): heads, **near} if len(heads) >= ROW_FIGURES else near))
        else:
            if len(line) >= ROW_FIGURES:  # titles and headings over groups of columns stand alone or in twos
                above += line
            rows.append([*line, *_blanks(heads, line[0].box)] if _beside(line, heads) else line)
    blocks += _close(rows, page)
    return tuple(blocks)


def _heads(above: Sequence[Phrase], line: Sequence[Phrase], found: Sequence[Phrase]) -> list[float]:
    """The middles of the columns that the lines above a row of figures head; empty where they head none.

    A heading may stand in several lines; its lines are centred on one middle.
    """
    labels = line[: len(line) - len(found)]
    left = max((phrase.box.x1 for phrase in labels), default=found[0].box.x0 - HEAD_LEFT)
    middles: list[list[float]] = []
    for middle in sorted(phrase.middle for phrase in above if phrase.middle > left and not _over(phrase, labels)):
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


def _over(head: Phrase, labels: Sequence[Phrase]) -> bool:
    """True for a heading of the labels' own column: it stands over one for more than half of the narrower's width."""
    return any(
        2 * (min(head.box.x1, label.box.x1) - max(head.box.x0, label.box.x0))
        > min(head.box.x1 - head.box.x0, label.box.x1 - label.box.x0)
        for label in labels
    )


def _blanks(middles: Sequence[float], level: Box) -> list[Phrase]:
    return [Phrase("", Box(x, level.top, x, level.bottom)) for x in middles]


def _beside(line: Sequence[Phrase], heads: Sequence[float]) -> bool:
    """True for a label to the left of all columns: its row has blank cells, or its figures stand on a line nearby."""
    return bool(heads) and line[-1].box.x1 < heads[0]


def _phrases(line: Sequence[Word]) -> list[Phrase]:
    """The words of a line joined where they stand near one another; figures stay apart, from their label too."""
    groups: list[list[Word]] = []
    for word in line:
        if groups and word.box.x0 - groups[-1][-1].box.x1 <= PHRASE_GAP * min(_size(word), _size(groups[-1][-1])):
            both = looks_like_figure(word.text) and looks_like_figure(groups[-1][-1].text)
            if not both or is_note_mark(word, groups[-1][-1]):
                groups[-1].append(word)
                continue
        groups.append([word])
    return [Phrase(joined(group), hull(group)) for group in _parted_from_labels(groups)]


def _parted_from_labels(groups: Sequence[list[Word]]) -> list[list[Word]]:
    """A figure near the end of its label, with nothing but figures behind it, is no part of the label."""
    parted: list[list[Word]] = []
    figures_only = True
    for group in reversed(groups):
        if figures_only and len(group) > 1 and group[-1].text.isdigit() and not group[-2].text[-1:].isdigit():
            parted.append(group[-1:])
            group = group[:-1]
        figures_only = figures_only and all(looks_like_figure(word.text) for word in group)
        parted.append(group)
    return parted[::-1]


def _size(word: Word) -> float:
    """A word's type size: a Han character is as wide; boxes of some fonts are half as tall again."""
    x0, top, x1, bottom = word.box
    if min(word.text) >= HAN:
        return max(1.0, min(bottom - top, (x1 - x0) / len(word.text)))
    return max(1.0, bottom - top)


def _figures(line: Sequence[Phrase]) -> list[Phrase]:
    """The figures that end a line, behind its label."""
    found: list[Phrase] = []
    for phrase in reversed(line):
        if not looks_like_figure(phrase.text):
            break
        found.append(phrase)
    return found[::-1]


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
    text = "".join(phrase.text for phrase in line).replace(" ", "")
    return not any(heading in text for heading in _headings())


@cache
def _headings() -> frozenset[str]:
    """What the forms print above their tables and sub-tables, without its numbering."""
    tables = [table for form in forms() for table in form.tables]
    return frozenset(
        {table.heading.partition("、")[2] for table in tables} | {b for table in tables for b in table.blocks}
    )


def _filled(line: list[Phrase], found: list[Phrase], columns: dict[int, list[float]]) -> list[Phrase]:
    """The line's cells, with blank ones where its figures leave columns of its neighbours empty."""
    label = line[: len(line) - len(found)]
    if len(found) in _full_rows():
        return line  # heads broken over lines may seem more than they are; a row as long as the form's is whole
    if label and label[-1].text[-1:].isdigit():
        return line  # no label of the form ends in a digit: a figure touches it, and its cell is not blank
    for count in sorted(columns, reverse=True):
        middles = columns[count]
        if not 0 < len(found) < count:
            continue
        width = min(b - a for a, b in zip(middles, middles[1:], strict=False))
        nearest = [min(range(count), key=lambda i: abs(middles[i] - phrase.middle)) for phrase in found]
        under = all(abs(middles[i] - phrase.middle) <= UNDER * width for i, phrase in zip(nearest, found, strict=True))
        if under and len(set(nearest)) == len(nearest) and width > 0:
            at = dict(zip(nearest, found, strict=True))
            blanks = _blanks(middles, found[0].box)
            return [*label, *(at.get(i, blanks[i]) for i in range(count))]
    return line


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
    if not any(_figures(row) for row in rows):
        yield from (_line(row, page) for row in rows)
        return
    cells = tuple(
        Cell(phrase.text, number, column, place=Place(page, phrase.box))
        for number, row in enumerate(rows)
        for column, phrase in enumerate(row)
    )
    yield Grid(cells, len(rows), max(map(len, rows)), "tabbed", page)
