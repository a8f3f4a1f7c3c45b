"""Bytes of a web page or text file → text. Never fails; says which encoding was taken and how many bytes could not be read.

The order is our own because parsers that trust the declaration lose pages silently: one character outside GB 2312 under
``charset=gb2312`` ends the document for libxml2, while gb18030 holds every one of them.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from goiextract.records import Finding

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
CHINESE_NAMES = {
    "gb2312",
    "gb_2312-80",
    "gb2312-80",
    "gbk",
    "x-gbk",
    "cp936",
    "ms936",
    "windows-936",
    "gb18030",
    "euc-cn",
    "hz-gb-2312",
}
BIG5_NAMES = {"big5", "big5-hkscs", "x-x-big5", "cp950", "big5hkscs", "cn-big5"}
# Characters that make up a third or more of any Chinese official text, simplified and traditional; a wrong charset gives
# under a tenth.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取完举科触封信息府申请告获处未办"
)
SAMPLE = 60_000  # bytes looked at to choose; whole pages are decoded once the choice is made
FEW = 0.02  # share of non-ASCII bytes that may be damaged in a page that is still taken for UTF-8


class Decoded(NamedTuple):
    """The text, the encoding it was read in, and what a reader of the report should know about that."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Bytes (and a charset named outside them, if any) → text. Undecodable bytes become U+FFFD and are counted."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _finish(data[len(mark) :], encoding)
    wide = wide_encoding(data)
    if wide:
        return _finish(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    sample = data[:SAMPLE] if len(data) <= SAMPLE else _busiest(data)
    loose = sample.decode("utf-8", "replace")
    foreign = sum(byte > 127 for byte in sample)
    if loose.count("�") <= max(2, FEW * foreign) and foreign > 3 * loose.count("�"):
        return _finish(data, "utf-8")
    return _finish(data, _choose(sample, _python_name(declared or _declaration(data))))


def wide_encoding(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` when the bytes without a mark read as such and hold NUL bytes; else ``''``."""
    sample = data[:4000]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4 or sample.count(0) < max(1, len(sample) // 200):
        return ""
    best, share = "", 0.9  # of plain ASCII, Han and Chinese punctuation; noise stays under a half
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        plain = sum(_is_plain(char) for char in text) / len(text)
        if plain > share:
            best, share = encoding, plain
    return best


def _is_plain(char: str) -> bool:
    return " " <= char <= "~" or char in "\t\n\r" or "一" <= char <= "鿿" or " " <= char <= "〿" or "！" <= char <= "～"


def _busiest(data: bytes) -> bytes:
    """A sample with text in it: pages may open with screens of ASCII scripts."""
    first = re.search(rb"[\x80-\xff]", data)
    start = first.start() if first else 0
    return data[start : start + SAMPLE]


def _declaration(data: bytes) -> str:
    found = DECLARED.search(data[:8192])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def _python_name(name: str) -> str:
    name = name.strip().lower()
    if name in CHINESE_NAMES:
        return "gb18030"
    if name in BIG5_NAMES:
        return "big5hkscs"
    try:
        return codecs.lookup(name).name if codecs.lookup(name)._is_text_encoding else ""
    except (LookupError, ValueError):
        return ""


def _choose(sample: bytes, declared: str) -> str:
    """The encoding under which the sample reads most like Chinese; the declared one, then gb18030, win ties."""
    candidates = [name for name in (declared, "gb18030", "big5hkscs") if name and not name.startswith("utf")]
    scores = {name: _score(sample, name) for name in dict.fromkeys(candidates)}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.1:
        return best
    if _is_plain_chinese(sample):
        return "gb18030"
    from charset_normalizer import from_bytes  # only for the rare page that reads like no Chinese at all

    guess = from_bytes(sample[:20_000], cp_isolation=["gb18030", "big5hkscs", "utf_8", "cp1252"]).best()
    return guess.encoding if guess and declared == "" and scores["gb18030"] <= 0 else best


def _is_plain_chinese(sample: bytes) -> bool:
    """Whether the bytes read as GB 2312 throughout, the everyday part of gb18030: a few words are too few to count."""
    foreign = [char for char in sample.decode("gb18030", "replace") if char > "\x7f"]
    plain = sum(_is_plain(char) and char.encode("gb2312", "ignore") != b"" for char in foreign)
    return plain >= 0.9 * len(foreign) > 0


def _score(sample: bytes, encoding: str) -> float:
    try:
        text = sample.decode(encoding, "replace")
    except (UnicodeError, LookupError):
        return -1.0
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    common = sum(char in COMMON for char in foreign)
    return (common - 2 * foreign.count("�")) / len(foreign)


def _finish(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    findings = [] if encoding == "utf-8" else [Finding("decoded_as", "note", (("encoding", encoding),))]
    bad = text.count("�")
    if bad:
        findings.append(Finding("undecodable_bytes", "warning", (("encoding", encoding), ("count", str(bad)))))
    return Decoded(text, encoding, tuple(findings))
