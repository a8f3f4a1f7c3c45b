"""What a report takes that comes for the first time: `python -m benchmarks.first_reading FILE.pdf...`, of different reports.

The other benchmarks read the same files again and again, so that their lines are known. Here a third of the files warms the
process up; each of the others is then read once, once more, and handed over by pypdfium2 alone. All is summed over the
files, as a single first reading cannot be repeated. Only ratios within one run say anything.
"""

from __future__ import annotations

import datetime
import logging
import platform
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.limit import characters_and_paths
from goiextract import extract

FEWEST = 6  # files: with fewer, one busy moment decides
SEED = 5  # of the order, for makers number their files by kind


def main(names: list[str]) -> None:
    """Print milliseconds a report, and both readings beside the limit."""
    if len(names) < FEWEST:
        sys.exit(f"give {FEWEST} PDFs or more, of different reports (python -m training.corpus makes some)")
    logging.disable(logging.CRITICAL)
    found = readings([Path(name) for name in names])
    print(f"{datetime.date.today()}, Python {platform.python_version()}, {platform.machine()}")
    print(f"{len(names) - len(names) // 3} of {len(names)} PDFs, milliseconds a report; x: beside the limit")
    for name, own in found.items():
        print(f"  {name:6} {own:6.1f}  {own / found['limit']:.2f}x")


def readings(files: Sequence[Path]) -> dict[str, float]:
    """Milliseconds a report of the first reading, of the second and of the limit, over two thirds of the files."""
    shuffled = random.Random(SEED).sample(list(files), len(files))
    known, new = shuffled[: len(files) // 3], shuffled[len(files) // 3 :]
    _load_second_readers()
    for file in known:
        extract(file)
    total = dict.fromkeys(("first", "again", "limit"), 0.0)
    for file in new:
        data = file.read_bytes()
        total["first"] += _milliseconds(extract, data)
        total["again"] += _milliseconds(extract, data)
        total["limit"] += _milliseconds(characters_and_paths, data)
    return {name: own / len(new) for name, own in total.items()}


def _load_second_readers() -> None:
    """The readers that are asked about tables that stay open take half a second to load, once in a process."""
    for name in ("pdfplumber", "camelot"):
        try:
            __import__(name)
        except ImportError:  # an extra of goiextract, which then does without
            continue


def _milliseconds(step: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    step(data)
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main(sys.argv[1:])
