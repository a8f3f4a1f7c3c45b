"""What the command says beside its data: to standard error, and never at the price of a result.

Standard error may be closed, full, or a pipe whose reader has left; a message that nobody can take is dropped.
"""

from __future__ import annotations

import io
import os
import sys


class _Forgiving(io.FileIO):
    """A stream that takes everything, whether or not what is behind it still does."""

    def write(self, data: object, /) -> int:
        size = len(memoryview(data))  # type: ignore[arg-type]
        try:
            done = super().write(data)  # type: ignore[arg-type]
        except (OSError, ValueError):
            return size
        return size if done is None else done

    def flush(self) -> None:
        try:
            super().flush()
        except (OSError, ValueError):
            return


def make_streams_safe() -> None:
    """Called first by the command. Standard error cannot fail any more; on both streams a character that the reader's
    character set lacks becomes ? instead of an error."""
    if (
        sys.stderr is None
    ):  # it was closed: nothing else may get its number, and a message must not go to standard output
        nowhere = os.open(os.devnull, os.O_WRONLY)
        sys.stderr = io.TextIOWrapper(_Forgiving(nowhere, "w"), "utf-8", "replace", write_through=True)
    elif isinstance(sys.stderr, io.TextIOWrapper):
        encoding = sys.stderr.encoding
        raw = _Forgiving(os.dup(sys.stderr.fileno()), "w")
        sys.stderr = io.TextIOWrapper(raw, encoding, "replace", line_buffering=True, write_through=True)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def say(message: str) -> None:
    """One message, behind the program's name."""
    print(f"goiextract: {message}", file=sys.stderr)  # the bar's own stream while there is one, which keeps it whole
