"""Headings of the tables in a document that yields none: then the tables are there, but not their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goiextract.forms import Form
from goiextract.labelling.normal import normal
from goiextract.records import Finding

LONGEST = 60  # characters of a line that is a heading, with what stands beside it


def bare_headings(texts: Iterable[str], forms: Sequence[Form]) -> tuple[Finding, ...]:
    """One finding that names the headings that are printed; empty where none is, and the document may be anything."""
    wanted = {normal(table.heading): table.heading for form in forms for table in form.tables}
    lines = {normal(text) for text in texts if 0 < len(text) <= LONGEST}
    found = dict.fromkeys(heading for short, heading in wanted.items() if any(short in line for line in lines))
    if not found:
        return ()
    return (Finding("tables_without_figures", "error", (("headings", "、".join(f"“{one}”" for one in found)),)),)
