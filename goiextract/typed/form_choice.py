"""Which printed form a typed report's tables are on: its figures say, else the table's form column, else its year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from goiextract.forms import Form, forms, in_one_width
from goiextract.records import CellKey

#: One figure that only another form has is sooner misplaced than a sign of that form: where there are columns of several, so
#: many of the cells that only one form has must hold figures.
SHARE_THAT_SHOWS = 0.5
_NOTHING = re.compile(r"[\W_]*|n/?a|nan|null|none|无|无数据|不涉及", re.IGNORECASE)
_ZERO = re.compile(r"[+-]?0+(?:\.0*)?")


class Choice(NamedTuple):
    """The form that a table was typed from. unlike: the form that the table's form column or year stands for, where the
    figures show another; else empty."""

    form: Form
    unlike: str


class _Beside(NamedTuple):
    """How many figures, zeros and blanks are typed for cells that a form's table does not have."""

    figures: int
    zeros: int
    blanks: int


def chosen_forms(typed: Mapping[CellKey, str], said: Mapping[str, str], year: int | None) -> dict[str, Choice]:
    """What is typed in each cell (``''``: blank), what the form column says of each table, and the year → the form of each
    table.

    The figures decide where they fill cells that only one form has. Where they do not, the form column does, then what the
    report's other tables show, then the year; where nothing is stated, the form with the fewest figures beside it. A blank
    cell is no sign of any form: a panel of both forms has blanks in the columns of the other.
    """
    tables: dict[str, dict[CellKey, str]] = {}
    for key, text in typed.items():
        tables.setdefault(key.table, {})[key] = text
    stated = {table: _form_in(said.get(table, "")) for table in tables}
    of_year = _form_in(str(year or ""))
    beside = {table: {form.name: _beside(table, cells, form) for form in forms()} for table, cells in tables.items()}
    shown = {table: _shown(table, cells, beside[table]) for table, cells in tables.items()}
    told = Counter(form.name for table in tables if (form := shown[table] or stated[table]) is not None)

    def fit(form: Form) -> tuple[int, ...]:
        """For tables that do not say themselves: of equals the form with the smaller tables, then the newest."""
        off = [-sum(one) for one in zip(*(beside[table][form.name] for table in tables), strict=True)]
        size = sum(len(form.table(table).cells) for table in tables)
        return told[form.name], form is of_year, *off, -size, form.first_year

    usual = max(forms(), key=fit)
    choices = {}
    for table, seen in shown.items():
        wanted = stated[table] or of_year
        unlike = wanted.name if wanted is not None and seen not in (None, wanted) else ""
        choices[table] = Choice(seen or stated[table] or usual, unlike)
    return choices


@lru_cache(maxsize=4096)  # mostly the same few short texts
def is_nothing(text: str) -> bool:
    """True for a blank and for what people put where there is no figure: a dash, NA, 无."""
    return not text or _NOTHING.fullmatch(in_one_width(text).strip()) is not None


def is_zero(text: str) -> bool:
    """True for a 0, also one that a spreadsheet wrote as 0.0."""
    return _ZERO.fullmatch(in_one_width(text).strip()) is not None


def _form_in(said: str) -> Form | None:
    """The form of the year that this text names."""
    found = re.search(r"(?:19|20)\d\d", said)
    year = int(found[0]) if found else 0
    return next((form for form in forms() if form.first_year <= year <= (form.last_year or year)), None)


def _beside(table: str, cells: Mapping[CellKey, str], form: Form) -> _Beside:
    beside = [text for key, text in cells.items() if (form.name, key) not in _alone(table)[1]]
    filled = [text for text in beside if not is_nothing(text)]
    zeros = sum(map(is_zero, filled))
    return _Beside(len(filled) - zeros, zeros, len(beside) - len(filled))


def _shown(table: str, cells: Mapping[CellKey, str], beside: Mapping[str, _Beside]) -> Form | None:
    """The one form whose table has every figure, if the figures are enough to say so. Zeros tell less than other figures: a
    panel may have been filled up with them."""
    fitting = [form for form in forms() if not beside[form.name].figures]
    if len(fitting) > 1:
        fitting = [form for form in fitting if not beside[form.name].zeros]
    if len(fitting) != 1:
        return None
    form, (_, zeros, blanks) = fitting[0], beside[fitting[0].name]
    if not zeros and not blanks:
        return form  # there is no column of another form
    alone = _alone(table)[0][form.name]
    texts = [cells.get(key, "") for key in alone]
    filled = sum(not is_nothing(text) and not (zeros and is_zero(text)) for text in texts)
    return form if filled >= SHARE_THAT_SHOWS * len(alone) and filled else None


@cache
def _alone(table: str) -> tuple[dict[str, frozenset[CellKey]], frozenset[tuple[str, CellKey]]]:
    """The cells that only one form has in this table, by form; and all cells of all forms with the form's name."""
    cells = {form.name: frozenset(form.table(table).cells) for form in forms()}
    alone = {
        name: own - frozenset[CellKey]().union(*(other for one, other in cells.items() if one != name))
        for name, own in cells.items()
    }
    return alone, frozenset((name, key) for name, own in cells.items() for key in own)
