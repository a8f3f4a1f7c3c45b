"""Checks of where lines stand: whether the figures of a row may be another's. Each gives the cells that it doubts."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from goiextract.reconciling.line_evidence import NO_SCORE
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.table_read import TableRead, n_numbers, score_of
from goiextract.reconciling.told import LINE, NAMED, told_rows
from goiextract.records import CellKey, Fragment

BEYOND_DOUBT = math.log(0.95)  # a label this sure is believed though the search was given up
CLEARLY = math.log(0.9)  # a label that says its row against the order of the form
PAGES = 2  # figures on a line without other rows' words: more than the number of a page
SAYS_WHERE = re.compile(r"^0\d| ")  # of digits that hold several numbers, where they part
HEADING = -0.4  # log-probability of a group, or of no row, from which a line is no row's


def row_not_named(read: TableRead) -> Collection[CellKey]:
    """Rows whose line neither its own words nor those of all others tell. Without sums it must also stand as it was read: which
    of its numbers to drop or to join nothing says, nor that they are not all of a row beside it."""
    told = told_rows(read)
    rows = {row for row in read.filled if row not in told}
    if not read.sums.every:
        rows |= {row for row in read.filled if not _is_as_read(read, row)}
        over = {row: n_numbers(read.line_of(row)) - len(read.rows[row].columns) for row in read.filled}
        rows |= {
            row for row in read.filled if max(over.get(row - 1, 0), over.get(row + 1, 0)) >= len(read.rows[row].columns)
        }
    return read.cells_of(rows)


def row_contested(read: TableRead) -> Collection[CellKey]:
    """Rows whose line may be two rows in one, or the group's own printed in place of its rows, or stands out of the form's
    order without a label that says so; and those of which lines or figures were joined, cut or left out, and yet do not add
    up."""
    failing = _failing(read)
    changed = {row for row in read.filled if read.rows[row].key in failing and not _is_whole(read, row)}
    return read.cells_of(_two_rows(read) | _standing_for_groups(read) | _out_of_order(read) | changed)


def _failing(read: TableRead) -> set[str]:
    """The rows whose own sum fails."""
    counts = {cell.key: cell.count for cell in read.cells if cell.count is not None}
    return {one.cells[0].row for one in read.sums.failing(counts) if one in read.sums.within.values()}


def _is_whole(read: TableRead, row: int) -> bool:
    """True where the line stands as it was read, with a number in a cell for every one of its numbers, or digit of a run."""
    fragment = read.line_of(row)
    numbers = sum(read_token(token).kind == "number" for token in fragment.tokens)
    run = sum(map(str.isdigit, fragment.tokens[0].printed)) if len(fragment.tokens) == 1 else numbers
    filled = sum(one is not None and one[0] == "number" for one in read.values_of(row))
    return filled in (numbers, run) and _number(fragment, read.read) is not None


def lines_misfit(read: TableRead) -> Collection[CellKey]:
    """All, where the lines are those of another table, or in such disorder that zeros make everything add up."""
    return () if read.fits else read.cells_of(range(len(read.rows)))


def search_given_up(read: TableRead) -> Collection[CellKey]:
    """Cells of which not all readings were weighed: of rows that the label alone does not settle, or whose figures were joined or
    cut and do not add up, and cells not found."""
    cut = {cell.key for cell in read.cells if not cell.complete}
    if read.settled:
        return cut
    named = {row for row in read.filled if score_of(read.line_of(row), read.rows[row]) >= BEYOND_DOUBT}
    counts = {cell.key: cell.count for cell in read.cells if cell.count is not None}
    added = {key for key, one in read.sums.within.items() if (own := one.counted(counts)) and one.holds(own)}
    sure = {row for row in named if _is_whole(read, row) or read.rows[row].key in added}
    return cut | read.cells_of([row for row in range(len(read.rows)) if row not in sure])


def figures_left_over(read: TableRead) -> Collection[CellKey]:
    """Cells without a number where numbers were left over that may be theirs: what the sums want there may not be what is
    printed, and no blank is certain. A line that found no row may be of any row around it, and so may the other row of a line
    of two, or one that fills its row in no way; figures without a word may be of any row that has none. Of a row that does not
    add up beside such figures, any number may be cut."""
    blank = {cell.key for cell in read.cells if cell.numeral is not None and cell.numeral.kind == "blank"}
    lost = {cell.key for cell in read.cells if cell.numeral is None}
    two = _two_rows(read)
    rows = {row + step for row in two | (read.at.keys() - {*read.filled}) for step in (-1, 0, 1)}
    rests: set[int] = set()  # rows of which a few figures may be the rest; what sums prove of a lost cell they leave
    for line, n_figures in _passed_lines(read):
        around = [row for row in _rows_around(read, line, n_figures) if n_figures or row not in read.filled]
        tokens = read.lines[line].tokens
        wanted = read.adds_up(around) and all(read_token(token).value == 0 for token in tokens)
        own = [(row, _as_row(read, line, row)) for row in around if row not in read.at]
        wanted = wanted or any(figures and read.adds_up([row], figures) for row, figures in own)
        (rows if len(tokens) >= LINE and not wanted else rests).update(around)
    rows &= {*range(len(read.rows))}
    failing = _failing(read)
    cut = {row for row in rows | rests if read.rows[row].key in failing}
    return (read.cells_of(rows) & (blank | lost)) | (read.cells_of(rests) & blank) | read.cells_of(cut)


def _as_row(read: TableRead, line: int, row: int) -> dict[CellKey, int]:
    """The figures of a line as the cells of a row; none where it has not one for each, or its words do not name the row."""
    fragment, cells = read.lines[line], read.rows[row].cells
    counts = [value for token in fragment.tokens if isinstance(value := read_token(token).value, int)]
    fits = len(counts) == len(fragment.tokens) == len(cells) and _is_named(fragment, read.rows[row])
    names = [token.column or cell.column for token, cell in zip(fragment.tokens, cells, strict=False)]
    return (
        dict(zip([CellKey(cells[0].table, cells[0].row, name) for name in names], counts, strict=True)) if fits else {}
    )


def blank_unproven(read: TableRead) -> Collection[CellKey]:
    """Cells that look empty and may not be: blank ones of a row without any number where the next line of figures above or below
    is not told to be another row's; gaps in a row of a page that is drawn, and blanks under a head of their own beside a gap;
    and all cells of a row of which only a label was found, or a line that was taken for another's. What stands there, be it
    nothing, is not what the sums want of a lost row."""
    told = told_rows(read)
    of = {line: row for row, line in read.at.items()}
    rows = []
    for row in read.filled:
        line = read.at[row]
        if n_numbers(read.line_of(row)):
            continue
        beside = [n for n in (line - 1, line + 1) if 0 <= n < len(read.lines) and n_numbers(read.lines[n])]
        if any((of[n] not in told) if n in of else n_numbers(read.lines[n]) >= LINE for n in beside):
            rows.append(row)
    blank = {cell.key for cell in read.cells if cell.numeral is not None and cell.numeral.kind == "blank"}
    lost = [row for row in range(len(read.rows)) if row not in read.at and _is_labelled(read, row, told)]
    gaps = {cell.key for cell in read.cells if cell.numeral is None and cell.drawn_page} & read.cells_of(read.filled)
    lacking = {cell.key.row for cell in read.cells if cell.numeral is None and cell.key in read.cells_of(read.filled)}
    beside_gap = {cell.key for cell in read.cells if cell.named and cell.key in blank and cell.key.row in lacking}
    return (read.cells_of(rows) & blank) | read.cells_of(lost) | gaps | beside_gap


def _is_labelled(read: TableRead, row: int, told: Collection[int]) -> bool:
    """True where the label of this row stands on a line without figures, or on one taken for a row that it names less and that
    nothing tells."""
    taken = {line: read.rows[other] for other, line in read.at.items() if other not in told}
    for number, one in enumerate(read.lines):
        said = score_of(one, read.rows[row])
        if said >= NAMED and (not n_numbers(one) or (number in taken and said > score_of(one, taken[number]))):
            return True
    return False


def _is_as_read(read: TableRead, row: int) -> bool:
    fragment = read.line_of(row)
    numbers = sum(read_token(token).kind == "number" for token in fragment.tokens)
    filled = sum(one is not None and one[0] == "number" for one in read.values_of(row))
    whole = not any(token.glued or SAYS_WHERE.search(token.printed.strip()) for token in fragment.tokens)
    cut = filled > numbers and whole  # nothing says where
    return not cut and numbers <= len(read.rows[row].columns) and any(fragment is one for one in read.read)


def _two_rows(read: TableRead) -> set[int]:
    return {row for row in read.filled if is_two_rows(read.line_of(row))}


def is_two_rows(fragment: Fragment) -> bool:
    """True where at least half of the cells hold figures below one another: those of two rows, rather than of one."""
    several = sum(len(token.printed.split("\n")) > 1 and token.printed.strip() != "" for token in fragment.tokens)
    return len(fragment.tokens) > 1 and 2 * several >= len(fragment.tokens)


def _standing_for_groups(read: TableRead) -> set[int]:
    """The rows that are the only ones of their group on the page, and not named beyond doubt."""
    under: dict[str, list[int]] = {}
    for number, row in enumerate(read.rows):
        for group in row.groups:
            under.setdefault(group, []).append(number)
    alone = [[row for row in members if row in read.filled] for members in under.values() if len(members) > 1]
    return {
        there[0]
        for there in alone
        if len(there) == 1 and score_of(read.line_of(there[0]), read.rows[there[0]]) < BEYOND_DOUBT
    }


def _out_of_order(read: TableRead) -> set[int]:
    """The rows whose lines stand above or below their place in the form, where the labels do not say so clearly; but for those
    that may change places unseen."""
    found: set[int] = set()
    order = [(row, _number(read.line_of(row), read.read)) for row in sorted(read.filled)]
    known = [(row, line) for row, line in order if line is not None]
    for (row, line), (below, other) in zip(known, known[1:], strict=False):
        scores = [score_of(read.line_of(one), read.rows[one]) for one in (row, below)]
        if line > other and min(scores) < CLEARLY and read.values_of(row) != read.values_of(below):
            found |= {row, below}
    return found


def _number(fragment: Fragment, read: Sequence[Fragment]) -> int | None:
    """The line's number among those that were read, None for one that an arrangement made."""
    return next((number for number, one in enumerate(read) if one is fragment), None)


def _passed_lines(read: TableRead) -> Iterator[tuple[int, int]]:
    """The lines that were taken for no row, though they have about as many cells as one, or figures and no other words than a
    row's; and how many figures. Headings of groups, whose rows are then not printed, and figures of what is no row of the form
    are none of them."""
    taken = set(read.at.values())
    groups = {group for row in read.rows for group in row.groups}
    for number, fragment in enumerate(read.lines):
        kinds = [read_token(token).kind for token in fragment.tokens]
        n_figures = kinds.count("number")
        none = any(score > HEADING for key, score in fragment.scores if key in groups or (n_figures and not key))
        foreign = bool(fragment.scores) and not any(_is_named(fragment, row) for row in read.rows)
        enough = 1 if _owner(read, number) else LINE if foreign else PAGES
        if number not in taken and not none and (n_figures >= enough or n_figures + kinds.count("blank") >= LINE):
            yield number, n_figures


def _owner(read: TableRead, line: int) -> range:
    """The row that the label of a line names beyond doubt."""
    own = [number for number, row in enumerate(read.rows) if score_of(read.lines[line], row) >= BEYOND_DOUBT]
    return range(own[0], own[0] + 1) if own else range(0)


def _rows_around(read: TableRead, line: int, n_figures: int) -> Collection[int]:
    """The rows that this line may be of: the one that its label names beyond doubt, or those between the last row before it
    and the first after it that their own labels name, for the others may have moved up or down with it. Its figures may also be
    the rest of either of these, those of a row that its words name, and without a word, of any row that has none."""
    if own := _owner(read, line):
        return own
    sure = {row: n for row, n in read.at.items() if _is_named(read.lines[n], read.rows[row])}
    before = max((row for row, number in sure.items() if number < line), default=-1)
    after = min((row for row, number in sure.items() if number > line), default=len(read.rows))
    if not n_figures:
        return range(before + 1, after)
    named = [row for row, one in enumerate(read.rows) if _is_named(read.lines[line], one)]
    empty = [row for row in read.filled if not n_numbers(read.line_of(row))] if not read.lines[line].scores else []
    return {*range(max(before, 0), min(after + 1, len(read.rows))), *named, *empty}


def _is_named(fragment: Fragment, row: PrintedRow) -> bool:
    scores: Mapping[str, float] = dict(fragment.scores)
    return scores.get(row.key, NO_SCORE) >= NAMED
