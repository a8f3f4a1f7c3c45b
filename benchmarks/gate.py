"""Floors under the figures of the gold set: what a change may not make worse without saying why.

``benchmarks/gold/floors.json`` holds, with the fingerprint of the gold set, for every document the least number of printed
cells right, blanks kept, lost cells recovered, row labels right, whether all of it is exact, agency and year are right, the
findings that a reader should be given, and cells where they stand on their pages; and the most unflagged wrong
cells, numbers left out, cells asserted wrong, silent ones by table, flagged cells and failures. Each document has its own: what
one gains covers no loss of another, and some of the documents can be judged without the rest. ``--update`` pins them anew; to
lower one takes a reason, which stands in the file beside it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).parent / "gold" / "floors.json"
LEAST = (
    *("printed_right", "blank_kept", "lost_recovered", "rows_right", "exact"),
    *("agency_right", "year_right", "findings_told", "places_right"),
)
MOST = ("unflagged", "left_out", "wrong_asserted", "silent_by_table", "cells_flagged", "failed")
NO_FLOOR = "has no floor; run --update"
Floors = dict[str, dict[str, int]]


class GateRefuses(Exception):
    """The floors cannot be used or changed as asked; the message says why and what to do."""


def floors_of(documents: Iterable[Mapping[str, Any]]) -> Floors:
    """The documents of one reader (`totals.reader_figures`) → what could stand as floors, by document."""
    return {one["name"]: {figure: int(one[figure]) for figure in (*LEAST, *MOST)} for one in documents}


def below(found: Floors, floors: Floors) -> list[str]:
    """A line for each figure that is worse than its floor, or has none; empty if the gate holds."""
    lines = []
    for name in sorted(found.keys() | floors.keys()):
        if name not in found or name not in floors:
            lines.append(f"{name}: {NO_FLOOR if name in found else 'is not there'}")
            continue
        for figure, value in found[name].items():
            floor = floors[name].get(figure)
            if floor is None:
                lines.append(f"{name}: {figure} {NO_FLOOR}")
            elif (value > floor) if figure in MOST else (value < floor):
                lines.append(f"{name}: {figure} {value}, floor {floor}")
    return lines


def held_floors(fingerprint: str, path: Path = FLOORS) -> Floors:
    """The floors in the file. GateRefuses if they are of another gold set."""
    held = _held(path)
    if held["fingerprint"] != fingerprint:
        raise GateRefuses(
            f"{path.name} is of the gold set {held['fingerprint']} and this one is {fingerprint}: documents or gold have "
            "changed; look at what changed, then run with --update and --reason"
        )
    return _floors(held)


def check(found: Floors, fingerprint: str, path: Path = FLOORS) -> list[str]:
    """What the gate has against these figures. GateRefuses if the floors are of another gold set."""
    return below(found, held_floors(fingerprint, path))


def update(found: Floors, fingerprint: str, reason: str, path: Path = FLOORS) -> None:
    """Pin these figures as floors. GateRefuses to lower one, or to take another gold set, without a reason."""
    reasons: list[dict[str, Any]] = []
    if path.exists():
        held = _held(path)
        reasons = list(held["reasons"])
        lower = [line for line in below(found, _floors(held)) if NO_FLOOR not in line]
        if held["fingerprint"] != fingerprint:
            lower.insert(0, f"another gold set: {held['fingerprint']} → {fingerprint}")
        if lower and not reason.strip():
            raise GateRefuses("floors would be lowered; give --reason:\n  " + "\n  ".join(lower))
        if lower:
            reasons.append({"date": str(datetime.date.today()), "reason": reason.strip(), "lowered": lower})
    path.write_text(_as_text(found, fingerprint, reasons), encoding="utf-8")


def _floors(held: Mapping[str, Any]) -> Floors:
    return {name: dict(zip(held["figures"], own, strict=True)) for name, own in held["floors"].items()}


def _as_text(floors: Floors, fingerprint: str, reasons: Sequence[object]) -> str:
    """JSON with a document a line, so that a change of one shows as one line."""
    figures = list(dict.fromkeys(figure for own in floors.values() for figure in own))
    lines = [
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps([own[f] for f in figures])}"
        for name, own in floors.items()
    ]
    told = {"fingerprint": fingerprint, "figures": figures, "reasons": reasons}
    head = json.dumps(told, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "floors": {{\n' + ",\n".join(lines) + "\n }\n}\n"


def _held(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if {"fingerprint", "figures", "floors", "reasons"} <= held.keys():
            return dict(held)
    except FileNotFoundError as error:
        raise GateRefuses(f"{path} is not there; run --update") from error
    except (ValueError, AttributeError):
        pass
    raise GateRefuses(f"{path} is damaged; take it from the last commit, or delete it and run --update")
