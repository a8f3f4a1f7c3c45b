"""Text in which rows or a whole table stand without any separator: labels and runs of digits alternate.

The runs are handed on as they are; only the form's sums can split ``70000072`` (see reconciling).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SHORT_LINE = 60  # characters; one row, or two
FEWEST_RUNS = 4  # runs beside labels in a longer line: a paragraph counts things (件, 年, …) and has one or two
LONG_RUN = 7  # digits; the figures of one row of 表三, were all of them 0
LONGEST_LINE = 400_000  # characters; a whole report has 20,000
# a run of figures: digits with inner blanks, decimals, a sign before digits, a unit behind
RUN = re.compile(r"[+\-]?\d[\d \u3000,+\-]*(?:\.\d[\d ]*)?(?:亿元|万元|元)?")
# cells with their unit, which part themselves: 22件19件129件. Narrative has words between two counts.
WITH_UNIT = re.compile(r"\d+(件|项|条|次|个|宗|份|起)(?:[ \u3000]*\d+\1)+")
ORDINAL_AHEAD = re.compile(r"[.、．]\s*[^\d\s]")
LABEL_BEFORE = re.compile(r"[一-鿿）)”\"][ \u3000]?$")
LABEL_AHEAD = re.compile(r"\s*(?:$|[一-鿿（(“\"])")
COUNTED_AHEAD = re.compile(r"\s*[页年月日号时分秒%％‰条件次个项人名篇起份期场部家宗户届天周季例批万亿余多款类级位岁]")
NUMBERED = "〔[（(第"


def is_run_together(text: str) -> bool:
    """True for a line in which several runs of digits stand between labels, or a long one behind its label."""
    if not any(map(str.isdigit, text)) or len(text) > LONGEST_LINE or "\t" in text or "|" in text:
        return False
    runs = [(text[start:end], is_figure) for start, end, is_figure in _runs(text)]
    beside = sum(is_figure for _, is_figure in runs)
    if len(text) > SHORT_LINE and beside >= FEWEST_RUNS:
        return True
    if "。" in text or not runs or not runs[-1][1]:
        return False
    long = sum(map(str.isdigit, runs[-1][0])) >= LONG_RUN and " " not in runs[-1][0]
    touching = beside >= 2 and not any(run.endswith((" ", "\u3000")) for run, _ in runs[:-1])
    return (touching or (long and len(text) > SHORT_LINE)) and beside == len(runs)


def rows_run_together(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each label with the run of figures behind it, or with its figures where units part them (none behind the last text),
    in order; no digit is lost."""
    unit, begin = _unit(text), 0
    for start, end, is_figure in _runs(text):
        if is_figure:
            run = text[start:end].strip()
            parted = unit and run.endswith(unit)
            yield text[begin:start].strip(), tuple(re.findall(rf"\d+{unit}", run)) if parted else (run,)
            begin = end
    if rest := text[begin:].strip():
        yield rest, ()


def _unit(text: str) -> str:
    """The unit in the cells of a table that stands in this text; ``''`` where they have none."""
    found = WITH_UNIT.search(text)
    return found[1] if found else ""


def _runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each run of digits, and whether it may be figures beside a label.

    The ordinal of the label that follows is no part of a run: "7000007" + "2.没有现成信息".
    """
    unit = _unit(text)
    runs = re.compile(rf"\d+{unit}(?:[ \u3000]*\d+{unit})*|{RUN.pattern}") if unit else RUN
    for found in runs.finditer(text):
        start, end = found.span()
        if ORDINAL_AHEAD.match(text, end):
            end = start + len(found.group().rstrip()) - 1
            if not any(map(str.isdigit, text[start:end])):
                continue
            yield start, end, bool(LABEL_BEFORE.search(text[max(0, start - 2) : start]))
            continue
        before = text[max(0, start - 2) : start]
        whole = found.group()[-1] == "元" or (unit and found.group().endswith(unit))
        counted = not whole and COUNTED_AHEAD.match(text, end)
        numbered = before[-1:] and before[-1:] in NUMBERED
        yield (
            start,
            end,
            bool(LABEL_BEFORE.search(before) and LABEL_AHEAD.match(text, end)) and not counted and not numbered,
        )
