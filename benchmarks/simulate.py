"""How sure: `python -m benchmarks.simulate --tables N --seed S [--json FILE]` judges the reconciler on simulated tables.

Consistent counts are drawn, printed, damaged as offices and readers damage them, handed to `goiextract.reconcile` as what
labelling would have read, and its figures compared with what was printed. `--only NAME` takes one corruption; `--case ID`
shows one table with what was said of it. Exit status 1 if a cell is silently wrong or HiGHS disagrees.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from benchmarks.simulation.cases import CORRUPTIONS, Case, about, case, numbers
from benchmarks.simulation.determination import determined
from benchmarks.simulation.judging import judge
from benchmarks.simulation.oracle import Compared, can_compare, compare
from benchmarks.simulation.shown import case_shown, failures_of, latencies_of, reliability_of, table_of
from benchmarks.simulation.summary import WRITTEN, Judged, culprits, groups, latencies, reliability, times
from goiextract import reconcile
from goiextract.forms import Form, forms
from goiextract.records import Readings, Report

TUNING_SEED = 1  # seeds below 1000 are for tuning; what is published is of one from 1000 on, looked at afterwards
CHUNK = 40  # tables handed to a process at once
FAILURES_SHOWN = 12  # of each kind; the JSON file has all
Reconciler = Callable[[Readings, Sequence[Form]], Report]


@click.command()
@click.option("--tables", default=2000, show_default=True, help="How many tables.")
@click.option("--seed", default=TUNING_SEED, show_default=True, help="Below 1000 for tuning, from 1000 on held out.")
@click.option("--solver", default=24, show_default=True, help="Instances that HiGHS solves too.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes to share the tables.")
@click.option("--only", type=click.Choice(list(CORRUPTIONS)), help="Tables of one corruption.")
@click.option("--case", "shown", metavar="ID", help="Show one table (seed-number) and what was said of it.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures here.")
def main(
    tables: int, seed: int, solver: int, jobs: int, only: str | None, shown: str | None, file: Path | None
) -> None:
    """Judge the reconciler on simulated tables."""
    if shown:
        one = _made_again(shown)
        print(case_shown(one, reconcile(one.readings, forms())))
        return
    judged = judged_tables(seed, numbers(tables, only or ""), jobs)
    compared = compare_some(judged, solver)
    found = figures(judged, compared) | {"seed": seed, "only": only, "jobs": jobs, "versions": versions()}
    print(f"{tables} tables of seed {seed}; " + ", ".join(f"{name} {v}" for name, v in versions().items()))
    print(table_of(found["groups"]))
    print("\noffice's mistakes alone, 表三:")
    print(table_of({"mistakes": {name: one for name, one in found["culprits"].items() if one["tables"]}}))
    print("\nreliability of confidence:\n" + reliability_of(found["reliability"]))
    print("\n" + failures_of(judged, FAILURES_SHOWN))
    print(f"\nmilliseconds of reconcile, {jobs} at a time:\n" + latencies_of(found["latencies"]))
    print("\n" + _solver_text(found["solver"]))
    if file:
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    if any(one.verdict.silent_cells for one in judged) or found["solver"]["disagreements"]:
        raise SystemExit(1)


def judged_tables(seed: int, wanted: Sequence[int], jobs: int) -> list[Judged]:
    """The tables of these numbers judged, in their order, by so many processes. All but the times is the same for any."""
    if jobs == 1:
        return _judged_chunk(seed, wanted)
    chunks = [wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)]
    with ProcessPoolExecutor(jobs) as pool:
        return [one for part in pool.map(_judged_chunk, [seed] * len(chunks), chunks) for one in part]


def _judged_chunk(seed: int, wanted: Sequence[int]) -> list[Judged]:
    return list(judged_cases((case(seed, number) for number in wanted), reconcile))


def judged_cases(chosen: Iterable[Case], reconciler: Reconciler) -> Iterator[Judged]:
    """Each case put to a reconciler, timed and judged. The first is put to it twice, as what it loads at first use is not
    a table's time."""
    all_forms = forms()
    for number, one in enumerate(chosen):
        if number == 0:
            reconciler(one.readings, all_forms)
        start = time.perf_counter()
        report = reconciler(one.readings, all_forms)
        milliseconds = (time.perf_counter() - start) * 1e3
        yield Judged(about(one), judge(one, report), determined(one), milliseconds)


def _made_again(name: str) -> Case:
    return case(*(int(part) for part in name.split("-")))


def compare_some(judged: Sequence[Judged], most: int) -> list[Compared]:
    """The search and HiGHS on the first so many tables of each of the office's mistakes in turn."""
    fit = {name: [one.about.name for one in judged if one.about.corruption == name] for name in WRITTEN}
    found: list[Compared] = []
    for name, members in fit.items():
        share = most // len(fit) + (list(fit).index(name) < most % len(fit))
        comparable = (one for one in map(_made_again, members) if can_compare(one))
        found += [compare(one) for one, _ in zip(comparable, range(share), strict=False)]
    return found


def figures(judged: Sequence[Judged], compared: Sequence[Compared]) -> dict[str, Any]:
    """Everything that was found, as it goes into the JSON file."""
    return {
        "groups": groups(judged),
        "culprits": culprits(judged),
        "reliability": reliability(judged),
        "latencies": latencies(judged),
        "failures": [_failure(one) for one in judged if _failed(one)],
        "solver": {
            "instances": len(compared),
            "agree": sum(one.agree is True for one in compared),
            "not_compared": sum(one.agree is None for one in compared),
            "disagreements": [asdict(one) for one in compared if one.agree is False],
            "explain_ms": times(one.ours_ms for one in compared),
            "highs_ms": times(one.highs_ms for one in compared),
            "highs_over_explain": round(sum(c.highs_ms for c in compared) / sum(c.ours_ms for c in compared), 1)
            if compared
            else None,
        },
    }


def _failed(one: Judged) -> bool:
    verdict = one.verdict
    accepted_wrongly = verdict.accepted and not verdict.exact
    return bool(verdict.silent_cells or verdict.wrong_consistent or verdict.check_errors or accepted_wrongly)


def _failure(one: Judged) -> dict[str, Any]:
    kind = "silent" if one.verdict.silent_cells else "other"
    return {
        **asdict(one.about),
        "kind": kind,
        "consistent": [str(key) for key in one.verdict.wrong_consistent],
        "refuted": one.verdict.check_errors,
        "silent_cells": [str(key) for key in one.verdict.silent_cells],
        "flagged": one.verdict.flagged,
    }


def _solver_text(found: dict[str, Any]) -> str:
    lines = [
        f"explanations beside HiGHS on {found['instances']} instances: {found['agree']} agree on the least cost, "
        f"{len(found['disagreements'])} do not, {found['not_compared']} were given up by one of them"
    ]
    lines += [f"    {one['name']}: {one['ours']} and HiGHS {one['highs']}" for one in found["disagreements"]]
    for name in ("explain_ms", "highs_ms"):
        lines.append(f"    {name:12}" + "  ".join(f"{what} {value:.2f}" for what, value in found[name].items()))
    if found["instances"]:
        lines.append(f"    HiGHS takes {found['highs_over_explain']} times as long")
    return "\n".join(lines)


def versions() -> dict[str, str]:
    """What ran: packages, Python, machine."""
    packages = {name: metadata.version(name) for name in ("goiextract", "numpy", "scipy")}
    return {**packages, "Python": platform.python_version(), "machine": platform.machine()}


if __name__ == "__main__":
    main()
