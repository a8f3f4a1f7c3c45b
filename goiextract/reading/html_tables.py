"""One HTML table → a declared Grid, or, for tables that only lay out the page, what stands in them. No recursion."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from msgspec import Struct, field

from goiextract.reading.html_flow import STRUCK, Flow, Piece, tidy
from goiextract.reading.spans import SpannedCell, expand_spans, is_layout, kind_of_content, span_number, to_grid
from goiextract.records import Grid, Place

#: What shows something that is no text, or text that is not taken for the cell's: struck out, or of a control.
SHOWN = (
    *("img", "object", "embed", "canvas", "svg", "video", "iframe", "applet", "picture", "math", "del", "s", "strike"),
    *("input", "button", "select", "textarea", "progress", "meter", "image"),
)
#: What a script library fills in: what it writes there no file says.
BOUND = re.compile(r"v-(?:text|html)|ng-bind|x-text|x-html|data-bind", re.I)
BACKGROUND = re.compile(r"background[^;]*url\(", re.I)
MAX_SEARCHES = 200  # for rows below wrappers inside one table: each may look through all that is in it


class _Rows(Struct):
    """The rows of a table by kind of group, in the order they are drawn, and what stands outside its cells."""

    head: list[list[etree._Element]] = field(default_factory=list)
    body: list[list[etree._Element]] = field(default_factory=list)
    foot: list[list[etree._Element]] = field(default_factory=list)
    searched: int = 0
    loose: list[etree._Element | str] = field(default_factory=list)


def read_table(table: etree._Element, number: int, flow: Flow) -> list[Piece | Grid]:
    """A table element, the `number`-th of the document → its caption lines, Grid and inner tables in reading order."""
    rows = _rows(table, flow)
    before: list[Piece | Grid] = []
    for stray in rows.loose:
        if not isinstance(stray, str):
            before += [stray] if flow.styles.role(stray) == "table" else flow.pieces(stray)
        elif tidy(stray):
            before.append(tidy(stray))
    groups: list[list[list[SpannedCell]]] = []
    contents: list[list[Piece]] = []
    n_row = 0
    for group in (*rows.head, *rows.body, *rows.foot):
        groups.append([])
        for row in group:
            n_row += 1
            cells = []
            for n_cell, cell in enumerate(_cells(row, flow, before), 1):
                unseen = flow.styles.invisible(cell)
                pieces = [] if unseen or (unseen is None and flow.styles.invisible(row)) else flow.pieces(cell)
                contents.append(pieces)
                cells.append(_spanned(cell, pieces, flow, Place(table=number, row=n_row, cell=n_cell)))
            groups[-1].append(cells)
    placed = expand_spans(groups)
    lines = [sum(isinstance(piece, str) for piece in pieces) for pieces in contents]
    shapes = [(n, len(pieces) - n) for n, pieces in zip(lines, contents, strict=True)]
    if is_layout(placed, shapes, [cell.row for cell in placed]):
        return before + [piece for pieces in contents for piece in pieces]
    return (
        before
        + [to_grid(placed, n_row)]
        + [piece for pieces in contents for piece in pieces if not isinstance(piece, str)]
    )


def _spanned(cell: etree._Element, pieces: Sequence[Piece], flow: Flow, place: Place) -> SpannedCell:
    written = (cell.get("rowspan") or "").strip()
    row_span = 0 if written == "0" else max(span_number(written), 1)
    text = "\n".join(piece for piece in pieces if isinstance(piece, str)).strip()
    more = not text and (bool(pieces) or _may_show(cell, flow))
    return SpannedCell(text, kind_of_content(text, more), row_span, max(span_number(cell.get("colspan")), 1), place)


def _may_show(cell: etree._Element, flow: Flow) -> bool:
    """Whether a cell without text may show something all the same: a picture or a field, what a script or the style sheet writes,
    or text that we took for hidden."""
    if any(map(_is_seen, cell.iter(*SHOWN))) or BACKGROUND.search(cell.get("style") or ""):
        return True
    for inner in cell.iter():
        left = [inner.text if isinstance(inner.tag, str) else "", inner.tail if inner is not cell else ""]
        if any(tidy(text or "") for text in left):
            return True
        if isinstance(inner.tag, str) and (flow.styles.writes(inner) or any(map(BOUND.match, map(str, inner.attrib)))):
            return True
    return False


def _is_seen(picture: etree._Element) -> bool:
    """Whether a picture is more than a spacer of a few pixels, and a field shown; what else hides it is not looked for: rather
    one doubt more."""
    if picture.get("type") == "hidden" or (picture.tag in STRUCK and not "".join(map(str, picture.itertext())).strip()):
        return False
    sizes = [re.match(r"\d+", picture.get(side) or "") for side in ("width", "height")]
    return not any(size and int(size[0][:6]) <= 4 for size in sizes)


def _rows(table: etree._Element, flow: Flow) -> _Rows:
    """Walks down through groups, and through forms and the like that stand between a table and its rows."""
    found = _Rows()
    around: etree._Element | None = None
    loose_rows: list[etree._Element] | None = None  # rows directly in the table, up to the next group
    todo: list[tuple[etree._Element | str, list[etree._Element] | None]] = []
    _push(todo, table, None)
    while todo:
        item, group = todo.pop()
        if isinstance(item, str):
            found.loose.append(item)
            continue
        role = flow.styles.role(item)
        if role in ("row", "cell"):
            if group is None:
                if loose_rows is None:
                    loose_rows = []
                    found.body.append(loose_rows)
                group = loose_rows
            if role == "row":
                group.append(item)
            else:  # cells without a row make up one of their own
                if around is None or not group or group[-1] is not around:
                    around = etree.Element("tr")
                    group.append(around)
                around.append(item)
                item.tail = None  # is on the stack by itself
        elif role in ("head", "group", "foot"):
            loose_rows = None
            inner: list[etree._Element] = []
            # only the first head and foot are drawn apart, like in browsers
            target = found.body
            if role == "head" and not found.head:
                target = found.head
            elif role == "foot" and not found.foot:
                target = found.foot
            target.append(inner)
            _push(todo, item, inner)
        elif role == "inline" or (role == "block" and item.tag in ("form", "center", "div") and _has_rows(item, found)):
            _push(todo, item, group)
        elif role != "hidden":
            found.loose.append(item)
    return found


def _has_rows(element: etree._Element, found: _Rows) -> bool:
    found.searched += 1
    return found.searched <= MAX_SEARCHES and next(element.iter("tr", "td", "th"), None) is not None


def _cells(row: etree._Element, flow: Flow, strays: list[Piece | Grid]) -> list[etree._Element]:
    """The cells of a row; what stands between them goes to `strays`, drawn before the table."""
    cells = []
    todo: list[tuple[etree._Element | str, list[etree._Element] | None]] = []
    _push(todo, row, None)
    while todo:
        item, _ = todo.pop()
        if isinstance(item, str):
            if tidy(item):
                strays.append(tidy(item))
            continue
        role = flow.styles.role(item)
        if role == "cell":
            cells.append(item)
        elif role == "table":
            strays.append(item)
        elif role != "hidden":
            _push(todo, item, None)
    return cells


def _push(
    todo: list[tuple[etree._Element | str, list[etree._Element] | None]],
    element: etree._Element,
    group: list[etree._Element] | None,
) -> None:
    for child in reversed(element):
        if child.tail and child.tail.strip():
            todo.append((child.tail, group))
        todo.append((child, group))
    if element.text and element.text.strip():
        todo.append((element.text, group))
