"""What the columns of a typed table are: the cells of the form themselves, or what each line says of one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goiextract.errors import UnreadableDocument
from goiextract.records import CellKey
from goiextract.typed.addresses import cell_at, is_column

#: Columns that say what a line is about, by the names that they go by.
NAMES = {
    "table": ("table", "表", "表格"),
    "row": ("row", "行", "项目"),
    "column": ("column", "col", "列", "栏", "栏目"),
    "address": ("address", "key", "cell", "单元格", "地址"),
    "value": ("value", "值", "数值", "数"),
    "printed": ("printed", "原文"),
    "readings": ("readings",),
    "doubts": ("doubts",),
    "mark": ("mark",),
    "status": ("status",),
    "unit": ("unit",),
    "decision": ("decision",),
    "decided": ("decided",),
    "source": ("source", "report", "file", "文件", "报告", "来源"),
    "form": ("form", "格式"),
    "year": ("year", "年份", "年度", "年"),
    "agency": ("agency", "body", "机关", "机关名称", "单位", "单位名称"),
}
FIGURES = ("value", "printed")  # those of them that hold a figure and no name
OURS = (
    "readings",
    "doubts",
    "mark",
    "unit",
    "decision",
    "decided",
)  # those that mean this only beside the `status` of our own CSV
_MEANINGS = {said: meaning for meaning, names in NAMES.items() for said in names}


@dataclass(frozen=True, slots=True)
class Header:
    """named: index of each column of `NAMES` that is there. cells: index → cell, for tables with one line a report.

    columns: index → name of a form's column, for tables typed as printed. other: columns that are none of these. unknown:
    those of them written like an address.
    """

    named: dict[str, int]
    cells: dict[int, CellKey]
    columns: dict[int, str]
    other: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """True where each line is one figure."""
        told = {"row", "column"} <= self.named.keys() or "address" in self.named
        return told and any(name in self.named for name in FIGURES)

    @property
    def is_as_printed(self) -> bool:
        """True where each line is a row of a form's table, under the form's columns."""
        return not self.is_long and not self.cells and "row" in self.named and len(self.columns) > 1


def likeness(columns: Sequence[str]) -> tuple[int, bool, bool]:
    """How much a line that tells no figures looks like a header, for comparison: names known, no figures, not a title."""
    known = sum(column.strip().lower() in _MEANINGS or is_column(column) for column in columns)
    return known, not any(column.isdecimal() for column in columns), sum(map(bool, columns)) > 1


def read_header(columns: Sequence[str], name: str, line: int) -> Header:
    """The columns of a table. UnreadableDocument (says which columns are wanted) where they tell no figures."""
    named: dict[str, int] = {}
    cells: dict[int, CellKey] = {}
    under: dict[int, str] = {}
    other: list[str] = []
    ours = "status" in (column.strip().lower() for column in columns)
    for index, column in enumerate(columns):
        meaning = _MEANINGS.get(column.strip().lower())
        if meaning in OURS and not ours:
            meaning = None
        if meaning is not None and meaning not in named:
            named[meaning] = index
        elif (cell := cell_at(column)) is not None:
            cells[index] = cell
        elif is_column(column):
            under[index] = column
        elif column:
            other.append(column)
    if any(column.isdecimal() for column in columns):
        under = {}  # figures stand in no header
    if not cells and len(under) > 1 and "row" not in named and 0 not in {*named.values(), *under}:
        named["row"] = 0  # above the rows' names people write what they like
        other = other[1:] if columns[0] else other
    unread = tuple(column for column in other if column.count(".") <= 1)
    unknown = tuple(column for column in other if column.count(".") > 1)
    found = Header(named, cells, under, unread, unknown)
    if found.is_long or cells:
        return replace(found, columns={}, other=(*found.other, *under.values()))
    if not found.is_as_printed:
        raise UnreadableDocument("typed_no_figures", name, line=line, columns=", ".join(columns)[:200])
    return found
