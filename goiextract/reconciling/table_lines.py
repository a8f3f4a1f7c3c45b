"""The lines of one table, each with a number by which it is known: those read, and those made of them by an arrangement."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from goiextract.records import Fragment


class TableLine(Struct, frozen=True):
    """One line. number: no other line of the table has it, as read or as an arrangement has it. of: the numbers of the lines as
    read that it was made of, in their order; its own alone where it stands as it was read."""

    number: int
    fragment: Fragment
    of: tuple[int, ...]


def lines_read(fragments: Sequence[Fragment]) -> tuple[TableLine, ...]:
    """The lines of a table as they were read."""
    return tuple(TableLine(number, fragment, (number,)) for number, fragment in enumerate(fragments))
