"""``[[across_years]]`` of a form's TOML → links between one year's report and the next. Mistakes are ValueErrors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from goiextract.errors import BadForm
from goiextract.forms.form import FormTable, YearLink, YearTerm

CERTAINTIES = ("soft", "loose")
_TERM = re.compile(r"\s*(?P<sign>[+-]?)\s*(?P<year>this|next)\.(?P<name>\w+)\s*")
_Word = tuple[bool, int, str]  # of the next year, sign, row or column


def year_links(spec: dict[str, Any], tables: Sequence[FormTable]) -> list[YearLink]:
    """One link for every row (``table.*``) or column (``table[*]``) that has the cells named in `says`."""
    key, each = spec["key"], spec["each"]
    by_column = each.endswith("[*]")
    table = next((table for table in tables if each in (f"{table.key}[*]", f"{table.key}.*")), None)
    if table is None:
        raise BadForm("form_link_each", link=key, each=repr(each))
    if spec["certainty"] not in CERTAINTIES:
        certainty = repr(spec["certainty"])
        raise BadForm("form_link_certainty", link=key, certainties=", ".join(CERTAINTIES), certainty=certainty)
    says = spec["says"].split("=")
    if len(says) != 2:
        raise BadForm("form_link_says", link=key)
    left, right = (_words(side, key) for side in says)
    words = left + right
    if len({(later, name) for later, _, name in words}) < len(words) or len({later for later, *_ in words}) < 2:
        raise BadForm("form_link_words", link=key)
    links = []
    for fixed in dict.fromkeys(cell.column if by_column else cell.row for cell in table.cells):
        line = {
            (cell.row if by_column else cell.column): cell
            for cell in table.cells
            if (cell.column if by_column else cell.row) == fixed
        }
        absent = [name for *_, name in words if name not in line]
        if len(absent) == len(words):
            continue
        if absent:
            raise BadForm("form_link_word", link=key, word=repr(absent[0]), table=table.key, line=fixed)
        sides = [tuple(YearTerm(later, sign, line[name]) for later, sign, name in side) for side in (left, right)]
        links.append(
            YearLink(f"{key}.{fixed}", table.key, sides[0], sides[1], spec["certainty"], spec["zh"], spec["en"])
        )
    if not links:
        raise BadForm("form_link_nothing", link=key, table=table.key, says=repr(spec["says"]))
    return links


def _words(side: str, key: str) -> list[_Word]:
    words: list[_Word] = []
    at = 0
    while at < len(side) or not words:
        found = _TERM.match(side, at)
        if found is None or (words and not found["sign"]):
            raise BadForm("form_link_sum", link=key, side=repr(side.strip()))
        words.append((found["year"] == "next", -1 if found["sign"] == "-" else 1, found["name"]))
        at = found.end()
    return words
