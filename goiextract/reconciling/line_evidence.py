"""A printed line as the aligner sees it: what its label says of each row, and how its figure cells fit each."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

from goiextract.reconciling.costs import LINES
from goiextract.reconciling.numerals import read_token
from goiextract.reconciling.printed_rows import PrintedRow
from goiextract.reconciling.states import PrintedLine
from goiextract.records import Fragment

NO_SCORE = -12.0  # log-probability of a row that the labeller left out as negligible
LIKELY = -0.7  # log-probability of a group heading from which it counts as named
SLACK = 2  # lines of figures that may be of the group itself, or of no row
MOST_LACKING = 8.0  # nats, however many cells lack


class LineEvidence:
    """The printed lines of fragments on these rows, each made once."""

    def __init__(
        self, rows: Sequence[PrintedRow], fragments: Sequence[Fragment], without_zeros: Collection[int] = ()
    ) -> None:
        """without_zeros: the lines (by identity) that lack cells because they lost their zeros, and so fit well."""
        self.without_zeros = without_zeros
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

    def line(self, fragment: Fragment) -> PrintedLine:
        """One fragment as a line for the aligner. It is known again by its identity: it must live as long as this does."""
        if id(fragment) not in self.made:
            self.made[id(fragment)] = self._line(fragment)
        return self.made[id(fragment)]

    def _line(self, fragment: Fragment) -> PrintedLine:
        kinds = [read_token(token).kind for token in fragment.tokens]
        figures = 0 if not kinds else 1 if all(kind == "blank" for kind in kinds) else 2
        fit = np.array([self.misfit(fragment, width) for width in self.widths])[self.width_at]
        scores = dict(fragment.scores)
        content = tuple(
            (token.printed.strip(), token.kind, token.columns, token.glued, token.alternatives)
            for token in fragment.tokens
        )
        if not scores:
            return PrintedLine(None, 0.0, figures, fit, self.none, content=content)
        named = [self.under[key] for key, score in fragment.scores if score > LIKELY and key in self.under]
        group = np.logical_or.reduce(named) if named else self.none
        headings = [score for key, score in fragment.scores if key in self.collapsed]
        rows = np.array([scores.get(key, NO_SCORE) for key in self.keys])
        return PrintedLine(
            rows, scores.get("", NO_SCORE), figures, fit, group, max(headings, default=-math.inf), content
        )

    def misfit(self, fragment: Fragment, n_columns: int) -> float:
        """A rough cost of this line's figure cells on a row of so many columns, before they are looked at one by one."""
        if any(token.column for token in fragment.tokens) or any(token.glued for token in fragment.tokens):
            return 0.0
        lacking = n_columns - len(fragment.tokens)
        if lacking > 0:
            return 0.0 if id(fragment) in self.without_zeros else min(LINES.cell_lacking * lacking, MOST_LACKING)
        return LINES.cell_extra * -lacking
