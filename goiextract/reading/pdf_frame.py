"""From page space (origin anywhere, y upwards, perhaps turned) to the upright page (origin top left, y downwards)."""

from __future__ import annotations

import ctypes
from typing import Any

from msgspec import Struct

from goiextract.reading.pdfium import raw


class Frame(Struct, frozen=True):
    """How page space turns into the upright page: turns = quarter turns clockwise, box = visible box in page space."""

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

    def place(self, left: Any, bottom: Any, right: Any, top: Any) -> tuple[Any, Any, Any, Any]:
        """A rectangle of page space, or arrays of them, on the upright page: x0, top, x1, bottom."""
        x0, y0, x1, y1 = self.box
        if self.turns == 0:
            return left - x0, y1 - top, right - x0, y1 - bottom
        if self.turns == 1:
            return bottom - y0, left - x0, top - y0, right - x0
        if self.turns == 2:
            return x1 - right, bottom - y0, x1 - left, top - y0
        return y1 - top, x1 - right, y1 - bottom, x1 - left


def page_frame(page: Any, glyph_turns: int | None) -> tuple[Frame, int]:
    """The frame in which most glyphs stand upright, and by how many quarter turns clockwise it is turned against the page
    as displayed. `glyph_turns`: the quarter turns clockwise that most glyphs have in page space, None without glyphs."""
    visible = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(visible)):
        visible.right, visible.top = 595.0, 842.0  # A4, as viewers take it
    box = (visible.left, visible.bottom, visible.right, visible.top)
    own = raw.FPDFPage_GetRotation(page) % 4
    turns = own if glyph_turns is None else -glyph_turns % 4
    return Frame(turns, box), (turns - own) % 4
