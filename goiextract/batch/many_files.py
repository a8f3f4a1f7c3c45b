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
import sys
import threading
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

from goiextract import errors
from goiextract.batch.process import end_early, start_early, taken
from goiextract.batch.worker import ADDRESS_SPACE
from goiextract.errors import GoiextractError, NotStarted
from goiextract.records import Report
from goiextract.sources import Source, bytes_of, must_be_source, name_of

# Seconds for one file. The slowest report of our own takes 3 % of it; what takes longer is hostile or broken.
TIME_LIMIT = 120.0
# PDF libraries keep about 1 MB a document where they are asked for a second opinion. A fresh process costs a fifth of a
# second, so the next one is started some files before its turn.
FILES_A_WORKER, STARTED_BEFORE = 100, 10
STARTS = 3  # of a reading process that ends before it is ready


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
    for a file; TypeError at once for what is no file (a single path or file instead of several).

    A report's `source` is the file name; where two files of the call share it, the path as given. What has no name is
    ``document 3``, by its place in the call. Open files are read when their turn comes.
    """
    if isinstance(sources, str | bytes | os.PathLike) or hasattr(sources, "read"):
        raise TypeError("extract_many reads several files; give it a list of them")
    given = [must_be_source(source) for source in sources]
    return _outcomes(given, time_limit)


def _outcomes(given: list[Source], time_limit: float) -> Generator[Report | Failure, None, None]:
    worker = _Worker()
    has_read = False
    try:
        for number, (source, name) in enumerate(zip(given, _names(given), strict=True)):
            if worker.answered >= FILES_A_WORKER:
                worker.stop()
                worker = _Worker()
            soon = worker.answered == FILES_A_WORKER - STARTED_BEFORE and number + STARTED_BEFORE < len(given)
            if soon and not worker.is_followed:
                worker.is_followed = True
                start_early()
            try:
                outcome = _read(worker, source, name, time_limit)
                has_read = True
            except NotStarted as error:
                if not has_read and error.code != "reader_killed":  # nothing is lost yet: the installation is broken
                    raise
                worker.alive = False
                path = os.fspath(source) if isinstance(source, str | os.PathLike) else name
                outcome = Failure(path, "NotStarted", error.code, tuple(error.details.items()))
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
    return worker.read(data, name, time_limit)


class _Worker:
    """One reading process, started when first needed."""

    def __init__(self) -> None:
        self.answered = 0
        self.alive = True
        self.is_followed = False  # the next one is on its way
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
            ending, peak = _ending(process)
            if peak > ADDRESS_SPACE // 2:
                return Failure(path, "TooLarge", "reader_memory", (("megabytes", str(peak >> 20)),))
            return Failure(path, "Crash", "reader_crashed", (("ending", ending),))
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
        """The process, ready. One that dies before it is ready (killed for want of memory, say) is started again."""
        for _ in range(STARTS if self._process is None else 0):
            self._process = process = taken()
            assert process.stdout is not None
            assert process.stderr is not None
            from goiextract.report.lossless_json import prepare

            prepare()  # while the other process starts

            with process.stderr as noise:
                if process.stdout.readline() == b"ready\n":
                    break
                last = noise.read().decode(errors="replace").strip().rpartition("\n")[2]
            self.stop()
            ending = last or _ending(process)[0]
            self._process = None
        if self._process is None:
            raise NotStarted("reader_not_started" if last else "reader_killed", ending=ending)
        return self._process


def _ending(process: subprocess.Popen[bytes]) -> tuple[str, int]:
    """How a process ended, and the most memory it had, in bytes: a library that gets no more ends the process, and what it says
    of that is lost. 0 where the system does not tell, or may mean the memory of this process, which started it."""
    peak = 0
    if process.returncode is None and hasattr(os, "wait4"):
        import resource

        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if used.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:
            peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    code = process.wait()
    if code >= 0:
        return f"exit {code}", peak
    try:
        return signal.Signals(-code).name, peak
    except ValueError:
        return f"signal {-code}", peak
