"""Labelled reports → examples of fragments alone: what stands in them, and the wordings that no list has yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from goiextract.labelling.normal import normal
from training.breakage import broken
from training.labelled import LabelledReport
from training.make_labels import Example, Wording

#: A new wording is broken this many times, as the listed ones are.
COPIES = 12


def report_examples(
    reports: Sequence[LabelledReport], wordings: Sequence[Wording], held: Iterable[Wording] = ()
) -> Iterator[Example]:
    """Every fragment of the reports once, and broken copies of each new wording. What is a held-out wording, or a piece
    of one and of no other, is left out."""
    known = {(normal(one.text), one.label) for one in wordings}
    pieces_of = [text for text, _ in known]
    hidden = {normal(one.text) for one in held}
    new: Counter[tuple[str, str]] = Counter()
    for report in reports:
        for number, one in enumerate(report.fragments):
            text = normal(one.text)
            if not text or not one.label or _is_hidden(text, hidden, pieces_of):
                continue
            yield Example(one.text, one.label, "report", Wording(text, one.label, report.report))
            follows = report.fragments[number + 1] if number + 1 < len(report.fragments) else None
            cut = one.continuation or (follows is not None and follows.continuation and follows.label == one.label)
            if one.label != "none" and not cut and len(text) > 1 and (text, one.label) not in known:
                new[text, one.label] += 1
    chance = Random("new wordings")
    for text, label in sorted(new):
        for _ in range(COPIES):
            yield Example(broken(text, chance), label, "report", Wording(text, label, "reports"))


def _is_hidden(text: str, hidden: set[str], others: Sequence[str]) -> bool:
    inside = text in hidden or (len(text) > 3 and any(text in one or one in text for one in hidden))
    return inside and not any(text == other or (text in other and text not in hidden) for other in others)
