"""What is to be said of a table's figures: sums that fail or cannot hold, cells that are open, lost, inferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goiextract.forms import Identity
from goiextract.reconciling.cell_read import CellRead
from goiextract.records import CellKey, Figure, Finding, Status

LISTED = 4  # cells named in one sentence
MOST_OPEN = 8  # cells not settled that have a finding each; of more there is one for all


def sum_finding(identity: Identity, known: Mapping[CellKey, int], cells: Mapping[CellKey, CellRead]) -> Finding:
    """A sum of printed counts that fails, with the numbers of both sides."""
    first = cells[identity.cells[0]]
    within = len({key.row for key in identity.cells}) == 1
    details = (
        ("identity", identity.name),
        ("where", first.row if within else first.column.printed),
        ("zh", identity.zh),
        ("en", identity.en),
        ("parts", " + ".join(str(known.get(key, "?")) for key in identity.parts)),
        ("wholes", " + ".join(str(known.get(key, "?")) for key in identity.wholes)),
    )
    return Finding("sum_fails", "warning", details, identity.table, identity.cells)


def impossible_sums(identities: Sequence[Identity], table: str) -> list[Finding]:
    """The sums that lack numbers and yet cannot hold together, whatever counts stand in those cells."""
    if not identities:
        return []
    named = {side: "；".join(dict.fromkeys(getattr(one, side) for one in identities)) for side in ("zh", "en")}
    details = (("count", str(len(identities))), ("zh", named["zh"]), ("en", named["en"]))
    keys = tuple(dict.fromkeys(key for one in identities for key in one.cells))
    return [Finding("sums_impossible", "warning", details, table, keys)]


def cell_findings(cells: Sequence[CellRead], figures: Sequence[Figure], table: str) -> list[Finding]:
    """The cells of one table that are open, were not found, or were inferred."""
    findings = []
    open_ones = [pair for pair in zip(cells, figures, strict=True) if pair[1].status is Status.AMBIGUOUS]
    unsettled = [cell for cell, _ in open_ones if cell.doubts]
    if len(unsettled) > MOST_OPEN:
        open_ones = [pair for pair in open_ones if not pair[0].doubts]
        count = (("count", str(len(unsettled))), ("cells", _listed(unsettled)))
        findings.append(Finding("cells_ambiguous", "warning", count, table, tuple(cell.key for cell in unsettled)))
    for cell, figure in open_ones:
        details = (("cell", cell.name), ("printed", " | ".join(figure.readings) or figure.printed or figure.mark))
        findings.append(Finding("cell_ambiguous", "warning", details, table, (figure.key,), figure.place))
    for status, code, level in (
        (Status.MISSING, "cells_missing", "warning"),
        (Status.INFERRED, "cells_inferred", "note"),
    ):
        named = [cell for cell, figure in zip(cells, figures, strict=True) if figure.status is status]
        if named and len(named) < len(figures):
            count = (("count", str(len(named))), ("cells", _listed(named)))
            findings.append(Finding(code, level, count, table, tuple(cell.key for cell in named)))
    return findings


def _listed(cells: Sequence[CellRead]) -> str:
    return "、".join(cell.name for cell in cells[:LISTED]) + ("…" if len(cells) > LISTED else "")
