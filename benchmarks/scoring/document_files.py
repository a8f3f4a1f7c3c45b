"""A folder of documents → the documents in it: a file is one, and so is a folder, whose files are parts of one report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """A document on disk. name: as gold calls it; file: in the folder of documents; parts: of a folder the files in it, in the
    order of their names, as ``NAME/1.pdf``."""

    name: str
    file: str
    parts: tuple[str, ...] = ()

    @property
    def said_as(self) -> tuple[str, ...]:
        """What the column ``source`` of a gold file may call it."""
        return (self.name, self.file, *self.parts, *(PurePosixPath(part).name for part in self.parts))


def documents_in(folder: Path) -> list[DocumentFiles]:
    """The documents, by name. One is called by its stem, or by its whole file name where another has the same stem."""
    paths = sorted(path for path in folder.iterdir() if path.name[0] != ".")
    stems = [_stem(path) for path in paths]
    found = []
    for path, stem in zip(paths, stems, strict=True):
        name = stem if stems.count(stem) == 1 else path.name
        parts = tuple(_parts(path)) if path.is_dir() else ()
        if parts or path.is_file():
            found.append(DocumentFiles(name, path.name, parts))
    return sorted(found, key=lambda one: one.name)


def by_source(documents: Iterable[DocumentFiles]) -> dict[str, DocumentFiles]:
    """What a gold file may call each document; what several are called tells none of them."""
    said: dict[str, set[DocumentFiles]] = {}
    for one in documents:
        for name in one.said_as:
            said.setdefault(name, set()).add(one)
    return {name: next(iter(found)) for name, found in said.items() if len(found) == 1}


def _stem(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def _parts(folder: Path) -> list[str]:
    return [f"{folder.name}/{path.name}" for path in sorted(folder.iterdir()) if path.is_file() and path.name[0] != "."]
