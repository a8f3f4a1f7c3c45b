"""Check all label files, list the mistakes, and count what they teach.

    python -m training.check_labels [DIR] [--documents DIR]

`--documents`: documents that are only measured on; none of them may be labelled (default: benchmarks/documents).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from goiextract.errors import GoiextractError
from goiextract.labelling.model_folder import row_labels
from training.label_files import HELD_OUT_ONE_IN, LABELS, SEEDS, document_id, labels_in, parted
from training.labelled import BadLabels, LabelledReport

#: One wrong column makes a mistake of every line.
MOST_SHOWN = 200
DOCUMENTS = Path(__file__).parent.parent / "benchmarks" / "documents"


def measured_on(reports: Sequence[LabelledReport], documents: Path) -> list[BadLabels]:
    """The labelled reports that are also among the documents of a folder, at any depth, by their bytes."""
    there = {document_id(path.read_bytes()): path for path in sorted(documents.rglob("*")) if path.is_file()}
    return [
        BadLabels(
            report.file,
            report.fragments[0].line,
            f"{report.report} is a benchmark document ({there[report.document]}); take it out of one of the two",
        )
        for report in reports
        if report.document in there
    ]


def labelled_before(reports: Sequence[LabelledReport], before: Sequence[LabelledReport]) -> list[BadLabels]:
    """The reports of another folder whose documents are labelled in training/labels too: training takes both folders."""
    there = {report.document: report for report in before}
    return [
        BadLabels(
            report.file,
            report.fragments[0].line,
            f"{report.report} is labelled in {there[report.document].file} too; keep one of the two",
        )
        for report in reports
        if report.document in there
    ]


def show(reports: Sequence[LabelledReport]) -> None:
    """Print counts by table and label, what would be held out, and the labels that no fragment has."""
    count = Counter(fragment.label for report in reports for fragment in report.fragments)
    going_on = sum(fragment.continuation for report in reports for fragment in report.fragments)
    tables: dict[str, list[str]] = {}
    for label in row_labels():
        first, _, rest = label.partition(".")
        tables.setdefault(rest if first in ("header", "heading") else first, []).append(label)
    for table, labels in tables.items():
        print(f"{table}  {sum(count[label] for label in labels)}")
        for label in labels if len(labels) > 1 else ():
            print(f"  {label:44} {count[label]:6}")
    absent = [label for label in row_labels() if not count[label]]
    print(f"no fragment is: {', '.join(absent) or '-'}")
    train, held = parted(reports)
    seeds = sum(report.document in SEEDS for report in train)
    print(
        f"{len(reports)} reports, {sum(count.values())} fragments ({going_on} go on with the row before); "
        f"held out 1 in {HELD_OUT_ONE_IN}: {len(held)}; seeds, never held out: {seeds}"
    )


def main() -> int:
    """Check and count; 1 where there are mistakes."""
    parser = argparse.ArgumentParser(prog="python -m training.check_labels", description="check the label files")
    parser.add_argument("folder", nargs="?", type=Path, default=LABELS, help="folder of label files")
    parser.add_argument("--documents", type=Path, help="documents that must not be labelled")
    chosen = parser.parse_args()
    if chosen.documents is not None and not chosen.documents.is_dir():
        print(f"{chosen.documents}: there is no such folder", file=sys.stderr)
        return 1
    documents = chosen.documents or DOCUMENTS
    try:
        reports, mistakes = labels_in(chosen.folder)
    except GoiextractError as error:  # the model that a corrected report needs
        print(error, file=sys.stderr)
        return 1
    if documents.is_dir():
        mistakes += measured_on(reports, documents)
    if chosen.folder.resolve() != LABELS.resolve():
        mistakes += labelled_before(reports, labels_in(LABELS)[0])
    show(reports)
    for mistake in mistakes[:MOST_SHOWN]:
        print(mistake, file=sys.stderr)
    if len(mistakes) > MOST_SHOWN:
        print(f"… and {len(mistakes) - MOST_SHOWN} more", file=sys.stderr)
    if mistakes:
        many = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        print(f"{many}; reports with a mistake in their lines were not counted", file=sys.stderr)
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
