"""Paths of a page → the straight edges that they stroke and the boxes that they fill, all at once in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from goiextract.reading.pdf_objects import (
    IDENTITY,
    INT,
    POINTER,
    Matrix,
    bulk,
    moved,
    multiply,
    object_box,
    object_boxes,
    run,
)
from goiextract.reading.pdfium import raw

MOST_SEGMENTS = 2_000  # of one path: a table drawn as one path has some 200, a map has 100,000
AT_ONCE = 50_000  # segments in memory: some megabytes
MOST_EDGES = 20_000  # of one page
THIN = 3.0  # points: a filled rectangle no thicker is a ruling line
LEAST = 3.0  # points: shorter strokes are dots and accents
STRAIGHT = 1.0  # points a ruling line may lean
LEANING = 0.01  # of its length that it may lean beyond that: a page not put in quite straight
CORNERS = 5  # points of a rectangle that comes back to its first

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_matrix = bulk(raw.FPDFPageObj_GetMatrix, INT, POINTER, POINTER)
_draw_mode = bulk(raw.FPDFPath_GetDrawMode, INT, POINTER, POINTER, POINTER)
_n_segments = bulk(raw.FPDFPath_CountSegments, INT, POINTER)
_segment = bulk(raw.FPDFPath_GetPathSegment, POINTER, POINTER, INT)
_point = bulk(raw.FPDFPathSegment_GetPoint, INT, POINTER, POINTER, POINTER)
_segment_kind = bulk(raw.FPDFPathSegment_GetType, INT, POINTER)
_closes = bulk(raw.FPDFPathSegment_GetClose, INT, POINTER)


class Drawn(Struct, frozen=True):
    """What paths draw, in the order in which they do. edges, boxes: x0, y0, x1, y1 in page space, a row each; edge_of,
    box_of: the number of the path that each is of."""

    edges: Floats
    edge_of: Ints
    boxes: Floats
    box_of: Ints


def drawn(handles: Sequence[int], outer: Sequence[Matrix]) -> Drawn:
    """The level and upright edges, and the filled boxes, of paths. outer: the matrix of the forms around each.

    Beyond `MOST_EDGES` edges the paths that follow are left out.
    """
    modes = np.zeros((len(handles), 2), np.intc)  # fill, stroke
    start = modes.ctypes.data
    run(_draw_mode, handles, _places(start, len(handles), 8), _places(start + 4, len(handles), 8))
    filled, stroked = modes.T != 0
    counts = np.fromiter(map(_n_segments, handles), np.int64, len(handles))
    whole = np.flatnonzero(filled & ~stroked & (counts <= CORNERS))
    traced = np.flatnonzero(stroked | (filled & (counts > CORNERS)))
    boxes = _boxes([handles[n] for n in whole.tolist()], [outer[n] for n in whole.tolist()])
    found = [Drawn(np.zeros((0, 4)), np.zeros(0, np.int64), boxes, whole)]
    counts = np.clip(counts, 0, MOST_SEGMENTS)
    n_edges = 0
    for some in np.split(traced, np.flatnonzero(np.diff(np.cumsum(counts[traced]) // AT_ONCE)) + 1):
        if len(some) and n_edges <= MOST_EDGES:
            own = some.tolist()
            points = _points([handles[n] for n in own], [outer[n] for n in own], counts[some])
            found.append(_traced(points, some, filled[some], stroked[some]))
            n_edges += len(found[-1].edges)
    return _in_order(found)


def _boxes(handles: Sequence[int], outer: Sequence[Matrix]) -> Floats:
    if all(one is IDENTITY for one in outer):
        return object_boxes(handles)
    return np.array([object_box(handle, one) for handle, one in zip(handles, outer, strict=True)])


def _places(start: int, count: int, size: int) -> range:
    return range(start, start + count * size, size)


class _Points(Struct, frozen=True):
    """The points of several paths: x and y in page space, the number of the path, whether a run of points begins there, and
    whether the run is closed by it."""

    x: Floats
    y: Floats
    path: Ints
    begins: NDArray[np.bool_]
    closes: NDArray[np.bool_]


def _points(handles: Sequence[int], outer: Sequence[Matrix], counts: Ints) -> _Points:
    path = np.repeat(np.arange(len(handles)), counts)
    first = np.cumsum(counts) - counts
    at = np.arange(len(path)) - np.repeat(first, counts)
    each = np.array(handles, np.uint64)[path].tolist()
    segments = list(map(_segment, each, at.tolist()))
    xy = np.zeros((len(path), 2), np.float32)
    start = xy.ctypes.data
    run(_point, segments, _places(start, len(path), 8), _places(start + 4, len(path), 8))
    moves, closes = at == 0, np.zeros(len(path), bool)
    several = np.flatnonzero(
        counts[path] > 2
    )  # two points are an edge: PDFium makes one of two moves, and closed they are no more
    some = [segments[n] for n in several.tolist()]
    moves[several] = np.fromiter(map(_segment_kind, some), np.int64, len(some)) == raw.FPDF_SEGMENT_MOVETO
    closes[several] = np.fromiter(map(_closes, some), np.int64, len(some)) > 0
    own = np.zeros((len(handles), 6), np.float32)
    run(_matrix, handles, _places(own.ctypes.data, len(handles), 24))
    matrix: Any = own.T.astype(np.float64)
    if any(one is not IDENTITY for one in outer):
        matrix = multiply(matrix, np.array(outer).T)
    x, y = moved(xy[:, 0].astype(np.float64), xy[:, 1].astype(np.float64), [column[path] for column in matrix])
    begins = moves.copy()
    begins[first[counts > 0]] = True
    return _Points(x, y, path, begins, closes & ~moves)


def _traced(points: _Points, number: Ints, filled: NDArray[np.bool_], stroked: NDArray[np.bool_]) -> Drawn:
    """Runs of points as edges where they are stroked, as boxes where they are filled only or a thin box is stroked too.
    number: that of each path among all."""
    x, y = points.x, points.y
    starts = np.flatnonzero(points.begins)
    if not len(starts):
        return Drawn(np.zeros((0, 4)), number[:0], np.zeros((0, 4)), number[:0])
    ends = np.append(starts[1:], len(x))  # behind the last point
    path = points.path[starts]
    closed = np.logical_or.reduceat(points.closes, starts) & (ends - starts > 2)
    around = np.stack(
        [ends_of.reduceat(of, starts) for ends_of in (np.minimum, np.maximum) for of in (x, y)], axis=1
    )  # x0, y0, x1, y1
    side = np.minimum(around[:, 2] - around[:, 0], around[:, 3] - around[:, 1])
    thin_box = filled[path] & (ends - starts + closed <= CORNERS) & (side <= THIN)
    several = ends - starts > 1
    as_box = several & (~stroked[path] | thin_box)
    runs = np.cumsum(points.begins) - 1
    second = np.flatnonzero(~points.begins & ~as_box[runs])
    back = np.flatnonzero(closed & ~as_box)  # the edge from a run's last point to its first
    one = np.concatenate((second - 1, ends[back] - 1))
    other = np.concatenate((second, starts[back]))
    order = np.argsort(one, kind="stable")
    one, other = one[order], other[order]
    edges = np.stack(
        (
            np.minimum(x[one], x[other]),
            np.minimum(y[one], y[other]),
            np.maximum(x[one], x[other]),
            np.maximum(y[one], y[other]),
        ),
        axis=1,
    )
    wide, tall = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    long = np.maximum(wide, tall)
    straight = (long > LEAST) & (np.minimum(wide, tall) <= STRAIGHT + LEANING * long)
    return Drawn(edges[straight], number[points.path[one[straight]]], around[as_box], number[path[as_box]])


def _in_order(found: Sequence[Drawn]) -> Drawn:
    edges, edge_of = np.concatenate([one.edges for one in found]), np.concatenate([one.edge_of for one in found])
    boxes, box_of = np.concatenate([one.boxes for one in found]), np.concatenate([one.box_of for one in found])
    order = np.argsort(box_of, kind="stable")
    return Drawn(edges, edge_of, boxes[order], box_of[order])
