"""Which lines are running text: they stay lines and never become rows with figures."""

from __future__ import annotations

import re

IN_BRACKETS = re.compile(r"[（(\[〔【][^）)\]〕】]*[）)\]〕】]")
NUMBERING = re.compile(r"(?:^|(?<=\s))\s*\d{1,2}\s*[.、．)）]\s*(?!\d)")  # also behind half a group's name
TITLE = re.compile(r"(?:年度报告|年报|报告》?)$|(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d")
BEFORE_A_DATE = re.compile(r"[年月日时分第至共约达占:：/／~～、，,]$")


def is_title(text: str) -> bool:
    """True for a report's title and for a line with a date: they label no figures."""
    return bool(TITLE.search(text))


def may_label_figures(text: str) -> bool:
    """True for text before figures on one line that may be a row's label: no counts of its own, no colon, no half date."""
    core = IN_BRACKETS.sub("", NUMBERING.sub("", text))
    return not re.search(r"[\d:：]", core) and not BEFORE_A_DATE.search(core.rstrip())
