"""What the cells of a line may have been before they were read: numbers that fell apart, ran together, or share a cell.

Breakage notes, figures: thousands parted by a space or a line break, figures of neighbouring columns read as one, a page number
or the figure of another line in the same cell. Each way costs; the sums decide whether one is believed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import product

from goiextract.forms import in_one_width
from goiextract.reconciling.costs import CELLS
from goiextract.reconciling.numerals import MOST_DIGITS
from goiextract.reconciling.splitting import digit_groups
from goiextract.records import CellKind, Token

#: A way to take a line's tokens: its cost, and each token with the index of the one it came from.
Way = tuple[float, tuple[tuple[int, Token], ...]]
#: The same where the columns are named: its cost, and for each column a token with the index of the one it came from.
NamedWay = tuple[float, dict[str, tuple[int, Token]]]
MOST_WAYS = 64  # ways tried for one line whose columns are named
TAIL = re.compile(r"\d{3}$")
WHOLE = re.compile(r"(?:0|[1-9]\d*)$")


def ways_in_order(tokens: Sequence[Token], n_columns: int) -> Iterator[Way]:
    """The ways to take tokens of which only the order is known, as they stand first."""
    plain = tuple(enumerate(tokens))
    yield sum(_oddness(token) for token in tokens), plain
    parts: list[tuple[int, Token]] = []
    for index, token in plain:
        groups = digit_groups(token.printed) or [token.printed]
        parts += [(index, Token(group, CellKind.NUMBER, place=token.place)) for group in groups]
    if len(parts) > len(tokens):
        yield CELLS.parted, tuple(parts)
    if len(tokens) > n_columns:
        yield from _joined(plain, len(tokens) - n_columns, n_columns)
    elif len(tokens) < n_columns:
        yield from _cut(plain)


def _joined(tokens: Sequence[tuple[int, Token]], least: int, most: int) -> Iterator[Way]:
    """Numbers and the three digits behind them as one: as many as there are tokens too many, or one fewer or more, and at most
    one for each column."""
    texts = [in_one_width(token.printed).strip() for _, token in tokens]
    ends = [n for n in range(1, len(texts)) if TAIL.match(texts[n]) and re.match(r"[1-9]\d{0,2}$", texts[n - 1])]
    for many in range(max(1, least - 1), min(least + 1, most) + 1):
        for chosen in _apart(ends, many):
            taken: list[tuple[int, Token]] = []
            for n, (index, token) in enumerate(tokens):
                if n in chosen:
                    before, head = taken.pop()
                    taken.append((before, replace(head, printed=f"{texts[n - 1]}{texts[n]}")))
                else:
                    taken.append((index, token))
            # three digits that are no number of their own (042) can be nothing else
            yield sum(CELLS.joined if WHOLE.match(texts[n]) else 0.0 for n in chosen), tuple(taken)


def _apart(places: Sequence[int], many: int) -> Iterator[tuple[int, ...]]:
    """Every choice of so many of the places (in their order) with none beside another."""
    if not many:
        yield ()
        return
    for at, place in enumerate(places):
        onward = places[at + 1 :]
        for rest in _apart(onward[1:] if onward[:1] == [place + 1] else onward, many - 1):
            yield (place, *rest)


def _cut(tokens: Sequence[tuple[int, Token]]) -> Iterator[Way]:
    """One token as the figures of two neighbouring columns."""
    for n, (index, token) in enumerate(tokens):
        for head, tail in _cuts(token):
            own = ((index, replace(token, printed=head)), (index, replace(token, printed=tail)))
            odd = sum(_oddness(other) for at, (_, other) in enumerate(tokens) if at != n)
            yield _cut_cost(token) + odd, (*tokens[:n], *own, *tokens[n + 1 :])


def _cut_cost(token: Token) -> float:
    return CELLS.run_together if not _oddness(token) else CELLS.run_together / 2  # it is no number as it stands


def _oddness(token: Token) -> float:
    """Cost of digits that begin with a 0 as one number: no count is printed so."""
    text = in_one_width(token.printed).strip()
    return CELLS.zero_in_front if text.isdigit() and not WHOLE.match(text) else 0.0


def _cuts(token: Token) -> Iterator[tuple[str, str]]:
    text = in_one_width(token.printed).strip()
    if text.isdigit():  # of more digits neither part would be a number
        for at in range(max(1, len(text) - MOST_DIGITS), min(len(text) - 1, MOST_DIGITS) + 1):
            if WHOLE.match(text[:at]) and WHOLE.match(text[at:]):
                yield text[:at], text[at:]


def ways_by_name(tokens: Sequence[Token], columns: Sequence[str]) -> tuple[list[NamedWay], float]:
    """The ways to take tokens whose columns are known, certainly or by their log-probabilities: a token for each column; and
    what those left out cost at least, infinite where these are all.

    Two tokens stand in one column only where they can stand in no others.
    """
    assigned, left_out = _assigned(tokens, columns)
    found: list[NamedWay] = []
    for cost, names in assigned:
        ways, beyond = _texts(tokens, names, columns)
        found += [(cost + own, taken) for own, taken in ways]
        left_out = min(left_out, cost + beyond)
    if len(found) > MOST_WAYS:
        found.sort(key=lambda way: way[0])
        left_out = min(left_out, found[MOST_WAYS][0])
    return found[:MOST_WAYS], left_out


def _assigned(tokens: Sequence[Token], columns: Sequence[str]) -> tuple[list[tuple[float, dict[int, str]]], float]:
    """The columns that the tokens may stand in: each choice of one for every token that can stand in any, by its index, with
    its cost, cheapest first; and what those left out cost at least."""
    options = {
        index: sorted((-score, name) for name, score in token.columns if name in columns)
        for index, token in enumerate(tokens)
    }
    options = {index: own for index, own in options.items() if own}
    certain = {index: own[0][1] for index, own in options.items() if len(own) == 1}
    loose = [index for index, own in options.items() if len(own) > 1]
    base = sum(options[index][0][0] for index in certain)
    if not loose:
        return [(base, certain)], math.inf if len(set(certain.values())) == len(certain) else 0.0
    least = [0.0]  # of the last tokens, so many as its place says
    for index in reversed(loose):
        least.append(least[-1] + options[index][0][0])
    waiting: list[tuple[float, int, tuple[str, ...]]] = [(base + least[-1], 0, ())]
    found: list[tuple[float, dict[int, str]]] = []
    taken = set(certain.values())
    while waiting:
        cost, number, names = heappop(waiting)
        if len(found) == MOST_WAYS:
            return found, cost
        if number == len(loose):
            found.append((cost, dict(sorted((certain | dict(zip(loose, names, strict=True))).items()))))
            continue
        own = options[loose[number]]
        for price, name in own:
            if name not in taken and name not in names:
                heappush(waiting, (cost + price - own[0][0], number + 1, (*names, name)))
    if not found:  # some must share a column
        return [(base + least[-1], {index: own[0][1] for index, own in options.items()})], 0.0
    return found, math.inf if len(taken) == len(certain) else found[0][0]


def _texts(tokens: Sequence[Token], names: Mapping[int, str], columns: Sequence[str]) -> tuple[list[NamedWay], float]:
    """The ways to take tokens that stand in these columns, and what those left out cost at least."""
    found: dict[str, tuple[int, Token]] = {}
    doubled: dict[str, list[tuple[int, Token]]] = {}
    for index, name in names.items():
        if name in found:
            doubled.setdefault(name, []).append((index, tokens[index]))
        else:
            found[name] = index, tokens[index]
    choices: dict[str, list[NamedWay]] = {}
    for number, column in enumerate(columns):
        if column not in found:
            continue
        index, token = found[column]
        ways: list[NamedWay] = [(cost, {column: (index, own)}) for cost, own in _in_cell(token)]
        after = columns[number + 1] if number + 1 < len(columns) else ""
        if after and (after not in found or found[after][1].kind is CellKind.BLANK):
            for head, tail in _cuts(token):
                both = {column: (index, replace(token, printed=head)), after: (index, replace(token, printed=tail))}
                ways.append((_cut_cost(token), both))
        ways += [(CELLS.part_dropped, {column: other}) for other in doubled.get(column, ())]
        if len(ways) > 1:
            choices[column] = ways
    chosen, left_out = _combined(list(choices.values()))
    taken: list[NamedWay] = []
    for one in chosen:
        own = dict(found)
        for _, part in one:
            own |= part
        taken.append((sum(cost for cost, _ in one), own))
    return taken, left_out


def _combined(choices: Sequence[Sequence[NamedWay]]) -> tuple[Iterable[Sequence[NamedWay]], float]:
    """The ways of all columns together; where they are too many the cheapest, and what the next of them costs."""
    if math.prod(map(len, choices)) <= MOST_WAYS:
        return product(*choices), math.inf
    choices = [sorted(ways, key=lambda way: way[0]) for ways in choices]
    found: list[list[NamedWay]] = []
    first = (0,) * len(choices)
    waiting = [(sum(ways[0][0] for ways in choices), first)]
    met = {first}
    while True:
        cost, numbers = heappop(waiting)
        if len(found) == MOST_WAYS:
            return found, cost
        found.append([ways[number] for ways, number in zip(choices, numbers, strict=True)])
        for at, number in enumerate(numbers):
            onward = (*numbers[:at], number + 1, *numbers[at + 1 :])
            if number + 1 < len(choices[at]) and onward not in met:
                met.add(onward)
                heappush(waiting, (cost + choices[at][number + 1][0] - choices[at][number][0], onward))


def _in_cell(token: Token) -> Iterator[tuple[float, Token]]:
    """The text of one cell as one number, as it stands, or as one of the numbers below one another in it."""
    lines = [in_one_width(part).strip() for part in token.printed.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 2 or not all(line.isdigit() for line in lines):
        yield _oddness(token), token
        return
    if WHOLE.match("".join(lines)):
        thousands = all(TAIL.match(line) for line in lines[1:]) and len(lines[0]) <= 3
        yield (0.0 if thousands else CELLS.broken), token
    for line in lines:
        if WHOLE.match(line):
            yield CELLS.part_dropped, replace(token, printed=line)
