"""Whether a page's text layer can be trusted, and whether it may hold a part of a table."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from goiextract.forms import forms

BROKEN = 0.04  # share of glyphs without a meaning; sound pages have 0 to 0.005 (a bullet from a symbol font)
FEWEST_LETTERS = 60  # letters on a page before their kind says anything
ODD = 0.3  # share of accented letters and signs, as GBK taken for Latin-1 gives; sound text has under 0.05
MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f\x7f-\x9f]")
HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
LETTERS = re.compile(r"[^\W\d_]")
ODD_LETTERS = re.compile("[\xa1-\u036f]")
FEWEST_HAN = 40  # Han characters on a page before their choice says anything
FAMILIAR = (
    0.12  # share of Han characters that the forms print or that all Chinese text uses; narrative pages have over 0.3
)
ALL_TEXT = frozenset("的一是在不了有和人这中大为上个以要他时用们生到作地于出对成会可年月日行政府信息公开工作等及与情况")
BEYOND_PLANE = 0x10000  # stands for every character beyond the first plane: rare Han
FEWEST_PAIRS = 40  # different ones: a list that says the same word in every line says nothing of its font
FEWEST_PAIRED = 80  # Han characters on a page before their neighbours say anything
PAIRED = 0.03  # share of pairs that the forms print or that narrative is full of: sound pages 0.09 and more, shifted ones 0.01
ALL_NARRATIVE = (
    "我们工作进行情况问题管理服务年度报告中华人民共和国政府联系电话地址建设加强落实推进组织领导部门单位发展制度"
)
CONTINUES = 8  # numbers on a page after a table page before it is taken for its continuation


def legibility(text: str) -> str:
    """Why the text of a page cannot be trusted, in a word or two; ``''`` if it can."""
    glyphs = "".join(text.split())
    meaningless = len(MEANINGLESS.findall(glyphs)) + 8 * glyphs.count("(cid:")
    if meaningless > BROKEN * len(glyphs):
        return "glyphs without characters"
    han = "".join(HAN.findall(glyphs))
    if len(han) < 0.03 * len(glyphs):
        letters = len(LETTERS.findall(glyphs))
        if letters > FEWEST_LETTERS and len(han) < 0.03 * letters and len(ODD_LETTERS.findall(glyphs)) > ODD * letters:
            return "characters of another encoding"
    if len(han) >= FEWEST_HAN:
        plain = _code_points(unicodedata.normalize("NFKC", han))
        if _familiar()[np.minimum(plain, BEYOND_PLANE)].sum() < FAMILIAR * len(plain):
            return "characters at random"
        # Where a font's table of characters is shifted, every character is another one of the same page: no neighbours are
        # those of the forms or of common words.
        pairs = plain[:-1] << 32 | plain[1:]
        known = _pairs()
        if (
            len(plain) >= FEWEST_PAIRED
            and (known[np.searchsorted(known[:-1], pairs)] == pairs).mean() < PAIRED
            and len(set(pairs.tolist())) >= FEWEST_PAIRS
        ):
            return "characters of each other"
    return ""


def is_unknown_figure(text: str) -> bool:
    """True for a word of glyphs without a meaning and no Han: it may be a figure in a font that says nothing of itself."""
    return bool(MEANINGLESS.search(text)) and not HAN.search(text)


def may_hold_table(text: str, after_table: bool) -> bool:
    """True where a page prints two of the forms' wordings, or goes on with numbers after a page that does."""
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    found = set()
    for match in _wordings().finditer(plain):
        found.add(match[0])
        if len(found) > 1:
            return True
    return after_table and (bool(found) or len(re.findall(r"\d+", text)) >= CONTINUES)


@cache
def _wordings() -> re.Pattern[str]:
    """The forms' row, column and block wordings, without their numbering, longest first."""
    found = set()
    for form in forms():
        for table in form.tables:
            printed = {*table.blocks, *(line.printed for line in table.lines)}
            printed |= {column.printed for line in table.lines for column in line.columns}
            for wording in printed:
                plain = unicodedata.normalize("NFKC", wording)
                plain = re.sub(r"^(?:[一二三四五六七]、|\([一二三四五六七]\)|\d\.)", "", plain).split("(区分")[0]
                if len(plain) >= 3:
                    found.add(plain[:10])
    return re.compile("|".join(re.escape(wording) for wording in sorted(found, key=len, reverse=True)))


def _code_points(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.int64)


@cache
def _pairs() -> NDArray[np.int64]:
    """Neighbouring characters of the forms and of common words, two code points in one number."""
    wordings = [line.printed for form in forms() for table in form.tables for line in table.lines]
    wordings += [table.heading for form in forms() for table in form.tables]
    pairs = {wording[i : i + 2] for wording in wordings for i in range(len(wording) - 1)}
    words = {ALL_NARRATIVE[i : i + 2] for i in range(0, len(ALL_NARRATIVE), 2)}
    kept = _code_points("".join(pair for pair in pairs | words if len(pair) == 2 and min(pair) > "\u3400"))
    return np.sort(kept[::2] << 32 | kept[1::2])


@cache
def _familiar() -> NDArray[np.bool_]:
    """For each code point whether the forms print it or all Chinese text uses it."""
    printed = {char for form in forms() for table in form.tables for line in table.lines for char in line.printed}
    found = np.zeros(BEYOND_PLANE + 1, bool)
    found[_code_points("".join(ALL_TEXT | {char for char in printed if char > "\u3400"}))] = True
    return found
