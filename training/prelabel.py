"""New documents → a label file with the model's guesses and its doubts, to be corrected in any editor or spreadsheet.

    python -m training.prelabel DOCUMENT-OR-FOLDER… --out labels.csv [--model DIR]
    python -m training.prelabel DOCUMENT --corrected REPORT.csv --out labels.csv      a corrected report CSV says the rows

Nothing is overwritten. A document that cannot be read is named, and the others are still written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from goiextract.batch.folders import files_in
from goiextract.errors import GoiextractError
from goiextract.labelling.model import RowModel
from training.guessed_labels import bytes_of, guessed
from training.label_files import write_labels
from training.labelled import LabelledReport


def documents(given: Sequence[Path]) -> Iterator[Path]:
    """Files as given, and for folders the documents in them."""
    for path in given:
        yield from map(Path, files_in(path)) if path.is_dir() else [path]


def _labelled(paths: Sequence[Path], model: RowModel) -> tuple[list[LabelledReport], int]:
    found: list[LabelledReport] = []
    failed = 0
    for path in paths:
        try:
            report = guessed(bytes_of(path), path.name, model)
        except (GoiextractError, OSError) as error:
            said = error.strerror or error if isinstance(error, OSError) else error
            print(f"{path}: {said}", file=sys.stderr)
            failed += 1
            continue
        twin = next((other for other in found if other.document == report.document), None)
        if twin is not None:
            print(f"{path}: is the same document as {twin.report}; left out", file=sys.stderr)
        elif not report.fragments:
            print(f"{path}: holds no text; recognise its pictures first", file=sys.stderr)
            failed += 1
        else:
            found.append(report)
    return found, failed


def main() -> int:
    """Guess, write, sum up. 1 if a document could not be read, 2 if nothing was written."""
    parser = argparse.ArgumentParser(prog="python -m training.prelabel", description="guess the labels of new reports")
    parser.add_argument("documents", nargs="+", type=Path, help="reports, or folders of reports")
    parser.add_argument("--out", type=Path, required=True, help="label file to write; must not exist")
    parser.add_argument("--model", type=Path, help="folder of the model that guesses (default: the shipped one)")
    parser.add_argument("--corrected", type=Path, help="corrected CSV of these reports, as goiextract writes it")
    chosen = parser.parse_args()
    if chosen.out.exists():
        print(f"{chosen.out} is there already; nothing was written. Name another file.", file=sys.stderr)
        return 2
    try:
        model = RowModel.load(chosen.model)
        paths = list(dict.fromkeys(documents(chosen.documents)))
        if chosen.corrected is not None:
            from training.corrected_files import labels_by_hand

            reports, failed = labels_by_hand(chosen.corrected, paths, model)
        else:
            reports, failed = _labelled(paths, model)
    except GoiextractError as error:
        print(error, file=sys.stderr)
        return 2
    if not reports:
        print("no document could be read; nothing was written", file=sys.stderr)
        return 2
    try:
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        write_labels(chosen.out, reports)
    except OSError as error:
        print(f"{chosen.out}: {error.strerror or error}; nothing was written", file=sys.stderr)
        return 2
    fragments = [fragment for report in reports for fragment in report.fragments]
    doubtful = sum(bool(fragment.doubt) for fragment in fragments)
    print(f"{chosen.out}: {len(reports)} reports, {len(fragments)} fragments, {doubtful} in doubt (see column doubt)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
