"""pdfplumber's `extract_tables` on every page of a PDF."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.grid_to_cells import CellTexts, grids_to_cells
from benchmarks.scoring.records import Said
from goiextract.records import CellKey

#: Where a page has no lines to go by.
BY_TEXT = {"vertical_strategy": "text", "horizontal_strategy": "text"}


def read(path: Path) -> dict[CellKey, Said]:
    """The form's cells as the tables of `path` say them; raises what pdfplumber raises."""
    import pdfplumber

    grids: list[CellTexts] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            once = page.dedupe_chars()  # boldface drawn twice
            grids.extend(once.extract_tables() or once.extract_tables(BY_TEXT))
    return grids_to_cells(grids)
