"""How a file parts its cells, seen from all its lines together: one line alone often does not say."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from goiextract.forms import forms
from goiextract.layout.line_items import bare, is_figure

BOX_BARS = str.maketrans({"│": "|", "┃": "|", "║": "|", "｜": "|", "¦": "|"})
COMMA_ROW = re.compile(r"[\s,]*[^,\d][^,]*,")
FEW_COMMA_ROWS = 3  # lines of a label and figures parted by commas; prose has none, a file of that shape dozens
SEVERAL = 3  # texts in a row
FEW_BARS = 20  # lines of a bar alone; 表四 has 15 cells
RARE = 0.05  # share of the cells: a bar may be missing here and there


class Habits(Struct, frozen=True):
    """How a file parts its cells.

    tabs: by tabs (else tabs are mere indentation). tab_step: tabs between neighbouring cells. commas: by commas.
    piped_rows: a line with bars is a whole row (else one cell). opening_bars, closing_bars: rows begin, end with a bar.
    heads_unclosed: the numbers of cells in heads that end without one all the same.
    step: bars between neighbouring cells. bars_are_cells: bars stand for cells only, never for the further columns of a
    wide cell. bars_part: a bar on a line of its own parts one cell from the next, so that a line between two is one cell.
    blank_lines: a line of mere white space is a blank cell; behind a tab only, if blank_tabs.
    """

    tabs: bool
    tab_step: int
    commas: bool
    piped_rows: bool
    opening_bars: bool
    closing_bars: bool
    heads_unclosed: frozenset[int]
    step: int
    bars_are_cells: bool
    bars_part: bool
    blank_lines: bool
    blank_tabs: bool

    def is_blank_cell(self, text: str) -> bool:
        """True if a line of nothing but this white space stands for a blank cell."""
        text = text.strip("\f")
        return bool(text) and self.blank_lines and (text.startswith("\t") or not self.blank_tabs)

    def ends_blank(self, fields: Sequence[str]) -> bool:
        """True if a bar behind these fields, all blank, stands before one more: then they are as many as there are heads."""
        return not any(field.strip() for field in fields) and len(fields) + 1 in self.heads_unclosed


def habits_of(texts: Sequence[str]) -> Habits:
    """The habits of a file, from all its lines."""
    tabbed = [sum(bool(field.strip()) for field in text.split("\t")) for text in texts if "\t" in text]
    piped = [fields for text in texts if len(fields := text.translate(BOX_BARS).split("|")) > 1]
    full = sum(sum(bool(field.strip()) for field in fields) >= 2 for fields in piped)
    single = sum(sum(bool(field.strip()) for field in fields) == 1 and len(fields) <= SEVERAL for fields in piped)
    piped_rows = full > 0.3 * single
    step, bars_are_cells = (1, False) if piped_rows else _bars(texts)
    blank_lines, blank_tabs = _blank_lines(texts)
    return Habits(
        tabs=sum(n >= 2 for n in tabbed) > 0.15 * len(tabbed),
        tab_step=_tab_step(texts),
        commas=sum(map(_is_comma_row, texts)) >= FEW_COMMA_ROWS,
        piped_rows=piped_rows,
        opening_bars=_outer_bars(piped, 0),
        closing_bars=_outer_bars(piped, -1),
        heads_unclosed=frozenset(
            len(fields) for fields in piped if len(fields) >= SEVERAL and all(map(_is_text, fields))
        ),
        step=step,
        bars_are_cells=bars_are_cells,
        bars_part=not piped_rows and sum(not any(map(str.strip, fields)) for fields in piped) >= FEW_BARS,
        blank_lines=blank_lines,
        blank_tabs=blank_tabs,
    )


def _outer_bars(piped: Sequence[Sequence[str]], end: int) -> bool:
    """Whether rows have a bar at this end (0 or -1): most of those with several texts do. In others the outer cell may be
    blank."""
    told = [fields for fields in piped if sum(bool(field.strip()) for field in fields) >= SEVERAL] or piped
    return 2 * sum(not fields[end].strip() for fields in told) > len(told)


def _is_text(field: str) -> bool:
    return not is_figure(bare(field))


def comma_fields(text: str) -> list[str]:
    """The fields of a line parted by commas, quoted fields whole."""
    return [field.strip() for field in next(csv.reader([text]), [])]


def _tab_step(texts: Sequence[str]) -> int:
    """Tabs between neighbouring cells: two or more only where that is the rule and the other gaps are multiples of it."""
    between = Counter(len(tabs) for text in texts if "\t" in text for tabs in re.findall(r"(?<=\S)\t+(?=\S)", text))
    step, often = between.most_common(1)[0] if between else (1, 0)
    return step if often > 0.5 * between.total() and not any(tabs % step for tabs in between) else 1


def has_comma_fields(text: str) -> bool:
    """True for a line that commas may part; not where wide blanks do, and commas stand in its figures (``4,052   0   4,052``)."""
    return text.count(",") >= 2 and "\t" not in text and "  " not in text.strip()


def _is_comma_row(text: str) -> bool:
    if not has_comma_fields(text) or len(text) > 1000 or not COMMA_ROW.match(text):
        return False
    fields = comma_fields(text)
    labels = sum(not is_figure(field) for field in fields)
    figures = sum(bool(field) and is_figure(field) for field in fields)
    return 1 <= labels <= 3 and figures >= 2 and is_figure(fields[-1])


def _blank_lines(texts: Sequence[str]) -> tuple[bool, bool]:
    """Whether lines of mere white space are blank cells, and whether only those that begin with a tab are.

    They are where figures stand on neighbouring lines, or where every cell is marked by a tab, unless such lines part the
    records or every two cells.
    """
    kinds = "".join(map(_line_kind, texts))
    cells = [text for text, kind in zip(texts, kinds, strict=True) if kind in "FL" and len(text) < 60]
    figures = [text for text, kind in zip(texts, kinds, strict=True) if kind == "F"]
    marked = len(figures) > 2 and sum(text.startswith("\t") for text in figures) > 0.7 * len(figures)
    marked = marked or (not figures and sum(text.startswith("\t") for text in cells) > 0.7 * len(cells) > 7)
    direct, through = len(re.findall("F(?=F)", kinds)), len(re.findall("FW(?=F)", kinds))
    parted, closed = len(re.findall("FW+L", kinds)), len(re.findall("FW*E", kinds))
    neighbours = direct * 2 > len(figures)
    return (marked or neighbours) and through <= 4 * direct and parted <= closed, marked


def _line_kind(text: str) -> str:
    """One letter: Empty, White space, Figure or Label."""
    plain = bare(text)
    if not plain:
        return "W" if text.strip("\f") else "E"
    return "F" if is_figure(plain) else "L"


def _bars(texts: Sequence[str]) -> tuple[int, bool]:
    """Bars between neighbouring cells, and whether wide cells have no bars for the columns they cover.

    The captions of the form's blocks run over all columns: where each has the bar of one cell behind it, no cell has more.
    """
    between, captions = Counter[int](), []
    last, bars = "", 0
    for text in _cells_and_bars(texts):
        if text == "|":
            bars += 1
            continue
        if last and bars:
            between[bars] += 1
        if squeezed(last) in _captions():
            captions.append(bars)
        last, bars = text, 0
    step = min((bars for bars, often in between.items() if often > RARE * between.total()), default=1)
    return step, bool(captions) and all(bars <= step for bars in captions)


def _cells_and_bars(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for number, field in enumerate(text.translate(BOX_BARS).split("|")):
            if number:
                yield "|"
            if plain := bare(field):
                yield plain


@cache
def _captions() -> frozenset[str]:
    return frozenset(squeezed(block) for form in forms() for table in form.tables for block in table.blocks)


def squeezed(text: str) -> str:
    """The text without white space, brackets and letters in one width."""
    return "".join(unicodedata.normalize("NFKC", text).split()) if len(text) < 60 else ""
