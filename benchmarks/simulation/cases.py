"""The schedule of simulated tables: which corruption, size, table, columns and labeller each number stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from benchmarks.simulation import corruptions as read
from benchmarks.simulation import line_damage as lines
from benchmarks.simulation import misprints as office
from benchmarks.simulation.drafts import SIZES, Draft, draw, print_lines
from benchmarks.simulation.labels import CLEAR, POOR, Noise, scores_of
from goiextract.forms import kind_of
from goiextract.records import Fragment, Reading, Readings, Token

Act = Callable[[Draft, Random], bool]
DRAWS = 12  # tables tried for one that the corruption can change, before a larger size is taken
#: Of ten tables of a corruption that all tables can suffer, so many are 表三, 表四 and 表二.
SHARES = ("applications",) * 8 + ("review_litigation", "proactive")


ROWS = "applications"  # 表三
RECOGNISED = 0.2  # share of the tables that are read from an image, of corruptions that do not say
RECOGNISED_SURE = 0.98  # what the recogniser says of each of its words, right or wrong


class Corruption(NamedTuple):
    """printed: done by the office. read: done by reading. table: the one table that can suffer it. sums: needs sums (表三,
    表四). order_only: takes no part where columns are named."""

    printed: tuple[Act, ...] = ()
    read: tuple[Act, ...] = ()
    table: str = ""
    sums: bool = False
    order_only: bool = False


CORRUPTIONS: dict[str, Corruption] = {
    "none": Corruption(),
    "dropped_cell": Corruption(read=(read.dropped_cell,)),
    "dropped_total": Corruption(read=(read.dropped_total,), table=ROWS),
    "blank_total": Corruption((office.blank_totals,), sums=True),
    "blank_total_dropped": Corruption((office.blank_totals,), table=ROWS),
    "lost_label": Corruption(read=(read.lost_label,)),
    "lost_row": Corruption(read=(read.lost_row,)),
    "lost_rows": Corruption(read=(read.lost_rows,), table=ROWS),
    "merged_rows": Corruption(read=(read.merged_rows,)),
    "extra_token": Corruption(read=(read.extra_token,)),
    "split_thousands": Corruption(read=(read.split_thousands,)),
    "glued_tokens": Corruption(read=(read.glued_tokens,)),
    "glued_table": Corruption(read=(read.glued_table,), order_only=True),
    "page_split": Corruption(read=(read.page_split,)),
    "repeated_header": Corruption(read=(read.repeated_header,)),
    "typo_1": Corruption((office.one_typo,), sums=True),
    "typo_2": Corruption((office.two_typos,), sums=True),
    "unfilled_row": Corruption((office.total_row_unfilled,), table=ROWS),
    "unfilled_column": Corruption((office.total_column_unfilled,), sums=True),
    "swapped_rows": Corruption(read=(read.swapped_rows,)),
    "duplicated_row": Corruption(read=(read.duplicated_row,)),
    "collapsed_group": Corruption(read=(read.collapsed_group,), table=ROWS),
    "rows_of_six": Corruption(read=(read.seven_rows_of_six,), table=ROWS),
    "shifted_stub": Corruption(read=(read.shifted_stub,), order_only=True),
    "blanks_for_zeros": Corruption((office.blanks_for_zeros,)),
    "misread": Corruption(read=(read.misread_digits,), sums=True),
    "typo_recognised": Corruption((office.one_typo,), (read.recognise,), sums=True),
    "mix": Corruption(table=ROWS),
    "misread_mix": Corruption(table=ROWS),
    "label_before": Corruption(read=(lines.label_before,)),
    "label_around": Corruption(read=(lines.label_around,)),
    "labels_first": Corruption(read=(lines.labels_first,)),
    "figures_in_two_lines": Corruption(read=(lines.figures_in_two_lines,)),
    "page_number": Corruption(read=(lines.page_number,)),
    "group_before": Corruption(read=(lines.group_before,), table=ROWS),
    "two_heads": Corruption(read=(lines.two_heads,)),
    "blocks_in_lines": Corruption((office.blocks_below,), (lines.heads_between,), table="review_litigation"),
    "lost_column": Corruption(read=(lines.lost_column,), table=ROWS),
    "blank_column": Corruption((office.blank_column,), table=ROWS),
    "moved_row": Corruption(read=(lines.moved_row,)),
    "six_unlabelled": Corruption(read=(lines.six_unlabelled,), table=ROWS),
    "stuck_ordinal": Corruption(read=(lines.stuck_ordinal,), sums=True, order_only=True),
    "only_first": Corruption(read=(lines.only_first,), order_only=True),
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
    lines.label_before,
    lines.figures_in_two_lines,
    lines.page_number,
    lines.group_before,
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


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of a case once it is judged. mistaken: the office printed something wrong."""

    name: str
    corruption: str
    size: str
    noise: str
    acts: tuple[str, ...]
    table: str
    network: bool
    named: bool
    recognised: bool
    mistaken: bool


def about(one: Case) -> About:
    """A case without its table."""
    draft = one.draft
    return About(
        one.name,
        one.corruption,
        one.size,
        one.noise,
        one.acts,
        draft.table.key,
        draft.table.network,
        draft.named,
        draft.recognised,
        bool(draft.misprinted),
    )


def cases(seed: int, count: int, only: str = "") -> Iterator[Case]:
    """So many tables of the schedule; with `only`, those of one corruption."""
    return (case(seed, number) for number in numbers(count, only))


def numbers(count: int, only: str = "") -> range:
    """The numbers of so many tables; with `only`, of those of one corruption."""
    first, step = (list(CORRUPTIONS).index(only), len(CORRUPTIONS)) if only else (0, 1)
    return range(first, first + count * step, step)


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
    table = how.table or SHARES[rng.randrange(len(SHARES) - how.sums)]
    sizes = [list(SIZES)[size_at]] * DRAWS + ["small"] * DRAWS + ["large"] * DRAWS * 4
    for size in sizes:
        draft = draw(rng, table, size, not unnamed and not how.order_only)
        acts = damage(draft, corruption, rng)
        if acts is not None:
            break
        if size != list(SIZES)[size_at] and table != (how.table or ROWS):
            table = ROWS  # this corruption cannot be done to the other tables
    else:
        raise RuntimeError(f"{corruption} changes no table")
    if not draft.recognised and rng.random() < RECOGNISED:
        read.recognise(draft, rng)
    return Case(f"{seed}-{number}", corruption, size, noise.name, draft, readings_of(draft, noise, rng), acts)


def damage(draft: Draft, corruption: str, rng: Random) -> tuple[str, ...] | None:
    """Print the draft and damage it. The names of what was done; None where that changed nothing."""
    how = CORRUPTIONS[corruption]
    printed, then = list(how.printed), list(how.read)
    if corruption == "mix":
        n_printed = rng.choice((0, 0, 1))
        printed = rng.sample(OFFICE_MIXED, n_printed)
        then = rng.sample(READ_MIXED, 3 - n_printed)
    if corruption == "misread_mix":
        then = [*rng.sample(READ_MIXED, 2), read.misread_digits]
    done = [act.__name__ for act in printed if act(draft, rng)]
    print_lines(draft, rng)
    if corruption == "blank_total_dropped":
        for line in draft.figure_lines:
            line.cells = [cell for cell in line.cells if cell.text]
    done += [act.__name__ for act in then if act(draft, rng)]
    mixed = corruption in ("mix", "misread_mix")
    return tuple(done) if len(done) >= (2 if mixed else len(printed) + len(then)) else None


def readings_of(draft: Draft, noise: Noise, rng: Random) -> Readings:
    """The draft's lines as what labelling hands on."""
    fragments = []
    for line in draft.lines:
        tokens = tuple(
            Token(
                cell.text,
                kind_of(cell.text),
                ((cell.column, 0.0),) if cell.column else (),
                glued=cell.glued,
                confidence=RECOGNISED_SURE if draft.recognised else 1.0,
                alternatives=cell.alternatives,
            )
            for cell in line.cells
        )
        scores = scores_of(line, draft.table, noise, rng)
        fragments.append(Fragment(line.text, scores, tokens, whole=line.row == draft.table.key))
    return Readings((Reading(draft.table.key, draft.form.name, tuple(fragments)),))
