"""A file of many that gave no report."""

from __future__ import annotations

from dataclasses import dataclass

from goiextract import errors
from goiextract.errors import GoiextractError


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report. `kind` is the name of the class in `goiextract.errors` that `extract` raises for it;
    `code` and `details` are the error's, `path` is the file as given."""

    path: str
    kind: str
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language, without the path."""
        return self.error().message

    def error(self) -> GoiextractError:
        """The error that `extract` raises for this file."""
        made: GoiextractError = getattr(errors, self.kind)(self.code, self.path, **dict(self.details))
        return made
