"""A report beside what the page printed: what is right, what is flagged, and what is wrong and unflagged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from benchmarks.simulation.cases import Case
from benchmarks.simulation.drafts import Count, Draft
from goiextract import check
from goiextract.records import CellKey, Figure, Report, Status

WANTED = re.compile(r"→ (-?\d+)$")


@dataclass(slots=True)
class Verdict:
    """What came of one table.

    exact: every figure as printed (a blank read as blank, a lost one inferred). accepted: nothing flagged.
    wrong: cells with a value that the page does not print, unflagged; of any table of the report.
    called_blank: cells with a printed number that are published as blank, unflagged; a blank has no value.
    wrong_consistent: unflagged cells whose `consistent` is not the count that the page was drawn from.
    unknowable: lost cells inferred to be what the sums want, where the page printed a mistake.
    inferred: values that stand nowhere on the page; unproven: those of them whose certificate `goiextract.check` does not
    accept, flagged or not. check_errors: everything it finds in the report.
    culprits_first: the first explanation names exactly the misprinted cells; values_first: with the right numbers.
    suggested: every misprinted cell has the right `consistent`. all_flagged: all of them are flagged.
    said: how many figures with a value have this (status, confidence, right).
    """

    exact: bool = True
    accepted: bool = True
    flagged: int = 0
    wrong: list[CellKey] = field(default_factory=list)
    called_blank: list[CellKey] = field(default_factory=list)
    wrong_consistent: list[CellKey] = field(default_factory=list)
    unknowable: int = 0
    inferred: int = 0
    unproven: int = 0
    check_errors: tuple[str, ...] = ()
    culprits_first: bool = False
    values_first: bool = False
    suggested: bool = False
    all_flagged: bool = False
    said: Counter[tuple[str, float, bool]] = field(default_factory=Counter)

    @property
    def silent_cells(self) -> list[CellKey]:
        """Cells that say something else than the page and are not flagged themselves, whatever else is: another number, a number
        where the page has none, or a blank where it has one."""
        return [*self.wrong, *self.called_blank]

    @property
    def silent(self) -> bool:
        """Such a cell, and not a flag anywhere in the table."""
        return bool(self.silent_cells) and not self.flagged


def judge(case: Case, report: Report) -> Verdict:
    """The report of one case against its page."""
    draft, verdict = case.draft, Verdict()
    figures = {figure.key: figure for figure in report.figures if figure.key.table == draft.table.key}
    lost = set(draft.lost())
    for key in draft.table.cells:
        figure = figures.get(key)
        if figure is None:
            verdict.exact = verdict.accepted = False
            verdict.flagged += 1
            continue
        _judge_figure(verdict, draft, figure, key in lost)
    of_form = set(draft.table.cells)
    verdict.wrong += [
        figure.key
        for figure in report.figures
        if figure.key not in of_form and figure.value is not None and not figure.flagged
    ]
    verdict.exact = verdict.exact and not verdict.wrong
    verdict.accepted = verdict.flagged == 0
    _judge_proofs(verdict, draft, report)
    if draft.misprinted:
        _judge_culprits(verdict, draft, figures, report)
    return verdict


def _judge_figure(verdict: Verdict, draft: Draft, figure: Figure, lost: bool) -> None:
    key = figure.key
    verdict.flagged += figure.flagged
    right = is_right(draft, figure, lost)
    if figure.value is not None:
        verdict.said[figure.status.value, figure.confidence, right] += 1
        if not right and not figure.flagged:
            verdict.wrong.append(key)
        verdict.unknowable += right and draft.page.get(key) not in (None, figure.value)
    elif figure.status is Status.BLANK and not figure.flagged:
        verdict.called_blank += [key] if draft.page.get(key) is not None else []
    if figure.consistent not in (None, draft.counts[key]) and not figure.flagged:
        verdict.wrong_consistent.append(key)
    printed = draft.page.get(key)
    if key not in draft.page:
        as_printed = figure.value is None or figure.value == draft.counts[key]
    elif printed is None:
        as_printed = figure.status is Status.BLANK or figure.value == draft.counts[key]
    else:
        as_printed = figure.value is not None and right
    verdict.exact = verdict.exact and as_printed


def is_right(draft: Draft, figure: Figure, lost: bool) -> bool:
    """Whether the page prints this value. Of a cell lost in reading, blank or not printed, one that is not said to stand on
    the page may also be what the sums want."""
    printed: Count | None = draft.page.get(figure.key)
    may_be_wanted = figure.status is Status.INFERRED and (lost or printed is None)
    return figure.value == printed or (may_be_wanted and figure.value == draft.counts[figure.key])


def _judge_proofs(verdict: Verdict, draft: Draft, report: Report) -> None:
    """What the checker, which shares no code with the reconciler, says of the report's own claims."""
    errors = check(replace(report, kind="" if draft.recognised else "text"))
    refuted = {key for error in errors for key in error.keys}
    inferred = [figure.key for figure in report.figures if figure.status is Status.INFERRED]
    verdict.inferred, verdict.unproven = len(inferred), sum(key in refuted for key in inferred)
    verdict.check_errors = tuple(error.code for error in errors)


def _judge_culprits(verdict: Verdict, draft: Draft, figures: dict[CellKey, Figure], report: Report) -> None:
    wanted = {key: draft.counts[key] for key in draft.misprinted}
    first = next((one for one in report.findings if one.code in ("likely_misprint", "totals_unfilled")), None)
    if first is not None:
        texts = dict(first.details)["cells"].split("；")
        numbers = [WANTED.search(text) for text in texts]
        named = {key: int(n[1]) if n else None for key, n in zip(first.keys, numbers, strict=True)}
        verdict.culprits_first = named.keys() == wanted.keys()
        verdict.values_first = named == wanted
    verdict.suggested = all(figures[key].consistent == count for key, count in wanted.items() if key in figures)
    verdict.all_flagged = all(figures[key].flagged for key in wanted if key in figures)
