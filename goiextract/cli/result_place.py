"""Whether the result may take its place: nothing that a person made, and no whole result, is overwritten unasked."""

from __future__ import annotations

import os

from goiextract.cli.lines_kept import Lost, csv_lines_lost, lines_lost
from goiextract.outfile import Output
from goiextract.sentences import said


def put_in_place(output: Output, form: str, replace: bool, interrupted: bool) -> str:
    """Keep what was written (`form`: csv, json or table): in its place, or beside what stands there, and then the sentence that
    says so. An older file is replaced where that is asked for, or where the new one holds all its lines; never by what an
    interruption left unfinished."""
    place = output.place
    if not place or not _is_there(place) or (replace and not interrupted):
        output.keep()
        return ""
    if interrupted:
        beside = next(name for name in _names(place) if not os.path.exists(name))
        output.keep(beside)
        return said("out_unfinished", out=place, beside=beside)
    lost = _lost(place, output.written(), form)
    if lost is None:
        output.keep()
        return ""
    new = output.written()
    beside = next(name for name in _names(place) if not _is_there(name) or _lost(name, new, form) is None)
    output.keep(beside)
    details = {"count": str(lost.lines), "line": str(lost.first), "said": lost.text}
    return said("out_kept_beside", details, out=place, beside=beside)


def _lost(old: str, new: str, form: str) -> Lost | None:
    return csv_lines_lost(old, new) if form == "csv" else lines_lost(old, new)


def _names(place: str) -> list[str]:
    """Names beside it, in the order tried."""
    stem, suffix = os.path.splitext(place)
    return [f"{stem}.new{number if number > 1 else ''}{suffix}" for number in range(1, 1_000)]


def _is_there(path: str) -> bool:
    return os.path.exists(path) and os.path.getsize(path) > 0
