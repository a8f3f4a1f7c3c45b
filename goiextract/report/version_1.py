"""What version 0.1 wrote, in the terms of the present records: version 1 of the JSON, and the column `printed` of its CSV.

There `printed` also held the sign that stands for nothing, text that is no number, and, where nothing was published, all readings
of an open cell with bars between them; a place without a page was told in words.
"""

from __future__ import annotations

import re
from typing import Any

from goiextract.forms import kind_of
from goiextract.records import CellKind, Status

_BETWEEN = " | "
_SEVERAL = re.compile(r"\s\||\|\s")  # also where a blank one at either end has lost its space
_PATHS = (
    re.compile(r"table (?P<table>\d+), row (?P<row>\d+), cell (?P<cell>\d+)"),
    re.compile(r"paragraph (?P<paragraph>\d+)"),
    re.compile(r"line (?P<line>\d+)(?:, field (?P<field>\d+))?"),  # of a typed table a column's name may follow
)


def from_version_1(found: Any) -> Any:
    """JSON of version 1 as it would be in version 2. What is no such report stays as it is, for others to refuse."""
    if not isinstance(found, dict):
        return found
    return {
        **found,
        "figures": [_figure(one) for one in _listed(found.get("figures"))],
        "findings": [_placed(one) for one in _listed(found.get("findings"))],
        "schema_version": 2,
    }


def printed_in_version_1(printed: str, value: str, readings: str, mark: str) -> str:
    """What the CSV of version 0.1 had in `printed` where a line of the present one has these."""
    return in_one_way((readings if readings and not value else "") or printed or mark)


def in_one_way(printed: str) -> str:
    """A text of that column, with readings parted in one way, none of them twice and none blank."""
    if not _SEVERAL.search(printed):
        return printed
    parts = [part.strip() for part in printed.split("|")]
    return _BETWEEN.join(dict.fromkeys(filter(None, parts)))


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _figure(found: Any) -> Any:
    if not isinstance(found, dict) or not isinstance(printed := found.get("printed"), str) or not printed:
        return _placed(found)
    told = {**_placed(found)}
    is_open = told.get("status") == Status.AMBIGUOUS and told.get("value") is None
    readings = printed.split(_BETWEEN) if is_open else []
    if len(readings) > 1 and all(kind_of(reading) is not CellKind.TEXT for reading in readings):
        told["readings"] = list(dict.fromkeys(readings))
        printed = readings[0]
    is_mark = told.get("status") == Status.BLANK or (is_open and kind_of(printed) is not CellKind.NUMBER)
    told["printed"], told["mark"] = ("", printed) if is_mark else (printed, "")
    return told


def _placed(found: Any) -> Any:
    if not isinstance(found, dict) or not isinstance(place := found.get("place"), dict):
        return found
    kept = {name: each for name, each in place.items() if name != "path"}
    for pattern in _PATHS:
        if match := pattern.match(str(place.get("path") or "")):
            kept |= {name: int(number) for name, number in match.groupdict().items() if number}
            break
    return {**found, "place": kept}
