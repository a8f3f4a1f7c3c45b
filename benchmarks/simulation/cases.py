"""The schedule of simulated tables: which corruption, size, table, columns and labeller each number stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from benchmarks.simulation import corruptions as read
from benchmarks.simulation import misprints as office
from benchmarks.simulation.drafts import SIZES, Draft, draw, print_lines
from benchmarks.simulation.labels import CLEAR, POOR, Noise, scores_of
from goiextract.records import Fragment, Reading, Readings, Token

Act = Callable[[Draft, Random], bool]
DRAWS = 12  # tables tried for one that the corruption can change, before a larger size is taken
#: Of ten tables of a corruption that all tables can suffer, so many are 表三, 表四 and 表二.
SHARES = ("applications",) * 8 + ("review_litigation", "proactive")


class Corruption(NamedTuple):
    """printed: done by the office. read: done by reading. only_rows: needs the rows of 表三. sums: needs sums (表三, 表四).
    order_only: takes no part where columns are named."""

    printed: tuple[Act, ...] = ()
    read: tuple[Act, ...] = ()
    only_rows: bool = False
    sums: bool = False
    order_only: bool = False


CORRUPTIONS: dict[str, Corruption] = {
    "none": Corruption(),
    "dropped_cell": Corruption(read=(read.dropped_cell,)),
    "dropped_total": Corruption(read=(read.dropped_total,), only_rows=True),
    "blank_total": Corruption((office.blank_totals,), sums=True),
    "blank_total_dropped": Corruption((office.blank_totals,), only_rows=True),
    "lost_label": Corruption(read=(read.lost_label,)),
    "lost_row": Corruption(read=(read.lost_row,)),
    "lost_rows": Corruption(read=(read.lost_rows,), only_rows=True),
    "merged_rows": Corruption(read=(read.merged_rows,)),
    "extra_token": Corruption(read=(read.extra_token,)),
    "split_thousands": Corruption(read=(read.split_thousands,)),
    "glued_tokens": Corruption(read=(read.glued_tokens,)),
    "glued_table": Corruption(read=(read.glued_table,), order_only=True),
    "page_split": Corruption(read=(read.page_split,)),
    "repeated_header": Corruption(read=(read.repeated_header,)),
    "typo_1": Corruption((office.one_typo,), sums=True),
    "typo_2": Corruption((office.two_typos,), sums=True),
    "unfilled_row": Corruption((office.total_row_unfilled,), only_rows=True),
    "unfilled_column": Corruption((office.total_column_unfilled,), sums=True),
    "swapped_rows": Corruption(read=(read.swapped_rows,)),
    "duplicated_row": Corruption(read=(read.duplicated_row,)),
    "collapsed_group": Corruption(read=(read.collapsed_group,), only_rows=True),
    "rows_of_six": Corruption(read=(read.seven_rows_of_six,), only_rows=True),
    "shifted_stub": Corruption(read=(read.shifted_stub,), order_only=True),
    "blanks_for_zeros": Corruption((office.blanks_for_zeros,)),
    "misread": Corruption(read=(read.misread_digits,), sums=True),
    "typo_recognised": Corruption((office.one_typo,), (read.recognise,), sums=True),
    "mix": Corruption(only_rows=True),
}
OFFICE_MIXED: tuple[Act, ...] = (
    office.one_typo,
    office.total_row_unfilled,
    office.blanks_for_zeros,
    office.blank_totals,
)
READ_MIXED: tuple[Act, ...] = (
    read.dropped_cell,
    read.lost_label,
    read.lost_row,
    read.merged_rows,
    read.extra_token,
    read.split_thousands,
    read.glued_tokens,
    read.page_split,
    read.repeated_header,
    read.swapped_rows,
    read.duplicated_row,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One simulated table. name: ``seed-number``, from which alone it is made again. sums: office and reading did this."""

    name: str
    corruption: str
    size: str
    noise: str
    draft: Draft
    readings: Readings
    acts: tuple[str, ...]


def cases(seed: int, count: int, only: str = "") -> Iterator[Case]:
    """So many tables of the schedule; with `only`, those of one corruption."""
    number, made = 0, 0
    while made < count:
        if not only or list(CORRUPTIONS)[number % len(CORRUPTIONS)] == only:
            yield case(seed, number)
            made += 1
        number += 1


def case(seed: int, number: int) -> Case:
    """The table of this number. Corruptions, sizes, columns, labellers and tables take turns; the rest is chance."""
    turn, which = divmod(number, len(CORRUPTIONS))
    corruption = list(CORRUPTIONS)[which]
    how = CORRUPTIONS[corruption]
    turn, size_at = divmod(turn, len(SIZES))
    turn, unnamed = divmod(turn, 2)
    turn, poor = divmod(turn, 2)
    noise = POOR if poor else CLEAR
    rng = Random(f"{seed}-{number}")
    table = "applications" if how.only_rows else SHARES[rng.randrange(len(SHARES) - how.sums)]
    sizes = [list(SIZES)[size_at]] * DRAWS + ["small"] * DRAWS + ["large"] * DRAWS * 4
    for size in sizes:
        draft = draw(rng, table, size, not unnamed and not how.order_only)
        acts = damage(draft, corruption, rng)
        if acts is not None:
            break
        if size != list(SIZES)[size_at] and table != "applications":
            table = "applications"  # this corruption cannot be done to the other tables
    else:
        raise RuntimeError(f"{corruption} changes no table")
    return Case(f"{seed}-{number}", corruption, size, noise.name, draft, readings_of(draft, noise, rng), acts)


def damage(draft: Draft, corruption: str, rng: Random) -> tuple[str, ...] | None:
    """Print the draft and damage it. The names of what was done; None where that changed nothing."""
    how = CORRUPTIONS[corruption]
    printed, then = list(how.printed), list(how.read)
    if corruption == "mix":
        n_printed = rng.choice((0, 0, 1))
        printed = rng.sample(OFFICE_MIXED, n_printed)
        then = rng.sample(READ_MIXED, 3 - n_printed)
    done = [act.__name__ for act in printed if act(draft, rng)]
    print_lines(draft, rng)
    if corruption == "blank_total_dropped":
        for line in draft.figure_lines:
            line.cells = [cell for cell in line.cells if cell.text]
    done += [act.__name__ for act in then if act(draft, rng)]
    return tuple(done) if len(done) >= min(len(printed) + len(then), 2 if corruption == "mix" else 9) else None


def readings_of(draft: Draft, noise: Noise, rng: Random) -> Readings:
    """The draft's lines as what labelling hands on."""
    fragments = []
    for line in draft.lines:
        tokens = tuple(
            Token(cell.text, column=cell.column, glued=cell.glued, alternatives=cell.alternatives)
            for cell in line.cells
        )
        fragments.append(Fragment(line.text, scores_of(line, draft.table, noise, rng), tokens))
    return Readings((Reading(draft.table.key, draft.form.name, tuple(fragments)),))
