"""The form's wordings in a text: where one ends and the next begins, and whether there is any of their words in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from goiextract.forms import Form
from goiextract.labelling.normal import normal

NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])")
ANY_NUMBERING = r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d[.、])?"
KEPT = 200  # characters of a text whose answer is kept: labels come again and again, long texts do not
LETTERS = re.compile(r"[^\W\d_]+")
SHORT = 4  # wordings shorter than this also stand inside longer words; they count only at the very end


def pieces(text: str, forms: Sequence[Form]) -> list[str]:
    """The text in normal form, cut before every wording of the forms in it; what stands before the first is a piece of its
    own."""
    anywhere, at_end = _patterns(tuple(forms))
    plain = normal(text)
    starts = [match.start() for match in anywhere.finditer(plain) if not _in_brackets(plain, match.start())]
    last = at_end.search(plain, starts[-1] + 1 if starts else 0)
    if last and last.group() and not any(match.end() == len(plain) for match in anywhere.finditer(plain)):
        starts.append(last.start())
    borders = sorted({0, *starts, len(plain)})
    return [plain[a:b] for a, b in zip(borders, borders[1:], strict=False) if b > a] or [plain]


@cache
def _patterns(forms: tuple[Form, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A wording that stands anywhere, and one at the very end."""
    wordings = {NUMBERING.sub("", normal(wording)) for wording in _wordings(forms)}
    ordered = sorted(wordings, key=len, reverse=True)
    anywhere = "|".join(re.escape(w) for w in ordered if len(w) >= SHORT)
    at_end = "|".join(re.escape(w) for w in ordered)
    return re.compile(f"{ANY_NUMBERING}(?:{anywhere})"), re.compile(f"{ANY_NUMBERING}(?:{at_end})$")


def _wordings(forms: Sequence[Form]) -> set[str]:
    found: set[str] = set()
    for form in forms:
        for table in form.tables:
            found |= {table.heading, *table.blocks}
            for line in table.lines:
                found |= {line.printed, *(column.printed for column in line.columns)}
                if "（" in line.printed[3:]:
                    found.add(line.printed[: line.printed.index("（", 3)])
    found |= {"信息内容", "申请人情况", "法人或其他组织", "行政诉讼", "五、存在的主要问题及改进情况"}
    return {wording for wording in found if wording}


def has_form_words(text: str, forms: Sequence[Form]) -> bool:
    """True for a text with two letters beside one another that stand so in a wording of the forms, or with no letter but one of
    theirs: any part of a label, be it reworded, and no ``同上``, ``略`` or ``″`` in place of a figure."""
    return _kept(text, tuple(forms)) if len(text) <= KEPT else _has_form_words(text, tuple(forms))


def _has_form_words(text: str, forms: tuple[Form, ...]) -> bool:
    pairs, letters = _neighbours(forms)
    runs = LETTERS.findall(normal(text))
    alone = "".join(runs)
    return alone in letters if len(alone) == 1 else any(a + b in pairs for run in runs for a, b in pairwise(run))


_kept = lru_cache(maxsize=4096)(_has_form_words)


@cache
def _neighbours(forms: tuple[Form, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """All pairs of letters beside one another in the wordings, and all letters."""
    runs = [run for wording in _wordings(forms) for run in LETTERS.findall(normal(wording))]
    return frozenset(a + b for run in runs for a, b in pairwise(run)), frozenset("".join(runs))


def _in_brackets(text: str, at: int) -> bool:
    """True inside an open bracket: a note in a label may name other rows, and is no label of theirs."""
    return text.count("(", 0, at) > text.count(")", 0, at)
