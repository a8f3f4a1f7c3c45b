"""Word documents (DOCX, DOCM, strict or transitional) → Document of lines and declared grids, in reading order."""

from __future__ import annotations

import hashlib

from lxml import etree

from goiextract.errors import GoiextractError, UnreadableDocument
from goiextract.reading.docx_archive import Archive
from goiextract.reading.docx_tables import read_table
from goiextract.reading.docx_text import Text, child, is_on, kind, value
from goiextract.records import CellKind, Document, Finding, Grid, Line, Place


def read(data: bytes, name: str) -> Document:
    """Bytes of a DOCX → Document. UnreadableDocument when it is damaged, encrypted, or unpacks to far too much."""
    archive = Archive(data, name)
    main = archive.main_path()
    tree = archive.tree(main)
    if tree is None:
        raise UnreadableDocument("docx_without_text", name, part=main)
    body = next((element for element in tree.iter() if kind(element) == "w:body"), tree)
    text = Text(_hidden_styles(archive, main))
    blocks, unseen = _blocks(body, text, archive, main)
    findings = []
    if main in archive.damaged:
        findings.append(Finding("damaged_part", "error", (("part", main),)))
    if text.struck:
        findings.append(Finding("struck_text_left_out", "warning", (("count", str(text.struck)),)))
    if text.white:
        findings.append(Finding("white_figures_left_out", "warning", (("count", str(text.white)),)))
    if unseen:
        findings.append(Finding("merged_text_left_out", "note", (("count", str(unseen)),)))
    pictures = sum(cell.kind is CellKind.PICTURE for block in blocks if isinstance(block, Grid) for cell in block.cells)
    if pictures:
        findings.append(Finding("pictures_in_cells", "warning", (("count", str(pictures)),)))
    if not blocks:
        findings.append(Finding("page_without_text", "error"))
    digest = hashlib.sha256(data).hexdigest()
    return Document(name=name, kind="docx", sha256=digest, blocks=tuple(blocks), findings=tuple(findings))


def _blocks(body: etree._Element, text: Text, archive: Archive, main: str) -> tuple[list[Line | Grid], int]:
    """The body → lines and grids, and how many merged-away cells held text."""
    blocks: list[Line | Grid] = []
    todo: list[str | Grid | Line | etree._Element] = list(reversed(text.pieces(body)))
    n_lines = n_tables = unseen = 0
    while todo:
        piece = todo.pop()
        if isinstance(piece, str):
            n_lines += 1
            blocks.append(Line(piece, Place(paragraph=n_lines)))
        elif isinstance(piece, (Grid, Line)):
            blocks.append(piece)
        elif kind(piece) == "w:altChunk":
            todo += reversed(_embedded(piece, archive, main))
        else:
            n_tables += 1
            found, unseen_here = read_table(piece, n_tables, text)
            unseen += unseen_here
            todo += reversed(found)
    return blocks, unseen


def _embedded(chunk: etree._Element, archive: Archive, main: str) -> list[Line | Grid]:
    """A web page that an exporter put into the document instead of Word's own markup."""
    from goiextract.reading import html

    number = next((str(written) for key, written in chunk.attrib.items() if str(key).endswith("}id")), "")
    target = archive.related(main).get(number, ("", ""))[1]
    try:
        content = archive.part(target)
        return list(html.read(content, archive.name).blocks) if content else []
    except GoiextractError:
        archive.damaged.append(main)
        return []


def _hidden_styles(archive: Archive, main: str) -> frozenset[str]:
    """The ids of character styles that hide text, by themselves or through the style they build on."""
    path = next((target for kind_, target in archive.related(main).values() if kind_ == "styles"), "word/styles.xml")
    try:
        tree = archive.tree(path)
    except GoiextractError:  # styles that cannot be read hide nothing; the text part decides whether we can read
        return frozenset()
    parents: dict[str, str] = {}
    hidden: set[str] = set()
    for style in () if tree is None else tree:
        name = value(style, "styleId") if kind(style) == "w:style" and value(style, "type") == "character" else None
        if name:
            base = child(style, "w:basedOn")
            parents[name] = (value(base) or "") if base is not None else ""
            if is_on(child(style, "w:rPr"), "w:vanish"):
                hidden.add(name)
    for name in parents:
        step, seen = name, set[str]()
        while step and step not in seen and step not in hidden:
            seen.add(step)
            step = parents.get(step, "")
        if step in hidden:
            hidden.add(name)
    return frozenset(hidden)
