"""Text in which a whole table stands without any separator: labels and runs of digits alternate.

The runs are handed on as they are; only the form's sums can split ``70000072`` (see reconciling).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONG_RUN = re.compile(r"\d[\d ]{4,}")
FEWEST_RUNS = 5  # long runs in one line; a paragraph has one or two (telephone numbers, postcodes)
BESIDE = re.compile(r"[\u4e00-\u9fff）)]\s?\d")
SHORTEST_LINE = 60
LONGEST_LINE = 400_000  # characters; a whole report has 20,000
# a run of figures: digits with inner spaces, decimals, a sign before digits, a unit behind; not the ordinal of what follows
RUN = re.compile(r"[+\-]?\d[\d \u3000,+\-]*(?:\.\d[\d ]*)?(?:亿元|万元|元)?")
ORDINAL_AHEAD = re.compile(r"[.、．]\s*[^\d\s]")


def is_run_together(text: str) -> bool:
    """True for a line that holds many long runs of digits, or a few of any length and no sentence."""
    if not SHORTEST_LINE < len(text) <= LONGEST_LINE:
        return False
    return len(LONG_RUN.findall(text)) >= FEWEST_RUNS or ("。" not in text and len(BESIDE.findall(text)) >= FEWEST_RUNS)


def rows_run_together(text: str) -> Iterator[tuple[str, str]]:
    """Each label with the run of figures behind it (``''`` behind the last text), in order; no digit is lost."""
    label, at = "", 0
    while at < len(text):
        found = RUN.search(text, at)
        if found is None:
            label += text[at:]
            break
        run, end = found.group(), found.end()
        if ORDINAL_AHEAD.match(text, end):
            # the last digit is the ordinal of the next label: "7000007" + "2.没有现成信息"
            bare = run.rstrip()
            run, end = bare[:-1], found.start() + len(bare) - 1
        label += text[at : found.start()]
        figures = run.strip()
        if figures and (label.strip() or figures.strip("+-")):
            if _inside_words(text, found.start(), end):
                label += run
            else:
                yield label.strip(), figures
                label = ""
        if end == found.start():  # a lone ordinal: it begins the next label
            label += text[end]
            end += 1
        at = end
    if label.strip():
        yield label.strip(), ""


def _inside_words(text: str, start: int, end: int) -> bool:
    """True for a number that narrative counts with: a year, a date, a share, a numbered document."""
    after = text[end : end + 1]
    return bool(after) and after in "年月日号时分%％条件次个项人名篇起份期" or text[start - 1 : start] in "〔（(第"
