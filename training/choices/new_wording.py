"""Twenty new reports in an unseen wording: does learning from them improve such reports, and harm no other?

    python -m training.choices.new_wording --out DIR [--share 0.5]

Makes 20 reports to learn from and 22 others to be judged on, all with the same invented wordings; writes their label files to
DIR/learn and DIR/judge; trains the models DIR/old (training/labels) and DIR/new (with DIR/learn); and prints what
`training.compare` says of them: of each fragment by its own words, and decoded in order.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from training.choices.invented import reports_with_invented
from training.held_out import UNTOLD
from training.label_files import HELD_OUT_ONE_IN, write_labels
from training.labelled import LabelledReport

LEARN = 20


def main() -> int:
    """Make, train twice, compare."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.new_wording", description="a new wording learned")
    parser.add_argument("--out", type=Path, required=True, help="a folder that does not exist")
    parser.add_argument("--share", type=float, default=0.5, help="of the examples")
    chosen = parser.parse_args()
    if chosen.out.exists():
        sys.exit(f"{chosen.out} exists; give another folder.")
    reports = [_told(report) for report in reports_with_invented(6, every=True)]
    trained_on = [report for report in reports if int(report.document, 16) % HELD_OUT_ONE_IN]
    learn, judge = trained_on[::2][:LEARN], [*trained_on[1::2]]
    for name, part in (("learn", learn), ("judge", judge)):
        (chosen.out / name).mkdir(parents=True)
        write_labels(chosen.out / name / f"{name}.csv", part)
    print(f"{len(learn)} reports to learn from, {len(judge)} to judge on", flush=True)
    share = ("--share", str(chosen.share))
    _run("training.train", "--out", chosen.out / "old", *share)
    _run("training.train", "--out", chosen.out / "new", "--labels", chosen.out / "learn", *share)
    for way in (("--alone",), ()):
        print("\nby their own words" if way else "\ndecoded in order", flush=True)
        arguments = map(str, (chosen.out / "old", chosen.out / "new", "--labels", chosen.out / "judge", *way))
        subprocess.run([sys.executable, "-m", "training.compare", *arguments], check=False)
    return 0


def _told(report: LabelledReport) -> LabelledReport:
    """Fragments of which nobody can tell what they are, are written as such; `file` names the label file."""
    return replace(report, fragments=tuple(replace(one, label=one.label or UNTOLD) for one in report.fragments))


def _run(module: str, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    print(done.stdout.splitlines()[-1], flush=True)


if __name__ == "__main__":
    sys.exit(main())
