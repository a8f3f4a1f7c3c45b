"""``labels/*.csv`` ↔ labelled reports: one line a text fragment, in reading order, checked when read.

Columns: report, document, place, figures, text, table, row, check; others are ignored (`prelabel` adds sure and doubt).
A person alters table and row only. What they may hold is in training/README.md; what a check is, in `label_chain`.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from goiextract.defused import defused
from training.label_chain import ALTERED, Facts, altered, checks, document_id, kept, written_order
from training.label_names import resolved, written
from training.label_sheets import AS_UTF8, Sheet, SheetLine, read_sheet
from training.labelled import BadLabels, LabelledFragment, LabelledReport

if TYPE_CHECKING:
    from goiextract.labelling.model import RowModel

__all__ = [
    "BadLabels",
    "LabelledFragment",
    "LabelledReport",
    "document_id",
    "labels_in",
    "parted",
    "read_labels",
    "write_labels",
]

LABELS = Path(__file__).parent / "labels"
COLUMNS = ("report", "document", "place", "figures", "text", "table", "row", "check")
_DOCUMENT = re.compile("[0-9a-f]{16}")
GUESSED = ("sure", "doubt")
#: What spreadsheets save in if they are not told otherwise.
WORKBOOKS = (".xlsx", ".xls", ".ods", ".et")
#: Of the reports, one in this many is held out.
HELD_OUT_ONE_IN = 5
#: The reports the project was created from: known to whoever tuned it, so never a measure of it.
SEEDS = frozenset({"55fd019f66d12b80", "37f91ca5a72b3d12", "3447abca4456da9f", "2e8e0b56aad77bc3", "785a42ee642d6a59"})


def read_labels(folder: Path = LABELS, model: RowModel | None = None) -> list[LabelledReport]:
    """All label files of a folder → their reports, by file name, each complete. BadLabels names the first mistake.

    A corrected report CSV counts too, if its document stands beside it; `model` (default: the shipped one) guesses what
    such a CSV does not say.
    """
    reports, mistakes = labels_in(folder, model)
    if mistakes:
        raise mistakes[0]
    return reports


def labels_in(folder: Path, model: RowModel | None = None) -> tuple[list[LabelledReport], list[BadLabels]]:
    """The same, with all mistakes; reports with mistakes are left out."""
    if not folder.is_dir():
        return [], [BadLabels(folder, 1, "there is no such folder; give one that holds label files (*.csv)")]
    reports: list[LabelledReport] = []
    by_document: dict[str, LabelledReport] = {}
    mistakes: list[BadLabels] = []
    try:
        there = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    except OSError as error:
        return [], [BadLabels(folder, 1, f"{error.strerror}; check the path and its permissions")]
    files = [path for path in there if path.suffix.lower() == ".csv"]
    saved = {path.stem for path in files}
    for path in there:
        if path.suffix.lower() in WORKBOOKS and path.stem not in saved:
            mistakes.append(BadLabels(path, 1, f"a workbook is not read; open it and {AS_UTF8}, under the same name"))
    if not files and not mistakes:
        mistakes.append(BadLabels(folder, 1, "no label file (*.csv) is in this folder"))
    for path in files:
        try:
            sheet = read_sheet(path)
            found, wrong = _reports(path, sheet, model)
        except BadLabels as mistake:
            found, wrong = [], [mistake]
        mistakes += wrong
        for report in found:
            twin = by_document.setdefault(report.document, report)
            if twin is report:
                reports.append(report)
            else:
                line = report.fragments[0].line
                where = f"{twin.file.name} line {twin.fragments[0].line}"
                said = f"the same document is labelled in {where} ({twin.report}); keep one of the two"
                mistakes.append(BadLabels(path, line, said))
    return reports, mistakes


def _reports(path: Path, sheet: Sheet, model: RowModel | None) -> tuple[list[LabelledReport], list[BadLabels]]:
    from training.corrected_files import is_report_csv, labels_from_sheet

    if is_report_csv(sheet.columns):
        return labels_from_sheet(path, sheet, model)
    missing = [column for column in COLUMNS if column not in sheet.columns]
    if missing:
        said = f"the column {missing[0]} is missing; the first line must name {','.join(COLUMNS)}"
        raise BadLabels(path, 1, said)
    if not sheet.lines:
        raise BadLabels(path, 1, "there is no line below the column names; delete the file or restore it")
    by_document: dict[str, list[SheetLine]] = {}
    for line in sheet.lines:
        by_document.setdefault(line.fields["document"].strip(), []).append(line)
    reports, mistakes = [], []
    for document, lines in by_document.items():
        report, wrong = _report(path, document, _as_written(document, lines))
        mistakes += wrong
        reports += [report] if not wrong else []
    return reports, sorted(mistakes, key=lambda mistake: mistake.line)


def _report(path: Path, document: str, lines: Sequence[SheetLine]) -> tuple[LabelledReport, list[BadLabels]]:
    fields = [line.fields for line in lines]
    facts = [_facts(document, line) for line in lines]
    at = [line.line for line in lines]
    empty = LabelledReport(fields[0]["report"], document, path, ())
    if not _DOCUMENT.fullmatch(document):
        said = f"document {document[:40]!r} is not 16 letters and digits as written; import the columns as text"
        return empty, [BadLabels(path, at[0], said)]
    wrong = altered(facts, [_check(line) for line in lines], at)
    if len(wrong) == len(lines) > 1 and all(problem == ALTERED for _, problem in wrong):
        said = f"the column document, or another, was altered in all {len(lines)} lines of this document; restore it"
        return empty, [BadLabels(path, at[0], f"{said} (import the columns as text)")]
    names = resolved([(f["table"].strip(), f["row"].strip()) for f in fields])
    wrong += [(number, one.problem) for number, one in enumerate(names) if one.problem]
    fragments = tuple(
        LabelledFragment(fact.text, one.label, _count(fact.figures), one.continuation, fact.place, line)
        for fact, one, line in zip(facts, names, at, strict=True)
    )
    mistakes = [BadLabels(path, at[number], _shown(lines[number], problem)) for number, problem in wrong]
    return LabelledReport(fields[0]["report"], document, path, fragments), mistakes


def _facts(document: str, line: SheetLine) -> Facts:
    fields = line.fields
    return Facts(document, fields["place"].strip(), fields["figures"].strip(), kept(fields["text"]))


def _check(line: SheetLine) -> str:
    return line.fields["check"].strip()


def _as_written(document: str, lines: Sequence[SheetLine]) -> Sequence[SheetLine]:
    """The lines of one report in the order in which they were written, if a spreadsheet sorted them and all are there."""
    order = written_order([_facts(document, line) for line in lines], [_check(line) for line in lines])
    return [lines[number] for number in order] if order else lines


def _shown(line: SheetLine, problem: str) -> str:
    """Which line, for whoever sees row numbers or no numbers at all, and what is wrong with it."""
    text = " ".join(line.fields["text"].split())
    row = f"row {line.row}, " if line.row != line.line else ""
    return f"{row}{text[:20]}{'…' if len(text) > 20 else ''}: {problem}"


def _count(figures: str) -> int:
    return int(figures) if figures.isdecimal() else 0


def write_labels(path: Path, reports: Iterable[LabelledReport]) -> None:
    """Write a label file that `read_labels` reads: the whole file or none. A file of that name is replaced.

    UTF-8 with a byte order mark, by which spreadsheets know it. What they would run as a formula stands behind an
    apostrophe, which reading takes off again.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    reports = list(reports)
    guessed = any(fragment.sure is not None for report in reports for fragment in report.fragments)
    writer.writerow((*COLUMNS, *(GUESSED if guessed else ())))
    for report in reports:
        facts = [
            Facts(report.document, kept(one.place).strip(), str(one.figures), kept(one.text))
            for one in report.fragments
        ]
        said = written([(one.label, one.continuation) for one in report.fragments])
        for fact, (table, row), check, one in zip(facts, said, checks(facts), report.fragments, strict=True):
            sure = "" if one.sure is None else f"{int(one.sure * 10_000) / 10_000:.4f}"
            line = (kept(report.report), *fact, table, row, check)
            writer.writerow(map(defused, (*line, sure, one.doubt) if guessed else line))
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(out.getvalue().encode("utf-8-sig"))
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(part, 0o666 & ~mask)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def parted(reports: Iterable[LabelledReport]) -> tuple[list[LabelledReport], list[LabelledReport]]:
    """Reports → those to train on and those held out: one in five, by document, so that a new report moves no other."""
    train: list[LabelledReport] = []
    held: list[LabelledReport] = []
    for report in reports:
        out = report.document not in SEEDS and int(report.document, 16) % HELD_OUT_ONE_IN == 0
        (held if out else train).append(report)
    return train, held
