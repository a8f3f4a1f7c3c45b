"""Where a command's data goes and in which form, as the user named it; what cannot be is said before any work."""

from __future__ import annotations

import os
import signal

import click

from goiextract.cli.exit_status import USAGE
from goiextract.errors import why
from goiextract.outfile import Output
from goiextract.sentences import said

FORMS = {".csv": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".txt": "table", "": "table"}
STOPS = ("SIGTERM", "SIGHUP")  # a scheduler's stop and a closed terminal keep what was read, as Ctrl-C does
#: What these names promise is not text, whatever --format says.
NOT_TEXT = frozenset({".xlsx", ".xls", ".ods", ".dta", ".sav", ".parquet", ".feather", ".arrow", ".sqlite", ".db"})


class CannotWrite(click.ClickException):
    """The output cannot be written; mostly found before any work."""

    exit_code = USAGE


def output_for(out: str | None, paths: list[str], option: str) -> Output:
    """Where the data goes: standard output where `out` is None. CannotWrite where that is impossible or a file to read.
    `option`: what the user names another place with."""
    if out is not None and os.path.exists(out):
        for path in paths:
            if os.path.exists(path) and os.path.samefile(out, path):
                raise CannotWrite(said("cannot_write_choose", place=out, why="out_is_input", option=option))
    try:
        return Output(out)
    except OSError as error:
        raise cannot_write(out, error, option) from error


def cannot_write(out: str | None, error: OSError, option: str) -> CannotWrite:
    """The error as a user is told it."""
    place = said("standard_output") if out is None else out or repr(out)
    return CannotWrite(said("cannot_write_choose", place=place, why=why(error), option=option))


def form_for(form: str | None, out: str | None) -> str:
    """What is written. CannotWrite for a name that promises something else."""
    suffix = os.path.splitext(out or "")[1].lower()
    if suffix in NOT_TEXT:
        raise CannotWrite(said("cannot_write", place=out, why=said("out_kind_not_written", suffix=suffix)))
    if form is None and suffix not in FORMS:
        raise CannotWrite(said("cannot_write", place=out, why=said("out_suffix_unknown", suffix=suffix)))
    return form or FORMS[suffix]


def stop_as_ctrl_c() -> None:
    """Let a scheduler's stop and a closed terminal keep what was read."""
    for name in STOPS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup's wish
            signal.signal(number, signal.default_int_handler)
