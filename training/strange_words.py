"""Labelled reports → the same with words that no one knows in place of some labels.

A model that has met every wording of its reports trusts the words alone. Where a report words a row anew, only its
number, its neighbours and the figures beside it are left to tell what it is, and that has to be learnt too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from goiextract.forms import forms
from training.labelled import LabelledFragment, LabelledReport
from training.narrative import filled, row_names

#: Of the rows and groups, and of the heads and headings of a report, this share is worded anew.
ROWS, TITLES = 0.2, 0.05
#: So many rows change places with the one below, as some offices print them: words that are known outweigh the order.
SWAPPED = 0.03
#: Behind so many fragments stands one that is nothing: a page number, or a row that the form does not have.
NOTHING = 0.04
#: The number before a label is kept so often.
NUMBERED = 0.75
ROW_LABELS = frozenset(f"{table.key}.{row.key}" for form in forms() for table in form.tables for row in table.rows)
_NUMBER = re.compile(r"^\s*(?:[（(]\s*[一二三四五六七]\s*[）)]|[一二三四][、.]|\d\s*[.、．])")


def strangely_worded(reports: Sequence[LabelledReport], seed: int) -> list[LabelledReport]:
    """The same reports and seed → the same words."""
    chance = Random(f"strange words {seed}")
    names = row_names()
    return [replace(report, fragments=tuple(_all(report, chance, names))) for report in reports]


def _all(report: LabelledReport, chance: Random, names: tuple[str, ...]) -> Iterator[LabelledFragment]:
    fragments = list(report.fragments)
    for number, (one, below) in enumerate(pairwise(fragments)):
        if _is_row(one) and _is_row(below) and one.label != below.label and chance.random() < SWAPPED:
            fragments[number : number + 2] = below, one
    for one in fragments:
        yield _worded(one, chance, names)
        if chance.random() < NOTHING:
            page_number = chance.choice(("- {} -", "-{}-", "— {} —", "第{}页", "{}")).format(chance.randint(1, 12))
            page = LabelledFragment(page_number, "none")
            yield page if chance.random() < 0.7 else LabelledFragment(_noun(chance), "none", one.figures)


def _is_row(one: LabelledFragment) -> bool:
    return one.figures > 0 and not one.continuation and one.label in ROW_LABELS


def _worded(one: LabelledFragment, chance: Random, names: tuple[str, ...]) -> LabelledFragment:
    title = one.label.startswith(("header.", "heading."))
    if one.label in ("none", "") or one.continuation or chance.random() > (TITLES if title else ROWS):
        return one
    number = _NUMBER.match(one.text)
    words = _noun(chance) if chance.random() < 0.5 else _patched(chance, names)
    kept = number.group() if number and chance.random() < NUMBERED else ""
    return replace(one, text=kept + words)


def _noun(chance: Random) -> str:
    """Words of this kind of work that name no row."""
    return _NUMBER.sub("", filled("{title}", chance, ()))


def _patched(chance: Random, names: tuple[str, ...]) -> str:
    """Pieces of the names of two rows: words that are known, and tell nothing."""
    pieces = []
    for name in chance.sample(names, 2):
        start = chance.randrange(max(1, len(name) - 2))
        pieces.append(name[start : start + chance.randint(2, 5)])
    return "".join(pieces)
