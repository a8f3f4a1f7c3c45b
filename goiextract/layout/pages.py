"""Pages of words and ruling lines → grids and lines of text, in reading order down each page."""

from __future__ import annotations

from collections.abc import Sequence

from goiextract.layout.aligned import align
from goiextract.layout.headed_columns import HeadedColumns
from goiextract.layout.ruled import ruled_grids
from goiextract.layout.turned import as_displayed
from goiextract.records import Document, Grid, Layout, Line, Page, Word


def lay_out_pages(document: Document) -> Layout:
    """The document's pages in order → Layout. A part of a table on the next page is simply the next grid."""
    blocks: list[Line | Grid] = []
    headed: HeadedColumns | None = None
    for page in document.pages:
        found, headed = _lay_out_page(page, headed)
        blocks += [as_displayed(block, page) for block in found]
    return Layout(tuple(blocks))


def _lay_out_page(page: Page, headed: HeadedColumns | None) -> tuple[list[Line | Grid], HeadedColumns | None]:
    """The page's blocks, and the columns of a table without ruling lines that may go on behind it; headed: those before it."""
    grids, outside = ruled_grids(page)
    placed: list[tuple[float, Line | Grid]] = [(top, grid) for top, grid in grids]
    edges = sorted(top for top, _ in grids)
    for words in _between(outside, edges):
        top = min((word.box.top for word in words), default=0.0)
        blocks, headed = align(words, page.number, None if edges and edges[0] < top else headed)
        placed += [(top + 0.001 * number, block) for number, block in enumerate(blocks)]
    placed.sort(key=lambda pair: pair[0])
    return [block for _, block in placed], headed


def _between(words: Sequence[Word], edges: Sequence[float]) -> list[list[Word]]:
    """The words above, between and below the grids that begin at `edges`."""
    parts: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        parts[sum(word.box.top >= edge for edge in edges)].append(word)
    return [part for part in parts if part]
