"""A link → what it says of the cells that their own report leaves open or disputes."""

from __future__ import annotations

from goiextract.forms import YearLink, YearTerm
from goiextract.panel.found import Evidence, LinkResult, Standing
from goiextract.panel.suspects import implied
from goiextract.panel.years import Told
from goiextract.reconciling.numerals import read_numeral
from goiextract.records import Status

UNSETTLED = (Status.AMBIGUOUS, Status.MISSING, Status.CONFLICTING)


def evidence_of(link: YearLink, told: dict[YearTerm, Told], result: LinkResult) -> list[Evidence]:
    """One `Evidence` for each unsettled cell of the link whose other cells all have a number."""
    found = []
    for term in link.terms:
        own = told[term]
        wanted = implied(link, told, term) if own.status in UNSETTLED else None
        if wanted is None:
            continue
        others = [other for other in link.terms if other != term]
        supports = next((text for text in own.readings if read_numeral(text, "change").value == wanted), "")
        found.append(
            Evidence(
                agency=result.agency,
                year=result.year + term.later,
                key=term.key,
                status=own.status,
                implied=wanted,
                readings=own.readings,
                supports=supports,
                possible=own.possible(wanted),
                trusted=all(told[other].standing is Standing.CONFIRMED for other in others),
                link=link.name,
                sources=tuple((result.year + other.later, other.key) for other in others),
            )
        )
    return found
