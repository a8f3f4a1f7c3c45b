"""What a label file holds once read: reports, their text fragments, and what each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from goiextract.errors import GoiextractError


class BadLabels(GoiextractError):
    """A mistake in a label file. `file` and `line` say where (line of text, the first is 1), `problem` what and what to do."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file, self.line, self.problem = file, line, problem


@dataclass(frozen=True, slots=True)
class LabelledFragment:
    """A text fragment as laid out and its label (``applications.granted``, ``header.applications``, …, ``none``).

    figures: how many stand beside it. continuation: it goes on with the row before it. place: as text. line: where it
    stands in its file, 0 if in none. sure: the probability of a guess, doubt: the next best one; only written, never read.
    """

    text: str
    label: str
    figures: int = 0
    continuation: bool = False
    place: str = ""
    line: int = 0
    sure: float | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """The labelled fragments of one report in reading order. `report`: its file name; `document`: see `document_id`;
    `file`: the label file it was read from."""

    report: str
    document: str
    file: Path
    fragments: tuple[LabelledFragment, ...]
