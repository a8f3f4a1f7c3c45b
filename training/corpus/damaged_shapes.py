"""Damage to the shape of the tables: what is missing, added, merged, parted or cut."""

from __future__ import annotations

from random import Random

from training.corpus.damage import Breakage
from training.corpus.records import Report


def _look(report: Report, name: str, value: str = "yes") -> bool:
    report.look[name] = value
    return True


def remark_column(rng: Random, report: Report) -> bool:
    """A column 备注 at the right of 表二 and 表三."""
    return not report.look.keys() & {"side_by_side", "extra_value"} and _look(report, "remark_column")


def extra_row(rng: Random, report: Report) -> bool:
    """A row that the form does not know: 其他主动公开文件."""
    return _look(report, "extra_row", " ".join(str(rng.randint(0, 300)) for _ in range(3)))


def collapsed_group(rng: Random, report: Report) -> bool:
    """A group's line printed with its sums, in place of its sub-rows."""
    group = rng.choice(("denied", "denied", "refuse", "unable"))
    if report.look.keys() & {"label_rows", "two_rows", "group_cut"}:
        return False
    rows = [line.key for line in report.forms["applications"].table("applications").lines if line.under == group]
    columns = dict.fromkeys(key[2] for key in report.figures if key[0] == "applications")
    sums = [
        sum(int(report.figures[key].truth) for key in report.figures if key[1] in rows and key[2] == c) for c in columns
    ]
    report.look["collapsed_figures"] = " ".join(str(count) for count in sums)
    return _look(report, "collapsed", group)


def table_missing(rng: Random, report: Report) -> bool:
    """表二 or 表四 is not there."""
    return _look(report, "missing", rng.choice(("proactive", "review_litigation", "proactive review_litigation")))


def tables_missing(rng: Random, report: Report) -> bool:
    """All tables were pictures: only the headings are left."""
    return _look(report, "missing", "proactive applications review_litigation")


def review_in_three(rng: Random, report: Report) -> bool:
    """表四 as three small tables."""
    return _look(report, "review_in_three")


def blocks_apart(rng: Random, report: Report) -> bool:
    """Each block of 表二 as a table of its own."""
    return "block_cut" not in report.look and _look(report, "blocks_apart")


def one_grid(rng: Random, report: Report) -> bool:
    """All three tables in one grid."""
    others = {"wrong_rowspan", "block_cut", "side_by_side", "headings_together", "group_cut", "extra_value"}
    return not report.look.keys() & others and _look(report, "one_grid")


def look_alike_before(rng: Random, report: Report) -> bool:
    """A table of departments before 表三."""
    return _look(report, "look_alike", "before")


def look_alike_after(rng: Random, report: Report) -> bool:
    """A table of last year's figures after 表三."""
    return _look(report, "look_alike", "after")


def short_rows(rng: Random, report: Report) -> bool:
    """Six figures for seven columns in one to five rows of zeros; nothing tells which one is lost."""
    table = report.forms["applications"].table("applications")
    zeros = [
        r.key for r in table.rows if all(f.truth == 0 for k, f in report.figures.items() if k[:2] == (table.key, r.key))
    ]
    if not zeros or report.look.keys() & {"side_by_side", "extra_value", "blanks_dropped"}:
        return False
    chosen = rng.sample(zeros, min(len(zeros), rng.randint(1, 5)))
    return _look(report, "short_rows", " ".join(f"{row}.total" for row in chosen))


def label_cut(rng: Random, report: Report) -> bool:
    """A row label cut in two by a page break, its figures beside one of the halves."""
    rows = [line.key for line in report.forms["applications"].table("applications").rows if len(line.printed) > 7]
    return _look(report, "label_cut", f"{rng.choice(rows)} {rng.choice(('first', 'first', 'second'))}")


def header_again(rng: Random, report: Report) -> bool:
    """The head of 表三 printed again after a page break."""
    return _look(report, "header_again", str(rng.randint(8, 22)))


def page_numbers(rng: Random, report: Report) -> bool:
    """Page numbers between the rows of a table."""
    return _look(report, "page_numbers", rng.choice(("- {} -", "-{}-", "— {} —", "{}", "第{}页")))


def stub_shift(rng: Random, report: Report) -> bool:
    """After a page break the stub's empty columns are gone, so the figures stand further left."""
    return _look(report, "stub_shift", str(rng.randint(6, 18)))


def rows_shifted(rng: Random, report: Report) -> bool:
    """（六） and （七） stand one place further left than the other rows."""
    if report.look.keys() & {"side_by_side", "note_row", "extra_value"}:
        return False
    return _look(report, "rows_shifted", rng.choice(("ragged", "blank behind")))


def table_cut(rng: Random, report: Report) -> bool:
    """表三 as two tables, the page break of another format; what spans the cut is blank, repeated or cut below it."""
    if report.look.keys() & {"wrong_rowspan", "side_by_side", "group_cut"}:
        return False
    at = rng.randint(8, 24)
    return _look(
        report, "table_cut", f"{at} {rng.choice(('blank', 'again', 'cut'))} {rng.choice(('heads', 'bare', 'bare'))}"
    )


def label_rows(rng: Random, report: Report) -> bool:
    """A row label cut into two rows of the grid, the figures beside one of them."""
    rows = [line.key for line in report.forms["applications"].table("applications").rows if line.under in LEAVES]
    return not report.look.keys() & {"collapsed", "two_rows", "spread_down", "side_by_side", "group_cut"} and _look(
        report, "label_rows", f"{rng.choice(rows)} {rng.choice(('first', 'first', 'second'))}"
    )


def wrong_rowspan(rng: Random, report: Report) -> bool:
    """三、本年度办理结果 spans a row too many or too few, so that a browser pushes a row aside."""
    if report.look.keys() & {"one_grid", "table_cut", "spread_down", "side_by_side"}:
        return False
    return _look(report, "wrong_rowspan", rng.choice(("1", "-1")))


def two_rows(rng: Random, report: Report) -> bool:
    """Two neighbouring rows in one row of the grid: labels and figures below one another in its cells."""
    lines = report.forms["applications"].table("applications").rows
    firsts = [a.key for a, b in zip(lines, lines[1:], strict=False) if a.under == b.under and a.under in LEAVES]
    others = {"collapsed", "label_rows", "spread_down", "side_by_side", "group_cut", "extra_value"}
    return not report.look.keys() & others and _look(report, "two_rows", rng.choice(firsts))


def torn(rng: Random, report: Report) -> bool:
    """Labels of some rows as lines of text, their figures as a small table below them."""
    return _look(report, "torn", str(rng.choice((0.15, 0.4))))


def lines_once(rng: Random, report: Report) -> bool:
    """An archive that kept every line once: nearly all zeros are gone."""
    return _look(report, "lines_once")


ROWS_OF_TEXT = ("text_tabbed", "text_rows", "text_markdown")
FLOWING = (*ROWS_OF_TEXT, "text_cells", "text_padded", "text_pipes")
LEAVES = ("denied", "unable", "refuse")
DECLARED = ("html_clean", "html_cms", "html_script", "docx")
SHAPE_BREAKAGES = (
    Breakage("remark_column", 2, remark_column),
    Breakage("extra_row", 2, extra_row),
    Breakage("collapsed_group", 1, collapsed_group),
    Breakage("table_missing", 2, table_missing),
    Breakage("tables_missing", 0.5, tables_missing),
    Breakage("review_in_three", 2, review_in_three),
    Breakage("blocks_apart", 3, blocks_apart, without=("text_glued",)),
    Breakage("one_grid", 1, one_grid, without=("text_markdown",)),
    Breakage("look_alike_before", 2, look_alike_before),
    Breakage("look_alike_after", 2, look_alike_after),
    Breakage("short_rows", 6, short_rows, only=FLOWING),
    Breakage("label_cut", 7, label_cut, only=ROWS_OF_TEXT),
    Breakage("header_again", 5, header_again, only=ROWS_OF_TEXT),
    Breakage("page_numbers", 3, page_numbers, only=(*FLOWING, "pdf_drawn")),
    Breakage("rows_shifted", 2, rows_shifted, only=("text_tabbed", "text_markdown", *DECLARED)),
    Breakage(
        "table_cut", 4, table_cut, only=(*DECLARED, "pdf_", "scan_", "text_cells", "text_tabbed", "text_markdown")
    ),
    Breakage("label_rows", 3, label_rows, only=DECLARED),
    Breakage("wrong_rowspan", 2, wrong_rowspan, only=("html_clean", "html_cms", "html_script")),
    Breakage("two_rows", 1.5, two_rows, only=DECLARED),
    Breakage("torn", 8, torn, only=("text_markdown",)),
    Breakage("lines_once", 1, lines_once, only=("text_cells",)),
    Breakage("stub_shift", 7, stub_shift, only=("text_tabbed",)),
)
