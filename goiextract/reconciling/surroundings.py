"""What the lines of a table say of the cells of each: where one lacks, which it is; whether digits alone are one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from goiextract.reconciling.table_lines import TableLine
from goiextract.records import CellKind, Fragment

FEWEST_ZEROS = 3  # figures that begin with a 0, from which a table is known to print its zeros


class Surroundings(NamedTuple):
    """What is known of a line from those around it.

    cut_off: the document ends in it, so that its last cells may be the ones not there. beside_stub: the lines around it have a
    blank cell of the stub before their figures. all_short: most lines lack a cell, so that it is one column that is not there.
    apart: most lines have several cells, so that few digits alone are one figure. zeros: figures that are 0 are printed, so
    that a run of as many digits as columns is one digit for each rather than one figure beside blanks.
    """

    cut_off: bool = False
    beside_stub: bool = False
    all_short: bool = False
    apart: bool = False
    zeros: bool = False


ALONE = Surroundings()


class TableHabits:
    """How the lines of one table have their cells."""

    def __init__(self, fragments: Sequence[Fragment], widths: Mapping[str, int]) -> None:
        """The table's lines, and how many columns each of its rows has."""
        cells = [len(fragment.tokens) for fragment in fragments if fragment.tokens]
        width = max(widths.values(), default=0)
        self.apart = 2 * sum(n > 1 for n in cells) > len(cells)
        self.all_short = 2 * sum(n == width - 1 for n in cells) > len(cells)
        self.beside_stub = _beside_stub(fragments, widths)
        self.beside_zeros = _beside_zeros(fragments)

    def of(self, line: TableLine, cut_off: bool) -> Surroundings:
        """What is known of one of its lines: of one that was joined what is known of any of its parts, but what follows it
        follows the last of them."""
        stub = not self.beside_stub.isdisjoint(line.of)
        return Surroundings(cut_off, stub, self.all_short, self.apart, line.of[-1] in self.beside_zeros)


def _beside_stub(fragments: Sequence[Fragment], widths: Mapping[str, int]) -> set[int]:
    """The lines (by number) next to one with a cell more than its row has columns, the first of which is blank. Where the
    last is blank too, either may be the one too many."""
    most = max(widths.values(), default=0)
    numbers = [number for number, fragment in enumerate(fragments) if fragment.tokens]
    found = set()
    for at, number in enumerate(numbers):
        line = fragments[number]
        named = max(line.scores, key=lambda score: score[1], default=("", 0.0))[0]
        more = len(line.tokens) == widths.get(named, most) + 1
        stub = more and line.tokens[0].kind is CellKind.BLANK is not line.tokens[-1].kind
        if stub and not line.tokens[0].columns:
            found.update(numbers[max(at - 1, 0) : at + 2])
    return found


def _beside_zeros(fragments: Sequence[Fragment]) -> set[int]:
    """The lines (by number) of a table that prints its zeros, so that none of theirs is a blank; but not one with figures
    of no row behind it, which may be the rest of its own. One zero says nothing: an archive may keep one of equal lines."""
    lines = [(number, fragment) for number, fragment in enumerate(fragments) if fragment.tokens]
    zeros = sum(token.printed.strip().startswith("0") for _, line in lines for token in line.tokens)
    if zeros < FEWEST_ZEROS:
        return set()
    strays = [max(line.scores, key=lambda score: score[1], default=("", 0.0))[0] == "" for _, line in lines[1:]]
    return {number for (number, _), stray in zip(lines, [*strays, False], strict=True) if not stray}
