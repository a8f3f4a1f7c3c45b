"""Many files: each gives a Report or a Failure, in input order, and no file can hurt another.

The files are read in a process of their own (`worker`), which is used again until it dies, hangs or has read enough.
A plain process and two pipes, because the pools of the standard library lose every waiting file when one crashes, and
because a script that uses them needs a ``__main__`` guard. The command reads a single file in it too: that costs a tenth
of a second, and a crash or a hang becomes a message.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

from goiextract import errors
from goiextract.errors import GoiextractError
from goiextract.reading_process import end_early, start_early, taken
from goiextract.records import Report
from goiextract.sources import Source, bytes_of, name_of

# Seconds for one file. The slowest report of our own takes 3 % of it; what takes longer is hostile or broken.
TIME_LIMIT = 120.0
# PDF libraries keep about 1 MB a document where they are asked for a second opinion. A fresh process costs a fifth of a
# second, so the next one is started some files before its turn.
FILES_A_WORKER, STARTED_BEFORE = 100, 10


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report. `kind` is the name of the class in `goiextract.errors` that `extract` raises for it;
    `code` and `details` are the error's, `path` is the file as given."""

    path: str
    kind: str
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language, without the path."""
        return self.error().message

    def error(self) -> GoiextractError:
        """The error that `extract` raises for this file."""
        made: GoiextractError = getattr(errors, self.kind)(self.code, self.path, **dict(self.details))
        return made


def extract_many(
    sources: Iterable[Source], *, time_limit: float = TIME_LIMIT
) -> Generator[Report | Failure, None, None]:
    """Read every one (a path, bytes, or a file opened in binary mode), in order. `time_limit`: seconds for one. Never raises
    for a file.

    A report's `source` is the file name; where two files of the call share it, the path as given. What has no name is
    ``document 3``, by its place in the call. Open files are read when their turn comes.
    """
    given = list(sources)
    worker = _Worker()
    try:
        for number, (source, name) in enumerate(zip(given, _names(given), strict=True)):
            if worker.answered >= FILES_A_WORKER:
                worker.stop()
                worker = _Worker()
            if worker.answered == FILES_A_WORKER - STARTED_BEFORE and number + STARTED_BEFORE < len(given):
                start_early()
            outcome = _read(worker, source, name, time_limit)
            if not worker.alive:
                worker.stop()
                worker = _Worker()
            yield outcome
    finally:
        worker.stop()
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


def _read(worker: _Worker, source: Source, name: str, time_limit: float) -> Report | Failure:
    if isinstance(source, str | os.PathLike):
        return worker.read(os.fspath(source), name, time_limit)
    try:
        data = bytes_of(source, name)
    except GoiextractError as error:
        return Failure(name, type(error).__name__, error.code, tuple(error.details.items()))
    except (OSError, ValueError) as error:  # of the caller's own file: it was closed, its disk is gone
        told = errors.why(error) if isinstance(error, OSError) else str(error)
        return Failure(name, "UnreadableDocument", "file_not_opened", (("why", told),))
    return worker.read(data, name, time_limit)


class _Worker:
    """One reading process, started when first needed."""

    def __init__(self) -> None:
        self.answered = 0
        self.alive = True
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, source: str | bytes, name: str, time_limit: float) -> Report | Failure:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()
        path, data = (source, b"") if isinstance(source, str) else (name, source)

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(time_limit, end)
        clock.start()
        try:
            request = [path, name, None if isinstance(source, str) else len(data)]
            process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            clock.cancel()
        if late.is_set():
            self.alive = False
            return Failure(path, "TimeLimit", "reader_slow", (("seconds", f"{time_limit:g}"),))
        if not answer.endswith(b"\n"):
            self.alive = False
            return Failure(path, "Crash", "reader_crashed", (("ending", _ending(process)),))
        self.answered += 1
        if answer[:1] == b"F":
            kind, code, details = json.loads(answer[1:])
            return Failure(path, kind, code, tuple(details.items()))
        from goiextract.report.lossless_json import report_from_json

        return report_from_json(answer[1:])

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # unsent bytes of a dead process
                        continue
            self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = taken()
            assert self._process.stdout is not None
            assert self._process.stderr is not None
            from goiextract.report.lossless_json import prepare

            prepare()  # while the other process starts

            with self._process.stderr as noise:
                if self._process.stdout.readline() != b"ready\n":
                    last = noise.read().decode(errors="replace").strip().rpartition("\n")[2]
                    raise GoiextractError("reader_not_started", ending=last)
        return self._process


def _ending(process: subprocess.Popen[bytes]) -> str:
    code = process.wait()
    if code >= 0:
        return f"exit {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
