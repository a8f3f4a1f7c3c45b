"""The lines on a file's reports, with notes that several reports share told once, at its end."""

from __future__ import annotations

from collections import Counter

from goiextract.cli.checked_lines import CheckedLine
from goiextract.report.marks import one_line
from goiextract.sentences import said

#: Reports whose lines wait, so that a note which more of them have is told with none; then lines are given as they come.
HELD = 200


class AlikeNotes:
    """Takes each report's lines and gives back those that can be printed. Only notes are ever held back: a note that two
    reports of the file share is told at the end with the number of reports, for in a panel a hundred reports may have it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._count: Counter[str] = Counter()
        self._held: list[list[CheckedLine]] | None = []

    def lines(self, report: list[CheckedLine]) -> list[str]:
        """The lines to print now."""
        known = {line.text for line in report if line.is_note and self._count[line.text]}
        self._count.update({line.text for line in report if line.is_note})
        if self._held is None:
            return [line.text for line in report if line.text not in known]
        self._held.append(report)
        return self._released() if len(self._held) >= HELD else []

    def end(self, wanted: str | None = None) -> list[str]:
        """The lines still held, and the notes that several reports share."""
        lines = self._released()
        alike = [(text, count) for text, count in self._count.most_common() if count > 1]
        if alike:
            path = one_line(self._path)
            lines.append(said("check_alike", None, wanted, path=path))
        for text, count in alike:
            lines.append(f"{text} {said('check_alike_count', None, wanted, count=count)}")
        return lines

    def _released(self) -> list[str]:
        held, self._held = self._held or [], None
        return [line.text for report in held for line in report if not line.is_note or self._count[line.text] == 1]
