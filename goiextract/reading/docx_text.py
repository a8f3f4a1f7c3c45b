"""A WordprocessingML paragraph, table cell or body → its lines, and the tables in it. No recursion.

The text is what Word shows with all changes accepted: deletions, hidden and struck text, field codes, notes and pinyin are
left out; text boxes follow the paragraph they hang on and count once though the file holds them twice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from goiextract.forms import raised

WORD = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
)
MATHS = frozenset(
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math")
)
Piece: TypeAlias = str | etree._Element
_LEFT_OUT_NAMES = (
    "w:del w:moveFrom w:instrText w:delText w:delInstrText w:rPr w:pPr w:tblPr w:tblGrid w:sdtPr w:sdtEndPr "
    "w:rt w:rubyPr w:footnoteReference w:endnoteReference w:annotationRef w:sectPr w:customXmlPr w:smartTagPr "
    "w:softHyphen"
)
LEFT_OUT = frozenset(_LEFT_OUT_NAMES.split())
SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
UNSEEN_CHARACTERS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def kind(element: etree._Element) -> str:
    """``w:p``, ``m:t`` … for Word's own namespaces (transitional or strict), the local name for others, ``''`` for comments."""
    tag = element.tag
    return _kind_of(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=512)
def _kind_of(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    space = space[1:]
    return f"w:{local}" if space in WORD else f"m:{local}" if space in MATHS else local


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first descendant along a path of kinds, None when there is none."""
    found: etree._Element | None = element
    for step in path:
        found = next((inner for inner in found if kind(inner) == step), None) if found is not None else None
    return found


def value(element: etree._Element, name: str = "val") -> str | None:
    """An attribute of Word's namespace (or of none)."""
    for key, written in element.attrib.items():
        space, _, local = str(key).rpartition("}")
        if local == name and (not space or space[1:] in WORD):
            return str(written)
    return None


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a switch such as ``w:vanish`` is set among the properties."""
    switch = None if properties is None else child(properties, name)
    return switch is not None and (value(switch) or "true").lower() not in ("0", "false", "off", "none")


SHADED = ("w:p", "w:tc")  # what may lie shaded under a run


class Text:
    """Walks content; `hidden_styles` are the ids of styles that hide text, `struck` and `white` count runs left out."""

    def __init__(self, hidden_styles: frozenset[str] = frozenset()) -> None:
        self.hidden_styles = hidden_styles
        self.struck = 0
        self.white = 0

    def pieces(self, root: etree._Element) -> list[Piece]:
        """Lines with tabs and spaces kept, never blank, and ``w:tbl``, ``w:altChunk`` elements, in reading order."""
        pieces: list[Piece] = []
        line: list[str] = []
        boxes: list[etree._Element] = []  # text boxes of the paragraph that is being read
        fields: list[bool] = []  # for each open field: still in its code?
        todo: list[tuple[etree._Element, bool]] = [(inner, False) for inner in reversed(root)]

        def end_paragraph() -> None:
            for part in UNSEEN_CHARACTERS.sub("", "".join(line)).replace("\xa0", " ").split("\n"):
                if part.strip():
                    pieces.append(part.strip(" \r\n\u3000") if "\t" in part else part.strip())
            line.clear()

        while todo:
            element, ended = todo.pop()
            what = kind(element)
            if ended:
                end_paragraph()
                todo += [(inner, False) for box in reversed(boxes) for inner in reversed(box)]
                boxes.clear()
            elif what == "" or what in LEFT_OUT:
                continue
            elif what in ("w:tbl", "w:altChunk"):
                end_paragraph()
                pieces.append(element)
            elif what == "w:p":
                end_paragraph()
                fields.clear()
                todo.append((element, True))
                todo += [(inner, False) for inner in reversed(element)]
            elif what == "w:txbxContent":
                boxes.append(element)
            elif what == "AlternateContent":
                shown = [inner for inner in element if kind(inner) in ("Choice", "Fallback")]
                todo += [(inner, False) for choice in shown[:1] for inner in reversed(choice)]
            elif what == "w:fldChar":
                _follow(fields, value(element, "fldCharType"))
            elif what == "w:r":
                if not self._unseen(element):
                    todo += [(inner, False) for inner in reversed(element)]
                else:  # a hidden run still opens and closes fields
                    todo += [(inner, False) for inner in reversed(element) if kind(inner) == "w:fldChar"]
            elif what in ("w:t", "m:t", "w:sym") or what in SIGNS:
                if not any(fields):
                    line.append(_shown(element, what, line))
            elif what == "w:sdt":
                if not _prompt(element):
                    todo += [(inner, False) for inner in reversed(element)]
            else:
                todo += [(inner, False) for inner in reversed(element)]
        end_paragraph()
        return pieces

    def _unseen(self, run: etree._Element) -> bool:
        properties = child(run, "w:rPr")
        if properties is None:
            return False
        style = child(properties, "w:rStyle")
        vanish = child(properties, "w:vanish")
        if is_on(properties, "w:vanish") or is_on(properties, "w:del"):
            return True
        if vanish is None and style is not None and value(style) in self.hidden_styles:
            return True
        if _is_white_figure(run, properties):
            self.white += 1
            return True
        struck = is_on(properties, "w:strike") or is_on(properties, "w:dstrike")
        self.struck += struck and child(run, "w:t") is not None
        return struck


def _is_white_figure(run: etree._Element, properties: etree._Element) -> bool:
    """Whether a run of digits is white on white: an old figure made unseen. White words may be heads on a shaded style."""
    color = child(properties, "w:color")
    if color is None or (value(color) or "").upper() not in ("FFFFFF", "WHITE"):
        return False
    if not re.fullmatch(r"[\d\s.,]+", "".join(str(part) for part in run.itertext())):
        return False
    around = [properties, *(child(above, f"{kind(above)}Pr") for above in run.iterancestors() if kind(above) in SHADED)]
    shades = [child(about, "w:shd") for about in around if about is not None]
    return child(properties, "w:highlight") is None and all(
        shade is None or (value(shade, "fill") or "auto").lower() in ("auto", "ffffff") for shade in shades
    )


def _prompt(control: etree._Element) -> bool:
    """Whether a content control shows Word's grey prompt, which is no text of the report. With a digit it might be."""
    if child(control, "w:sdtPr", "w:showingPlcHdr") is None:
        return False
    return not re.search(r"\d", "".join(str(part) for part in control.itertext()))


def _follow(fields: list[bool], step: str | None) -> None:
    """Keeps the stack of open fields: text counts only where no field is in its code."""
    if step == "begin":
        fields.append(True)
    elif fields and step == "separate":
        fields[-1] = False
    elif fields and step == "end":
        fields.pop()


def _shown(element: etree._Element, what: str, line: list[str]) -> str:
    """What an element of a run shows; a raised digit after a digit (a note's number) is kept apart."""
    if what in SIGNS:
        return SIGNS[what]
    if what == "w:sym":
        code = value(element, "char") or ""
        return chr(int(code, 16)) if re.fullmatch(r"[0-9a-fA-F]{2,5}", code) else "�"
    text = (element.text or "").replace("\n", " ").replace("\r", " ")
    run = element.getparent()
    properties = None if run is None else child(run, "w:rPr")
    above = None if properties is None else child(properties, "w:vertAlign")
    if (
        above is not None
        and value(above) == "superscript"
        and re.search(r"\d", text)
        and line
        and line[-1][-1:].isdigit()
    ):
        return raised(text)
    return text
