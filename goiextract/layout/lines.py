"""Lines of text → grids: tabbed, piped, parted by spaces, one cell a line, or run together; the rest stay lines.

What a file's columns are worth decides the grid's origin: where cells are real but columns may shift, ``tabbed`` or
``piped``; where only the order is real, ``streamed``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goiextract.layout.line_shapes import LineRow, row_of, style_of
from goiextract.records import Cell, Document, Grid, Layout, Line, Place


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
    return Layout(tuple(blocks))


def _lay_out_run(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """One run of lines → grids of consecutive rows of one origin, with narrative lines between them."""
    style = style_of([line.text for line in lines])
    waiting: list[LineRow] = []
    for number, line in enumerate(lines):
        previous = lines[number - 1].text if number else ""
        for row in row_of(line, style, previous):
            if row.origin == "line":
                yield from _close(waiting)
                waiting = []
                yield line
            elif row.joins and waiting and waiting[-1].origin == "streamed":
                waiting[-1] = waiting[-1].with_figures(row)
            elif not row.joins or row.cells[0].text:
                if waiting and waiting[-1].origin != row.origin:
                    yield from _close(waiting)
                    waiting = []
                waiting.append(row)
    yield from _close(waiting)


def _close(rows: Sequence[LineRow]) -> Iterator[Line | Grid]:
    """Rows of one origin → a grid, or back to lines where none of them has a figure."""
    if not rows:
        return
    if rows[0].origin == "streamed" and not any(row.n_figures for row in rows):
        for row in rows:
            yield Line(row.cells[0].text, row.cells[0].place)
        return
    cells = tuple(
        Cell(cell.text, number, column, place=cell.place)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row.cells)
    )
    yield Grid(cells, len(rows), max(len(row.cells) for row in rows), rows[0].origin)


__all__ = ["Place", "lay_out_lines"]
