"""What a report leaves open, and the pages where another reader of the PDF may find it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from goiextract.forms import forms
from goiextract.records import Document, Grid, Layout, Report, Status

UNSETTLED = (Status.AMBIGUOUS, Status.MISSING)
START = 4  # characters of a wording looked for: more of it may stand on the cell's next line
NUMBERING = re.compile(r"^(?:[一二三四五六七]、|（[一二三四五六七]）|\d\.)")


def unsettled_tables(report: Report) -> tuple[str, ...]:
    """Keys of the tables not found, or with figures that were not found or not placed. A table printed twice with other
    figures is no matter of reading: a reader who met only one of them would settle nothing."""
    tables = {table.table for table in report.tables if not table.found}
    tables |= {figure.key.table for figure in report.figures if figure.status in UNSETTLED}
    return tuple(sorted(tables - {finding.table for finding in report.findings if finding.code == "table_repeated"}))


def unsettled_pages(report: Report, texts: Sequence[str]) -> Iterator[range]:
    """For each unsettled table the pages (1-based) that it may stand on: its own, and those between the figures printed
    last before and first after what was not found or not placed. None for a table not found of which these pages print no
    wording either: it is not in the document. `texts`: each page's words, run together."""
    placed = [(number, figure.place.page) for number, figure in enumerate(report.figures) if figure.place.page]
    for table in unsettled_tables(report):
        own = [number for number, figure in enumerate(report.figures) if figure.key.table == table]
        found = [page for number, page in placed if own[0] <= number <= own[-1]]
        doubtful = [number for number in own if report.figures[number].status in UNSETTLED]
        before = [page for number, page in placed if number < doubtful[0]][-1:]
        after = [page for number, page in placed if number > doubtful[-1]][:1]
        pages = [*found, *(before or [1]), *(after or [len(texts)])]
        between = range(min(pages), max(pages) + 1)
        if found or _prints_any_of("".join(texts[page - 1] for page in between), table):
            yield between


def _prints_any_of(text: str, table: str) -> bool:
    """True where the text has two of the table's wordings, on whichever form. The rows of sub-tables are left out: they
    are words of any report's narrative (行政许可, 行政处罚)."""
    text = unicodedata.normalize("NFKC", text)  # some fonts give radicals for characters
    wordings = set()
    for of_form in (form.table(table) for form in forms()):
        for row in of_form.rows:
            wordings |= {column.printed[:START] for column in row.columns}
            if of_form.layout != "blocks":
                wordings.add(NUMBERING.sub("", row.printed)[:START])
    return sum(wording in text for wording in wordings if len(wording) == START) >= 2


def pages_to_ask_for(document: Document, layout: Layout, report: Report) -> list[int]:
    """The pages (1-based) worth reading again. Those of a table of which something was left out are read once: no reader finds
    what was cut off, and for a page of 60,000 glyphs they need a gigabyte."""
    cut = {page.number for page in document.pages if not page.whole}
    texts = ["".join(word.text for word in page.words) for page in document.pages]
    open_pages = {page for pages in unsettled_pages(report, texts) if cut.isdisjoint(pages) for page in pages}
    with_tables = {block.page for block in layout.blocks if isinstance(block, Grid)}
    return sorted(open_pages & with_tables & _crossed(document))


def _crossed(document: Document) -> set[int]:
    """The pages with ruling lines both ways: the other readers find tables by their crossings, and none without."""
    return {
        page.number
        for page in document.pages
        if any(stroke.x0 == stroke.x1 for stroke in page.strokes) and any(s.top == s.bottom for s in page.strokes)
    }
