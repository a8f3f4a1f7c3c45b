"""The kind of a document comes from its bytes, and what cannot be read says what it is and what to do."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goiextract.errors import GoiextractError, UnreadableDocument, UnsupportedFormat
from goiextract.reading import docx, html, read
from goiextract.reading.kinds import find_kind

TABLE = "<table><tr><td>规章</td><td>3</td></tr></table>"
TEXT = "二、主动公开政府信息情况\n规章 3 0 12\n行政规范性文件 1 0 7\n"


def archive(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for member in members:
            made.writestr(member, "x" * 50)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "报告.docx", "pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "报告.txt", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "报告.pdf", "docx"),
        (TABLE.encode(), "报告.doc", "html"),
        (f"<!-- 年报 --><html><body>{TABLE}".encode("gb18030"), "报告.txt", "html"),
        (f'<?xml version="1.0" encoding="utf-8"?><html>{TABLE}</html>'.encode(), "报告.xml", "html"),
        (f'let content = "{TABLE}";'.encode(), "报告.js", "html"),
        (('{"data":{"body":"' + TABLE.replace("<", r"\u003c") + '"}}').encode(), "detail", "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", "报告.doc", "html"),
        (f"<html>{TABLE}".encode("utf-16"), "报告.html", "html"),
        (f"<html>{TABLE}".encode("utf-16-le"), "报告.html", "html"),
        (TEXT.encode(), "报告.html", "text"),
        (TEXT.encode("utf-16-be"), "报告.txt", "text"),
        (TEXT.encode("gbk"), "报告.doc", "text"),
        ("| 规章 | 社会<p>公益 | 3 |\n| 行政许可 | 0 | 1 |".encode(), "报告.md", "text"),
        (b'{"code":200,"msg":"ok"}', "报告.json", "text"),
    ],
)
def test_kind_is_found_from_the_bytes(data: bytes, name: str, kind: str) -> None:
    assert find_kind(data, name) == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        (b"{\\rtf1\\ansi", "RTF"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (archive("年报.pdf"), "Unpack it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "OCR is not part of this version"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a picture"),
        (b"II*\x00" + bytes(50), "a picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a picture"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"),
        (bytes(range(256)) * 40, "binary data"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', "single XML file"),
    ],
)
def test_unread_kinds_are_named_with_a_way_round(data: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"年报\.pdf.*") as caught:
        find_kind(data, "年报.pdf")
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (archive("word/document.xml")[:60], "cut off"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",  # an archive holds the time it was made at
)
def test_files_without_a_document_are_refused(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableDocument, match=what):
        find_kind(data, "报告")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<html>", b"<table><tr>", b"PK\x03\x04", b"MIME-Version: 1.0\nContent-Type:", b'{"a":"']),
)
@example(b"\xff\xfe<\x00", b"")
@example(b"<table><tr><td rowspan=0>\x00</table>", b"<html>")
def test_any_bytes_end_in_a_document_or_in_one_of_our_errors(data: bytes, start: bytes) -> None:
    for reader in (read, html.read, docx.read):
        try:
            document = reader(start + data, "随机")
        except GoiextractError as error:
            said = str(error)
        else:
            said = document.name
        assert "随机" in said
