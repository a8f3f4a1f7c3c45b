"""HTML by pandas.read_html, DOCX by python-docx, with fuzzy labels."""

from __future__ import annotations

import io
from pathlib import Path

from benchmarks.peers.grid_to_cells import cells_of
from benchmarks.scoring.records import Said
from goiextract.records import CellKey


def pandas_html(path: Path) -> dict[CellKey, Said]:
    """``pandas.read_html``; cells that span several are repeated, as it does."""
    import pandas
    from charset_normalizer import from_bytes

    text = str(from_bytes(path.read_bytes()).best())
    frames = pandas.read_html(io.StringIO(text), header=None, keep_default_na=False, converters=None)
    return cells_of([frame.astype(str).values.tolist() for frame in frames])


def docx_tables(path: Path) -> dict[CellKey, Said]:
    """python-docx: every table, cells that span several taken once."""
    import docx

    grids = []
    for table in docx.Document(str(path)).tables:
        grid = []
        for row in table.rows:
            cells = list(row.cells)
            grid.append([cell.text for n, cell in enumerate(cells) if n == 0 or cell._tc is not cells[n - 1]._tc])
        grids.append(grid)
    return cells_of(grids)
