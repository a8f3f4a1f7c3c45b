"""GriTS of recognised tables: what it is of the same table and of damaged ones, and which parts of pages are one table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_records import a_cell

from benchmarks.gold_truth import SEED, table_html
from benchmarks.peers.page_grids import GRIDS, grid_of_boxes
from benchmarks.run import GOLD
from benchmarks.scoring.joined import joined
from benchmarks.scoring.structure import Structure, structure, true_grids
from benchmarks.structure import grids_of, structure_figures
from goiextract.records import Box, Grid, Place
from training.corpus.build import make
from training.corpus.records import Table

pytest.importorskip("grits")
FILES = sorted((GOLD / "tables").glob("*.html"))


def of(true: list[Grid], said: list[Grid]) -> tuple[float, float]:
    found = structure(true, said).figures()
    return found["grits_top"], found["grits_con"]


def test_printed_tables_are_as_alike_as_can_be_to_themselves() -> None:
    for file in FILES[::4]:
        true = true_grids(file)
        assert {grid.n_columns for grid in true} >= {4, 10, 15}, file.name
        assert of(true, true) == (1.0, 1.0), file.name


def test_a_lost_column_lost_spans_and_wrong_text_each_cost() -> None:
    true = true_grids(FILES[0])
    table = next(grid for grid in true if grid.n_columns == 10)
    rest = [grid for grid in true if grid is not table]
    short = replace(table, cells=tuple(c for c in table.cells if c.column + c.column_span < 10), n_columns=9)
    top, con = of(true, [*rest, short])
    assert top < 1 > con
    flat = replace(table, cells=tuple(replace(c, row_span=1, column_span=1) for c in table.cells))
    assert of(true, [*rest, flat])[0] < 1
    misread = replace(table, cells=tuple(replace(c, text=c.text.replace("公开", "公幵")) for c in table.cells))
    top, con = of(true, [*rest, misread])
    assert top == 1 > con > 0.9
    assert of(true, rest) < (0.8, 0.8)
    assert of(true, []) == (0, 0)


def test_sums_of_documents_are_divided_once() -> None:
    assert (Structure(9, 8, 10, 10) + Structure(0, 0, 30, 0)).figures()["grits_top"] == 18 / 50


def grid(page: int, edges: list[float], rows: int = 2) -> Grid:
    boxed = [
        ((x0, 10.0 * row, x1, 10.0 * row + 10), f"{row}{x0:.0f}")
        for row in range(rows)
        for x0, x1 in zip(edges, edges[1:], strict=False)
    ]
    return grid_of_boxes(boxed, page)


@pytest.mark.parametrize(
    ("above", "below", "shape"),
    [
        (grid(1, [50, 90, 130]), grid(2, [50, 90, 130]), [(4, 2)]),
        (grid(1, [50, 90, 130]), grid(3, [50, 90, 130]), [(2, 2), (2, 2)]),  # a page between
        (grid(1, [50, 130]), grid(2, [50.5, 70, 90, 131]), [(4, 3)]),  # inner columns only below
        (grid(1, [50, 80, 130]), grid(2, [50, 70, 90, 130]), [(2, 2), (2, 3)]),  # another table as wide
        (grid(1, [50, 130]), grid(2, [40, 50, 130]), [(2, 1), (2, 2)]),
    ],
)
def test_parts_of_one_table_are_joined_and_other_tables_are_not(
    above: Grid, below: Grid, shape: list[tuple[int, int]]
) -> None:
    found = joined([above, below])
    assert [(one.n_rows, one.n_columns) for one in found] == shape
    assert sum(len(one.cells) for one in found) == len(above.cells) + len(below.cells)


def test_a_joined_cell_spans_the_columns_that_its_own_page_does_not_have() -> None:
    (found,) = joined([grid(1, [50, 130], 1), grid(2, [50, 70, 130], 1)])
    assert [(c.row, c.column, c.column_span) for c in found.cells] == [(0, 0, 2), (1, 0, 1), (1, 1, 1)]


def test_columns_of_text_without_places_are_joined_by_their_number_alone() -> None:
    cells = tuple(a_cell(str(n), 0, n, place=Place(1, Box(n, 0, n + 1, 1))) for n in (0, 1))
    assert len(joined([Grid(cells, 1, 2, "tabbed", 1), Grid(cells, 1, 2, "tabbed", 2)])) == 1
    assert len(joined([Grid(cells, 1, 2, "tabbed", 1), Grid(cells[:1], 1, 1, "tabbed", 2)])) == 2


def test_every_reader_of_a_ruled_page_finds_its_tables() -> None:
    file = next(one for one in FILES if one.stem == "pdf_office_902611_001")
    for name in ("goiextract", "pdfplumber", "camelot lattice"):
        read = {**GRIDS, "goiextract": grids_of}[name]
        assert of(true_grids(file), joined(read(GOLD / "documents" / f"{file.stem}.pdf")))[0] > 0.99, name


def test_figures_are_of_all_documents_with_known_tables(tmp_path: Path) -> None:
    for file in FILES[-2:]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    found = structure_figures(GOLD / "documents", tmp_path, peers=False)
    (ours,) = found["readers"].values()
    assert found["documents"] == len(ours["documents"]) == 2
    assert ours["places_true"] == sum(one["places_true"] for one in ours["documents"])
    (tmp_path / FILES[-1].name).rename(tmp_path / "unknown.html")  # a document that no reader can open
    unknown = structure_figures(GOLD / "documents", tmp_path, peers=False)["readers"]["goiextract"]["documents"][-1]
    assert (unknown["name"], unknown["grits_top"], unknown["places_said"]) == ("unknown", 0, 0)


def test_the_maker_still_tells_the_tables_that_were_written() -> None:
    report = next(report for report, _ in make("pdf_drawn", 1, SEED))
    text = "\n".join(table_html(block) for block in report.blocks if isinstance(block, Table)) + "\n"
    assert text == (GOLD / "tables" / f"{report.name}.html").read_text(encoding="utf-8")
