"""How well tables are recognised on the page, as the literature says it: GriTS, by the package `grits-metric` of its authors.

GriTS (arXiv:2203.12555) takes out of the true and the recognised table the rows and columns that are most alike, place by
place, and gives twice their likeness by the places of both: 1 for the same table. ``top`` compares what each place's cell
spans, ``con`` its text. Several tables of a document are paired so that the sum is greatest; over documents likeness and
places are summed before the division, as the package advises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goiextract.forms import kind_of
from goiextract.records import Cell, Grid


@dataclass(frozen=True, slots=True)
class Structure:
    """Sums over a document, or many. top, con: likeness found; true, said: places of the printed and recognised tables."""

    top: float = 0.0
    con: float = 0.0
    true: int = 0
    said: int = 0

    def __add__(self, other: Structure) -> Structure:
        """The sums of both."""
        return Structure(self.top + other.top, self.con + other.con, self.true + other.true, self.said + other.said)

    def figures(self) -> dict[str, Any]:
        """As published. GriTS is None where neither has a table."""
        places = self.true + self.said
        return {
            "grits_top": 2 * self.top / places if places else None,
            "grits_con": 2 * self.con / places if places else None,
            "places_true": self.true,
            "places_said": self.said,
        }


def structure(true: Sequence[Grid], said: Sequence[Grid]) -> Structure:
    """One document's printed tables beside those a reader recognised in it. Text is compared without white space."""
    from grits import hungarian_grits_con_matching, hungarian_grits_top_matching

    tables = [[_cells(grid) for grid in grids if grid.cells] for grids in (true, said)]
    tops, cons = ([[_matrix(cells, make) for cells in own] for own in tables] for make in _makers())
    sizes = [sum(len(matrix) * len(matrix[0]) for matrix in own) for own in tops]
    if not tops[0] or not tops[1]:
        return Structure(true=sizes[0], said=sizes[1])
    top = hungarian_grits_top_matching(*tops).true_positive_score
    con = hungarian_grits_con_matching(*cons).true_positive_score
    return Structure(top, con, *sizes)


def _makers() -> tuple[Any, Any]:
    from grits import cell_list_to_grid_con, cell_list_to_grid_top

    return cell_list_to_grid_top, cell_list_to_grid_con


def _matrix(cells: list[Any], make: Any) -> list[list[Any]]:
    return list(make(cells))


def _cells(grid: Grid) -> list[Any]:
    from grits import TableCell

    return [
        TableCell(
            list(range(cell.row, cell.row + cell.row_span)),
            list(range(cell.column, cell.column + cell.column_span)),
            "".join(cell.text.split()),
        )
        for cell in grid.cells
    ]


def true_grids(path: Path) -> list[Grid]:
    """The tables of a file in ``gold/tables``, where every place of a row is a cell or covered by one above."""
    from lxml import html

    return [_grid(table) for table in html.fromstring(path.read_text(encoding="utf-8")).iter("table")]


def _grid(table: Any) -> Grid:
    covered: set[tuple[int, int]] = set()
    cells = []
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for element in line.iter("td"):
            while (row, column) in covered:
                column += 1
            down, right = int(element.get("rowspan", 1)), int(element.get("colspan", 1))
            covered.update((row + r, column + c) for r in range(down) for c in range(right))
            text = "".join(element.itertext())
            cells.append(Cell(text, kind_of(text), row, column, down, right))
    return Grid(tuple(cells), 1 + max(r for r, _ in covered), 1 + max(c for _, c in covered), "declared")
