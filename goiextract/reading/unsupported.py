"""Kinds that are recognised but not read: what each is called and what to do with it."""

from __future__ import annotations

from goiextract.errors import UnsupportedFormat

PICTURE = (
    "OCR is not part of this version. Find the report as a web page, PDF with text, or Word file, or run OCR first."
)
OFFICE = "Open it in Word, WPS or LibreOffice, save it as .docx, and try again."
ADVICE = {
    "doc": ("an old Word or WPS document (.doc)", OFFICE),
    "ole": ("an old Office document (.doc, .wps or another OLE file)", OFFICE),
    "xls": ("an old Excel workbook (.xls)", "Spreadsheets are not read. Save the report as .docx or PDF."),
    "ppt": ("an old PowerPoint file (.ppt)", "Save the report as .docx or PDF."),
    "rtf": ("an RTF document", OFFICE),
    "wordxml": ("a Word document in a single XML file", OFFICE),
    "xlsx": ("an Excel workbook (.xlsx)", "Spreadsheets are not read. Save the report as .docx or PDF."),
    "pptx": ("a PowerPoint file (.pptx)", "Save the report as .docx or PDF."),
    "odf": ("an OpenDocument file (.odt, .ods)", OFFICE),
    "ofd": ("an OFD document", "Open it in an OFD reader, save or print it as PDF, and try again."),
    "zip": ("a ZIP archive", "Unpack it and give the files in it."),
    "gzip": ("a gzip-compressed file", "Unpack it (gunzip) and give the file in it."),
    "rar": ("a RAR archive", "Unpack it and give the files in it."),
    "7z": ("a 7z archive", "Unpack it and give the files in it."),
    "bzip2": ("a bzip2 or xz archive", "Unpack it and give the files in it."),
    "picture": ("a picture", PICTURE),
    "djvu": ("a DjVu scan", PICTURE),
    "postscript": ("a PostScript file", "Convert it to PDF (ps2pdf) and try again."),
    "caj": ("a CAJ document", "Open it in CAJViewer, print it to PDF, and try again."),
    "program": ("a program or database, not a document", "Give the report itself."),
    "noise": ("binary data of no kind we know", "Check that the download is whole and that it is the report."),
}
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
    for magic, what in MAGIC:
        if data.startswith(magic):
            return what
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "picture"
    if data[:2] == b"BM" and int.from_bytes(data[6:10], "little") == 0 and len(data) > 26:
        return "picture"
    return "rtf" if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf") else ""


def refuse(name: str, what: str) -> UnsupportedFormat:
    """The error to raise for a file of a kind in `ADVICE`."""
    called, advice = ADVICE[what]
    return UnsupportedFormat(f"{name}: this is {called}, which goiextract does not read. {advice}")
