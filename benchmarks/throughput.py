"""How many reports a second: `python -m benchmarks.throughput [FILE...]`, by one process and by two.

Every process has read each of its files once before the clock starts. `extract_many` is one caller with its reading
process, which is started within the time. The ways take turns; only ratios within one run say anything. Without files:
the documents of the gold set that have text.
"""

from __future__ import annotations

import datetime
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path

from benchmarks.page_files import holds_pages
from goiextract import extract, extract_many
from goiextract.errors import GoiextractError

ROUNDS = 3
REPEATS = 4
GOLD = Path(__file__).parent / "gold" / "documents"


def main(names: list[str]) -> None:
    """Print reports a second and the ratios to one process."""
    files = [Path(name) for name in names] or default_files()
    print(f"{datetime.date.today()}, Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{len(files)} files, each read {REPEATS} times; reports a second, median of {ROUNDS} (least, most)")
    found = rates(files)
    alone = statistics.median(found["1 process"])
    for name, own in found.items():
        middle = statistics.median(own)
        print(f"  {name:14} {middle:6.1f} ({min(own):.1f}, {max(own):.1f})  {middle / alone:.2f}x")


def default_files() -> list[Path]:
    """The gold set without scans and pictures, which have no text to read, and pages that are no file of an office."""
    return sorted(file for file in GOLD.iterdir() if not file.name.startswith("scan") and not holds_pages(file))


def rates(files: Sequence[Path], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Reports a second of each way of reading them, a figure a round."""
    ways: dict[str, Callable[[], float]] = {
        "1 process": lambda: _seconds(files, 1),
        "2 processes": lambda: _seconds(files, 2),
        "extract_many": lambda: _seconds_of_many(files),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(REPEATS * len(files) / way())
    return found


def _seconds(files: Sequence[Path], n_processes: int) -> float:
    """Of so many processes that share the files, from when all are warm until the last is done."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(n_processes + 1)
    shares = [files[number::n_processes] for number in range(n_processes)]
    processes = [context.Process(target=_read_all, args=(share, gate)) for share in shares]
    for process in processes:
        process.start()
    gate.wait()
    start = time.perf_counter()
    gate.wait()
    taken = time.perf_counter() - start
    for process in processes:
        process.join()
    return taken


def _read_all(files: Sequence[Path], gate: Barrier) -> None:
    for file in files:
        _read(file)
    gate.wait()
    for _ in range(REPEATS):
        for file in files:
            _read(file)
    gate.wait()


def _read(file: Path) -> None:
    try:
        extract(file)
    except GoiextractError:  # counts as read: what is in the set is the caller's choice
        return


def _seconds_of_many(files: Sequence[Path]) -> float:
    start = time.perf_counter()
    for _ in extract_many([file for _ in range(REPEATS) for file in files]):
        pass
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1:])
