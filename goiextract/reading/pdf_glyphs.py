"""Glyphs of a page → words with boxes, upright. Only geometry parts words: where PDFium says a line ends is not looked at
(with Type 3 fonts it generates a line break after nearly every glyph).

All glyphs are worked on at once in arrays: one object a word, none a glyph.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from goiextract.reading.pdf_frame import Frame
from goiextract.reading.pdf_objects import INT, POINTER, bulk, named, run
from goiextract.reading.pdfium import raw
from goiextract.records import Box, Stroke, Word

MOST_GLYPHS = 60_000  # a dense page has 4,000
GAP = 0.35  # of the type size: a wider gap parts words; figures of neighbouring cells are 2 and more apart
SAME_LINE = 0.25  # of the type size between baselines: more is another line, or the neighbouring cell's
UPRIGHT = 0.02  # of its box: an origin so far from its lower and upper edge stands on an upright line
EDGE = 2.0  # points: an upright line this near the page's edge is where a table too wide was cut, not a border
DOUBLE = 0.2  # of the type size: the same glyph so near its double is fake bold; digits are 0.5 apart
AT_ONCE = 1_000_000  # pairs of a glyph and a ruling line compared at once: some megabytes
BLANK = (0x20, 0x9, 0xA, 0xB, 0xC, 0xD, 0x85, 0xA0, 0x200B, 0x200C, 0x200D, 0x2028, 0x3000, 0xFEFF)
HYPHEN = (
    0x2,
    0xAD,
    0xFFFE,
)  # how PDFium gives a hyphen that ends a line; 2 is also a glyph of a font without characters

Floats = NDArray[np.float64]

_code = bulk(raw.FPDFText_GetUnicode, ctypes.c_uint, POINTER, INT)
_angle = bulk(raw.FPDFText_GetCharAngle, ctypes.c_float, POINTER, INT)
_loose_box = bulk(raw.FPDFText_GetLooseCharBox, INT, POINTER, INT, POINTER)
_origin = bulk(raw.FPDFText_GetCharOrigin, INT, POINTER, INT, POINTER, POINTER)
_ink_box = bulk(raw.FPDFText_GetCharBox, INT, POINTER, INT, POINTER, POINTER, POINTER, POINTER)


class Glyphs(Struct, frozen=True):
    """The printed glyphs of a page in the order of the file, n of each: code points, boxes (left, bottom, right, top) and
    origins (x, y) in page space, quarter turns clockwise. `text`: as PDFium gives it, with blanks and line breaks."""

    codes: NDArray[np.uint32]
    boxes: Floats
    origins: Floats
    turns: NDArray[np.int64]
    text: str

    def most_turned(self) -> int:
        """The quarter turns that most glyphs have; 0 where there are none."""
        return int(np.bincount(self.turns, minlength=4).argmax()) if len(self.turns) else 0


def page_glyphs(text_page: Any) -> Glyphs:
    """All glyphs of an open page's text. Beyond `MOST_GLYPHS` the rest is left out."""
    handle = ctypes.cast(text_page, POINTER).value
    count = max(0, min(raw.FPDFText_CountChars(text_page), MOST_GLYPHS))
    codes = _codes(text_page, handle, count)
    for index in np.flatnonzero(_is_one_of(codes, HYPHEN)).tolist():
        if codes[index] == 0xAD or raw.FPDFText_IsHyphen(text_page, index) == 1:
            codes[index] = ord("-")
    blank = _is_one_of(codes, BLANK)
    unknown = (codes < 32) & ~blank | (codes == 0xFFFE) | (codes > 0x10FFFF) | (codes >= 0xD800) & (codes < 0xE000)
    codes[unknown] = 0xFFFD  # a glyph stands there, so its cell is not blank
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    kept = np.flatnonzero(~blank)
    at, n = kept.tolist(), len(kept)
    loose = np.zeros((n, 4), np.float32)  # FS_RECTF: left, top, right, bottom
    start = loose.ctypes.data
    run(_loose_box, repeat(handle), at, range(start, start + 16 * n, 16))
    origins = np.zeros((n, 2), np.float64)
    start = origins.ctypes.data
    run(_origin, repeat(handle), at, range(start, start + 16 * n, 16), range(start + 8, start + 8 + 16 * n, 16))
    boxes = loose[:, [0, 3, 2, 1]].astype(np.float64)
    quarters = _quarters(handle, kept, boxes, origins)
    _correct_oversized(handle, at, boxes)
    return Glyphs(codes[kept], np.nan_to_num(boxes), np.nan_to_num(origins), quarters, text)


def _codes(text_page: Any, handle: int | None, count: int) -> NDArray[np.uint32]:
    """The code point of every glyph. All at once where PDFium hands over one for each; it leaves out those without one."""
    text = np.zeros(count + 1, np.uint16)
    address = text.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    whole = count and raw.FPDFText_GetText(text_page, 0, count, address) == count + 1
    if whole and not ((text >= 0xD800) & (text < 0xE000)).any():
        return text[:-1].astype(np.uint32)
    return np.fromiter(map(_code, repeat(handle), range(count)), np.uint32, count)


def _is_one_of(codes: NDArray[np.uint32], some: Sequence[int]) -> NDArray[np.bool_]:
    table = np.zeros(0x10001, bool)
    table[list(some)] = True
    found: NDArray[np.bool_] = table[np.minimum(codes, 0x10000)]
    return found


def _quarters(handle: int | None, at: NDArray[np.intp], boxes: Floats, origins: Floats) -> NDArray[np.int64]:
    """Quarter turns clockwise of glyphs. An upright one begins at the left edge of its box, above the lower: only the others
    are asked for their angle."""
    x, y = origins.T
    high = boxes[:, 3] - boxes[:, 1]
    upright = (np.abs(x - boxes[:, 0]) < 0.01) & (y > boxes[:, 1] + UPRIGHT * high) & (y < boxes[:, 3] - UPRIGHT * high)
    found = np.zeros(len(at), np.int64)
    others = np.flatnonzero(~upright)
    angles = np.fromiter(map(_angle, repeat(handle), at[others].tolist()), np.float64, len(others))
    found[others] = np.rint(np.nan_to_num(angles) / (np.pi / 2)).astype(np.int64) % 4
    return found


def _correct_oversized(handle: int | None, at: Sequence[int], boxes: Floats) -> None:
    """PDFium's loose box of a font for vertical writing leaves the text's scale out and may be 20 times too large; there a
    square of the page's usual type size around the ink is taken."""
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    if not len(sizes):
        return
    usual = min(_median(sizes), 40.0)
    ink = np.zeros(4, np.float64)
    start = ink.ctypes.data
    for index in np.flatnonzero(sizes > 2 * usual).tolist():
        # PDFium's order of the addresses: left, right, bottom, top
        if _ink_box(handle, at[index], start, start + 16, start + 8, start + 24):
            extent = max(ink[2] - ink[0], ink[3] - ink[1])
            if extent < 0.4 * sizes[index]:
                x, y, half = (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2, max(extent, min(usual, 12.0)) / 2
                boxes[index] = x - half, y - half, x + half, y + half


def page_words(glyphs: Glyphs, frame: Frame, strokes: Sequence[Stroke] = ()) -> tuple[Word, ...]:
    """Glyphs → words on the upright page, line by line. Upright ruling lines part words that run across them."""
    if not len(glyphs.codes):
        return ()
    box = np.stack(frame.place(*glyphs.boxes.T), axis=1)  # x0, top, x1, bottom
    origin = np.stack(frame.place(*glyphs.origins.T, *glyphs.origins.T)[:2], axis=1)
    turns = (glyphs.turns + frame.turns) % 4
    along0, along1, line = _own_direction(box, origin, turns)
    height = np.where(turns % 2 == 0, box[:, 3] - box[:, 1], box[:, 2] - box[:, 0])
    size = np.maximum(np.maximum(height, along1 - along0), max(0.6 * _median(height), 0.5))
    kept = _without_doubles(glyphs.codes, along0, line, turns, size)
    number = _line_numbers(line[kept], turns[kept], _median(size))
    order = kept[np.lexsort((along0[kept], number))]
    number = np.sort(number)
    gap = along0[order][1:] - along1[order][:-1]
    reach = np.maximum(size[order][1:], size[order][:-1])
    apart = (np.diff(number) != 0) | (gap > GAP * reach)
    ordered = box[order]
    right = frame.width - EDGE
    apart |= _crossed(ordered, turns[order], apart, [s for s in strokes if EDGE < s[0] < right])
    starts = np.concatenate(([0], np.flatnonzero(apart) + 1))
    ends = [*starts[1:].tolist(), len(order)]
    text = glyphs.codes[order].astype("<u4").tobytes().decode("utf-32-le")
    least, most = np.minimum.reduceat(ordered[:, :2], starts), np.maximum.reduceat(ordered[:, 2:], starts)
    boxes = named(Box, np.hstack((least, most)).round(2).tolist())
    texts = [text[start:end] for start, end in zip(starts.tolist(), ends, strict=True)]
    return tuple(named(Word, zip(texts, boxes, repeat(1.0), repeat(()), strict=False)))  # nobody recognised them


def _own_direction(box: Floats, origin: Floats, turns: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Where each glyph begins and ends along its line, and its line's distance, in the direction it is read."""
    x0, top, x1, bottom = box.T
    x, y = origin.T
    if not turns.any():
        return x0, x1, y
    choices = [turns == 0, turns == 1, turns == 2]
    begins = np.select(choices, [x0, top, -x1], -bottom)
    ends = np.select(choices, [x1, bottom, -x0], -top)
    return begins, ends, np.select(choices, [y, -x, -y], x)


def _without_doubles(
    codes: NDArray[np.uint32], along: Floats, line: Floats, turns: NDArray[np.int64], size: Floats
) -> NDArray[np.intp]:
    """Indices of the glyphs, those printed twice almost in place (fake bold, shadows) once. Told by place alone: 11 stays.

    Glyphs nearer than half a mesh share a mesh in one of four nets, each moved by half a mesh.
    """
    mesh = 2 * DOUBLE * _median(size)
    near = DOUBLE * size
    dropped = np.zeros(len(codes), bool)
    kind = codes.astype(np.int64) * 4 + turns << 40
    for right, down in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        column = np.floor(along / mesh + right).astype(np.int64) & 0xFFFFF
        row = np.floor(line / mesh + down).astype(np.int64) & 0xFFFFF
        key = kind | row << 20 | column
        ordered = np.sort(key)
        if not (ordered[1:] == ordered[:-1]).any():
            continue
        order = np.argsort(key, kind="stable")
        one, other = order[:-1], order[1:]
        double = (
            (key[one] == key[other])
            & (np.abs(along[one] - along[other]) < near[one])
            & (np.abs(line[one] - line[other]) < near[one])
        )
        dropped[other[double]] = True
    return np.flatnonzero(~dropped)


def _median(values: Floats) -> float:
    """As ``numpy.median``, which loads all of numpy.ma the first time, 6 ms of a cold start."""
    own = np.sort(values, axis=None)
    return float((own[(own.size - 1) // 2] + own[own.size // 2]) / 2)


def _line_numbers(line: Floats, turns: NDArray[np.int64], usual: float) -> NDArray[np.int64]:
    """A number for each glyph, the same for glyphs on one baseline; lines are numbered in reading order."""
    order = np.lexsort((line, turns))
    numbers = np.zeros(len(line), np.int64)
    near, current, first, turn = SAME_LINE * usual, -1, 0.0, -1
    sorted_line = line[order]
    parted = (np.diff(sorted_line) > near) | (np.diff(turns[order]) != 0)
    starts = np.concatenate(([0], np.flatnonzero(parted) + 1))
    if (sorted_line[np.append(starts[1:], len(line)) - 1] - sorted_line[starts] <= near).all():
        numbers[order[1:]] = np.cumsum(parted)
        return numbers
    found = []  # lines lean, or run into one another: each begins where a glyph is too far from the first of the one before
    for at, direction in zip(line[order].tolist(), turns[order].tolist(), strict=True):
        if direction != turn or at - first > near:
            current, first, turn = current + 1, at, direction
        found.append(current)
    numbers[order] = found
    return numbers


def _crossed(
    box: Floats, turns: NDArray[np.int64], apart: NDArray[np.bool_], strokes: Sequence[Stroke]
) -> NDArray[np.bool_]:
    """For each glyph and the next: whether an upright ruling line stands between their middles. Not asked of those that are
    known to be apart."""
    crossed = np.zeros(len(box) - 1, bool)
    upright = sorted([(x0, top, bottom) for x0, top, _, bottom in strokes if top != bottom])
    if not upright:
        return crossed
    middle, level = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    places, tops, bottoms = np.array(upright).T
    left, right = np.searchsorted(places, middle[:-1]), np.searchsorted(places, middle[1:])
    between = np.flatnonzero((right > left) & ~apart & (turns[:-1] == 0) & (turns[1:] == 0))
    number = np.arange(len(places))
    for some in np.array_split(between, 1 + len(between) * len(places) // AT_ONCE):
        first, end, at = left[some, None], right[some, None], level[some, None]
        crossed[some] = ((first <= number) & (number < end) & (tops < at) & (at < bottoms)).any(axis=1)
    return crossed
