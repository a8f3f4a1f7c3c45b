"""How fast and how large: `python -m benchmarks.speed FILE.pdf...` prints milliseconds, ratios and memory of one run.

Times are warm: each step runs ROUNDS times in this process and the least and the median are shown. Only ratios within one
run say anything; the machine may be busy. Memory is measured in fresh processes on PDFs made from the first file's pages.
"""

from __future__ import annotations

import io
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROUNDS = 5
FEW_PAGES, MANY_PAGES = 10, 200
PEAK = """
import resource, sys
from pathlib import Path
from goiextract import extract
extract(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
"""


def main(names: list[str]) -> None:
    """Measure these PDFs and print one line a file, then memory."""
    logging.disable(logging.CRITICAL)
    if not names:
        sys.exit("usage: python -m benchmarks.speed FILE.pdf...")
    _memory(Path(names[0]))  # first: on Linux a child's peak counts what its parent held when it was started
    print(f"{'ms, least (median)':34}{'read+lay_out':>18}{'extract':>18}{'pdfplumber':>18}{'camelot':>18}  ratios")
    for name in names:
        data = Path(name).read_bytes()
        timed = [_timed(partial(step, data)) for step in (_ours, _whole, _pdfplumber)]
        camelot = _timed(partial(_camelot, data), 2) if _has_camelot() else None
        shown = "".join(f"{f'{least:.1f} ({median:.1f})':>18}" for least, median in timed)
        shown += f"{f'{camelot[0]:.0f} ({camelot[1]:.0f})':>18}" if camelot else f"{'not installed':>18}"
        peer = timed[2][0]
        print(f"{Path(name).name[-32:]:34}{shown}  {peer / timed[0][0]:.1f}x  {peer / timed[1][0]:.1f}x", flush=True)
    print("ratios: pdfplumber extract_tables over read+lay_out, and over the whole extraction")


def _timed(step: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Least and median milliseconds; one round before them warms up."""
    step()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times), statistics.median(times)


def _ours(data: bytes) -> object:
    from goiextract import lay_out, read

    return lay_out(read(data, "benchmark.pdf"))


def _whole(data: bytes) -> object:
    from goiextract import extract

    return extract(data, name="benchmark.pdf")


def _pdfplumber(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def _camelot(data: bytes) -> object:
    import camelot

    return camelot.read_pdf(io.BytesIO(data), pages="all", flavor="lattice", suppress_stdout=True)


def _has_camelot() -> bool:
    from importlib.util import find_spec

    return find_spec("camelot") is not None


def _memory(source: Path) -> None:
    """Peak memory on ten and on two hundred pages: the file's own, then its first one again and again."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for n_pages in (FEW_PAGES, MANY_PAGES):
            made = Path(folder) / f"{n_pages}.pdf"
            made.write_bytes(_repeated(source.read_bytes(), n_pages))
            done = subprocess.run([sys.executable, "-c", PEAK, str(made)], capture_output=True, text=True, check=True)
            peaks.append(float(done.stdout))
    growth = (peaks[1] - peaks[0]) / (MANY_PAGES - FEW_PAGES)
    print(
        f"peak memory: {peaks[0]:.0f} MB for {FEW_PAGES} pages, {peaks[1]:.0f} MB for {MANY_PAGES}: {growth:.2f} MB a page"
    )


def _repeated(data: bytes, n_pages: int) -> bytes:
    import pypdfium2 as pdfium

    source, made = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    try:
        count = len(source)
        made.import_pages(source, [*[0] * max(0, n_pages - count), *range(min(count, n_pages))])
        saved = io.BytesIO()
        made.save(saved)
        return saved.getvalue()
    finally:
        made.close()
        source.close()


if __name__ == "__main__":
    main(sys.argv[1:])
