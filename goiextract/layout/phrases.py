"""Words on a line → phrases: what stands near one another is one cell's text, and figures stand apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from goiextract.forms import looks_like_figure
from goiextract.layout.text_lines import hull, is_note_mark, joined, recognised
from goiextract.records import Box, Word

PHRASE_GAP = 0.9  # of the type size: a wider gap parts cells; justified labels have gaps up to 0.8
HAN = "\u2e80"  # and after: characters as wide as the type size


class Phrase(Struct, frozen=True):
    """Words near one another on a line; or, not drawn, a place in it that is left empty."""

    text: str
    box: Box
    drawn: bool = True
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        """Its middle across the page."""
        return (self.box.x0 + self.box.x1) / 2


def phrases(line: Sequence[Word]) -> list[Phrase]:
    """The words of a line joined where they stand near one another; figures stay apart, from their label too."""
    groups: list[list[Word]] = []
    for word in line:
        if groups and word.box.x0 - groups[-1][-1].box.x1 <= PHRASE_GAP * min(_size(word), _size(groups[-1][-1])):
            both = looks_like_figure(word.text) and looks_like_figure(groups[-1][-1].text)
            if not both or is_note_mark(word, groups[-1][-1]):
                groups[-1].append(word)
                continue
        groups.append([word])
    return [
        Phrase(joined(group), hull(group), True, *recognised(group, joined)) for group in _parted_from_labels(groups)
    ]


def _parted_from_labels(groups: Sequence[list[Word]]) -> list[list[Word]]:
    """A figure near the end of its label, with nothing but figures behind it, is no part of the label."""
    parted: list[list[Word]] = []
    figures_only = True
    for group in reversed(groups):
        if figures_only and len(group) > 1 and group[-1].text.isdigit() and not group[-2].text[-1:].isdigit():
            parted.append(group[-1:])
            group = group[:-1]
        figures_only = figures_only and all(looks_like_figure(word.text) for word in group)
        parted.append(group)
    return parted[::-1]


def _size(word: Word) -> float:
    """A word's type size: a Han character is as wide; boxes of some fonts are half as tall again."""
    x0, top, x1, bottom = word.box
    if min(word.text) >= HAN:
        return max(1.0, min(bottom - top, (x1 - x0) / len(word.text)))
    return max(1.0, bottom - top)


def figures_behind(line: Sequence[Phrase]) -> list[Phrase]:
    """The figures that end a line, behind its label."""
    found: list[Phrase] = []
    for phrase in reversed(line):
        if not looks_like_figure(phrase.text):
            break
        found.append(phrase)
    return found[::-1]
