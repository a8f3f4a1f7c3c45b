"""Born-digital PDF → Document: words and ruling lines of each page as displayed, through PDFium.

Only pages that may hold a part of a table are opened glyph by glyph; the others give their lines of text. Every page and
the document are closed before this returns. PDFium must not be used from two threads at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pypdfium2 as pdfium

from goiextract.errors import UnreadableDocument
from goiextract.reading.legibility import legibility, may_hold_table
from goiextract.reading.pdf_glyphs import page_frame, page_words
from goiextract.reading.pdf_strokes import page_strokes
from goiextract.records import Box, Document, Finding, Page, Place, Word

MOST_PAGES = 3000  # a report has under 40; beyond this a file is a collection, and its rest is named in a finding


def read(data: bytes, name: str) -> Document:
    """Bytes of a PDF → Document. UnreadableDocument when it is encrypted with a password, damaged or has no pages."""
    pdf = _open(data, name)
    try:
        n_pages = len(pdf)
        if n_pages == 0:
            raise UnreadableDocument(f"{name}: a PDF without pages. Download it again.")
        findings: list[Finding] = []
        pages = []
        if n_pages > MOST_PAGES:
            details = (("read", str(MOST_PAGES)), ("pages", str(n_pages)))
            findings.append(Finding("pages_left_out", "warning", details))
        near_table = False
        for number in range(min(n_pages, MOST_PAGES)):
            page, near_table, found = _read_page(pdf, number, near_table)
            pages.append(page)
            findings += found
    finally:
        pdf.close()
    return Document(name, "pdf", hashlib.sha256(data).hexdigest(), tuple(pages), findings=tuple(_grouped(findings)))


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableDocument(
                f"{name}: encrypted with a password. Save a copy without the password and try again."
            ) from error
        raise UnreadableDocument(f"{name}: a PDF that is damaged or cut off. Download it again.") from error


def _read_page(pdf: pdfium.PdfDocument, number: int, near_table: bool) -> tuple[Page, bool, list[Finding]]:
    """One page; whether the next may continue a table; what to say of it. A page that cannot be read is a finding."""
    here = Place(page=number + 1)
    try:
        page = pdf[number]
    except pdfium.PdfiumError:
        return (
            Page(number + 1, 0, 0),
            False,
            [Finding("page_damaged", "warning", (("page", str(number + 1)),), place=here)],
        )
    text_page = None
    try:
        width, height = page.get_size()
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        if len("".join(text.split())) < 5:
            picture = any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
            found = [Finding("page_is_picture", "warning", (("page", str(number + 1)),), place=here)] if picture else []
            return Page(number + 1, width, height, legible=not picture), near_table and picture, found
        judged = legibility(text)
        if judged:
            details = (("page", str(number + 1)), ("why", judged))
            return (
                Page(number + 1, width, height, legible=False),
                near_table,
                [Finding("page_not_legible", "warning", details, place=here)],
            )
        table = may_hold_table(text, near_table)
        if not table:
            return Page(number + 1, width, height, tuple(_plain_words(text, width))), False, []
        frame = page_frame(page, text_page)
        words = page_words(text_page, frame)
        strokes = page_strokes(page, frame)
        return Page(number + 1, frame.width, frame.height, words, strokes), True, []
    except pdfium.PdfiumError:
        return (
            Page(number + 1, 0, 0),
            False,
            [Finding("page_damaged", "warning", (("page", str(number + 1)),), place=here)],
        )
    finally:
        if text_page is not None:
            text_page.close()
        page.close()


def _plain_words(text: str, width: float) -> Iterator[Word]:
    """The lines of a page that holds no table, one word a line; where on the page they stand is not looked up."""
    for number, line in enumerate(text.splitlines()):
        if line.strip():
            yield Word(" ".join(line.split()), Box(0, 12.0 * number, width, 12.0 * number + 10))


def _grouped(findings: list[Finding]) -> Iterator[Finding]:
    """One finding a kind, with the numbers of all its pages."""
    for key in dict.fromkeys((f.code, dict(f.details).get("why", "")) for f in findings):
        same = [f for f in findings if (f.code, dict(f.details).get("why", "")) == key]
        if same[0].code == "pages_left_out":
            yield same[0]
            continue
        pages = ", ".join(dict(f.details)["page"] for f in same)
        details = (("pages", pages), *((("why", key[1]),) if key[1] else ()))
        yield Finding(same[0].code, same[0].level, details, place=same[0].place)
