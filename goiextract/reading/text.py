"""Plain text → Document: one Line a line of text, white space kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from goiextract.errors import TooLarge
from goiextract.reading.decoding import decode
from goiextract.records import Document, Line, Place

MAX_BYTES = 16_000_000  # a report has under 1 MB; one line of so many bytes takes 3 s and 250 MB
MAX_CELLS = 200_000  # line ends, tabs and bars; a report has under 3,000, and so many take 10 s and 150 MB
LINE_END = re.compile("\r\n|\n|\r")
# breaks that editors do not count as lines; a page break stays at the head of its page
INNER_BREAK = re.compile("(?<=[^\f])(?=\f)|[\x0b\x1c-\x1e\x85\u2028\u2029]")


def read(data: bytes, name: str) -> Document:
    """Bytes of a text file → Document. TooLarge when it is larger than any report."""
    if len(data) > MAX_BYTES:
        raise TooLarge("text_large", name, size=f"{len(data) / 1e6:.0f}")
    decoded = decode(data)
    text = decoded.text.replace("\0", "")
    cells = sum(map(text.count, "\n\r\t|"))
    if cells > MAX_CELLS:
        raise TooLarge("text_many_cells", name, cells=f"{cells:,}")
    return Document(
        name, "text", hashlib.sha256(data).hexdigest(), blocks=tuple(_lines(text)), findings=decoded.findings
    )


def _lines(text: str) -> Iterator[Line]:
    for number, whole in enumerate(LINE_END.split(text), 1):
        place = Place(line=number)
        for part in INNER_BREAK.split(whole):
            yield Line(part, place)
