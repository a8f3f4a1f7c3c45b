"""Label fragment → features. The only definition: training and prediction both call it.

A fragment may carry the group above it (``三、本年度办理结果（一）予以公开``), so it is split at its numbering and
the last part is described once more by itself: the innermost row decides. Guidance in brackets names other rows, so
what stands in brackets has features of its own. The ends of the fragment are marked, because a label cut by a page
break has only one true end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from goiextract.labelling.normal import normal
from goiextract.labelling.words import cutter

Cut = Callable[[str], list[str]]

# (三) · （3） · 三、 · 3. · 3、 — a figure with a decimal point or a year is no numbering.
_NUMBERING = re.compile(
    r"\(([一二三四五六七八九十]|\d{1,2})\)|([一二三四五六七八九十])[、.]|(?<!\d)(\d{1,2})[.、,](?!\d)"
)
_HAN_DIGITS = {digit: str(number) for number, digit in enumerate("一二三四五六七八九十", 1)}

#: Beyond this many characters a text is a paragraph; its start and end say enough, and hostile input stays cheap.
LONGEST = 240


def features_of(text: str, cut: Cut) -> tuple[str, ...]:
    """A label fragment as printed and the dictionary's cutter → the names of its features, each once, in a fixed order.

    Prefixes: ``w`` word, ``c`` one to three characters in a row, ``l`` words and pairs of the last numbered part,
    ``i`` words and pairs inside brackets, ``n`` numbering, ``z`` size, figures, stops, share of characters in no known
    word. All but ``i`` and ``z`` leave out what stands in brackets.
    """
    plain = normal(text)
    if len(plain) > LONGEST:
        plain = plain[: LONGEST // 2] + plain[-LONGEST // 2 :]
    if not plain:
        return ("z:empty",)
    numbers, printed = _split(plain)
    parts, inside = _apart(printed)
    body, within = "".join(parts), "".join(inside)
    words, words_within = cut(body), cut(within) if within else []
    found: list[str] = [f"w:{word}" for word in words if len(word) > 1]
    found += [f"c:{gram}" for gram in _grams(f"^{body}$", (1, 2, 3))]
    if len(parts) > 1:
        last = parts[-1] or parts[-2]
        found += _described("l", f"^{last}$" if parts[-1] else last, words if last == body else cut(last))
    if within:
        found += _described("i", within, words_within)
    found += _numbering(numbers, bool(printed[0]), bool(printed[-1]))
    found += _shape("".join(printed), body, [*words, *words_within])
    return tuple(dict.fromkeys(found))


def feature_maker(words: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """A dictionary → the function from a fragment to its features."""
    cut = cutter(words)
    return lambda text: features_of(text, cut)


def _split(plain: str) -> tuple[list[str], list[str]]:
    """Numberings in order, with their style, and the texts before, between and after them (the first may be empty)."""
    numbers: list[str] = []
    parts: list[str] = []
    start = 0
    for match in _NUMBERING.finditer(plain):
        bracketed, counted, figure = match.groups()
        style = "(" if bracketed else "、" if counted else "."
        number = bracketed or counted or figure
        numbers.append(style + _HAN_DIGITS.get(number, number))
        parts.append(plain[start : match.start()])
        start = match.end()
    return numbers, [*parts, plain[start:]]


def _grams(text: str, lengths: tuple[int, ...]) -> Iterator[str]:
    for length in lengths:
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _described(prefix: str, text: str, words: list[str]) -> list[str]:
    return [f"{prefix}:{word}" for word in words if len(word) > 1] + [f"{prefix}:{gram}" for gram in _grams(text, (2,))]


def _apart(parts: list[str]) -> tuple[list[str], list[str]]:
    """Parts → the same without what stands in brackets, and what does. A cut may have taken one bracket of a pair."""
    outside, inside = [], []
    for part in parts:
        if "(" not in part and ")" not in part:
            outside.append(part)
            continue
        depth = 0
        kept: list[str] = []
        apart: list[str] = []
        for letter in part:
            if letter == "(":
                depth += 1
            elif letter == ")" and depth == 0:
                apart += kept
                kept = []
            elif letter == ")":
                depth -= 1
            else:
                (apart if depth else kept).append(letter)
        outside.append("".join(kept))
        inside.append("".join(apart))
    return outside, inside


def _numbering(numbers: list[str], something_before: bool, something_after: bool) -> list[str]:
    if not numbers:
        return ["n:none"]
    found = [f"n:last{numbers[-1]}", f"n:{len(numbers)}" if len(numbers) < 4 else "n:many"]
    if not something_before:
        found.append(f"n:first{numbers[0]}")
    if not something_after:
        found.append("n:ends")
    if len(numbers) > 1:
        found.append(f"n:before{numbers[-2]}")
    return found


def _shape(whole: str, body: str, words: list[str]) -> list[str]:
    unknown = sum(len(word) == 1 for word in words) / max(len(words), 1)
    digits = sum(letter.isdigit() for letter in whole)
    found = [f"z:long{_step(len(whole))}", f"z:outside{_step(len(body))}", f"z:unknown{round(unknown * 5)}"]
    found.append(f"z:unknown{round(unknown * 5)}long{_step(len(whole))}")
    if digits:
        found.append(f"z:digits{min(digits, 4)}")
    if any(letter.isascii() and letter.isalpha() for letter in whole):
        found.append("z:latin")
    found += [f"z:has{stop}" for stop in ',.;:%()、"' if stop in whole]
    return found


def _step(length: int) -> int:
    """Length in coarse steps: 0–4 each for itself, then 6, 9, 14, 20, 30, 45, 68 …"""
    for step in (0, 1, 2, 3, 4, 6, 9, 14, 20, 30, 45, 68, 110):
        if length <= step:
            return step
    return 999
