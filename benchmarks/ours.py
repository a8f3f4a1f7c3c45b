"""goiextract as the benchmark asks it: what its Report says of each cell and of the document, and what its labelling took for
which row."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from benchmarks.page_files import document_of, holds_pages
from benchmarks.scoring.records import NamedLine, RowKey, Said, Told
from goiextract import extract, label, lay_out, reconcile
from goiextract import read as read_document
from goiextract.forms import forms
from goiextract.labelling.model import RowModel
from goiextract.records import CellKey, Document, Figure, Finding, Readings, Report, Status

ASSERTED = (Status.PRINTED, Status.INFERRED, Status.CORRECTED, Status.CONFLICTING)


def read(path: Path) -> dict[CellKey, Said]:
    """The figures of one file; raises what `extract` raises."""
    return {figure.key: _said(figure) for figure in _report(path).figures}


def tell(path: Path) -> Told:
    """What the report of one file says of agency, year and findings, and the lines that were taken for rows."""
    report = _report(path)
    return Told(named_lines(path), report.agency, report.year, tuple(map(_told, report.findings)))


def _told(finding: Finding) -> str:
    return " ".join([finding.code, *(value for _, value in finding.details)])


@lru_cache(maxsize=1)
def _report(path: Path) -> Report:
    """The report that was asked for last: it is asked for its cells, and for the rest."""
    return reconcile(_readings(document_of(path)), forms()) if holds_pages(path) else extract(path)


@cache
def shipped_model() -> RowModel:
    """The row labeller that comes with the package, loaded once."""
    return RowModel.load()


def named_lines(path: Path) -> tuple[NamedLine, ...]:
    """The printed lines of one file with the row that labelling thinks likeliest, of the first reading of the pages; lines
    that it takes for no row are left out. Raises what reading raises."""
    given = document_of(path) if holds_pages(path) else read_document(path.read_bytes(), path.name)
    found: list[NamedLine] = []
    for reading in _readings(given).tables:
        rows = {row.key for form in forms() if form.name == reading.form for row in form.table(reading.table).rows}
        for line in reading.fragments:
            row = max(line.scores, key=lambda pair: pair[1])[0] if line.scores else ""
            if row in rows:
                has_figures = any(any(map(str.isdigit, token.printed)) for token in line.tokens)
                found.append(NamedLine(RowKey(reading.table, row), line.text, has_figures))
    return tuple(found)


def _readings(document: Document) -> Readings:
    return label(lay_out(document), forms(), shipped_model(), document.name)


def _said(figure: Figure) -> Said:
    return Said(
        None if figure.value is None else Decimal(figure.value),
        figure.status in ASSERTED,
        figure.status is Status.BLANK,
        figure.flagged,
        figure.confidence,
        figure.status.value,
        figure.place.page,
        figure.place.box,
    )
