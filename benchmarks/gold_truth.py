"""What the gold documents print beside their figures: `python -m benchmarks.gold_truth` writes gold/labels and gold/tables.

The made documents are made again from their seeds (some minutes; LibreOffice and Chromium are needed) and the objects that
they were made of tell it. A document whose gold comes out other than it stands is refused: then the maker has changed since,
and what it tells is of another document. The real tables (`facts_…`) and the cases (`case_…`) are not made again: there
the label is the form's where a file of text holds it letter by letter, and is not told elsewhere.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from benchmarks.scoring.gold import load
from benchmarks.scoring.labels import plain
from benchmarks.scoring.records import Document, RowKey
from goiextract.forms import forms
from training.corpus.build import make
from training.corpus.gold import as_csv, gold_of
from training.corpus.records import Table

GOLD = Path(__file__).parent / "gold"
SEED, REPORTS = 902611, 6
#: Whose labels stand beside their figures; 表四 has its figures below headings.
TABLES = ("proactive", "applications")
#: Kinds with pages, where a table's structure has to be recognised; HTML and DOCX declare it.
PAGED = ("pdf_office", "pdf_chromium", "pdf_drawn")
TEXTS = (".txt", ".html")


def main() -> None:
    """Make the documents again and write what they print."""
    argparse.ArgumentParser(prog="python -m benchmarks.gold_truth", description=__doc__).parse_args()
    documents = load(GOLD / "documents", GOLD / "gold", GOLD / "about")
    names = {one.name: one for one in documents}
    for folder in ("labels", "tables"):
        (GOLD / folder).mkdir(exist_ok=True)
    numbers: dict[tuple[str, int], int] = {}
    for one in documents:
        if found := re.fullmatch(rf"{re.escape(one.kind)}_(\d+)_(\d+)", one.name):
            made_as = one.kind, int(found[1])
            numbers[made_as] = max(numbers.get(made_as, 0), int(found[2]))
    for (kind, seed), count in sorted(numbers.items()):
        for report, made in make(kind, REPORTS if seed == SEED else count, seed):
            if report.name not in names:
                continue
            if as_csv(gold_of(report, made)) != (GOLD / "gold" / f"{report.name}.csv").read_bytes():
                raise SystemExit(f"{report.name}: made again, its gold is another; nothing of it was written")
            _write_labels(names.pop(report.name), report.labels)
            if (
                kind in PAGED and seed == SEED and "table_cut" not in report.look
            ):  # printed as two tables, and meant as one
                text = "\n".join(table_html(block) for block in report.blocks if isinstance(block, Table))
                (GOLD / "tables" / f"{report.name}.html").write_text(text + "\n", encoding="utf-8")
    for document in names.values():
        if Path(document.file).suffix in TEXTS:
            _write_labels(document, dict(_of_the_form(document)))


def table_html(table: Table) -> str:
    """A table as it is printed: every cell once, with the places that it covers; places of no cell are empty cells."""
    lines = []
    for number, places in enumerate(table.grid()):
        cells = []
        for column, (starts, covered) in enumerate(places):
            if starts is not None:
                down = min(starts.row_span, len(table.rows) - number)
                right = min(starts.column_span, len(places) - column)
                cells.append(f"<td{_span('rowspan', down)}{_span('colspan', right)}>{_text(starts.text)}</td>")
            elif covered is None:
                cells.append("<td></td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join(["<table>", *lines, "</table>"])


def _span(name: str, length: int) -> str:
    return f' {name}="{length}"' if length > 1 else ""


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _rows(document: Document) -> Iterable[RowKey]:
    """The rows of which the document prints a cell, in the form's order."""
    return dict.fromkeys(RowKey(*cell.key[:2]) for cell in document.cells if cell.present and cell.key.table in TABLES)


def _write_labels(document: Document, labels: dict[str, str]) -> None:
    with (GOLD / "labels" / f"{document.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("table", "row", "label"))
        for key in _rows(document):
            if label := labels.get(".".join(key)):
                writer.writerow((*key, label))


def _of_the_form(document: Document) -> Iterator[tuple[str, str]]:
    text = plain((GOLD / "documents" / document.file).read_text(encoding="utf-8"))
    for name in TABLES:
        keys = [cell.key for cell in document.cells if cell.key.table == name]
        for form in forms():
            if list(form.table(name).cells) == keys:
                yield from (
                    (f"{name}.{row.key}", row.printed) for row in form.table(name).rows if plain(row.printed) in text
                )


if __name__ == "__main__":
    main()
