"""The text of a document and one regular expression: the numbers below each table's heading, in the form's order.

A table is filled only where there are as many numbers as one of the forms has cells (表三: 161 or 175; a whole report: 198
or 200); a blank cell, a note with a number or a page number inside a table spoils its count.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from pathlib import Path

from benchmarks.peers.docx_tables import visible_text
from benchmarks.scoring.records import Said
from goiextract.forms import forms
from goiextract.records import CellKey

TABLES = ("proactive", "applications", "review_litigation")
# Blanks may stand between any two characters of a heading. The last heading of its kind is the table's: a list of contents
# comes before.
_HEADINGS = [
    r"\s*".join(words)
    for words in ("主动公开政府信息情况", "收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况", "存在的主要问题")
]
# Not of dates, of "1." before a label, or of "第2页".
_NUMBER = re.compile(r"(?<![\d.,第])[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d年月日页]|\s*[.、](?!\d))")
_NOT_A_TABLE = re.compile(
    r"^\s*(?:注|备注|说明)\s*[::].*$|^\s*[-—–]\s*\d+\s*[-—–]\s*$|^.*\d\s*年\s*\d+\s*月.*$|\([^()]*\)", re.M
)


def read(path: Path) -> dict[CellKey, Said]:
    """The cells of each table whose count fits; raises what the reader of the file's kind raises."""
    text = unicodedata.normalize("NFKC", _text(path)).replace("−", "-")
    starts = [match.end() for match in (_last(heading, text) for heading in _HEADINGS) if match]
    said: dict[CellKey, Said] = {}
    for name, heading in zip(TABLES, _HEADINGS, strict=False):
        found = _last(heading, text)
        if found is None:
            continue
        end = min((start for start in starts if start > found.end()), default=len(text))
        numbers = numbers_of(text[found.end() : end])
        for form in forms():
            cells = form.table(name).cells
            if len(cells) == len(numbers):
                said |= {key: Said(number, asserted=True) for key, number in zip(cells, numbers, strict=True)}
    return said


def numbers_of(text: str) -> list[Decimal]:
    """All numbers of a stretch of text that are not of its notes, page numbers or numbered labels."""
    return [Decimal(found[0].replace(",", "")) for found in _NUMBER.finditer(_NOT_A_TABLE.sub("", text))]


def _last(heading: str, text: str) -> re.Match[str] | None:
    own_line = list(
        re.finditer(rf"^\W*[一二三四五六]\s*[、.,]?\s*(?:政\s*府\s*信\s*息\s*公\s*开\s*)?{heading}", text, re.M)
    )
    found = own_line or list(re.finditer(heading, text))
    return found[-1] if found else None


def _text(path: Path) -> str:
    readers = {".pdf": _pdf_text, ".html": _html_text, ".htm": _html_text, ".docx": _docx_text}
    return readers.get(path.suffix.lower(), _plain_text)(path)


def _pdf_text(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join(_without_page_number(page.replace("\r", ""), number) for number, page in enumerate(pages, 1))


def _without_page_number(page: str, number: int) -> str:
    lines = page.strip().split("\n")
    if len(lines) > 1 and lines[-1].strip() == str(number):
        lines.pop()
    return "\n".join(lines)


def _html_text(path: Path) -> str:
    from lxml import etree, html

    tree = html.document_fromstring(path.read_bytes())
    etree.strip_tags(tree, etree.Comment)
    for element in list(tree.iter("*")):
        if element.tag in ("script", "style") or "display:none" in element.get("style", "").replace(" ", ""):
            for part in element.iter("*"):
                part.text = ""
                part.tail = part.tail if part is element else ""
        if element.tag in ("td", "th", "tr", "div", "p", "h1", "h2", "h3", "h4"):
            element.tail = "\n" + (element.tail or "")
    return "".join(str(text) for text in tree.itertext())


def _docx_text(path: Path) -> str:
    import docx
    from docx.table import Table

    parts: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if not isinstance(block, Table):
            parts.append(block.text)
            continue
        for row in block.rows:
            once: dict[int, str] = {
                id(cell._tc): visible_text(cell) for cell in row.cells
            }  # a merged cell comes several times
            parts.append("\n".join(once.values()))
    return "\n".join(parts)


def _plain_text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
