"""What each stage saw of one file on the way that `extract` goes, in words, and for a PDF as pictures: to find out where a
figure was lost."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Set
from pathlib import Path

from goiextract.pipeline import Extraction
from goiextract.records import Document, Finding, Grid, Layout, Line, Readings, Report
from goiextract.report.marks import number, one_line
from goiextract.report.why_open import may_be, why
from goiextract.sentences import listed, said, sentence
from goiextract.sources import bytes_of, name_of

SUMS = {True: "view_sums_agree", False: "view_sums_disagree", None: "view_sums_undecided"}


def inspect(path: str, picture: str | None = None) -> Iterator[str]:
    """The lines to show, stage by stage, each as soon as it is known. `picture`: name for the PNG, default by the file.

    GoiextractError if nothing can be read, OSError if a picture cannot be written.
    """
    name = name_of(path, path)
    data = bytes_of(path, name)
    seen = Extraction(data, name)
    document = seen.document
    yield from _document(document, len(data))
    yield from _layout(seen.layout)
    yield from _readings(seen.readings)
    yield from _report("inspect_figures", seen.first_report)
    if taken := _tables_taken(seen.first_report, seen.report):
        yield from _report("inspect_other_readers", seen.report, taken)
    yield from _findings(seen.report.findings)
    if document.kind == "pdf":
        from goiextract.inspection.drawing import draw_pages

        for written in draw_pages(data, seen.layout, seen.report, picture or f"{Path(name).stem}.png"):
            yield said("inspect_picture", file=written)
    elif picture is not None:
        yield said("inspect_no_picture", kind=document.kind)


def _document(document: Document, n_bytes: int) -> Iterator[str]:
    shown = one_line(document.name)
    yield said("inspect_reading", name=shown, kind=document.kind, bytes=n_bytes, hash=document.sha256[:16])
    for page in document.pages:
        size = {"width": f"{page.width:.0f}", "height": f"{page.height:.0f}"}
        told = said("inspect_page", size, page=page.number, words=len(page.words), lines=len(page.strokes))
        yield f"  {told}{'' if page.legible else said('inspect_not_legible')}"
    if document.blocks:
        count = Counter(type(block).__name__ for block in document.blocks)
        yield "  " + said("inspect_blocks", lines=count["Line"], tables=count["Grid"])


def _layout(layout: Layout) -> Iterator[str]:
    n_lines = sum(isinstance(block, Line) for block in layout.blocks)
    grids = [block for block in layout.blocks if isinstance(block, Grid)]
    yield said("inspect_layout", grids=len(grids), lines=n_lines)
    for grid in grids:
        spanning = sum(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells)
        first = next((cell.text for cell in grid.cells if cell.text.strip()), "")
        yield "  " + said(
            "inspect_grid",
            where="" if grid.page is None else said("inspect_on_page", page=grid.page),
            origin=grid.origin,
            rows=grid.n_rows,
            columns=grid.n_columns,
            cells=len(grid.cells),
            merged=spanning,
            first=repr(_short(first, 24)),
        )


def _readings(readings: Readings) -> Iterator[str]:
    yield said("inspect_labelling", agency=one_line(readings.agency) or "?", year=readings.year or "?")
    for table in readings.tables:
        yield "  " + said("inspect_table", table=table.table, form=table.form, lines=len(table.fragments))
        for fragment in table.fragments:
            best = max(fragment.scores, key=lambda scored: scored[1], default=("", 0.0))
            tokens = " ".join(_short(token.printed, 12) or "␣" for token in fragment.tokens)
            row = best[0] or said("inspect_no_row")
            yield f"    {math.exp(best[1]):4.2f} {row:24} {_short(fragment.text, 30)!r}  {tokens}"


def _tables_taken(first: Report, report: Report) -> set[str]:
    """The tables whose figures are not those of the first report: another reader's."""
    before = {figure.key: figure for figure in first.figures}
    return {figure.key.table for figure in report.figures if before.get(figure.key) != figure}


def _report(head: str, report: Report, only: Set[str] | None = None) -> Iterator[str]:
    """The report's tables and what is to be looked at in them. `only`: of these tables."""
    yield said(head, count=len(report.figures), doubtful=len(report.doubtful()))
    for table in report.tables if only is None else [table for table in report.tables if table.table in only]:
        count = Counter(figure.status.value for figure in report.figures if figure.key.table == table.table)
        told = listed(said("view_part", status=f"status_{status}", count=count[status]) for status in count)
        sums = SUMS[table.consistent] if table.found else "inspect_not_found"
        told = told or said("inspect_nothing")
        yield "  " + said("inspect_result", table=table.table, form=table.form, told=told, sums=sums)
        if table.strength and table.strength.checked:
            yield "    " + said("inspect_strength", {n: str(v) for n, v in table.strength._asdict().items()})
    for figure in report.doubtful():
        if only is not None and figure.key.table not in only:
            continue
        yield "    " + said(
            "inspect_figure",
            key=figure.key,
            status=f"status_{figure.status.value}",
            value="" if figure.value is None else number(figure.value),
            printed=said("inspect_no_cell") if figure.printed is None else repr(one_line(figure.printed)),
            confidence=f"{figure.confidence:.2f}",
            because=" ".join(figure.because),
        )
        if told := "  ".join(filter(None, (may_be(figure), why(figure)))):
            yield "      " + told


def _findings(findings: tuple[Finding, ...]) -> Iterator[str]:
    if findings:
        yield said("inspect_findings")
    for finding in findings:
        yield "  " + said("inspect_finding", level=f"level_{finding.level}", said=one_line(sentence(finding)))


def _short(text: str, length: int) -> str:
    text = one_line(" ".join(text.split()))
    return text if len(text) <= length else text[: length - 1] + "…"
