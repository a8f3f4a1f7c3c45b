"""A table typed as it is printed, a line each row under the form's columns → one line a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goiextract.typed.addresses import cell_named
from goiextract.typed.header import Header

_ABOUT = ("source", "agency", "year", "form", "table")


def as_one_a_line(
    header: Header, lines: Iterator[tuple[int, Sequence[str]]]
) -> tuple[Header, int, Iterator[tuple[int, Sequence[str]]]]:
    """A header that is as printed, and its lines → header, number of columns and lines with one figure each.

    A line that is blank behind its name and names no row is left out: the heading of a group. A line with more values than
    columns gives one line that is as long, so that it is said.
    """
    names = (*_ABOUT, "row", "column", "value")
    single = Header({name: at for at, name in enumerate(names)}, {}, {}, (), ())
    return single, len(names), _unfolded(header, lines)


def _unfolded(header: Header, lines: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    width = 1 + max((*header.named.values(), *header.columns))
    for number, line in lines:
        about = [line[header.named[name]] if header.named.get(name, len(line)) < len(line) else "" for name in _ABOUT]
        row = line[header.named["row"]] if header.named["row"] < len(line) else ""
        beyond = [cell for cell in line[width:] if cell.strip()]
        figures = {column: line[at] for at, column in header.columns.items() if at < len(line)}
        if beyond:
            yield number, (*about, row, "", "", *beyond)
        elif any(value.strip() or cell_named(about[-1], row, column) for column, value in figures.items()):
            yield from ((number, (*about, row, column, value)) for column, value in figures.items())
