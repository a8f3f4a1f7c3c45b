"""What reading does to a printed table: each takes a draft and a source of chance, changes its lines, and says whether it did.

After the breakage notes: figures, labels, rows and separators get lost, doubled, joined, parted or moved; digits are misread
only where a page is recognised from its image.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.simulation.drafts import Draft, ReadCell, ReadLine
from benchmarks.simulation.misprints import confused
from goiextract.records import CellKey

LISTED = 0.75  # how often a recogniser that misread a digit has the right number among its second thoughts
SECOND_THOUGHTS = 0.03  # how often it has some about a number it read right
HEADER = "申请人情况 自然人 法人或其他组织 总计"


def dropped_cell(draft: Draft, rng: Random) -> bool:
    """A figure is not read at all."""
    line = rng.choice(draft.figure_lines)
    line.cells.pop(rng.randrange(len(line.cells)))
    return True


def dropped_total(draft: Draft, rng: Random) -> bool:
    """The last cell of two rows is not read: a blank one is nothing in a text without lines."""
    lines = draft.figure_lines
    for line in rng.sample(lines, min(2, len(lines))):
        line.cells.pop()
    return True


def lost_label(draft: Draft, rng: Random) -> bool:
    """One to three rows lose their labels."""
    lines = draft.figure_lines
    for line in rng.sample(lines, min(len(lines), rng.randint(1, 3))):
        line.label, line.text = "none", ""
    return not draft.together


def lost_row(draft: Draft, rng: Random) -> bool:
    """One row is not read."""
    draft.lines.remove(rng.choice(draft.figure_lines))
    return not draft.together


def lost_rows(draft: Draft, rng: Random) -> bool:
    """Two or three rows are not read, and the row before loses its label."""
    lines = draft.figure_lines
    if len(lines) < 6:
        return False
    at = rng.randrange(1, len(lines) - 3)
    lines[at - 1].label, lines[at - 1].text = "none", ""
    for line in lines[at : at + rng.randint(2, 3)]:
        draft.lines.remove(line)
    return True


def merged_rows(draft: Draft, rng: Random) -> bool:
    """Two rows one below the other are read as one."""
    lines = draft.figure_lines
    if len(lines) < 2:
        return False
    at = rng.randrange(len(lines) - 1)
    one, two = lines[at], lines[at + 1]
    if draft.named and [c.column for c in one.cells] == [c.column for c in two.cells]:
        one.cells = [ReadCell(f"{a.text}\n{b.text}", None, a.column) for a, b in zip(one.cells, two.cells, strict=True)]
    else:
        one.cells = [*one.cells, *two.cells]
    one.label, one.text = "torn", f"{one.text}{two.text}"
    draft.lines.remove(two)
    return True


def extra_token(draft: Draft, rng: Random) -> bool:
    """A page number or the ordinal of a label stands among the figures of a row, or in one of its cells."""
    line = rng.choice(draft.figure_lines)
    if draft.named:
        cell = rng.choice(line.cells)
        cell.text, cell.cell = f"{cell.text}\n{rng.randint(1, 30)}", None
    elif rng.random() < 0.6:
        line.cells.insert(0, ReadCell(str(rng.randint(1, 8)), None))
    else:
        line.cells.insert(rng.randint(0, len(line.cells)), ReadCell(str(rng.randint(1, 30)), None))
    return True


def split_thousands(draft: Draft, rng: Random) -> bool:
    """Numbers of four digits and more fall apart before the last three."""
    gap, share, some = rng.choice((" ", "\n")), rng.choice((0.4, 1.0)), False
    for line in draft.figure_lines:
        cells: list[ReadCell] = []
        for cell in line.cells:
            head, tail = cell.text[:-3], cell.text[-3:]
            if not head.isdigit() or not tail.isdigit() or rng.random() > share:
                cells.append(cell)
                continue
            some = True
            if draft.named:
                cells.append(ReadCell(f"{head}{gap}{tail}", cell.cell, cell.column))
            else:
                cells += [ReadCell(head, None), ReadCell(tail, None)]
        line.cells = cells
    return some


def glued_tokens(draft: Draft, rng: Random) -> bool:
    """Two figures of a row are read as one number."""
    wide = [line for line in draft.figure_lines if len(line.cells) > 1]
    if not wide:
        return False
    line = rng.choice(wide)
    at = rng.randrange(len(line.cells) - 1)
    one, two = line.cells[at : at + 2]
    blank = [ReadCell("", None, two.column)] if draft.named and rng.random() < 0.5 else []
    line.cells[at : at + 2] = [ReadCell(one.text + two.text, None, one.column), *blank]
    return True


def glued_table(draft: Draft, rng: Random) -> bool:
    """No separators: every row is one run of digits."""
    for line in draft.figure_lines:
        line.cells = [ReadCell("".join(cell.text for cell in line.cells), None, glued=True)]
    return not draft.named


def page_split(draft: Draft, rng: Random) -> bool:
    """A page ends within a row: its label, or its figures, are cut in two; the head of the table may be repeated."""
    line = rng.choice(draft.figure_lines)
    at, half = draft.lines.index(line), len(line.text) // 2
    rest = ReadLine(line.row, line.text[half:], "torn")
    line.label, line.text = "torn", line.text[:half]
    between = [ReadLine("", HEADER, "other")] if rng.random() < 0.5 else []
    how = rng.choice(("after", "before", "within"))
    if how == "before":
        rest.cells, line.cells = line.cells, []
    elif how == "within":
        cut = rng.randrange(1, len(line.cells)) if len(line.cells) > 1 else 0
        rest.cells, line.cells = line.cells[cut:], line.cells[:cut]
    draft.lines[at + 1 : at + 1] = [*between, rest]
    return not draft.together


def repeated_header(draft: Draft, rng: Random) -> bool:
    """The head of the table stands again between two rows, with or without a page number."""
    number = [ReadCell(str(rng.randint(1, 30)), None)] if rng.random() < 0.5 else []
    at = rng.randint(1, max(1, len(draft.lines) - 1))
    draft.lines[at:at] = [ReadLine("", HEADER, "other"), ReadLine("", "", "none", number)]
    return True


def swapped_rows(draft: Draft, rng: Random) -> bool:
    """Two neighbouring rows stand in each other's place, labels and all."""
    lines = draft.figure_lines
    if len(lines) < 2:
        return False
    n = rng.randrange(len(lines) - 1)
    (a, end_of_a), (b, end_of_b) = (_block(draft, lines[at]) for at in (n, n + 1))
    draft.lines[a:end_of_b] = draft.lines[b:end_of_b] + draft.lines[end_of_a:b] + draft.lines[a:end_of_a]
    return True


def _block(draft: Draft, line: ReadLine) -> tuple[int, int]:
    """First and last, exclusive, of the lines of a row: its label may stand above its figures, its last figures below."""
    first = last = draft.lines.index(line)
    while first and line.row and draft.lines[first - 1].row == line.row:
        first -= 1
    while last + 1 < len(draft.lines) and line.row and draft.lines[last + 1].row == line.row:
        last += 1
    return first, last + 1


def duplicated_row(draft: Draft, rng: Random) -> bool:
    """A row is read twice, as where a page break repeats it."""
    line = rng.choice(draft.figure_lines)
    at = draft.lines.index(line)
    draft.lines.insert(at + 1, ReadLine(line.row, line.text, line.label, [replace(cell) for cell in line.cells]))
    return not draft.together


def collapsed_group(draft: Draft, rng: Random) -> bool:
    """不予公开, or another group, is printed as one row with its figures, and without its rows."""
    groups = sorted({row.under for row in draft.table.rows} - {"outcome", ""})
    if draft.table.layout != "rows":
        return False
    group = "denied" if rng.random() < 0.5 else rng.choice(groups)
    under = [row for row in draft.table.rows if row.under == group]
    keys = {row.key for row in under}
    cells = []
    for column in under[0].columns:
        parts = [draft.page.pop(CellKey(draft.table.key, row.key, column.key)) for row in under]
        cells.append(ReadCell(str(sum(part or 0 for part in parts)), None, column.key if draft.named else None))
    heading = next(line.printed for line in draft.table.lines if line.key == group)
    at = next(n for n, line in enumerate(draft.lines) if line.row in keys)
    lines = [line for line in draft.lines if line.row not in keys and line.row != group]
    at -= sum(line.row == group for line in draft.lines[:at])
    draft.lines = [*lines[:at], ReadLine(group, heading, "whole", cells), *lines[at:]]
    return True


def seven_rows_of_six(draft: Draft, rng: Random) -> bool:
    """Seven rows in a run lack a figure each, the same or any."""
    lines = draft.figure_lines
    if len(lines) < 8:
        return False
    start, same = rng.randrange(len(lines) - 6), rng.choice((0, 5, 6, None))
    for line in lines[start : start + 7]:
        line.cells.pop(rng.randrange(7) if same is None else same)
    return True


def shifted_stub(draft: Draft, rng: Random) -> bool:
    """From some row on a blank cell of the stub stands before the figures, and one of these rows lacks a figure."""
    lines = draft.figure_lines
    if draft.named or draft.together or len(lines) < 4:
        return False
    later = lines[rng.randrange(len(lines) - 2) :]
    for line in later:
        line.cells.insert(0, ReadCell("", None))
    if rng.random() < 0.6:
        line = rng.choice(later)
        line.cells.pop(rng.randrange(1, len(line.cells)))
    return True


def misread_digits(draft: Draft, rng: Random) -> bool:
    """On a recognised page one to three digits are taken for others."""
    cells = [cell for line in draft.figure_lines for cell in line.cells if cell.cell and cell.text.isdigit()]
    for _ in range(min(len(cells), rng.randint(1, 3))):
        numbers = [cell for cell in cells if cell.text != "0"]
        cell = rng.choice(numbers if numbers and rng.random() < 0.6 else cells)
        cells = [other for other in cells if other is not cell]
        right, cell.text = cell.text, confused(cell.text, rng)
        cell.alternatives = (right,) if rng.random() < LISTED else ()
    return recognise(draft, rng) and bool(cells)


def recognise(draft: Draft, rng: Random) -> bool:
    """The page is read from its image: some of the figures read right have second thoughts too."""
    draft.recognised = True
    for cell in (cell for line in draft.lines for cell in line.cells):
        if cell.text.isdigit() and not cell.alternatives and rng.random() < SECOND_THOUGHTS:
            cell.alternatives = (confused(cell.text, rng),)
    return True
