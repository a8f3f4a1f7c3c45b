"""How much may be tried in one report. Each row alone is bounded, and a hundred of the worst rows must end soon too: seven
cells of six digits on fifteen columns can be taken in 200,000 ways, and such a row has forty bytes.

Where the bound is met a row's list of ways is not complete, and its cells stay open.
"""

from __future__ import annotations

#: Ways to fill one row: all that leave seven of fifteen columns without a cell are 6,435. What a row may still try when the
#: ways of the report are used up, of which none of the reports seen took over 8,000.
WAYS, FEW_WAYS, WAYS_IN_ALL = 8_000, 200, 20_000
#: Numbers tried in one run of digits before it is given up as ambiguous; the rows of large tables need a tenth. The same when
#: those of the report are used up, of which most took under 10,000 and one 100,000.
NUMBERS, FEW_NUMBERS, NUMBERS_IN_ALL = 30_000, 3_000, 150_000
#: Steps of one search for the placings of lines on rows, and the same when those of the report are used up, of which the
#: reports seen took 1,600 at most.
STEPS, FEW_STEPS, STEPS_IN_ALL = 4_000, 400, 16_000
#: Readings of a table whose failing sums are explained, a tenth of a second each at worst; the reports seen had two.
EXPLANATIONS_IN_ALL = 8


class Effort:
    """What is left for the tables of one report to try."""

    def __init__(self) -> None:
        self.ways_left, self.numbers_left, self.steps_left = WAYS_IN_ALL, NUMBERS_IN_ALL, STEPS_IN_ALL
        self.explanations_left = EXPLANATIONS_IN_ALL

    @property
    def steps(self) -> int:
        """How many steps the next search for placings may take."""
        return STEPS if self.steps_left > 0 else FEW_STEPS

    @property
    def ways(self) -> int:
        """How many ways to fill it the next row may try."""
        return WAYS if self.ways_left > 0 else FEW_WAYS

    @property
    def numbers(self) -> int:
        """How many numbers may be tried in the next run of digits."""
        return NUMBERS if self.numbers_left > 0 else FEW_NUMBERS
