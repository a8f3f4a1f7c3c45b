"""Cells as read → figures with status, confidence and proof: the sums are checked, lost cells inferred, conflicts named."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from goiextract.forms import Identity
from goiextract.reconciling.cell_read import CellRead
from goiextract.reconciling.completion import Completion, Proven, complete
from goiextract.reconciling.conflicts import Conflict, find_conflict
from goiextract.reconciling.figure_findings import cell_findings, impossible_sums, sum_finding
from goiextract.reconciling.hypotheses import count_of
from goiextract.reconciling.inference import Bounds, infer
from goiextract.reconciling.mistakes import certificate_of, explained
from goiextract.reconciling.network import network_of
from goiextract.reconciling.second_thoughts import open_cells
from goiextract.records import CellKey, Certificate, Doubt, Figure, Finding, Status

READ_RIGHT = 0.995  # a text-layer figure in a whole table, no sum to prove it
PROVEN = 0.9995  # the same where a sum with numbers other than 0 holds through it
CORRECTED = 0.95  # a recognised figure that its second reading and all sums support; the margin's lower end
SECOND_THOUGHT = 0.85  # the first of a recogniser's readings where no sum tells it from the second
IN_DOUBT = 0.8  # a text that is a number only if a person agrees
FLAG_BELOW = 0.9  # the stated threshold of `flagged`
#: Doubts of whose figures a row has: what the sums want of its cells would then be proven of another row's.
OF_ITS_ROW = frozenset(
    (
        Doubt.ROW_NOT_NAMED,
        Doubt.ROW_CONTESTED,
        Doubt.LINES_MISFIT,
        Doubt.SEARCH_GIVEN_UP,
        Doubt.FIGURES_LEFT_OVER,
        Doubt.BLANK_UNPROVEN,
    )
)
BEST_GUESS = 0.5  # an ambiguous cell publishes its likeliest reading only if it is likelier than all others together


def judge_cells(
    cells: Sequence[CellRead], identities: Sequence[Identity], table: str
) -> tuple[tuple[Figure, ...], tuple[Finding, ...], bool | None]:
    """All cells of one table → figures, findings, and whether its sums hold (None: none could be checked)."""
    network = network_of(tuple(identities))
    alternatives = {cell.key: cell.alternatives for cell in cells if cell.alternatives}
    cells = _opened(cells, open_cells(identities, _counts(cells), alternatives))
    known, unknown = _counts(cells), _uncounted(cells)
    completion = complete(network, known, unknown) if unknown else Completion({}, ())
    conflict = find_conflict(network, identities, known, completion.impossible, alternatives)
    corrected = {change.key: change.wanted for change in conflict.misread} if conflict else {}
    if corrected:
        cells = _opened(cells, open_cells(identities, known | _some(corrected), _misread_alike(known, corrected)))
        known = _counts(cells) | _some(corrected)
        completion, conflict = complete(network, known, unknown), None
    if conflict is None and (shown := _shown(cells)):  # what was not weighed out proves nothing, and yet may not add up
        known_or_shown = known | shown
        lacking = [key for key in unknown if key not in shown]
        impossible = complete(network, known_or_shown, lacking).impossible if lacking else ()
        conflict = find_conflict(network, identities, known_or_shown, impossible, alternatives)
        known = known_or_shown if conflict else known
    doubtful = _blanks_beside(cells, completion, conflict)
    cells = [_as_unproven(cell) if cell.key in doubtful else cell for cell in cells]
    bounds = {} if conflict or not unknown else infer(identities, known, unknown)
    figures = _figures(cells, identities, known, completion, conflict, corrected, bounds)
    consistent = False if conflict else True if _proofs(identities, known) else None
    findings = (*_findings(cells, known, conflict, table), *cell_findings(cells, figures, table))
    return figures, findings, consistent


def _counts(cells: Sequence[CellRead]) -> dict[CellKey, int]:
    """The whole numbers that are printed and not in doubt."""
    return {cell.key: count for cell in cells if (count := cell.count) is not None}


def _some(values: Mapping[CellKey, int | None]) -> dict[CellKey, int]:
    """Those that are numbers, and no blanks."""
    return {key: value for key, value in values.items() if value is not None}


def _uncounted(cells: Sequence[CellRead]) -> list[CellKey]:
    """The cells of counts that have none; in a table without any number no sum can say one."""
    if not any(cell.numeral is not None and cell.numeral.kind == "number" for cell in cells):
        return []
    return [cell.key for cell in cells if cell.count is None and cell.column.kind == "count"]


def _opened(cells: Sequence[CellRead], unsettled: Collection[CellKey]) -> list[CellRead]:
    return [_as_open(cell) if cell.key in unsettled else cell for cell in cells]


def _misread_alike(
    known: Mapping[CellKey, int], corrected: Mapping[CellKey, int | None]
) -> dict[CellKey, tuple[int, ...]]:
    """What was misread once may have been misread elsewhere, in a part and its total alike: the readings of such cells."""
    alike = {known[key]: (value,) for key, value in corrected.items() if known.get(key) and value is not None}
    return {key: alike[count] for key, count in known.items() if count in alike and key not in corrected}


def _blanks_beside(cells: Sequence[CellRead], completion: Completion, conflict: Conflict | None) -> set[CellKey]:
    """The blanks of rows whose figures may stand in the wrong columns: of sums that fail and nothing explains; and where the
    sums want a number of one in its place by order only, in a row that lacks a cell."""
    failing = conflict.failing if conflict and not conflict.explanations else ()
    rows = {key.row for one in failing for key in one.cells}
    gapped = {cell.key.row for cell in cells if cell.numeral is None}
    wanted = {key for key, proven in completion.proven.items() if proven.value and key.row in gapped}
    blank = [cell for cell in cells if cell.numeral is not None and cell.numeral.kind == "blank"]
    return {cell.key for cell in blank if cell.key.row in rows or (cell.key in wanted and not cell.named)}


def _figures(
    cells: Sequence[CellRead],
    identities: Sequence[Identity],
    known: Mapping[CellKey, int],
    completion: Completion,
    conflict: Conflict | None,
    corrected: Mapping[CellKey, int | None],
    bounds: Mapping[CellKey, Bounds],
) -> tuple[Figure, ...]:
    proofs = _proofs(identities, known)
    # a sum that holds by a correction alone does not tell which of its cells was misread
    others = _proofs([one for one in identities if corrected.keys().isdisjoint(one.cells)], known)
    recognised = any(cell.alternatives or cell.confidence < 1 for cell in cells)
    inside = {key for one in identities for key in one.cells} if recognised else set()
    lost_rows = _rows_left_out(cells, completion)
    return tuple(
        _corrected(cell, corrected[cell.key], proofs.get(cell.key, _NO_PROOF).sums)
        if cell.key in corrected
        else _figure(
            cell,
            completion.proven.get(cell.key) if cell.key.row not in lost_rows else None,
            bounds.get(cell.key),
            conflict,
            others.get(cell.key, _NO_PROOF),
            known,
            cell.key in inside,
        )
        for cell in cells
    )


def _findings(
    cells: Sequence[CellRead],
    known: Mapping[CellKey, int],
    conflict: Conflict | None,
    table: str,
) -> Iterator[Finding]:
    """What does not add up, and what would explain it."""
    if conflict is None:
        return
    by_key = {cell.key: cell for cell in cells}
    whole = [identity for identity in conflict.failing if all(key in known for key in identity.cells)]
    yield from (sum_finding(identity, known, by_key) for identity in whole)
    yield from impossible_sums([identity for identity in conflict.failing if identity not in whole], table)
    yield from explained(conflict.explanations, {cell.key: cell.name for cell in cells}, table)


def _shown(cells: Sequence[CellRead]) -> dict[CellKey, int]:
    """The counts of cells that are open only because not all readings were weighed."""
    counts = {cell.key: count_of(cell.numeral) for cell in cells if cell.doubts == (Doubt.SEARCH_GIVEN_UP,)}
    return {key: count for key, count in counts.items() if count is not None}


def _rows_left_out(cells: Sequence[CellRead], completion: Completion) -> set[str]:
    """The rows that are nowhere on a page that is drawn, though the sums want requests in them: no office leaves such a row out,
    and what its page should say nobody can see."""
    lost = {cell.key.row for cell in cells if cell.drawn_page} - {
        cell.key.row for cell in cells if cell.numeral is not None
    }
    return {key.row for key, proven in completion.proven.items() if key.row in lost and proven.value}


def _as_unproven(cell: CellRead) -> CellRead:
    return replace(cell, doubts=(*cell.doubts, Doubt.BLANK_UNPROVEN), sure=min(cell.sure, BEST_GUESS))


def _as_open(cell: CellRead) -> CellRead:
    readings = tuple(str(count) for count in cell.alternatives)
    doubts = (*cell.doubts, Doubt.SECOND_READING)
    return replace(cell, doubts=doubts, sure=min(cell.sure, SECOND_THOUGHT), readings=readings)


class _Proof(NamedTuple):
    """The sums that hold through a cell, and whether any of them holds over anything but zeros."""

    sums: tuple[str, ...] = ()
    telling: bool = False


_NO_PROOF = _Proof()


def _proofs(identities: Sequence[Identity], known: Mapping[CellKey, int]) -> dict[CellKey, _Proof]:
    """For each cell the sums that hold through it; cells without one left out."""
    proofs: dict[CellKey, _Proof] = {}
    for identity in identities:
        counts = identity.counted(known)
        if counts is not None and identity.holds(counts):
            alone, telling = (identity.name,), any(counts)
            for key in identity.cells:
                sums, told = proofs.get(key, _NO_PROOF)
                proofs[key] = _Proof(sums + alone, told or telling)
    return proofs


def _corrected(cell: CellRead, value: int | None, sums: tuple[str, ...]) -> Figure:
    """A recognised figure that its second reading and the sums agree on; what was recognised first stays in `printed`."""
    printed = cell.numeral.printed if cell.numeral is not None else None
    return _make(cell, printed, value, value, Status.CORRECTED, CORRECTED * cell.sure, sums)


def _figure(
    cell: CellRead,
    proven: Proven | None,
    bound: Bounds | None,
    conflict: Conflict | None,
    proof: _Proof,
    known: Mapping[CellKey, int],
    needs_proof: bool,
) -> Figure:
    if proven is not None and (conflict or not _may_be_proven(cell)):
        proven = None
    settled: int | None = None
    because: tuple[str, ...] = ()
    certificate: Certificate | None = None
    if proven is not None:
        settled, certificate = proven.value, certificate_of(proven)
        because = tuple(dict.fromkeys(name for name, _ in (*proven.at_least, *proven.at_most)))
    limits: tuple[int, int | None] | None = None
    if bound is not None and settled is None:
        limits = int(bound[0]), None if bound[1] == math.inf else int(bound[1])
    if cell.numeral is None:
        if settled is not None:
            return _make(cell, None, settled, settled, Status.INFERRED, PROVEN, because, None, certificate)
        return _make(cell, None, None, None, Status.MISSING, 0.0, (), limits)
    printed = cell.numeral.printed
    if cell.numeral.kind in ("blank", "dash") and not cell.doubts:
        # a blank stays blank: the number the sums prove stands in `consistent`, for the page does not print it
        sure = READ_RIGHT * cell.sure * cell.confidence
        return _make(cell, printed, None, settled, Status.BLANK, sure, because, None, certificate)
    if cell.doubts:
        value = cell.numeral.value if cell.sure > BEST_GUESS else None
        sure = cell.sure if value is not None else 0.0
        return _make(cell, printed, value, settled, Status.AMBIGUOUS, sure, because, limits, certificate)
    value = cell.numeral.value
    if conflict and cell.key in conflict.suspects:
        inside = (one for one in conflict.failing if cell.key in one.cells)
        names = tuple(one.name for one in inside if all(key in known for key in one.cells))
        return _make(
            cell, printed, value, conflict.suspects[cell.key], Status.CONFLICTING, READ_RIGHT * cell.sure, names
        )
    failing = {key for one in conflict.failing for key in one.cells} if conflict else set()
    if needs_proof and (not proof.sums or cell.key in failing):  # recognised: it may be what was misread
        return _make(_as_open(cell), printed, value, None, Status.AMBIGUOUS, SECOND_THOUGHT * cell.sure, ())
    alone = READ_RIGHT * cell.confidence * (IN_DOUBT if cell.numeral.doubt else 1.0)
    confidence = PROVEN if proof.telling else alone
    status = Status.PRINTED
    if not _is_possible(value, cell.column.kind):
        status = Status.AMBIGUOUS
    consistent = value if not conflict or conflict.explanations else None
    return _make(cell, printed, value, consistent, status, confidence * cell.sure, proof.sums)


def _may_be_proven(cell: CellRead) -> bool:
    """False where the sums may speak of other figures: of those of another row, or for a cell not found in any doubt."""
    return not cell.doubts if cell.numeral is None else OF_ITS_ROW.isdisjoint(cell.doubts)


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
    own = {
        Status.CONFLICTING: Doubt.SUM_FAILS,
        Status.CORRECTED: Doubt.CORRECTED,
        Status.MISSING: Doubt.NOT_FOUND,
        Status.AMBIGUOUS: Doubt.IMPOSSIBLE_NUMBER,
    }.get(status, Doubt.ODD_NUMBER)
    doubts = cell.doubts if cell.doubts and status is not Status.MISSING else (*cell.doubts, own)
    is_mark = cell.numeral is not None and cell.numeral.kind in ("dash", "unread")
    open_readings = tuple(dict.fromkeys((printed or "", *cell.readings))) if status is Status.AMBIGUOUS else ()
    return Figure(
        cell.key,
        "" if is_mark else printed,
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
        printed or "" if is_mark else "",
        open_readings if len(open_readings) > 1 else (),
        doubts if flagged else (),
    )
