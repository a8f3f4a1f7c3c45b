"""All that is said to people, in their language, from sentences.toml. Official labels stay Chinese in both."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goiextract.records import Finding

_BLANKS = re.compile(r"\{(@?)(\w+)\}")
_CHINESE = 0x04  # the primary language of Windows' language identifiers


def language() -> str:
    """``zh`` where the locale is Chinese (LC_ALL, LC_MESSAGES, LANG: the first that is set decides; where Windows sets none,
    the language of its windows), else ``en``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE else "en"
    return "en"


@cache
def sentences() -> dict[str, dict[str, str]]:
    """``{code: {"zh": ..., "en": ...}}`` as shipped."""
    return tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


def said(code: str, details: Mapping[str, str] | None = None, wanted: str | None = None, **more: object) -> str:
    """The sentence of this code, in `wanted` (``zh``, ``en``) or the reader's language.

    ``{name}`` is filled from the details (and `more`); ``{@name}`` names a detail that is itself a code, and is filled with
    its sentence. A code without a sentence is shown with its details: nothing is swallowed.
    """
    filled = {**(details or {}), **{name: str(value) for name, value in more.items()}}
    known = sentences().get(code)
    if known is None:
        told = ", ".join(f"{name}: {value}" for name, value in filled.items())
        return f"{code} ({told})" if told else code

    def fill(blank: re.Match[str]) -> str:
        value = filled.get(blank[2], blank[0])
        return said(value, None, wanted) if blank[1] else value

    return _BLANKS.sub(fill, known[wanted or language()])


def listed(parts: Iterable[str], wanted: str | None = None) -> str:
    """Several texts as one list, parted as the language does."""
    return ("，" if (wanted or language()) == "zh" else ", ").join(parts)


def sentence(finding: Finding, wanted: str | None = None) -> str:
    """What the finding says."""
    return said(finding.code, dict(finding.details), wanted)
