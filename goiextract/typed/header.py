"""What the columns of a typed table are: the cells of the form themselves, or what each line says of one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goiextract.errors import UnreadableDocument
from goiextract.records import CellKey
from goiextract.typed.addresses import cell_at

#: Columns that say what a line is about, by the names that they go by.
NAMES = {
    "table": ("table", "表", "表格"),
    "row": ("row", "行", "项目"),
    "column": ("column", "col", "列", "栏", "栏目"),
    "value": ("value", "值", "数值", "数"),
    "printed": ("printed", "原文"),
    "status": ("status",),
    "source": ("source", "report", "file", "文件", "报告", "来源"),
    "form": ("form", "格式"),
    "year": ("year", "年份", "年度", "年"),
    "agency": ("agency", "body", "机关", "机关名称", "单位", "单位名称"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """named: index of each column of `NAMES` that is there. cells: index → cell, for tables with one line a report.

    other: columns that are neither. unknown: those of them written like an address.
    """

    named: dict[str, int]
    cells: dict[int, CellKey]
    other: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """True where each line is one figure."""
        return {"table", "row", "column"} <= self.named.keys() and bool({"value", "printed"} & self.named.keys())


def read_header(columns: Sequence[str], name: str) -> Header:
    """The columns of a table. UnreadableDocument (says which columns are wanted) where they tell no figures."""
    meanings = {said: meaning for meaning, names in NAMES.items() for said in names}
    named: dict[str, int] = {}
    cells: dict[int, CellKey] = {}
    other: list[str] = []
    for index, column in enumerate(columns):
        meaning = meanings.get(column.strip().lower())
        if meaning is not None and meaning not in named:
            named[meaning] = index
        elif (cell := cell_at(column)) is not None:
            cells[index] = cell
        elif column:
            other.append(column)
    unknown = tuple(column for column in other if column.count(".") == 2)
    found = Header(named, cells, tuple(column for column in other if column not in unknown), unknown)
    if not found.is_long and not cells:
        raise UnreadableDocument(
            f"{name}, line 1: no figures in these columns ({', '.join(columns)[:200]}); wanted are table, row, column and "
            "value, or columns named by addresses such as applications.granted.total"
        )
    return found
