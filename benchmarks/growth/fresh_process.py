"""One PDF read in a fresh process: how long it takes when warm, and how much memory at the peak."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

# Read once before it is timed, so that what is loaded once falls on no size.
SCRIPT = """
import json, resource, sys, time
from pathlib import Path
from goiextract import extract
data, times = Path(sys.argv[1]).read_bytes(), []
for _ in range(4):
    start = time.perf_counter()
    report = extract(data, name="made.pdf")
    times.append((time.perf_counter() - start) * 1e3)
assert report["applications.total.total"].value == 0, "the table was not read"
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(json.dumps([min(times[1:]), peak]))
"""


class Taken(NamedTuple):
    """Milliseconds, the least of three, and megabytes at the peak."""

    time: float
    peak: float


def taken_by(data: bytes) -> Taken:
    """What extracting this PDF takes; its 表三 must hold zeros. CalledProcessError where it was not read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.pdf"
        file.write_bytes(data)
        done = subprocess.run([sys.executable, "-c", SCRIPT, str(file)], capture_output=True, text=True, check=True)
    return Taken(*json.loads(done.stdout))
