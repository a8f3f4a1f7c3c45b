"""Cold starts: a new process each time, from the command to the written result. `python -m benchmarks.cold [FILE.pdf...]`.

goiextract is its command, writing CSV; pdfplumber the least script that finds the tables of every page and keeps
them. The two take turns; the files have been read before, so the disk counts for neither. Only the ratio says anything.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROUNDS = 7
SCRIPT = (
    "import pdfplumber, sys\nwith pdfplumber.open(sys.argv[1]) as pdf: [page.extract_tables() for page in pdf.pages]"
)


def cold_times(file: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds of a whole process on one PDF, the median of the rounds. CalledProcessError where one of them fails."""
    times: dict[str, list[float]] = {"goiextract": [], "pdfplumber": []}
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "goiextract", "extract", str(file), "--out", str(Path(folder) / "figures.csv")]
        commands = {"goiextract": ours, "pdfplumber": [sys.executable, "-c", SCRIPT, str(file)]}
        for _ in range(rounds):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                times[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(own) for name, own in times.items()}


def cold_ratio(times: Mapping[str, float]) -> float:
    """How many times as long as ours a cold pdfplumber takes."""
    return times["pdfplumber"] / times["goiextract"]


def main(names: list[str]) -> None:
    """Print medians and ratio, a line a file."""
    from benchmarks.speed import default_files

    for file in [Path(name) for name in names] or default_files():
        times = cold_times(file)
        shown = "  ".join(f"{name} {own:.0f} ms" for name, own in times.items())
        print(f"{file.name}: {shown}  pdfplumber {cold_ratio(times):.2f}x", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
