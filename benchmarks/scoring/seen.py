"""What is published of a cell beside what a person sees on the page: the count that the benchmark puts first.

A cell is unflagged wrong where something else is published than a person sees there (another number, ``blank`` for a number
that is there, a number where there is none) and that very cell is not flagged: a flag elsewhere in its table warns nobody of
it. Where nothing can be seen of a cell (the document has none, or the shape of the file leaves no trace of a blank) a number
may be published as inferred: it is wrong only if it is known to be another, or if no sum may tell what the page should say (a row
that is nowhere on a drawn page, though the sums want requests in it).
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.scoring.records import Answer, Document, GoldCell, Said
from goiextract.forms import forms
from goiextract.records import CellKey

INFERRED = "inferred"  # the one status under which a number is said to follow from others and not to stand on the page


def unflagged_wrong(cell: GoldCell, said: Said) -> bool:
    """Whether something else is published of this cell than a person sees, and the cell itself has no flag."""
    return not said.flagged and _differs(cell, said)


def left_out(cell: GoldCell, said: Said) -> bool:
    """Whether nothing is published of a number that is there, and the cell has no flag that says so."""
    return cell.printed is not None and said.value is None and not said.blank and not said.flagged


def not_there(document: Document, answer: Answer) -> Iterator[tuple[GoldCell, Said]]:
    """Numbers published of cells that the gold does not list. The document has no such cell where the gold lists its table
    whole, as any form has it; of a table that is listed in part, or not at all, nobody knows."""
    listed = {cell.key for cell in document.cells}
    whole = {table.key for form in forms() for table in form.tables if listed.issuperset(table.cells)}
    for key, said in answer.cells.items():
        if key not in listed and key.table in whole and said.value is not None:
            yield GoldCell(key, None, False, None), said


def beside(document: Document, answer: Answer) -> Iterator[tuple[GoldCell, Said]]:
    """What else is published of listed cells, by another file of the same document."""
    cells: dict[CellKey, GoldCell] = {cell.key: cell for cell in document.cells}
    return ((cells[key], said) for key, said in answer.beside if key in cells)


def _differs(cell: GoldCell, said: Said) -> bool:
    if said.value is None:
        return said.blank and cell.printed is not None
    if cell.printed is not None:
        return said.value != cell.printed
    may_be_told = (cell.traceless or not cell.present) and not cell.unseen
    if may_be_told and said.status == INFERRED:
        return cell.truth is not None and said.value != cell.truth
    return True
