"""What an HTML element is to a reader of the page: hidden, a table, a row, a cell, a line of its own, or part of a line."""

from __future__ import annotations

import re

from lxml import etree

TAGS = {
    "table": "table", "tr": "row", "td": "cell", "th": "cell", "thead": "head", "tbody": "group", "tfoot": "foot",
    "caption": "caption", "br": "break", "hr": "break", "pre": "pre", "xmp": "pre", "listing": "pre",
}  # fmt: skip
_BLOCKS_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol optgroup option p "
    "section summary title ul"
)
BLOCKS = frozenset(_BLOCKS_NAMES.split())
# Not drawn; struck text and ruby notes (pinyin) are left out because they are not what the office says.
_UNSEEN_NAMES = (
    "head script style template noscript iframe object embed applet svg canvas audio video map xml rt rp rtc "
    "del s strike select datalist colgroup col noembed noframes button"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
DISPLAYS = {
    "table": "table", "inline-table": "table", "table-row": "row", "table-cell": "cell",
    "table-row-group": "group", "table-header-group": "head", "table-footer-group": "foot", "table-caption": "caption",
    "block": "block", "flex": "block", "grid": "block", "list-item": "block", "inline": "inline", "inline-block": "inline",
}  # fmt: skip
ROLES = {"table": "table", "grid": "table", "row": "row", "cell": "cell", "gridcell": "cell", "columnheader": "cell",
         "rowheader": "cell", "rowgroup": "group"}  # fmt: skip
NATIVE = frozenset(TAGS) | UNSEEN
DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([\w-]+)", re.I)
HIDING = re.compile(r"mso-hide\s*:\s*(?:all|screen)", re.I)
VISIBILITY = re.compile(r"(?:^|;)\s*visibility\s*:\s*(\w+)", re.I)
STYLES = re.compile(r"display|visibility|mso-hide", re.I)
#: A rule that writes text before or behind what has this class or id.
WRITING = re.compile(r"([.#][\w-]+)[^.#]*::?(?:before|after)\s*$", re.I)
CONTENT = re.compile(r"(?:^|[;\s])content\s*:\s*(?!none|normal|''|\"\")", re.I)
SIMPLE = re.compile(r"(?:(\w+))?([.#])([\w-]+)$")
MAX_STYLE = (
    200_000  # characters of style sheet looked at; page-wide sheets are rarely longer and only hide or lay out here
)


class Styles:
    """The page's own style sheet, as far as it hides elements or lays them out as tables by class or id."""

    def __init__(self, root: etree._Element | None = None, show_hidden: bool = False) -> None:
        self.show_hidden = show_hidden  # what style sheets hide may be shown by a script: then it is asked for
        self._by_name: dict[tuple[str, str], str] = {}
        self._writing: set[str] = set()
        for style in () if root is None else root.iter("style"):
            self._read(re.sub(r"/\*.*?(?:\*/|\Z)|<!--|-->", "", (style.text or "")[:MAX_STYLE], flags=re.DOTALL))

    def _read(self, sheet: str) -> None:
        for_print = False
        for rule in sheet.split("}"):
            before, brace, body = rule.rpartition("{")
            if not brace:  # the end of an @media block
                for_print = False
                continue
            around, inside, selectors = before.rpartition("{")
            if inside:
                for_print = "print" in around and "screen" not in around
            if not for_print and CONTENT.search(body):
                self._writing |= {found[1] for one in selectors.split(",") if (found := WRITING.search(one[-200:]))}
            if for_print or not STYLES.search(body):
                continue
            for selector in selectors.split(","):
                if found := SIMPLE.match(selector.strip()[:200]):
                    key = (found[2] + found[3], (found[1] or "").lower())
                    self._by_name[key] = (self._by_name.get(key, "") + ";" + body)[-1000:]

    def of(self, element: etree._Element) -> str:
        """The declarations that hold for an element, the strongest last."""
        written = element.get("style") or ""
        if not self._by_name:
            return written
        names = ["." + name for name in (element.get("class") or "").split()]
        names += ["#" + element.get("id", "")]
        found = [self._by_name.get((name, tag), "") for name in names for tag in ("", str(element.tag))]
        return ";".join([*filter(None, found), written])

    def writes(self, element: etree._Element) -> bool:
        """Whether the style sheet writes something before or behind an element."""
        names = ["." + name for name in (element.get("class") or "").split()] + ["#" + element.get("id", "")]
        return not self._writing.isdisjoint(names)

    def role(self, element: etree._Element) -> str:
        """One of hidden, table, head, group, foot, row, cell, caption, break, pre, block, inline."""
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN or (element.get("hidden") is not None and not self.show_hidden):
            return "hidden"
        style = self.of(element)
        if style:
            shown = DISPLAY.findall(style)
            gone = HIDING.search(style) or (shown and shown[-1].lower() == "none")
            if tag in ("tr", "tbody") and (seen := VISIBILITY.findall(style)):
                gone = gone or seen[-1].lower() == "collapse"
            if gone and not self.show_hidden:
                return "hidden"
            if shown and shown[-1].lower() != "none" and tag not in NATIVE and shown[-1].lower() in DISPLAYS:
                return DISPLAYS[shown[-1].lower()]
        if tag in TAGS:
            return TAGS[tag]
        if role := ROLES.get((element.get("role") or "").lower()):
            return role
        return "block" if tag in BLOCKS else "inline"

    def invisible(self, element: etree._Element) -> bool | None:
        """True: drawn as empty room from here on (``visibility: hidden``); False: seen again; None: as around it."""
        style = self.of(element)
        seen = VISIBILITY.findall(style) if "isibility" in style else []
        return None if not seen or self.show_hidden else seen[-1].lower() == "hidden"
