"""Plain text → Document: one Line a line of text, white space kept."""

from __future__ import annotations

import hashlib
import re

from goiextract.errors import UnreadableDocument
from goiextract.reading.html_decoding import decode
from goiextract.records import Document, Line, Place

MAX_BYTES = 64_000_000  # reports have under 1 MB; a million lines (40 MB) take 2 s and 0.5 GB
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def read(data: bytes, name: str) -> Document:
    """Bytes of a text file → Document. UnreadableDocument when it is larger than any report."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            f"{name}: {len(data) / 1e6:.0f} MB of text; a report has under 1 MB. Cut out the report and try again."
        )
    decoded = decode(data)
    lines = LINE_END.split(decoded.text.replace("\0", ""))
    blocks = tuple(Line(line, Place(path=f"line {number}")) for number, line in enumerate(lines, 1))
    return Document(name, "text", hashlib.sha256(data).hexdigest(), blocks=blocks, findings=decoded.findings)
