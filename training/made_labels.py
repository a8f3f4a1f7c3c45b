"""Made reports → a label file: what every fragment is, known from the objects that each report was made of.

    python -m training.made_labels --out training/labels/made.csv [--reports 6] [--seed 1]

A fragment of which nobody can tell (lines run together) is labelled `unknown`; reports with many such are left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.corpus.build import KINDS, missing_program
from training.held_out import UNTOLD, made_reports
from training.label_files import write_labels

#: Kinds whose pages are pictures have no text to label.
PICTURES = "scan"
#: A report of which more than this share of fragments cannot be told teaches little.
MOST_UNTOLD = 0.1


def main() -> None:
    """Make, label, write."""
    parser = argparse.ArgumentParser(prog="python -m training.made_labels", description="label made reports")
    parser.add_argument("--out", type=Path, required=True, help="the label file to write; must not exist")
    parser.add_argument("--reports", type=int, default=6, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.out.exists():
        sys.exit(f"{chosen.out} exists; nothing was made. Give another name.")
    if chosen.reports < 1:
        parser.error("--reports must be 1 or more")
    try:  # before the minutes that making takes
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{chosen.out.parent}: {error.strerror}; nothing was made. Give another folder.")
    kinds = [kind for kind in KINDS if not kind.startswith(PICTURES)]
    for kind in filter(missing_program, kinds):
        print(f"{kind}: skipped, its program is not installed", file=sys.stderr)
    reports = made_reports(chosen.reports, chosen.seed, kinds)
    told = [
        report
        for report in reports
        if sum(one.label == UNTOLD for one in report.fragments) <= MOST_UNTOLD * len(report.fragments)
    ]
    write_labels(chosen.out, told)
    fragments = sum(len(report.fragments) for report in told)
    print(f"{chosen.out}: {len(told)} reports, {fragments} fragments; {len(reports) - len(told)} reports left out")


if __name__ == "__main__":
    main()
