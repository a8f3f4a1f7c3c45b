"""Findings as sentences in the reader's language, from sentences.toml. Official labels stay Chinese in both."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path

from goiextract.records import Finding


def language() -> str:
    """``zh`` where the locale is Chinese (LC_ALL, LC_MESSAGES, LANG: the first that is set decides), else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"


def either(zh: str, en: str, wanted: str | None = None) -> str:
    """The one of two texts that fits `wanted`, or the reader's language."""
    return zh if (wanted or language()) == "zh" else en


@cache
def sentences() -> dict[str, dict[str, str]]:
    """``{code: {"zh": ..., "en": ...}}`` as shipped."""
    return tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


def sentence(finding: Finding, wanted: str | None = None) -> str:
    """What the finding says. A code without a sentence is shown with its details: a finding is never swallowed."""
    details = dict(finding.details)
    known = sentences().get(finding.code)
    if known is None:
        told = ", ".join(f"{name}: {said}" for name, said in details.items())
        return f"{finding.code} ({told})" if told else finding.code
    return re.sub(r"\{(\w+)\}", lambda found: details.get(found[1], found[0]), either(known["zh"], known["en"], wanted))
