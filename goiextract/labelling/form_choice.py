"""Which printed form each table stands on, from what is printed in it and never from the year.

2023 and 2024 reports exist with a 2021 表二 and a 表三 with the 2019 form's single （六）其他处理 row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from goiextract.forms import Form, FormTable
from goiextract.labelling.normal import normal
from goiextract.labelling.printed_lines import PrintedLine

SEEN = 0.5  # a row counts as printed from this probability on


Lines = Sequence[tuple[PrintedLine, Mapping[str, float]]]


def choose_forms(copies: Sequence[tuple[str, Lines]], forms: Sequence[Form], year: int | None) -> list[Form]:
    """The form of each copy of a table. `copies`: (table key, its lines with the probability of each label).

    A copy that prints nothing telling takes the form of the table's other copies, then that of the other tables; if none
    tells, the form of the year. Two reports in one file may stand on different forms.
    """
    settled: list[Form | None] = []
    for table, lines in copies:
        scores = [_evidence(form, table, lines, forms) for form in forms]
        if not any(scores):
            scores = [_broken_heads(form, table, lines, forms) for form in forms]
        best = max(scores)
        settled.append(forms[scores.index(best)] if best > 0 and scores.count(best) == 1 else None)
    tables = [table for table, _ in copies]
    return [
        form
        or _commonest([f for t, f in zip(tables, settled, strict=True) if t == table], forms)
        or _commonest(settled, forms)
        or _of_year(forms, year)
        for table, form in zip(tables, settled, strict=True)
    ]


def _commonest(settled: Sequence[Form | None], forms: Sequence[Form]) -> Form | None:
    common = Counter(form.name for form in settled if form is not None).most_common(1)
    return next((form for form in forms if common and form.name == common[0][0]), None)


def _of_year(forms: Sequence[Form], year: int | None) -> Form:
    for form in forms:
        if year is not None and form.first_year <= year <= (form.last_year or 9999):
            return form
    return forms[-1]


def _evidence(form: Form, table: str, lines: Lines, forms: Sequence[Form]) -> float:
    """How many rows and column headings that only this form has are printed in the table."""
    others = tuple(other.table(table) for other in forms if other is not form)
    rows, heads, groups_elsewhere = _telling(form.table(table), others)
    joined = "".join([normal(line.joined) for line, _ in lines]) if heads else ""
    longer = [head for head in _heads(others) if head in joined]
    heads = {head for head in heads if not any(head in other for other in longer)}  # the last line of another's heading
    score = 0.0
    for line, probabilities in lines if rows or heads else ():
        for row in rows:
            if probabilities.get(f"{table}.{row}", 0.0) >= SEEN:
                # a row that is a mere group heading on another form tells something only with figures beside it
                telling = bool(line.cells) if row in groups_elsewhere else True
                score += 1.0 if telling else 0.0
        if heads:
            score += sum(normal(cell.text) in heads for cell in line.texts) or any(
                head in normal(line.label) for head in heads
            )
    return score


def _broken_heads(form: Form, table: str, lines: Lines, forms: Sequence[Form]) -> float:
    """How many column headings that only this form has are printed over several lines. One that is a part of another form's
    heading tells nothing here."""
    others = tuple(other.table(table) for other in forms if other is not form)
    _, heads, _ = _telling(form.table(table), others)
    printed = "".join([normal(line.joined) for line, _ in lines]) if heads else ""
    elsewhere = "\n".join(_heads(others))
    return float(sum(head in printed for head in heads if head not in elsewhere))


@cache
def _heads(tables: tuple[FormTable, ...]) -> frozenset[str]:
    return frozenset(normal(column.printed) for table in tables for row in table.rows for column in row.columns)


@cache
def _telling(own: FormTable, others: tuple[FormTable, ...]) -> tuple[set[str], set[str], set[str]]:
    """The rows and the headings of columns that only this form's table has, and the groups of the others."""
    rows = {row.key for row in own.rows} - {row.key for other in others for row in other.rows}
    heads = {normal(column.printed) for row in own.rows for column in row.columns}
    heads -= {normal(column.printed) for other in others for row in other.rows for column in row.columns}
    return rows, heads, {line.key for other in others for line in other.lines if line.is_group}
