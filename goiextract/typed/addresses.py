"""What people call tables, rows and columns of the form → its cells: the keys, or the official wording."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from goiextract.forms import forms
from goiextract.records import CellKey

_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|\d+[.、]|\(\d+\))")
_REMARK = re.compile(r"（[^（）]*）$")
_SIGNS = re.compile(r"[\W_]+")
_BETWEEN = (
    ".·-－—_/|"  # what people put between the parts of an address; a row's own words may hold it too: 1.属于国家秘密
)
LONGEST = 300  # characters of a name: the longest address in official wording has some 70
_Cells = set[tuple[str, CellKey]]  # each with the name of its form: wordings of two forms make no cell together


class _Names(NamedTuple):
    """The cells of a table, row or column by its key, and by its wording without signs. One look-up a name: thousands of
    columns are a second's work, where each was held against every row before."""

    by_key: dict[str, _Cells]
    by_wording: dict[str, _Cells]

    def add(self, form: str, cell: CellKey, key: str, wordings: Iterable[str]) -> None:
        """This cell goes by the key, and by each wording: whole, without its number, or without the remark behind it."""
        self.by_key[key].add((form, cell))
        for wording in wordings:
            for bare in (_bare(wording), _bare(_REMARK.sub("", wording))):
                self.by_wording[bare].add((form, cell))

    def of(self, said: str) -> _Cells:
        """The cells of what goes by this name."""
        bare = _bare(said)
        by_wording = self.by_wording.get(bare, set()) if bare else set()
        return self.by_key.get(said.strip().lower(), set()) | by_wording


@cache
def addresses() -> dict[str, CellKey]:
    """Every cell of any form by its address, signs aside: Stata wants ``applications_granted_total``."""
    return {_plain(str(key)): key for form in forms() for table in form.tables for key in table.cells}


@lru_cache(maxsize=8192)
def cell_at(address: str) -> CellKey | None:
    """The cell of an address such as ``applications.granted.total``, ``表三.1.属于国家秘密.总计`` or ``予以公开-总计``."""
    if len(address) > LONGEST:
        return None
    found = addresses().get(_plain(address))
    for between in _BETWEEN if found is None else "":
        if between not in address:
            continue
        before, _, column = address.rpartition(between)
        table, _, row = before.partition(between)
        found = (
            found
            or (cell_named(table, row, column) if row else None)
            or (cell_named("", before, column) if before else None)
        )
    return found


def is_column(name: str) -> bool:
    """Whether a column of any form goes by this name."""
    return len(name) <= LONGEST and bool(_columns().of(name))


@lru_cache(maxsize=8192)
def cell_named(table: str, row: str, column: str) -> CellKey | None:
    """The cell of these names (keys or official wording, numbering and signs aside; table ``''``: any); None if none or
    several fit."""
    if max(len(table), len(row), len(column)) > LONGEST:
        return None
    fitting = _columns().of(column)
    fitting = fitting and fitting & _rows().of(row)
    if fitting and table.strip():
        fitting &= _tables_named(table)
    found = {key for _, key in fitting}
    exact = {key for key in found if (key.row, key.column) == (row.strip(), column.strip())}
    return next(iter(exact or found)) if len(exact or found) == 1 else None


def _tables_named(name: str) -> _Cells:
    """The cells of the tables of this key, heading, or number: ``表三``, ``三``."""
    said = name.strip()
    names = _tables()
    by_key = names.by_key.get(said, set()) | names.by_key.get(said.removeprefix("表"), set())
    return by_key | names.by_wording.get(_bare(said), set())


@cache
def _tables() -> _Names:
    names = _Names(defaultdict(set), defaultdict(set))
    for form in forms():
        for table in form.tables:
            for cell in table.cells:
                names.add(form.name, cell, table.key, (table.heading,))
                names.add(form.name, cell, table.heading[0], ())
    return names


@cache
def _rows() -> _Names:
    names = _Names(defaultdict(set), defaultdict(set))
    for form in forms():
        for table in form.tables:
            for row in table.rows:
                for column in row.columns:
                    names.add(form.name, CellKey(table.key, row.key, column.key), row.key, (row.printed,))
    return names


@cache
def _columns() -> _Names:
    names = _Names(defaultdict(set), defaultdict(set))
    for form in forms():
        for table in form.tables:
            for row in table.rows:
                for column in row.columns:
                    cell = CellKey(table.key, row.key, column.key)
                    names.add(form.name, cell, column.key, (column.printed, *column.also))
    return names


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _bare(text: str) -> str:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return _plain(_NUMBERING.sub("", text))
