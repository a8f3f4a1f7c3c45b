"""Words on a page → lines of text, top to bottom."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from goiextract.forms import raised
from goiextract.records import Box, Line, Place, Word

SAME_LINE = 0.5  # of the smaller height: words whose middles are nearer stand on one line
WORD_GAP = 0.3  # of the height: a wider gap is shown as a space

SMALL = 0.75  # of the height of the type before: raised marks of notes have 0.5 to 0.67


def visual_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped into the lines a reader sees, top to bottom, each left to right."""
    lines: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        middle, height = (word.box.top + word.box.bottom) / 2, max(word.box.bottom - word.box.top, 1.0)
        for number in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            mean, tall, members = lines[number]
            near = abs(mean - middle) <= SAME_LINE * min(height, tall)
            if near or _is_raised(word, members[-1]) or _is_raised(members[-1], word):
                members.append(word)
                lines[number] = ((mean * (len(members) - 1) + middle) / len(members), min(tall, height), members)
                break
        else:
            lines.append((middle, height, [word]))
    lines.sort(key=lambda line: line[0])
    return [sorted(members, key=lambda word: word.box.x0) for _, _, members in lines]


def _is_raised(word: Word, before: Word) -> bool:
    """True for the mark of a note beside the upper or lower part of its figure."""
    middle = (word.box.top + word.box.bottom) / 2
    return before.box.top < middle < before.box.bottom and is_note_mark(word, before)


def is_note_mark(word: Word, before: Word) -> bool:
    """True for digits in type much smaller than the figure right before them: the mark of a note, not more of the figure."""
    tall, small = before.box.bottom - before.box.top, word.box.bottom - word.box.top
    near = abs(word.box.x0 - before.box.x1) <= WORD_GAP * tall
    return near and small <= SMALL * tall and word.text.isdigit() and before.text[-1:].isdigit()


def joined(words: Sequence[Word]) -> str:
    """One line's words as text; gaps become single spaces, marks of notes are raised."""
    text, right = "", None
    for number, word in enumerate(words):
        if number and is_note_mark(word, words[number - 1]):
            text += raised(word.text)
            right = word.box.x1
            continue
        if right is not None and word.box.x0 - right > WORD_GAP * max(word.box.bottom - word.box.top, 1.0):
            text += " "
        text += word.text
        right = word.box.x1
    return text


def recognised(words: Sequence[Word], written: Callable[[Sequence[Word]], str]) -> tuple[float, tuple[str, ...]]:
    """How sure a recogniser is of all these words, and what else their text may be: with one of them read otherwise.

    written: words → the text that they are in their cell.
    """
    if all(word.confidence == 1.0 and not word.alternatives for word in words):
        return 1.0, ()
    other = [
        written([*words[:number], word._replace(text=text), *words[number + 1 :]])
        for number, word in enumerate(words)
        for text in word.alternatives
    ]
    return math.prod(word.confidence for word in words), tuple(dict.fromkeys(other))


def hull(words: Sequence[Word]) -> Box:
    """The least box around the words."""
    return Box(
        min(word.box.x0 for word in words),
        min(word.box.top for word in words),
        max(word.box.x1 for word in words),
        max(word.box.bottom for word in words),
    )


def text_lines(words: Sequence[Word], page: int | None) -> list[Line]:
    """The words as lines of text with their places."""
    return [Line(joined(line), Place(page, hull(line))) for line in visual_lines(words)]
