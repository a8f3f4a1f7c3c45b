"""Growth with the size of a table: a report with a foreign ruled table of so many cells behind its own three."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.growth.fresh_process import taken_by
from benchmarks.growth.made_pdf import made_pdf

CELLS = (0, 100, 1000, 3000, 10_000)


def growth_with_tables(sizes: tuple[int, ...] = CELLS) -> Iterator[str]:
    """Lines to print: of each size, time and memory, and what a thousand cells more took since the size before."""
    yield "cells of another ruled table in the same report, 500 a page"
    before = None
    for n_cells in sizes:
        own = taken_by(made_pdf(3, n_cells))
        line = f"  {n_cells:5} cells  {own.time:7.0f} ms  {own.peak:5.0f} MB"
        if before:
            thousands = (n_cells - before[0]) / 1000
            time, peak = (own.time - before[1].time) / thousands, (own.peak - before[1].peak) / thousands
            line += f"   each thousand more {time:.0f} ms, {peak:.1f} MB"
        yield line
        before = n_cells, own
