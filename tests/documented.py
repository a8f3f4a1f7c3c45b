"""What a page shows of commands: the lines of its shell fences, and the code in its text that begins like a command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: How code in the text must begin to be a command; ``goiextract.check`` is none.
BEGINS = re.compile(r"(?:\.venv/bin/)?(?:python3?|goiextract|pip|pytest|ruff|mypy|uv) ")
#: What is put in place of: FILE.pdf, DIR, N; [what may be left out]; one or more… of it.
PLACEHOLDER = re.compile(r"(?:^|[\s|\[])[A-Z][A-Z-]*(?:\.\w+)?(?=$|[\s|\]….])|\s\[|…|\.\.\.")


@dataclass(frozen=True)
class Command:
    """A command as the page has it, without the remark behind it."""

    page: str
    text: str

    @property
    def is_usage(self) -> bool:
        """True for a line that says what can be given; it does not run as it stands."""
        return bool(PLACEHOLDER.search(self.text))

    @property
    def program(self) -> str:
        """`training.train` for ``python -m training.train …``, else the first word."""
        words = self.text.removeprefix(".venv/bin/").split()
        return words[2] if words[0].startswith("python") and words[1:2] == ["-m"] else words[0]

    @property
    def options(self) -> set[str]:
        return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", self.text.partition(self.program)[2]))


def fences(page: str, kind: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [inside for name, inside in FENCE.findall(text) if name == kind]


def commands_of(page: str) -> list[Command]:
    """All commands of a page in its order, each once."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found: list[str] = []
    end = 0
    for fence in FENCE.finditer(text):
        found += _in_text(text[end : fence.start()])
        end = fence.end()
        if fence[1] == "sh":
            found += (re.sub(r"(?:^|\s+)#.*", "", line) for line in fence[2].splitlines())
        elif fence[1] != "powershell":  # no commands that nobody looks at
            assert not any(BEGINS.match(line) for line in fence[2].splitlines()), f"{page}: a fence without sh"
    found += _in_text(text[end:])
    return [Command(page, one) for one in dict.fromkeys(found) if one]


def options_in_text(page: str) -> set[str]:
    """The options that a page speaks of by themselves: ``--jobs N``."""
    plain = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
    return {code.split()[0] for code in re.findall(r"`([^`]+)`", plain) if code.startswith("--")}


def _in_text(text: str) -> list[str]:
    code = (" ".join(one.split()) for one in re.findall(r"`([^`]+)`", text))
    return [one for one in code if BEGINS.match(one)]
