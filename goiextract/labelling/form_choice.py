"""Which printed form each table stands on, from what is printed in it and never from the year.

2023 and 2024 reports exist with a 2021 表二 and a 表三 with the 2019 form's single （六）其他处理 row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from goiextract.forms import Form
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import PrintedLine

SEEN = 0.5  # a row counts as printed from this probability on


def choose_forms(
    lines: Mapping[str, Sequence[tuple[PrintedLine, Mapping[str, float]]]], forms: Sequence[Form], year: int | None
) -> dict[str, Form]:
    """Table key → form. `lines`: each table's lines with the probability of each label ("table.row").

    A table that prints nothing telling takes the form of the other tables; if none tells, the form of the year.
    """
    votes = {table: [_evidence(form, table, of_table, forms) for form in forms] for table, of_table in lines.items()}
    settled: dict[str, Form] = {}
    for table, scores in votes.items():
        best = max(scores)
        if best > 0 and scores.count(best) == 1:
            settled[table] = forms[scores.index(best)]
    common = Counter(form.name for form in settled.values()).most_common(1)
    fallback = next((form for form in forms if common and form.name == common[0][0]), _of_year(forms, year))
    return {table: settled.get(table, fallback) for table in lines}


def _of_year(forms: Sequence[Form], year: int | None) -> Form:
    for form in forms:
        if year is not None and form.first_year <= year <= (form.last_year or 9999):
            return form
    return forms[-1]


def _evidence(
    form: Form, table: str, lines: Sequence[tuple[PrintedLine, Mapping[str, float]]], forms: Sequence[Form]
) -> float:
    """How many rows and column headings that only this form has are printed in the table."""
    own = form.table(table)
    others = [other.table(table) for other in forms if other is not form]
    rows = {row.key for row in own.rows} - {row.key for other in others for row in other.rows}
    heads = {normal(column.printed) for row in own.rows for column in row.columns}
    heads -= {normal(column.printed) for other in others for row in other.rows for column in row.columns}
    groups_elsewhere = {line.key for other in others for line in other.lines if line.is_group}
    score = 0.0
    for line, probabilities in lines:
        for row in rows:
            if probabilities.get(f"{table}.{row}", 0.0) >= SEEN:
                # a row that is a mere group heading on another form tells something only with figures beside it
                telling = bool(line.cells) if row in groups_elsewhere else True
                score += 1.0 if telling else 0.0
        score += sum(normal(cell.text) in heads for cell in line.all_cells) or any(
            head in normal(line.label) for head in heads
        )
    return score
