"""Errors: only "could not begin". Each ends in what to do next; doubt about content is a `Finding` in the Report.

An error is a code with details; what it says stands in ``sentences.toml`` in Chinese and English, and is looked up when it
is shown. `Failure.kind` (`batch`) is the name of one of these classes.
"""

from __future__ import annotations

import errno


class GoiextractError(Exception):
    """Base of all errors a user can meet. `name`: the file, as the caller calls it. `exit_code`: what the command ends with
    when nothing else was read."""

    exit_code = 3

    def __init__(self, code: str, name: object = "", **details: object) -> None:
        super().__init__(code, str(name))
        self.code, self.name = code, str(name)
        self.details = {key: str(value) for key, value in details.items()}

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language, without the name."""
        from goiextract.sentences import said

        return said(self.code, self.details)

    def __str__(self) -> str:
        return f"{self.name}: {self.message}" if self.name else self.message


class UnsupportedFormat(GoiextractError):
    """The bytes are of a kind we have no reader for (the message names the kind and a way to convert it)."""


class UnreadableDocument(GoiextractError):
    """The file cannot be opened, or its bytes are of a kind we read, but damaged, encrypted, empty or hostile."""


class TooLarge(UnreadableDocument):
    """Reading it would take more memory or work than any report does."""


class TimeLimit(UnreadableDocument):
    """Reading it was not done when its time was up."""


class Crash(GoiextractError):
    """The process that read it died: a library's failure, which cost this file only."""


class NotStarted(GoiextractError):
    """The process that reads other people's files did not start; the message says what it said."""


class Bug(GoiextractError):
    """A mistake of goiextract's own, which cost this file only; the message says where, so that it can be reported."""


class MissingReader(GoiextractError):
    """Reading this needs an extra; the message names the one command that installs it."""


class BadModel(GoiextractError):
    """A model folder of another format or form, truncated or altered; the message names the file."""


class BadForm(GoiextractError):
    """A mistake in a form's TOML (the message names file and key), or readings of a form or table that is not given."""


LONGEST_PATH = 300  # characters of a path that a message shows; a whole document may have been given for one


def why(error: OSError | ValueError) -> str:
    """The code of the sentence that says why the system refused; its own words where there is none."""
    if not isinstance(error, OSError):
        return str(error)
    code = f"os_{errno.errorcode.get(error.errno or 0, '')}"
    from goiextract.sentences import sentences

    return code if code in sentences() else error.strerror or str(error)


def cannot_open(path: object, error: OSError | ValueError) -> UnreadableDocument:
    """The error to raise for a file that cannot be opened."""
    shown = str(path)
    shown = shown if len(shown) <= LONGEST_PATH else f"{shown[:LONGEST_PATH]}…"
    return UnreadableDocument("file_not_opened", shown, why=why(error))
