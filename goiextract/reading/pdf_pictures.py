"""Pages that are pictures: scans, with or without a layer of recognised text behind them, and text drawn as curves."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any

from goiextract.reading.pdf_frame import Frame
from goiextract.reading.pdf_objects import Matrix, PageObject, object_box
from goiextract.reading.pdfium import raw
from goiextract.records import Box

PICTURE = 0.3  # of the page: a larger picture on a page with hardly any text holds the text
COVER = 0.7  # of the page: a larger picture hides what was drawn before it
CURVED = 12  # segments of a filled path: more than a rule or a box has, less than a Han character drawn as curves
CORNERS = 6  # segments of a path: more than a box has, and a figure drawn of straight edges, 1 or 7, has
FIGURE = (2.0, 24.0)  # points, least and most, that such a figure is wide and high
MANY_CURVES = 150  # such paths on a page without text
SAMPLE = 60  # glyphs asked whether they are visible


def is_picture(objects: Iterable[PageObject], frame: Frame) -> bool:
    """True where pictures cover a good part of the page, or its characters are drawn as curves."""
    covered = 0.0
    curves = 0
    for handle, kind, matrix in objects:
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            covered += _share(handle, matrix, frame)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            curves += raw.FPDFPath_CountSegments(_object(handle)) > CURVED
    return covered >= PICTURE or curves >= MANY_CURVES


def hides_text(objects: Sequence[PageObject], frame: Frame, text_page: Any) -> bool:
    """True where a picture as large as the page stands instead of the text: drawn over it, or the text is invisible."""
    if raw.FPDF_PAGEOBJ_IMAGE not in [kind for _, kind, _ in objects]:
        return False
    large = over = 0
    texts = 0
    for handle, kind, matrix in objects:
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and _share(handle, matrix, frame) >= COVER:
            large += 1
            if not raw.FPDFPageObj_HasTransparency(_object(handle)):
                over = texts
    return bool(large) and (over > texts / 2 or _mostly_invisible(text_page))


def pictures(objects: Sequence[PageObject], frame: Frame) -> tuple[Box, ...]:
    """Where pictures and curves stand on the page that may show a figure; what covers most of the page is its ground."""
    found = []
    for handle, kind, matrix in objects:
        segments = raw.FPDFPath_CountSegments(_object(handle)) if kind == raw.FPDF_PAGEOBJ_PATH else 0
        if kind != raw.FPDF_PAGEOBJ_IMAGE and segments <= CORNERS:
            continue
        box = Box(*frame.place(*object_box(handle, matrix)))
        least, most = sorted((box.x1 - box.x0, box.bottom - box.top))
        small = least >= FIGURE[0] and most <= FIGURE[1]
        if (segments > CURVED or small or not segments) and _share(handle, matrix, frame) < COVER:
            found.append(box)
    return tuple(found)


def _mostly_invisible(text_page: Any) -> bool:
    count = max(0, raw.FPDFText_CountChars(text_page))
    invisible = seen = 0
    for index in range(0, count, max(1, count // SAMPLE)):
        found = raw.FPDFText_GetTextObject(text_page, index)
        if found:
            seen += 1
            invisible += raw.FPDFTextObj_GetTextRenderMode(found) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return invisible > seen / 2


def _share(handle: int, matrix: Matrix, frame: Frame) -> float:
    x0, top, x1, bottom = frame.place(*object_box(handle, matrix))
    width = min(x1, frame.width) - max(x0, 0.0)
    height = min(bottom, frame.height) - max(top, 0.0)
    return float(max(width, 0.0) * max(height, 0.0) / max(frame.width * frame.height, 1.0))


def _object(handle: int) -> Any:
    return ctypes.cast(handle, raw.FPDF_PAGEOBJECT)
