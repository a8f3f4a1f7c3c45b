"""Growth with the number of files: memory of a batch, of the process that asks and of the one that reads."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from goiextract import Failure, extract_many

# Every document is another report, so that what is kept of one file is of no use for the next.
FILES, SEED = 2000, 902_612
KINDS = ("pdf_drawn", "html_cms", "docx", "text_rows")
STEPS = 10


def growth_with_files(n_files: int = FILES) -> Iterator[str]:
    """Lines to print: memory after each tenth of the files. The reading process is a new one now and then: its most since."""
    yield f"files: memory in MB while {n_files} made reports ({', '.join(KINDS)} in turn) go through extract_many"
    with tempfile.TemporaryDirectory() as folder:
        files = _made(Path(folder), n_files)
        asking, reading, failed = psutil.Process(), 0.0, 0
        for number, outcome in enumerate(extract_many(files), 1):
            failed += isinstance(outcome, Failure)
            reading = max([reading, *(_resident(child) for child in asking.children())])
            if number % max(1, len(files) // STEPS) == 0:
                yield f"  {number:5} files  asking {_resident(asking):5.0f}  reading, at most {reading:5.0f}"
                reading = 0.0
        yield f"  failed: {failed} of {len(files)}"


def _made(folder: Path, n_files: int) -> list[Path]:
    """Made by another process, so that this one holds nothing of it."""
    each = str(-(-n_files // len(KINDS)))
    wanted = ["--reports", each, "--seed", str(SEED), "--kinds", ",".join(KINDS), "--out", str(folder)]
    subprocess.run([sys.executable, "-m", "training.corpus", *wanted], check=True, capture_output=True)
    by_kind = (sorted((folder / "docs").glob(f"{kind}_[0-9]*")) for kind in KINDS)
    return [file for files in zip(*by_kind, strict=False) for file in files][:n_files]


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.NoSuchProcess:
        return 0.0
