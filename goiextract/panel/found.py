"""What links between years give: one result a link, suspects where it fails, evidence for cells that are not settled."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from goiextract.records import CellKey, Finding, Report, Status

Number = int | Decimal


class Standing(StrEnum):
    """How far a cell of a failing link is to be trusted, judged without that link; the least trusted first.

    wanted: its own report's sums, or the link on its other side, want the very number that makes this link hold.
    disputed: its own report's sums fail over it. unproven: nothing but zeros speaks for it. confirmed: sums of its own
    report with numbers in them, or the link on its other side, hold over it. impossible: a count would be below 0.
    """

    WANTED = "wanted"
    DISPUTED = "disputed"
    UNPROVEN = "unproven"
    CONFIRMED = "confirmed"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell of a failing link: the number in its report, and the one with which, all others kept, the link would hold."""

    year: int
    key: CellKey
    number: Number
    implied: Number
    standing: Standing


@dataclass(frozen=True, slots=True)
class LinkResult:
    """One link between the reports of `year` and `year` + 1 of one body.

    status: ``holds``, ``fails``, or ``unchecked`` because the cells of `lacking` give no number that is certain enough.
    left, right: what the two sides come to, None where unchecked. trivial: it holds over nothing but zeros, and proves little.
    certainty: of the link, ``soft`` or ``loose`` (see `forms.YearLink`). verdict, where it fails: ``clear`` or ``likely``
    (`year_off` names the year, the first of `suspects` its cells) or ``undecided``. It is a rank of evidence and no
    probability: how often reports err and how often they restate is not known. suspects: least trusted first.
    """

    agency: str
    year: int
    link: str
    table: str
    status: str
    left: Number | None
    right: Number | None
    certainty: str
    trivial: bool = False
    lacking: tuple[tuple[int, CellKey], ...] = ()
    verdict: str = ""
    year_off: int | None = None
    suspects: tuple[Suspect, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a link says of a cell that its own report leaves open or disputes: it holds if the number is `implied`.

    readings: what the cell may be by its own report: readings listed, the printed number, the `consistent` one.
    supports: the reading that is the number implied, ``''`` for none. possible: False for a count below 0 or outside the
    bounds that the report's sums prove. trusted: its own report's sums confirm every other cell of the link.
    """

    agency: str
    year: int
    key: CellKey
    status: Status
    implied: Number
    readings: tuple[str, ...]
    supports: str
    possible: bool
    trusted: bool
    link: str
    sources: tuple[tuple[int, CellKey], ...]  # the link's other cells


@dataclass(frozen=True, slots=True)
class Panel:
    """All links of all bodies, by agency, year and form order. unplaced: reports without agency or year, in no link."""

    agencies: tuple[tuple[str, tuple[int, ...]], ...]
    links: tuple[LinkResult, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    unplaced: tuple[Report, ...] = ()
