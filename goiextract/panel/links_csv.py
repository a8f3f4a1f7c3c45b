"""Panel → tidy CSV: one line a link. The header is a contract."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from goiextract.defused import defused
from goiextract.panel.found import Panel
from goiextract.panel.sentences_of_links import accused
from goiextract.panel.years import plain
from goiextract.report.marks import one_line

PANEL_HEADER = (
    "agency",
    "year",
    "next_year",
    "table",
    "link",
    "column",
    "left",
    "right",
    "status",
    "trivial",
    "certainty",
    "verdict",
    "year_off",
    "cells",
)


def panel_to_csv(panel: Panel) -> str:
    """The panel's links as CSV text with a header, ``\\n`` line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(PANEL_HEADER)
    writer.writerows(panel_to_rows(panel))
    return text.getvalue()


def panel_to_rows(panel: Panel) -> Iterator[tuple[str, ...]]:
    """The lines of the CSV, each in the order of `PANEL_HEADER`.

    column: the column of 表三, or the row of 表二, that the link is of. cells, parted by spaces: where it fails the ones to
    look at (``2022:applications.carried_in.total``), where it is unchecked those that give no number.
    """
    for link in panel.links:
        kind, _, column = link.link.rpartition(".")
        cells = [(one.year, one.key) for one in accused(link)] if link.suspects else link.lacking
        yield (
            defused(one_line(link.agency)),
            str(link.year),
            str(link.year + 1),
            link.table,
            kind,
            column,
            "" if link.left is None else plain(link.left),
            "" if link.right is None else plain(link.right),
            link.status,
            "true" if link.trivial else "false",
            link.certainty,
            link.verdict,
            "" if link.year_off is None else str(link.year_off),
            " ".join(f"{year}:{key}" for year, key in cells),
        )
