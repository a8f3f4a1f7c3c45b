"""Kinds that are recognised but not read: what each is called and what to do with it."""

from __future__ import annotations

from goiextract.errors import UnsupportedFormat

#: kind → what to do with it, as the last word of the sentence's code; what it is called stands under ``kind_…``.
ADVICE = {
    "doc": "office",
    "ole": "office",
    "xls": "sheet",
    "ppt": "slides",
    "rtf": "office",
    "wordxml": "office",
    "xlsx": "sheet",
    "pptx": "slides",
    "odf": "office",
    "ofd": "ofd",
    "zip": "unpack",
    "gzip": "gunzip",
    "tar": "unpack",
    "rar": "unpack",
    "7z": "unpack",
    "bzip2": "unpack",
    "picture": "picture",
    "djvu": "picture",
    "postscript": "postscript",
    "caj": "caj",
    "program": "program",
    "noise": "noise",
    "own_output": "own_output",
}
OWN_PICTURE = b"Software\0goiextract"  # what `inspect` writes into its pictures
MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"\x00\x00\x00\x0cjP  ", "picture"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "bzip2"),
    (b"AT&TFORM", "djvu"),
    (b"%!PS", "postscript"),
    (b"HN\x00\x00", "caj"),
    (b"CAJ\x00", "caj"),
    (b"MZ\x90\x00", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "program"),
)


def name_of_unsupported(data: bytes) -> str:
    """The key of `ADVICE` that the first bytes show, or ``''``."""
    if data.startswith(b"\x89PNG") and OWN_PICTURE in data[:500]:
        return "own_output"
    for magic, what in MAGIC:
        if data.startswith(magic):
            return what
    if data[257:262] == b"ustar":
        return "tar"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "picture"
    if data[:2] == b"BM" and int.from_bytes(data[6:10], "little") == 0 and len(data) > 26:
        return "picture"
    return "rtf" if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf") else ""


def refuse(name: str, what: str) -> UnsupportedFormat:
    """The error to raise for a file of a kind in `ADVICE`."""
    return UnsupportedFormat("unsupported", name, called=f"kind_{what}", advice=f"advice_{ADVICE[what]}")
