"""What a simulation found, as text: tables of figures, and one case as a person can read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.simulation.cases import Case
from benchmarks.simulation.judging import is_right
from benchmarks.simulation.summary import Judged
from goiextract.records import CellKey, Report

COLUMNS = {
    "tables": "tables",
    "exact": "exact",
    "accepted": "accept",
    "accepted_of_damaged": "of dam.",
    "accepted_of_determined": "of det.",
    "determined": "det.",
    "silent_cells": "SILENT",
    "tables_with_silent_cells": "in",
    "silent_by_table": "by tab.",
    "accepted_not_exact": "acc≠ex",
    "called_blank": "blank!",
    "consistent_wrong": "cons!",
    "unproven_cells": "unprov",
    "refuted": "refuted",
    "flags_a_table": "flags",
    "values_first": "named",
    "culprits_flagged": "found",
}
SHARES = ("exact", "accepted", "accepted_of_damaged", "accepted_of_determined", "values_first", "culprits_flagged")
LEGEND = (
    "exact: every figure as printed; accept: nothing flagged; of dam.: accepted of damaged text-layer tables without mistakes "
    "of the office; of det.: of those among them (det.: how many) whose labels and sums determine what was read; SILENT: cells "
    "that say something else than the page and are not flagged themselves; in: in so many tables; by tab.: tables with such "
    "a cell and no flag at all; acc≠ex: accepted, not exact; blank!: those of the silent cells that call a printed "
    "number blank; cons!: tables with a wrong `consistent`, unflagged; unprov: inferred figures "
    "whose proof `goiextract check` does not accept; refuted: tables in which it finds anything; flags: flagged figures a "
    "table; named: first explanation names the office's mistakes with the right numbers; found: all of them flagged"
)


def table_of(groups: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The figures of `summary.groups` as a text table."""
    lines = [" " * 20 + "".join(f"{heading:>8}" for heading in COLUMNS.values()) + "  ms mean     p99"]
    for kind, named in groups.items():
        lines.append(f"-- {kind}")
        for name, figures in named.items():
            shown = "".join(f"{_figure(figures[key], key in SHARES):>8}" for key in COLUMNS)
            ms = figures["milliseconds"]
            lines.append(f"{name:20}{shown}{ms['mean']:9.2f}{ms['p99']:8.1f}" if ms else f"{name:20}{shown}")
    return "\n".join([*lines, LEGEND])


def _figure(value: float | int | None, is_share: bool) -> str:
    if value is None:
        return "·"
    return f"{100 * value:.1f}%" if is_share else f"{value:.4g}"


def reliability_of(found: dict[str, Any]) -> str:
    """The figures of `summary.reliability` as text."""
    lines = []
    for status, figures in found.items():
        lines.append(
            f"{status}: {figures['figures']} figures, calibration error {figures['expected_calibration_error']}"
        )
        lines += [
            f"    confidence {bin_['confidence']:.4f}  right {bin_['right']:.4f}  of {bin_['figures']}"
            for bin_ in figures["bins"]
        ]
    return "\n".join(lines)


def failures_of(judged: Sequence[Judged], most: int) -> str:
    """The tables with silent cells and no flag, those with silent cells beside flags, accepted and not exact, clean and flagged,
    with a wrong `consistent`, and those that the checker refutes, a line each."""
    lines = []
    for heading, members in (
        ("silent cells and no flag", [one for one in judged if one.verdict.silent]),
        ("silent cells beside flags", [one for one in judged if one.verdict.silent_cells and one.verdict.flagged]),
        ("accepted, not exact", [one for one in judged if one.verdict.accepted and not one.verdict.exact]),
        ("clean, flagged", [one for one in judged if one.is_clean and not one.verdict.accepted]),
        ("wrong consistent, unflagged", [one for one in judged if one.verdict.wrong_consistent]),
        ("refuted by check", [one for one in judged if one.verdict.check_errors]),
    ):
        members = [one for one in members if heading != "accepted, not exact" or not one.verdict.silent_cells]
        lines.append(f"{heading}: {len(members)}")
        lines += [f"    {_case_line(one)}" for one in members[:most]]
    return "\n".join(lines)


def _case_line(one: Judged) -> str:
    about, verdict = one.about, one.verdict
    columns = "named" if about.named else "order"
    source = "recognised " if about.recognised else ""
    keys = verdict.silent_cells or verdict.wrong_consistent
    cells = " ".join([*(f"{key.row}.{key.column}" for key in keys[:4]), *sorted(set(verdict.check_errors))])
    return f"{about.name} {'+'.join(about.acts)} {about.size} {about.table} {columns} {source}{about.noise} {cells}"


def latencies_of(found: dict[str, dict[str, float]]) -> str:
    """The figures of `summary.latencies` as text."""
    return "\n".join(
        f"    {name:20} " + "  ".join(f"{what} {value:g}" for what, value in figures.items())
        for name, figures in found.items()
    )


def case_shown(case: Case, report: Report) -> str:
    """The page, the lines as read, and what the reconciler said of each figure that is wrong or flagged."""
    draft = case.draft
    lines = [
        f"{case.name}: {case.corruption} ({', '.join(case.acts) or 'nothing'}), {case.size}, form {draft.form.name}, "
        f"{draft.table.key}, columns {'named' if draft.named else 'by order only'}, "
        f"{'recognised, ' if draft.recognised else ''}labels {case.noise}",
        "printed:",
    ]
    for row in draft.table.rows:
        keys = [CellKey(draft.table.key, row.key, column.key) for column in row.columns]
        texts = [
            ("_" if draft.page[key] is None else str(draft.page[key])) + ("!" if key in draft.misprinted else "")
            if key in draft.page
            else "·"
            for key in keys
        ]
        lines.append(f"  {row.key:26}" + " ".join(f"{text:>6}" for text in texts))
    lines.append("read:")
    for fragment, line in zip(case.readings.tables[0].fragments, draft.lines, strict=True):
        likely = sorted(fragment.scores, key=lambda pair: -pair[1])[:2]
        label = " ".join(f"{key or '(none)'} {score:.2f}" for key, score in likely)
        cells = " ".join(
            repr(token.printed) + (f"@{token.column}" if token.column else "") for token in fragment.tokens
        )
        lines.append(f"  {line.row:26}{label:52}{cells}")
    lines.append("said (wrong or flagged):")
    lost = set(draft.lost())
    for figure in report.figures:
        if figure.key.table != draft.table.key:
            continue
        right = figure.value is None or is_right(draft, figure, figure.key in lost)
        if figure.flagged or not right:
            mark = "flagged" if figure.flagged else "ASSERTED"
            printed = draft.page.get(figure.key, "nothing")
            lines.append(
                f"  {'  ' if right else 'X '}{figure.key.row}.{figure.key.column}: {figure.status} {figure.value}, "
                f"consistent {figure.consistent}, {mark}, confidence {figure.confidence}; page {printed}, "
                f"sums {draft.counts[figure.key]}"
            )
    lines += [f"  {one.code}: {dict(one.details)}" for one in report.findings if one.table == draft.table.key]
    return "\n".join(lines)
