"""What a labeller says of a line: synthetic log-probabilities, mostly right, else of a row beside it or worded like it."""

from __future__ import annotations

import math
from random import Random
from typing import NamedTuple

from benchmarks.simulation.drafts import ReadLine
from goiextract.forms import FormTable

NEGLIGIBLE = 1e-5


class Noise(NamedTuple):
    """How good the labeller is: share of whole labels whose likeliest row is right, and how sure it is of it, in nats of
    what it leaves to others (least, most)."""

    name: str
    right: float
    sure: tuple[float, float]


CLEAR = Noise("clear", 0.995, (3.5, 9.0))
POOR = Noise("poor", 0.93, (0.7, 4.5))
TORN = (0.85, (0.3, 2.5))  # of half a label, whatever the noise


def scores_of(line: ReadLine, table: FormTable, noise: Noise, rng: Random) -> tuple[tuple[str, float], ...]:
    """Scores of a line as `goiextract.Readings` hold them: rows, groups, and ``''`` for none of the rows."""
    if line.row == table.key or line.label == "none":
        return ()
    if line.label == "group":
        return _beside_its_group(line.row, table, rng)
    right, (least, most) = (noise.right, noise.sure) if line.label == "whole" else TORN
    left = math.exp(-rng.uniform(least, most))  # probability left to others
    row = line.row if line.label != "other" else ""
    near = near_rows(table, row) if row else [rng.choice(table.rows).key]
    other = rng.choice(near)
    if row and rng.random() > right:
        row, other = other, row
        left = max(left, 0.2)  # a labeller that errs is seldom sure
    shares = {row: 1.0 - left}
    shares[other] = shares.get(other, 0.0) + left * rng.uniform(0.3, 0.8)
    groups = {one.key for one in table.lines if one.is_group}
    none = max(1.0 - sum(share for key, share in shares.items() if key and key not in groups), NEGLIGIBLE)
    named = [(key, math.log(share)) for key, share in shares.items() if key and share > NEGLIGIBLE]
    return (*named, ("", math.log(none)))


def _beside_its_group(row: str, table: FormTable, rng: Random) -> tuple[tuple[str, float], ...]:
    """Of a label that stands in one cell with the label of the group above it: either may be heard louder."""
    group = next(one.under for one in table.rows if one.key == row)
    share = rng.uniform(0.15, 0.7)
    other = (1.0 - share) * rng.uniform(0.8, 0.99)
    return ((row, math.log(share)), (group, math.log(other)), ("", math.log(1.0 - share)))


def near_rows(table: FormTable, row: str) -> list[str]:
    """The rows and groups that a labeller may take this one for: its neighbours, and the one worded most like it."""
    keys = [line.key for line in table.lines]
    at = keys.index(row)
    beside = [keys[n] for n in (at - 2, at - 1, at + 1, at + 2) if 0 <= n < len(keys)]
    own = set(table.lines[at].printed)
    alike = max(
        (line for line in table.lines if line.key != row), key=lambda line: len(own & set(line.printed)) / len(own)
    )
    return [*beside, alike.key]
