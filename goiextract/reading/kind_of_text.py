"""What has no sign of its kind in its first bytes: a page, a mail, a script with a page in it, or text."""

from __future__ import annotations

import re
from pathlib import PurePath

from goiextract.reading.decoding import decode
from goiextract.reading.html_in_mail import is_mail
from goiextract.reading.html_in_script import MAX_SCRIPT, holds_markup
from goiextract.reading.unsupported import refuse

HEAD = 65_536  # bytes looked at for text kinds; a script's string may begin late, then the whole text is looked at
PAGE_START = re.compile(
    r"\s*+(?:(?><\?xml[^>]*>|<!--.*?-->|<!\[[^>]*>)\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|table|tbody|tr|td|div|p|h\d|center|"
    r"section|article|span|style|script|base|link|ucap\w*|font|b|strong)\b",
    re.IGNORECASE | re.DOTALL,
)
PAGE_PARTS = re.compile(r"<(?:!doctype\s+html|html\b|body\b)", re.IGNORECASE)
TABLE_PARTS = re.compile(r"<t[rd]\b[^<>]*>", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# What goiextract itself writes: reports in JSON, the head of its tables, headings of the view for people, the notebook's view,
# and what `inspect`, `check` and `--list` say.
OWN_OUTPUT = re.compile(
    r"""\s*(?:\[\s*)?\{"source": "(?:[^"\\]|\\.)*", "kind": "\w*", "sha256": "|"""
    r""""?source"?[,;\t]"?form"?[,;\t]"?table"?[,;\t]"?row"?[,;\t]|"""
    r"""(?:[^\n]*\n){1,4}?[一二三四]、[^\n ]{4,40}  (?:form of 20\d\d|20\d\d年格式|not found in this|未找到此表)|"""
    r"""(?:<meta[^>]*>\s*)?<div class="goiextract">|"""
    r"""(?:reading    |读取   )[^\n]*sha256 [0-9a-f]{16}…|"""
    r"""[^\n]*: (?:form of 20\d\d[^\n]* figures, sums failing|20\d\d[^\n]*年格式，\d+/\d+ 个数字)|"""
    r"""(?:read|not read|passed over|读取|不能读|略过)\t[^\n]*\t[^\n]*\n"""
)
NOISE = 0.02  # share of control characters and undecodable bytes; random bytes have 0.1 and more, damaged text 0.001


def kind_of_text(data: bytes, name: str) -> str:
    """Bytes → ``html`` or ``text``; UnsupportedFormat where they are neither."""
    if is_mail(data):
        return "html"
    decoded = decode(data[:HEAD])
    text = decoded.text
    bad = len(CONTROLS.findall(text)) + text.count("�")
    if bad > max(2, NOISE * len(text)):
        raise refuse(name, "noise")
    if OWN_OUTPUT.match(text):
        raise refuse(name, "own_output")
    suffix = PurePath(name).suffix.lower()
    if text.lstrip().startswith("<?xml") and re.search(r"<(?:w:wordDocument|pkg:package)\b", text):
        raise refuse(name, "wordxml")
    if PAGE_START.match(text) or PAGE_PARTS.search(text):
        return "html"
    if len(TABLE_PARTS.findall(text)) >= 2 and text.lstrip()[:1] not in ("{", "["):
        return "html"
    if len(data) <= 4 * MAX_SCRIPT and holds_markup(text if len(data) <= HEAD else decode(data).text):
        return "html"
    if suffix in (".html", ".htm", ".shtml", ".jsp", ".aspx") and re.search(r"<[a-z]+\b[^<>]*>", text, re.IGNORECASE):
        return "html"
    return "text"
