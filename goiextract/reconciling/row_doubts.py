"""What speaks against the row that a line of figures was put on: its own label, its neighbours, lines that found no place.

Sums cannot tell the rows between 本年新收 and 总计 apart (reconciler notes, finding 6). Where labels and order disagree, or a
line may be what stands in place of rows that are not printed, a row is not sure however well everything adds up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.records import Fragment

NAMED = math.log(0.35)  # a label that says less of its row names it only by its place
BEYOND_DOUBT = math.log(
    0.95
)  # a label this sure is believed against its neighbours, and though the search was given up
CONTRARY = 3.0  # nats by which a label rather names another row: 20 to 1
CLEARLY = math.log(0.9)  # a label that says its row against the order of the form
NO_ROW = math.log(0.35)  # a label that may well be none of the form's rows
MOST_LOOSE = 2  # numbers of a line that is no row: of a page, of a label
HEADING = -0.4  # log-probability of a group, or of no row, from which a line is no row's

Placed = Mapping[int, Fragment]  # the line whose figures each row (by number) holds


class RowDoubts(Struct, frozen=True):
    """Rows by number. open: the line may be another row's. unprovable: a line that found no place may be this row's, so that
    what the sums want there may not be what is printed. left_over: the one row that only the others' labels name."""

    open: frozenset[int]
    unprovable: frozenset[int]
    left_over: int | None


def row_doubts(
    read: Sequence[Fragment],
    arranged: Sequence[Fragment],
    at: Mapping[int, int],
    placed: Placed,
    rows: Sequence[PrintedRow],
) -> RowDoubts:
    """All doubts of one table. read: its lines as read. arranged: as decoded, `at` the number of the one at each row;
    placed: those that fill their row in some way."""
    passed = [rows_around(number, at, arranged, rows) for number in passed_lines(arranged, at.values(), rows)]
    two = {number for number, fragment in placed.items() if is_two_rows(fragment)}
    # the other row of such a line, or of one that fills its row in no way, may be the one above or below
    passed += [range(number - 1, number + 2) for number in two | (at.keys() - placed.keys())]
    doubted = two | standing_for_groups(placed, rows) | contradicted(placed, rows) | out_of_order(placed, read, rows)
    unprovable = frozenset(number for around in passed for number in around)
    return RowDoubts(frozenset(doubted), unprovable, left_over(placed, rows))


def is_named(fragment: Fragment, row: PrintedRow) -> bool:
    """True where the fragment's own words rather name this row than not."""
    return not fragment.scores or score_of(fragment, row) >= NAMED


def left_over(placed: Placed, rows: Sequence[PrintedRow]) -> int | None:
    """The one row whose line names another, where all others of the form are named by their own: it is the only one left.

    None where there are more, or a row has no line, or the line may be none of the form's rows at all, or rather be the row
    that it names.
    """
    others = [number for number, row in enumerate(rows) if number not in placed or not is_named(placed[number], row)]
    if len(others) != 1 or others[0] not in placed:
        return None
    scores = dict(placed[others[0]].scores)
    places = {row.key: number for number, row in enumerate(rows)}
    named = max((key for key in scores if key in places), key=scores.__getitem__, default="")
    claimed = bool(named) and score_of(placed[places[named]], rows[places[named]]) >= CLEARLY
    return others[0] if claimed and scores.get("", NO_SCORE) < NO_ROW else None


def contradicted(placed: Placed, rows: Sequence[PrintedRow]) -> set[int]:
    """The rows whose line's label far rather names another row, which no other line names as surely, and those other rows:
    order alone put the lines where they are."""
    places = {row.key: number for number, row in enumerate(rows)}
    named = {number: dict(fragment.scores) for number, fragment in placed.items() if fragment.scores}
    found: set[int] = set()
    for number, scores in named.items():
        most, best = max(((score, key) for key, score in scores.items() if key in places), default=(NO_SCORE, ""))
        if most < scores.get(rows[number].key, NO_SCORE) + CONTRARY:
            continue
        others = (other.get(best, NO_SCORE) for at, other in named.items() if at != number)
        if not any(other > max(most, CLEARLY) for other in others):
            found |= {number, places[best]}
    return found


def out_of_order(placed: Placed, fragments: Sequence[Fragment], rows: Sequence[PrintedRow]) -> set[int]:
    """The rows whose lines stand above or below their place in the form, where the labels do not say so clearly. fragments:
    the lines as they were read."""
    place = {id(fragment): number for number, fragment in enumerate(fragments)}
    order = [(row, place[id(placed[row])]) for row in sorted(placed) if id(placed[row]) in place]
    found: set[int] = set()
    for (row, line), (below, other) in zip(order, order[1:], strict=False):
        if line > other and min(score_of(placed[row], rows[row]), score_of(placed[below], rows[below])) < CLEARLY:
            found |= {row, below}
    return found


def score_of(fragment: Fragment, row: PrintedRow) -> float:
    """Log-probability of this row by the fragment's own words."""
    return dict(fragment.scores).get(row.key, NO_SCORE)


def standing_for_groups(placed: Placed, rows: Sequence[PrintedRow]) -> set[int]:
    """The rows that are the only ones of their group on the page, and not named beyond doubt: the line may be the group's
    own, printed in place of its rows."""
    under: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for group in row.groups:
            under.setdefault(group, []).append(number)
    alone = [[number for number in members if number in placed] for members in under.values() if len(members) > 1]
    return {
        there[0] for there in alone if len(there) == 1 and score_of(placed[there[0]], rows[there[0]]) < BEYOND_DOUBT
    }


def is_two_rows(fragment: Fragment) -> bool:
    """True where at least half of the cells hold figures below one another: those of two rows, rather than of one."""
    several = sum(len(token.printed.split("\n")) > 1 and token.printed.strip() != "" for token in fragment.tokens)
    return len(fragment.tokens) > 1 and 2 * several >= len(fragment.tokens)


def passed_lines(fragments: Sequence[Fragment], at: Iterable[int], rows: Sequence[PrintedRow]) -> list[int]:
    """The lines with figures that were taken for no row, though they have about as many cells as one, and if these are blank
    a label that names a row; headings of groups, whose rows are then not printed, are none of them. at: the lines that were
    taken for rows."""
    taken, found, keys = set(at), [], {row.key for row in rows}
    groups = {group for row in rows for group in row.groups}
    for number, fragment in enumerate(fragments):
        if number in taken or _is_heading(fragment, groups):
            continue
        kinds = [read_token(token).kind for token in fragment.tokens]
        named = any(score >= NAMED for key, score in fragment.scores if key in keys)
        if kinds.count("number") > MOST_LOOSE or (named and kinds.count("blank") > MOST_LOOSE):
            found.append(number)
    return found


def _is_heading(fragment: Fragment, groups: set[str]) -> bool:
    """True where the label rather names a group, or none of the form's lines, than a row."""
    return any(score > HEADING for key, score in fragment.scores if key in groups or not key)


def rows_around(line: int, at: Mapping[int, int], fragments: Sequence[Fragment], rows: Sequence[PrintedRow]) -> range:
    """The rows that this line may be of: the one that its label names beyond doubt, or those between the last row before it
    and the first after it that their own labels name, for the others may have moved up or down with it. at: the line at each
    row."""
    own = [number for number, row in enumerate(rows) if score_of(fragments[line], row) >= BEYOND_DOUBT]
    if own:
        return range(own[0], own[0] + 1)
    sure = {row: n for row, n in at.items() if fragments[n].scores and is_named(fragments[n], rows[row])}
    before = max((row for row, number in sure.items() if number < line), default=-1)
    after = min((row for row, number in sure.items() if number > line), default=len(rows))
    return range(before + 1, after)
