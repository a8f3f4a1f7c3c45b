"""ZIP archives: which kind of office document, if any."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from goiextract.errors import UnreadableDocument
from goiextract.reading.unsupported import refuse


def kind_of_archive(data: bytes, name: str) -> str:
    """Bytes of an archive → ``docx``; UnsupportedFormat or UnreadableDocument for all others."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:100]
                if "mimetype" in members and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError) as reason:
        is_word = b"word/" in data or PurePath(name).suffix.lower() in (".docx", ".docm", ".dotx")
        raise UnreadableDocument("archive_docx_damaged" if is_word else "archive_zip_damaged", name) from reason
    except Exception as reason:  # zlib.error and its kin share no base
        raise UnreadableDocument("archive_zip_damaged", name) from reason
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
