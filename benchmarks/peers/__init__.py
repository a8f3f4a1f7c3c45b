"""Other ways to read these reports, each an afternoon's honest effort, on the same files; absent where not installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers.numbers_in_order import numbers_in_order
from benchmarks.peers.pdf_tables import (
    camelot_hybrid,
    camelot_lattice,
    img2table_tables,
    pdfplumber_tables,
    pymupdf_tables,
)
from benchmarks.peers.web_and_word import docx_tables, pandas_html
from benchmarks.scoring.records import Said
from goiextract.records import CellKey

WEB = (".html", ".htm")


class Peer(NamedTuple):
    """Its name, the distribution it needs, the suffixes it reads, and how: a file → what it says; raises freely."""

    name: str
    package: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], dict[CellKey, Said]]


PEERS = (
    Peer("pdfplumber", "pdfplumber", (".pdf",), pdfplumber_tables),
    Peer("camelot lattice", "camelot-py", (".pdf",), camelot_lattice),
    Peer("camelot hybrid", "camelot-py", (".pdf",), camelot_hybrid),
    Peer("img2table", "img2table", (".pdf",), img2table_tables),
    Peer("PyMuPDF", "pymupdf", (".pdf",), pymupdf_tables),
    Peer("pandas.read_html", "pandas", WEB, pandas_html),
    Peer("python-docx", "python-docx", (".docx",), docx_tables),
    Peer("numbers in order", "pypdfium2", (".pdf", *WEB, ".docx", ".txt", ".md"), numbers_in_order),
)


def version(peer: Peer) -> str:
    """The version of its package; empty where that is not installed."""
    try:
        return metadata.version(peer.package)
    except metadata.PackageNotFoundError:
        return ""


def absent(peer: Peer) -> bool:
    """True where it cannot run here."""
    return not version(peer)
