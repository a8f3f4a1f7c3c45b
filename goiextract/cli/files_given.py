"""What a user named on the command line → every file, with what becomes of it."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from goiextract.batch.folders import CLOSED, READ, UNREAD, Found, look_through
from goiextract.cli.exit_status import ALL_READ, NOTHING_READ
from goiextract.report.marks import name_line
from goiextract.sentences import said


def files_of(given: Sequence[str]) -> list[Found]:
    """Every file once, in the order given; directories opened, with all that is in them."""
    found: dict[str, Found] = {}
    for path in given:
        for one in look_through(path) if os.path.isdir(path) else (Found(path, READ, "named"),):
            found.setdefault(one.path, one)
    return list(found.values())


def list_files(given: Sequence[str]) -> int:
    """What would become of each file, a line each on standard output: what, path, why and what to do; parted by tabs."""
    found = files_of(given)
    for one in found:
        path = name_line(one.path)
        if one.fate == READ:
            click.echo(said("list_read", path=path, kind=one.why))
        elif one.fate == UNREAD:
            told = said("unsupported", called=one.why, advice=one.advice)
            click.echo(said("list_unread", path=path, said=told))
        else:
            reason = said("folder_closed", why=one.why) if one.fate == CLOSED else said(one.why)
            click.echo(said("list_passed_over", path=path, reason=reason))
    return ALL_READ if any(one.fate == READ for one in found) else NOTHING_READ
