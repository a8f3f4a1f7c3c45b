"""Stage 1, bytes → Document: one module a kind, found from the first bytes and not from the suffix."""

from __future__ import annotations

from importlib import import_module

from goiextract.reading.kinds import find_kind
from goiextract.records import Document

READERS = {
    "pdf": "goiextract.reading.pdf",
    "html": "goiextract.reading.html",
    "docx": "goiextract.reading.docx",
    "text": "goiextract.reading.text",
}


def read(data: bytes, name: str) -> Document:
    """Bytes and a name for messages → Document. UnreadableDocument or UnsupportedFormat if there is no document in them."""
    module = import_module(READERS[find_kind(data, name)])
    document: Document = module.read(data, name)
    return document
