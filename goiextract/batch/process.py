"""How a process that reads other people's files (`worker`) is started: the same goiextract, in a Python of its own.

This module loads next to nothing, so that the command can start a process before it loads itself: that takes half of
the time that the process needs to be ready.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys

_early: list[subprocess.Popen[bytes]] = []


def start_early() -> None:
    """Start one that will be wanted soon. Whoever wants none after all calls `end_early`; so does the end of this process."""
    _early.append(_started())


def end_early() -> None:
    """End those that nobody took."""
    while _early:
        process = _early.pop()
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        process.wait()


atexit.register(end_early)


def taken() -> subprocess.Popen[bytes]:
    """The one that was started early, or a new one. It says ``ready``, or why not on its standard error; then the
    caller has it to itself, and ends it."""
    try:
        return _early.pop()
    except IndexError:
        return _started()


def _started() -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START], stdin=pipe, stdout=pipe, stderr=pipe, env=_ONE_THREAD | os.environ
    )


# OpenBLAS reserves memory for every core of the machine, up to the worker's limit; our matrices are small.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
# The worker must be this very goiextract, and no module of ours or of the present folder may hide a standard one.
_HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    f"sys.path.insert(0, {_HOME!r}); import goiextract; sys.path.remove({_HOME!r}); sys.path.append({_HOME!r}); "
    "from goiextract.batch.worker import serve; serve()"
)
