"""A printed line as the aligner sees it: what its label says of each row, and how its figure cells fit each."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from goiextract.reconciling.costs import LINES
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.states import PrintedLine
from goiextract.reconciling.table_lines import TableLine
from goiextract.reconciling.zeros_gone import ZerosGone
from goiextract.records import Fragment

NO_SCORE = -12.0  # log-probability of a row that the labeller left out as negligible
LIKELY = -0.7  # log-probability of a group heading from which it counts as named
SLACK = 2  # lines of figures that may be of the group itself, or of no row
MOST_LACKING = 8.0  # nats, however many cells lack


class LineEvidence:
    """The lines of a table on these rows as the aligner sees them, each made once."""

    def __init__(self, rows: Sequence[PrintedRow], fragments: Sequence[Fragment], zeros_gone: ZerosGone) -> None:
        """zeros_gone: the lines that lack cells because they lost their zeros, and so fit well."""
        self.zeros_gone = zeros_gone
        n_lines = sum(bool(fragment.tokens) for fragment in fragments)
        self.keys = [row.key for row in rows]
        widths = [len(row.columns) for row in rows]
        self.widths = sorted(set(widths))
        self.width_at = np.searchsorted(self.widths, widths)
        self.groups = {group for row in rows for group in row.groups}
        self.under = {group: np.array([group in row.groups for row in rows]) for group in self.groups}
        # a group printed as one row has none of its rows below it: the table is as much shorter
        self.collapsed = {group for group, under in self.under.items() if n_lines <= len(rows) - under.sum() + SLACK}
        self.none = np.zeros(len(rows), dtype=bool)
        self.made: dict[int, PrintedLine] = {}

    def line(self, line: TableLine) -> PrintedLine:
        """One line for the aligner."""
        if line.number not in self.made:
            self.made[line.number] = self._line(line)
        return self.made[line.number]

    def _line(self, line: TableLine) -> PrintedLine:
        fragment = line.fragment
        printed = any(read_token(token).kind != "blank" for token in fragment.tokens)
        figures = 2 if printed else 1 if fragment.tokens else 0
        fit = np.array([self.misfit(line, width) for width in self.widths])[self.width_at]
        scores = dict(fragment.scores)
        content = tuple(
            (token.printed.strip(), token.kind, token.columns, token.glued, token.alternatives)
            for token in fragment.tokens
        )
        if not scores:
            return PrintedLine(None, 0.0, figures, fit, self.none, content=content, number=line.number)
        named = [self.under[key] for key, score in fragment.scores if score > LIKELY and key in self.under]
        group = np.logical_or.reduce(named) if named else self.none
        headings = [score for key, score in fragment.scores if key in self.collapsed]
        rows = np.array([scores.get(key, NO_SCORE) for key in self.keys])
        no_row, heading = scores.get("", NO_SCORE), max(headings, default=-math.inf)
        return PrintedLine(rows, no_row, figures, fit, group, heading, content, line.number)

    def misfit(self, line: TableLine, n_columns: int) -> float:
        """A rough cost of this line's figure cells on a row of so many columns, before they are looked at one by one."""
        fragment = line.fragment
        if any(token.columns or token.glued for token in fragment.tokens):
            return 0.0
        lacking = n_columns - len(fragment.tokens)
        if lacking > 0:
            return 0.0 if self.zeros_gone.of(line) else min(LINES.cell_lacking * lacking, MOST_LACKING)
        return LINES.cell_extra * -lacking
