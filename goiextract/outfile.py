"""Where the command's data goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import re
import sys
import tempfile
from contextlib import suppress
from typing import IO

_MARK = ".goiextract.part"
#: The name of a file that is being written; one that stays behind was left by a run that was killed.
UNFINISHED = re.compile(r"\..+" + re.escape(_MARK), re.DOTALL)
STANDARD_OUTPUT = "-"


class Output:
    """Text written as UTF-8. A file is written beside its place under another name and moved there by `keep`.

    `path` None or ``-``: standard output. Opening it proves that it can be written: OSError at once, before any work. A
    device or a pipe is written directly.
    """

    def __init__(self, path: str | None) -> None:
        self.place = ""
        self._file: IO[bytes]
        if path is None or path == STANDARD_OUTPUT:
            if sys.stdout is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            self._file = sys.stdout.buffer
            return
        place = os.path.realpath(path)
        with suppress(FileNotFoundError):
            os.stat(place)  # a name that is too long, a part of the path that is no folder
        if os.path.isdir(place):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if os.path.exists(place) and not os.path.isfile(place):
            self._file = open(place, "wb")  # noqa: SIM115  (closed by keep or discard)
            return
        if os.path.exists(place) and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115
            dir=os.path.dirname(place), prefix=f".{os.path.basename(place)[:60]}.", suffix=_MARK, delete=False
        )
        _lock(self._file)
        self.place = place

    def write(self, text: str) -> None:
        """Add text. What UTF-8 cannot hold (half a surrogate pair from a file name) is written as ``\\udc80``. A screen
        that shows another character set gets its own, with ? for what it lacks."""
        if not self.place and self._file is getattr(sys.stdout, "buffer", None) and sys.stdout.isatty():
            sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))
            sys.stdout.flush()
            return
        self._file.write(text.encode("utf-8", "backslashreplace"))
        if not self.place:
            self._file.flush()

    def written(self) -> str:
        """The file that holds what was written so far, all of it; ``''`` where that went to standard output or a device."""
        if self.place:
            self._file.flush()
        return self._file.name if self.place else ""

    def keep(self, place: str = "") -> None:
        """Everything written so far is the result, in its place or in another beside it."""
        if self.place:
            place = place or self.place
            os.chmod(self._file.name, _mode(place))
            self._file.close()
            os.replace(self._file.name, place)

    def discard(self) -> None:
        """There is no result: a file of an earlier run stays as it is."""
        if self.place:
            with suppress(OSError):  # the disk is still full
                self._file.close()
            os.unlink(self._file.name)


def left_over(path: str | None) -> list[str]:
    """What runs that were killed have left in the folder of `path`: the files that no process is writing any more."""
    if path is None or path == STANDARD_OUTPUT:
        return []
    folder = os.path.dirname(os.path.realpath(path))
    found = glob.glob(os.path.join(glob.escape(folder), f".*{_MARK}"))
    return sorted(one for one in found if not _is_locked(one))


def _lock(file: IO[bytes]) -> None:
    """Held while the process lives, however it ends. Windows lets nobody move an open file, which says the same."""
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_locked(path: str) -> bool:
    try:
        if sys.platform == "win32":
            os.rename(path, path)
            return False
        import fcntl

        with open(path, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.EWOULDBLOCK, errno.EACCES)
    return False


def _mode(place: str) -> int:
    """The permissions of the file that is replaced, or those a new file gets (temporary files are private)."""
    if os.path.exists(place):
        return os.stat(place).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
