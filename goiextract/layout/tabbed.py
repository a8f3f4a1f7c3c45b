"""Lines parted by tabs or commas → rows, as parted, blank cells kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from goiextract.layout.habits import Habits, comma_fields, has_comma_fields
from goiextract.layout.line_items import Item, bare, row
from goiextract.records import Line

LINES_OF_A_CELL = 6  # a quoted cell with line breaks goes on over at most so many lines; an unclosed quote over one


def parted_row(line: Line, habits: Habits) -> Item | None:
    """The row of a line with tabs (or with commas, in a file that parts its cells so); None if it is none."""
    if "\t" in line.text:
        fields = [bare(_unquoted(field)) for field in line.text.split("\t" * habits.tab_step)]
        filled = [field for field in fields if field]
        if len(filled) >= 2 or (habits.tabs and len(filled) == 1):
            return row(fields, line, "tabbed")
    elif habits.commas and has_comma_fields(line.text):
        return row(comma_fields(line.text), line, "tabbed")
    return None


def with_quoted_cells_whole(lines: Sequence[Line], habits: Habits) -> Sequence[Line]:
    """The lines, those joined that one quoted cell with line breaks inside runs over (as spreadsheets write them)."""
    if not habits.tabs or not any(_opens(line.text) for line in lines):
        return lines
    joined: list[Line] = []
    number = 0
    while number < len(lines):
        line, number = lines[number], number + 1
        if _opens(line.text):
            for end in range(number + 1, min(number + LINES_OF_A_CELL, len(lines) + 1)):
                text = "\n".join(part.text for part in [line, *lines[number:end]])
                if not _opens(text):
                    line, number = replace(line, text=text), end
                    break
        joined.append(line)
    return joined


def _opens(text: str) -> bool:
    """True if a quoted field begins in the text and does not end in it."""
    if '"' not in text:
        return False
    last = next((field for field in reversed(text.split("\t")) if field.startswith('"')), "")
    return last.count('"') % 2 == 1


def _unquoted(field: str) -> str:
    field = field.strip()
    if len(field) > 1 and field[0] == field[-1] == '"':
        return field[1:-1].replace('""', '"')
    return field
