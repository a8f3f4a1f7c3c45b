"""`python -m benchmarks.growth [pages] [tables] [files]`: how time and memory grow. Without names: all three.

Documents are made at run time. Only growth within one run says anything, not the times.
"""

from __future__ import annotations

import datetime
import platform
import sys
from collections.abc import Callable, Iterator, Mapping

from benchmarks.growth.files import growth_with_files
from benchmarks.growth.pages import growth_with_pages
from benchmarks.growth.tables import growth_with_tables

PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "pages": growth_with_pages,
    "tables": growth_with_tables,
    "files": growth_with_files,
}


def main(names: list[str]) -> int:
    """Print the parts asked for; 2 for a name that is none."""
    if unknown := set(names) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"{datetime.date.today()}, Python {platform.python_version()}, {platform.machine()}")
    for name in names or PARTS:
        print()
        for line in PARTS[name]():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
