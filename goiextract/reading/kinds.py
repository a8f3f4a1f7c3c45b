"""First bytes → the kind of a document. The suffix only decides where the bytes leave it open."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from goiextract.errors import UnreadableDocument
from goiextract.reading.decoding import decode
from goiextract.reading.html_in_mail import is_mail
from goiextract.reading.html_in_script import MAX_SCRIPT, holds_markup
from goiextract.reading.unsupported import name_of_unsupported, refuse

HEAD = 65_536  # bytes looked at for text kinds; a script's string may begin late, then the whole text is looked at
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE_START = re.compile(
    r"\s*+(?:(?><\?xml[^>]*>|<!--.*?-->|<!\[[^>]*>)\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|table|tbody|tr|td|div|p|h\d|center|"
    r"section|article|span|style|script|base|link|ucap\w*|font|b|strong)\b",
    re.IGNORECASE | re.DOTALL,
)
PAGE_PARTS = re.compile(r"<(?:!doctype\s+html|html\b|body\b)", re.IGNORECASE)
TABLE_PARTS = re.compile(r"<t[rd]\b[^<>]*>", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
NOISE = 0.02  # share of control characters and undecodable bytes; random bytes have 0.1 and more, damaged text 0.001


def find_kind(data: bytes, name: str) -> str:
    """Bytes → ``pdf``, ``docx``, ``html`` or ``text``.

    UnsupportedFormat for a kind we do not read (the message names it and a way round), UnreadableDocument when the file
    is empty, encrypted as a whole, or a damaged archive.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument(f"{name}: the file is empty. Download or copy it again.")
    if b"%PDF-" in data[:1024]:  # readers allow some bytes before it
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(data, name)
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(
                f"{name}: encrypted with a password. Save a copy without the password and try again."
            )
        raise refuse(name, _kind_of_ole(data))
    if what := name_of_unsupported(data):
        raise refuse(name, what)
    if is_mail(data):
        return "html"
    return _kind_of_text(data, name)


def _kind_of_archive(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:100]
                if "mimetype" in members and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError) as reason:
        if b"word/" in data or PurePath(name).suffix.lower() in (".docx", ".docm", ".dotx"):
            what = "a Word document (DOCX) that is cut off or damaged"
        else:
            what = "a ZIP archive that is cut off or damaged"
        raise UnreadableDocument(f"{name}: {what}. Download or copy it again.") from reason
    except Exception as reason:  # zlib.error and its kin share no base
        raise UnreadableDocument(f"{name}: a damaged ZIP archive. Download or copy it again.") from reason
    if any(member.startswith("word/") for member in members):
        return "docx"
    for start, what in (("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(member.startswith(start) for member in members):
            raise refuse(name, what)
    if any(member.lower() == "ofd.xml" for member in members):
        raise refuse(name, "ofd")
    if b"opendocument" in mimetype:
        raise refuse(name, "odf")
    if "[Content_Types].xml" in members:
        return "docx"
    raise refuse(name, "zip")


def _kind_of_ole(data: bytes) -> str:
    for stream, what in (("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt")):
        if stream.encode("utf-16-le") in data:
            return what
    return "ole"


def _kind_of_text(data: bytes, name: str) -> str:
    decoded = decode(data[:HEAD])
    text = decoded.text
    bad = len(CONTROLS.findall(text)) + text.count("�")
    if bad > max(2, NOISE * len(text)):
        raise refuse(name, "noise")
    suffix = PurePath(name).suffix.lower()
    if text.lstrip().startswith("<?xml") and re.search(r"<(?:w:wordDocument|pkg:package)\b", text):
        raise refuse(name, "wordxml")
    if PAGE_START.match(text) or PAGE_PARTS.search(text):
        return "html"
    if len(TABLE_PARTS.findall(text)) >= 2 and text.lstrip()[:1] not in ("{", "["):
        return "html"
    if len(data) <= 4 * MAX_SCRIPT and holds_markup(text if len(data) <= HEAD else decode(data).text):
        return "html"
    if suffix in (".html", ".htm", ".shtml", ".jsp", ".aspx") and re.search(r"<[a-z]+\b[^<>]*>", text, re.IGNORECASE):
        return "html"
    return "text"
