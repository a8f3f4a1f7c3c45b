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
