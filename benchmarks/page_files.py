"""Gold documents named ``NAME.pages``: pages as a reader hands them on, as JSON, taken up where it would have left them.

They hold what no file can yet: how sure a recogniser is of a word and what else it thought possible (the library has no
recogniser of its own yet, but all stages after reading take what one says); and pages of files that would be large for one
property of their words and rules.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from goiextract.records import Document, Page

SUFFIX = ".pages"


def holds_pages(path: Path) -> bool:
    """True for a file of such pages."""
    return path.suffix == SUFFIX


def document_of(path: Path) -> Document:
    """The pages as a Document. Raises a msgspec.DecodeError where they are none."""
    data = path.read_bytes()
    return Document(path.name, "pages", sha256(data).hexdigest(), msgspec.json.decode(data, type=tuple[Page, ...]))
