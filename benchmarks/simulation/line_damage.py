"""What reading does to the lines of a table: labels and figures on lines of their own, lines of others between, lines moved.

As in `corruptions`, each takes a draft and a source of chance, changes its lines, and says whether it did.
"""

from __future__ import annotations

from random import Random

from benchmarks.simulation.corruptions import HEADER
from benchmarks.simulation.drafts import Draft, ReadCell, ReadLine
from goiextract.records import CellKey


def label_before(draft: Draft, rng: Random) -> bool:
    """The labels of some rows, or of all, stand on the line before their figures."""
    lines = draft.figure_lines
    for line in lines if rng.random() < 0.3 else rng.sample(lines, min(len(lines), rng.randint(1, 4))):
        _off_its_line(draft, line)
    return not draft.together


def _off_its_line(draft: Draft, line: ReadLine) -> None:
    draft.lines.insert(draft.lines.index(line), ReadLine(line.row, line.text, line.label))
    line.text, line.label = "", "none"


def label_around(draft: Draft, rng: Random) -> bool:
    """Pieces of a row's label stand before and after its figures, or before, beside and after."""
    lines = draft.figure_lines
    for line in rng.sample(lines, min(len(lines), rng.randint(1, 3))):
        text, thirds = line.text, rng.random() < 0.4
        first, last = (len(text) // 3, 2 * len(text) // 3) if thirds else (len(text) // 2, len(text) // 2)
        at = draft.lines.index(line)
        draft.lines.insert(at + 1, ReadLine(line.row, text[last:], "torn"))
        draft.lines.insert(at, ReadLine(line.row, text[:first], "torn"))
        line.text, line.label = text[first:last], "torn" if thirds else "none"
    return not draft.together


def labels_first(draft: Draft, rng: Random) -> bool:
    """All labels come first, then all figures."""
    figures = draft.figure_lines
    for line in figures:
        _off_its_line(draft, line)
    draft.lines = [*(line for line in draft.lines if not line.cells), *figures]
    return not draft.together


def figures_in_two_lines(draft: Draft, rng: Random) -> bool:
    """The last figures of a row stand on the next line, without a label."""
    wide = [line for line in draft.figure_lines if len(line.cells) > 1]
    if not wide:
        return False
    line = rng.choice(wide)
    cut = rng.randrange(1, len(line.cells))
    draft.lines.insert(draft.lines.index(line) + 1, ReadLine(line.row, "", "none", line.cells[cut:]))
    line.cells = line.cells[:cut]
    return not draft.together


def page_number(draft: Draft, rng: Random) -> bool:
    """A page number stands on a line of its own, in whatever column it falls."""
    number = str(rng.randint(1, 30))
    columns = [cell.column for cell in draft.figure_lines[0].cells]
    cell = ReadCell(number if rng.random() < 0.7 else f"- {number} -", None, rng.choice(columns))
    draft.lines.insert(rng.randint(1, len(draft.lines)), ReadLine("", "", "none", [cell]))
    return True


def group_before(draft: Draft, rng: Random) -> bool:
    """The label of the group stands in one cell with that of a row under it: its first, or any after a page break."""
    printed = {line.key: line.printed for line in draft.table.lines if line.is_group}
    under = {row.key: row.under for row in draft.table.rows if row.under in printed}
    lines = [line for line in draft.figure_lines if line.row in under]
    if not lines:
        return False
    line = rng.choice(lines)
    if rng.random() < 0.6:  # the first of the group, whose own line is gone
        group = under[line.row]
        line = next(one for one in lines if under[one.row] == group)
        draft.lines = [one for one in draft.lines if one.row != group]
    line.text, line.label = printed[under[line.row]] + line.text, "group"
    return True


def two_heads(draft: Draft, rng: Random) -> bool:
    """Heads of two tables stand before the rows, or between them, in half of the tables with the numbers of the columns."""
    row = draft.table.rows[0]
    columns = [cell.column for cell in draft.figure_lines[0].cells]
    heads = [ReadLine("", HEADER, "other"), ReadLine("", " ".join(column.printed for column in row.columns), "other")]
    if rng.random() < 0.5:
        cells = [ReadCell(str(number), None, column) for number, column in enumerate(columns, start=1)]
        heads.append(ReadLine("", "", "none", cells))
    at = rng.choice((0, 0, rng.randint(0, len(draft.lines))))
    draft.lines[at:at] = heads
    return True


def heads_between(draft: Draft, rng: Random) -> bool:
    """Each row stands below a head of its own, in half of the tables below its label too."""
    apart = rng.random() < 0.5
    for line in draft.figure_lines:
        if apart:
            _off_its_line(draft, line)
        row = next(row for row in draft.table.rows if row.key == line.row)
        head = ReadLine("", " ".join(column.printed for column in row.columns), "other")
        draft.lines.insert(draft.lines.index(line), head)
    return True


def lost_column(draft: Draft, rng: Random) -> bool:
    """A column is not read in any row: 总计, or another."""
    columns = [column.key for column in draft.table.rows[0].columns]
    at = len(columns) - 1 if rng.random() < 0.6 else rng.randrange(len(columns))
    lost = {CellKey(draft.table.key, row.key, columns[at]) for row in draft.table.rows}
    for line in draft.figure_lines:
        line.cells = [cell for cell in line.cells if cell.cell not in lost]
    return True


def moved_row(draft: Draft, rng: Random) -> bool:
    """A row stands some lines below its place, label and all."""
    lines = draft.figure_lines
    if len(lines) < 4:
        return False
    n = rng.randrange(len(lines) - 2)
    below = lines[min(len(lines) - 1, n + rng.randint(2, 5))]
    draft.lines.remove(lines[n])
    draft.lines.insert(draft.lines.index(below) + 1, lines[n])
    return True


def six_unlabelled(draft: Draft, rng: Random) -> bool:
    """Two rows lack a figure each, and the rows before and after them their labels."""
    lines = draft.figure_lines
    if len(lines) < 4:
        return False
    at = rng.randrange(1, len(lines) - 2)
    for line in lines[at : at + 2]:
        line.cells.pop(rng.randrange(len(line.cells)))
    for line in (lines[at - 1], lines[at + 2]):
        line.text, line.label = "", "none"
    return True


def stuck_ordinal(draft: Draft, rng: Random) -> bool:
    """The ordinal of the next label sticks to the last figure of a row."""
    lines = [line for line in draft.figure_lines if line.cells and line.cells[-1].text]
    for line in rng.sample(lines, min(len(lines), rng.randint(1, 3))):
        last = line.cells[-1]
        line.cells[-1] = ReadCell(f"{last.text}{rng.randint(2, 8)}", None, last.column)
    return bool(lines)


def only_first(draft: Draft, rng: Random) -> bool:
    """An archive kept one of all equal lines of a text with a cell a line: no number stands there twice."""
    met: set[str] = set()
    some = False
    for line in draft.lines:
        kept = []
        for cell in line.cells:
            if cell.text in met:
                some = True
            else:
                met.add(cell.text)
                kept.append(cell)
        line.cells = kept
    return some
