"""camelot with each of its ways of finding tables, on all pages of a PDF."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.grid_to_cells import CellTexts, grids_to_cells
from benchmarks.scoring.records import Said
from goiextract.records import CellKey


def read_lattice(path: Path) -> dict[CellKey, Said]:
    """By ruling lines; raises what camelot raises."""
    return _read(path, "lattice")


def read_stream(path: Path) -> dict[CellKey, Said]:
    """By white space; raises what camelot raises."""
    return _read(path, "stream")


def read_network(path: Path) -> dict[CellKey, Said]:
    """By the alignment of text edges; raises what camelot raises."""
    return _read(path, "network")


def read_hybrid(path: Path) -> dict[CellKey, Said]:
    """By ruling lines and the alignment of text together; raises what camelot raises."""
    return _read(path, "hybrid")


def read_auto(path: Path) -> dict[CellKey, Said]:
    """Page by page by lines or by text, as camelot chooses; raises what camelot raises."""
    return _read(path, "auto")


def _read(path: Path, flavor: str) -> dict[CellKey, Said]:
    import camelot

    found = camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
    tables = sorted(found, key=lambda table: (table.page, table.order))
    grids: list[CellTexts] = [table.df.to_numpy().tolist() for table in tables]
    return grids_to_cells(grids)
