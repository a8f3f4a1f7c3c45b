"""Ruling lines of a page: stroked paths, thin filled rectangles and thin pictures, dotted lines, also inside forms.

Where a page draws its tables as filled boxes only, without lines, the edges of the boxes are taken.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from goiextract.reading.pdf_frame import Frame
from goiextract.records import Stroke

MOST_OBJECTS = 60_000  # objects looked at on one page; ruled pages of reports have 200 to 3,000
MOST_SEGMENTS = 2_000  # of one path: a table drawn as one path has some 200, a map has 100,000
MOST_STROKES = 20_000  # of one page
THIN = 3.0  # points: a filled rectangle no thicker is a ruling line
LEAST = 3.0  # points: shorter strokes are dots and accents
STRAIGHT = 1.0  # points a ruling line may lean
LEANING = 0.01  # of its length that it may lean beyond that: a page not put in quite straight
SHADE = 6.0  # points: filled boxes smaller than this are marks, not cells
FEW = 4  # a page with fewer lines than this has no ruled table
DOTS = 8  # dots in a row, evenly near, that make a dotted line
BEYOND = 2  # pages: how far beyond the page's edges lines are followed
DEEPEST = 5  # forms within forms
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
PageObject = tuple[int, int, Matrix]  # handle, kind, and the matrix of the forms around it
Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1 in page space


def _bulk(function: Any, *arguments: Any) -> Any:
    """A PDFium function on addresses as plain numbers: a third of the time of the typed one, and it is called 10,000 times."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(*arguments)(address)


_P, _I = ctypes.c_void_p, ctypes.c_int
_object = _bulk(raw.FPDFPage_GetObject, _P, _P, _I)
_inner_object = _bulk(raw.FPDFFormObj_GetObject, _P, _P, ctypes.c_ulong)
_kind = _bulk(raw.FPDFPageObj_GetType, _I, _P)
_n_inner = _bulk(raw.FPDFFormObj_CountObjects, _I, _P)
_matrix = _bulk(raw.FPDFPageObj_GetMatrix, _I, _P, _P)
_bounds = _bulk(raw.FPDFPageObj_GetBounds, _I, _P, _P, _P, _P, _P)
_draw_mode = _bulk(raw.FPDFPath_GetDrawMode, _I, _P, _P, _P)
_n_segments = _bulk(raw.FPDFPath_CountSegments, _I, _P)
_segment = _bulk(raw.FPDFPath_GetPathSegment, _P, _P, _I)
_point = _bulk(raw.FPDFPathSegment_GetPoint, _I, _P, _P, _P)
_segment_kind = _bulk(raw.FPDFPathSegment_GetType, _I, _P)
_closes = _bulk(raw.FPDFPathSegment_GetClose, _I, _P)


def page_objects(page: Any) -> Iterator[PageObject]:
    """Every object of the page and of the forms in it: handle, kind, and the matrix of the forms around it."""
    handle = ctypes.cast(page, _P).value
    count = min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)
    pending = [(found, IDENTITY, 0) for found in map(_object, repeat(handle), range(count)) if found]
    pending.reverse()
    left = MOST_OBJECTS
    own = raw.FS_MATRIX()
    while pending and left > 0:
        found, matrix, depth = pending.pop()
        left -= 1
        kind = _kind(found)
        yield found, kind, matrix
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            _matrix(found, ctypes.addressof(own))
            within = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            inner = map(_inner_object, repeat(found), range(min(_n_inner(found), left)))
            pending += [(one, within, depth + 1) for one in inner if one]


def page_strokes(objects: Iterable[PageObject], frame: Frame) -> tuple[Stroke, ...]:
    """The level and upright ruling lines on the upright page."""
    lines: list[Rectangle] = []
    shades: list[Rectangle] = []
    dots: list[Rectangle] = []
    path = _Path()
    for handle, kind, matrix in objects:
        if kind == raw.FPDF_PAGEOBJ_PATH:
            drawn, filled = path.read(handle, matrix)
            lines += drawn
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            filled = [object_box(handle, matrix)]
        else:
            continue
        for box in filled:
            wide, tall = box[2] - box[0], box[3] - box[1]
            if min(wide, tall) <= THIN and max(wide, tall) > LEAST:
                lines.append(_middle(box))
            elif wide <= LEAST and tall <= LEAST:
                dots.append(box)
            elif kind == raw.FPDF_PAGEOBJ_PATH and min(wide, tall) >= SHADE:
                shades.append(box)
        if len(lines) > MOST_STROKES:
            break
    if len(dots) >= DOTS:
        lines += _dotted(dots)
    if len(lines) < FEW:
        lines += [edge for box in shades[:MOST_STROKES] for edge in _edges(box)]
    return _shown(lines, frame)


def object_box(handle: int, matrix: Matrix) -> Rectangle:
    """The box around an object in page space."""
    values = (ctypes.c_float * 4)()
    start = ctypes.addressof(values)
    _bounds(handle, start, start + 4, start + 8, start + 12)
    x0, y0, x1, y1 = values
    if matrix is IDENTITY:
        return x0, y0, x1, y1
    corners = [_moved(x, y, matrix) for x in (x0, x1) for y in (y0, y1)]
    return _around(corners)


class _Path:
    """Reads one path after another through the same few C variables."""

    def __init__(self) -> None:
        self._modes = (ctypes.c_int * 2)()
        self._xy = (ctypes.c_float * 2)()
        self._own = raw.FS_MATRIX()
        self._modes_at, self._xy_at, self._own_at = map(ctypes.addressof, (self._modes, self._xy, self._own))

    def read(self, handle: int, outer: Matrix) -> tuple[list[Rectangle], list[Rectangle]]:
        """The straight lines that a path strokes, and the boxes that it fills."""
        _draw_mode(handle, self._modes_at, self._modes_at + 4)
        fill, stroke = self._modes
        if not fill and not stroke:
            return [], []
        count = _n_segments(handle)
        if fill and not stroke and count <= 5:
            return [], [object_box(handle, outer)]
        lines: list[Rectangle] = []
        boxes: list[Rectangle] = []
        for points, closed in self._runs(handle, outer, min(count, MOST_SEGMENTS)):
            if not stroke:
                boxes.append(_around(points))
                continue
            if closed and len(points) > 2:
                points.append(points[0])
            if fill and len(points) <= 5 and min(_sides(points)) <= THIN:
                boxes.append(_around(points))
                continue
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                wide, tall = abs(x1 - x0), abs(y1 - y0)
                if max(wide, tall) > LEAST and min(wide, tall) <= STRAIGHT + LEANING * max(wide, tall):
                    lines.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return lines, boxes

    def _runs(self, handle: int, outer: Matrix, count: int) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """The path's runs of segments as points in page space, and whether each is closed."""
        own, xy, x = self._own, self._xy, self._xy_at
        _matrix(handle, self._own_at)
        m = own.a, own.b, own.c, own.d, own.e, own.f
        if outer is not IDENTITY:
            m = _multiply(m, outer)
        points: list[tuple[float, float]] = []
        closed = False
        for segment in map(_segment, repeat(handle), range(count)):
            _point(segment, x, x + 4)
            point = _moved(xy[0], xy[1], m)
            if _segment_kind(segment) == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points, closed
                points, closed = [point], False
            else:
                points.append(point)
                closed = closed or bool(_closes(segment))
        if len(points) > 1:
            yield points, closed


def _shown(lines: Sequence[Rectangle], frame: Frame) -> tuple[Stroke, ...]:
    """Lines of page space on the upright page, each once; those neither level nor upright are left out.

    Tables wider than the page run on beyond its edge with their text, and are read there; lines without end are cut.
    """
    if not lines:
        return ()
    x0, top, x1, bottom = frame.place(*np.array(lines, dtype=np.float64).T)
    width, height = frame.width, frame.height
    x0, x1 = np.maximum(x0, -BEYOND * width), np.minimum(x1, (1 + BEYOND) * width)
    top, bottom = np.maximum(top, -BEYOND * height), np.minimum(bottom, (1 + BEYOND) * height)
    wide, tall = x1 - x0, bottom - top
    level = (tall <= STRAIGHT + LEANING * wide) & (wide > STRAIGHT)
    upright = (wide <= STRAIGHT + LEANING * tall) & (tall > STRAIGHT)
    y, x = (top + bottom) / 2, (x0 + x1) / 2
    ends = np.where(level, (x0, y, x1, y), (x, top, x, bottom)).T[level | upright]
    return tuple(dict.fromkeys(Stroke(*line) for line in ends.round(2).tolist()))


def _dotted(dots: list[Rectangle]) -> Iterator[Rectangle]:
    """Rows of dots as lines: at one height (or distance) and each no further than 3 points from the next."""
    for across in (0, 1):
        down = 1 - across
        rows: dict[int, list[tuple[float, float]]] = {}
        for box in dots:
            rows.setdefault(round(box[down] + box[down + 2]), []).append((box[across], box[across + 2]))
        for twice_at, row in rows.items():
            row.sort()
            first = 0
            for i in range(1, len(row) + 1):
                if i == len(row) or row[i][0] - row[i - 1][1] > THIN:
                    start, end, at = row[first][0], row[i - 1][1], twice_at / 2
                    if i - first >= DOTS and end - start > 4 * LEAST:
                        yield (start, at, end, at) if across == 0 else (at, start, at, end)
                    first = i


def _middle(box: Rectangle) -> Rectangle:
    x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x0, y, x1, y) if x1 - x0 > y1 - y0 else (x, y0, x, y1)


def _edges(box: Rectangle) -> tuple[Rectangle, ...]:
    x0, y0, x1, y1 = box
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


def _around(points: list[tuple[float, float]]) -> Rectangle:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _sides(points: list[tuple[float, float]]) -> tuple[float, float]:
    x0, y0, x1, y1 = _around(points)
    return x1 - x0, y1 - y0


def _moved(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
