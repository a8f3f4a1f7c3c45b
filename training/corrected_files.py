"""Corrected report CSVs on disk → labelled reports: in a label folder, with the document beside, or for `prelabel`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from goiextract.errors import GoiextractError
from goiextract.labelling.model import RowModel
from training.corrected import CorrectedRow, matched
from training.guessed_labels import bytes_of
from training.label_names import rows_of_tables
from training.label_sheets import Sheet, SheetLine, read_sheet
from training.labelled import BadLabels, LabelledFragment, LabelledReport

NEEDED = ("source", "table", "row", "column", "printed", "value")


def is_report_csv(columns: Sequence[str]) -> bool:
    """True for the columns of a report CSV as goiextract writes it, though some may be missing."""
    return {"source", "column"} <= set(columns) and "text" not in columns


def labels_from_sheet(
    path: Path, sheet: Sheet, model: RowModel | None = None
) -> tuple[list[LabelledReport], list[BadLabels]]:
    """A report CSV in a label folder → the labels of its reports, each `source` standing beside it, and the mistakes."""
    reports, mistakes = [], []
    for source, lines in _by_source(path, sheet).items():
        document = path.parent / Path(source).name
        try:
            data = bytes_of(document)
        except OSError:
            said = f"the document {Path(source).name} does not stand beside this CSV; put it into {path.parent}"
            mistakes.append(BadLabels(path, lines[0].line, said))
            continue
        try:
            model = model or RowModel.load()
            found = matched(data, document.name, [(line.line, line.fields) for line in lines], model)
        except GoiextractError as error:
            mistakes.append(BadLabels(path, lines[0].line, f"{document.name}: {error}"))
            continue
        mistakes += [BadLabels(path, row.line, not_found(row, document.name)) for row in found.lost]
        if not found.lost:
            reports.append(_of_file(found.report, path, lines[0].line))
    return reports, mistakes


def labels_by_hand(path: Path, documents: Sequence[Path], model: RowModel) -> tuple[list[LabelledReport], int]:
    """A report CSV and where its documents are → the labels, and how many documents could not be used (told on stderr)."""
    by_source = _by_source(path, read_sheet(path))
    beside = {document.name: document for document in documents}
    reports, failed = [], 0
    for source, lines in by_source.items():
        document = beside.get(Path(source).name)
        if document is None:
            print(f"{path}:{lines[0].line}: the document {source} was not given", file=sys.stderr)
            failed += 1
            continue
        try:
            data = bytes_of(document)
            found = matched(data, document.name, [(line.line, line.fields) for line in lines], model)
        except (GoiextractError, OSError) as error:
            print(f"{document}: {error}", file=sys.stderr)
            failed += 1
            continue
        for row in found.lost:  # the label file is still to be looked through, so this is no reason to stop
            print(f"{path}:{row.line}: {not_found(row, document.name)}", file=sys.stderr)
        reports.append(found.report)
    for name in beside.keys() - {Path(source).name for source in by_source}:
        print(f"{name}: {path} does not name it as a source; left out", file=sys.stderr)
        failed += 1
    return reports, failed


def not_found(row: CorrectedRow, document: str) -> str:
    """What to tell of a row that no line of the document is."""
    figures = " ".join(row.printed)
    return f"no line of {document} holds the figures of {row.table}.{row.row} ({figures}); see the column printed"


def _by_source(path: Path, sheet: Sheet) -> Mapping[str, list[SheetLine]]:
    missing = [column for column in NEEDED if column not in sheet.columns]
    if missing:
        said = f"the column {missing[0]} is missing; a corrected report keeps the columns that goiextract wrote"
        raise BadLabels(path, 1, said)
    if not sheet.lines:
        raise BadLabels(path, 1, "there is no line below the column names; delete the file or restore it")
    tables = rows_of_tables()
    found: dict[str, list[SheetLine]] = {}
    for line in sheet.lines:
        table, row = line.fields["table"], line.fields["row"]
        if row not in tables.get(table, ()):
            raise BadLabels(path, line.line, f"no form has a row {table}.{row}; write table and row as goiextract does")
        found.setdefault(line.fields["source"], []).append(line)
    return found


def _of_file(report: LabelledReport, path: Path, line: int) -> LabelledReport:
    """The report as read from that file: its fragments have no lines of their own there, so all have the first."""
    fragments = tuple(
        LabelledFragment(one.text, one.label, one.figures, one.continuation, one.place, line)
        for one in report.fragments
    )
    return LabelledReport(report.report, report.document, path, fragments)
