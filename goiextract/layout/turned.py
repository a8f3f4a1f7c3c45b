"""Places on a page turned upright → places on the page as displayed."""

from __future__ import annotations

from dataclasses import replace

from goiextract.records import Box, Grid, Line, Page, Place


def as_displayed(block: Line | Grid, page: Page) -> Line | Grid:
    """The block with its places, and those of its cells, on the page as displayed."""
    if page.turned == 0:
        return block
    if isinstance(block, Line):
        return replace(block, place=_turned_back(block.place, page))
    return replace(block, cells=tuple(replace(cell, place=_turned_back(cell.place, page)) for cell in block.cells))


def _turned_back(place: Place, page: Page) -> Place:
    if place.box is None:
        return place
    x0, top, x1, bottom = place.box
    if page.turned == 1:
        box = Box(top, page.width - x1, bottom, page.width - x0)
    elif page.turned == 2:
        box = Box(page.width - x1, page.height - bottom, page.width - x0, page.height - top)
    else:
        box = Box(page.height - bottom, x0, page.height - top, x1)
    return replace(place, box=box)
