"""Reports → one body's years, with what each year's reports say of a cell. Nothing depends on the order they come in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from goiextract.forms import Form, Identity
from goiextract.panel.found import Number, Standing
from goiextract.records import CellKey, Figure, Report, Status

MOST_DIGITS = 30  # twice what the longest figure that is read has; sums stay exact and short


@dataclass(frozen=True, slots=True)
class Told:
    """What one year's report says of one cell. number: None where none is certain enough to compare. readings: what it
    may be. consistent: the number its own sums want. bounds: proven least and greatest value; no count is below 0."""

    number: Number | None
    standing: Standing
    status: Status
    readings: tuple[str, ...] = ()
    consistent: Number | None = None
    bounds: tuple[int | None, int | None] = (0, None)

    def possible(self, number: Number) -> bool:
        """True for a number within the bounds."""
        low, high = self.bounds
        return (low is None or number >= low) and (high is None or number <= high)


@dataclass(frozen=True, slots=True)
class Year:
    """The reports of one body for one year: one, or several that may differ."""

    agency: str
    year: int
    reports: tuple[Report, ...]
    figures: tuple[Mapping[CellKey, Figure], ...]

    def form_of(self, table: str, found: bool = True) -> str:
        """The name of the form that the table is printed on, or (not `found`) would be by the report's other tables;
        ``''`` if there is none."""
        named = [each for report in self.reports for each in report.tables if each.table == table]
        return min((each.form for each in named if each.found is found), default="")

    def told(self, key: CellKey, form: Form) -> Told:
        """What the year's reports say of this cell. Where several differ, none of them is believed."""
        low = None if _signed(form, key) else 0
        each = [_told(figures, key, form, low) for figures in self.figures if key in figures]
        settled = [told for told in each if told.number is not None]
        if len({told.number for told in settled}) > 1:
            readings = tuple(sorted({plain(told.number) for told in settled if told.number is not None}))
            return Told(None, Standing.UNPROVEN, Status.AMBIGUOUS, readings, bounds=(low, None))
        not_there = Told(None, Standing.UNPROVEN, Status.MISSING, bounds=(low, None))
        return min(settled or each, key=lambda told: (told.standing, told.status, told.readings), default=not_there)


def years_of(reports: Iterable[Report]) -> tuple[dict[str, dict[int, Year]], tuple[Report, ...]]:
    """Reports → (agency → year → its reports), and the reports that name no agency or no year."""
    groups: dict[tuple[str, int], list[Report]] = {}
    unplaced = []
    for report in reports:
        if not isinstance(report, Report):  # `extract_many` gives a Failure for a file it could not read
            raise TypeError(
                f"only Reports can be put beside one another, and this is a {type(report).__name__}: leave it out"
            )
        agency = normal_name(report.agency)
        if agency and report.year is not None:
            groups.setdefault((agency, report.year), []).append(report)
        else:
            unplaced.append(report)
    years: dict[str, dict[int, Year]] = {}
    for agency, year in sorted(groups):
        years.setdefault(agency, {})[year] = year_of(agency, year, groups[agency, year])
    return years, tuple(in_order(unplaced))


def year_of(agency: str, year: int, reports: Sequence[Report]) -> Year:
    """The reports of one body for one year as a `Year`."""
    ordered = tuple(in_order(reports))
    return Year(agency, year, ordered, tuple({figure.key: figure for figure in each.figures} for each in ordered))


def in_order(reports: Sequence[Report]) -> list[Report]:
    """The reports by what they hold, so that the order they came in does not matter."""
    if len(reports) < 2:
        return list(reports)
    return sorted(reports, key=_what_it_holds)


def _what_it_holds(report: Report) -> tuple[object, ...]:
    printed = tuple((figure.key, figure.status, figure.printed or "") for figure in report.figures)
    return report.source, report.sha256, report.agency, report.year or 0, printed


def normal_name(agency: str) -> str:
    """An agency's name in one width and without spaces. Names are not shortened: a government is not its General Office."""
    return "".join(char for char in unicodedata.normalize("NFKC", agency) if not char.isspace() and char.isprintable())


def number_of(figure: Figure) -> Number | None:
    """The number of a figure that is certain enough to compare: printed, proven, or printed in dispute. A blank counts
    only with the number its own sums prove."""
    if figure.status is Status.BLANK:
        return _sound(figure.consistent)
    return None if figure.status in (Status.AMBIGUOUS, Status.MISSING) else _sound(figure.value)


def plain(value: Number) -> str:
    """Its digits, without an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _sound(value: Number | None) -> Number | None:
    """The value, unless no page prints such a number: reports made by others may say NaN, or 1E+999999999."""
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < MOST_DIGITS):
        return None
    return None if value is None or abs(value) >= 10**MOST_DIGITS else value


def _signed(form: Form, key: CellKey) -> bool:
    """True for a column of changes, which may be below 0."""
    return any(
        column.kind == "change"
        for row in form.table(key.table).rows
        if row.key == key.row
        for column in row.columns
        if column.key == key.column
    )


def _told(figures: Mapping[CellKey, Figure], key: CellKey, form: Form, low: int | None) -> Told:
    figure = figures[key]
    number = number_of(figure)
    if figure.status is Status.CONFLICTING:
        standing = Standing.DISPUTED
    elif number is None or figure.flagged or not _proven(figures, figure, form):
        standing = Standing.UNPROVEN
    else:
        standing = Standing.CONFIRMED
    readings: list[str] = []
    if figure.status in (Status.AMBIGUOUS, Status.CONFLICTING):
        readings += figure.readings or filter(None, (figure.printed,))
    readings += [plain(value) for value in map(_sound, (figure.value, figure.consistent)) if value is not None]
    return Told(
        number,
        standing,
        figure.status,
        tuple(dict.fromkeys(readings)),
        _sound(figure.consistent),
        figure.bounds or (low, None),
    )


def _proven(figures: Mapping[CellKey, Figure], figure: Figure, form: Form) -> bool:
    """True where a sum with a number other than 0 holds over the cell, or the sums prove it by certificate."""
    if figure.certificate is not None:
        return True
    for identity in _sums_over(form).get(figure.key, ()):
        values = {key: _sound(figures[key].value) for key in identity.cells if key in figures}
        known = {key: value for key, value in values.items() if value is not None}
        if len(known) == len(identity.cells) and any(known.values()) and identity.residual(known) == 0:
            return True
    return False


@lru_cache(maxsize=16)
def _sums_over(form: Form) -> dict[CellKey, list[Identity]]:
    sums: dict[CellKey, list[Identity]] = {}
    for identity in form.identities:
        for key in identity.cells:
            sums.setdefault(key, []).append(identity)
    return sums
