"""Reports of any bodies and years → the links between consecutive years of each body: hold, fail, cannot be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from goiextract.forms import Form, YearLink, YearTerm, forms
from goiextract.panel.evidence import evidence_of
from goiextract.panel.found import Evidence, LinkResult, Number, Panel
from goiextract.panel.sentences_of_links import failing_links, years_alike, years_apart
from goiextract.panel.suspects import Chain, judged
from goiextract.panel.years import Told, Year, years_of
from goiextract.records import Finding, Report


def link_years(reports: Iterable[Report], printed_forms: Sequence[Form] | None = None) -> Panel:
    """Reports in any order → Panel. printed_forms: the forms they are on, the shipped ones unless said otherwise.

    Never raises for content: what cannot be placed or checked is in the result and its findings. TypeError for what is no
    Report: leave out the Failures of `extract_many`.
    """
    if isinstance(reports, Report):
        raise TypeError("link_years puts several Reports beside one another; give it a list of them")
    by_name = {form.name: form for form in printed_forms or forms()}
    years, unplaced = years_of(reports)
    findings = [
        Finding("report_without_year_or_agency", "warning", (("source", report.source or report.agency or "?"),))
        for report in unplaced
    ]
    links: list[LinkResult] = []
    evidence: list[Evidence] = []
    for agency, of_agency in years.items():
        findings += [years_alike(each) for each in of_agency.values() if len(each.reports) > 1]
        findings += years_apart(agency, sorted(of_agency))
        chain: Chain = {}
        for year in sorted(of_agency):
            if year + 1 in of_agency:
                for link, form in _links(of_agency[year], of_agency[year + 1], by_name):
                    told = _told(link, form, of_agency[year], of_agency[year + 1])
                    chain[year, link.name] = (link, told, _result(link, told, agency, year))
        for at, (link, told, result) in chain.items():
            if result.status == "fails":
                chain[at] = (link, told, judged(chain, at))
            evidence += evidence_of(link, told, result)
        failing = [(link, result) for link, _, result in chain.values() if result.status == "fails"]
        findings += failing_links(failing, by_name)
        links += [result for *_, result in chain.values()]
    agencies = tuple((agency, tuple(sorted(of_agency))) for agency, of_agency in years.items())
    return Panel(agencies, tuple(links), tuple(evidence), tuple(findings), unplaced)


def _links(this: Year, later: Year, by_name: dict[str, Form]) -> list[tuple[YearLink, tuple[Form, Form]]]:
    """The links that the forms of both years have. A table not found is taken to be on the other year's form, or, found
    in neither, on that of the report's other tables."""
    found = []
    tables = dict.fromkeys(table.key for form in by_name.values() for table in form.tables)
    for table in tables:
        own, others = this.form_of(table), later.form_of(table)
        one = by_name.get(own or others or this.form_of(table, found=False) or later.form_of(table, found=False))
        other = by_name.get(others or own or later.form_of(table, found=False) or this.form_of(table, found=False))
        if one is None or other is None:
            continue
        for link in other.across_years:
            if link.table == table and any(link.on_the_same_cells(same) for same in one.across_years):
                found.append((link, (one, other)))
    return found


def _told(link: YearLink, form: tuple[Form, Form], this: Year, later: Year) -> dict[YearTerm, Told]:
    return {term: (later if term.later else this).told(term.key, form[term.later]) for term in link.terms}


def _result(link: YearLink, told: dict[YearTerm, Told], agency: str, year: int) -> LinkResult:
    result = LinkResult(agency, year, link.name, link.table, "unchecked", None, None, link.certainty)
    lacking = tuple((year + term.later, term.key) for term in link.terms if told[term].number is None)
    if lacking:
        return replace(result, lacking=lacking)
    left, right = _comes_to(link.left, told), _comes_to(link.right, told)
    trivial = not any(each.number for each in told.values())
    return replace(result, status="holds" if left == right else "fails", left=left, right=right, trivial=trivial)


def _comes_to(side: Sequence[YearTerm], told: dict[YearTerm, Told]) -> Number:
    return sum(term.sign * (told[term].number or 0) for term in side)
