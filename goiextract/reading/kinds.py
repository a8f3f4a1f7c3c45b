"""First bytes → the kind of a document. The suffix only decides where the bytes leave it open.

Most are PDFs, which must not wait for what the other kinds need loaded.
"""

from __future__ import annotations

import os

from goiextract.errors import UnreadableDocument
from goiextract.reading.unsupported import name_of_unsupported, refuse

START = 65_536  # bytes of a file that tell most kinds
MOST = (
    32_000_000  # bytes that may be needed: the list of an archive's members stands at its end, a script's page anywhere
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def find_kind(data: bytes, name: str) -> str:
    """Bytes → ``pdf``, ``docx``, ``html`` or ``text``.

    UnsupportedFormat for a kind we do not read (the message names it and a way round), UnreadableDocument when the file
    is empty, encrypted as a whole, or a damaged archive.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument("file_empty", name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # before PDF: an archive may hold one as it is
        from goiextract.reading.kind_of_archive import kind_of_archive

        return kind_of_archive(data, name)
    if what := name_of_unsupported(data):
        raise refuse(name, what)
    if b"%PDF-" in data[:1024]:  # readers allow some bytes before it
        return "pdf"
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument("encrypted", name)
        raise refuse(name, _kind_of_ole(data))
    from goiextract.reading.kind_of_text import kind_of_text

    return kind_of_text(data, name)


def kind_of_file(path: str | os.PathLike[str]) -> str:
    """The kind of a file, as `find_kind`, from as few of its bytes as tell it. OSError where it cannot be opened."""
    name = os.path.basename(path)
    with open(path, "rb") as file:
        data = file.read(START)
        known = b"%PDF-" in data[:1024] or data.lstrip()[:1] == b"<" or name_of_unsupported(data)
        if data.startswith(b"PK") or not known:
            data += file.read(MOST - len(data))
    return find_kind(data, name)


def _kind_of_ole(data: bytes) -> str:
    for stream, what in (("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt")):
        if stream.encode("utf-16-le") in data:
            return what
    return "ole"
