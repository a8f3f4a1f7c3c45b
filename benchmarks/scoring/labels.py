"""Row-label accuracy: of the rows that a document prints, to how many the reader gave a line that prints that row's label.

Right is a row for which some line was taken whose text fits its printed label best, and no line with figures whose text fits
another row's. A line that fits no label at all (a figure line without text, words lost) speaks neither for nor against.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from benchmarks.scoring.records import NamedLine, RowKey
from goiextract.labelling.normal import normal

LIKE_ENOUGH = 80.0  # of 100: a letter in five lost or misread, and no two rows' labels of one table are as alike

_MARKS = re.compile(r"[\W_]+")


def rows_right(labels: Mapping[RowKey, str], lines: Sequence[NamedLine]) -> set[RowKey]:
    """The rows to which the reader gave their own line. `labels`: what the document prints for each row."""
    printed = {key: plain(label) for key, label in labels.items()}
    own: set[RowKey] = set()
    anothers: set[RowKey] = set()
    for line in lines:
        fitting = rows_fitting(line.text, {key: label for key, label in printed.items() if key.table == line.row.table})
        if line.row in fitting:
            own.add(line.row)
        elif fitting and line.has_figures:
            anothers.add(line.row)
    return own - anothers


def rows_fitting(text: str, printed: Mapping[RowKey, str]) -> set[RowKey]:
    """The rows whose label (as `plain` gives it) the text is; else is part of, or holds; else is like. Several where the
    text does not tell them apart; none where it is no label."""
    own = plain(text)
    if not own:
        return set()
    if same := {key for key, label in printed.items() if label == own}:
        return same
    if held := {key for key, label in printed.items() if label in own}:
        longest = [printed[key] for key in held]
        return {key for key in held if not any(printed[key] != label and printed[key] in label for label in longest)}
    if pieces := {key for key, label in printed.items() if own in label}:
        return pieces
    alike = {key: fuzz.ratio(own, label) for key, label in printed.items()}
    best = max(alike.values(), default=0.0)
    return {key for key, ratio in alike.items() if ratio == best} if best >= LIKE_ENOUGH else set()


def plain(text: str) -> str:
    """Letters and digits only, in one width and one script: some lines come with their text in labelling's normal form."""
    return _MARKS.sub("", normal(text))
