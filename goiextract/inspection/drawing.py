"""Pictures of a PDF's pages with what was seen on them: the cells of every grid, and the figures by status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, PngImagePlugin

from goiextract.records import Box, Grid, Layout, Report, Status

# 150 dots an inch: digits can be read on a screen, and a page takes some 200 kB.
DOTS_A_POINT = 150 / 72
# A page of hostile size is drawn smaller instead of filling the memory.
LONGEST_SIDE = 4000
GRID_COLOUR = (90, 140, 220, 255)
STATUS_COLOURS = {
    Status.PRINTED: (40, 160, 70),
    Status.BLANK: (150, 150, 150),
    Status.INFERRED: (0, 150, 170),
    Status.CORRECTED: (170, 60, 190),
    Status.CONFLICTING: (215, 40, 40),
    Status.AMBIGUOUS: (225, 150, 0),
    Status.MISSING: (225, 150, 0),
}


def draw_pages(data: bytes, layout: Layout, report: Report, picture: str) -> Iterator[str]:
    """Draw every page with a grid or a figure; give the names of the files as they are written.

    One page is written to `picture`, several beside it (``report-p2.png``). Doubtful figures have a thick frame.
    """
    grids = [block for block in layout.blocks if isinstance(block, Grid) and block.page is not None]
    placed = [figure for figure in report.figures if figure.place.page is not None]
    pages = sorted({grid.page for grid in grids if grid.page} | {f.place.page for f in placed if f.place.page})
    document = pypdfium2.PdfDocument(data)
    try:
        for page in pages:
            sheet, scale = _rendered(document, page - 1)
            marks = Image.new("RGBA", sheet.size)
            pen = ImageDraw.Draw(marks)
            for grid in grids:
                for cell in grid.cells:
                    if (cell.place.page or grid.page) == page and cell.place.box is not None:
                        pen.rectangle(_scaled(cell.place.box, scale), outline=GRID_COLOUR)
            for figure in placed:
                if figure.place.page == page and figure.place.box is not None:
                    colour = STATUS_COLOURS[figure.status]
                    width = 3 if figure.flagged else 1
                    pen.rectangle(_scaled(figure.place.box, scale), (*colour, 60), (*colour, 255), width)
            target = Path(picture)
            if len(pages) > 1:
                target = target.with_name(f"{target.stem}-p{page}{target.suffix or '.png'}")
            Image.alpha_composite(sheet, marks).convert("RGB").save(target, "PNG", pnginfo=_ours())
            yield str(target)
    finally:
        document.close()


def _ours() -> PngImagePlugin.PngInfo:
    """Says who made the picture, so that it is not taken for a page of a report."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "goiextract")
    return info


def _rendered(document: pypdfium2.PdfDocument, index: int) -> tuple[Image.Image, float]:
    page = document[index]
    try:
        scale = min(DOTS_A_POINT, LONGEST_SIDE / max(*page.get_size(), 1))
        return page.render(scale=scale).to_pil().convert("RGBA"), scale
    finally:
        page.close()


def _scaled(box: Box, scale: float) -> tuple[float, float, float, float]:
    x0, x1 = sorted((box.x0 * scale, box.x1 * scale))
    top, bottom = sorted((box.top * scale, box.bottom * scale))
    return x0, top, x1, bottom
