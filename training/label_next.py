"""Unlabelled documents → which of them teach most if labelled, and why.

    python -m training.label_next DIR [--model DIR] [--labels DIR] [--most N] [--json FILE]

What a document chosen before already teaches counts less, so that the first ten are not ten of a kind. Ends with 0; with
1 if a document could not be read; with 2 if nothing was ranked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from goiextract import extract
from goiextract.batch import Failure, extract_many
from goiextract.batch.folders import files_in
from goiextract.errors import GoiextractError
from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import shipped_folder
from training.compare import trained_on
from training.label_chain import document_id
from training.label_files import LABELS, read_labels
from training.laid_out import laid_out
from training.lessons import KnownWordings, Lesson, lessons

#: What was taught n times before is worth this to the power of n: one label of a wording is not all there is to it.
AGAIN = 0.25
MOST = 20
NAMED = 5  # of each kind of reason, this many are named


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that was read, and what labelling it would teach."""

    file: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A document that is not ranked, and why; `failed` if it could not be read."""

    file: str
    why: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document in its place. `score`: what it adds to those before it; `alone`: what it teaches by itself."""

    rank: int
    file: str
    score: float
    alone: float
    reasons: str
    lessons: tuple[Lesson, ...]


def ranked(candidates: Sequence[Candidate], most: int) -> list[Ranked]:
    """Candidates → the `most` that teach most, each worth what it adds to those before it; ties by name."""
    waiting = sorted(candidates, key=lambda one: one.file)
    taught: dict[tuple[str, str], int] = {}
    found: list[Ranked] = []

    def adds(one: Candidate) -> float:
        return sum(lesson.worth * AGAIN ** taught.get((lesson.kind, lesson.name), 0) for lesson in one.lessons)

    while waiting and len(found) < most:
        worths = [adds(one) for one in waiting]
        first = max(range(len(waiting)), key=worths.__getitem__)  # of equals the first by name
        one = waiting.pop(first)
        again = sum((lesson.kind, lesson.name) in taught for lesson in one.lessons)
        alone = sum(lesson.worth for lesson in one.lessons)
        reasons = in_words(one.lessons, again)
        found.append(Ranked(len(found) + 1, one.file, round(worths[first], 3), round(alone, 3), reasons, one.lessons))
        for lesson in one.lessons:
            taught[lesson.kind, lesson.name] = taught.get((lesson.kind, lesson.name), 0) + 1
    return found


def in_words(taught: Sequence[Lesson], again: int = 0) -> str:
    """Lessons → the reasons for a person; `again` of them are taught by documents higher up."""
    parts = []
    for kind, one, several, named in (
        ("table", "1 table is not found", "{} tables are not found", True),
        ("sum", "1 sum fails", "{} sums fail", False),
        ("figure", "figures of 1 row are in doubt", "figures of {} rows are in doubt", False),
        ("wording", "1 unseen wording", "{} unseen wordings", True),
        ("doubt", "1 label in doubt", "{} labels in doubt", True),
    ):
        these = sorted((lesson for lesson in taught if lesson.kind == kind), key=lambda one: (-one.worth, one.name))
        if these:
            said = one if len(these) == 1 else several.format(len(these))
            names = [lesson.name for lesson in these[:NAMED]]
            parts.append(f"{said}: {', '.join(names)}{', …' if len(these) > NAMED else ''}" if named else said)
    if again and parts:
        parts.append(f"{again} of these also in documents above")
    return "; ".join(parts) or "nothing new: read without doubt"


def candidates_in(
    files: Sequence[str], folder: Path | None, known: KnownWordings
) -> tuple[list[Candidate], list[Aside]]:
    """Files → those read, and those set aside: unreadable, without text, trained on already, or the same as another.

    A file that crashes or hangs its reader does so in a process of its own, before it is looked at here. BadModel.
    """
    model = RowModel.load(folder)
    trained = trained_on(folder or shipped_folder())
    found: list[Candidate] = []
    aside: list[Aside] = []
    first: dict[str, str] = {}
    for file, outcome in zip(files, extract_many(files), strict=True):
        if isinstance(outcome, Failure):
            aside.append(Aside(file, f"{outcome.kind}: {outcome.message}", True))
            continue
        try:
            data = Path(file).read_bytes()
            document = document_id(data)
            if document in trained:
                aside.append(Aside(file, "the model was trained on it", False))
            elif document in first:
                aside.append(Aside(file, f"is the same document as {first[document]}", False))
            elif not (fragments := laid_out(data, file)):
                aside.append(Aside(file, "holds no text to label; recognise its pictures first", True))
            else:
                first[document] = file
                report = outcome if folder is None else extract(data, name=Path(file).name, model=model)
                found.append(Candidate(file, lessons(report, fragments, model, known)))
        except Exception as error:  # one document must not cost the others their place
            aside.append(Aside(file, f"{type(error).__name__}: {error}", True))
    return found, aside


def main() -> int:
    """Read, rank, print, write."""
    parser = argparse.ArgumentParser(prog="python -m training.label_next", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="folder of documents, searched at any depth")
    parser.add_argument("--model", type=Path, help="folder of the model that is to learn (default: the shipped one)")
    parser.add_argument("--labels", type=Path, default=LABELS, help="label files whose wordings are known already")
    parser.add_argument("--most", type=int, default=MOST, help=f"how many to name (default {MOST})")
    parser.add_argument("--json", type=Path, help="file to write the ranking and all its reasons to; must not exist")
    chosen = parser.parse_args()
    if chosen.most < 1:
        parser.error("--most must be 1 or more")
    if not chosen.folder.is_dir():
        parser.error(f"{chosen.folder} is no folder; give one that holds reports")
    if chosen.json is not None and (chosen.json.exists() or not chosen.json.parent.is_dir()):
        parser.error(f"{chosen.json} is there already or in no folder that there is; name another file")
    files = files_in(chosen.folder)
    try:
        known = KnownWordings(read_labels(chosen.labels))
        candidates, aside = candidates_in(files, chosen.model, known)
    except GoiextractError as error:
        print(f"{error}\nNothing was ranked.", file=sys.stderr)
        return 2
    found = ranked(candidates, chosen.most)
    for one in found:
        print(f"{one.rank:3}  {one.score:6.2f}  {one.file}\n             {one.reasons}")
    if len(candidates) > len(found):
        print(f"{len(candidates) - len(found)} more were read and are not among the first {chosen.most}")
    if aside:
        print(f"\nnot ranked: {len(aside)} of {len(files)}")
        for left in aside:
            print(f"  {left.file}\n      {left.why}")
    if not found:
        print(f"no document of {chosen.folder} could be ranked", file=sys.stderr)
        return 2
    if chosen.json is not None:
        whole = {"ranked": [asdict(one) for one in found], "not_ranked": [asdict(one) for one in aside]}
        try:
            chosen.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            print(f"{chosen.json}: {error.strerror}; the ranking was not written", file=sys.stderr)
            return 2
    return 1 if any(one.failed for one in aside) else 0


if __name__ == "__main__":
    sys.exit(main())
