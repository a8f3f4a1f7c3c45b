"""What people call tables, rows and columns of the form → its cells: the keys, or the official wording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from goiextract.forms import FormTable, forms
from goiextract.records import CellKey

_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|\d+[.、]|\(\d+\))")
_REMARK = re.compile(r"（[^（）]*）$")
_SIGNS = re.compile(r"[\W_]+")
_BETWEEN = (
    ".·-－—_/|"  # what people put between the parts of an address; a row's own words may hold it too: 1.属于国家秘密
)


@cache
def addresses() -> dict[str, CellKey]:
    """Every cell of any form by its address, signs aside: Stata wants ``applications_granted_total``."""
    return {_plain(str(key)): key for form in forms() for table in form.tables for key in table.cells}


def cell_at(address: str) -> CellKey | None:
    """The cell of an address such as ``applications.granted.total``, ``表三.1.属于国家秘密.总计`` or ``予以公开-总计``."""
    found = addresses().get(_plain(address))
    for between in _BETWEEN if found is None else "":
        before, _, column = address.rpartition(between)
        table, _, row = before.partition(between)
        found = (
            found
            or (cell_named(table, row, column) if row else None)
            or (cell_named("", before, column) if before else None)
        )
    return found


@lru_cache(maxsize=8192)
def is_column(name: str) -> bool:
    """Whether a column of any form goes by this name."""
    columns = {column for form in forms() for table in form.tables for row in table.rows for column in row.columns}
    return any(_is(name, each.key, (each.printed, *each.also)) for each in columns)


@lru_cache(maxsize=8192)
def cell_named(table: str, row: str, column: str) -> CellKey | None:
    """The cell of these names (keys or official wording, numbering and signs aside; table ``''``: any); None if none or
    several fit."""
    found = set()
    for one in _tables_named(table):
        rows = [line for line in one.rows if _is(row, line.key, (line.printed,))]
        found |= {
            CellKey(one.key, line.key, each.key)
            for line in rows
            for each in line.columns
            if _is(column, each.key, (each.printed, *each.also))
        }
    exact = {key for key in found if (key.row, key.column) == (row.strip(), column.strip())}
    return next(iter(exact or found)) if len(exact or found) == 1 else None


def _tables_named(name: str) -> list[FormTable]:
    said = name.strip()
    number = said.removeprefix("表")
    return [
        table
        for form in forms()
        for table in form.tables
        if said in ("", table.key) or number == table.heading[0] or _bare(said) == _bare(table.heading)
    ]


def _is(said: str, key: str, wordings: Iterable[str]) -> bool:
    """Whether this names the key or one of the wordings, whole, without its number, or without the remark behind it."""
    if said.strip().lower() == key:
        return True
    bare = _bare(said)
    return bool(bare) and any(bare in (_bare(wording), _bare(_REMARK.sub("", wording))) for wording in wordings)


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _bare(text: str) -> str:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return _plain(_NUMBERING.sub("", text))
