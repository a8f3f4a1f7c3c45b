"""python-docx: the tables of a document, merged cells once for each place they cover, as the library gives them.

Text goes by the usual recipe for what its `cell.text` leaves out (insertions, content controls) or should (hidden text).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers.grid_to_cells import CellTexts, grids_to_cells
from benchmarks.scoring.records import Said
from goiextract.records import CellKey

if TYPE_CHECKING:
    from docx.table import _Cell

VISIBLE = ".//w:t[not(ancestor::w:r/w:rPr/w:vanish) and not(ancestor::w:del) and not(ancestor::w:moveFrom)]"


def read(path: Path) -> dict[CellKey, Said]:
    """The form's cells as the tables of `path` say them; raises what python-docx raises."""
    import docx

    grids: list[CellTexts] = []
    for table in docx.Document(str(path)).tables:
        grid: list[list[str | None]] = []
        for row in table.rows:
            before, after = row.grid_cols_before, row.grid_cols_after
            grid.append([None] * before + [visible_text(cell) for cell in row.cells] + [None] * after)
        grids.append(grid)
    return grids_to_cells(grids)


def visible_text(cell: _Cell) -> str:
    """What a reader of the cell sees, without its line breaks."""
    return "".join(part.text or "" for part in cell._tc.xpath(VISIBLE))
