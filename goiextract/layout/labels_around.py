"""Labels of two lines on a page without ruling lines: their figures stand on a line of their own, at half their height."""

from __future__ import annotations

from collections.abc import Sequence

from goiextract.layout.phrases import Phrase, figures_behind
from goiextract.records import Box

FLUSH = 2.0  # points: the lines of a label begin so near to each other
TIGHT = 1.0  # of a line's height: the lines of one label have less between them
HALF = 0.25  # of a line's height: the figures stand so near the middle between both


def with_whole_labels(lines: Sequence[list[Phrase]]) -> list[list[Phrase]]:
    """The same lines, the figures with the whole of their label and what stands before it; its two lines are left empty.

    Not where a line may end one label and begin the next: there figures merely stand lower than their labels.
    """
    found = list(lines)
    between = {number for number in range(1, len(lines) - 1) if _stands_between(*lines[number - 1 : number + 2])}
    for number in between - {n + step for n in between for step in (-2, 2)}:
        above, line, below = lines[number - 1 : number + 2]
        one, two = above[-1], below[0]
        box = Box(min(one.box.x0, two.box.x0), one.box.top, max(one.box.x1, two.box.x1), two.box.bottom)
        found[number - 1 : number + 2] = [], [*above[:-1], Phrase(one.text + two.text, box), *line], []
    return found


def _stands_between(above: Sequence[Phrase], line: Sequence[Phrase], below: Sequence[Phrase]) -> bool:
    """True for mere figures between the two lines of one label."""
    if len(figures_behind(line)) < len(line) or figures_behind(above) or figures_behind(below) or len(below) > 1:
        return False
    return _is_one_label(above[-1].box, line[0].box, below[0].box)


def _is_one_label(above: Box, line: Box, below: Box) -> bool:
    height = above.bottom - above.top
    flush = abs(above.x0 - below.x0) <= FLUSH
    halfway = (
        abs((above.top + above.bottom + below.top + below.bottom) / 4 - (line.top + line.bottom) / 2) <= HALF * height
    )
    return flush and halfway and below.top - above.bottom < TIGHT * height
