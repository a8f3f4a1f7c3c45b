"""Other ways people read these reports, each with the best honest effort of an afternoon. All of them are optional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmarks.peers import (
    camelot_tables,
    docx_tables,
    img2table_tables,
    numbers_in_order,
    pandas_html,
    pdfplumber_tables,
    pymupdf_tables,
)
from benchmarks.scoring.records import Said
from goiextract.records import CellKey


@dataclass(frozen=True, slots=True)
class Peer:
    """Another reader. package: the distribution it needs. suffixes: of the files it reads, as ``.pdf``.

    read: what it says of the form's cells in one file; it raises whatever its package raises.
    """

    name: str
    package: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], dict[CellKey, Said]]


PEERS: tuple[Peer, ...] = (
    Peer("pdfplumber", "pdfplumber", (".pdf",), pdfplumber_tables.read),
    Peer("camelot lattice", "camelot-py", (".pdf",), camelot_tables.read_lattice),
    Peer("camelot stream", "camelot-py", (".pdf",), camelot_tables.read_stream),
    Peer("camelot network", "camelot-py", (".pdf",), camelot_tables.read_network),
    Peer("camelot hybrid", "camelot-py", (".pdf",), camelot_tables.read_hybrid),
    Peer("camelot auto", "camelot-py", (".pdf",), camelot_tables.read_auto),
    Peer("img2table", "img2table", (".pdf",), img2table_tables.read),
    Peer("PyMuPDF", "pymupdf", (".pdf",), pymupdf_tables.read),
    Peer("pandas", "pandas", (".html", ".htm"), pandas_html.read),
    Peer("python-docx", "python-docx", (".docx",), docx_tables.read),
    Peer("numbers in order", "pypdfium2", (".pdf", ".html", ".htm", ".docx", ".txt", ".md"), numbers_in_order.read),
)


def absent(peer: Peer) -> bool:
    """True where the peer's package is not installed."""
    return not version(peer)


def version(peer: Peer) -> str:
    """The version of the peer's package; empty where it is not installed."""
    try:
        return metadata.version(peer.package)
    except metadata.PackageNotFoundError:
        return ""
