"""The limit: how fast pypdfium2 hands over what any reader of a PDF needs, every character with its box and every path."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def characters_and_paths(data: bytes) -> tuple[int, int]:
    """Ask for all of it, one plain call each, and keep nothing: numbers of characters and of paths."""
    document = pdfium.PdfDocument(data)
    characters = paths = 0
    box = raw.FS_RECTF()
    sides = [ctypes.c_float() for _ in range(4)]
    try:
        for index in range(len(document)):
            page = raw.FPDF_LoadPage(document.raw, index)
            text = raw.FPDFText_LoadPage(page)
            for n in range(raw.FPDFText_CountChars(text)):
                raw.FPDFText_GetUnicode(text, n)
                raw.FPDFText_GetLooseCharBox(text, n, box)
                characters += 1
            for n in range(raw.FPDFPage_CountObjects(page)):
                one = raw.FPDFPage_GetObject(page, n)
                if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_PATH:
                    raw.FPDFPageObj_GetBounds(one, *sides)
                    paths += 1
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)
    finally:
        document.close()
    return characters, paths
