"""The figures of a benchmark as one HTML page that needs nothing else: no network, no script."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.page.charts import bars, reliability
from benchmarks.scoring.totals import NO_BREAKAGE

WORST = 8  # documents shown
MOST_CELLS = 12  # of one document


def page_of(results: Mapping[str, Any], pictures: Mapping[str, bytes]) -> str:
    """`results` as `python -m benchmarks.run --json` writes them; pictures: by document name, a page as PNG."""
    from jinja2 import Environment, StrictUndefined, select_autoescape

    readers = results["readers"]
    ours = readers["goiextract"]
    ran = {name: reader for name, reader in readers.items() if not reader["absent"]}
    template = Environment(autoescape=select_autoescape(default=True), undefined=StrictUndefined).from_string(
        (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
    )
    worst = [one for one in ours["documents"] if one["wrong"] or one["error"]]
    worst.sort(key=lambda one: (-one["unflagged"], -len(one["wrong"]), one["name"]))
    return template.render(
        made=results["made"],
        speed=results["speed"],
        beside_limit=bars(_times(results["speed"])) if results["speed"] else "",
        structure=results["structure"],
        ours=ours,
        ran=ran,
        absent={name: reader["absent"] for name, reader in readers.items() if reader["absent"]},
        share=share,
        kinds=bars(_by_kind(ran)),
        unflagged=bars({name: {"": (reader["overall"]["unflagged"], None)} for name, reader in ran.items()}),
        breakages=ours["by"]["breakage"] if set(ours["by"]["breakage"]) - {NO_BREAKAGE} else {},
        labelled={kind: own for kind, own in ours["by"]["kind"].items() if own["rows_printed"]},
        reliability=reliability(ours["reliability"]),
        worst=worst[:WORST],
        most_cells=MOST_CELLS,
        pictures={name: base64.b64encode(data).decode() for name, data in pictures.items()},
    )


def share(some: int, of: int) -> str:
    """A share as text; a dot where there is nothing to share."""
    return f"{100 * some / of:.1f} %" if of else "·"


def _times(speed: Mapping[str, Any]) -> dict[str, dict[str, tuple[float, float | None]]]:
    """For each PDF how many times as long as the limit each takes."""
    return {
        file: {reader: (value, None) for reader, value in own.items()} for file, own in speed["beside_limit"].items()
    }


def _by_kind(readers: Mapping[str, Any]) -> dict[str, dict[str, tuple[float, float | None]]]:
    """For each kind, each reader's percentage of printed cells right, out of 100; kinds without a printed cell left out."""
    found: dict[str, dict[str, tuple[float, float | None]]] = {}
    for name, reader in readers.items():
        for kind, own in reader["by"]["kind"].items():
            if own["printed"]:
                found.setdefault(kind, {})[name] = (100 * own["printed_right"] / own["printed"], 100.0)
    return found
