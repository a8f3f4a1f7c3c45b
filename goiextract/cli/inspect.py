"""``goiextract inspect``: what each stage saw of a file on standard output, pictures of a PDF's pages, an exit status."""

from __future__ import annotations

import logging
import os
import warnings

import click

from goiextract.cli.exit_status import ALL_READ, NOTHING_READ
from goiextract.cli.messages import say
from goiextract.cli.output import CannotWrite
from goiextract.errors import GoiextractError, why
from goiextract.inspection import inspect
from goiextract.sentences import said


def run(file: str, out: str | None) -> int:
    """Show the stages, write the pictures (`out`: their name), return the exit status."""
    if out is not None and os.path.splitext(out)[1].lower() != ".png":
        raise CannotWrite(said("cannot_write", place=out, why="out_not_png"))
    logging.disable(logging.CRITICAL)  # pdfminer says a line a font
    warnings.simplefilter("ignore")
    try:
        for line in inspect(file, out):
            click.echo(line)
    except GoiextractError as error:
        say(f"{file}: {error.message}")
        return error.exit_code
    except OSError as error:
        if error.filename is None:  # of standard output
            raise
        say(f"{error.filename}: {said(why(error))}")
        return NOTHING_READ
    return ALL_READ
