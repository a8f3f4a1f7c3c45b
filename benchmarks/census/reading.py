"""Documents read with mechanisms watched or switched off, in processes of their own: what is exchanged stays exchanged, what one
reading has cached may hide a mechanism from the next, and a mechanism that is off may crash or hang."""

from __future__ import annotations

import logging
import multiprocessing
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from benchmarks import gate, ours
from benchmarks.asking import answer_of
from benchmarks.census.mechanisms import mechanisms
from benchmarks.census.reached import reached
from benchmarks.census.switching import switch_off, watch
from benchmarks.parts import put_together
from benchmarks.scoring.records import Answer, Document
from benchmarks.scoring.scoring import score
from benchmarks.scoring.totals import reader_figures
from goiextract.batch import TIME_LIMIT

_REACHED = reached()  # which loads all modules, so that not every process has to
KNOWN = {one.name: one for one in mechanisms() if one.function.__code__ in _REACHED}
LIMIT = 5 * TIME_LIMIT  # seconds for one document: with every mechanism watched reading takes several times as long
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Watched(NamedTuple):
    """A document read with all mechanisms watched. asked: those that were called; changed: those of them that did something;
    below: what the gate has against it as it is."""

    asked: frozenset[str]
    changed: frozenset[str]
    below: tuple[str, ...]


class Fall(NamedTuple):
    """What happens to a document without a mechanism: what the gate has against it."""

    document: str
    why: str


def watched(documents: Sequence[Document], folder: Path, floors: gate.Floors | None, jobs: int) -> Iterator[Watched]:
    """Each document, in order. floors: None where the documents have none."""
    yield from _each(partial(_watched_apart, folder=folder, floors=floors), documents, jobs)


def falls(
    wanted: Sequence[tuple[str, Sequence[Document]]], folder: Path, floors: gate.Floors, jobs: int
) -> Iterator[Fall | None]:
    """For each mechanism and its documents, in order: the first that falls below its floors without it. None: no one does."""
    yield from _each(partial(_fall_apart, folder=folder, floors=floors), wanted, jobs)


def _each(read: Callable[[_Item], _Result], items: Iterable[_Item], jobs: int) -> Iterator[_Result]:
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(read, items)


def _watched_apart(document: Document, folder: Path, floors: gate.Floors | None) -> Watched:
    *answers, seen = _apart(_watch, folder, document.files)
    if isinstance(seen, Answer):
        raise RuntimeError(f"{document.name} was not read with its mechanisms watched: {seen.error}")
    asked, changed = seen
    below = _below(document, answers, floors) if floors is not None else []
    return Watched(frozenset(asked), frozenset(changed), tuple(below))


def _fall_apart(wanted: tuple[str, Sequence[Document]], folder: Path, floors: gate.Floors) -> Fall | None:
    name, documents = wanted
    answering = _apart(_without, folder, name, [file for one in documents for file in one.files])
    for document in documents:
        answers = list(islice(answering, len(document.files)))
        while len(answers) < len(document.files):  # its process has ended
            answers.append(answers[-1])
        if below := _below(document, answers, floors):
            answering.close()
            return Fall(document.name, below[0].removeprefix(f"{document.name}: "))
    return None


def _below(document: Document, answers: Sequence[Answer], floors: gate.Floors) -> list[str]:
    """What the gate has against this one document. Asked here, where no mechanism is off: scoring uses some too."""
    answer = put_together(document.files, answers)
    found = gate.floors_of(reader_figures([score(document, answer)])["documents"])
    lines = gate.below(found, {name: own for name, own in floors.items() if name == document.name})
    return [f"{line} ({answer.error})" if answer.error else line for line in lines]


def _apart(work: Callable[..., None], folder: Path, *given: Any) -> Generator[Any, None, None]:
    """What a process says that does this, each thing as it is sent; at the end, where it crashed or said nothing for too long,
    the answer of a reader that has read nothing."""
    context: ForkServerContext | SpawnContext
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
    else:
        context = multiprocessing.get_context("spawn")
    own, other = context.Pipe(duplex=False)
    process = context.Process(target=_quietly, args=(work, other, folder, *given), daemon=True)
    process.start()
    other.close()
    try:
        while own.poll(LIMIT):
            try:
                said = own.recv()
            except EOFError:
                process.join(5)
                yield Answer({}, f"crashed (exit status {process.exitcode})", 0.0, ())
                return
            if said is None:
                return
            yield said
        yield Answer({}, f"took more than {LIMIT:g} seconds", LIMIT, ())
    finally:
        process.kill()
        process.join()
        own.close()


def _quietly(work: Callable[..., None], say: Connection, *given: Any) -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    work(say, *given)
    say.send(None)  # that it has not crashed: a server's word on how a process ended may be lost


def _watch(say: Connection, folder: Path, files: Sequence[str]) -> None:
    asked: set[str] = set()
    changed: set[str] = set()
    for one in KNOWN.values():
        watch(one, asked, changed)
    for file in files:
        say.send(answer_of(ours.read, folder / file, ours.tell))
    say.send((asked, changed))


def _without(say: Connection, folder: Path, name: str, files: Sequence[str]) -> None:
    switch_off(KNOWN[name])
    for file in files:
        say.send(answer_of(ours.read, folder / file, ours.tell))
