"""The ways one line's figure cells may fill the cells of its row: what an exact reader has to choose from, by sums alone.

A line tells how many figures it has and, where columns are named, which column each stands in. Where that does not fit the
row, something was done to it, and each way to undo it takes so many edits: a figure not read, a number that is none of the
row's, a run of digits cut in two, two tokens joined to one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from benchmarks.simulation.drafts import ReadCell
from goiextract.records import CellKey

MOST_WAYS = 20_000  # of one line: more are not listed
MOST_MIXED = 2  # edits up to which kinds are mixed in one line; beyond, all are of one kind

Values = tuple[int | None, ...]  # a number each cell; None where nothing is read, or a blank


class Way(NamedTuple):
    """The number of each cell of the row (None: not read, or blank), and how many edits of the line that takes."""

    values: dict[CellKey, int | None]
    edits: int


class TooMany(Exception):
    """More ways than are listed: then nothing can be said."""


def line_ways(cells: Sequence[ReadCell], rows: Sequence[Sequence[CellKey]], columns: Sequence[str | None]) -> list[Way]:
    """All ways of a line on these rows of cells: one, or two that may have been read as one, or all of a table side by side.

    columns: name of each cell's column as tokens name it, all None where only the order is known. TooMany beyond MOST_WAYS.
    """
    keys = [key for row in rows for key in row]
    found: Iterator[tuple[Values, int]]
    if any(cell.glued for cell in cells):
        found = ((values, 0) for values in runs("".join(cell.text for cell in cells), [len(row) for row in rows]))
    elif not any(cell.column for cell in cells):
        found = _in_order([cell.text.strip() for cell in cells], len(keys))
    elif len(rows) == 2 and list(columns[: len(rows[0])]) == list(columns[len(rows[0]) :]):
        found = _two_rows(cells, columns[: len(rows[0])])
    else:
        found = _by_column(cells, columns)
    ways: dict[Values, int] = {}
    for n, (values, edits) in enumerate(found):
        if n == MOST_WAYS:
            raise TooMany
        ways[values] = min(edits, ways.get(values, edits))
    return [Way(dict(zip(keys, values, strict=True)), edits) for values, edits in ways.items()]


def _number(text: str) -> int | None:
    return int(text) if text else None


def _is_number(text: str) -> bool:
    return text == "0" or (text.isdigit() and text[0] != "0")


def _cuts(text: str) -> list[tuple[str, str]]:
    """A run of digits as two numbers, each written without leading zeros."""
    both = ((text[:at], text[at:]) for at in range(1, len(text)))
    return [(one, two) for one, two in both if _is_number(one) and _is_number(two)]


def _is_thousands(head: str, tail: str) -> bool:
    """Whether the two may be one number that fell apart before its last three digits."""
    return len(tail) == 3 and tail.isdigit() and len(head) <= 3 and _is_number(head) and head != "0"


def _in_order(texts: Sequence[str], n: int) -> Iterator[tuple[Values, int]]:
    """Ways of figures of which only the order is known into `n` cells; no figure is written with leading zeros."""
    for parts, edits in _arranged(texts, n):
        if all(not part or _is_number(part) for part in parts):
            yield tuple(map(_number, parts)), edits


def _arranged(texts: Sequence[str], n: int) -> Iterator[tuple[Sequence[str], int]]:
    if len(texts) == n:
        yield texts, 0
        if texts and not texts[0]:  # a blank cell of the stub, and a figure lost
            yield from ((values, 2) for values in _with_lost(texts[1:], n))
    short, over = n - len(texts), len(texts) - n
    if short > 0:
        for n_cut in range(min(short, MOST_MIXED) + 1):
            for parts in _with_cuts(texts, n_cut):
                yield from ((values, short) for values in _with_lost(parts, n))
    if over > 0:
        for n_joined in range(over + 1) if over <= MOST_MIXED else (0, over):
            for parts in _with_joins(texts, n_joined):
                for dropped in combinations(range(len(parts)), over - n_joined):
                    yield [text for at, text in enumerate(parts) if at not in dropped], over


def _with_lost(texts: Sequence[str], n: int) -> Iterator[list[str]]:
    for places in combinations(range(n), len(texts)):
        at = dict(zip(places, texts, strict=True))
        yield [at.get(number, "") for number in range(n)]


def _with_cuts(texts: Sequence[str], n_cut: int) -> Iterator[list[str]]:
    for which in combinations(range(len(texts)), n_cut):
        for halves in product(*(_cuts(texts[at]) for at in which)):
            cut = dict(zip(which, halves, strict=True))
            yield [part for at, text in enumerate(texts) for part in cut.get(at, (text,))]


def _with_joins(texts: Sequence[str], n_joined: int, start: int = 0) -> Iterator[list[str]]:
    if not n_joined:
        yield list(texts)
        return
    for at in range(start, len(texts) - 1):
        if _is_thousands(texts[at], texts[at + 1]):
            joined = [*texts[:at], texts[at] + texts[at + 1], *texts[at + 2 :]]
            yield from _with_joins(joined, n_joined - 1, at + 1)


def _by_column(cells: Sequence[ReadCell], columns: Sequence[str | None]) -> Iterator[tuple[Values, int]]:
    """Ways of figures whose columns are named: which number of a cell that has several, and runs beside an empty cell cut."""
    texts = {column: [cell.text.strip() for cell in cells if cell.column == column] for column in columns}
    choices = [_choices(texts[column]) for column in columns]
    for chosen in product(*choices):
        yield tuple(value for value, _ in chosen), sum(edits for _, edits in chosen)
    if any(len(each) > 1 for each in choices):
        return
    values = [each[0][0] for each in choices]
    for at, value in enumerate(values):
        for beside in (at - 1, at + 1):
            if value is None or not 0 <= beside < len(values) or values[beside] is not None:
                continue
            # as it stands in the cell, for a run may begin with a zero
            for one, two in _cuts("".join(texts[columns[at]])):
                own, other = (one, two) if at < beside else (two, one)
                yield tuple({at: int(own), beside: int(other)}.get(n, v) for n, v in enumerate(values)), 1


def _choices(texts: Sequence[str]) -> list[tuple[int | None, int]]:
    """The numbers that one cell may mean, with the edits that takes."""
    parts = [part for text in texts for part in text.split()]
    if len(parts) < 2:
        return [(_number("".join(parts)), 0)]
    found: list[tuple[int | None, int]] = [(int(part), 1) for part in parts if _is_number(part)]
    if len(parts) == 2 and _is_thousands(*parts):
        found.append((int("".join(parts)), 0 if any(" " in text for text in texts) else 1))
    return found


def _two_rows(cells: Sequence[ReadCell], columns: Sequence[str | None]) -> Iterator[tuple[Values, int]]:
    """Ways of cells that each hold a figure of the upper row over one of the lower."""
    choices: list[list[tuple[int | None, int | None, int]]] = []
    for column in columns:
        parts = [part.strip() for cell in cells if cell.column == column for part in cell.text.split("\n")]
        if len(parts) > 2 or any(part and not part.isdigit() for part in parts):
            return
        numbers = [_number(part) for part in parts]
        if len(numbers) == 1:
            choices.append([(numbers[0], None, 1), (None, numbers[0], 1)])
        else:
            choices.append([(numbers[0], numbers[1], 0) if numbers else (None, None, 0)])
    for chosen in product(*choices):
        yield (*(one for one, _, _ in chosen), *(two for _, two, _ in chosen)), sum(edits for _, _, edits in chosen)


def runs(text: str, widths: Sequence[int]) -> Iterator[Values]:
    """A run of digits cut into rows of so many numbers, the last of each the sum of its others."""
    if not widths:
        if not text:
            yield ()
        return
    last = len(widths) == 1
    for end in range(len(text) if last else widths[0], len(text) + 1):
        for row in _row_runs(text[:end], widths[0]):
            yield from ((*row, *rest) for rest in runs(text[end:], widths[1:]))


def _row_runs(text: str, n: int) -> Iterator[Values]:
    for at in range(n - 1, len(text)):
        if _is_number(text[at:]):
            for parts in _parts(text[:at], n - 1, int(text[at:])):
                yield (*parts, int(text[at:]))


def _parts(text: str, n: int, total: int) -> Iterator[Values]:
    """The run cut into `n` numbers that come to `total`."""
    if n == 0:
        if not text and not total:
            yield ()
        return
    width = len(str(total))
    if not n <= len(text) <= n * width:
        return
    for end in range(1, width + 1):
        if _is_number(text[:end]) and int(text[:end]) <= total:
            for rest in _parts(text[end:], n - 1, total - int(text[:end])):
                yield (int(text[:end]), *rest)
