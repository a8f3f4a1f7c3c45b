"""A gold set on disk → its documents: ``documents/NAME.*``, ``gold/NAME.csv``, ``about/NAME.json`` and
``labels/NAME.csv`` where they are known."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from benchmarks.scoring.records import Document, GoldCell, RowKey
from goiextract.records import CellKey

COLUMNS = ("table", "row", "column", "printed")
ABSENT = "NA"  # in `printed`: the document has no such cell


class BadGold(Exception):
    """A gold file that cannot be used; the message names file and line, and what is wanted."""


def load(documents: Path, gold: Path, about: Path | None = None, labels: Path | None = None) -> list[Document]:
    """The documents that have gold, by name. Gold without a document, or a document without gold, is a BadGold: a benchmark
    that leaves some out without a word flatters."""
    files = {path.stem: path for path in sorted(documents.iterdir()) if path.is_file() and path.name[0] != "."}
    golds = {path.stem: path for path in sorted(gold.glob("*.csv"))}
    if files.keys() != golds.keys():
        lone = sorted(files.keys() ^ golds.keys())[:5]
        raise BadGold(f"{documents} and {gold} must hold the same names; only one of them has: {', '.join(lone)}")
    return [_document(path, golds[name], about, labels) for name, path in files.items()]


def fingerprint(documents: Path, gold: Path) -> str:
    """A digest of all documents and their gold: figures of two runs compare only where it is the same."""
    digest = hashlib.sha256()
    for path in sorted([*documents.iterdir(), *gold.glob("*.csv")], key=lambda one: (one.parent.name, one.name)):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _document(path: Path, gold: Path, about: Path | None, labels: Path | None) -> Document:
    told = _about(about / f"{path.stem}.json") if about else {}
    forms = sorted(set(told.get("forms", {}).values()))
    return Document(
        path.stem,
        path.name,
        tuple(_cells(gold)),
        str(told.get("kind") or path.suffix.lstrip(".").lower()),
        "+".join(forms),
        str(told.get("size", "")),
        tuple(told.get("breakages", ())),
        told.get("consistent_as_printed"),
        _labels(labels / f"{path.stem}.csv") if labels else {},
    )


def _about(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    return told if isinstance(told, dict) else {}


def _labels(path: Path) -> dict[RowKey, str]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {RowKey(line["table"], line["row"]): line["label"] for line in csv.DictReader(file)}


def _cells(path: Path) -> Iterator[GoldCell]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        lacking = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
        if lacking:
            raise BadGold(f"{path}: no column {', '.join(lacking)}; wanted are {', '.join(COLUMNS)} (and truth, note)")
        for number, line in enumerate(lines, 2):
            notes = set((line.get("note") or "").split(";"))
            printed = (line["printed"] or "").strip()
            try:
                yield GoldCell(
                    CellKey(line["table"], line["row"], line["column"]),
                    Decimal(printed) if printed not in ("", ABSENT) else None,
                    printed != ABSENT,
                    Decimal(line["truth"]) if line.get("truth") else None,
                    "determined" in notes,
                    "blank_or_undecided" in notes,
                )
            except InvalidOperation as error:
                raise BadGold(f"{path}, line {number}: {printed!r} is no number, blank or {ABSENT}") from error
