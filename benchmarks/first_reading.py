"""What a report takes that comes for the first time: `python -m benchmarks.first_reading FILE.pdf|DIR...`, different reports.

The other benchmarks read the same files again and again, so that their lines are known. Here a third of the files warms the
process up; each of the others is then read once, once more, and handed over by pypdfium2 alone. A first reading cannot be
repeated: the median over the files is shown, for what a process loads once (camelot, half a second) falls on a single file.
Only ratios within one run say anything.
"""

from __future__ import annotations

import datetime
import logging
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.limit import characters_and_paths
from goiextract import extract
from goiextract.batch.folders import files_in

FEWEST = 6  # files: with fewer, one busy moment decides
SEED = 5  # of the order, for makers number their files by kind


def main(names: list[str]) -> None:
    """Print milliseconds a report, and both readings beside the limit."""
    names = [file for name in names for file in (files_in(Path(name)) if Path(name).is_dir() else [name])]
    if len(names) < FEWEST:
        sys.exit(f"give {FEWEST} PDFs or more, of different reports (python -m training.corpus makes some)")
    logging.disable(logging.CRITICAL)
    found = readings([Path(name) for name in names])
    print(f"{datetime.date.today()}, Python {platform.python_version()}, {platform.machine()}")
    print(
        f"{len(names) - len(names) // 3} of {len(names)} PDFs, milliseconds a report, median; x: beside the limit, median"
    )
    for name, own in found.items():
        beside = statistics.median(one / limit for one, limit in zip(own, found["limit"], strict=True))
        print(f"  {name:6} {statistics.median(own):6.1f}  {beside:.2f}x")
    more = statistics.median(one / other for one, other in zip(found["first"], found["again"], strict=True))
    print(f"  first beside again, median: {more:.2f}x")


def readings(files: Sequence[Path]) -> dict[str, list[float]]:
    """Milliseconds of the first reading, of the second and of the limit, of each of two thirds of the files."""
    shuffled = random.Random(SEED).sample(list(files), len(files))
    known, new = shuffled[: len(files) // 3], shuffled[len(files) // 3 :]
    for file in known:
        extract(file)
    found: dict[str, list[float]] = {"first": [], "again": [], "limit": []}
    for file in new:
        data = file.read_bytes()
        found["first"].append(_milliseconds(extract, data))
        found["again"].append(_milliseconds(extract, data))
        found["limit"].append(_milliseconds(characters_and_paths, data))
    return found


def _milliseconds(step: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    step(data)
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main(sys.argv[1:])
