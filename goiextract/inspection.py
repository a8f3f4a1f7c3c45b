"""What each stage saw of one file, in words, and for a PDF as pictures: to find out where a figure was lost."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from goiextract.errors import UnreadableDocument
from goiextract.forms import forms
from goiextract.labelling import label
from goiextract.layout import lay_out
from goiextract.pipeline import shipped_model
from goiextract.reading import read
from goiextract.reconciling import reconcile
from goiextract.records import Document, Finding, Grid, Layout, Line, Readings, Report
from goiextract.report.marks import number, one_line
from goiextract.sentences import sentence


def inspect(path: str, picture: str | None = None) -> Iterator[str]:
    """The lines to show, stage by stage, each as soon as it is known. `picture`: name for the PNG, default by the file.

    GoiextractError if nothing can be read, OSError if a picture cannot be written.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{error.strerror or error}; check the path and the permissions") from error
    name = os.path.basename(path)
    document = read(data, name)
    yield from _document(document, len(data))
    layout = lay_out(document)
    yield from _layout(layout)
    readings = label(layout, forms(), shipped_model(), name)
    yield from _readings(readings)
    report = reconcile(readings, forms())
    yield from _report(report)
    findings = (*document.findings, *layout.findings, *report.findings)
    yield from _findings(findings)
    if document.kind == "pdf":
        from goiextract.drawing import draw_pages

        for written in draw_pages(data, layout, report, picture or f"{Path(name).stem}.png"):
            yield f"picture    {written}"


def _document(document: Document, n_bytes: int) -> Iterator[str]:
    yield f"reading    {one_line(document.name)}: {document.kind}, {n_bytes} bytes, sha256 {document.sha256[:16]}…"
    for page in document.pages:
        legible = "" if page.legible else ", text layer not to be trusted"
        size = f"{page.width:.0f}×{page.height:.0f} pt"
        yield f"  page {page.number}: {size}, {len(page.words)} words, {len(page.strokes)} ruling lines{legible}"
    if document.blocks:
        count = Counter(type(block).__name__ for block in document.blocks)
        yield f"  {count['Line']} lines of text, {count['Grid']} tables"


def _layout(layout: Layout) -> Iterator[str]:
    n_lines = sum(isinstance(block, Line) for block in layout.blocks)
    grids = [block for block in layout.blocks if isinstance(block, Grid)]
    yield f"layout     {len(grids)} grids, {n_lines} lines of text outside them"
    for grid in grids:
        where = f"page {grid.page}, " if grid.page is not None else ""
        spanning = sum(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells)
        first = next((cell.text for cell in grid.cells if cell.text.strip()), "")
        yield (
            f"  {where}{grid.origin}: {grid.n_rows} rows × {grid.n_columns} columns, {len(grid.cells)} cells, "
            f"{spanning} merged, begins {_short(first, 24)!r}"
        )


def _readings(readings: Readings) -> Iterator[str]:
    yield f"labelling  agency {one_line(readings.agency) or '?'}, year {readings.year or '?'}"
    for table in readings.tables:
        yield f"  {table.table}, printed on the form of {table.form}: {len(table.fragments)} lines"
        for fragment in table.fragments:
            best = max(fragment.scores, key=lambda scored: scored[1], default=("", 0.0))
            tokens = " ".join(_short(token.printed, 12) or "␣" for token in fragment.tokens)
            yield f"    {math.exp(best[1]):4.2f} {best[0] or '(none)':24} {_short(fragment.text, 30)!r}  {tokens}"


def _report(report: Report) -> Iterator[str]:
    yield f"figures    {len(report.figures)}, {len(report.doubtful())} to look at"
    for table in report.tables:
        count = Counter(figure.status.value for figure in report.figures if figure.key.table == table.table)
        told = ", ".join(f"{count[status]} {status}" for status in count)
        sums = {True: "sums agree", False: "sums do not agree", None: "sums not decided"}[table.consistent]
        yield f"  {table.table}, form of {table.form}: {told or 'none'}; {sums if table.found else 'not found'}"
        if table.strength and table.strength.checked:
            checked, telling, unseen = table.strength
            yield f"    {checked} sums checked, {telling} over numbers other than 0; {unseen} figures could be wrong unseen"
    for figure in report.doubtful():
        value = "" if figure.value is None else number(figure.value)
        because = " ".join(figure.because)
        printed = "no cell" if figure.printed is None else repr(one_line(figure.printed))
        yield f"    {figure.key}  {figure.status.value} {value}  printed {printed}  {figure.confidence:.2f}  {because}"


def _findings(findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield "findings"
    for finding in findings:
        yield f"  {finding.level}: {one_line(sentence(finding))}"


def _short(text: str, length: int) -> str:
    text = one_line(" ".join(text.split()))
    return text if len(text) <= length else text[: length - 1] + "…"
