"""An HTML element's content → its visual lines and the tables among them, in reading order. No recursion."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from goiextract.forms import raised as raised_mark
from goiextract.reading.html_styles import Styles

Piece: TypeAlias = str | etree._Element
WHITE = re.compile(r"[ \t\n\r\f]+")
# A line break of the source between two Chinese characters is no space on the page (CSS Text 3, segment breaks).
WRAPPED_CHINESE = re.compile(r"(?<=[⺀-鿿　-〿！-～])[ \t]*[\n\r][ \t\n\r]*(?=[⺀-鿿　-〿！-～])")
UNSEEN_CHARACTERS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
STRUCK = frozenset(("del", "s", "strike"))
TABLE_PARTS = frozenset(("row", "cell", "group", "head", "foot", "caption"))


def tidy(line: str) -> str:
    """A line as the page shows it: no-break spaces plain, characters without width gone, no white space at its ends."""
    return UNSEEN_CHARACTERS.sub("", line.replace("\xa0", " ")).strip()


class Flow:
    """Walks the content of one element; `struck` counts the struck-out runs of text that were left out."""

    def __init__(self, styles: Styles, source_lines: bool = False) -> None:
        self.styles = styles
        self.source_lines = source_lines  # the text between the tables is Markdown: its line breaks are real
        self.struck = 0

    def pieces(self, root: etree._Element) -> list[Piece]:
        """Lines (never blank) and table elements (not entered), in order. Rows outside any table pass as tables."""
        pieces: list[Piece] = []
        line: list[str] = []
        pre = raised = 0
        unseen: list[bool] = [False]
        todo: list[tuple[str, etree._Element | str]] = []
        _push(todo, root)

        def end_line() -> None:
            text = "".join(line)
            line.clear()
            if not pre and not self.source_lines:
                text = WHITE.sub(" ", WRAPPED_CHINESE.sub("", text))
            for part in text.split("\n"):
                kept = part.replace("\xa0", " ").rstrip() if pre else tidy(part)
                if kept.strip():
                    pieces.append(kept)

        while todo:
            role, item = todo.pop()
            if isinstance(item, str):
                if not unseen[-1]:
                    marked = raised and re.search(r"\d", item) and line and line[-1][-1:].isdigit()
                    line.append(raised_mark(item) if marked else item)
            elif role == "":
                role = self.styles.role(item)
                if role == "hidden":
                    self.struck += item.tag in STRUCK and any(str(part).strip() for part in item.itertext())
                    continue
                if role == "table" or role in TABLE_PARTS:
                    end_line()
                    table = item if role == "table" else self._table_of(item, todo)
                    if not unseen[-1]:
                        pieces.append(table)
                    continue
                if role == "break":
                    end_line()
                    continue
                if item.tag in ("input", "textarea"):
                    line.append(_field(item))
                    continue
                if role in ("block", "pre"):
                    end_line()
                pre += role == "pre"
                raised += item.tag == "sup"
                seen = self.styles.invisible(item)
                unseen.append(unseen[-1] if seen is None else seen)
                todo.append((f"end {role}", item))
                _push(todo, item)
            else:  # the end of an element
                unseen.pop()
                raised -= item.tag == "sup"
                if role in ("end block", "end pre"):
                    end_line()
                pre -= role == "end pre"
        end_line()
        return pieces

    def _table_of(self, part: etree._Element, todo: list[tuple[str, etree._Element | str]]) -> etree._Element:
        """A table around rows or cells that stand outside any, with all that follow `part` directly."""
        table = etree.Element("table")
        following: etree._Element | str = part
        while True:
            if not isinstance(following, str):
                table.append(following)
                following.tail = None  # is on the stack by itself
            if not todo or todo[-1][0]:
                return table
            following = todo[-1][1]
            if following.strip() if isinstance(following, str) else self.styles.role(following) not in TABLE_PARTS:
                return table
            todo.pop()


def _push(todo: list[tuple[str, etree._Element | str]], element: etree._Element) -> None:
    """An element's content onto the stack, so that it comes off in document order."""
    for child in reversed(element):
        if child.tail:
            todo.append(("", child.tail))
        todo.append(("", child))
    if element.text:
        todo.append(("", element.text))


def _field(element: etree._Element) -> str:
    """What a form field shows."""
    if element.tag == "textarea":
        return element.text or ""
    shown = (element.get("type") or "text").lower() in ("text", "number", "tel")
    return (element.get("value") or "") if shown else ""
