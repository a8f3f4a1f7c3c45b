"""What a person writes in the columns `table` and `row` ↔ the labels of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from goiextract.forms import forms

CONTINUATION, GROUP, OTHER = "continuation", "group", "other"
#: Nobody can tell (lines run together): neither learned from nor counted. Its label is empty.
UNKNOWN = "unknown"
HEADS = ("header", "heading")


class Said(NamedTuple):
    """What a line says of its fragment: the label, or what is wrong. `continuation`: by reference to the row before."""

    label: str
    continuation: bool = False
    problem: str = ""


@cache
def rows_of_tables() -> dict[str, tuple[str, ...]]:
    """table → the keys of its rows and groups in all forms."""
    found: dict[str, dict[str, None]] = {}
    for form in forms():
        for table in form.tables:
            found.setdefault(table.key, {}).update(dict.fromkeys(line.key for line in table.lines))
    return {table: tuple(keys) for table, keys in found.items()}


@cache
def groups_above(table: str, row: str) -> tuple[str, ...]:
    """The keys of the groups that a row stands in, outermost first."""
    under = {line.key: line.under for form in forms() for line in form.table(table).lines}
    chain: list[str] = []
    while (row := under.get(row, "")) in under:
        chain.insert(0, row)
    return tuple(chain)


def resolved(said: Sequence[tuple[str, str]]) -> list[Said]:
    """(table, row) of all fragments of a report in order → their labels. `group` and `continuation` become what they
    stand for."""
    found = [_said(table, row) for table, row in said]
    before: dict[str, int] = {}  # table → the last fragment that has a row
    waiting: dict[str, list[int]] = {}  # table → groups whose row is still to come
    for number, (table, row) in enumerate(said):
        if found[number].problem:
            continue
        if row == CONTINUATION:
            if table not in before:
                found[number] = Said("", problem=f"continuation, but no row of {table} stands before it; name the row")
            else:
                found[number] = Said(str(before[table]), True)  # the label is known at the end: it may be a group's
        elif row == GROUP:
            waiting.setdefault(table, []).append(number)
            before[table] = number
        elif row in rows_of_tables().get(table, ()):
            for which, outcome in _groups(table, row, waiting.pop(table, [])):
                found[which] = outcome
            before[table] = number
    for table, numbers in waiting.items():
        for which in numbers:
            found[which] = Said("", problem=f"group, but no row of {table} follows it; write the group's own key")
    for number, one in enumerate(found):
        if one.continuation:
            main = found[int(one.label)]
            found[number] = Said(main.label, True, main.problem and "continuation of a line with a mistake")
    return found


def _groups(table: str, row: str, numbers: Sequence[int]) -> Iterator[tuple[int, Said]]:
    chain = groups_above(table, row)
    if len(numbers) > len(chain):
        what = f"{len(numbers)} lines say group before {table}.{row}, which stands in {len(chain)} ({', '.join(chain) or '-'})"
        for which in numbers:
            yield which, Said("", problem=f"{what}; write the group's own key, or continuation for a piece of one")
        return
    for which, key in zip(numbers, chain[len(chain) - len(numbers) :], strict=True):
        yield which, Said(f"{table}.{key}")


def _said(table: str, row: str) -> Said:
    tables = rows_of_tables()
    if table and table not in tables:
        return Said("", problem=f"there is no table {table!r}; write one of {', '.join(tables)}, or nothing with other")
    if not row:
        return Said("", problem="row is empty: the fragment is not labelled; write a row, or other")
    if row in HEADS or row in (CONTINUATION, GROUP):
        if not table:
            return Said("", problem=f"{row} needs its table; write one of {', '.join(tables)}")
        return Said(f"{row}.{table}" if row in HEADS else row)
    if not table:
        if row in (OTHER, UNKNOWN):
            return Said("none" if row == OTHER else "")
        return _without_table(row)
    if row in tables[table]:
        return Said(f"{table}.{row}")
    if row == OTHER:
        return Said("", problem=f"{table} has no row other; to say “none of the rows”, leave table empty")
    return _not_in(table, row)


def _without_table(row: str) -> Said:
    homes = [table for table, rows in rows_of_tables().items() if row in rows]
    known = f"it is a row of {' and of '.join(homes)}" if homes else "and no table has it"
    return Said("", problem=f"row {row!r} without its table ({known}); write the table, or other for none")


def _not_in(table: str, row: str) -> Said:
    homes = [other for other, rows in rows_of_tables().items() if row in rows]
    known = f"it is a row of {' and of '.join(homes)}" if homes else "no table has it"
    special = f"header, heading, {CONTINUATION}, {GROUP} or (without table) {OTHER} or {UNKNOWN}"
    return Said("", problem=f"{table} has no row {row!r} ({known}); write a row's key, {special}")


def written(labels: Sequence[tuple[str, bool]]) -> list[tuple[str, str]]:
    """(label, is a continuation) of all fragments of a report in order → what stands in `table` and `row`.

    A continuation whose row is not that of the last fragment with a row is written as the row.
    """
    found: list[tuple[str, str]] = []
    before: dict[str, str] = {}
    for label, continuation in labels:
        first, _, rest = label.partition(".")
        if not rest:
            found.append(("", OTHER if label else UNKNOWN))
        elif first in HEADS:
            found.append((rest, first))
        elif continuation and before.get(first) == rest:
            found.append((first, CONTINUATION))
        else:
            found.append((first, rest))
            before[first] = rest
    return found
