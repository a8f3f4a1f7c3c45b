"""Ruling lines of a page: stroked paths, thin filled rectangles and the edges of filled cells, also inside forms."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from goiextract.reading.pdf_glyphs import Frame
from goiextract.records import Stroke

MOST_OBJECTS = 60_000  # objects looked at on one page; ruled pages of reports have 200 to 3,000
THIN = 3.0  # points: a filled rectangle no thicker is a ruling line
LEAST = 3.0  # points: shorter strokes are dots and accents
STRAIGHT = 1.0  # points a ruling line may lean
DEEPEST = 5  # forms within forms
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


def page_strokes(page: pdfium.PdfPage, frame: Frame) -> tuple[Stroke, ...]:
    """The page's horizontal and vertical ruling lines on the upright page."""
    segments: list[tuple[float, float, float, float]] = []
    for handle, matrix in _paths(page.raw):
        segments += _segments(handle, matrix)
    strokes = []
    for x0, y0, x1, y1 in segments:
        box = frame.place(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if box.bottom - box.top <= STRAIGHT:
            middle = (box.top + box.bottom) / 2
            strokes.append(Stroke(box.x0, middle, box.x1, middle))
        else:
            middle = (box.x0 + box.x1) / 2
            strokes.append(Stroke(middle, box.top, middle, box.bottom))
    return tuple(dict.fromkeys(strokes))


def _paths(page: object) -> Iterator[tuple[object, Matrix]]:
    """Every visible path object of the page with the matrix of the forms around it."""
    seen = 0
    pending: list[tuple[object, Matrix, int]] = []
    for index in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        pending.append((raw.FPDFPage_GetObject(page, index), IDENTITY, 0))
    pending.reverse()
    own = raw.FS_MATRIX()
    while pending and seen < MOST_OBJECTS:
        handle, matrix, depth = pending.pop()
        seen += 1
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield handle, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(own))
            inner = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            for index in range(min(raw.FPDFFormObj_CountObjects(handle), MOST_OBJECTS)):
                pending.append((raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1))


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _segments(handle: object, outer: Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight level and upright segments that one path draws, in page space."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(own))
    matrix = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    for points, closed in _subpaths(handle, matrix):
        if fill.value and not stroke.value:
            yield from _edges_of_filled(points)
        else:
            pairs = list(zip(points, points[1:], strict=False))
            if closed and len(points) > 2:
                pairs.append((points[-1], points[0]))
            for (x0, y0), (x1, y1) in pairs:
                if abs(y1 - y0) <= STRAIGHT < LEAST < abs(x1 - x0) or abs(x1 - x0) <= STRAIGHT < LEAST < abs(y1 - y0):
                    yield x0, y0, x1, y1


def _edges_of_filled(points: list[tuple[float, float]]) -> Iterator[tuple[float, float, float, float]]:
    """A thin filled rectangle is a line. A larger one is shading and draws none: its edges may cross cells."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= THIN and x1 - x0 > LEAST:
        yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    elif x1 - x0 <= THIN and y1 - y0 > LEAST:
        yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _subpaths(handle: object, m: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The path's runs of straight segments as points in page space, and whether each is closed."""
    x, y = ctypes.c_float(), ctypes.c_float()
    px, py = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    closed = False
    for index in range(min(raw.FPDFPath_CountSegments(handle), MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        raw.FPDFPathSegment_GetPoint(segment, px, py)
        point = (m[0] * x.value + m[2] * y.value + m[4], m[1] * x.value + m[3] * y.value + m[5])
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, closed
            points, closed = [point], False
        else:
            points.append(point)
        closed = closed or bool(raw.FPDFPathSegment_GetClose(segment))
    if len(points) > 1:
        yield points, closed
