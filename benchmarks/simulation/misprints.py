"""What the office does to a table before it is printed: slips, totals not filled in, blanks for zeros, groups in one row.

Each takes a draft and a source of chance, changes `page`, and says whether anything changed.
"""

from __future__ import annotations

from random import Random

from benchmarks.simulation.drafts import Draft
from goiextract.records import CellKey

KEYPAD = {"0": "869", "1": "74", "2": "7", "3": "8", "4": "17", "5": "6", "6": "598", "7": "12", "8": "306", "9": "60"}


def one_typo(draft: Draft, rng: Random) -> bool:
    """One figure printed wrong."""
    return _typos(draft, rng, 1)


def two_typos(draft: Draft, rng: Random) -> bool:
    """Two figures printed wrong."""
    return _typos(draft, rng, 2)


def _typos(draft: Draft, rng: Random, n: int) -> bool:
    counts = [key for key, value in draft.page.items() if isinstance(value, int)]
    numbers = [key for key in counts if draft.page[key]]
    for _ in range(n):
        key = rng.choice(numbers if numbers and rng.random() < 0.7 else counts)
        if key not in draft.misprinted:
            _misprint(draft, key, slipped(_count(draft, key), rng))
    return len(draft.misprinted) == n


def _count(draft: Draft, key: CellKey) -> int:
    value = draft.page[key]
    assert isinstance(value, int)
    return value


def _misprint(draft: Draft, key: CellKey, value: int) -> None:
    draft.page[key] = value
    if value != draft.counts[key]:
        draft.misprinted[key] = value


def slipped(count: int, rng: Random) -> int:
    """Another number of 0 or more, as offices misprint one: beside it, one digit other, two swapped, a part left out."""
    text, chance = str(abs(count)), rng.random()
    if chance < 0.3:
        other = abs(count + rng.choice((-1, 1)))
    elif chance < 0.5:
        other = 0 if count else rng.randint(1, 4)
    elif chance < 0.75:
        other = int(confused(text, rng))
    elif chance < 0.85 and len(text) > 1:
        at = rng.randrange(len(text) - 1)
        other = int(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    else:
        other = count + rng.randint(1, 12)
    return other if other != count and other >= 0 else count + 1


def confused(text: str, rng: Random) -> str:
    """The digits with one of them taken for one that looks like it or lies beside it."""
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(KEYPAD[text[at]]) + text[at + 1 :]


def total_row_unfilled(draft: Draft, rng: Random) -> bool:
    """（七）总计 printed as zeros."""
    return _unfilled(draft, [key for key in draft.page if key.row == "total"])


def total_column_unfilled(draft: Draft, rng: Random) -> bool:
    """总计 printed as zeros all the way down."""
    return _unfilled(draft, [key for key in draft.page if key.column == "total"])


def _unfilled(draft: Draft, keys: list[CellKey]) -> bool:
    for key in keys:
        _misprint(draft, key, 0)
    return bool(draft.misprinted)


def blanks_for_zeros(draft: Draft, rng: Random) -> bool:
    """No zero is printed, or none in some of the rows."""
    share = rng.choice((0.3, 0.7, 1.0))
    rows = {key.row for key in draft.page}
    chosen = {row for row in sorted(rows) if rng.random() < share}
    zeros = [key for key, value in draft.page.items() if value == 0 and key.row in chosen]
    draft.page |= dict.fromkeys(zeros)
    return bool(zeros) and len(zeros) < len(draft.page)


def blank_totals(draft: Draft, rng: Random) -> bool:
    """总计 left blank in one to three rows."""
    totals = [key for key in draft.page if key.column == "total"]
    for key in rng.sample(totals, min(len(totals), rng.randint(1, 3))):
        draft.page[key] = None
    return bool(totals)


def blank_column(draft: Draft, rng: Random) -> bool:
    """总计 left blank in every row under a group, and filled in the others."""
    detail = {row.key for row in draft.table.rows if row.under and row.key != "total"}
    totals = [key for key in draft.page if key.column == "total" and key.row in detail]
    draft.page |= dict.fromkeys(totals)
    return bool(totals)


def blocks_below(draft: Draft, rng: Random) -> bool:
    """The rows of 表四, which the form prints side by side, one below the other."""
    draft.together = False
    return draft.table.layout == "side_by_side"
