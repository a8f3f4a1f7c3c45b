"""Whether the pages of a PDF might take PDFium more memory than a report's: what its streams unpack to, and how often they are
drawn, without opening it.

PDFium keeps every object that a page draws, some 500 bytes for two bytes of `q`, and a page is opened whole or not at all.
350 KB of a deflated stream hold eight million texts. So the streams are unpacked here first, a piece at a time, and
measured; most files take a millisecond. The answer errs on the side of yes: `pdf_trial` then finds out.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

MOST_DRAWN = (
    3_000_000  # bytes of drawing a page: densest, they take PDFium half a gigabyte; pages of reports have under 1 MB
)
MOST_UNPACKED = 60_000_000  # bytes of a font or a table of characters, which is kept as it is
SMALL = 60_000  # bytes: deflate makes a thousand of one at most, and what is so small stays below `MOST_UNPACKED`
LETTERS, MOST_LETTERS = 256, 12_000_000  # of a font; bytes of all, which are few to an object
LONGEST_HEAD, LONGEST_NUMBER = 4_000, 40  # bytes of the dictionary before a stream, of its number
PIECE = 65_536
FEW = 2_000  # bytes: deflate makes at most 2 MB of them, so they may be unpacked at once
DEFLATED = (b"FlateDecode", b"Fl")
PICTURE_FILTERS = (b"DCT", b"JPX", b"CCITTFax", b"JBIG2", b"CCF")
FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+|\d)")
NAME = re.compile(rb"/(\w+)")
PACKED_OBJECTS = b"/ObjStm"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
BEFORE_OBJECT = re.compile(rb"(\d+)\s+\d+\s*\Z")
ARRAY = re.compile(rb"\[[^\[\]]*\]")
REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")
CONTENTS = re.compile(rb"\s*(\[[^\]]*\]|\d+\s+\d+\s+R\b)")
DRAWS = b"Do"
DEPTH = 40  # of forms within forms that PDFium follows
WHITE = b" \t\r\n\f\0"


class _Stream(NamedTuple):
    """A stream: the number of its object, its dictionary, where its bytes begin and end."""

    number: int
    head: bytes
    begin: int
    end: int


class _Drawing(NamedTuple):
    """What a stream unpacks to: bytes, and how many forms it may draw."""

    size: int
    draws: int


def may_be_huge(data: bytes) -> bool:
    """True for a PDF of which some page might take much memory, or that cannot be measured (encrypted, rare filters)."""
    if b"/Encrypt" in data:
        return True
    streams, plain = _streams(data)
    packed = [_unpacked(data, stream, MOST_UNPACKED) for stream in streams if PACKED_OBJECTS in stream.head]
    if any(len(text) >= MOST_UNPACKED for text in packed):
        return True
    plain = b"\n".join((_readable(plain), *packed))
    contents = list(_contents(plain))
    numbers = {stream.number for stream in streams}
    letters = b"/CharProcs" in plain  # any stream may draw a letter
    elsewhere = any(one[-1:] == b"R" and int(one.split()[0]) not in numbers for one in contents)  # in a list by itself
    if elsewhere:
        contents += ARRAY.findall(plain)
    shown = {int(number) for one in contents for number in REFERENCE.findall(one)}
    drawings: dict[int, _Drawing] = {}
    forms: list[_Drawing] = []
    for stream in streams:
        is_form = _is_form(stream)
        drawing = _drawing(data, stream, letters or is_form or stream.number in shown or stream.number < 0)
        if drawing is None:
            return True
        if is_form:
            forms.append(drawing)
        drawings[stream.number] = max(drawing, drawings.get(stream.number, drawing))  # a later version may not count
    if any(one.draws > 1 for one in forms):  # it may draw itself twice, and each of these again; no report was seen to
        return True
    if _has_many_notes(forms, plain):
        return True
    weights = _weights(drawings, forms)
    if any(sum(weights.get(int(number), 0) for number in REFERENCE.findall(one)) > MOST_DRAWN for one in contents):
        return True
    return letters and _has_huge_letters({n: weight for n, weight in weights.items() if n not in shown}, plain)


def _has_huge_letters(weights: dict[int, int], plain: bytes) -> bool:
    """Whether the letters of fonts that are drawn may be too much together: every name of one may stand for the same stream."""
    fonts = (behind.partition(b">>")[0] for behind in plain.split(b"/CharProcs")[1:])
    letters = sum(min(font.count(b"/"), LETTERS) if b"<<" in font else LETTERS for font in fonts)
    if max(weights.values(), default=0) * letters <= MOST_LETTERS:
        return False
    times = Counter(int(number) for number in REFERENCE.findall(plain))
    return sum(weights[number] * n for number, n in times.items() if number in weights) > MOST_LETTERS


def _contents(plain: bytes) -> Iterator[bytes]:
    """What the entries of this name hold: a list of references, or one."""
    for behind in plain.split(b"/Contents")[1:]:
        found = CONTENTS.match(behind)
        if found:
            yield found[1]


def _weights(drawings: dict[int, _Drawing], forms: list[_Drawing]) -> dict[int, int]:
    """What each stream may unpack to with the forms that it draws: any may draw any, itself too, as deep as PDFium goes."""
    form = max((one.size for one in forms), default=0) * (DEPTH if any(one.draws for one in forms) else 1)
    return {number: one.size + one.draws * form for number, one in drawings.items()}


def _has_many_notes(forms: list[_Drawing], plain: bytes) -> bool:
    """Whether one list may name too many notes on a page, each of which is printed into it with the largest form."""
    size = max((one.size for one in forms), default=0)
    return size > 0 and any(one.count(b"R") * size > MOST_UNPACKED for one in ARRAY.findall(plain))


def _streams(data: bytes) -> tuple[list[_Stream], bytes]:
    """All streams, and what stands between them: objects that are none."""
    streams: list[_Stream] = []
    plain: list[bytes] = []
    at = 0
    while (found := data.find(b"stream", at)) >= 0:
        plain.append(data[at:found])
        head = max(at, data.rfind(b"obj", max(at, found - LONGEST_HEAD), found))
        number = BEFORE_OBJECT.search(data[max(0, head - LONGEST_NUMBER) : head])
        begin = found + 6
        begin += 2 if data[begin : begin + 2] == b"\r\n" else 1
        end = data.find(b"endstream", begin)
        end = len(data) if end < 0 else end
        streams.append(_Stream(int(number[1]) if number else -1, _readable(data[head:found]), begin, end))
        at = end + 9
    plain.append(data[at:])
    return streams, b"\n".join(plain)


def _readable(text: bytes) -> bytes:
    """The text with what is escaped in its names."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text) if b"#" in text else text


def _is_form(stream: _Stream) -> bool:
    return b"/Form" in stream.head


def _is_picture(stream: _Stream) -> bool:
    return b"/Image" in stream.head and not _is_form(stream)


def _filters(stream: _Stream) -> list[bytes]:
    """The names of a stream's filters in order; `?` where they stand elsewhere."""
    if stream.head.count(b"/Filter") > 1:  # one may be there to be found first
        return [b"?"]
    if b"/Filter/FlateDecode" in stream.head or b"/Filter /FlateDecode" in stream.head:  # nearly always, and quicker
        return [b"FlateDecode"]
    found = FILTERS.search(stream.head)
    return (NAME.findall(found[1]) or [b"?"] * (found[1][:1] != b"[")) if found else []


def _drawing(data: bytes, stream: _Stream, is_drawn: bool) -> _Drawing | None:
    """What a stream unpacks to, nothing where it is not drawn or a picture; None where that is too much or cannot be told."""
    filters = _filters(stream)
    first = filters[0] if filters else b""
    if first.startswith(PICTURE_FILTERS) or (not is_drawn and _is_picture(stream)):
        return _Drawing(0, 0)
    length = stream.end - stream.begin
    if not is_drawn and length < SMALL:
        return _Drawing(0, 0)
    armour = first if first in ARMOUR else b""
    first, *filters = filters[1:] or [b""] if armour else filters or [b""]
    if first not in (b"", *DEFLATED) or not all(name.startswith(PICTURE_FILTERS) for name in filters):
        return None
    most = MOST_DRAWN if is_drawn else MOST_UNPACKED
    size = draws = 0
    tail = b""
    if armour and length > MOST_DRAWN:
        return None
    packed = ARMOUR[armour](data[stream.begin : stream.end]) if armour else memoryview(data)[stream.begin : stream.end]
    for piece in _pieces(packed) if first else (bytes(packed[: most + 1]),):
        size += len(piece)
        draws += (tail + piece).count(DRAWS)
        tail = piece[-1:]
        if size > most:
            return None
    return _Drawing(size, draws) if is_drawn else _Drawing(0, 0)


def _unpacked(data: bytes, stream: _Stream, most: int) -> bytes:
    """The bytes of a stream, so many at most."""
    if not _filters(stream):
        return data[stream.begin : stream.end]
    found: list[bytes] = []
    for piece in _pieces(memoryview(data)[stream.begin : stream.end]):
        found.append(piece)
        most -= len(piece)
        if most <= 0:
            break
    return b"".join(found)


def _pieces(packed: bytes | memoryview) -> Iterator[bytes]:
    """Deflated bytes, unpacked piece by piece, as far as they go."""
    try:
        if len(packed) < FEW:  # a quarter of the time
            yield zlib.decompress(packed)
            return
    except zlib.error:  # cut off or damaged: what there is
        pass
    unpack = zlib.decompressobj()
    try:
        for at in range(0, len(packed), PIECE):
            rest: bytes | memoryview = packed[at : at + PIECE]
            while rest and not unpack.eof:
                yield unpack.decompress(rest, PIECE * 16)
                rest = unpack.unconsumed_tail
            if unpack.eof:
                return
    except zlib.error:
        return


def _of_ascii85(text: bytes) -> bytes:
    """What the letters of ASCII 85 stand for. The standard library takes 30 ms for a page."""
    text = text.translate(None, WHITE).removeprefix(b"<~").partition(b"~")[0].replace(b"z", b"!!!!!")
    lacking = -len(text) % 5
    digits = np.frombuffer(text + b"u" * lacking, np.uint8).reshape(-1, 5).astype(np.int64) - 33
    found: bytes = (digits @ np.array([85**4, 85**3, 85**2, 85, 1])).astype(">u4").tobytes()
    return found[: len(found) - lacking]


def _of_hexadecimal(text: bytes) -> bytes:
    text = text.translate(None, WHITE).partition(b">")[0]
    try:
        return bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))
    except ValueError:
        return b""


ARMOUR = {
    b"ASCII85Decode": _of_ascii85,
    b"A85": _of_ascii85,
    b"ASCIIHexDecode": _of_hexadecimal,
    b"AHx": _of_hexadecimal,
}

__all__ = ["may_be_huge"]
