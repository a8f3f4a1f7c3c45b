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

from goiextract.errors import GoiextractError
from goiextract.reading_process import end_early, start_early, taken
from goiextract.records import Report
from goiextract.worker import ADDRESS_SPACE

# Seconds for one file. The slowest report of our own takes 3 % of it; what takes longer is hostile or broken.
TIME_LIMIT = 120.0
# PDF libraries keep about 1 MB a document where they are asked for a second opinion. A fresh process costs a fifth of a
# second, so the next one is started some files before its turn.
FILES_A_WORKER, STARTED_BEFORE = 100, 10
# What a directory is searched for. The kind of a file is found from its bytes, not from this.
SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".txt", ".md", ".js"})


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report. `kind` names the error; `message` says what is wrong and what to do."""

    path: str
    message: str
    kind: str


def files_in(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The files under a directory, at any depth, whose suffix is one of `SUFFIXES`; sorted, hidden ones left out."""
    found = []
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        found += [
            os.path.join(folder, name)
            for name in names
            if not name.startswith((".", "~$")) and os.path.splitext(name)[1].lower() in SUFFIXES
        ]
    return tuple(sorted(found))


def extract_many(
    paths: Iterable[str | os.PathLike[str]], *, time_limit: float = TIME_LIMIT
) -> Generator[Report | Failure, None, None]:
    """Read every file, in order. `time_limit`: seconds for one file. Never raises for a file.

    A report's `source` is the file name; where two files of the call share it, the path as given.
    """
    given = [os.fspath(path) for path in paths]
    worker = _Worker()
    try:
        for number, (path, name) in enumerate(zip(given, _names(given), strict=True)):
            if worker.answered >= FILES_A_WORKER:
                worker.stop()
                worker = _Worker()
            if worker.answered == FILES_A_WORKER - STARTED_BEFORE and number + STARTED_BEFORE < len(given):
                start_early()
            outcome = worker.read(path, name, time_limit)
            if worker.ended:
                worker.stop()
                worker = _Worker()
            yield outcome
    finally:
        worker.stop()
        end_early()


def _names(paths: Sequence[str]) -> list[str]:
    count = Counter(os.path.basename(path) for path in dict.fromkeys(paths))
    return [name if count[name := os.path.basename(path)] == 1 else path for path in paths]


class _Worker:
    """One reading process, started when first needed."""

    def __init__(self) -> None:
        self.answered = 0
        self.ended = False
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: str, name: str, time_limit: float) -> Report | Failure:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(time_limit, end)
        clock.start()
        try:
            process.stdin.write(json.dumps([path, name]).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            clock.cancel()
        self.ended = late.is_set() or not answer.endswith(b"\n")
        if late.is_set():
            said = f"reading it took more than {time_limit:g} seconds; cut it to the pages with the tables"
            return Failure(path, said, "TimeLimit")
        if self.ended:
            ending, peak = _ending(process)
            if peak > ADDRESS_SPACE // 2:
                said = f"too large: reading it took more than {peak >> 20} MB of memory; cut it to the pages with the tables"
                return Failure(path, said, "TooLarge")
            said = f"reading it crashed the reading process ({ending}); save it anew from the program it is from"
            return Failure(path, said, "Crash")
        self.answered += 1
        if answer[:1] == b"F":
            kind, message = json.loads(answer[1:])
            return Failure(path, message, kind)
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
                    raise GoiextractError(f"the reading process did not start ({last}); install goiextract again")
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
        return f"exit status {code}", peak
    try:
        return signal.Signals(-code).name, peak
    except ValueError:
        return f"signal {-code}", peak
