"""Which column of the form each figure cell stands in, from the header cells above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goiextract.forms import FormRow, FormTable
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import PrintedLine
from goiextract.records import Cell

REAL_COLUMNS = ("declared", "ruled", "aligned")  # origins whose grid columns mean the same in every row

Span = tuple[int, int]


class ColumnHeads:
    """The header of the table being walked: spans of grid columns → names of the form's columns."""

    def __init__(self, table: FormTable) -> None:
        self._names: dict[str, set[str]] = {}
        for row in table.rows:
            for column in row.columns:
                for wording in (column.printed, *column.also):
                    self._names.setdefault(normal(wording), set()).add(column.key)
        self._blocks = {normal(row.printed): row.key for row in table.rows} if table.layout == "side_by_side" else {}
        self._heads: list[tuple[Span, str]] = []
        self._block_spans: list[tuple[Span, str]] = []
        self._in_header = False

    def see(self, line: PrintedLine) -> bool:
        """Take in one line of the table. True if it is a header line; a new header replaces the one before."""
        if line.origin not in REAL_COLUMNS:
            return False
        found, blocks = [], []
        for cell in line.all_cells:
            text, span = normal(cell.text), (cell.column, cell.column + cell.column_span)
            if text in self._blocks:
                blocks.append((span, self._blocks[text]))
            for name in self._names.get(text, ()):
                found.append((span, name))
        if not line.has_numbers and (len({span for span, _ in found}) >= 2 or blocks):
            if not self._in_header:
                self._heads, self._block_spans = [], []
            self._heads += found
            self._block_spans += blocks
            self._in_header = True
            return True
        if found and self._in_header and not line.has_numbers:
            self._heads += found
            return True
        self._in_header = False
        return False

    def cells_for(self, row: FormRow | None, rows: Sequence[FormRow], line: PrintedLine) -> Mapping[str, Cell] | None:
        """The line's cell for each column name of `row` (side by side: of all `rows`), or None if the header does not say.

        Every column must have one head, every head one cell, and no cell two heads.
        """
        if line.origin not in REAL_COLUMNS or not self._heads:
            return None
        heads = self._side_by_side(rows) if row is None else self._plain(row)
        if heads is None:
            return None
        taken: dict[str, Cell] = {}
        used: set[Span] = set()
        for name, span in heads.items():
            under = [c for c in line.all_cells if c.column < span[1] and c.column + c.column_span > span[0]]
            if len(under) != 1 or (under[0].column, under[0].row) in used:
                return None
            used.add((under[0].column, under[0].row))
            taken[name] = under[0]
        return taken

    def _plain(self, row: FormRow) -> dict[str, Span] | None:
        heads: dict[str, Span] = {}
        for column in row.columns:
            spans = {span for span, name in self._heads if name == column.key}
            if len(spans) != 1:
                return None
            heads[column.key] = spans.pop()
        return heads if len(set(heads.values())) == len(heads) else None

    def _side_by_side(self, rows: Sequence[FormRow]) -> dict[str, Span] | None:
        heads: dict[str, Span] = {}
        for row in rows:
            blocks = {span for span, name in self._block_spans if name == row.key}
            if len(blocks) != 1:
                return None
            left, right = blocks.pop()
            for column in row.columns:
                spans = {s for s, name in self._heads if name == column.key and left <= s[0] and s[1] <= right}
                if len(spans) != 1:
                    return None
                heads[f"{row.key}.{column.key}"] = spans.pop()
        return heads if len(set(heads.values())) == len(heads) else None
