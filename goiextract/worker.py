"""The process that reads other people's files for `batch`: one request a line in, one answer a line out.

A request is JSON ``[path, name]``. An answer is ``R`` and a report's JSON, or ``F`` and JSON ``[kind, message]``.
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
from typing import Any, BinaryIO

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
    for request in sys.stdin.buffer:
        path, name = json.loads(request)
        _answer(path, name, answers)


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


def _answer(path: str, name: str, answers: BinaryIO) -> None:
    kind, said = _extracted(path, name)
    answers.write(kind + said.encode("utf-8", "backslashreplace") + b"\n")
    answers.flush()


def _extracted(path: str, name: str) -> tuple[bytes, str]:
    from goiextract.errors import GoiextractError
    from goiextract.report.lossless_json import report_to_json

    try:
        _must_be_a_file(path)
        from goiextract.pipeline import extract

        return b"R", report_to_json(extract(path, name=name))
    except GoiextractError as error:
        return b"F", json.dumps([type(error).__name__, str(error).removeprefix(f"{name}: ")])
    except OSError as error:
        return b"F", json.dumps(["UnreadableFile", f"{error.strerror or error}; check the path and the permissions"])
    except MemoryError:
        said = f"too large: reading it needs more than {ADDRESS_SPACE >> 30} GB of memory; cut it to the pages with the tables"
        return b"F", json.dumps(["TooLarge", said])
    except Exception as error:  # a bug of ours must not cost the other files
        said = f"goiextract itself failed ({type(error).__name__}: {error}, {_where(error)}); please report this file"
        return b"F", json.dumps(["Bug", " ".join(said.split())])


def _must_be_a_file(path: str) -> None:
    from goiextract.errors import UnreadableDocument

    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableDocument("this is a directory; give the files in it")
    if not stat.S_ISREG(mode):  # a pipe or device would wait for ever
        raise UnreadableDocument("this is a pipe or a device; save what it gives as a file first")


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
