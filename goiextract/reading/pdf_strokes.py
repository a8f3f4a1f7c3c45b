"""Ruling lines of a page: stroked paths, thin filled rectangles and thin pictures, dotted lines, also inside forms.

Where a page draws its tables as filled boxes only, without lines, the edges of the boxes are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from goiextract.reading.pdf_frame import Frame
from goiextract.reading.pdf_objects import PageObject, Rectangle, named, object_box
from goiextract.reading.pdf_paths import LEANING, LEAST, MOST_EDGES, STRAIGHT, THIN, Floats, Ints, drawn
from goiextract.reading.pdfium import raw
from goiextract.records import Stroke

SHADE = 6.0  # points: filled boxes smaller than this are marks, not cells
FEW = 4  # a page with fewer lines than this has no ruled table
DOTS = 8  # dots in a row, evenly near, that make a dotted line
BEYOND = 2  # pages: how far beyond the page's edges lines are followed


def page_strokes(objects: Sequence[PageObject], frame: Frame) -> tuple[Stroke, ...]:
    """The level and upright ruling lines on the upright page."""
    kinds = np.array([kind for _, kind, _ in objects], np.int64)
    paths, pictures = (
        np.flatnonzero(kinds == kind).tolist() for kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
    )
    found = drawn([objects[n][0] for n in paths], [objects[n][2] for n in paths])
    at = np.array(paths, np.int64)
    picture_boxes = np.array([object_box(objects[n][0], objects[n][2]) for n in pictures]).reshape(-1, 4)
    boxes = np.concatenate((found.boxes, picture_boxes))
    box_of = np.concatenate((at[found.box_of], np.array(pictures, np.int64)))
    order = np.argsort(box_of, kind="stable")
    return _shown(_lines(found.edges, at[found.edge_of], boxes[order], box_of[order], set(pictures)), frame)


def _lines(edges: Floats, edge_of: Ints, boxes: Floats, box_of: Ints, pictures: set[int]) -> Floats:
    """Edges and thin boxes in the order in which they are drawn, then rows of dots; or the edges of large boxes where there
    are hardly any. edge_of, box_of: the number of the object that each is of."""
    x0, y0, x1, y1 = boxes.T
    wide, tall = x1 - x0, y1 - y0
    small, large = np.minimum(wide, tall), np.maximum(wide, tall)
    thin = (small <= THIN) & (large > LEAST)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    middles = np.where(wide > tall, (x0, y, x1, y), (x, y0, x, y1)).T
    line_of = np.concatenate((edge_of, box_of[thin]))
    order = np.argsort(line_of, kind="stable")
    lines, line_of = np.concatenate((edges, middles[thin]))[order], line_of[order]
    if len(lines) > MOST_EDGES:  # the object that goes beyond is the last
        last = line_of[MOST_EDGES]
        lines, upto = lines[line_of <= last], box_of <= last
        boxes, thin, wide, tall, box_of = boxes[upto], thin[upto], wide[upto], tall[upto], box_of[upto]
    dots = ~thin & (wide <= LEAST) & (tall <= LEAST)
    if dots.sum() >= DOTS:
        lines = np.concatenate((lines, np.array(list(_dotted(boxes[dots].tolist()))).reshape(-1, 4)))
    if len(lines) < FEW:
        shades = ~thin & ~dots & (np.minimum(wide, tall) >= SHADE) & ~np.isin(box_of, list(pictures))
        edges_of = [edge for box in boxes[shades][:MOST_EDGES].tolist() for edge in _edges(box)]
        lines = np.concatenate((lines, np.array(edges_of).reshape(-1, 4)))
    return lines


def _shown(lines: Floats, frame: Frame) -> tuple[Stroke, ...]:
    """Lines of page space on the upright page, each once; those neither level nor upright are left out.

    Tables wider than the page run on beyond its edge with their text, and are read there; lines without end are cut.
    """
    if not len(lines):
        return ()
    x0, top, x1, bottom = frame.place(*lines.T)
    width, height = frame.width, frame.height
    x0, x1 = np.maximum(x0, -BEYOND * width), np.minimum(x1, (1 + BEYOND) * width)
    top, bottom = np.maximum(top, -BEYOND * height), np.minimum(bottom, (1 + BEYOND) * height)
    wide, tall = x1 - x0, bottom - top
    level = (tall <= STRAIGHT + LEANING * wide) & (wide > STRAIGHT)
    upright = (wide <= STRAIGHT + LEANING * tall) & (tall > STRAIGHT)
    y, x = (top + bottom) / 2, (x0 + x1) / 2
    ends = np.where(level, (x0, y, x1, y), (x, top, x, bottom)).T[level | upright]
    return tuple(dict.fromkeys(named(Stroke, ends.round(2).tolist())))


def _dotted(dots: Sequence[Sequence[float]]) -> Iterator[Rectangle]:
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


def _edges(box: Sequence[float]) -> tuple[Rectangle, ...]:
    x0, y0, x1, y1 = box
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)
