"""Cells as read → figures with status, confidence and proof: the sums are checked, lost cells inferred, conflicts named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goiextract.forms import Column, Identity
from goiextract.reconciling.completion import Completion, Proven, complete
from goiextract.reconciling.conflicts import Conflict, find_conflict
from goiextract.reconciling.inference import Bounds, infer
from goiextract.reconciling.mistakes import certificate_of, explained
from goiextract.reconciling.network import network_of
from goiextract.reconciling.numerals import Numeral
from goiextract.reconciling.second_thoughts import open_cells
from goiextract.records import CellKey, Certificate, Figure, Finding, Place, Status

READ_RIGHT = 0.995  # a text-layer figure in a whole table, no sum to prove it
PROVEN = 0.9995  # the same where a sum with numbers other than 0 holds through it
CORRECTED = 0.95  # a recognised figure that its second reading and all sums support; the margin's lower end
SECOND_THOUGHT = 0.85  # the first of a recogniser's readings where no sum tells it from the second
IN_DOUBT = 0.8  # a text that is a number only if a person agrees
FLAG_BELOW = 0.9  # the stated threshold of `flagged`
LISTED = 4  # cells named in one sentence
MOST_OPEN = 8  # cells not settled that have a finding each; of more there is one for all
BEST_GUESS = 0.5  # an ambiguous cell publishes its likeliest reading only if it is likelier than all others together


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell before judgement. numeral None = no such cell found. sure: probability that it is this cell's text.

    row: the row's official wording. doubtful: another way to place or cut the line's figures gives this cell another
    value (`readings`).
    unit: the one its heading prints, where that is another than the form's.
    alternatives: other counts that a recogniser thought it may be.
    provable: False where a number of its line was left over, so that nothing there may count as proven.
    """

    key: CellKey
    column: Column
    numeral: Numeral | None
    place: Place
    row: str = ""
    sure: float = 1.0
    readings: tuple[str, ...] = ()
    doubtful: bool = False
    provable: bool = True
    unit: str = ""
    alternatives: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The cell in the form's own words."""
        return f"{self.row} · {self.column.printed}"

    @property
    def count(self) -> int | None:
        """The printed whole number, if it is one and not in doubt."""
        if self.numeral is None or self.doubtful or not isinstance(self.numeral.value, int):
            return None
        return self.numeral.value


def judge_cells(
    cells: Sequence[CellRead], identities: Sequence[Identity], table: str
) -> tuple[tuple[Figure, ...], tuple[Finding, ...], bool | None]:
    """All cells of one table → figures, findings, and whether its sums hold (None: none could be checked)."""
    known = {cell.key: cell.count for cell in cells if cell.count is not None}
    alternatives = {cell.key: cell.alternatives for cell in cells if cell.alternatives}
    unsettled = open_cells(identities, known, alternatives)
    if unsettled:
        cells = [_as_open(cell) if cell.key in unsettled else cell for cell in cells]
        known = {key: value for key, value in known.items() if key not in unsettled}
    found_any = any(cell.numeral is not None and cell.numeral.kind == "number" for cell in cells)
    unknown = [cell.key for cell in cells if cell.key not in known and cell.column.kind == "count"] if found_any else []
    network = network_of(tuple(identities))
    completion = complete(network, known, unknown) if unknown else Completion({}, ())
    conflict = find_conflict(network, identities, known, completion.impossible, alternatives)
    corrected = {change.key: change.wanted for change in conflict.misread} if conflict else {}
    if corrected:
        known |= {key: value for key, value in corrected.items() if value is not None}
        completion, conflict = complete(network, known, unknown), None
    bounds = {} if conflict or not unknown else infer(identities, known, unknown).bounds
    proofs = _proofs(identities, known)
    figures = tuple(
        _corrected(cell, corrected[cell.key], proofs.get(cell.key, ()))
        if cell.key in corrected
        else _figure(
            cell, completion.proven.get(cell.key), bounds.get(cell.key), conflict, proofs.get(cell.key, ()), known
        )
        for cell in cells
    )
    by_key = {cell.key: cell for cell in cells}
    failing = conflict.failing if conflict else ()
    whole = [identity for identity in failing if all(key in known for key in identity.cells)]
    findings = [_sum_finding(identity, known, by_key) for identity in whole]
    findings += _impossible_sums([identity for identity in failing if identity not in whole], table)
    findings += explained(conflict.explanations, {cell.key: cell.name for cell in cells}, table) if conflict else []
    findings += _cell_findings(cells, figures, table)
    consistent = False if conflict else True if proofs else None
    return figures, tuple(findings), consistent


def _as_open(cell: CellRead) -> CellRead:
    readings = tuple(str(count) for count in cell.alternatives)
    return replace(cell, doubtful=True, sure=min(cell.sure, SECOND_THOUGHT), readings=readings)


def _proofs(identities: Sequence[Identity], known: Mapping[CellKey, int]) -> dict[CellKey, list[tuple[str, bool]]]:
    """For each cell the sums that hold through it, and whether they hold over anything but zeros."""
    proofs: dict[CellKey, list[tuple[str, bool]]] = {}
    for identity in identities:
        values = [known.get(key) for key in identity.cells]
        if None not in values and identity.residual(known) == 0:
            for key in identity.cells:
                proofs.setdefault(key, []).append((identity.name, any(values)))
    return proofs


def _corrected(cell: CellRead, value: int | None, proofs: Sequence[tuple[str, bool]]) -> Figure:
    """A recognised figure that its second reading and the sums agree on; what was recognised first stays in `printed`."""
    printed = cell.numeral.printed if cell.numeral is not None else None
    names = tuple(name for name, _ in proofs)
    return _make(cell, printed, value, value, Status.CORRECTED, CORRECTED * cell.sure, names)


def _figure(
    cell: CellRead,
    proven: Proven | None,
    bound: Bounds | None,
    conflict: Conflict | None,
    proofs: Sequence[tuple[str, bool]],
    known: Mapping[CellKey, int],
) -> Figure:
    proven = proven if not conflict and cell.provable else None
    settled: int | None = None
    because: tuple[str, ...] = ()
    certificate: Certificate | None = None
    if proven is not None:
        settled, certificate = proven.value, certificate_of(proven)
        because = tuple(dict.fromkeys(name for name, _ in (*proven.at_least, *proven.at_most)))
    limits = (bound.low, bound.high) if bound is not None and settled is None else None
    if cell.numeral is None:
        if settled is not None:
            return _make(cell, None, settled, settled, Status.INFERRED, PROVEN, because, None, certificate)
        return _make(cell, None, None, None, Status.MISSING, 0.0, (), limits)
    printed = cell.numeral.printed
    if cell.numeral.kind in ("blank", "dash") and not cell.doubtful:
        # a blank stays blank: the number the sums prove stands in `consistent`, for the page does not print it
        return _make(cell, printed, None, settled, Status.BLANK, READ_RIGHT * cell.sure, because, None, certificate)
    if cell.numeral.kind == "unread":
        return _make(cell, printed, None, settled, Status.AMBIGUOUS, 0.0, because, limits, certificate)
    if cell.doubtful:
        value = cell.numeral.value if cell.sure > BEST_GUESS else None
        shown = printed if value is not None else " | ".join([printed, *cell.readings])
        sure = cell.sure if value is not None else 0.0
        return _make(cell, shown, value, settled, Status.AMBIGUOUS, sure, because, limits, certificate)
    value = cell.numeral.value
    if conflict and cell.key in conflict.suspects:
        failing = (one for one in conflict.failing if cell.key in one.cells)
        names = tuple(one.name for one in failing if all(key in known for key in one.cells))
        return _make(
            cell, printed, value, conflict.suspects[cell.key], Status.CONFLICTING, READ_RIGHT * cell.sure, names
        )
    telling = any(has_numbers for _, has_numbers in proofs)
    confidence = PROVEN if telling else READ_RIGHT * (IN_DOUBT if cell.numeral.doubt else 1.0)
    status = Status.PRINTED
    if not _is_possible(value, cell.column.kind):
        status = Status.AMBIGUOUS
    consistent = value if not conflict or conflict.explanations else None
    return _make(cell, printed, value, consistent, status, confidence * cell.sure, tuple(name for name, _ in proofs))


def _is_possible(value: int | Decimal | None, kind: str) -> bool:
    """True unless a count is below nothing or no whole number (12.345 may be thousands)."""
    if value is None or kind == "money":
        return value is None or value >= 0
    return isinstance(value, int) and (kind == "change" or value >= 0)


def _make(
    cell: CellRead,
    printed: str | None,
    value: int | Decimal | None,
    consistent: int | Decimal | None,
    status: Status,
    confidence: float,
    because: tuple[str, ...],
    bounds: tuple[int | None, int | None] | None = None,
    certificate: Certificate | None = None,
) -> Figure:
    # a corrected figure is right in all likelihood, but an office's slip that looks like a misread digit is corrected too
    doubt = status in (Status.CORRECTED, Status.CONFLICTING, Status.AMBIGUOUS, Status.MISSING)
    unit = (cell.numeral.unit if cell.numeral is not None else "") or cell.unit or cell.column.unit
    flagged = doubt or confidence < FLAG_BELOW
    return Figure(
        cell.key,
        printed,
        value,
        consistent,
        status,
        round(confidence, 4),
        flagged,
        unit,
        cell.place,
        because,
        bounds,
        certificate,
    )


def _sum_finding(identity: Identity, known: Mapping[CellKey, int], cells: Mapping[CellKey, CellRead]) -> Finding:
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


def _impossible_sums(identities: Sequence[Identity], table: str) -> list[Finding]:
    """The sums that lack numbers and yet cannot hold together, whatever counts stand in those cells."""
    if not identities:
        return []
    named = {side: "；".join(dict.fromkeys(getattr(one, side) for one in identities)) for side in ("zh", "en")}
    details = (("count", str(len(identities))), ("zh", named["zh"]), ("en", named["en"]))
    keys = tuple(dict.fromkeys(key for one in identities for key in one.cells))
    return [Finding("sums_impossible", "warning", details, table, keys)]


def _cell_findings(cells: Sequence[CellRead], figures: Sequence[Figure], table: str) -> list[Finding]:
    findings = []
    open_ones = [pair for pair in zip(cells, figures, strict=True) if pair[1].status is Status.AMBIGUOUS]
    unsettled = [cell for cell, _ in open_ones if cell.doubtful]
    if len(unsettled) > MOST_OPEN:
        open_ones = [pair for pair in open_ones if not pair[0].doubtful]
        count = (("count", str(len(unsettled))), ("cells", _listed(unsettled)))
        findings.append(Finding("cells_ambiguous", "warning", count, table, tuple(cell.key for cell in unsettled)))
    for cell, figure in open_ones:
        details = (("cell", cell.name), ("printed", figure.printed or ""))
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
