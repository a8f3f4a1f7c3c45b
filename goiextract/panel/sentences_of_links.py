"""What links between years say, as findings: a failing link, two reports of a year, years that are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goiextract.forms import Form, YearLink
from goiextract.panel.found import LinkResult, Standing, Suspect
from goiextract.panel.years import Year, plain
from goiextract.records import CellKey, Finding

LISTED = 4  # cells named in one sentence


def failing_links(failing: Sequence[tuple[YearLink, LinkResult]], forms: Mapping[str, Form]) -> list[Finding]:
    """The findings of the links that fail: one for those of a kind, between the same years, with the same verdict."""
    alike: dict[tuple[int, str, str, int | None, bool], list[tuple[YearLink, LinkResult]]] = {}
    for link, result in failing:
        restated = all(one.standing in (Standing.CONFIRMED, Standing.IMPOSSIBLE) for one in result.suspects)
        kind = link.name.partition(".")[0]
        alike.setdefault((result.year, kind, result.verdict, result.year_off, restated), []).append((link, result))
    return [_finding(together, restated, forms) for (*_, restated), together in alike.items()]


def _finding(together: Sequence[tuple[YearLink, LinkResult]], restated: bool, forms: Mapping[str, Form]) -> Finding:
    """What links of a kind say. Loose links are notes: they fail in correct reports too."""
    link, result = together[0]
    named = [one for _, each in together for one in accused(each)]
    told = [f"{one.year} {name_of(one.key, forms)} {plain(one.number)} → {plain(one.implied)}" for one in named]
    details = (
        ("agency", result.agency),
        ("year", str(result.year)),
        ("next", str(result.year + 1)),
        ("zh", link.zh),
        ("en", link.en),
        ("sums", "，".join(f"{plain(each.left or 0)} ≠ {plain(each.right or 0)}" for _, each in together)),
        ("off", str(result.year_off or "")),
        ("cells", "；".join(told[:LISTED]) + ("…" if len(told) > LISTED else "")),
    )
    level = "warning" if result.certainty == "soft" else "note"
    keys = tuple(dict.fromkeys(one.key for one in named))
    if result.verdict == "clear":
        return Finding("year_off_clear", level, details, link.table, keys)
    if result.verdict == "likely":
        return Finding("year_off_likely", level, details, link.table, keys)
    if restated:
        return Finding("years_restated", level, details, link.table, keys)
    return Finding("year_off_undecided", level, details, link.table, keys)


def accused(result: LinkResult) -> tuple[Suspect, ...]:
    """The suspects that trust tells from the others: of the year that is off, or of both where none is named."""
    of_year = [one for one in result.suspects if result.year_off in (None, one.year)]
    return tuple(one for one in of_year if one.standing is of_year[0].standing)


def years_alike(year: Year) -> Finding:
    """Several reports of one body for one year."""
    sources = "、".join(report.source or "?" for report in year.reports)
    details = (
        ("agency", year.agency),
        ("year", str(year.year)),
        ("count", str(len(year.reports))),
        ("sources", sources),
    )
    return Finding("several_reports_of_a_year", "warning", details)


def years_apart(agency: str, years: Sequence[int]) -> list[Finding]:
    """The gaps between a body's years, across which nothing can be checked."""
    return [
        Finding("years_without_report", "note", (("agency", agency), ("before", str(one)), ("after", str(other))))
        for one, other in zip(years, years[1:], strict=False)
        if other > one + 1
    ]


def name_of(key: CellKey, forms: Mapping[str, Form]) -> str:
    """The cell in a form's own words."""
    for form in forms.values():
        for table in form.tables:
            for row in table.rows if table.key == key.table else ():
                for column in row.columns:
                    if (row.key, column.key) == (key.row, key.column):
                        return f"{row.printed} · {column.printed}"
    return str(key)
