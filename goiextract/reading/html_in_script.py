"""Pages whose content is a JavaScript or JSON string: the strings that hold it, decoded and joined."""

from __future__ import annotations

import html as entities
import re

# A string or comment that the end of the file cuts off ends there: cut files are read, and no start is tried twice.
TOKEN = re.compile(
    r"""//[^\n]*+|/\*.*?(?:\*/|\Z)|"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)|"""
    r"""'((?:[^'\\\n]++|\\.)*+)(?:'|(?=\n)|\\?\Z)|`((?:[^`\\]++|\\.)*+)(?:`|\\?\Z)""",
    re.DOTALL,
)
# Between two literals of one text: "a" + "b", s += "b", document.write("a"); document.write("b")
JOINED = re.compile(r"\s*\+\s*|\s*;?\s*[\w$.]+\s*\+=\s*|\s*\)\s*;?\s*document\.write(?:ln)?\s*\(\s*")
ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "\f", "v": " ", "0": "", "\n": "", "\r\n": "", "\r": ""}
MARKUP = re.compile(r"<(?:table|t[rdh]|p|div|br|h\d|span|section)\b", re.I)
TABLE_MARKUP = re.compile(r"<t(?:able|[rdh])\b", re.I)
HIDDEN_MARKUP = re.compile(r"(?:<|\\u003c|\\x3c|&lt;)(?:table|t[rdh]|p|div)\b", re.I)
HAN = re.compile(r"[一-鿿]")
TITLE = re.compile(r"[^<>{}]{0,80}(?:年报|年度报告)[^<>{}]{0,20}")
SCRIPT_START = re.compile(
    r"\s*(?:[{\[\"'`(;]|//|/\*|(?:var|let|const|function|export|import|window|document|module|define)\b|[A-Za-z_$][A-Za-z0-9_$.]*\s*[=(\[])"
)
MAX_SCRIPT = 8_000_000  # characters looked through: the worst found, a quote a line, takes 1 s a million
MAX_TIMES_ENCODED = 4  # JSON in JSON in a script is the worst seen


def holds_markup(text: str) -> bool:
    """Whether a text that reads as a script or JSON carries HTML in its strings."""
    if len(text) > MAX_SCRIPT or not SCRIPT_START.match(text) or not HIDDEN_MARKUP.search(text):
        return False
    return any(TABLE_MARKUP.search(part) or MARKUP.search(part) for part in strings(text))


def markup_in(script: str) -> str:
    """A script's or JSON's text → one piece of HTML: the strings with tables, or else those with markup and Chinese text.

    A string that names an annual report and is no longer than a title goes before them. ``''`` when there is none.
    """
    found = strings(script)
    tables = [part for part in found if TABLE_MARKUP.search(part)]
    bodies = tables or [part for part in found if MARKUP.search(part) and HAN.search(part)]
    kept: dict[str, str] = {}  # by visible text: pages carry the same content twice, for the screen and the telephone
    for body in bodies:
        kept.setdefault(re.sub(r"<[^<>]*>|\s+", "", body), body)
    if not kept:
        return ""
    titles = dict.fromkeys(part.strip() for part in found if TITLE.fullmatch(part.strip()))
    return "".join(f"<div>{part}</div>" for part in (*list(titles)[:3], *kept.values()))


def strings(script: str) -> list[str]:
    """The string literals of a script in order, decoded; literals that are joined by the script come as one."""
    found: list[str] = []
    last_end = -1
    for token in TOKEN.finditer(script):
        literal = next((group for group in token.groups() if group is not None), None)
        if literal is None:
            continue  # a comment
        if last_end >= 0 and token.start() - last_end < 200 and JOINED.fullmatch(script, last_end, token.start()):
            found[-1] += literal
        else:
            found.append(literal)
        last_end = token.end()
    return [_decoded(literal) for literal in found]


def _decoded(literal: str) -> str:
    text = literal
    for _ in range(MAX_TIMES_ENCODED):
        if "\\" in text:
            text = ESCAPE.sub(_character, text)
        if "&lt;" in text and not MARKUP.search(text) and HIDDEN_MARKUP.search(text):
            text = entities.unescape(text)
        if not re.search(r"\\[\"'/nu]", text) or not HIDDEN_MARKUP.search(text):
            break
    return text


def _character(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "ux" and len(code) > 1:
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number <= 0x10FFFF else "�"
    return NAMED.get(code, code)
