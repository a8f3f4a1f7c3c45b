"""What the cells of a line may have been before they were read: numbers that fell apart, ran together, or share a cell.

Breakage notes, figures: thousands parted by a space or a line break, figures of neighbouring columns read as one, a page number
or the figure of another line in the same cell. Each way costs; the sums decide whether one is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from goiextract.forms import in_one_width
from goiextract.reconciling.costs import CELLS
from goiextract.reconciling.numerals import MOST_DIGITS
from goiextract.reconciling.splitting import digit_groups
from goiextract.records import CellKind, Token

#: A way to take a line's tokens: its cost, and each token with the index of the one it came from.
Way = tuple[float, tuple[tuple[int, Token], ...]]
MOST_APART = 3  # numbers of one row that fell apart
MOST_WAYS = 64  # ways tried for one line
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
        yield from _joined(plain, len(tokens) - n_columns)
    elif len(tokens) < n_columns:
        yield from _cut(plain)


def _joined(tokens: Sequence[tuple[int, Token]], least: int) -> Iterator[Way]:
    """Numbers and the three digits behind them as one: as many as there are tokens too many, or one fewer."""
    texts = [in_one_width(token.printed).strip() for _, token in tokens]
    ends = [n for n in range(1, len(texts)) if TAIL.match(texts[n]) and re.match(r"[1-9]\d{0,2}$", texts[n - 1])]
    for many in range(max(1, least - 1), min(least + 1, MOST_APART * 2) + 1):
        for chosen in combinations(ends, many):
            if any(b - a == 1 for a, b in zip(chosen, chosen[1:], strict=False)):
                continue
            taken: list[tuple[int, Token]] = []
            for n, (index, token) in enumerate(tokens):
                if n in chosen:
                    before, head = taken.pop()
                    taken.append((before, replace(head, printed=f"{texts[n - 1]}{texts[n]}")))
                else:
                    taken.append((index, token))
            # three digits that are no number of their own (042) can be nothing else
            yield sum(CELLS.joined if WHOLE.match(texts[n]) else 0.0 for n in chosen), tuple(taken)


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


def are_too_many_digits(token: Token) -> bool:
    """True for digits that are more than two figures, which no way here takes apart."""
    if len(token.printed) <= 2 * MOST_DIGITS:
        return False
    text = in_one_width(token.printed).strip()
    return text.isdigit() and len(text) > 2 * MOST_DIGITS


def ways_by_name(tokens: Sequence[Token], columns: Sequence[str]) -> tuple[list[tuple[float, dict[str, Token]]], bool]:
    """The ways to take tokens whose columns are named: a token for each column, and whether these are all ways."""
    found: dict[str, Token] = {}
    doubled: dict[str, list[Token]] = {}
    for token in tokens:
        if token.column in columns:
            name = str(token.column)
            if name in found:
                doubled.setdefault(name, [found[name]]).append(token)
            else:
                found[name] = token
    choices: dict[str, list[tuple[float, dict[str, Token]]]] = {}
    for number, column in enumerate(columns):
        if column not in found:
            continue
        ways = list(_in_cell(found[column]))
        after = columns[number + 1] if number + 1 < len(columns) else ""
        if after and (after not in found or found[after].kind is CellKind.BLANK):
            for head, tail in _cuts(found[column]):
                both = {
                    column: replace(found[column], printed=head),
                    after: replace(found[column], printed=tail, columns=((after, 0.0),)),
                }
                ways.append((_cut_cost(found[column]), both))
        ways += [(CELLS.part_dropped, {column: token}) for token in doubled.get(column, ())[1:]]
        if len(ways) > 1:
            choices[column] = ways
    return _combined(found, choices), not doubled


def _combined(
    found: dict[str, Token], choices: dict[str, list[tuple[float, dict[str, Token]]]]
) -> list[tuple[float, dict[str, Token]]]:
    """The ways of all columns together; where they are too many, only one column at a time leaves its first."""
    n_ways = 1
    for ways in choices.values():
        n_ways *= len(ways)
    first = [ways[0] for ways in choices.values()]
    if n_ways <= MOST_WAYS:
        chosen = [list(one) for one in product(*choices.values())]
    else:
        chosen = [first]
        for number, ways in enumerate(choices.values()):
            chosen += [[*first[:number], way, *first[number + 1 :]] for way in ways[1:]]
    taken = []
    for one in chosen:
        tokens = dict(found)
        for _, own in one:
            tokens |= own
        taken.append((sum(cost for cost, _ in one), tokens))
    return taken[:MOST_WAYS]


def _in_cell(token: Token) -> Iterator[tuple[float, dict[str, Token]]]:
    """The text of one cell as one number, as it stands, or as one of the numbers below one another in it."""
    name = str(token.column)
    lines = [in_one_width(part).strip() for part in token.printed.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 2 or not all(line.isdigit() for line in lines):
        yield _oddness(token), {name: token}
        return
    if WHOLE.match("".join(lines)):
        thousands = all(TAIL.match(line) for line in lines[1:]) and len(lines[0]) <= 3
        yield (0.0 if thousands else CELLS.broken), {name: token}
    for line in lines:
        if WHOLE.match(line):
            yield CELLS.part_dropped, {name: replace(token, printed=line)}
