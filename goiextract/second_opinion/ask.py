"""Other readers' tables of a PDF, for pages that the first path could not settle: pdfplumber's and, if installed, camelot's.

Their cells are never trusted unchecked (camelot glues the figures of neighbouring rows): the caller takes a table from
here only where its own sums prove it. Sources: peers B in the design notes; camelot-py 2.0 `read_pdf`.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from goiextract.forms import kind_of
from goiextract.records import Cell, Document, Finding, Grid, Place

MOST_PAGES = 12  # pages read again; the three tables stand on at most six


def read_again(data: bytes, first: Document, pages: Sequence[int]) -> Iterator[Document]:
    """The tables of these pages (1-based) as each other reader sees them, one Document a reader that found any. Each reads
    when its Document is asked for, the faster first."""
    wanted = tuple(pages)[:MOST_PAGES]
    readers = (("pdfplumber", _pdfplumber), ("camelot", _camelot))
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    for kind, reader in readers:
        try:
            grids = tuple(reader(data, wanted))
        except ImportError:
            continue
        except Exception:  # another library's failure on a bad page is no answer, and no loss
            continue
        if grids:
            yield Document(first.name, kind, first.sha256, blocks=grids)


def missing_reader() -> Finding | None:
    """What to say where the extra is not installed; None where it is."""
    from importlib.util import find_spec

    if find_spec("camelot"):
        return None
    return Finding("second_opinion_absent", "note", (("command", 'pip install "goiextract[camelot]"'),))


def _pdfplumber(data: bytes, pages: Sequence[int]) -> Iterator[Grid]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for number in pages:
            page = pdf.pages[number - 1]
            for table in page.find_tables():
                yield _grid(table.extract(), number)
            page.close()


def _camelot(data: bytes, pages: Sequence[int]) -> Iterator[Grid]:
    import camelot

    numbers = ",".join(map(str, pages))
    tables: Any = camelot.read_pdf(
        io.BytesIO(data), pages=numbers, flavor="lattice", engine="vector", suppress_stdout=True
    )
    for table in tables:
        yield _grid(table.data, int(table.page))


def _grid(rows: Sequence[Sequence[str | None]], page: int) -> Grid:
    """Rows of texts (None = covered by a merged cell) → a grid whose columns may shift."""
    cells = tuple(
        Cell(text or "", kind_of(text or ""), number, column, place=Place(page))
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
        if text is not None
    )
    return Grid(cells, len(rows), max((len(row) for row in rows), default=0), "tabbed", page)
