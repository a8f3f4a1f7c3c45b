"""Outcomes of many documents → the figures that are published, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.scoring.records import Scored, WrongCell

SUMMED = (
    "printed",
    "printed_right",
    "nonzero",
    "nonzero_right",
    "blank",
    "blank_kept",
    "lost",
    "lost_recovered",
    "unflagged",
    "left_out",
    "wrong_asserted",
    "silent_by_table",
    "cells_flagged",
    "tables",
    "tables_exact",
    "rows_printed",
    "rows_right",
)
NO_BREAKAGE = "none"  # the group of documents that are not said to be broken
#: Lower edges of the bins of confidence; 1 stands in the last.
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
GROUPS: dict[str, Callable[[Scored], Sequence[str]]] = {
    "kind": lambda one: (one.document.kind,),
    "form": lambda one: (one.document.form,) if one.document.form else (),
    "size": lambda one: (one.document.size,) if one.document.size else (),
    "breakage": lambda one: one.document.breakages or (NO_BREAKAGE,),
}


def totals(scored: Sequence[Scored]) -> dict[str, Any]:
    """Counts over these documents; ``flag_precision`` and ``flag_recall`` over those known to be consistent or not: of the
    flagged documents the share whose own sums fail, and of those the share that is flagged (None where there are none)."""
    known = [one for one in scored if one.document.consistent is not None]
    failing = [one for one in known if not one.document.consistent]
    flagged = [one for one in known if one.flagged]
    both = sum(one.flagged for one in failing)
    return {
        "documents": len(scored),
        "documents_exact": sum(one.exact for one in scored),
        "documents_unflagged": sum(one.unflagged > 0 for one in scored),
        "documents_silent_by_table": sum(one.silent_by_table > 0 for one in scored),
        "failed": sum(bool(one.error) for one in scored),
        **{name: sum(getattr(one, name) for one in scored) for name in SUMMED},
        "flag_precision": both / len(flagged) if flagged else None,
        "flag_recall": both / len(failing) if failing else None,
    }


def reader_figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """Everything that is published of one reader: overall, by group, reliability, and each document."""
    by: dict[str, dict[str, list[Scored]]] = {name: {} for name in GROUPS}
    for one in scored:
        for name, names_of in GROUPS.items():
            for group in names_of(one):
                by[name].setdefault(group, []).append(one)
    return {
        "overall": totals(scored),
        "by": {name: {group: totals(own) for group, own in sorted(groups.items())} for name, groups in by.items()},
        "reliability": reliability(pair for one in scored for pair in one.said),
        "documents": [_document(one) for one in scored],
    }


def reliability(said: Iterable[tuple[float, bool]]) -> list[dict[str, float]]:
    """By bins of confidence: how many figures, their mean confidence, and the share of them that was right."""
    pairs = list(said)
    bins = []
    for low, high in zip(BINS, (*BINS[1:], 1.1), strict=True):
        inside = [(confidence, right) for confidence, right in pairs if low <= confidence < high]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            bins.append({"from": low, "figures": len(inside), "confidence": round(mean, 5), "right": round(share, 5)})
    return bins


def _document(one: Scored) -> dict[str, Any]:
    document = one.document
    return {
        "name": document.name,
        "file": document.file,
        "files": list(document.files),
        "kind": document.kind,
        "printed": one.printed,
        "printed_right": one.printed_right,
        "rows_printed": one.rows_printed,
        "rows_right": one.rows_right,
        "agency_right": one.agency_right,
        "year_right": one.year_right,
        "findings_told": one.findings_told,
        "places_right": one.places_right,
        "blank_kept": one.blank_kept,
        "lost_recovered": one.lost_recovered,
        "rows_wrong": [".".join(key) for key in one.rows_wrong],
        "unflagged": one.unflagged,
        "left_out": one.left_out,
        "wrong_asserted": one.wrong_asserted,
        "silent_by_table": one.silent_by_table,
        "cells_flagged": one.cells_flagged,
        "exact": one.exact,
        "failed": bool(one.error),
        "error": one.error,
        "seconds": round(one.seconds, 4),
        "wrong": [_wrong(cell) for cell in one.wrong],
    }


def _wrong(cell: WrongCell) -> dict[str, Any]:
    return {
        "key": str(cell.key),
        "printed": cell.printed,
        "said": cell.said,
        "status": cell.status,
        "asserted": cell.asserted,
        "unflagged": cell.unflagged,
        "silent_by_table": cell.silent_by_table,
        "page": cell.page,
        "box": list(cell.box) if cell.box is not None else None,
    }
