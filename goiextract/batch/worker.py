"""The process that reads other people's files for `batch`: one request a line in, one answer a line out.

A request is JSON ``[path, name, null]``, or ``["", name, n]`` with n bytes behind its line. An answer is ``R`` and a report's
JSON, or ``F`` and JSON ``[class of the error, code, details]``.
Whatever a C library prints goes nowhere; whatever kills this process costs one file.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import stat
import sys
import warnings
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from goiextract.errors import GoiextractError

# A file that makes a library ask for more ends as one clear message instead of starving the machine: ten-page reports
# need about 150 MB, with all other readers asked and what libraries reserve and never use 450 MB; the largest web page and
# Word document that are read at all take 1 GB.
ADDRESS_SPACE = 2 << 30


def serve() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which decides what is kept
    answers = os.fdopen(os.dup(1), "wb")
    _load()
    _silence()
    _limit_memory()
    answers.write(b"ready\n")
    answers.flush()
    requests = sys.stdin.buffer
    for request in requests:
        path, name, n_bytes = json.loads(request)
        _answer(path if n_bytes is None else requests.read(n_bytes), name, answers)


def _load() -> None:
    """All that reading needs, so that a broken installation shows before ``ready``. What is loaded stays, and the
    collector of garbage need not look through it."""
    gc.disable()
    _import_jieba()
    from goiextract.pipeline import shipped_model
    from goiextract.report import lossless_json  # noqa: F401

    shipped_model()
    gc.freeze()
    gc.enable()


def _answer(source: str | bytes, name: str, answers: BinaryIO) -> None:
    kind, told = _extracted(source, name)
    answers.write(kind + told.encode("utf-8", "backslashreplace") + b"\n")
    answers.flush()


def _extracted(source: str | bytes, name: str) -> tuple[bytes, str]:
    from goiextract.errors import Bug, GoiextractError, TooLarge, cannot_open
    from goiextract.report.lossless_json import report_to_json

    try:
        if isinstance(source, str):
            _must_be_a_file(source, name)
        from goiextract.pipeline import extract

        return b"R", report_to_json(extract(source, name=name))
    except GoiextractError as error:
        return b"F", _failure(error)
    except OSError as error:
        return b"F", _failure(cannot_open(name, error))
    except MemoryError:
        return b"F", _failure(TooLarge("reader_memory", name, megabytes=ADDRESS_SPACE >> 20))
    except Exception as error:  # a bug of ours must not cost the other files
        told = " ".join(f"{type(error).__name__}: {error}".split())
        return b"F", _failure(Bug("reader_bug", name, error=told, where=_where(error)))


def _failure(error: GoiextractError) -> str:
    """An error as the caller's process makes it anew: class, code and details."""
    return json.dumps([type(error).__name__, error.code, error.details])


def _must_be_a_file(path: str, name: str) -> None:
    from goiextract.errors import UnreadableDocument

    try:
        mode = os.stat(path).st_mode
    except ValueError as error:  # a name that no file can have
        raise UnreadableDocument("file_not_opened", name, why=error) from error
    if stat.S_ISDIR(mode):
        raise UnreadableDocument("file_is_folder", name)
    if not stat.S_ISREG(mode):  # a pipe or device would wait for ever
        raise UnreadableDocument("file_is_pipe", name)


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"


def _silence() -> None:
    """pdfminer logs a line a font, jieba its loading; pdfium and libxml write to the file descriptors themselves."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _import_jieba() -> None:
    """jieba 0.42.1 imports pkg_resources for dictionaries that we do not use, and does without where there is none; and the
    tables of its guesser for unknown words, which stays off (`labelling.words`). Together most of its start. Hidden
    in this process only: it is ours alone and has one thread yet."""
    unused: dict[str, Any] = {"pkg_resources": None, "jieba.finalseg": ModuleType("jieba.finalseg")}
    hidden = {name: module for name, module in unused.items() if name not in sys.modules}
    sys.modules.update(hidden)
    try:
        import jieba  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = ADDRESS_SPACE if hard == resource.RLIM_INFINITY else min(ADDRESS_SPACE, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
