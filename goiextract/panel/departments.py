"""A government's report beside those of its departments: sums side by side, for diagnosis. No difference is an error.

A government's report covers its whole area, a General Office's only that office; which departments' reports are given is
not known to be all; so nothing here proves or disputes a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goiextract.forms import Form, forms
from goiextract.panel.found import Number
from goiextract.panel.years import Year, normal_name, number_of, year_of, years_of
from goiextract.records import CellKey, Figure, Finding, Report

_OFFICE = ("办公室", "办公厅")  # how the names of a government's own office end


@dataclass(frozen=True, slots=True)
class DepartmentSum:
    """One cell: the government's number (None if it has none), the sum over the departments that have one, and how many.

    without: departments whose number is open, in another unit or on another form; they are not in `departments`.
    """

    key: CellKey
    whole: Number | None
    departments: Number
    counted: int
    without: int

    @property
    def difference(self) -> Number | None:
        """The government's number less the departments'. Unknown coverage: neither sign of it means an error."""
        return None if self.whole is None else self.whole - self.departments


@dataclass(frozen=True, slots=True)
class Comparison:
    """All cells of the government's report in form order. departments: the names compared; left_out: reports that are not."""

    agency: str
    year: int | None
    cells: tuple[DepartmentSum, ...]
    departments: tuple[str, ...]
    left_out: tuple[Report, ...]
    findings: tuple[Finding, ...]


def compare_departments(
    whole: Report, departments: Sequence[Report], printed_forms: Sequence[Form] | None = None
) -> Comparison:
    """The government's report and its departments' for the same year → sums side by side.

    Reports of another year, without name or year, or of the government itself are left out and named. Reports of one
    department that differ count where they agree. Never raises for content.
    """
    own = normal_name(whole.agency)
    years, left_out = years_of(departments)
    used: list[Year] = []
    others = list(left_out)
    for agency, of_agency in years.items():
        for year in of_agency.values():
            if agency == own or year.year != whole.year:
                others += year.reports
            else:
                used.append(year)
    findings = [Finding("departments_are_no_check", "note", (("count", str(len(used))),))]
    if own.endswith(_OFFICE):
        findings.append(Finding("office_is_no_government", "warning", (("agency", own),)))
    findings += [
        Finding("department_left_out", "warning", (("agency", report.agency), ("source", report.source or "?")))
        for report in others
    ]
    by_name = {form.name: form for form in printed_forms or forms()}
    government = year_of(own, whole.year or 0, [whole])
    cells = tuple(_cell(figure, government, used, by_name) for figure in whole.figures)
    return Comparison(own, whole.year, cells, tuple(year.agency for year in used), tuple(others), tuple(findings))


def _cell(figure: Figure, government: Year, used: Sequence[Year], forms: dict[str, Form]) -> DepartmentSum:
    form = government.form_of(figure.key.table)
    numbers = [
        _number(year, figure, forms.get(form)) if year.form_of(figure.key.table) == form else None for year in used
    ]
    known = [number for number in numbers if number is not None]
    return DepartmentSum(figure.key, number_of(figure), sum(known), len(known), len(numbers) - len(known))


def _number(year: Year, figure: Figure, form: Form | None) -> Number | None:
    """The department's number for this cell, if it is settled, in the same unit and all its reports say the same."""
    same = [figures[figure.key] for figures in year.figures if figure.key in figures]
    if form is None or any(each.unit != figure.unit for each in same):
        return None
    return year.told(figure.key, form).number
