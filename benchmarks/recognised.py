"""Pages as a recogniser hands them on: words with how sure it is of them and what else it thought possible, and ruling lines.

The library has no recogniser of its own yet, but all stages after reading already take what one says. Gold documents named
``NAME.pages`` hold such pages as JSON and are taken up where a reader would have left them.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from goiextract.records import Document, Page

SUFFIX = ".pages"


def are_recognised(path: Path) -> bool:
    """True for a file of such pages."""
    return path.suffix == SUFFIX


def document(path: Path) -> Document:
    """The pages as a Document. Raises a msgspec.DecodeError where they are none."""
    data = path.read_bytes()
    return Document(path.name, "pages", sha256(data).hexdigest(), msgspec.json.decode(data, type=tuple[Page, ...]))
