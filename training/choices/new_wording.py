"""Twenty new reports of one office that words its rows as no list does: does learning from them help it, and harm no other?

    python -m training.choices.new_wording --out DIR [--made 12]

Makes 30 reports of that office, 20 to learn from (DIR/learn) and 10 to be judged on, and 10 of another office whose wordings no
one learns. Trains DIR/old (training/labels) and DIR/new (DIR/learn besides) as `training.train` does, and prints what
`training.compare` says of them on DIR/judge and on made reports: each fragment by its own words, then decoded in order.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from training.choices.invented import INVENTED, reports_that_print
from training.held_out import HELD_OUT_SEED
from training.label_files import HELD_OUT_ONE_IN, write_labels
from training.labelled import LabelledReport

#: How the office words its rows, always so: some share no word with the form's, some have lost their number.
OFFICE: dict[str, str] = {
    "applications.new": "一、当期收件总计",
    "applications.carried_in": "二、往期遗留件",
    "applications.granted": "（一）如数给出",
    "applications.partial": "（二）遮去若干再给",
    "applications.deny_secret": "1.涉密",
    "applications.deny_third_party": "4.损及他方",
    "applications.deny_internal": "5.人事后勤类材料",
    "applications.deny_process": "6.会商底稿",
    "applications.deny_enforcement": "7.办案卷宗",
    "applications.unable_not_held": "查无此件",
    "applications.unable_no_ready": "2.尚须另行汇编",
    "applications.refuse_petition": "1.借此上访告状",
    "applications.refuse_repeat": "先前已经答过",
    "applications.refuse_mass": "4.海量索取",
    "applications.carried_out": "四、留待来年",
}
#: Another office, of which nothing is learned.
OTHER = {label: texts[-1] for label, texts in INVENTED.items()}
LEARN, JUDGE = 20, 10
#: Reports of each kind that are made to choose from.
PER_KIND = 6


def main() -> int:
    """Make, train twice, compare."""
    parser = argparse.ArgumentParser(prog="python -m training.choices.new_wording", description="a new wording learned")
    parser.add_argument("--out", type=Path, required=True, help="a folder that does not exist")
    parser.add_argument("--made", type=int, default=12, help="made reports of each kind that `compare` judges on too")
    chosen = parser.parse_args()
    if chosen.out.exists():
        sys.exit(f"{chosen.out} exists; give another folder.")
    print(
        "{} reports to learn from, {} to judge on, {} of another office".format(*write_reports(chosen.out)), flush=True
    )
    old, new, judge = chosen.out / "old", chosen.out / "new", chosen.out / "judge"
    _run("training.train", "--out", old)
    _run("training.train", "--out", new, "--labels", chosen.out / "learn")
    for way in (("--alone",), ()):
        print("\n=== by their own words" if way else "\n=== decoded in order", flush=True)
        arguments = map(str, (old, new, "--labels", judge, "--made", chosen.made, *way))
        subprocess.run([sys.executable, "-m", "training.compare", *arguments], check=False)
    return 0


def write_reports(out: Path, per_kind: int = PER_KIND) -> tuple[int, int, int]:
    """Write learn/office.csv, judge/office.csv (those learned from too: `compare` leaves them out, and knows by them which
    file was learned) and judge/other_office.csv into a new folder → how many reports to learn, to judge, of the other.
    """
    office = _reports(OFFICE, HELD_OUT_SEED + 4, per_kind)
    # reports that training would hold out by their hash can only be judged on
    learn = [one for one in office if int(one.document, 16) % HELD_OUT_ONE_IN][:LEARN]
    judge = [one for one in office if one not in learn]
    judge = judge[:: max(1, len(judge) // JUDGE)][:JUDGE]
    other = _reports(OTHER, HELD_OUT_SEED + 5, per_kind)[: 2 * JUDGE : 2]
    for folder, name, reports in (
        ("learn", "office.csv", learn),
        ("judge", "office.csv", [*learn, *judge]),
        ("judge", "other_office.csv", other),
    ):
        (out / folder).mkdir(parents=True, exist_ok=True)
        write_labels(out / folder / name, reports)
    return len(learn), len(judge), len(other)


def _reports(wordings: Mapping[str, str], seed: int, per_kind: int) -> list[LabelledReport]:
    """Reports in such wordings, of all kinds in turn."""
    made = reports_that_print({label: (text,) for label, text in wordings.items()}, 1.0, per_kind, seed)
    return sorted(made, key=lambda report: report.document)


def _run(module: str, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    print(done.stdout.splitlines()[-1], flush=True)


if __name__ == "__main__":
    sys.exit(main())
