"""Many files: each gives a Report or a Failure, in input order, and no file can hurt another: `extract_many`.

Nothing is imported before it is asked for: the command starts the process that reads (`process`) before it loads itself.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing is not loaded for it
if TYPE_CHECKING:
    from typing import Any

    from goiextract.batch.failure import Failure
    from goiextract.batch.many_files import TIME_LIMIT, extract_many

__all__ = ["TIME_LIMIT", "Failure", "extract_many"]


def __getattr__(name: str) -> Any:
    if name == "Failure":
        from goiextract.batch import failure

        return failure.Failure
    if name in __all__:
        from goiextract.batch import many_files

        return getattr(many_files, name)
    raise AttributeError(f"module 'goiextract.batch' has no attribute {name!r}")
