"""Many files: each gives a Report or a Failure, in input order, and no file can hurt another.

The files are read in a process of their own (`reader`), which is used again until it dies, hangs or has read enough.
A plain process and two pipes, because the pools of the standard library lose every waiting file when one crashes, and
because a script that uses them needs a ``__main__`` guard. The command reads a single file in it too: that costs a tenth
of a second, and a crash or a hang becomes a message.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterable, Sequence

from goiextract.batch.failure import Failure
from goiextract.batch.process import end_early, start_early
from goiextract.batch.reader import Reader
from goiextract.errors import GoiextractError, NotStarted
from goiextract.records import Report
from goiextract.sources import Source, bytes_of, must_be_source, name_of

# Seconds for one file. The slowest report of our own takes 3 % of it; what takes longer is hostile or broken.
TIME_LIMIT = 120.0
# PDF libraries keep about 1 MB a document where they are asked for a second opinion. A fresh process costs a fifth of a
# second, so the next one is started some files before its turn.
FILES_A_READER, STARTED_BEFORE = 100, 10


def extract_many(
    sources: Iterable[Source], *, time_limit: float = TIME_LIMIT
) -> Generator[Report | Failure, None, None]:
    """Read every one (a path, bytes, or a file opened in binary mode), in order. `time_limit`: seconds for one. Never raises
    for a file; TypeError at once for what is no file (a single path or file instead of several).

    A report's `source` is the file name; where two files of the call share it, the path as given. What has no name is
    ``document 3``, by its place in the call. Open files are read when their turn comes.
    """
    if isinstance(sources, str | bytes | os.PathLike) or hasattr(sources, "read"):
        raise TypeError("extract_many reads several files; give it a list of them")
    given = [must_be_source(source) for source in sources]
    return _outcomes(given, time_limit)


def _outcomes(given: list[Source], time_limit: float) -> Generator[Report | Failure, None, None]:
    reader = Reader()
    has_read = False
    try:
        for number, (source, name) in enumerate(zip(given, _names(given), strict=True)):
            if reader.answered >= FILES_A_READER:
                reader.stop()
                reader = Reader()
            soon = reader.answered == FILES_A_READER - STARTED_BEFORE and number + STARTED_BEFORE < len(given)
            if soon and not reader.is_followed:
                reader.is_followed = True
                start_early()
            try:
                outcome = _read(reader, source, name, time_limit)
                has_read = True
            except NotStarted as error:
                if not has_read and error.code != "reader_killed":  # nothing is lost yet: the installation is broken
                    raise
                reader.alive = False
                path = os.fspath(source) if isinstance(source, str | os.PathLike) else name
                outcome = Failure(path, "NotStarted", error.code, tuple(error.details.items()))
            if not reader.alive:
                reader.stop()
                reader = Reader()
            yield outcome
    finally:
        reader.stop()
        end_early()


def _names(sources: Sequence[Source]) -> list[str]:
    """What each goes by; files of one name by their paths."""
    paths = {os.fspath(source) for source in sources if isinstance(source, str | os.PathLike)}
    count = Counter(os.path.basename(path) for path in paths)
    names = []
    for number, source in enumerate(sources, 1):
        name = name_of(source, f"document {number}")
        shared = isinstance(source, str | os.PathLike) and count[name] > 1
        names.append(os.fspath(source) if shared and isinstance(source, str | os.PathLike) else name)
    return names


def _read(reader: Reader, source: Source, name: str, time_limit: float) -> Report | Failure:
    if isinstance(source, str | os.PathLike):
        return reader.read(os.fspath(source), name, time_limit)
    try:
        data = bytes_of(source, name)
    except GoiextractError as error:
        return Failure(name, type(error).__name__, error.code, tuple(error.details.items()))
    return reader.read(data, name, time_limit)
