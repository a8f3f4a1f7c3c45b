"""No tables at all: the numbers behind each table's heading, in order, if they are as many as the form has cells."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from benchmarks.peers.grid_to_cells import NUMBER
from benchmarks.scoring.records import Said
from goiextract.forms import forms
from goiextract.records import CellKey

HEADINGS = ("主动公开政府信息情况", "收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况")
ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[)）.．、](?=\D)|第二十条第[（(].[)）]项")


def numbers_in_order(path: Path) -> dict[CellKey, Said]:
    """The text of a PDF, web page, Word file or text; ordinals of labels are left out."""
    text = _text(path)
    starts = [text.rfind(heading) for heading in HEADINGS]
    if -1 in starts or starts != sorted(starts):
        return {}
    parts = [text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True)]
    best: dict[CellKey, Said] = {}
    for form in forms():
        found: dict[CellKey, Said] = {}
        for table, part in zip(form.tables, parts, strict=True):
            numbers = NUMBER.findall(ORDINAL.sub(" ", part))
            keys = [CellKey(table.key, row.key, column.key) for row in table.rows for column in row.columns]
            enough = len(numbers) >= len(keys) if table is form.tables[-1] else len(numbers) == len(keys)
            if enough:
                found |= {
                    key: Said(Decimal(number.replace(",", "")), asserted=True, status="printed")
                    for key, number in zip(keys, numbers, strict=False)
                }
        best = max(best, found, key=len)
    return best


def _text(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    if suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        return "\n".join("".join(node.itertext()) for node in document.element.body.iter() if node.tag.endswith("}p"))
    from charset_normalizer import from_bytes

    text = str(from_bytes(path.read_bytes()).best())
    if suffix in (".html", ".htm"):
        import lxml.html

        return "\n".join(map(str, lxml.html.fromstring(text.encode("utf-8")).itertext()))
    return text
