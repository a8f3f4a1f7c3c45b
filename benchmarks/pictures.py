"""Pages of the documents that came out worst, as pictures with the wrong cells boxed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

MOST = 6  # documents
SCALE = 1.5  # dots a point
ROOM = 4  # dots between a figure and its box
WRONG, DOUBT = (200, 0, 0), (220, 140, 0)  # red: wrong and unflagged or asserted; orange: open


def pictures_of(results: Mapping[str, Any], folder: Path) -> dict[str, bytes]:
    """For our worst PDFs, by name, the first page with a wrong cell that has a place, as PNG. Other kinds have no pages."""
    documents = [one for one in results["readers"]["goiextract"]["documents"] if one["file"].lower().endswith(".pdf")]
    found: dict[str, bytes] = {}
    for one in sorted(documents, key=lambda one: (-one["unflagged"], -len(one["wrong"]))):
        placed = [cell for cell in one["wrong"] if cell["page"] and cell["box"]]
        if placed and len(found) < MOST:
            found[one["name"]] = _picture(folder / one["file"], placed)
    return found


def _picture(path: Path, cells: list[dict[str, Any]]) -> bytes:
    page = min(cell["page"] for cell in cells)
    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image.Image = document[page - 1].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        document.close()
    draw = ImageDraw.Draw(picture)
    for cell in cells:
        if cell["page"] == page:
            left, top, right, bottom = (SCALE * side for side in cell["box"])
            box = (left - ROOM, top - ROOM, right + ROOM, bottom + ROOM)
            draw.rectangle(box, outline=WRONG if cell["asserted"] or cell["unflagged"] else DOUBT, width=2)
    out = io.BytesIO()
    picture.quantize(256).save(out, "PNG", optimize=True)
    return out.getvalue()
