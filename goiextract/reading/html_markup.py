"""Text of a web page → an lxml tree, in bounded time and memory, whatever stands in it."""

from __future__ import annotations

import re

from lxml import etree, html

from goiextract.errors import TooLarge
from goiextract.records import Finding

# Markup that is parsed at most: 16 MB of nothing but "<tr>" takes libxml2 1.8 s and 775 MB, of table cells 0.6 s and
# 350 MB; a report of 2 MB is already rare, pictures inside the page not counted.
MAX_MARKUP = 8_000_000
# Rows and cells that are read at most: a million take 25 s and 1.1 GB, a report's three tables have about 600.
MAX_CELLS = 250_000
CELL_TAG = re.compile(r"<t[rdh]\b", re.IGNORECASE)
INLINE_DATA = re.compile(r"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%]{200,}")
# libxml2 compares each attribute of an element with all before it: 30,000 take 10 s, and a report's elements have under 20.
MOST_ATTRIBUTES = 1_000
LONG_TAG = re.compile(r"<([a-z][\w:-]*)\s[^<>]{2000,}>", re.IGNORECASE)
INVISIBLE = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|svg)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
PAGE_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f￾￿]")
SURROGATES = re.compile(r"[\ud800-\udfff]+")
WRAPPERS = re.compile(
    r"</?(?:span|font|b|i|u|em|strong|big|small|a|o:p|st1:\w+|label|ins|center|form|section|article)\b[^<>]*>", re.I
)
BLOCKS = re.compile(r"</?(?:div|p|ul|ol|li|blockquote|dl|dd|dt)\b[^<>]*>", re.I)


def without_inline_data(data: bytes) -> bytes:
    """The page's bytes without the pictures written into it (``data:`` addresses), which can be most of its size."""
    if b"data:" not in data:
        return data
    return re.sub(rb"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%]{200,}", b"data:,", data)


def parse(text: str, name: str) -> tuple[etree._Element | None, list[Finding]]:
    """Page text → its tree (None when there is nothing in it) and findings. TooLarge when it is."""
    text = _clean(text)
    if len(text) > MAX_MARKUP:
        text = INVISIBLE.sub("", text)
    if len(text) > MAX_MARKUP:
        raise TooLarge("html_too_long", name, million=f"{len(text) / 1e6:.0f}", most=MAX_MARKUP // 1_000_000)
    if len(CELL_TAG.findall(text)) > MAX_CELLS:
        raise TooLarge("html_many_cells", name, most=MAX_CELLS)
    if not text.strip():
        return None, []
    tree, too_deep = _parse(text)
    if not too_deep:
        return tree, []
    tree, too_deep = _parse(WRAPPERS.sub("", text))
    if too_deep:
        tree, too_deep = _parse(BLOCKS.sub("<br>", WRAPPERS.sub("", text)))
    return tree, [Finding("nested_too_deep", "error") if too_deep else Finding("nested_flattened", "note")]


def _clean(text: str) -> str:
    """Without what libxml2 refuses or stops at: NUL, controls, lone surrogates, an encoding that no longer holds."""
    text = CONTROLS.sub("", text)
    text = SURROGATES.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)
    if "data:" in text:
        text = INLINE_DATA.sub("data:,", text)
    text = LONG_TAG.sub(lambda tag: tag[0] if tag[0].count("=") <= MOST_ATTRIBUTES else f"<{tag[1]}>", text)
    # A page pasted into a page ends before the page does. Browsers read on; libxml2 would drop all that follows.
    return XML_DECLARATION.sub("", PAGE_ENDS.sub("", text), count=1)


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    """The tree, and whether the parser gave up at its limit of 2048 elements inside one another."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None  # "Document is empty": nothing but comments
    limits = {etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG}
    return tree, any(entry.type in limits for entry in parser.error_log)
