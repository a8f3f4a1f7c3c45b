"""pandas' `read_html` with every cell as the text it is."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.grid_to_cells import CellTexts, grids_to_cells
from benchmarks.scoring.records import Said
from goiextract.records import CellKey


def read(path: Path) -> dict[CellKey, Said]:
    """The form's cells as the tables of `path` say them; raises ValueError where pandas finds no table."""
    import pandas

    frames = pandas.read_html(str(path), flavor="lxml", keep_default_na=False, na_values=[])
    grids: list[CellTexts] = []
    for frame in frames:
        headings: list[list[str | None]] = []
        if not all(isinstance(name, int) for name in frame.columns):
            levels = [name if isinstance(name, tuple) else (name,) for name in frame.columns]
            headings = [[_text(name) for name in level] for level in zip(*levels, strict=True)]
        grids.append(headings + [[_text(value) for value in row] for row in frame.itertuples(index=False, name=None)])
    return grids_to_cells(grids)


def _text(value: object) -> str:
    text = str(value)
    return "" if text in ("nan", "None") or text.startswith("Unnamed:") else text
