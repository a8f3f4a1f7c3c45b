"""The caller's end of a reading process (`worker`): one file to it, a Report or a Failure back, whatever becomes of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

from goiextract.batch.failure import Failure
from goiextract.batch.process import taken
from goiextract.batch.worker import ADDRESS_SPACE
from goiextract.errors import NotStarted
from goiextract.records import Report

STARTS = 3  # of a reading process that ends before it is ready


class Reader:
    """One reading process, started when first needed."""

    def __init__(self) -> None:
        self.answered = 0
        self.alive = True
        self.is_followed = False  # the next one is on its way
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, source: str | bytes, name: str, time_limit: float) -> Report | Failure:
        """What comes of one file (a path or bytes). `time_limit`: seconds for it."""
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
        """End the process, if it was started."""
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
