"""Items of lines in reading order → grids and the lines between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from goiextract.forms import kind_of
from goiextract.layout.covered_columns import without_covered_columns
from goiextract.layout.habits import Habits
from goiextract.layout.line_items import Item, Kind, Part, is_figure
from goiextract.records import Cell, Grid, Line

STUBS = 2  # places beside the innermost label that a label over all label columns covers
ROWS_ALIKE = 2
MOST_FIGURES = 60  # behind one label; the widest row of a form has 15


class GridMaker:
    """Takes items one by one; `blocks` holds what is finished. Figures on lines of their own join the label before them."""

    def __init__(self, habits: Habits) -> None:
        self.blocks: list[Line | Grid] = []
        self._habits = habits
        self._rows: list[list[Part]] = []
        self._origin = ""
        self._open: list[Part] | None = None  # the streamed row that a further figure joins
        self._n_figures = 0  # in the open row
        self._blanks: list[Part] = []  # met in the open row, kept if the row goes on or ends behind them
        self._bars = 0  # since the last cell
        self._after_gap = False
        self._page_numbers: list[Part] = []  # met inside the grid: they follow it, for a table goes on behind them

    def take(self, items: Iterable[Item]) -> None:
        """Take in the items of the next line."""
        for item in items:
            match item.kind:
                case Kind.GAP:
                    self._keep_blanks()
                    self._after_gap = True
                case Kind.BLANK:
                    if self._open and not self._after_gap:
                        self._blanks += item.parts
                case Kind.BAR:
                    self._bars += 1
                case Kind.FIGURE:
                    self._figure(item.parts[0])
                case Kind.PAGE_NUMBER:
                    self._page_numbers += item.parts
                case Kind.ASIDE:
                    self._close_grid()
                    self._line(item.parts[0])
                case Kind.LABEL:
                    self._close_row()
                    self._add([*item.parts], "streamed")
                case Kind.ROW:
                    self._close_row()
                    self._add([*item.parts], item.origin)
                    self._open = None

    def finish(self) -> Sequence[Line | Grid]:
        """All lines and grids, the last ones closed. White space at the very end is no cell."""
        self._blanks = []
        self._close_grid()
        return self.blocks

    def _figure(self, part: Part) -> None:
        if self._open is None or self._n_figures >= MOST_FIGURES:
            self._close_row()
            self._add([part], "streamed")
        else:
            if self._bars and (self._n_figures or self._habits.bars_are_cells):
                self._blanks += self._blanks_for_bars(part)
            self._keep_blanks()
            self._open.append(part)
        self._n_figures += 1
        self._bars, self._after_gap = 0, False

    def _blanks_for_bars(self, like: Part) -> list[Part]:
        return [replace(like, text="")] * (round(self._bars / self._habits.step) - 1)

    def _keep_blanks(self) -> None:
        if self._open is not None and self._blanks:
            self._open += self._blanks
            self._n_figures += len(self._blanks)
        self._blanks = []

    def _close_row(self) -> None:
        if self._open and self._bars and self._habits.bars_are_cells:
            self._blanks += self._blanks_for_bars(self._open[-1])
        self._keep_blanks()
        self._open, self._n_figures, self._bars, self._after_gap = None, 0, 0, False

    def _add(self, parts: list[Part], origin: str) -> None:
        if self._rows and self._origin != origin:
            self._close_grid()
        self._rows.append(parts)
        self._origin, self._open = origin, parts

    def _line(self, part: Part) -> None:
        self.blocks.append(Line(part.text, part.place))

    def _close_grid(self) -> None:
        rows, self._rows, waiting, self._page_numbers = self._rows, [], self._page_numbers, []
        self._close_row()
        if self._origin == "streamed" and not any(len(row) > 1 or is_figure(row[0].text) for row in rows):
            for row in rows:
                self._line(row[0])
        elif rows:
            if self._origin == "streamed" and self._habits.blank_lines:
                _drop_surplus_blanks(rows)
            rows = without_covered_columns(rows)
            cells = (
                Cell(part.text, kind_of(part.text), number, column, place=part.place, drawn=part.drawn)
                for number, row in enumerate(rows)
                for column, part in enumerate(row)
            )
            self.blocks.append(Grid(tuple(cells), len(rows), max(map(len, rows)), self._origin))
        for part in waiting:
            self._line(part)


def _drop_surplus_blanks(rows: Sequence[list[Part]]) -> None:
    """Take one or two blanks before the first figure out of rows that then are as long as others: a wide label's places."""
    usual = Counter(len(row) for row in rows if len(row) > 2 and row[1].text)
    for row in rows:
        leading = next((n for n, part in enumerate(row[1:]) if part.text), 0)
        for surplus in range(1, min(leading, STUBS) + 1):
            if usual[len(row) - surplus] >= ROWS_ALIKE and not usual[len(row)]:
                del row[1 : 1 + surplus]
                break
