"""PDF: the tables of pdfplumber, camelot (lattice and its newer hybrid), img2table and PyMuPDF, with fuzzy labels."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.grid_to_cells import Grid, cells_of
from benchmarks.scoring.records import Said
from goiextract.records import CellKey


def pdfplumber_tables(path: Path) -> dict[CellKey, Said]:
    """``page.extract_tables()`` of every page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return cells_of([[[cell or "" for cell in row] for row in t] for p in pdf.pages for t in p.extract_tables()])


def camelot_lattice(path: Path) -> dict[CellKey, Said]:
    """Camelot's lattice flavour."""
    return cells_of(_camelot(path, "lattice"))


def camelot_hybrid(path: Path) -> dict[CellKey, Said]:
    """Camelot's hybrid flavour: ruled lines and alignment together."""
    return cells_of(_camelot(path, "hybrid"))


def _camelot(path: Path, flavor: str) -> list[Grid]:
    import camelot

    tables = camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
    return [table.df.astype(str).values.tolist() for table in tables]


def img2table_tables(path: Path) -> dict[CellKey, Said]:
    """img2table on the text layer, without OCR, with borderless tables."""
    from img2table.document import PDF

    found = PDF(src=str(path), pdf_text_extraction=True).extract_tables(borderless_tables=True)
    return cells_of([table.df.fillna("").astype(str).values.tolist() for page in found.values() for table in page])


def pymupdf_tables(path: Path) -> dict[CellKey, Said]:
    """PyMuPDF's ``page.find_tables()``."""
    import pymupdf

    with pymupdf.open(path) as document:
        grids = [table.extract() for page in document for table in page.find_tables().tables]
    return cells_of([[[cell or "" for cell in row] for row in grid] for grid in grids])
