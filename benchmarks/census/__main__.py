"""`python -m benchmarks.census [--off] [--jobs N] [--json FILE]`: the census, as a table; with `--off` exit status 1 where a
special mechanism is not held."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from benchmarks import gate
from benchmarks.census.mechanisms import file_of
from benchmarks.census.reading import KNOWN, Watched, falls, watched
from benchmarks.run import GOLD
from benchmarks.scoring.document_files import documents_in
from benchmarks.scoring.gold import fingerprint, load
from benchmarks.scoring.gold_lines import BadGold
from benchmarks.scoring.records import Document

MOST_TOLD = 20  # lines of what the gate has against documents with nothing switched off
MAIN_ROAD = 0.5  # of the documents: more are changed by what belongs to the main road


@click.command()
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Count in these instead."
)
@click.option("--off", is_flag=True, help="Switch each special mechanism off: does the gate fail?")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Of these mechanisms alone (part of a name; may be repeated)."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes at a time.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write all of it here.")
def main(documents: Path | None, off: bool, only: tuple[str, ...], jobs: int, json_file: Path | None) -> None:
    """Count on how many documents each mechanism changes something, and see which of them the gate holds."""
    if off and documents is not None:
        raise click.UsageError("floors are of the project's own gold set; leave --documents out")
    try:
        found = census(documents, off, only, jobs)
    except (BadGold, gate.GateRefuses) as error:
        raise click.ClickException(str(error)) from error
    print(table_of(found))
    if json_file:
        json_file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if off and any(one["held"] == "" for one in found["special"]):
        raise SystemExit(1)


def census(folder: Path | None, off: bool, only: tuple[str, ...], jobs: int) -> dict[str, Any]:
    """All that there is to say of the mechanisms, as plain data. ``held``: the document that falls without the mechanism, empty
    where none does, None where that was not asked."""
    floors = None
    if folder is None:
        folder = GOLD / "documents"
        chosen = load(folder, GOLD / "gold", GOLD / "about", GOLD / "labels")
        floors = gate.held_floors(fingerprint(folder, GOLD / "gold")) if off else None
    else:
        chosen = [Document(one.name, one.file, (), parts=one.parts) for one in documents_in(folder)]
    each = {one.name: read for one, read in zip(chosen, watched(chosen, folder, floors, jobs), strict=True)}
    if below := [line for one in each.values() for line in one.below]:
        raise gate.GateRefuses("\n  ".join(["the gate does not hold as it is:", *below[:MOST_TOLD]]))
    names = [name for name in KNOWN if not only or any(part in name for part in only)]
    all_of_them = {name: _counted(name, each) for name in names}
    main_road = {name for name, one in all_of_them.items() if len(one["documents"]) > MAIN_ROAD * len(chosen)}
    special = [one for name, one in all_of_them.items() if name not in main_road]
    if off and floors is not None:
        changed = [[one for one in chosen if own["name"] in each[one.name].changed] for own in special]
        wanted = [(own["name"], some) for own, some in zip(special, changed, strict=True)]
        for own, fall in zip(special, falls(wanted, folder, floors, jobs), strict=True):
            own |= {"held": fall.document if fall else "", "why": fall.why if fall else ""}
    return {
        "documents": len(chosen),
        "special": special,
        "main road": [all_of_them[name] for name in sorted(main_road)],
    }


def _counted(name: str, each: dict[str, Watched]) -> dict[str, Any]:
    path, line = file_of(KNOWN[name])
    return {
        "name": name,
        "kind": KNOWN[name].kind,
        "line": f"{path.name}:{line}",
        "asked": sum(name in one.asked for one in each.values()),
        "documents": [document for document, one in each.items() if name in one.changed],
        "held": None,
        "why": "",
    }


def table_of(found: dict[str, Any]) -> str:
    """A line for each mechanism: on how many documents it was asked and did something, and what holds it."""
    rows = [*found["special"], *found["main road"]]
    width = max((len(one["name"]) for one in rows), default=0)
    heads = f"{'':{width}}  kind      asked  changed  held by"
    lines = [
        f"{found['documents']} documents; special mechanisms, which change something on at most half of them:",
        heads,
    ]
    lines += [_line(one, width) for one in found["special"]]
    lines += ["the main road:", heads, *(_line(one, width) for one in found["main road"])]
    asked = [one for one in found["special"] if one["held"] is not None]
    held = sum(bool(one["held"]) for one in asked)
    told = f"{len(rows)} mechanisms: {len(found['main road'])} main road, {len(found['special'])} special"
    return "\n".join([*lines, told + (f", {held} held, {len(asked) - held} not held" if asked else "")])


def _line(one: dict[str, Any], width: int) -> str:
    held = "" if one["held"] is None else f"{one['held']}: {one['why']}" if one["held"] else "-"
    return f"{one['name']:{width}}  {one['kind']:8}{one['asked']:>7}{len(one['documents']):>9}  {held}".rstrip()


if __name__ == "__main__":
    main()
