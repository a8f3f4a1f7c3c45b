"""What a caller gives to be read (a path, bytes, an open file) → its bytes and the name it goes by."""

from __future__ import annotations

import os
from typing import Protocol, TypeAlias

from goiextract.errors import TooLarge, UnreadableDocument, cannot_open

MOST_BYTES = 1 << 30  # of one file; scans of whole yearbooks have a fifth of it


class OpenFile(Protocol):
    """A file opened in binary mode, or anything that reads like one (`io.BytesIO`, an upload, a ZIP member)."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most so many; fewer only at the end."""


Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | OpenFile


def name_of(source: Source, otherwise: str) -> str:
    """What the source is called in a report: the file's name without its folder, or `otherwise` where it has none."""
    if isinstance(source, str | os.PathLike):
        return os.path.basename(os.fspath(source))
    name = getattr(source, "name", None)
    return os.path.basename(name) if isinstance(name, str) and name else otherwise


def must_be_source(source: Source) -> Source:
    """The same. TypeError for what is no path, no bytes and cannot be read."""
    if isinstance(source, str | os.PathLike | bytes | bytearray | memoryview) or callable(
        getattr(source, "read", None)
    ):
        return source
    raise TypeError(f"a path, bytes or an open file is wanted, not {type(source).__name__}")


def bytes_of(source: Source, name: str) -> bytes:
    """All of it; of an open file what stands behind its present place. UnreadableDocument if it cannot be opened, is closed or
    was opened as text, TooLarge above `MOST_BYTES`."""
    must_be_source(source)
    if isinstance(source, str | os.PathLike) and os.path.isdir(source):
        raise UnreadableDocument("file_is_folder", os.fspath(source))
    if isinstance(source, bytes | bytearray | memoryview):
        return _bounded(bytes(source), name)
    try:
        if isinstance(source, str | os.PathLike):
            with open(source, "rb") as file:
                return _bounded(file.read(MOST_BYTES + 1), name)
        data = source.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a closed file, a name that no file can have
        shown = os.fspath(source) or "''" if isinstance(source, str | os.PathLike) else name
        raise cannot_open(shown, error) from error
    if not isinstance(data, bytes):
        raise UnreadableDocument("file_not_binary", name)
    return _bounded(data, name)


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MOST_BYTES:
        raise TooLarge("file_too_large", name, most=MOST_BYTES >> 20)
    return data
