"""A PDF that may be huge is first read in a process of its own, with a limit to its memory: PDFium opens a page whole or not
at all, and where there is no memory for one it ends the process that it is in.

Only files that `pdf_size` cannot answer for come here. Where the system sets no such limits (Windows), none is tried.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec

from goiextract.errors import TooLarge, UnreadableDocument

MOST_MEMORY = 700_000_000  # bytes beyond those of a process that has read nothing yet; reports take 60 MB
MOST_SECONDS = 60  # of computing
BETWEEN = 0.01  # seconds between two looks at its memory
NO_MEMORY, NO_DOCUMENT = 4, 3  # how the process ends
_HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_START = (
    f"import sys; sys.path.insert(0, {_HOME!r}); import goiextract; sys.path.remove({_HOME!r}); "
    f"sys.path.append({_HOME!r}); from goiextract.reading.pdf_trial import serve; serve()"
)


def must_fit(data: bytes, name: str) -> None:
    """Read the bytes of a PDF elsewhere. TooLarge if that takes too much memory or time; UnreadableDocument if PDFium breaks on
    it. Nothing where no such process can be had."""
    if find_spec("resource") is None or not sys.executable:
        return
    try:
        status, peak = _tried(data)
    except OSError:
        return
    if status == NO_MEMORY or status == -signal.SIGXCPU or (status < 0 and peak > MOST_MEMORY // 2):
        raise TooLarge("pdf_huge", name, most=MOST_MEMORY // 1_000_000, seconds=MOST_SECONDS)
    if status < 0:
        raise UnreadableDocument("pdf_breaks", name)


def _tried(data: bytes) -> tuple[int, int]:
    """How the process that read it ended (negative: by which signal), and the most memory it had, in bytes."""
    quiet = subprocess.DEVNULL
    started = [sys.executable, "-P", "-c", _START]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(started, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=environment) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.write(len(data).to_bytes(8, "big") + data)
            process.stdin.flush()
        peak = 0
        while process.poll() is None:  # our end of the pipe stays open until then, and tells it that we live
            peak = max(peak, _memory(process.pid))
            time.sleep(BETWEEN)
    return process.returncode, peak


def _memory(number: int) -> int:
    """The most memory that a process had, in bytes; 0 if it has ended. What the system tells of one that has ended counts
    the memory of the one that started it too."""
    with suppress(OSError), open(f"/proc/{number}/status", "rb") as status:
        for line in status:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) << 10
    return 0


def serve() -> None:
    """Read the PDF on standard input within the limits, and end with a status that tells how that went."""
    from goiextract.reading.pdf import read_within_memory

    source = sys.stdin.buffer
    data = source.read(int.from_bytes(source.read(8), "big"))
    _limit()
    threading.Thread(target=_end_with, args=(source.read,), daemon=True).start()
    try:
        read_within_memory(data, "")
    except MemoryError:
        os._exit(NO_MEMORY)
    except UnreadableDocument:
        os._exit(NO_DOCUMENT)
    os._exit(0)


def _end_with(parent: Callable[[], bytes]) -> None:
    """End this process when the one that wants its answer has ended."""
    parent()
    os._exit(1)


def _limit() -> None:
    import resource

    limits = [(resource.RLIMIT_CPU, MOST_SECONDS)]
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as pages:
        limits.append((resource.RLIMIT_AS, int(pages.read().split()[0]) * resource.getpagesize() + MOST_MEMORY))
    for kind, most in limits:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


__all__ = ["must_fit", "serve"]
