"""Which column of the form each figure cell stands in, from the header cells above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from goiextract.forms import FormRow, FormTable, has_digit
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import PrintedLine
from goiextract.records import Cell

REAL_COLUMNS = ("declared", "ruled", "aligned")  # origins whose grid columns mean the same in every row


class Span(Struct, frozen=True):
    """What a header cell covers: grid columns of its own grid, and where it has a place on a page, how far across."""

    first: int
    end: int
    left: float | None = None
    right: float | None = None


def _span(cell: Cell) -> Span:
    box = cell.place.box
    across = (box.x0, box.x1) if box is not None else (None, None)
    return Span(cell.column, cell.column + cell.column_span, *across)


@cache
def _wordings(table: FormTable) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """Heading as labels are compared → keys of the columns under it; and where rows stand side by side, → key of the row."""
    names: dict[str, dict[str, None]] = {}
    for row in table.rows:
        for column in row.columns:
            for wording in (column.printed, *column.also):
                names.setdefault(normal(wording), {})[column.key] = None
    blocks = {normal(row.printed): row.key for row in table.rows} if table.layout == "side_by_side" else {}
    return {wording: tuple(keys) for wording, keys in names.items()}, blocks


class ColumnHeads:
    """The header of the table being walked: spans of grid columns → names of the form's columns."""

    def __init__(self, table: FormTable) -> None:
        self._names, self._blocks = _wordings(table)
        self._one_line = table.layout == "blocks"  # a header over two lines does not read in the order of its columns
        self._heads: list[tuple[Span, str]] = []
        self._heads_of: dict[tuple[str, ...], dict[str, Span] | None] = {}  # as long as no head comes in
        self._block_spans: list[tuple[Span, str]] = []
        self._above: list[tuple[Span, str]] = []  # a lone head in the line above a header: 自然人 spans both
        self._in_header = False
        self._end = 0  # of the header across its grid, columns of the office's own with it
        self._grid = self._seen = -1
        self._order: list[tuple[str, PrintedLine]] = []  # where columns only have an order: the heads in it
        self._below_order = False

    def see(self, line: PrintedLine) -> bool:
        """Take in one line of the table. True if it is a header line; a new header replaces the one before."""
        if line.origin not in REAL_COLUMNS:
            self._see_order(line)
            return False
        if line.grid != self._seen:
            self._above, self._seen = [], line.grid
        found, blocks = [], []
        for cell in line.texts:
            text = normal(cell.text)
            if text in self._blocks:
                blocks.append((_span(cell), self._blocks[text]))
            for name in self._names.get(text, ()):
                found.append((_span(cell), name))
        if not line.has_numbers and (len({span for span, _ in found}) >= 2 or blocks):
            if not self._in_header or line.grid != self._grid:  # a header cut by a page break: places may not agree
                self._heads, self._block_spans, self._grid = self._above, [], line.grid
                self._above, self._end = [], max((span.end for span, _ in self._above), default=0)
            self._heads = self._heads + found
            self._heads_of.clear()
            self._block_spans += blocks
            self._end = max([self._end, *(cell.column + cell.column_span for cell in line.all_cells)])
            self._in_header = True
            return True
        if found and self._in_header and line.grid == self._grid and not line.has_numbers:
            self._heads += found
            self._end = max(self._end, *(span.end for span, _ in found))
            self._heads_of.clear()
            return True
        self._in_header = False
        self._above = [] if line.has_numbers else self._above + found
        return False

    def cells_for(self, row: FormRow | None, rows: Sequence[FormRow], line: PrintedLine) -> Mapping[str, Cell] | None:
        """The line's cell for each column name of `row` (side by side: of all `rows`), or None if the header does not say.

        Every head must have one cell and no cell two heads. Columns without a head (cut off by the page, garbled) are left
        out, but only where the line's cells cannot simply be counted off.
        """
        if line.origin not in REAL_COLUMNS and row is not None:
            return self._in_printed_order(row, line)
        if line.origin not in REAL_COLUMNS or not self._heads:
            return None
        heads = self._side_by_side(rows) if row is None else self._plain(row)
        wanted = sum(len(r.columns) for r in rows) if row is None else len(row.columns)
        if heads is None or len(heads) < 2:
            return None
        taken: dict[str, Cell] = {}
        used: set[tuple[int, int]] = set()
        # Grid columns count in the heads' own grid only: on the next page stub columns may be parted otherwise, and there
        # the place across the page decides.
        same_grid = line.grid == self._grid
        reach = [(cell.column, cell.column + cell.column_span, cell) for cell in line.all_cells]
        middles = [((box.x0 + box.x1) / 2, cell) for cell in line.all_cells if (box := cell.place.box) is not None]
        for name, span in heads.items():
            if same_grid:
                under = [cell for start, end, cell in reach if start < span.end and end > span.first]
            elif span.left is not None and span.right is not None:
                under = [cell for middle, cell in middles if span.left <= middle <= span.right]
            else:
                return None
            if len(under) != 1 or (under[0].column, under[0].row) in used:
                return None
            if same_grid and under[0].column < span.first and not under[0].may_be_figure:
                return None  # a label reaches under the head: a row span above is wrong, and the row shifted by it
            used.add((under[0].column, under[0].row))
            taken[name] = under[0]
        if len(heads) < wanted == len(line.cells):
            return self._with_headless(row, line, taken) if row is not None else None
        beyond = same_grid and any(cell.column >= self._end and has_digit(cell.text) for cell in line.cells)
        return None if beyond or self._left_over(line, taken, len(heads) < wanted) else taken

    @staticmethod
    def _with_headless(row: FormRow, line: PrintedLine, taken: dict[str, Cell]) -> Mapping[str, Cell] | None:
        """The cells of a line that has one for every column, while some columns have no head that can be read. They can be
        counted off (None) unless heads stand in another order than the form's: then the only cell left is that of the only
        column left, and of more it is not told which is whose."""
        columns = [column.key for column in row.columns]
        if all(line.cells.index(cell) == columns.index(name) for name, cell in taken.items() if cell in line.cells):
            return None
        left = [cell for cell in line.cells if cell not in taken.values()]
        without = [name for name in columns if name not in taken]
        return taken | dict(zip(without, left, strict=True)) if len(left) == len(without) == 1 else {}

    def _see_order(self, line: PrintedLine) -> None:
        """Take in the heads of a line of text; figures end the header, and heads after them begin another."""
        if line.cells and not any(normal(cell.text) in self._names for cell in line.cells):
            self._below_order = True
            return
        for text in [cell.text for cell in line.all_cells] or [line.label]:
            for name in self._names.get(normal(text), ()):
                if self._below_order:
                    self._order, self._below_order = [], False
                self._order.append((name, line))

    def _in_printed_order(self, row: FormRow, line: PrintedLine) -> Mapping[str, Cell] | None:
        """The cells of a line of text by the order of the heads above it, where that is not the form's. None where it is,
        or where not every column has one head; none at all where heads and figures do not stand in rows alike."""
        columns = [column.key for column in row.columns]
        heads = [(name, head) for name, head in self._order if name in columns]
        names = [name for name, _ in heads]
        if not self._one_line or names == columns or sorted(names) != sorted(columns):
            return None
        in_one_row = all(head is heads[0][1] for _, head in heads)
        return dict(zip(names, line.cells, strict=True)) if in_one_row and len(line.cells) == len(names) else {}

    def _left_over(self, line: PrintedLine, taken: Mapping[str, Cell], heads_lack: bool) -> bool:
        """True where a number would be left over: before the first head (the row is shifted), or anywhere if a column has
        no head. Its cells are then better counted off. Behind a full header, but not beyond all heads, it stands in a column of
        the office's own."""
        first = min((cell.column for cell in taken.values()), default=0)
        used = {cell.column for cell in taken.values()}
        return any(
            cell.column not in used and (heads_lack or cell.column < first) and has_digit(cell.text)
            for cell in line.cells
        )

    def _plain(self, row: FormRow) -> dict[str, Span] | None:
        columns = tuple([column.key for column in row.columns])
        if columns not in self._heads_of:
            self._heads_of[columns] = self._one_head_each(columns)
        return self._heads_of[columns]

    def _one_head_each(self, columns: tuple[str, ...]) -> dict[str, Span] | None:
        spans: dict[str, set[Span]] = {column: set() for column in columns}
        for span, name in self._heads:
            if name in spans:
                spans[name].add(span)
        if any(len(found) > 1 for found in spans.values()):
            return None
        heads = {name: found.pop() for name, found in spans.items() if found}
        return heads if len(set(heads.values())) == len(heads) else None

    def _side_by_side(self, rows: Sequence[FormRow]) -> dict[str, Span] | None:
        heads: dict[str, Span] = {}
        for row in rows:
            blocks = {span for span, name in self._block_spans if name == row.key}
            if len(blocks) != 1:
                return None
            block = blocks.pop()
            for column in row.columns:
                spans = {
                    s for s, name in self._heads if name == column.key and block.first <= s.first and s.end <= block.end
                }
                if len(spans) != 1:
                    return None
                heads[f"{row.key}.{column.key}"] = spans.pop()
        return heads if len(set(heads.values())) == len(heads) else None
