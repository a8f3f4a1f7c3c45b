"""A gold set on disk → its documents: ``documents/NAME.*`` or, of several files, ``documents/NAME/*``; ``gold/NAME.csv``, or
one CSV with a column ``source`` for all; ``about/NAME.json`` and ``labels/NAME.csv`` where they are known."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from benchmarks.scoring.document_files import DocumentFiles, by_source, documents_in
from benchmarks.scoring.gold_lines import BadGold, GoldLine, gold_lines
from benchmarks.scoring.records import Document, GoldCell, RowKey
from goiextract.records import CellKey

MOST_NAMED = 5  # of what a message lists


def load(documents: Path, gold: Path, about: Path | None = None, labels: Path | None = None) -> list[Document]:
    """The documents with their gold, by name. `gold`: a folder of CSV files, or one. Gold without a document, or a document
    without gold, is a BadGold: a benchmark that leaves some out without a word flatters."""
    found = documents_in(documents)
    called = {name: one for one in found for name in (one.name, one.file)}
    sources = by_source(found)
    golds: dict[str, tuple[Path, list[GoldLine]]] = {}
    lone: list[str] = []
    for path in _gold_files(gold):
        lines = list(gold_lines(path))
        if not lines:
            raise BadGold(f"{path}: there is no line below the header")
        for one, own in _of_documents(path, lines, called, sources, lone).items():
            if one.name in golds:
                raise BadGold(f"{path}: {one.file} has its gold in {golds[one.name][0]} already")
            golds[one.name] = path, own
    _refuse_lone(documents, gold, [one for one in found if one.name not in golds], lone)
    return [_document(one, *golds[one.name], about, labels) for one in found]


def fingerprint(documents: Path, gold: Path) -> str:
    """A digest of all documents and their gold: figures of two runs compare only where it is the same."""
    files = {path: path.relative_to(documents).as_posix() for path in documents.rglob("*") if path.is_file()}
    files |= {path: path.name for path in _gold_files(gold)}
    digest = hashlib.sha256()
    for path, name in sorted(files.items(), key=lambda one: (one[0].parent.name, one[1])):
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _gold_files(gold: Path) -> list[Path]:
    return [gold] if gold.is_file() else sorted(path for path in gold.glob("*.csv") if path.is_file())


def _of_documents(
    path: Path,
    lines: list[GoldLine],
    called: dict[str, DocumentFiles],
    sources: dict[str, DocumentFiles],
    lone: list[str],
) -> dict[DocumentFiles, list[GoldLine]]:
    """The lines of one file by the document that they are of: that of the file's name, else the one that each line says. What
    no document is called goes to `lone`."""
    if path.stem in called:
        one = called[path.stem]
        said = list(dict.fromkeys(line.source for line in lines))
        if len(said) > 1 and not one.parts:
            raise BadGold(
                f"{path} has lines of {', '.join(said[:MOST_NAMED])}, and the document {one.file} is one file; a CSV of several "
                "documents has a name that none of them has, one document of several files is a folder of them"
            )
        return {one: lines}
    found: dict[DocumentFiles, list[GoldLine]] = {}
    unknown: dict[str, None] = {}
    for line in lines:
        named = _named(line.source, sources)
        if named is None:
            unknown[f"{path.name}, source {line.source}" if line.source else path.name] = None
        else:
            found.setdefault(named, []).append(line)
    lone += unknown
    return found


def _named(source: str, sources: dict[str, DocumentFiles]) -> DocumentFiles | None:
    """A source is a file name, or a path where two files share one."""
    parts = PurePosixPath(source.replace("\\", "/")).parts
    return sources.get("/".join(parts[-2:])) or sources.get(parts[-1]) if parts else None


def _refuse_lone(documents: Path, gold: Path, without: Iterable[DocumentFiles], lone: Iterable[str]) -> None:
    told = [
        f"{what}: {', '.join(names[:MOST_NAMED])}{' and more' if len(names) > MOST_NAMED else ''}"
        for what, names in (
            (f"in {documents} without gold", [one.file for one in without]),
            (f"in {gold} without a document", list(lone)),
        )
        if names
    ]
    if told:
        raise BadGold(f"{'; '.join(told)} (NAME.csv is the gold of NAME.pdf, or of a folder NAME)")
    if not any(documents.iterdir()):
        raise BadGold(f"{documents} holds no documents")


def _document(
    one: DocumentFiles, gold: Path, lines: list[GoldLine], about: Path | None, labels: Path | None
) -> Document:
    told = _about(about / f"{one.name}.json") if about else {}
    forms = sorted(set(told.get("forms", {}).values()))
    suffixes = sorted({PurePosixPath(file).suffix.lstrip(".").lower() for file in one.parts or (one.file,)})
    return Document(
        one.name,
        one.file,
        tuple(_cells(gold, lines)),
        str(told.get("kind") or "+".join(suffixes)),
        "+".join(forms),
        str(told.get("size", "")),
        tuple(told.get("breakages", ())),
        told.get("consistent_as_printed"),
        _labels(labels / f"{one.name}.csv") if labels else {},
        one.parts,
        str(told.get("agency", "")),
        told.get("year"),
        tuple(told.get("findings", ())),
        {CellKey(*key.split(".")): tuple(place) for key, place in told.get("places", {}).items()},
    )


def _cells(gold: Path, lines: list[GoldLine]) -> list[GoldCell]:
    """Each cell once, in the order of the lines; where a document has several files, as the file prints it that has it. BadGold
    where two lines of one file are of the same cell, or two files print different things in it."""
    found: dict[CellKey, GoldLine] = {}
    for line in lines:
        known = found.setdefault(line.cell.key, line)
        if known is line:
            continue
        if known.source == line.source or (
            known.cell.present and line.cell.present and _says(known.cell) != _says(line.cell)
        ):
            said = f"{_says(known.cell)} in line {known.number} and {_says(line.cell)} in line {line.number}"
            raise BadGold(f"{gold}: {line.cell.key} is {said}")
        if line.cell.present and not known.cell.present:
            found[line.cell.key] = line
    return [line.cell for line in found.values()]


def _says(cell: GoldCell) -> str:
    return f"{cell.printed:f}" if cell.printed is not None else "blank" if cell.present else "not there"


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
