"""Two ways of labelling the same reports → their difference, with what chance alone would allow.

Fragments of one report stand or fall together, so the interval resamples whole reports. The exact test counts fragments
as if each were drawn alone; it guards against an interval that rests on three or four lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 20_000
SEED = 20190415  # any fixed number: the same reports give the same interval
#: With fewer reports the resampled differences say little about other reports: no interval is given.
FEWEST_REPORTS = 4
#: Two-sided.
CONFIDENCE = 0.95


class Count(NamedTuple):
    """Of one report, or of part of its fragments: how many there are, and how many each model has right."""

    fragments: int
    old: int
    new: int
    only_old: int
    only_new: int


class Difference(NamedTuple):
    """NEW minus OLD. `change`, `low`, `high` in percentage points; low and high are None with too few reports.

    p: of the exact test on the fragments that one model alone has right. better, worse, same: reports.
    """

    reports: int
    fragments: int
    old: int
    new: int
    only_old: int
    only_new: int
    change: float
    low: float | None
    high: float | None
    p: float
    better: int
    worse: int

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where interval and exact test agree, else ``no difference shown``."""
        if self.low is not None and self.high is not None and self.p < 1 - CONFIDENCE:
            if self.low > 0:
                return "better"
            if self.high < 0:
                return "worse"
        return "no difference shown"


def difference(reports: Sequence[Count]) -> Difference:
    """The counts of each report → the paired difference over all of them. Reports without fragments count nothing."""
    counted = [one for one in reports if one.fragments]
    sizes = np.array([one.fragments for one in counted], dtype=np.float64)
    gains = np.array([one.new - one.old for one in counted], dtype=np.float64)
    total = Count(*(sum(one[n] for one in counted) for n in range(5)))
    change = 100 * (total.new - total.old) / max(total.fragments, 1)
    low, high = _interval(sizes, gains) if len(counted) >= FEWEST_REPORTS else (None, None)
    return Difference(
        len(counted),
        *total,
        change,
        low,
        high,
        exact_p(total.only_old, total.only_new),
        int((gains > 0).sum()),
        int((gains < 0).sum()),
    )


def _interval(sizes: NDArray[np.float64], gains: NDArray[np.float64]) -> tuple[float, float]:
    """Percentiles of the change over resampled reports, taken further out for few reports: plain percentiles are too
    narrow there by the factor by which Student's t is wider than the normal (Hesterberg 2015, "expanded percentile").
    """
    from scipy.special import ndtr, stdtrit

    n = len(sizes)
    outside = float(ndtr(math.sqrt(n / (n - 1)) * stdtrit(n - 1, (1 - CONFIDENCE) / 2)))
    times = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
    changes = 100 * (times @ gains) / (times @ sizes)
    low, high = np.quantile(changes, [outside, 1 - outside])
    return float(low), float(high)


def exact_p(one: int, other: int) -> float:
    """Two-sided exact sign test (McNemar's): how likely so uneven a split of `one` + `other` is if both were alike."""
    n, fewer = one + other, min(one, other)
    if one == other:
        return 1.0
    logs = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(fewer + 1)]
    return min(1.0, 2 * math.fsum(math.exp(log - n * math.log(2)) for log in logs))
