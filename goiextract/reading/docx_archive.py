"""The parts of a DOCX archive, opened one at a time within limits: no entity expansion, no network, no bombs."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from posixpath import join, normpath

from lxml import etree

from goiextract.errors import TooLarge, UnreadableDocument

# Unpacked bytes of one part. Only the parts that carry text are ever unpacked, so a bomb elsewhere costs nothing; the
# text part of a report is under 1 MB, of a 500-page document about 10 MB; 30 MB make a tree of some 400 MB.
MAX_PART = 30_000_000
MAX_ENTRIES = 20_000  # a document with thousands of pictures stays below; the directory alone of more is an attack
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Archive:
    """A DOCX archive. UnreadableDocument, saying what to do, when it cannot be opened or a part breaks a limit."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.damaged: list[str] = []  # parts whose XML was broken and read as far as it goes
        if data.count(b"PK\x01\x02") > MAX_ENTRIES:
            raise TooLarge(
                f"{name}: too large: an archive of more than {MAX_ENTRIES} entries, which no Word document has."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as reason:
            raise self._broken() from reason
        self._names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}

    def _broken(self) -> UnreadableDocument:
        return UnreadableDocument(
            f"{self.name}: the Word document is cut off or damaged. Download or copy it again, or let Word repair and save it."
        )

    def part(self, path: str) -> bytes | None:
        """A part's bytes, None when the archive has no such part."""
        info = self._names.get(path.lower().lstrip("/"))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise UnreadableDocument(f"{self.name}: encrypted with a password. Save a copy without it and try again.")
        try:
            with self._zip.open(info) as stream:
                content = stream.read(MAX_PART + 1)  # bounded whatever size the directory declares
        except DAMAGE as reason:
            raise self._broken() from reason
        if len(content) > MAX_PART:
            raise TooLarge(
                f"{self.name}: too large: “{path}” unpacks to more than {MAX_PART // 1_000_000} MB, far more than any report. "
                "If it is genuine, save the report's part alone or print it to PDF, and try again."
            )
        return content

    def tree(self, path: str) -> etree._Element | None:
        """A part's XML, None when there is no such part; damaged XML is read as far as it goes and noted."""
        content = self.part(path)
        if content is None:
            return None
        try:
            return etree.fromstring(content, _parser(recover=False))
        except (etree.XMLSyntaxError, ValueError):
            self.damaged.append(path)
        try:
            return etree.fromstring(content, _parser(recover=True))
        except (etree.XMLSyntaxError, ValueError):
            return None

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """The relations of a part (``''``: the package): id → (last word of the type, path of the target)."""
        folder, _, last = path.rpartition("/")
        tree = self.tree(join(folder, "_rels", f"{last}.rels"))
        found = {}
        for relation in () if tree is None else tree.iter(RELATIONS):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                target = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found

    def main_path(self) -> str:
        """Where the text is, as the package says; ``word/document.xml`` when it does not."""
        targets = [target for kind, target in self.related("").values() if kind == "officeDocument"]
        return next((target for target in targets if target.lower() in self._names), "word/document.xml")


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover)
