"""PDFium itself, through the bindings that pypdfium2 ships: started once, and documents opened and closed.

pypdfium2's own layer above the bindings takes a thirtieth of a cold start to load, and reading needs nothing else of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2_raw as raw

# Does nothing where pypdfium2 (pdfplumber loads it) has started it before; nor will that then.
raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2))


class NotOpened(Exception):
    """PDFium opened nothing, or a document without pages. code: what `FPDF_GetLastError` says."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def opened(data: bytes) -> Iterator[tuple[Any, int]]:
    """The bytes of a PDF → its handle and its number of pages, 1 and more. NotOpened if there are none."""
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)  # reads from `data` as long as it is open
    try:
        n_pages = raw.FPDF_GetPageCount(document)
        if n_pages < 1:
            raise NotOpened(raw.FPDF_GetLastError())
        yield document, n_pages
    finally:
        raw.FPDF_CloseDocument(document)


__all__ = ["NotOpened", "opened", "raw"]
