"""Where the headings of a form's columns stand above a table without ruling lines, spelled out letter by letter.

Headings are broken over lines, stand at different heights, and come so near one another that no gap parts them. But
their wording is known: where every heading of a table can be read once, each beside the one before, the columns are known
too, and with them which cells of a row are blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from goiextract.forms import FormTable, forms
from goiextract.records import Word

FEWEST = 2  # columns; one leaves no doubt where its figures stand
MOST_LETTERS = 2000  # between two rows of figures; a table without figures has 800
MOST_WAYS = 200  # to read a heading, or a row of them: a page of nothing but headings has no end of them
SPACED = 2.0  # of a letter's width: letters of one heading are nearer to each other
LEADING = 2.0  # of a letter's height: lines of one heading are nearer to each other
NEXT_LINES = 3  # where headings stand at different heights, so many lines on may be the next of this one
CENTRED = 0.7  # of a letter's width: lines of one heading are centred, or begin, or end so near to each other
TOUCH = 0.1  # of a heading's width: by so much the next may begin before its end, where letters are not equally wide


class Heads(NamedTuple):
    """A table's columns: the middles across the page, left to right, and the line with the last of their headings."""

    middles: tuple[float, ...]
    last_line: int


class _Letter(NamedTuple):
    """One letter: its line, its number in it, and where it stands."""

    line: int
    number: int
    left: float
    right: float
    top: float
    bottom: float


class _Heading(NamedTuple):
    """What a heading covers across the page, and its last line."""

    left: float
    right: float
    line: int


#: Letter and line → where it stands there.
_Letters = Mapping[tuple[str, int], Sequence[_Letter]]


def spelled_heads(lines: Sequence[Sequence[Word]]) -> list[Heads]:
    """Lines of words without figures → the columns of each table whose headings are all there and can be read in one way
    only. Where the headings of one are a part of another's, the longer comes later."""
    if sum(len(word.text) for words in lines for word in words) > MOST_LETTERS:
        return []
    tables = _tables_in([word for words in lines for word in words])
    letters = _letters(lines) if tables else {}
    found = []
    for headings in tables:
        read = {wordings: _read(wordings, letters, len(lines)) for wordings in set(headings)}
        row = _only_row([read[wordings] for wordings in headings])
        if row:
            middles = tuple((heading.left + heading.right) / 2 for heading in row)
            found.append(Heads(middles, max(heading.line for heading in row)))
    return found


def may_have_heads(words: Sequence[Word]) -> bool:
    """False where some letter of every table's headings is missing, as on most pages of text: soon told."""
    return bool(_tables_in(words))


def _tables_in(words: Sequence[Word]) -> list[tuple[tuple[str, ...], ...]]:
    """The tables whose headings have no letter that is not there."""
    there = set("".join([word.text for word in words]))
    return [headings for headings in _tables() if all(any(map(there.issuperset, one)) for one in headings)]


def _letters(lines: Sequence[Sequence[Word]]) -> _Letters:
    """Every letter with its place; those of a word are equally wide, as Han characters are."""
    found: dict[tuple[str, int], list[_Letter]] = {}
    for line, words in enumerate(lines):
        number = 0
        for word in words:
            left, top, right, bottom = word.box
            width = (right - left) / max(len(word.text), 1)
            for at, text in enumerate(word.text):
                x = left + at * width
                found.setdefault((text, line), []).append(_Letter(line, number, x, x + width, top, bottom))
                number += 1
    return found


@cache
def _tables() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each table of the forms the wordings of its headings, left to right; those with the fewest columns first."""
    found = {headings for form in forms() for table in form.tables for headings in _headings(table)}
    return tuple(sorted(found, key=lambda headings: (len(headings), headings)))


def _headings(table: FormTable) -> Iterator[tuple[tuple[str, ...], ...]]:
    rows = [tuple((column.printed, *column.also) for column in row.columns) for row in table.rows]
    side_by_side = [tuple(heading for row in rows for heading in row)]
    yield from (
        columns for columns in (side_by_side if table.layout == "side_by_side" else rows) if len(columns) >= FEWEST
    )


def _read(wordings: Sequence[str], letters: _Letters, n_lines: int) -> set[_Heading]:
    """Every place where one of the wordings stands, and is no part of a longer one."""
    found: list[list[_Letter]] = []
    for wording in sorted(wordings, key=len, reverse=True):
        ways = [way for way in _spelled(wording, letters, n_lines) if _in_one_column(way)]
        found += [way for way in ways if not any(set(way) <= set(longer) for longer in found)]
    return {_Heading(*_across(way), way[-1].line) for way in found}


def _spelled(wording: str, letters: _Letters, n_lines: int) -> list[list[_Letter]]:
    """Every way to read the wording in these letters, along a line and on from a line to the next."""
    ways = [[letter] for line in range(n_lines) for letter in letters.get((wording[0], line), ())]
    for text in wording[1:]:
        ways = [[*way, letter] for way in ways for letter in _after(text, way, letters)]
        if len(ways) > MOST_WAYS:
            return []
    return ways


def _after(text: str, way: Sequence[_Letter], letters: _Letters) -> Iterator[_Letter]:
    """Where this letter goes on with a heading read so far."""
    last = way[-1]
    width, height = last.right - last.left, last.bottom - last.top
    for letter in letters.get((text, last.line), ()):
        if letter.number == last.number + 1 and letter.left - last.right < SPACED * width:
            yield letter
    first = next(letter for letter in way if letter.line == last.line)
    for line in range(last.line + 1, last.line + 1 + NEXT_LINES):
        for letter in letters.get((text, line), ()):
            if letter.top - last.bottom < LEADING * height and first.left - width < letter.left < last.right:
                yield letter


def _in_one_column(way: Sequence[_Letter]) -> bool:
    """True where the lines of a heading are centred on one another, or all begin or end at one place."""
    lines = [_across([letter for letter in way if letter.line == line]) for line in {letter.line for letter in way}]
    near = CENTRED * (way[0].right - way[0].left)
    ends = [left for left, _ in lines], [(left + right) / 2 for left, right in lines], [right for _, right in lines]
    return any(max(at) - min(at) <= near for at in ends)


def _across(way: Sequence[_Letter]) -> tuple[float, float]:
    return min(letter.left for letter in way), max(letter.right for letter in way)


def _only_row(columns: Sequence[set[_Heading]]) -> list[_Heading]:
    """The only way to take a heading for each column, each right of the one before; empty where there is none, or more."""
    rows: list[list[_Heading]] = [[]]
    for headings in columns:
        rows = [[*row, heading] for row in rows for heading in headings if not row or _beside(row[-1], heading)]
        if len(rows) > MOST_WAYS:
            return []
    return rows[0] if len(rows) == 1 else []


def _beside(left: _Heading, right: _Heading) -> bool:
    return right.left >= left.right - TOUCH * (left.right - left.left)
