"""Floors under the figures of the gold set: what a change may not make worse without saying why.

``benchmarks/gold/floors.json`` holds, with the fingerprint of the gold set, for every kind of document the least number of
printed cells right, blanks kept, lost cells recovered, row labels right and exact documents, and the most unflagged wrong cells,
numbers left out, cells asserted wrong, silent ones by table and failures. ``--update`` pins them anew; to lower one takes a
reason, which stands in the file beside it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).parent / "gold" / "floors.json"
LEAST = ("printed_right", "blank_kept", "lost_recovered", "rows_right", "documents_exact")
MOST = ("unflagged", "left_out", "wrong_asserted", "silent_by_table", "failed")
NO_FLOOR = "has no floor; run --update"
Floors = dict[str, dict[str, float]]


class GateRefuses(Exception):
    """The floors cannot be used or changed as asked; the message says why and what to do."""


def floors_of(figures: Mapping[str, Any]) -> Floors:
    """The figures of one reader (`totals.reader_figures`) → what could stand as floors, by kind and for all."""
    groups = {"all": figures["overall"], **figures["by"]["kind"]}
    return {name: {figure: own[figure] for figure in (*LEAST, *MOST)} for name, own in groups.items()}


def below(found: Floors, floors: Floors) -> list[str]:
    """A line for each figure that is worse than its floor, or has none; empty if the gate holds."""
    lines = []
    for name in sorted(found.keys() | floors.keys()):
        if name not in found or name not in floors:
            lines.append(f"{name}: {NO_FLOOR if name in found else 'no documents of it'}")
            continue
        for figure, value in found[name].items():
            floor = floors[name].get(figure)
            if floor is None:
                lines.append(f"{name}: {figure} {NO_FLOOR}")
            elif (value > floor) if figure in MOST else (value < floor):
                lines.append(f"{name}: {figure} {value:g}, floor {floor:g}")
    return lines


def check(found: Floors, fingerprint: str, path: Path = FLOORS) -> list[str]:
    """What the gate has against these figures. GateRefuses if the floors are of another gold set."""
    held = _held(path)
    if held["fingerprint"] != fingerprint:
        raise GateRefuses(
            f"{path.name} is of the gold set {held['fingerprint']} and this one is {fingerprint}: documents or gold have "
            "changed; look at what changed, then run with --update and --reason"
        )
    return below(found, held["floors"])


def update(found: Floors, fingerprint: str, reason: str, path: Path = FLOORS) -> None:
    """Pin these figures as floors. GateRefuses to lower one, or to take another gold set, without a reason."""
    reasons: list[dict[str, Any]] = []
    if path.exists():
        held = _held(path)
        reasons = list(held["reasons"])
        lower = [line for line in below(found, held["floors"]) if NO_FLOOR not in line]
        if held["fingerprint"] != fingerprint:
            lower.insert(0, f"another gold set: {held['fingerprint']} → {fingerprint}")
        if lower and not reason.strip():
            raise GateRefuses("floors would be lowered; give --reason:\n  " + "\n  ".join(lower))
        if lower:
            reasons.append({"date": str(datetime.date.today()), "reason": reason.strip(), "lowered": lower})
    told = {"fingerprint": fingerprint, "floors": found, "reasons": reasons}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _held(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if {"fingerprint", "floors", "reasons"} <= held.keys():
            return dict(held)
    except FileNotFoundError as error:
        raise GateRefuses(f"{path} is not there; run --update") from error
    except (ValueError, AttributeError):
        pass
    raise GateRefuses(f"{path} is damaged; take it from the last commit, or delete it and run --update")
