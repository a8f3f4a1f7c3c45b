"""Errors: only "could not begin". Each ends in what to do next; doubt about content is a `Finding` in the Report."""


class GoiextractError(Exception):
    """Base of all errors a user can meet. `exit_code` is what the command ends with when nothing else was read."""

    exit_code = 3


class UnsupportedFormat(GoiextractError):
    """The bytes are of a kind we have no reader for (the message names the kind and a way to convert it)."""


class UnreadableDocument(GoiextractError):
    """The bytes are of a kind we read, but damaged, encrypted, empty or hostile."""


class TooLarge(UnreadableDocument):
    """The file, or what it unpacks to, is far larger than any report, and is not read so that it cannot starve the machine."""


class MissingReader(GoiextractError):
    """Reading this needs an extra; the message names the one command that installs it."""


class BadModel(GoiextractError):
    """A model folder of another format or form, truncated or altered; the message names the file."""


class BadForm(GoiextractError):
    """A mistake in a form's TOML (the message names file and key), or readings of a form or table that is not given."""
