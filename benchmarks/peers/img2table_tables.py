"""img2table on a PDF that has its own text: lines are found in a picture of the page, no OCR is run."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.grid_to_cells import CellTexts, grids_to_cells
from benchmarks.scoring.records import Said
from goiextract.records import CellKey


def read(path: Path) -> dict[CellKey, Said]:
    """The form's cells as the tables of `path` say them; raises what img2table raises."""
    from img2table.document import PDF

    pages = PDF(str(path), pdf_text_extraction=True).extract_tables()
    grids: list[CellTexts] = []
    for number in sorted(pages):
        for table in pages[number]:
            grids.append([[cell.value or "" for cell in row] for row in table.content.values()])
    return grids_to_cells(grids)
