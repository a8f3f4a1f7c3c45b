"""Words on a page → lines of text, top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goiextract.records import Box, Line, Place, Word

SAME_LINE = 0.5  # of the smaller height: words whose middles are nearer stand on one line
WORD_GAP = 0.3  # of the height: a wider gap is shown as a space


def visual_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped into the lines a reader sees, top to bottom, each left to right."""
    lines: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda word: word.box.top + word.box.bottom):
        middle, height = (word.box.top + word.box.bottom) / 2, max(word.box.bottom - word.box.top, 1.0)
        for number in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            mean, tall, members = lines[number]
            if abs(mean - middle) <= SAME_LINE * min(height, tall):
                members.append(word)
                lines[number] = ((mean * (len(members) - 1) + middle) / len(members), min(tall, height), members)
                break
        else:
            lines.append((middle, height, [word]))
    lines.sort(key=lambda line: line[0])
    return [sorted(members, key=lambda word: word.box.x0) for _, _, members in lines]


def joined(words: Sequence[Word]) -> str:
    """One line's words as text; gaps become single spaces."""
    text, right = "", None
    for word in words:
        if right is not None and word.box.x0 - right > WORD_GAP * max(word.box.bottom - word.box.top, 1.0):
            text += " "
        text += word.text
        right = word.box.x1
    return text


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
