"""Where the command's data goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from contextlib import suppress
from typing import IO


class Output:
    """Text written as UTF-8. A file is written beside its place under another name and moved there by `keep`.

    Opening it proves that it can be written: OSError at once, before any work. A device or a pipe is written directly.
    """

    def __init__(self, path: str | None) -> None:
        self._place = ""
        self._file: IO[bytes]
        if path is None:
            if sys.stdout is None:
                raise OSError(errno.EBADF, "it is closed")
            self._file = sys.stdout.buffer
            return
        place = os.path.realpath(path)
        if os.path.isdir(place):
            raise IsADirectoryError(21, "this is a directory; name a file in it", path)
        if os.path.exists(place) and not os.path.isfile(place):
            self._file = open(place, "wb")  # noqa: SIM115  (closed by keep or discard)
            return
        if os.path.exists(place) and not os.access(place, os.W_OK):
            raise PermissionError(13, "the file may not be written", path)
        self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115
            dir=os.path.dirname(place), prefix=f".{os.path.basename(place)[:80]}.", suffix=".part", delete=False
        )
        self._place = place

    def write(self, text: str) -> None:
        """Add text. What UTF-8 cannot hold (half a surrogate pair from a file name) is written as ``\\udc80``."""
        self._file.write(text.encode("utf-8", "backslashreplace"))
        if not self._place:
            self._file.flush()

    def keep(self) -> None:
        """Everything written so far is the result."""
        if self._place:
            self._file.close()
            os.chmod(self._file.name, _mode(self._place))
            os.replace(self._file.name, self._place)

    def discard(self) -> None:
        """There is no result: a file of an earlier run stays as it is."""
        if self._place:
            with suppress(OSError):  # the disk is still full
                self._file.close()
            os.unlink(self._file.name)


def _mode(place: str) -> int:
    """The permissions of the file that is replaced, or those a new file gets (temporary files are private)."""
    if os.path.exists(place):
        return os.stat(place).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
