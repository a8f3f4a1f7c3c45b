"""Lines of text → grids: tabbed, piped, parted by blanks, one cell a line, or run together; the rest stay lines.

What a file's columns are worth decides the grid's origin: where cells are real but columns may shift, ``tabbed`` or
``piped``; where only the order is real, ``streamed``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goiextract.layout.broken_off import marked_if_broken_off
from goiextract.layout.grid_making import GridMaker
from goiextract.layout.habits import Habits, habits_of
from goiextract.layout.line_items import Item, Kind, Part, row
from goiextract.layout.piped import is_border, items_between_bars
from goiextract.layout.plain_lines import plain_items
from goiextract.layout.run_together import is_run_together, rows_run_together
from goiextract.layout.spaced import rows_in_columns
from goiextract.layout.tabbed import parted_row, with_quoted_cells_whole
from goiextract.records import Document, Finding, Grid, Layout, Line


def lay_out_lines(document: Document) -> Layout:
    """The document's blocks in reading order, its runs of table-like lines made into grids; its own grids untouched."""
    blocks: list[Line | Grid] = []
    run: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            run.append(block)
            continue
        blocks += _lay_out_run(run)
        blocks.append(block)
        run = []
    blocks += _lay_out_run(run)
    if document.kind == "text" and run and blocks and isinstance(whole := blocks[-1], Grid):
        blocks[-1] = marked_if_broken_off(whole, run[-1])
        if (
            blocks[-1] is not whole and whole.n_rows > 1
        ):  # a label and a number alone may be the count of a page's visitors
            return Layout(tuple(blocks), (Finding("text_cut_off", "warning"),))
    return Layout(tuple(blocks))


def _lay_out_run(lines: Sequence[Line]) -> Sequence[Line | Grid]:
    """Lines that stand together → grids of consecutive rows of one origin, with running text between them."""
    habits = habits_of([line.text for line in lines])
    lines = with_quoted_cells_whole(lines, habits)
    in_columns = rows_in_columns([line.text for line in lines])
    maker = GridMaker(habits)
    for number, line in enumerate(lines):
        if number in in_columns:
            maker.take(row(fields, line, "tabbed") for fields in in_columns[number])
        else:
            maker.take(_items(line, habits))
    return maker.finish()


def _items(line: Line, habits: Habits) -> Iterator[Item]:
    """What one line holds. Several items where cells, or a whole table, are run together in it."""
    if is_border(line.text):
        return
    if is_run_together(line.text):
        for label, figures in rows_run_together(line.text):
            parts = tuple(Part(text, line.place) for text in (label, *figures) if text)
            yield Item(Kind.ROW, parts, "streamed")
        return
    between = items_between_bars(line, habits)
    if between is not None:
        yield from between
        return
    parted = parted_row(line, habits)
    if parted is not None:
        yield parted
        return
    yield from plain_items(line, habits)
