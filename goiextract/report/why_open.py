"""Why figures are open or flagged, in words, and what they may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from goiextract.forms import form_named
from goiextract.records import CellKey, Doubt, Figure, Finding, Report
from goiextract.report.marks import one_line, shown
from goiextract.sentences import language, said

MOST_CELLS = 8  # named for one reason
MOST_REASONS = 8  # told of one report
MOST_SHOWN = 40  # characters of what stands in a cell
_OPEN = ("cell_ambiguous", "cells_ambiguous")
#: What a mark on the screen says already.
_SAID = {"!": Doubt.SUM_FAILS, "~": Doubt.CORRECTED, "·": Doubt.NOT_FOUND}


def why(figure: Figure, wanted: str | None = None) -> str:
    """Its doubts as sentences; empty where it has none."""
    return _in_words(figure.doubts, wanted or language())


def may_be(figure: Figure, wanted: str | None = None) -> str:
    """All its readings, or what stands there in place of a number; empty where that is nothing."""
    blank = said("view_blank", None, wanted)
    told = " | ".join(one_line(reading) or blank for reading in figure.readings) or one_line(figure.mark)
    return told if len(told) <= MOST_SHOWN else told[: MOST_SHOWN - 1] + "…"


def reasons(report: Report, wanted: str) -> tuple[list[str], int]:
    """A line for each reason why cells are open or flagged, beyond what their mark on the screen says: the reason, and the cells
    with what they may be. Also how many reasons were left out. Open cells that have no doubt are told of by findings."""
    cells: dict[tuple[Doubt, ...], list[Figure]] = {}
    for figure in report.figures:
        doubts = tuple(doubt for doubt in figure.doubts if doubt != _SAID.get(shown(figure).mark))
        if figure.flagged and doubts:
            cells.setdefault(doubts, []).append(figure)
    names = _names(report)
    lines = [_line(doubts, own, names, wanted) for doubts, own in islice(cells.items(), MOST_REASONS)]
    return lines, max(0, len(cells) - MOST_REASONS)


def findings_to_show(report: Report) -> list[Finding]:
    """The report's findings but for those that say only that cells are open of which a reason is told."""
    doubted = {figure.key for figure in report.figures if figure.flagged and figure.doubts}
    return [one for one in report.findings if one.code not in _OPEN or not doubted.issuperset(one.keys)]


def _line(doubts: tuple[Doubt, ...], figures: list[Figure], names: dict[CellKey, str], wanted: str) -> str:
    cells = "、".join(_cell(figure, names, wanted) for figure in figures[:MOST_CELLS])
    more = "…" if len(figures) > MOST_CELLS else ""
    return said("view_why", None, wanted, why=_in_words(doubts, wanted), cells=cells + more)


def _in_words(doubts: Iterable[Doubt], wanted: str) -> str:
    return ("；" if wanted == "zh" else "; ").join(said(f"doubt_{doubt}", None, wanted) for doubt in doubts)


def _cell(figure: Figure, names: dict[CellKey, str], wanted: str) -> str:
    name, may = names.get(figure.key, str(figure.key)), may_be(figure, wanted)
    return said("view_may_be", None, wanted, cell=name, readings=may) if may else name


def _names(report: Report) -> dict[CellKey, str]:
    """The cells in the forms' own words."""
    return dict(name for table in report.tables for name in _named(table.form, table.table))


def _named(form: str, table: str) -> Iterator[tuple[CellKey, str]]:
    for row in form_named(form).table(table).rows:
        yield from ((CellKey(table, row.key, c.key), f"{row.printed} · {c.printed}") for c in row.columns)
