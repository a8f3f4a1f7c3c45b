"""Rows of very many fields → rows without the fields that only stand for places covered by wider cells.

Tables of several parts, written out on one common raster, have a field for every line of the raster: 29 for a row of three
figures. What a part of the table uses is seen from its own header and rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goiextract.layout.line_items import Part, is_figure

WIDEST = 20  # fields; the widest form has 15 figures in a row and up to three label columns


def without_covered_columns(rows: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """The rows, those of very wide tables without the blank cells of columns that their part of the table leaves empty."""
    if max(map(len, rows), default=0) <= WIDEST:
        return [list(row) for row in rows]
    kept = []
    for part in _parts(rows):
        used = {column for row in part for column, cell in enumerate(row) if cell.text}
        kept += [[cell for column, cell in enumerate(row) if column in used] for row in part]
    return kept


def _parts(rows: Sequence[Sequence[Part]]) -> Iterator[list[Sequence[Part]]]:
    """Runs of rows that share a header: a row without figures behind a row with some begins another part."""
    part: list[Sequence[Part]] = []
    figures = False
    for row in rows:
        has_figures = any(cell.text and is_figure(cell.text) for cell in row)
        is_header = not has_figures and sum(bool(cell.text) for cell in row) > 1
        if is_header and figures:
            yield part
            part, figures = [], False
        part.append(row)
        figures = figures or has_figures
    yield part
