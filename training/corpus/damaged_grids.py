"""Damage to the grid of a table: labels spread down, blanks dropped, figures too many, cuts in groups, neighbours."""

from __future__ import annotations

from random import Random

from training.corpus.damage import Breakage
from training.corpus.records import UNDECIDED, Report

HEAD_ROWS = 3  # of 表三
ROWS_OF_TEXT = ("text_tabbed", "text_rows", "text_markdown")
DECLARED = ("html_clean", "html_cms", "html_script", "docx")
NARROW = ("pdf_", "scan_")  # pages with no room for two tables of many digits
OTHER_CUTS = {
    "label_rows",
    "two_rows",
    "table_cut",
    "wrong_rowspan",
    "spread_down",
    "group_cut",
    "one_grid",
    "side_by_side",
}


def spread_down(rng: Random, report: Report) -> bool:
    """Labels that span rows cut into pieces, one a row: 三、 本年 | 度办 | 理结果."""
    if report.look.keys() & {"wrong_rowspan", "label_rows", "two_rows", "group_cut", "extra_value"}:
        return False
    report.look["spread_down"] = rng.choice(("2", "3", "4"))
    return True


def blanks_dropped(rng: Random, report: Report) -> bool:
    """Zeros of some rows are not printed and their cells gone: 3 | 3 | | | | |, nothing tells whose the numbers are."""
    rows: list[str] = []
    for row in report.forms["applications"].table("applications").rows:
        figures = [figure for key, figure in report.figures.items() if key[:2] == ("applications", row.key)]
        zeros = [figure for figure in figures if figure.printed == "0"]
        if 0 < len(zeros) < len([figure for figure in figures if figure.printed]):
            rows.append(row.key)
    if not rows or report.look.keys() & {"short_rows", "extra_value"}:
        return False
    chosen = rows if rng.random() < 0.4 else rng.sample(rows, min(len(rows), rng.randint(1, 3)))
    for key, figure in report.figures.items():
        if key.table == "applications" and key.row in chosen and figure.printed == "0":
            figure.blank("", UNDECIDED)
    report.look["blanks_dropped"] = " ".join(chosen)
    return True


def extra_value(rng: Random, report: Report) -> bool:
    """A row of 表三 with a value too many, before or behind its own."""
    row = rng.choice([row.key for row in report.forms["applications"].table("applications").rows])
    report.look["extra_value"] = (
        f"{row} {rng.choice(('before', 'behind', 'behind'))} {rng.choice(('0', '0', '1', '2'))}"
    )
    return not report.look.keys() & {
        "two_rows",
        "short_rows",
        "blanks_dropped",
        "side_by_side",
        "remark_column",
        "rows_shifted",
        "spread_down",
        "one_grid",
    } or not report.look.pop("extra_value")


def group_cut(rng: Random, report: Report) -> bool:
    """A group's own label cut by the page: （四）无 | 法提供."""
    lines = [line for line in report.forms["applications"].table("applications").lines if not line.is_group]
    groups = [group for group in ("denied", "unable", "refuse") if group != report.look.get("collapsed")]
    if report.look.keys() & OTHER_CUTS or "collapsed" in report.look:
        return False
    group = rng.choice(groups)
    if report.kind in ROWS_OF_TEXT:
        report.look["group_cut"] = group
        return True
    places = [HEAD_ROWS + number for number, line in enumerate(lines) if line.under == group][1:]
    report.look["group_cut"] = group
    report.look["table_cut"] = f"{rng.choice(places)} cut {rng.choice(('heads', 'bare', 'bare'))}"
    return True


def block_cut(rng: Random, report: Report) -> bool:
    """表二 cut by the page right below the title of a block, or below its head."""
    blocks = len(report.forms["proactive"].table("proactive").blocks)
    report.look["block_cut"] = f"{rng.randrange(blocks)} {rng.choice(('1', '1', '2'))}"
    return not report.look.keys() & {"blocks_apart", "one_grid", "side_by_side"} or not report.look.pop("block_cut")


def side_by_side(rng: Random, report: Report) -> bool:
    """表二 and 表三 of this year, and those of the year before at their right."""
    if report.look.keys() & {*OTHER_CUTS, "short_rows", "extra_value", "rows_shifted", "remark_column", "block_cut"}:
        return False
    if report.kind.startswith(NARROW) and report.size not in ("township", "office"):
        return False
    report.look["side_by_side"] = str(rng.randint(1, 10**6))
    return True


def total_head_last(rng: Random, report: Report) -> bool:
    """The head 总计 behind 其他, a line below its place."""
    report.look["total_head"] = "third line"
    return True


def review_blank(rng: Random, report: Report) -> bool:
    """Five cells of 表四 in a row, all zero, are blank: the first, the last, or those in the middle."""
    rows = [row.key for row in report.forms["review_litigation"].table("review_litigation").rows]
    rng.shuffle(rows)
    for row in rows:
        figures = [figure for key, figure in report.figures.items() if key[:2] == ("review_litigation", row)]
        if all(figure.printed == "0" for figure in figures):
            for figure in figures:
                figure.blank()
            return True
    return False


def note_row(rng: Random, report: Report) -> bool:
    """A remark as the last row of 表三 or 表四, in the table itself, with a number of its own."""
    report.look["note_row"] = f"{rng.choice(('applications', 'review_litigation'))} {rng.randint(1, 90)}"
    return not report.look.keys() & {"rows_shifted"} or not report.look.pop("note_row")


def broken_cells(rng: Random, report: Report) -> bool:
    """Line breaks within the cells of a markdown table, so that a row runs over many lines."""
    report.look["broken_cells"] = rng.choice(("\n ", "\n"))
    return True


WIDE = (*ROWS_OF_TEXT, "html_clean", "html_cms", "docx")
GRID_BREAKAGES = (
    Breakage("spread_down", 3, spread_down, without=("text_glued",)),
    Breakage("blanks_dropped", 3, blanks_dropped, only=ROWS_OF_TEXT),
    Breakage(
        "extra_value", 2, extra_value, only=("text_rows", "text_cells", "text_pipe_lines", "html_clean", "html_cms")
    ),
    Breakage("group_cut", 3, group_cut, only=(*ROWS_OF_TEXT, *DECLARED, "pdf_", "scan_", "text_cells")),
    Breakage("block_cut", 2, block_cut, without=("text_glued",)),
    Breakage("side_by_side", 1, side_by_side, only=(*WIDE, "pdf_", "scan_pdf")),
    Breakage("total_head_last", 2, total_head_last, without=("text_glued",)),
    Breakage("review_blank", 2, review_blank, without=("text_glued",)),
    Breakage("note_row", 2, note_row, without=("text_glued",)),
    Breakage("broken_cells", 4, broken_cells, only=("text_markdown",)),
)
