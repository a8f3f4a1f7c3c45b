"""Growth with pages: text and ruled tables in turn, which is more tables than any report has."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.growth.fresh_process import taken_by
from benchmarks.growth.made_pdf import made_pdf

PAGES = (3, 10, 50, 200)


def growth_with_pages(sizes: tuple[int, ...] = PAGES) -> Iterator[str]:
    """Lines to print: of each size, time and memory, and what a page more took since the size before."""
    yield "pages, text and tables in turn (a third of them text)"
    before = None
    for n_pages in sizes:
        own = taken_by(made_pdf(n_pages))
        line = f"  {n_pages:5} pages  {own.time:7.0f} ms, {own.time / n_pages:5.1f} a page  {own.peak:5.0f} MB"
        if before:
            more = n_pages - before[0]
            time, peak = (own.time - before[1].time) / more, (own.peak - before[1].peak) / more
            line += f"   each page more {time:.1f} ms, {peak:.2f} MB"
        yield line
        before = n_pages, own
