"""Verdicts of many tables → figures by corruption, size, columns and overall, reliability of what was said, and times."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.simulation.cases import About
from benchmarks.simulation.judging import Verdict

#: Lower edges of the bins of confidence; 1 stands in the last.
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
WRITTEN = ("unfilled_row", "unfilled_column", "typo_1", "typo_2")  # the office's mistakes alone, for naming the culprit


@dataclass(frozen=True, slots=True)
class Judged:
    """One table, what came of it, whether its sums determine what was read (None: cannot be asked), and the time."""

    about: About
    verdict: Verdict
    determined: bool | None
    milliseconds: float

    @property
    def is_clean(self) -> bool:
        """True where neither office nor reading did anything to it."""
        return self.about.corruption == "none"


def counts(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of one group of tables. Shares are of what they name; None where there is none of it."""
    damaged = [one for one in judged if not one.is_clean and not one.about.recognised]
    asked = [one for one in damaged if one.determined is not None]
    settled = [one for one in asked if one.determined]
    unmistaken = [one for one in damaged if not one.about.mistaken]
    mistaken = [one for one in judged if one.about.mistaken and not one.about.corruption.endswith("mix")]
    return {
        "tables": len(judged),
        "exact": _share(one.verdict.exact for one in judged),
        "accepted": _share(one.verdict.accepted for one in judged),
        "asked": len(asked),
        "determined": len(settled),
        "accepted_of_determined": _share(one.verdict.accepted for one in settled),
        "accepted_of_damaged": _share(one.verdict.accepted for one in unmistaken),
        "accepted_not_exact": sum(one.verdict.accepted and not one.verdict.exact for one in judged),
        "silent_cells": sum(len(one.verdict.silent_cells) for one in judged),
        "tables_with_silent_cells": sum(bool(one.verdict.silent_cells) for one in judged),
        "silent_by_table": sum(one.verdict.silent for one in judged),
        "called_blank": sum(len(one.verdict.called_blank) for one in judged),
        "consistent_wrong": sum(bool(one.verdict.wrong_consistent) for one in judged),
        "inferred_cells": sum(one.verdict.inferred for one in judged),
        "unproven_cells": sum(one.verdict.unproven for one in judged),
        "refuted": sum(bool(one.verdict.check_errors) for one in judged),
        "unknowable_cells": sum(one.verdict.unknowable for one in judged),
        "flags_a_table": round(statistics.fmean(one.verdict.flagged for one in judged), 3) if judged else None,
        "mistaken": len(mistaken),
        "culprits_first": _share(one.verdict.culprits_first for one in mistaken),
        "values_first": _share(one.verdict.values_first for one in mistaken),
        "suggested": _share(one.verdict.suggested for one in mistaken),
        "culprits_flagged": _share(one.verdict.all_flagged for one in mistaken),
        "milliseconds": times(one.milliseconds for one in judged),
    }


def _share(outcomes: Iterable[bool]) -> float | None:
    found = list(outcomes)
    return sum(found) / len(found) if found else None


def times(milliseconds: Iterable[float]) -> dict[str, float]:
    """Mean, median, 99th percentile and greatest of some times; empty for none."""
    found = sorted(milliseconds)
    if not found:
        return {}
    at = math.ceil(0.99 * len(found)) - 1
    figures = (statistics.fmean(found), statistics.median(found), found[at], found[-1])
    return {name: round(value, 3) for name, value in zip(("mean", "median", "p99", "max"), figures, strict=True)}


def groups(judged: Sequence[Judged]) -> dict[str, dict[str, dict[str, Any]]]:
    """`counts` overall and by corruption, size, columns, labeller, table and source."""
    by: dict[str, dict[str, list[Judged]]] = {}
    for one in judged:
        about, source = one.about, "recognised" if one.about.recognised else "text layer"
        state = "clean" if one.is_clean else "damaged"
        for kind, name in (
            ("overall", "all"),
            ("source", source),
            ("state", f"{source}, {state}"),
            ("size", about.size),
            ("columns", "named" if about.named else "order only"),
            ("labels", about.noise),
            ("table", about.table),
            ("corruption", about.corruption),
        ):
            by.setdefault(kind, {}).setdefault(name, []).append(one)
    return {kind: {name: counts(members) for name, members in named.items()} for kind, named in by.items()}


def culprits(judged: Sequence[Judged]) -> dict[str, Any]:
    """How single and double typos and totals not filled in of 表三, which its sums can locate, are explained, where
    the page has a text layer."""
    own = [one for one in judged if one.about.corruption in WRITTEN and one.about.network and not one.about.recognised]
    return {name: counts([one for one in own if one.about.corruption == name]) for name in WRITTEN}


def latencies(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """How long `reconcile` took for clean tables that it accepted (the fast path), all clean ones, and damaged ones."""
    clean = [one for one in judged if one.is_clean]
    named = {
        "clean, accepted": [one for one in clean if one.verdict.accepted],
        "clean": clean,
        "damaged": [one for one in judged if not one.is_clean],
        "damaged, text layer": [one for one in judged if not one.is_clean and not one.about.recognised],
        "damaged, recognised": [one for one in judged if not one.is_clean and one.about.recognised],
    }
    return {
        name: {"tables": len(members), **times(one.milliseconds for one in members)} for name, members in named.items()
    }


def reliability(judged: Sequence[Judged]) -> dict[str, Any]:
    """For every status and all together: by bins of confidence, how many figures, their mean confidence, the share right;
    and the expected calibration error, the mean distance of the two weighted by figures."""
    said: Counter[tuple[str, float, bool]] = Counter()
    for one in judged:
        said.update(one.verdict.said)
    statuses = sorted({status for status, _, _ in said})
    return {
        name: _bins({entry: n for entry, n in said.items() if name in ("all", entry[0])}) for name in ("all", *statuses)
    }


def _bins(said: dict[tuple[str, float, bool], int]) -> dict[str, Any]:
    rows, error, total = [], 0.0, sum(said.values())
    for low, high in zip(BINS, (*BINS[1:], 1.1), strict=True):
        inside = [(confidence, right, n) for (_, confidence, right), n in said.items() if low <= confidence < high]
        n = sum(count for _, _, count in inside)
        if n:
            mean = sum(confidence * count for confidence, _, count in inside) / n
            share = sum(count for _, right, count in inside if right) / n
            error += abs(mean - share) * n / total
            rows.append({"from": low, "figures": n, "confidence": round(mean, 5), "right": round(share, 5)})
    return {"figures": total, "expected_calibration_error": round(error, 5), "bins": rows}
