"""Tables as recognised on the pages of the gold set's PDFs, ours and other readers', scored by GriTS."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS, absent
from benchmarks.peers.page_grids import GRIDS
from benchmarks.scoring.joined import joined
from benchmarks.scoring.structure import Structure, structure, true_grids
from goiextract import lay_out, read
from goiextract.records import Grid

PACKAGE = "grits-metric"


class NoStructure(Exception):
    """The score cannot be computed; the message says what to install."""


def structure_figures(documents: Path, tables: Path, peers: bool) -> dict[str, Any]:
    """For each reader GriTS over all documents that have a file in `tables`, and of each: ours, and with `peers` the others
    that give grids and are installed. NoStructure without the package that computes it."""
    try:
        version = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise NoStructure("GriTS is computed by another package: pip install -e '.[structure]'") from error
    others = {peer.name: GRIDS[peer.name] for peer in PEERS if peer.name in GRIDS and not absent(peer)} if peers else {}
    files = sorted(tables.glob("*.html"))
    readers = {"goiextract": grids_of, **others}
    return {
        "package": f"{PACKAGE} {version}",
        "documents": len(files),
        "readers": {name: _figures(read_grids, documents, files) for name, read_grids in readers.items()},
    }


def grids_of(path: Path) -> list[Grid]:
    """The tables that our layout finds on the pages of a PDF, before anything is known of the form."""
    return [block for block in lay_out(read(path.read_bytes(), path.name)).blocks if isinstance(block, Grid)]


def _figures(read_grids: Callable[[Path], list[Grid]], documents: Path, files: list[Path]) -> dict[str, Any]:
    each = {file.stem: _score(read_grids, documents / f"{file.stem}.pdf", file) for file in files}
    return {
        **sum(each.values(), Structure()).figures(),
        "documents": [{"name": name, **one.figures()} for name, one in each.items()],
    }


def _score(read_grids: Callable[[Path], list[Grid]], document: Path, file: Path) -> Structure:
    """A reader that raises has recognised nothing."""
    try:
        grids = read_grids(document)
    except Exception:  # whatever a reader raises
        grids = []
    return structure(true_grids(file), joined(grids))
