"""Born-digital PDF → Document: words and ruling lines of each page, through PDFium.

Only pages that may hold a part of a table have their ruling lines read. Every page and the document are closed before this
returns. PDFium must not be used from two threads at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from goiextract.errors import UnreadableDocument
from goiextract.reading.legibility import MEANINGLESS, is_unknown_figure, legibility, may_hold_table
from goiextract.reading.pdf_frame import page_frame
from goiextract.reading.pdf_glyphs import MOST_GLYPHS, page_glyphs, page_words
from goiextract.reading.pdf_objects import page_objects
from goiextract.reading.pdf_pictures import hides_text, is_picture, pictures
from goiextract.reading.pdf_size import may_be_huge
from goiextract.reading.pdf_strokes import page_strokes
from goiextract.reading.pdf_trial import must_fit
from goiextract.reading.pdfium import NotOpened, opened, raw
from goiextract.records import Box, Document, Finding, Page, Place

MOST_PAGES = 3000  # a report has under 40; beyond this a file is a collection, and its rest is named in a finding
MOST_IN_ALL = 10_000_000  # glyphs, and objects that are drawn; some 10,000 full pages, a minute's work
LONGEST_END = 1_000_000  # bytes of white space behind the end, which servers that fill up blocks leave
FEW_GLYPHS = 60  # a page with fewer may be a picture with a page number or a heading on it

Bounds = tuple[float, float, float, float]  # left, bottom, right, top in page space
MOST_NOTES = 500  # annotations of a page asked for their kind; links come in hundreds, fields among the first
WHY_NOT = {raw.FPDF_ERR_PASSWORD: "encrypted", raw.FPDF_ERR_SECURITY: "pdf_security"}
BEYOND = 6.0  # points: text this far beyond the page's edge cannot be seen, and what follows it may be lost


def read(data: bytes, name: str) -> Document:
    """Bytes of a PDF → Document. UnreadableDocument when it is encrypted with a password, damaged or has no pages; TooLarge
    when its pages take too much memory."""
    if may_be_huge(data):
        must_fit(data, name)
    return read_within_memory(data, name)


def read_within_memory(data: bytes, name: str) -> Document:
    """The same, where memory for it is there."""
    pages: list[Page] = []
    findings: list[Finding] = []
    near_table, left = False, MOST_IN_ALL
    try:
        with opened(data) as (document, n_pages):
            for index in range(min(n_pages, MOST_PAGES)):
                page, near_table, n_drawn = _read_page(document, index, near_table, findings)
                pages.append(page)
                left -= n_drawn
                if left < 0:
                    break
    except NotOpened as error:
        raise UnreadableDocument(WHY_NOT.get(error.code, "pdf_damaged"), name) from error
    if len(pages) < n_pages:
        details = (("read", str(len(pages))), ("pages", str(n_pages)))
        findings.append(Finding("pages_left_out", "warning", details))
    if b"%%EOF" not in data[-LONGEST_END:].rstrip(b"\0\r\n\t ")[-2048:]:
        findings.append(Finding("pdf_cut_off", "warning", (("pages", str(n_pages)),)))
    return Document(name, "pdf", hashlib.sha256(data).hexdigest(), tuple(pages), findings=tuple(_grouped(findings)))


def _read_page(document: Any, index: int, near_table: bool, findings: list[Finding]) -> tuple[Page, bool, int]:
    """One page; whether the next may continue a table; how many glyphs and objects are drawn on it. What is wrong is added to
    `findings`."""
    page, fields = _with_fields_printed(document, index)
    text_page = raw.FPDFText_LoadPage(page) if page else None
    try:
        if text_page:
            return _read_open_page(page, text_page, fields, index, near_table, findings)
        _say(findings, "page_damaged", index)
        return Page(index + 1, 0, 0, legible=False), near_table, 0
    finally:
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        if page:
            raw.FPDF_ClosePage(page)


def _with_fields_printed(document: Any, index: int) -> tuple[Any, list[Bounds]]:
    """The page, opened, and the bounds of fields without an appearance of their own (``/AP``): viewers draw these by their value.
    What stands in form fields and typewriter notes is part of the picture but not of the page's text; PDFium prints it into the
    page (in memory), where it has an appearance."""
    page = raw.FPDF_LoadPage(document, index)
    count = min(raw.FPDFPage_GetAnnotCount(page), MOST_NOTES) if page else 0
    any_note, bare = False, []
    for number in range(count):
        note = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            any_note, rect = True, raw.FS_RECTF()
            if not raw.FPDFAnnot_HasKey(note, b"AP") and raw.FPDFAnnot_GetRect(note, rect):
                bare.append((rect.left, rect.bottom, rect.right, rect.top))
        raw.FPDFPage_CloseAnnot(note)
    if any_note and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        raw.FPDF_ClosePage(page)
        page = raw.FPDF_LoadPage(document, index)
    return page, bare


def _read_open_page(
    page: Any, text_page: Any, fields: Sequence[Bounds], index: int, near_table: bool, findings: list[Finding]
) -> tuple[Page, bool, int]:
    glyphs = page_glyphs(text_page)
    n_glyphs = len(glyphs.codes)
    n_drawn = n_glyphs + raw.FPDFPage_CountObjects(page)
    frame, turned = page_frame(page, glyphs.most_turned() if n_glyphs else None)
    full = n_glyphs >= MOST_GLYPHS
    blind = Page(index + 1, frame.width, frame.height, legible=False, whole=not full)
    if n_glyphs < FEW_GLYPHS and is_picture(page_objects(page), frame):
        _say(findings, "page_is_picture", index)
        return blind, near_table, n_drawn
    if full:
        _say(findings, "page_too_full", index)
    table = may_hold_table(glyphs.text, near_table)
    objects = page_objects(page) if table else []
    strokes = page_strokes(objects, frame)
    words = page_words(glyphs, frame, strokes)
    text = "".join(word.text for word in words)
    why = legibility(text)
    if not table and not why and may_hold_table(text, near_table):  # its glyphs come in no order of reading
        table, objects = True, page_objects(page)
        strokes = page_strokes(objects, frame)
        words = page_words(glyphs, frame, strokes)
    if table and not why and hides_text(objects, frame, text_page):
        why = "text recognised from a picture, which lies over it"
    if why:
        _say(findings, "page_not_legible", index, why)
        return blind, near_table, n_drawn
    if table and MEANINGLESS.search(text) and any(is_unknown_figure(word.text) for word in words):
        _say(findings, "glyphs_unknown", index)
    right = frame.width + BEYOND
    cut = table and any(word.box.x0 < -BEYOND or word.box.x1 > right for word in words)
    if cut:
        _say(findings, "page_cut_at_edge", index)
    whole = not full and not cut
    shown = pictures(objects, frame) if words and strokes else ()
    shown += tuple([Box(*frame.place(*one)) for one in fields])
    page = Page(index + 1, frame.width, frame.height, words, strokes, shown, turned=turned, whole=whole)
    return page, table, n_drawn


def _say(findings: list[Finding], code: str, index: int, why: str = "") -> None:
    details = (("page", str(index + 1)), *((("why", why),) if why else ()))
    findings.append(Finding(code, "warning", details, place=Place(page=index + 1)))


def _grouped(findings: list[Finding]) -> Iterator[Finding]:
    """One finding a kind and reason, with the numbers of all its pages."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, dict(finding.details).get("why", "")), []).append(finding)
    for (code, why), same in groups.items():
        if "page" not in dict(same[0].details):
            yield same[0]
            continue
        pages = ", ".join(dict(finding.details)["page"] for finding in same)
        details = (("pages", pages), *((("why", why),) if why else ()))
        yield Finding(code, same[0].level, details, place=same[0].place)
