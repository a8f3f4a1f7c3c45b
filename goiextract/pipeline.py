"""The four calls in order: bytes → Document → Grids → Readings → Report. The one file that knows the order."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from goiextract import __version__
from goiextract.forms import forms
from goiextract.labelling import label
from goiextract.labelling.model import RowModel
from goiextract.layout import lay_out
from goiextract.reading import read
from goiextract.reconciling import reconcile
from goiextract.records import Document, Grid, Layout, Report
from goiextract.second_opinion.adopt import adopt, unsettled_pages, unsettled_tables
from goiextract.second_opinion.ask import missing_reader, read_again
from goiextract.sources import Source, bytes_of, name_of


@cache
def shipped_model() -> RowModel:
    """The row labeller that comes with the package, loaded once."""
    return RowModel.load()


def extract(source: Source, *, name: str | None = None, model: RowModel | None = None) -> Report:
    """One report's file (a path, bytes, or a file opened in binary mode) → Report. `name` is the source's name in the Report;
    bytes should be given one.

    Raises a GoiextractError if nothing can be read; whatever is doubtful in the content is in the Report.
    """
    name = str(name) if name else name_of(source, "document")
    data = bytes_of(source, name)
    model = model or shipped_model()
    document = read(data, name)
    layout = lay_out(document)
    report = reconcile(label(layout, forms(), model, name), forms())
    if document.kind == "pdf" and report.tables and unsettled_tables(report):
        report = _ask_again(data, document, layout, report, model)
    return replace(
        report,
        source=document.name,
        kind=document.kind,
        sha256=document.sha256,
        findings=(*document.findings, *layout.findings, *report.findings),
        versions=(("goiextract", __version__), ("row model", model.fingerprint)),
    )


def _ask_again(data: bytes, document: Document, layout: Layout, report: Report, model: RowModel) -> Report:
    """The report with what other readers of the same pages can settle. Two readings are given to the reconciler, side by
    side; no stage calls back."""
    # no reader finds what was cut off, and for a page of 60,000 glyphs they need a gigabyte
    cut = {page.number for page in document.pages if not page.whole}
    with_tables = {block.page for block in layout.blocks if isinstance(block, Grid)} & _crossed(document)
    texts = ["".join(word.text for word in page.words) for page in document.pages]
    pages = {page for pages in unsettled_pages(report, texts) if cut.isdisjoint(pages) for page in pages}
    if not pages & with_tables:
        return report
    others: list[Report] = []
    settled = report
    for again in read_again(data, document, sorted(pages & with_tables)):
        others.append(reconcile(label(lay_out(again), forms(), model, document.name), forms()))
        settled = adopt(report, others)
        if not unsettled_tables(settled):
            break
    absent = missing_reader() if unsettled_tables(settled) else None
    return replace(settled, findings=(*settled.findings, absent)) if absent else settled


def _crossed(document: Document) -> set[int | None]:
    """The pages with ruling lines both ways: the other readers find tables by their crossings, and none without."""
    return {
        page.number
        for page in document.pages
        if any(stroke.x0 == stroke.x1 for stroke in page.strokes) and any(s.top == s.bottom for s in page.strokes)
    }
