"""A trained model → its folder: there whole or not at all, and nothing overwritten unless that was asked for."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from goiextract.errors import GoiextractError
from goiextract.labelling.model_folder import METADATA, WEIGHTS, read_folder


class NoPlace(GoiextractError):
    """A model cannot be written to where it should go; the message says why and what to do."""


def check_place(out: Path, replace: bool) -> None:
    """NoPlace if a model could not be written to `out` as things are: asked before training takes its minute."""
    try:
        if out.is_symlink() and not out.exists():
            raise NoPlace(f"{out} is a link to nothing. Give another folder.")
        if out.exists() and not out.is_dir():
            raise NoPlace(f"{out} is a file, not a folder. Give a folder.")
        if out.is_dir() and not replace and any(out.iterdir()):
            raise NoPlace(f"{out} is not an empty folder. Give another folder, or --replace.")
        there = next(one for one in (out.resolve(), *out.resolve().parents) if one.exists())
        if not there.is_dir():
            raise NoPlace(f"{there} is a file, so {out} cannot be made in it. Give another folder.")
        os.rmdir(tempfile.mkdtemp(dir=there))  # permissions do not tell of everything
    except OSError as error:
        raise NoPlace(f"nothing can be written to {out} ({error.strerror}). Give another folder.") from error


def place_model(out: Path, replace: bool, write: Callable[[Path], None]) -> None:
    """Have `write` fill a new folder, load what it wrote, and only then put it in place.

    NoPlace if the disk is full, or if another has written there meanwhile; BadModel if what was written does not load.
    What was in `out` stays as it was then.
    """
    goal = out.resolve()
    inside = goal.is_dir()
    fresh: Path | None = None
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=goal if inside else goal.parent, prefix=f".{goal.name[:80]}.new-"))
        fresh.chmod(0o777 & ~_mask())
        write(fresh)
        read_folder(fresh)
        with _uninterrupted():
            if inside:
                check_place_again(out, replace)
                for name in (METADATA, WEIGHTS):
                    (fresh / name).replace(goal / name)
            else:
                fresh.rename(goal)  # fails if a folder with something in it is there by now
    except OSError as error:
        where = f" ({out} is there by now)" if not inside and goal.exists() else ""
        raise NoPlace(f"{out}: {error.strerror or error}{where}. Make room, or give another folder.") from error
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)


def check_place_again(out: Path, replace: bool) -> None:
    """NoPlace if a model has been written to `out` while this one was trained."""
    if not replace and ((out / METADATA).exists() or (out / WEIGHTS).exists()):
        raise NoPlace(f"another model has been written to {out} meanwhile. Give another folder, or --replace.")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Nobody stops the program between the first file of a model and the second."""
    before = {one: signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
