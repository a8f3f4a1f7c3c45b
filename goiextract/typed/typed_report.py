"""A report as its figures are met in a typed table → Readings: the form of each table, its rows, what has no place on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from goiextract.forms import FormTable, kind_of
from goiextract.records import CellKey, Doubt, Finding, Fragment, Place, Reading, Readings, Token
from goiextract.typed.form_choice import Choice, chosen_forms, is_nothing, is_zero

MOST_TOLD = 20  # lines of one report that are complained of one by one
MOST_SHOWN = 60  # characters of what stands in a cell
MOST_TIMES = 20  # times that one cell is kept; typed more often it is no number either way
SEVERAL = " / "  # between what one cell may hold: no numeral, so that none of it is taken


class Several(NamedTuple):
    """What one cell may hold, none of it taken: typed more than once, or open in our own CSV; and the doubts that say why."""

    readings: tuple[str, ...]
    doubts: tuple[Doubt, ...]


class Decision(NamedTuple):
    """What a person decided of a cell, and when or by whom, as our own CSV keeps it."""

    decision: str
    decided: str


@dataclass(slots=True)
class Typed:
    """A report's figures as they are met: text and place of each cell, once for every time it is typed."""

    line: int
    source: str = ""
    agency: str = ""
    year: int | None = None
    forms: dict[str, str] = field(default_factory=dict)
    cells: dict[CellKey, list[tuple[str, Place]]] = field(default_factory=dict)
    several: dict[CellKey, Several] = field(default_factory=dict)
    units: dict[CellKey, str] = field(default_factory=dict)
    decisions: dict[CellKey, Decision] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: int = 0

    def add(self, key: CellKey, text: str, place: Place, form: str) -> None:
        """A figure: what is typed, where, and what the line says of the form."""
        met = self.cells.setdefault(key, [])
        if len(met) < MOST_TIMES:
            met.append((text, place))
        if not self.forms.get(key.table):
            self.forms[key.table] = form

    def complain(self, finding: Finding) -> None:
        """Say it, or count it where enough has been said."""
        if len(self.findings) < MOST_TOLD:
            self.findings.append(finding)
        else:
            self.left_out += 1


def begun(number: int, said: Mapping[str, str], otherwise: str) -> Typed:
    """The report that the columns of `NAMES` tell of in this line."""
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", said.get("year", ""))
    source = (
        said.get("source", "") or " ".join(filter(None, (said.get("agency", ""), said.get("year", "")))) or otherwise
    )
    return Typed(number, source, said.get("agency", ""), int(year[0]) if year else None)


def readings_of(one: Typed, name: str) -> Readings:
    """The report's tables, each on the form it was typed from, and what could not be placed."""
    texts = {key: next((text for text, _ in met if not is_nothing(text)), "") for key, met in one.cells.items()}
    readings = []
    for table, choice in chosen_forms(texts, one.forms, one.year).items():
        form = choice.form
        fragments = []
        for row in form.table(table).rows:
            keys = [CellKey(table, row.key, column.key) for column in row.columns]
            tokens = tuple(_token(key, one, name) for key in keys if key in one.cells)
            if tokens:
                fragments.append(Fragment(row.printed, ((row.key, 0.0),), tokens, tokens[0].place))
        _beside_the_form(one, texts, form.table(table), choice, name)
        readings.append(Reading(table, form.name, tuple(fragments)))
    if one.left_out:
        one.findings.append(Finding("typed_more", "warning", (("file", name), ("count", str(one.left_out)))))
    return Readings(tuple(readings), one.agency, one.year, tuple(one.findings))


def _beside_the_form(one: Typed, texts: Mapping[CellKey, str], table: FormTable, choice: Choice, name: str) -> None:
    """What is typed for cells that the table's form does not have. Blanks are none: a panel of several forms has a column for
    the cells of each."""
    form, own = choice.form, set(table.cells)
    beside = [key for key, text in texts.items() if key.table == table.key and key not in own and text]
    zeros = [key for key in beside if all(is_zero(text) or is_nothing(text) for text, _ in one.cells[key])]
    for key in beside:
        if key not in zeros:
            line = _lines_of(one.cells[key][:1])
            details = (("file", name), ("line", line), ("said", str(key)), ("form", form.name))
            one.complain(Finding("typed_not_on_form", "warning", details, table.key))
    if zeros:
        count = (("count", str(len(zeros))), ("heading", table.heading), ("form", form.name))
        one.findings.append(Finding("typed_zeros_not_on_form", "note", count, table.key))
    if choice.unlike:
        unlike = (("heading", table.heading), ("form", form.name), ("unlike", choice.unlike))
        one.findings.append(Finding("typed_form_unlike", "note", unlike, table.key))


def _token(key: CellKey, one: Typed, name: str) -> Token:
    """What is typed for a cell. Several texts are no number together, so that none of them is taken."""
    typed = one.cells[key]
    texts = tuple(dict.fromkeys(text for text, _ in typed))
    if len(typed) > 1:
        lines, values = _lines_of(typed[:5]), SEVERAL.join(text[:MOST_SHOWN] for text in texts[:5])
        details = (("file", name), ("cell", str(key)), ("lines", lines), ("values", values))
        one.complain(Finding("typed_twice", "warning", details, key.table, (key,)))
    if len(texts) > 1:
        one.several[key] = Several(texts, (Doubt.TYPED_TWICE,))
    text = SEVERAL.join(texts)
    return Token(text, kind_of(text), ((key.column, 0.0),), unit=one.units.get(key, ""), place=typed[0][1])


def _lines_of(typed: Sequence[tuple[str, Place]]) -> str:
    return ", ".join(dict.fromkeys(str(place.line) for _, place in typed))
