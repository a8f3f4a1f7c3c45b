"""Readers asked in a process of their own: one that crashes or hangs on a document has read nothing of it, and is started
again for the next."""

from __future__ import annotations

import logging
import multiprocessing
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from benchmarks.scoring.records import Answer, Said, Told
from goiextract.batch import TIME_LIMIT
from goiextract.records import CellKey

Read = Callable[[Path], dict[CellKey, Said]]
Tell = Callable[[Path], Told]


def answers(read: Read, tell: Tell | None, paths: Iterable[Path], time_limit: float = TIME_LIMIT) -> Iterator[Answer]:
    """What a reader says of each file, in order. read, tell: functions that the other process can import. time_limit: seconds
    for one file."""
    asked: _Asked | None = None
    try:
        for path in paths:
            asked = asked or _Asked(read, tell)
            start = time.perf_counter()
            answer = asked.answer(path, time_limit)
            if answer is None:
                seconds = time.perf_counter() - start
                why = asked.ended() or f"took more than {time_limit:g} seconds"
                asked = None
                answer = Answer({}, why, seconds, () if tell else None)
            yield answer
    finally:
        if asked is not None:
            asked.ended()


class _Asked:
    """A process with one reader."""

    def __init__(self, read: Read, tell: Tell | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._own, other = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(other, read, tell), daemon=True)
        self._process.start()
        other.close()
        try:
            self._own.recv()  # ready
        except EOFError:
            raise RuntimeError(
                f"the process for a reader did not start; {read.__module__} cannot be imported"
            ) from None

    def answer(self, path: Path, time_limit: float) -> Answer | None:
        """None where it crashed or took too long."""
        try:
            self._own.send(path)
            found: Answer | None = self._own.recv() if self._own.poll(time_limit) else None
        except (EOFError, ConnectionError):
            found = None
            self._process.join(5)
        return found

    def ended(self) -> str:
        """End it. How it had ended by itself; empty where it had not."""
        code = self._process.exitcode
        self._process.kill()
        self._process.join()
        self._own.close()
        return "" if code is None else f"crashed (exit status {code})"


def _serve(asked: Connection, read: Read, tell: Tell | None) -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asked.send("ready")
    while True:
        try:
            path = asked.recv()
        except EOFError:
            return
        asked.send(answer_of(read, path, tell))


def answer_of(read: Read, path: Path, tell: Tell | None) -> Answer:
    """What a reader says of one file. One that raises has read nothing of it: that is an outcome, and not the end."""
    start = time.perf_counter()
    try:
        cells = read(path)
        seconds = time.perf_counter() - start
        if tell is None:
            return Answer(cells, "", seconds)
        told = tell(path)
        return Answer(cells, "", seconds, told.lines, (), told.agency, told.year, told.findings)
    except Exception as error:  # whatever a reader raises
        return Answer({}, f"{type(error).__name__}: {error}", time.perf_counter() - start, () if tell else None)
