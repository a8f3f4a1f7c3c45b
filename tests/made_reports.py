"""Reports made by hand from the shipped forms, for tests of what comes after reconciling."""

from __future__ import annotations

from decimal import Decimal

from goiextract.forms import form_named
from goiextract.records import Box, CellKey, Figure, Finding, Place, Report, Status, TableResult


def made_report(source: str = "样例.pdf", form: str = "2021", **told: object) -> Report:
    """A report of one form whose figures are their position, with one figure of every status in 表三."""
    figures = []
    special = {
        CellKey("applications", "granted", "natural_person"): (Status.CONFLICTING, "12", 12, True),
        CellKey("applications", "granted", "total"): (Status.INFERRED, None, 31, False),
        CellKey("applications", "partial", "other_org"): (Status.BLANK, "", None, False),
        CellKey("applications", "deny_law", "total"): (Status.AMBIGUOUS, "17", None, True),
        CellKey("applications", "deny_secret", "total"): (Status.MISSING, None, None, True),
        CellKey("applications", "deny_safety", "total"): (Status.CORRECTED, "O", 0, True),
    }
    for table in form_named(form).tables:
        kinds = {(row.key, column.key): column for row in table.rows for column in row.columns}
        for number, key in enumerate(table.cells):
            column = kinds[key.row, key.column]
            status, printed, value, flagged = special.get(key, (Status.PRINTED, str(number % 50), number % 50, False))
            figures.append(
                Figure(
                    key=key,
                    printed=f"{value}.50" if column.kind == "money" and value is not None else printed,
                    value=Decimal(f"{value}.50") if column.kind == "money" and value is not None else value,
                    consistent=None if status is not Status.INFERRED else value,
                    status=status,
                    confidence=0.99996 if not flagged else 0.5,
                    flagged=flagged,
                    unit=column.unit,
                    place=Place(2, Box(100.0, 200.126, 120.5, 211.0)) if status is not Status.MISSING else Place(),
                    because=("outcomes_add_up.total", f"applicants_add_up.{key.row}") if flagged else (),
                )
            )
    report = Report(
        source=source,
        kind="pdf",
        sha256="0" * 64,
        agency="青禾区桥头街道办事处",
        year=2021,
        tables=tuple(
            TableResult(table.key, form, True, table.key != "applications") for table in form_named(form).tables
        ),
        figures=tuple(figures),
        findings=(Finding("not_a_code", "warning", (("table", "表三"),)),),
        versions=(("goiextract", "0.1.0"),),
    )
    from dataclasses import replace

    return replace(report, **told)  # type: ignore[arg-type]
