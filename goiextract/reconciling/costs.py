"""The reconciler's costs, from the one file that holds them: costs.toml says what each means."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from goiextract.errors import BadForm

FILE = "costs.toml"


class Lines(NamedTuple):
    """Placing printed lines on the rows of the form."""

    row_skipped: float
    row_skipped_more: float
    label_ignored: float
    blank_row: float
    row_unfilled: float
    unlabelled: float
    below_label: float
    junk_figures: float
    junk_row: float
    group_figures: float
    row_repeated: float
    rows_swapped: float
    rows_in_one: float
    row_in_two: float
    cell_lacking: float
    cell_extra: float


class Cells(NamedTuple):
    """Giving a line's cells to the columns of its row."""

    lost: float
    lost_last: float
    lost_column: float
    cut_off: float
    lost_first: float
    blank_dropped: float
    blank_beyond_need: float
    text_dropped: float
    first_dropped: float
    number_dropped: float
    blank_for_figure: float
    lone_blank: float
    blank_of_stub: float
    second_blank: float
    glued: float
    parted: float
    joined: float
    run_together: float
    zero_in_front: float
    broken: float
    part_dropped: float


class Sums(NamedTuple):
    """What the sums say of a way to fill a row."""

    fails: float
    told: float
    open: float
    across_fails: float


class Misprints(NamedTuple):
    """Explaining sums that fail."""

    slip: float
    far: float
    unfilled: float
    misread: float


class Costs(NamedTuple):
    """All parts of the file, in nats."""

    lines: Lines
    cells: Cells
    sums: Sums
    misprints: Misprints


def read_costs(text: str) -> Costs:
    """The text of a costs file → costs. BadForm names the key that is missing, unknown or no cost."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadForm("form_toml", FILE, why=error) from error
    return Costs(
        Lines(*_part(data, "lines", Lines._fields)),
        Cells(*_part(data, "cells", Cells._fields)),
        Sums(*_part(data, "sums", Sums._fields)),
        Misprints(*_part(data, "misprints", Misprints._fields)),
    )


def _part(data: dict[str, Any], part: str, names: tuple[str, ...]) -> list[float]:
    given = data.get(part)
    if not isinstance(given, dict):
        raise BadForm("costs_part_missing", FILE, part=part)
    for name in (*names, *given):
        value = given.get(name)
        if name not in names:
            raise BadForm("costs_unknown", FILE, cost=f"{part}.{name}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise BadForm("costs_value", FILE, cost=f"{part}.{name}", value=repr(value))
    return [float(given[name]) for name in names]


LINES, CELLS, SUMS, MISPRINTS = read_costs(Path(__file__).with_name(FILE).read_text(encoding="utf-8"))
