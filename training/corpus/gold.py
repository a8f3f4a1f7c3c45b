"""Gold of a finished file: what each cell of the form prints there, what a consistent report would say, and notes."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from goiextract.forms import Identity
from goiextract.records import CellKey
from training.corpus.records import BLANK, TABLES, UNDECIDED, UNFILLED, Made, Report

COLUMNS = ("table", "row", "column", "printed", "truth", "note")
Line = tuple[str, str, str, str, str, str]


def gold_of(report: Report, made: Made) -> list[Line]:
    """One line for every cell of the report's forms. printed: digits, '' where blank, ``NA`` where there is no cell."""
    present = report.shown - made.lost
    printed = {key: report.figures[key].printed if key in present else "NA" for key in report.figures}
    determined = _determined(report, printed)
    lines: list[Line] = []
    for key, figure in report.figures.items():
        note = figure.note
        if key not in present:
            note = "lost;determined" if key in determined else "absent"
        elif printed[key] == "" and made.swallowed:
            note = f"{UNFILLED};{UNDECIDED}" if note == UNFILLED else UNDECIDED
        elif note == BLANK and key in determined:
            note = "blank;determined"
        lines.append((*key, printed[key], "" if note.startswith(UNFILLED) else str(figure.truth), note))
    return lines


def as_csv(lines: list[Line]) -> bytes:
    """The gold as a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return out.getvalue().encode()


def consistent_as_printed(report: Report, made: Made) -> bool:
    """True unless numbers that the file prints contradict a sum of its forms."""
    present = report.shown - made.lost
    values = {key: Decimal(f.printed) for key, f in report.figures.items() if key in present and f.printed}
    return all(
        identity.residual(values) == 0 for identity in _sums(report) if all(key in values for key in identity.cells)
    )


def _sums(report: Report) -> list[Identity]:
    return [identity for name in TABLES for identity in report.forms[name].sums_of(name)]


def _determined(report: Report, printed: dict[CellKey, str]) -> set[CellKey]:
    """Cells without a number on which one sum after the other leaves a single value (a lower bound: no elimination)."""
    known = {key: Decimal(text) for key, text in printed.items() if text not in ("", "NA")}
    found: set[CellKey] = set()
    sums = _sums(report)
    growing = True
    while growing:
        growing = False
        for identity in sums:
            open_cells = [key for key in identity.cells if key not in known]
            if not open_cells:
                continue
            sides = {key in identity.parts for key in open_cells}
            rest = sum(known.get(key, Decimal(0)) for key in identity.wholes) - sum(
                known.get(key, Decimal(0)) for key in identity.parts
            )
            if len(open_cells) == 1 or (rest == 0 and len(sides) == 1):
                for key in open_cells:
                    known[key] = Decimal(report.figures[key].truth)
                    found.add(key)
                growing = True
    return found
