"""Glyphs of a page → words with boxes, upright and in displayed coordinates.

PDFium's character boxes are taken loose (ascent to descent), for ink boxes of 一 and commas sit off centre. Its generated
characters (spaces, line breaks after every glyph with Type 3 fonts) are passed over: only geometry parts words.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from goiextract.records import Box, Word

MOST_GLYPHS = 60_000  # a dense page has 4,000
GAP = 0.35  # of the type size: a wider gap parts words; figures of neighbouring cells are 2 and more apart
SAME_LINE = 0.45  # of the type size between the middles of two glyphs of a word (Han and digits have other baselines)
DOUBLE = 0.22  # of the type size: the same glyph so near its double is fake bold, not a second digit


@dataclass(frozen=True, slots=True)
class Frame:
    """How page space turns into the upright displayed page: turns = quarter turns clockwise, box = visible box."""

    turns: int
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        """Points across the upright page."""
        x0, y0, x1, y1 = self.box
        return x1 - x0 if self.turns % 2 == 0 else y1 - y0

    @property
    def height(self) -> float:
        """Points down the upright page."""
        x0, y0, x1, y1 = self.box
        return y1 - y0 if self.turns % 2 == 0 else x1 - x0

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of page space on the upright page."""
        x0, y0, x1, y1 = self.box
        if self.turns == 0:
            return Box(left - x0, y1 - top, right - x0, y1 - bottom)
        if self.turns == 1:
            return Box(bottom - y0, left - x0, top - y0, right - x0)
        if self.turns == 2:
            return Box(x1 - right, bottom - y0, x1 - left, top - y0)
        return Box(y1 - top, x1 - right, y1 - bottom, x1 - left)


def page_frame(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Frame:
    """The page's own turn, and where most glyphs stand sideways in it, theirs."""
    count = raw.FPDFText_CountChars(text_page.raw)
    step = max(1, count // 40)
    angles: Counter[int] = Counter()
    for index in range(0, min(count, MOST_GLYPHS), step):
        if raw.FPDFText_GetUnicode(text_page.raw, index) > 32:
            angle = raw.FPDFText_GetCharAngle(text_page.raw, index)
            angles[round(angle / 1.5707963) % 4] += 1
    # PDFium gives the angle in page space, clockwise; turning the page back by as much sets the glyphs upright
    turns = -angles.most_common(1)[0][0] if angles else page.get_rotation() // 90
    box = page.get_cropbox()
    return Frame(turns % 4, (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])))


def page_words(text_page: pdfium.PdfTextPage, frame: Frame) -> tuple[Word, ...]:
    """All words of the page, in the order of the file."""
    handle = text_page.raw
    count = min(raw.FPDFText_CountChars(handle), MOST_GLYPHS)
    get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    place = frame.place
    glyphs: list[tuple[str, Box]] = []
    for index in range(count):
        code = get_code(handle, index)
        if code <= 32 or code in (0xA0, 0xAD, 0x3000, 0xFEFF, 0xFFFE):
            continue
        if not get_box(handle, index, pointer):
            continue
        glyphs.append((chr(code), place(rect.left, rect.bottom, rect.right, rect.top)))
    return tuple(_join(_without_doubles(glyphs)))


def _without_doubles(glyphs: list[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """Glyphs printed twice almost in place (fake bold, shadows) once. Told by position only: 11 stays 11."""
    seen: dict[tuple[str, int, int], Box] = {}
    kept = []
    for char, box in glyphs:
        size = max(box.bottom - box.top, 1.0)
        x, y = int(box.x0 / 2), int(box.top / 2)
        near = (seen.get((char, x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(
            other and abs(other.x0 - box.x0) < DOUBLE * size and abs(other.top - box.top) < DOUBLE * size
            for other in near
        ):
            continue
        seen[char, x, y] = box
        kept.append((char, box))
    return kept


def _join(glyphs: list[tuple[str, Box]]) -> list[Word]:
    words: list[Word] = []
    text: list[str] = []
    x0 = top = x1 = bottom = 0.0
    for char, box in glyphs:
        size = max(box.bottom - box.top, box.x1 - box.x0, 1.0)
        if text:
            gap = box.x0 - x1
            level = abs((box.top + box.bottom) - (top + bottom)) / 2
            if -0.5 * size < gap < GAP * size and level < SAME_LINE * size:
                text.append(char)
                top, bottom, x1 = min(top, box.top), max(bottom, box.bottom), max(x1, box.x1)
                continue
            words.append(Word("".join(text), Box(x0, top, x1, bottom)))
        text, (x0, top, x1, bottom) = [char], box
    if text:
        words.append(Word("".join(text), Box(x0, top, x1, bottom)))
    return words
