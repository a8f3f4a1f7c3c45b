"""A report beside what the page printed: what is right, what is flagged, and what is wrong and unflagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from benchmarks.simulation.cases import Case
from benchmarks.simulation.drafts import Count, Draft
from goiextract.records import CellKey, Figure, Report, Status

WANTED = re.compile(r"→ (-?\d+)$")


@dataclass(slots=True)
class Verdict:
    """What came of one table.

    exact: every figure as printed (a blank read as blank, a lost one inferred). accepted: nothing flagged.
    wrong: cells with a value that the page does not print, unflagged. beside: whether another cell is flagged then.
    called_blank: printed numbers published as blank cells, unflagged; a blank has no value.
    unknowable: lost cells inferred to be what the sums want, where the page printed a mistake.
    culprits_first: the first explanation names exactly the misprinted cells; values_first: with the right numbers.
    suggested: every misprinted cell has the right `consistent`. all_flagged: all of them are flagged.
    said: (status, confidence, right) of every figure with a value.
    """

    exact: bool = True
    accepted: bool = True
    flagged: int = 0
    wrong: list[CellKey] = field(default_factory=list)
    called_blank: int = 0
    unknowable: int = 0
    culprits_first: bool = False
    values_first: bool = False
    suggested: bool = False
    all_flagged: bool = False
    said: list[tuple[str, float, bool]] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """A wrong value and not a flag anywhere in the table."""
        return bool(self.wrong) and not self.flagged


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
    verdict.accepted = verdict.flagged == 0
    if draft.misprinted:
        _judge_culprits(verdict, draft, figures, report)
    return verdict


def _judge_figure(verdict: Verdict, draft: Draft, figure: Figure, lost: bool) -> None:
    key = figure.key
    verdict.flagged += figure.flagged
    right = is_right(draft, figure, lost)
    if figure.value is not None:
        verdict.said.append((figure.status.value, figure.confidence, right))
        if not right and not figure.flagged:
            verdict.wrong.append(key)
        verdict.unknowable += right and draft.page.get(key) not in (None, figure.value)
    elif figure.status is Status.BLANK and not figure.flagged:
        verdict.called_blank += draft.page.get(key) is not None
    printed = draft.page.get(key)
    if key not in draft.page:
        as_printed = figure.value is None or figure.value == draft.counts[key]
    elif printed is None:
        as_printed = figure.status is Status.BLANK or figure.value == draft.counts[key]
    else:
        as_printed = figure.value is not None and right
    verdict.exact = verdict.exact and as_printed


def is_right(draft: Draft, figure: Figure, lost: bool) -> bool:
    """Whether the page prints this value; of a cell lost in reading or not printed, also whether its sums want it."""
    printed: Count | None = draft.page.get(figure.key)
    return figure.value == printed or ((lost or printed is None) and figure.value == draft.counts[figure.key])


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
