"""PyMuPDF's `find_tables` on every page of a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from benchmarks.peers.grid_to_cells import CellTexts, grids_to_cells
from benchmarks.scoring.records import Said
from goiextract.records import CellKey

#: x0, top, x1, bottom, text, then numbers of block, line and word.
Word: TypeAlias = tuple[float, float, float, float, str, int, int, int]


def read(path: Path) -> dict[CellKey, Said]:
    """The form's cells as the tables of `path` say them; raises what PyMuPDF raises."""
    import pymupdf

    grids: list[CellTexts] = []
    with pymupdf.open(path) as document:
        for page in document:
            page.remove_rotation()  # words and tables are in one system of places only on an upright page
            words = words_once(page.get_text("words"))
            for table in page.find_tables().tables:
                grids.append([[text_in(box, words) for box in row.cells] for row in table.rows])
    return grids_to_cells(grids)


def words_once(words: list[Word]) -> list[Word]:
    """Without the second printing of words in boldface that a program drew twice."""
    once: dict[tuple[str, int, int], Word] = {}
    for word in words:
        once.setdefault((word[4], round(word[0] / 2), round(word[1] / 2)), word)
    return list(once.values())


def text_in(box: tuple[float, float, float, float] | None, words: list[Word]) -> str | None:
    """The words whose middle is in the box; the library's own `extract` sets points and commas on lines of their own."""
    if box is None:
        return None
    x0, top, x1, bottom = box
    inside = [
        word for word in words if x0 <= (word[0] + word[2]) / 2 <= x1 and top <= (word[1] + word[3]) / 2 <= bottom
    ]
    return "\n".join(word[4] for word in inside)
