"""How good: `python -m benchmarks.run` scores goiextract, and with `--peers` others, on documents with gold.

Without folders the gold set of the project is taken (benchmarks/gold). Figures are printed, and written with `--json` and
`--html`. `--gate` fails (exit status 1) below a floor, on an unflagged wrong cell or a failure more; `--update` pins new floors.
"""

from __future__ import annotations

import datetime
import json
import logging
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from benchmarks import gate, ours
from benchmarks.asking import Read, Tell, answers
from benchmarks.cold import cold_ratio, cold_stages, cold_times
from benchmarks.parts import of_documents
from benchmarks.peers import PEERS, absent, version
from benchmarks.scoring.gold import fingerprint, load
from benchmarks.scoring.gold_lines import BadGold
from benchmarks.scoring.records import Document
from benchmarks.scoring.scoring import score
from benchmarks.scoring.totals import reader_figures
from benchmarks.shown import table_of
from benchmarks.speed import STAGES, beside_limit, least, ratios_of, shares, summary, times_of
from benchmarks.structure import NoStructure, structure_figures
from benchmarks.throughput import rates

MOST_TIMED = 9  # PDFs
MOST_SHARED = 200  # documents of all kinds that processes share, each of which is read 15 times
MOST_COLD = 3  # of them started cold, a second a round
GOLD = Path(__file__).parent / "gold"


@click.command()
@click.option("--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of documents.")
@click.option(
    "--gold", type=click.Path(exists=True, path_type=Path), help="Folder of NAME.csv, or one CSV with sources."
)
@click.option("--peers", is_flag=True, help="Other readers too, on the same files.")
@click.option("--speed", is_flag=True, help="Times on PDFs too, as ratios to ours.")
@click.option("--structure", is_flag=True, help="GriTS of the tables on the pages too (takes a minute with --peers).")
@click.option("--gate", "gated", is_flag=True, help="Fail below the floors.")
@click.option("--update", is_flag=True, help="Pin these figures as floors.")
@click.option("--reason", default="", help="Why a floor is lowered.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures here.")
@click.option("--html", "html_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a page of them here.")
def main(
    documents: Path | None,
    gold: Path | None,
    peers: bool,
    speed: bool,
    structure: bool,
    gated: bool,
    update: bool,
    reason: str,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Score readers on documents with gold."""
    logging.disable(logging.CRITICAL)
    if (documents is None) != (gold is None):
        raise click.UsageError("--documents and --gold go together")
    if (gated or update) and documents is not None:
        raise click.UsageError("floors are of the project's own gold set; leave --documents and --gold out")
    if structure and documents is not None:
        raise click.UsageError(
            "which tables are printed is known of the project's own gold set; leave --documents and --gold out"
        )
    folder, golden = documents or GOLD / "documents", gold or GOLD / "gold"
    try:
        found = results(folder, golden, None if documents else GOLD / "about", peers)
    except BadGold as error:
        raise click.ClickException(str(error)) from error
    if speed:
        found["speed"] = _speed(folder, found["readers"]["goiextract"]["documents"])
    if structure:
        try:
            found["structure"] = structure_figures(folder, GOLD / "tables", peers)
        except NoStructure as error:
            raise click.ClickException(str(error)) from error
    print(table_of(found))
    if json_file:
        json_file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    if html_file:
        from benchmarks.page import page_of
        from benchmarks.pictures import pictures_of

        html_file.write_text(page_of(found, pictures_of(found, folder)), encoding="utf-8")
    if gated or update:
        _gate(found, update, reason)


def results(documents: Path, gold: Path, about: Path | None, peers: bool) -> dict[str, Any]:
    """All figures, as they go into the JSON file: ours first, then every peer, with a sentence for those that did not run."""
    chosen = load(documents, gold, about, about.parent / "labels" if about else None)
    own_figures = _figures(chosen, documents, ours.read, ours.tell)
    readers = {"goiextract": {"version": metadata.version("goiextract"), **own_figures}}
    for peer in PEERS if peers else ():
        if absent(peer):
            readers[peer.name] = {"version": "", "absent": f"not installed: pip install {peer.package}"}
            continue
        own = [one for one in chosen if all(Path(file).suffix.lower() in peer.suffixes for file in one.files)]
        readers[peer.name] = {"version": version(peer), **_figures(own, documents, peer.read)}
    return {
        "made": {
            "date": str(datetime.date.today()),
            "python": platform.python_version(),
            "machine": platform.machine(),
            "documents": len(chosen),
            "own": about is not None,
            "set": "the project's gold set" if about else f"{documents} with the gold of {gold}",
            "fingerprint": fingerprint(documents, gold),
        },
        "readers": readers,
        "speed": None,
        "structure": None,
    }


def _figures(chosen: list[Document], folder: Path, read: Read, tell: Tell | None = None) -> dict[str, Any]:
    each = of_documents(chosen, answers(read, tell, [folder / file for one in chosen for file in one.files]))
    return {"absent": "", **reader_figures([score(one, answer) for one, answer in zip(chosen, each, strict=True)])}


def _speed(folder: Path, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Ratios, and shares of the stages, over the PDFs that we read, at most so many, evenly taken."""
    files = [folder / one["file"] for one in documents if one["file"].lower().endswith(".pdf") and one["printed_right"]]
    files = files[:: -(-len(files) // MOST_TIMED) or 1]
    few = files[:: -(-len(files) // MOST_COLD) or 1]
    cold = [{"pdfplumber": cold_ratio(cold_times(file))} for file in few]
    shared = [folder / file for one in documents if one["printed_right"] for file in one["files"]]
    throughput = rates(shared[:: -(-len(shared) // MOST_SHARED) or 1], 1) if files else {}
    warm = [times_of(file) for file in files]
    return {
        "documents": len(files),
        "beside_limit": {file.name: beside_limit(times) for file, times in zip(files, warm, strict=True)},
        "ratios": summary([ratios_of(times) for times in warm]),
        "stages": summary([shares({name: least(times[name]) for name in STAGES}) for times in warm]),
        "cold_documents": len(cold),
        "cold": summary(cold),
        "cold_stages": summary([shares(cold_stages(file)) for file in few]),
        "throughput": {name: round(own[0] / throughput["1 process"][0], 2) for name, own in throughput.items()},
    }


def _gate(found: Mapping[str, Any], update: bool, reason: str) -> None:
    floors = gate.floors_of(found["readers"]["goiextract"]["documents"])
    try:
        if update:
            gate.update(floors, found["made"]["fingerprint"], reason)
            print("floors pinned")
            return
        worse = gate.check(floors, found["made"]["fingerprint"])
    except gate.GateRefuses as error:
        raise click.ClickException(str(error)) from error
    print("\n".join(["below the floors:", *(f"  {line}" for line in worse)]) if worse else "the gate holds")
    if worse:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
