"""Web pages and what is saved of them → Document of lines and declared grids, in reading order."""

from __future__ import annotations

import hashlib
import html as entities
import re
from dataclasses import replace

from lxml import etree

from goiextract.errors import TooLarge, UnreadableDocument
from goiextract.reading.decoding import decode
from goiextract.reading.html_flow import Flow, tidy
from goiextract.reading.html_in_mail import html_part, is_mail
from goiextract.reading.html_in_script import MAX_SCRIPT, holds_markup, markup_in
from goiextract.reading.html_markup import parse, without_inline_data
from goiextract.reading.html_styles import Styles
from goiextract.reading.html_tables import read_table
from goiextract.records import CellKind, Document, Finding, Grid, Line, Place

# Bytes of a page, pictures inside it taken out, that are decoded at all: 40 MB hold the 8 million characters of markup
# that are parsed and five times as much script; more is not a report.
MAX_BYTES = 40_000_000
SCRIPTS = re.compile(
    r"<(?:script|template|textarea|noscript)\b[^<>]*>(.*?)(?:</(?:script|template|textarea|noscript)\b|\Z)", re.I | re.S
)
CUT_NUMBER = re.compile(
    r"\d\s*(?:</div>)?\Z"
)  # the page's last character is a digit; the tag is our own, around a string
TITLES = ("ArticleTitle", "articletitle", "og:title")


def read(data: bytes, name: str) -> Document:
    """Bytes of HTML, MHTML, or a script or JSON with HTML in its strings → Document.

    UnreadableDocument when there is nothing in it or far too much. Damaged pages give what can be read, with findings.
    """
    digest = hashlib.sha256(data).hexdigest()
    page, charset = without_inline_data(data), ""
    if is_mail(page):
        page, charset = html_part(page)
        if not page:
            raise UnreadableDocument("mhtml_without_page", name)
    if len(page) > MAX_BYTES:
        raise TooLarge("html_large", name, size=f"{len(page) / 1e6:.0f}", most=MAX_BYTES // 1_000_000)
    decoded = decode(page, charset)
    text, findings = decoded.text, list(decoded.findings)
    if holds_markup(text):
        text = markup_in(text) or text
        findings.append(Finding("html_in_script", "note"))
    blocks, found = _blocks(text, name)
    if not _has_grid(blocks):
        more, more_found = _from_scripts(text, name)
        if _has_grid(more):
            blocks, found = blocks + more, found + more_found
            findings.append(Finding("html_in_script", "note"))
    if not _has_grid(blocks):
        everything, more_found = _blocks(text, name, show_hidden=True)
        if _has_grid(everything):
            blocks, found = everything, [*more_found, Finding("hidden_tables_read", "warning")]
    findings += found
    if CUT_NUMBER.search(text) and blocks and isinstance(blocks[-1], Grid):
        blocks[-1] = _cut_off(blocks[-1])
        findings.append(Finding("page_cut_off", "warning"))
    pictures = sum(cell.kind is CellKind.PICTURE for block in blocks if isinstance(block, Grid) for cell in block.cells)
    if pictures:
        findings.append(Finding("pictures_in_cells", "warning", (("count", str(pictures)),)))
    if not blocks:
        findings.append(Finding("page_without_text", "error"))
    return Document(name=name, kind="html", sha256=digest, blocks=tuple(blocks), findings=tuple(findings))


def _cut_off(grid: Grid) -> Grid:
    """The grid in which the page ends amid a number: that cell is known as cut, so that the part does not pass for the whole."""
    last = grid.cells[-1]
    if not last.text[-1:].isdigit():
        return grid
    return replace(grid, cells=(*grid.cells[:-1], replace(last, kind=CellKind.CUT)))


def _has_grid(blocks: list[Line | Grid]) -> bool:
    return any(isinstance(block, Grid) for block in blocks)


def _blocks(text: str, name: str, show_hidden: bool = False) -> tuple[list[Line | Grid], list[Finding]]:
    """The text of a page → lines and grids in reading order."""
    tree, findings = parse(text, name)
    if tree is None:
        return [], findings
    flow = Flow(Styles(tree, show_hidden), source_lines=not re.search(r"<(?:html|body|p|div|h\d|li)\b", text, re.I))
    blocks: list[Line | Grid] = [Line(title) for title in _titles(tree)]
    todo: list[str | Grid | etree._Element] = list(reversed(flow.pieces(tree)))
    n_lines = n_tables = 0
    while todo:
        piece = todo.pop()
        if isinstance(piece, str):
            n_lines += 1
            blocks.append(Line(piece, Place(paragraph=n_lines)))
        elif isinstance(piece, Grid):
            blocks.append(piece)
        else:
            n_tables += 1
            todo.extend(reversed(read_table(piece, n_tables, flow)))
    if flow.struck:
        findings.append(Finding("struck_text_left_out", "warning", (("count", str(flow.struck)),)))
    return blocks, findings


def _titles(tree: etree._Element) -> list[str]:
    """The page's title and what the publishing system calls the article's title, each once."""
    found = [tidy(" ".join((title.text or "").split())) for title in tree.iter("title")][:1]
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property")) in TITLES:
            found.append(tidy(" ".join((meta.get("content") or "").split())))
    return [title for title in dict.fromkeys(found) if title]


def _from_scripts(text: str, name: str) -> tuple[list[Line | Grid], list[Finding]]:
    """Tables that the page writes by a script of its own, or keeps in a template for one."""
    parts = []
    for script in SCRIPTS.findall(text):
        if re.match(r"\s*(?:<|&lt;)[a-z!]", script, re.I):
            parts.append(entities.unescape(script) if script.lstrip().startswith("&lt;") else script)
        else:
            parts.append(markup_in(script) if len(script) <= MAX_SCRIPT else "")
    found = "".join(part for part in parts if re.search(r"<t[rd]\b", part, re.I))
    return _blocks(found, name) if found else ([], [])
