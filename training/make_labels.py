"""Wordings (the forms' own and training/wordings/*.csv) → labelled fragments as they arrive, broken in named ways.

    python -m training.make_labels [--seed N] [--held-out]     prints text,label,kind,wording as CSV

A wording is held out whole: neither it nor any broken copy of it is in the other part.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from goiextract.forms import forms
from training.breakage import broken, cut, spaced
from training.narrative import filled, row_names, wrapped

WORDINGS = Path(__file__).parent / "wordings"

#: Reports whose wordings are never trained on when the model is measured. The seeds (s0–s4) are never among them.
HELD_OUT_REPORTS = ("hongze", "SQ", "kewei", "pingtan", "gengma", "WH20", "SH19", "HZ25", "huitong")
#: Of the other variants, one in this many is held out as well.
HELD_OUT_ONE_IN = 5

PER_LABEL = 420
PER_HEADER = 1200
PER_NONE = 5000
#: In how many fragments: a piece of a label only; the group above (or below) it in one string; the row before it too.
CUT, GROUPED, AFTER_ANOTHER = 0.36, 0.25, 0.03
#: What stands over the row names of 表二.
CORNER = "信息内容"
#: A bare 总计 or 其他 stands for a row or for a column: so many fragments per unit of its weight.
PER_AMBIGUOUS = 30


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to print a label. `source`: ``form``, ``own``, or the report it was met in."""

    text: str
    label: str
    source: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A fragment as laid out, what it is, how it was broken (full, piece, grouped, other), and from which wording."""

    text: str
    label: str
    kind: str
    wording: Wording


def form_wordings() -> list[Wording]:
    """What the forms print: rows, groups, block headings, section headings and column heads."""
    found: dict[tuple[str, str], Wording] = {}
    for form in forms():
        for table in form.tables:
            texts = [(table.heading, f"heading.{table.key}")]
            texts += [(block, f"heading.{table.key}") for block in table.blocks]
            texts += [(line.printed, f"{table.key}.{line.key}") for line in table.lines]
            texts += [(column.printed, f"header.{table.key}") for line in table.lines for column in line.columns]
            for text, label in texts:
                if text not in ("总计", "其他"):  # wordings/ambiguous.csv has them, as row and as column
                    found[text, label] = Wording(text, label, "form")
    return list(found.values())


def read_wordings(folder: Path = WORDINGS) -> list[Wording]:
    """wordings/*.csv → wordings. ValueError names file and line of a mistake."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                if None in row or not all(row.get(key) for key in ("text", "label", "source")):
                    raise ValueError(f"{path.name} line {number}: needs text, label and source, and nothing more")
                found.append(Wording(row["text"], row["label"], row["source"], int(row.get("weight") or 0)))
    return found


def parted(wordings: list[Wording], seed: int) -> tuple[list[Wording], list[Wording]]:
    """Wordings → those to train on and those held out, each drawn by itself, so that a new one moves no other.

    What the form prints and the seeds (s0–s4) is always trained on.
    """
    train: list[Wording] = []
    held: list[Wording] = []
    for wording in wordings:
        only_a_slot = wording.text[0] == "{" and wording.text.find("}") == len(wording.text) - 1
        fixed = wording.weight or only_a_slot or wording.source in ("form", "s0", "s1", "s2", "s3", "s4")
        drawn = sha256(f"{seed} {wording.label} {wording.text}".encode()).digest()[0] % HELD_OUT_ONE_IN == 0
        out = not fixed and (drawn or wording.source in HELD_OUT_REPORTS)
        (held if out else train).append(wording)
    return train, held


def examples(wordings: list[Wording], seed: int, share: float = 1.0) -> Iterator[Example]:
    """Wordings → broken fragments, the same for the same seed. `share` scales how many."""
    chance = Random(f"examples {seed}")
    rows = row_names()
    groups = _groups()
    by_label: dict[str, list[Wording]] = {}
    for wording in wordings:
        if wording.weight:  # ambiguous: only ever as it stands, or with gaps
            for _ in range(round(wording.weight * PER_AMBIGUOUS * share)):
                text = spaced(wording.text, chance) if chance.random() < 0.3 else wording.text
                yield Example(text, wording.label, "ambiguous", wording)
        else:
            by_label.setdefault(wording.label, []).append(wording)
    for label, ways in sorted(by_label.items()):
        # What the form prints is as frequent as all variants together; every wording is there at least a few times.
        official = [way for way in ways if way.source == "form" and label != "none"]
        for number in range(round(_wanted(label) * share)):
            wording = ways[number % len(ways)] if not official or number % 2 else official[number // 2 % len(official)]
            if label == "none":
                yield _none(wording, chance, rows)
            else:
                yield _fragment(wording, chance, groups)


def _wanted(label: str) -> int:
    if label == "none":
        return PER_NONE
    return PER_HEADER if label.startswith(("header.", "heading.")) else PER_LABEL


def _none(wording: Wording, chance: Random, rows: tuple[str, ...]) -> Example:
    text = filled(wording.text, chance, rows)
    if chance.random() < 0.5:
        text = wrapped(text, chance)
    text = broken(text, chance, {"note": 0.01, "mistyped": 0.02, "one_lost": 0.02, "spaced": 0.1, "marks_lost": 0.0})
    return Example(text, "none", "none", wording)


def _fragment(wording: Wording, chance: Random, groups: dict[str, tuple[tuple[str, ...], str]]) -> Example:
    text, kind = broken(wording.text, chance), "full"
    above, before = groups.get(wording.label, ((), ""))
    if chance.random() < CUT:
        text, kind = cut(text, chance), "piece"
    joint = chance.choice(["", "", " ", "\n"])
    in_group = wording.label.startswith("applications.")
    if above and chance.random() < GROUPED:
        # the group's cell spans rows, so any of its lines may stand beside this row; mostly the nearest group
        nearest = above[-1:] if in_group and chance.random() < 0.6 else above
        group = joint.join(_line_of(one, chance) for one in nearest)
        text = text + joint + group if in_group and chance.random() < 0.12 else group + joint + text
        kind = "grouped"
    elif before and kind == "full" and chance.random() < AFTER_ANOTHER:
        text, kind = _line_of(before, chance) + joint + text, "grouped"
    return Example(text, wording.label, kind, wording)


def _line_of(text: str, chance: Random) -> str:
    text = broken(text, chance, {"note": 0.0, "mistyped": 0.02, "one_lost": 0.02})
    return cut(text, chance) if chance.random() < 0.35 else text


def _groups() -> dict[str, tuple[tuple[str, ...], str]]:
    """Row label → the texts that may stand before it in one string, outermost first, and the row printed before it."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for form in forms():
        for table in form.tables:
            printed = {line.key: line.printed for line in table.lines}
            above = {line.key: line.under for line in table.lines}
            previous = ""
            for line in table.lines:
                chain: list[str] = []
                key = line.under
                while key:
                    chain.insert(0, printed.get(key, key))
                    key = above.get(key, "")
                if table.layout == "blocks":  # no group, but glued text has the heads of the columns before the row
                    chain += [CORNER, *(column.printed for column in line.columns)]
                found[f"{table.key}.{line.key}"] = (tuple(chain), previous)
                previous = "" if line.is_group else line.printed
    return found


def main() -> None:
    """Print the examples of one part."""
    parser = argparse.ArgumentParser(prog="python -m training.make_labels", description="print training fragments")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true", help="the held-out wordings instead")
    chosen = parser.parse_args()
    train, held = parted(form_wordings() + read_wordings(), chosen.seed)
    out = csv.writer(sys.stdout)
    out.writerow(["text", "label", "kind", "wording"])
    for example in examples(held if chosen.held_out else train, chosen.seed):
        out.writerow([example.text, example.label, example.kind, example.wording.text])


if __name__ == "__main__":
    main()
