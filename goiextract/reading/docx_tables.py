"""One ``w:tbl`` → a declared Grid with its true spans, or, for tables that only lay out the page, what stands in them."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from goiextract.reading.docx_text import Piece, Text, child, is_on, kind, value
from goiextract.reading.spans import Placed, is_layout, kind_of_content, to_grid
from goiextract.records import Grid, Place

#: What shows something that is no text, or text that is not taken for the cell's: a note's number, what is struck out, a number
#: that Word counts, or what was chosen in a field.
SHOWN = (
    "w:drawing",
    "w:pict",
    "w:object",
    "w:control",
    "w:footnoteReference",
    "w:endnoteReference",
    "w:strike",
    "w:dstrike",
    "w:numPr",
    "w:ffData",
)
MAX_SPAN = 1000  # columns; more is an accident of the file


def read_table(table: etree._Element, number: int, text: Text) -> tuple[list[Piece | Grid], int]:
    """A table, the `number`-th of the document → its Grid and inner tables in reading order, and how many merged-away
    cells held text that Word does not show."""
    placed: list[Placed] = []
    contents: list[list[Piece]] = []
    open_below: dict[tuple[int, int], int] = {}  # start, end of a vertically merged cell → its index in `placed`
    n_row = unseen = 0
    for row in _inside(table, "w:tr"):
        properties = child(row, "w:trPr")
        if properties is not None and (child(properties, "w:del") is not None or is_on(properties, "w:hidden")):
            continue
        column = _number(properties, "w:gridBefore", 0)
        still_open: dict[tuple[int, int], int] = {}
        first_of_row = len(placed)
        for n_cell, cell in enumerate(_inside(row, "w:tc"), 1):
            about = child(cell, "w:tcPr")
            if about is not None and child(about, "w:cellDel") is not None:
                continue
            end = column + max(_number(about, "w:gridSpan", 1), 1)
            pieces = text.pieces(cell)
            merge = _merge(about, "w:vMerge")
            above = open_below.get((column, end)) if merge == "continue" else None
            left = placed[-1] if len(placed) > first_of_row else None
            if left is not None and left.end == column and _merge(about, "w:hMerge") == "continue":
                placed[-1] = left._replace(end=end)
                if still_open.pop((left.start, left.end), None) is not None:
                    still_open[(left.start, end)] = len(placed) - 1
                unseen += bool(pieces)
            elif above is not None:
                placed[above] = placed[above]._replace(row_span=n_row + 1 - placed[above].row)
                still_open[(column, end)] = above
                unseen += bool(pieces)
            else:
                place = Place(table=number, row=n_row + 1, cell=n_cell)
                shown = "\n".join(piece for piece in pieces if isinstance(piece, str)).strip()
                more = not shown and (
                    bool(pieces) or any(kind(inner) in SHOWN and _is_shown(inner) for inner in cell.iter())
                )
                placed.append(Placed(shown, kind_of_content(shown, more), n_row, column, end, 1, place))
                contents.append(pieces)
                if merge:
                    still_open[(column, end)] = len(placed) - 1
            column = end
        open_below = still_open
        n_row += 1
    if not placed or is_layout(placed, [_shape(pieces) for pieces in contents], [cell.row for cell in placed]):
        return [piece for pieces in contents for piece in pieces], unseen
    grid: list[Piece | Grid] = [to_grid(placed, n_row)]
    return grid + [piece for pieces in contents for piece in pieces if not isinstance(piece, str)], unseen


def _is_shown(element: etree._Element) -> bool:
    """True unless it is a mark of struck text on a run or paragraph without text."""
    if not kind(element).endswith("trike"):
        return True
    run = next(islice(element.iterancestors(), 1, 2), None)
    texts = () if run is None else (one.text or "" for one in run.iter() if kind(one) == "w:t")
    return (value(element) or "true").lower() not in ("0", "false", "off") and any(map(str.strip, texts))


def _shape(pieces: list[Piece]) -> tuple[int, int]:
    lines = sum(isinstance(piece, str) for piece in pieces)
    return lines, len(pieces) - lines


def _inside(element: etree._Element, wanted: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls, custom XML and accepted insertions."""
    found = []
    todo = list(reversed(element))
    while todo:
        inner = todo.pop()
        what = kind(inner)
        if what == wanted:
            found.append(inner)
        elif what in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"):
            todo += reversed(inner)
        elif what == "AlternateContent":
            todo += reversed([part for choice in list(inner)[:1] for part in choice])
    return found


def _merge(properties: etree._Element | None, name: str) -> str:
    """``restart``, ``continue`` or ``''``; a merge mark without a value continues."""
    mark = None if properties is None else child(properties, name)
    if mark is None:
        return ""
    return "restart" if value(mark) == "restart" else "continue"


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    mark = None if properties is None else child(properties, name)
    written = "" if mark is None else (value(mark) or "").strip()
    return min(int(written), MAX_SPAN) if written.isascii() and written.isdigit() and len(written) < 12 else default
