"""What other readers recognise as tables on the pages of a PDF, with the cells' spans as far as they tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.peers.pdfplumber_tables import BY_TEXT
from goiextract.forms import kind_of
from goiextract.records import Box, Cell, Grid, Place

SAME_EDGE = 3.0  # points: edges of cells that are nearer are one edge; the narrowest column of the form has over 15
Boxed = tuple[tuple[float, float, float, float], str]  # x0, top, x1, bottom; text


def grid_of_boxes(cells: Sequence[Boxed], page: int) -> Grid:
    """Cells by their places on the page → a grid: a row or column between any two neighbouring edges."""
    across = _edges(edge for (x0, _, x1, _), _ in cells for edge in (x0, x1))
    down = _edges(edge for (_, top, _, bottom), _ in cells for edge in (top, bottom))
    found = []
    for (x0, top, x1, bottom), text in cells:
        left, right, above, below = _at(across, x0), _at(across, x1), _at(down, top), _at(down, bottom)
        place = Place(page, Box(x0, top, x1, bottom))
        found.append(Cell(text, kind_of(text), above, left, max(1, below - above), max(1, right - left), place))
    return Grid(tuple(found), max(1, len(down) - 1), max(1, len(across) - 1), "ruled", page)


def _edges(edges: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > SAME_EDGE:
            kept.append(edge)
    return kept


def _at(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - edge))


def pdfplumber_grids(path: Path) -> list[Grid]:
    """pdfplumber's `find_tables`, by text where a page has no lines; raises what it raises."""
    import pdfplumber

    grids = []
    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            once = page.dedupe_chars()
            for table in once.find_tables() or once.find_tables(BY_TEXT):
                texts = table.extract()
                boxed = [
                    (box, text or "")
                    for row, line in zip(table.rows, texts, strict=True)
                    for box, text in zip(row.cells, line, strict=True)
                    if box is not None
                ]
                grids.append(grid_of_boxes(boxed, number))
    return grids


def pymupdf_grids(path: Path) -> list[Grid]:
    """PyMuPDF's `find_tables`; raises what it raises."""
    import pymupdf

    from benchmarks.peers.pymupdf_tables import text_in, words_once

    grids = []
    with pymupdf.open(path) as document:
        for number, page in enumerate(document, 1):
            page.remove_rotation()
            words = words_once(page.get_text("words"))
            for table in page.find_tables().tables:
                boxes = [box for row in table.rows for box in row.cells if box is not None]
                grids.append(grid_of_boxes([(box, text_in(box, words) or "") for box in boxes], number))
    return grids


def img2table_grids(path: Path) -> list[Grid]:
    """img2table on a PDF that has its own text; a merged cell comes once for each place, always with the same box."""
    from img2table.document import PDF

    pages = PDF(str(path), pdf_text_extraction=True).extract_tables()
    grids = []
    for number in sorted(pages):
        for table in pages[number]:
            cells = {
                (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2): cell.value or ""
                for row in table.content.values()
                for cell in row
            }
            grids.append(grid_of_boxes(list(cells.items()), number + 1))
    return grids


def camelot_grids(path: Path) -> list[Grid]:
    """camelot's lattice: neighbours without a line between them are one cell; raises what camelot raises."""
    import camelot

    found = camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)
    grids = []
    for table in sorted(found, key=lambda table: (table.page, table.order)):
        rows = table.cells
        covered: set[tuple[int, int]] = set()
        cells = []
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if (at, column) in covered:
                    continue
                right, below = column, at
                while right + 1 < len(row) and not row[right].right:
                    right += 1
                while below + 1 < len(rows) and not rows[below][column].bottom:
                    below += 1
                corner = rows[below][right]  # camelot counts heights from the foot of the page
                box = Box(cell.x1, -cell.y2, corner.x2, -corner.y1)
                places = [(r, c) for r in range(at, below + 1) for c in range(column, right + 1)]
                covered.update(places)
                text = "".join(rows[r][c].text for r, c in places)
                cells.append(
                    Cell(text, kind_of(text), at, column, below - at + 1, right - column + 1, Place(table.page, box))
                )
        grids.append(Grid(tuple(cells), len(rows), len(rows[0]), "ruled", table.page))
    return grids


#: By the names of PEERS.
GRIDS: dict[str, Callable[[Path], list[Grid]]] = {
    "pdfplumber": pdfplumber_grids,
    "camelot lattice": camelot_grids,
    "img2table": img2table_grids,
    "PyMuPDF": pymupdf_grids,
}
