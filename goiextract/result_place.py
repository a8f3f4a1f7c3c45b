"""Whether the result may take its place: nothing that a person made, and no whole result, is overwritten unasked."""

from __future__ import annotations

import os

from goiextract.errors import GoiextractError, UnsupportedFormat
from goiextract.lines_kept import lines_lost
from goiextract.outfile import Output
from goiextract.reading.kinds import find_kind
from goiextract.sentences import said

START = 65_536  # bytes of an older file that tell what it is


def put_in_place(output: Output, form: str, replace: bool, interrupted: bool) -> str:
    """Keep what was written (`form`: csv, json or table): in its place, or beside what stands there, and then the sentence that
    says so. An older file is replaced where that is asked for, where it is our own of the same form, and a CSV where the new
    one holds all its lines; never by what an interruption left unfinished."""
    place = output.place
    if not place or not _is_there(place) or (replace and not interrupted):
        output.keep()
        return ""
    reason = _reason(place, output.written(), form)
    if interrupted:
        reason = said("out_unfinished")
    if not reason:
        output.keep()
        return ""
    beside = _beside(place, output.written(), form)
    output.keep(beside)
    return said("out_kept_beside", out=place, reason=reason, beside=beside)


def _reason(old: str, new: str, form: str) -> str:
    """Why `old` must stay; empty where the new file may replace it."""
    if form == "csv":
        lost = lines_lost(old, new)
        return said("out_lines_lost", count=lost.lines, line=lost.first, said=lost.text) if lost else ""
    return "" if _own_form(old) == form else said("out_not_ours")


def _beside(place: str, new: str, form: str) -> str:
    """A name beside it: one that is free, or that of an earlier such result which may be replaced."""
    stem, suffix = os.path.splitext(place)
    names = (f"{stem}.new{number if number > 1 else ''}{suffix}" for number in range(1, 10_000))
    return next(name for name in names if not _is_there(name) or not _reason(name, new, form))


def _is_there(path: str) -> bool:
    return os.path.exists(path) and os.path.getsize(path) > 0


def _own_form(path: str) -> str:
    """The form of a file that goiextract wrote; empty for any other."""
    with open(path, "rb") as file:
        start = file.read(START)
    try:
        find_kind(start, path)
    except UnsupportedFormat as refused:
        if refused.details.get("called") == "kind_own_output":
            text = start.lstrip(b"\xef\xbb\xbf \r\n")
            return "json" if text[:1] in b"{[" else "csv" if text.startswith((b"source", b'"source')) else "table"
    except GoiextractError:
        return ""
    return ""
