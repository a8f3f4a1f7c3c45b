"""The stages in order: bytes → Document → Layout → Readings → Report. The one file that knows the order."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property

from goiextract import __version__
from goiextract.forms import forms
from goiextract.labelling import label
from goiextract.labelling.model import RowModel
from goiextract.layout import lay_out
from goiextract.reading import read
from goiextract.reconciling import reconcile
from goiextract.records import Document, Layout, Readings, Report
from goiextract.second_opinion import settled
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
    return Extraction(bytes_of(source, name), name, model).report


class Stages:
    """What each stage after reading makes of a Document, in order, made when it is first asked for."""

    def __init__(self, document: Document, model: RowModel) -> None:
        self.document = document
        self._model = model

    @cached_property
    def layout(self) -> Layout:
        """Lines of text and grids."""
        return lay_out(self.document)

    @cached_property
    def readings(self) -> Readings:
        """The form's tables, line by line."""
        return label(self.layout, forms(), self._model, self.document.name)

    @cached_property
    def first_report(self) -> Report:
        """The figures, as this one reading gives them."""
        return reconcile(self.readings, forms())


class Extraction(Stages):
    """The whole way of a file. Reads it at once: a GoiextractError if nothing can be read."""

    def __init__(self, data: bytes, name: str, model: RowModel | None = None) -> None:
        model = model or shipped_model()
        super().__init__(read(data, name), model)
        self._data = data

    @cached_property
    def report(self) -> Report:
        """The Report that `extract` gives: with what other readers of a PDF settle, all findings, and where it came from."""
        document = self.document
        report = settled(self.first_report, self._data, document, self.layout, self._reported)
        return replace(
            report,
            source=document.name,
            kind=document.kind,
            sha256=document.sha256,
            findings=(*document.findings, *self.layout.findings, *report.findings),
            versions=(("goiextract", __version__), ("row model", self._model.fingerprint)),
        )

    def _reported(self, again: Document) -> Report:
        """What the stages make of the file as another reader sees it."""
        return Stages(again, self._model).first_report
