"""Two models label the same held-out reports: which one is better, by how much, and on which lines they differ.

    python -m training.compare OLD NEW [--labels DIR] [--out lines.csv]

The reports are those of DIR that neither model was trained on, and made ones. Ends with 0; with 1 if NEW is shown to be
worse on either part; with 2 if nothing was compared.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from goiextract.errors import GoiextractError
from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import METADATA
from goiextract.labelling.normal import normal
from training.corpus.build import KINDS, missing_program
from training.guessing import probabilities
from training.held_out import FAST_KINDS, UNTOLD, made_reports
from training.label_files import LABELS, SEEDS, read_labels
from training.labelled import LabelledReport
from training.paired import Count, Difference, difference

MADE_PER_KIND = 12
SHOWN = 20  # wordings on which they differ that are printed; --out has all lines


class Line(NamedTuple):
    """A fragment whose label is known, and what each model takes it for, how surely. `group`: label file, or made kind."""

    report: str
    document: str
    group: str
    place: str
    text: str
    label: str
    old: str
    old_sure: float
    new: str
    new_sure: float

    @property
    def is_row(self) -> bool:
        """True for rows and groups of the forms, False for headers, headings and none."""
        return "." in self.label and not self.label.startswith(("header.", "heading."))

    @property
    def right(self) -> str:
        """Who has it right: both, old, new, neither."""
        return {(1, 1): "both", (1, 0): "old", (0, 1): "new"}.get(
            (self.old == self.label, self.new == self.label), "neither"
        )


def trained_on(folder: Path) -> frozenset[str]:
    """A model folder that loads → the documents it was trained on, as its metadata lists them; none if it has no list."""
    documents = json.loads((folder / METADATA).read_text("utf-8")).get("documents")
    return frozenset(filter(lambda one: isinstance(one, str), documents) if isinstance(documents, list) else ())


def lines_of(report: LabelledReport, group: str, old: RowModel, new: RowModel, alone: bool = False) -> list[Line]:
    """A labelled report → its fragments that have a known label, with both models' guesses: decoded in order, or by each
    fragment's own words."""
    if not report.fragments:
        return []
    texts = [one.text for one in report.fragments]
    figures = [one.figures for one in report.fragments]
    guesses = []
    for model in (old, new):
        table = np.exp(model.scores(texts)) if alone else probabilities(model, texts, figures)
        best = table.argmax(axis=1)
        guesses.append([(model.labels[n], float(row[n])) for n, row in zip(best.tolist(), table, strict=True)])
    return [
        Line(report.report, report.document, group, one.place, one.text, one.label, *before, *after)
        for one, before, after in zip(report.fragments, *guesses, strict=True)
        if one.label != UNTOLD
    ]


def counted(lines: Iterable[Line]) -> list[Count]:
    """Lines → one count a report."""
    by_report: dict[tuple[str, str], Counter[str]] = {}
    for line in lines:
        by_report.setdefault((line.group, line.document), Counter())[line.right] += 1
    return [
        Count(sum(n.values()), n["both"] + n["old"], n["both"] + n["new"], n["old"], n["new"])
        for n in by_report.values()
    ]


def shown(name: str, found: Difference) -> str:
    """One line of the table: right of all by each model, change and interval, who alone is right."""
    n = max(found.fragments, 1)
    interval = "too few reports" if found.low is None else f"[{found.low:+.2f}, {found.high:+.2f}]"
    return (
        f"{name:28} {found.reports:4} {found.old:6}/{found.fragments:<6}{100 * found.old / n:6.2f} %"
        f" {found.new:6}/{found.fragments:<6}{100 * found.new / n:6.2f} %  {found.change:+6.2f} {interval:17}"
        f" {found.only_old:4} {found.only_new:4}  p={found.p:.3g}"
    )


HEAD = f"{'':28} n    OLD right             NEW right              points, 95 %           only OLD, only NEW"


def said(name: str, found: Difference) -> str:
    """A difference in words: ``improves new.csv by +8.10 points [+5.20, +10.90] (of 6 reports 6 better, 0 worse)``."""
    if not found.fragments:
        return f"cannot be judged on {name} (no held-out reports)"
    interval = "(too few reports for an interval)" if found.low is None else f"[{found.low:+.2f}, {found.high:+.2f}]"
    verb = {"better": "improves", "worse": "worsens"}.get(found.verdict, "changes")
    reports = f"of {found.reports} reports {found.better} better, {found.worse} worse"
    return f"{verb} {name} by {found.change:+.2f} points {interval} ({reports})"


def learned_files(reports: Sequence[LabelledReport], old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """The label files from which NEW learned reports that OLD did not; all files where no such list tells."""
    names = frozenset(one.file.name for one in reports if one.document in new - old)
    return names or frozenset(one.file.name for one in reports)


def differing(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines on which the guesses differ, those of one wording together, the most frequent wordings first."""
    by_wording: dict[tuple[str, str, str, str], list[Line]] = {}
    for line in lines:
        if line.old != line.new:
            by_wording.setdefault((normal(line.text), line.label, line.old, line.new), []).append(line)
    return [some for _, some in sorted(by_wording.items(), key=lambda item: (-len(item[1]), item[0]))]


def as_csv(lines: Iterable[Line]) -> bytes:
    """Lines → CSV of those on which the guesses differ, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("count", "right", *Line._fields))
    for alike in differing(lines):
        for line in alike:
            rounded = (round(one, 4) if isinstance(one, float) else one for one in line)
            writer.writerow((len(alike), line.right, *rounded))
    return out.getvalue().encode("utf-8-sig")


def main() -> int:
    """Compare, print, write."""
    chosen = _chosen()
    try:
        old, new = RowModel.load(chosen.old), RowModel.load(chosen.new)
        labelled = read_labels(chosen.labels)
    except GoiextractError as error:
        print(f"{error}\nNothing was compared.", file=sys.stderr)
        return 2
    known_old, known_new = trained_on(chosen.old), trained_on(chosen.new)
    known = known_old | known_new | SEEDS
    held = [report for report in labelled if report.document not in known]
    left_out = Counter(report.file.name for report in labelled if report.document in known)
    made = [one for one in made_reports(chosen.made, kinds=chosen.kinds) if one.document not in known]
    lines = [line for one in held for line in lines_of(one, one.file.name, old, new, chosen.alone)]
    made_lines = [line for one in made for line in lines_of(one, f"made: {one.file.name}", old, new, chosen.alone)]
    for kind in filter(missing_program, chosen.kinds):
        print(f"{kind}: skipped, the program that renders it is not installed", file=sys.stderr)
    if not lines and not made_lines:
        print("no held-out report is left to compare on; label some that no model was trained on", file=sys.stderr)
        return 2
    print(f"OLD {chosen.old}\nNEW {chosen.new}")
    print(f"{chosen.labels}: {len(held)} labelled reports compared, {sum(left_out.values())} left out ", end="")
    by_file = ", ".join(f"{name} {n}" for name, n in sorted(left_out.items()))
    print(f"(trained on, or a seed of the project{': ' if by_file else ''}{by_file})")
    _print_table(lines, made_lines)
    learned = learned_files(labelled, known_old, known_new)
    own = [line for line in lines if line.group in learned]
    others = [line for line in lines if line.group not in learned] + made_lines
    names = f"the reports of {', '.join(sorted({line.group for line in own})) or chosen.labels}"
    worse = _print_verdict(names, difference(counted(own)), difference(counted(others)))
    _print_lines(lines + made_lines)
    if chosen.out is not None:
        try:
            chosen.out.write_bytes(as_csv(lines + made_lines))
        except OSError as error:
            print(f"{chosen.out}: {error.strerror}; the lines were not written", file=sys.stderr)
            return 2
        print(f"all of them: {chosen.out}")
    return 1 if worse else 0


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.compare", description=__doc__.split("\n")[0])
    parser.add_argument("old", type=Path, help="folder of the model as it is")
    parser.add_argument("new", type=Path, help="folder of the model that may replace it")
    parser.add_argument("--labels", type=Path, default=LABELS, help="folder of label files (default: training/labels)")
    parser.add_argument("--alone", action="store_true", help="judge each fragment by its own words, not in order")
    parser.add_argument("--out", type=Path, help="CSV to write with every line on which they differ; must not exist")
    parser.add_argument("--made", type=int, default=MADE_PER_KIND, help="made reports of each kind (0: none)")
    parser.add_argument("--kinds", default=",".join(FAST_KINDS), help=f"kinds of made reports, of {','.join(KINDS)}")
    chosen = parser.parse_args()
    chosen.kinds = tuple(kind for kind in chosen.kinds.split(",") if kind)
    if unknown := sorted(set(chosen.kinds) - set(KINDS)):
        parser.error(f"no such kind: {', '.join(unknown)}; the kinds are {', '.join(KINDS)}")
    if chosen.made < 0:
        parser.error("--made must be 0 or more")
    if chosen.out is not None and (chosen.out.exists() or not chosen.out.parent.is_dir()):
        why = "is there already" if chosen.out.exists() else "is in no folder that there is"
        parser.error(f"{chosen.out} {why}; nothing was compared. Name another file.")
    return chosen


def _print_table(lines: Sequence[Line], made: Sequence[Line]) -> None:
    every = [*lines, *made]
    print(f"\n{HEAD}")
    print(shown("all", difference(counted(every))))
    print(shown("all, row labels alone", difference(counted(line for line in every if line.is_row))))
    for name, part in (("labelled reports", lines), ("made reports", made)):
        if part:
            print(shown(name, difference(counted(part))))
            print(shown("  row labels alone", difference(counted(line for line in part if line.is_row))))
        for group in dict.fromkeys(line.group for line in part):
            print(shown(f"  {group}", difference(counted(line for line in part if line.group == group))))


def _print_verdict(names: str, own: Difference, others: Difference) -> bool:
    """Print what it comes to; True if NEW is worse on either part."""
    print(f"\nNEW {said(names, own)},\nand {said('all others', others)}.")
    verdicts = (own.verdict, others.verdict)
    if "worse" in verdicts:
        print("NEW is worse" + (" there and better elsewhere: do not ship it." if "better" in verdicts else "."))
    elif "better" in verdicts:
        print("NEW is better, and no harm to the rest is shown." if verdicts[1] != "better" else "NEW is better.")
    else:
        print("No difference is shown.")
    return "worse" in verdicts


def _print_lines(lines: Sequence[Line]) -> None:
    differ = differing(lines)
    if not differ:
        print("\nThey give every line the same label.")
        return
    total = sum(map(len, differ))
    print(f"\n{total} lines in {len(differ)} wordings on which they differ; * marks the right guess")
    for alike in differ[:SHOWN]:
        line = alike[0]
        guesses = (("OLD", line.old, line.old_sure), ("NEW", line.new, line.new_sure))
        said = "  ".join(f"{who} {one}{'*' if one == line.label else ''} {sure:.2f}" for who, one, sure in guesses)
        text = " ".join(line.text.split())
        text = text if len(text) <= 30 else f"{text[:29]}…"
        print(f"  {len(alike):4}  {text}  is {line.label}  {said}  ({line.report})")
    if len(differ) > SHOWN:
        print(f"  … and {len(differ) - SHOWN} more wordings")


if __name__ == "__main__":
    sys.exit(main())
