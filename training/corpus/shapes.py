"""The three tables as cells with spans, in the shapes that `report.look` asks for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from goiextract.forms.form import FormRow
from goiextract.records import CellKey
from training.corpus.cut_tables import in_two, label_over_two_rows, two_rows_in_one
from training.corpus.figures import draw_figures
from training.corpus.records import TABLES, Cell, Report, Table
from training.corpus.spread_tables import beside_last_year, spread, with_note

STUBS = [34, 66, 170]
FIGURE_WIDTH = 40


def tables_of(report: Report) -> dict[str, list[Table]]:
    """The printed tables of each table of the form, in order; empty where the report lacks one."""
    made = {
        "proactive": cut_below_title(report, proactive(report)),
        "applications": cut(report, applications(report)),
        "review_litigation": review(report),
    }
    if "side_by_side" in report.look:
        made |= two_years(report, made)
    if "note_row" in report.look:
        name, number = report.look["note_row"].split()
        with_note(made[name][-1], f"注：其中{number}件由上年度转来。")
    for name in report.look.get("missing", "").split():
        made[name] = []
    if report.look.get("one_grid"):
        made = {name: [] for name in TABLES} | {"proactive": [one_grid(report, made)]}
    return made


def two_years(report: Report, made: dict[str, list[Table]]) -> dict[str, list[Table]]:
    """表二 and 表三 with those of the year before at their right."""
    figures = draw_figures(Random(int(report.look["side_by_side"])), report.forms, report.size)
    look = {name: value for name, value in report.look.items() if name not in ("blanks_dropped", "collapsed_figures")}
    if "collapsed" in look:
        look["collapsed_figures"] = " ".join("0" * 7)
    past = replace(report, figures=figures, look=look)
    years = (report.year, report.year - 1)
    before = {"proactive": proactive(past), "applications": [applications(past)]}
    return {
        name: [beside_last_year(a, b, years) for a, b in zip(made[name], tables, strict=True)]
        for name, tables in before.items()
    }


def cut_below_title(report: Report, tables: list[Table]) -> list[Table]:
    """表二 cut below the title or the head of the block that the report's look names."""
    if "block_cut" not in report.look or len(tables) > 1:
        return tables
    block, below = map(int, report.look["block_cut"].split())
    titles = [number for number, row in enumerate(tables[0].rows) if row[0].role == "title"]
    return in_two(tables[0], titles[block] + below, "blank", False)


def cut(report: Report, table: Table) -> list[Table]:
    """表三 with the cuts that the report's look names."""
    look = report.look
    if "two_rows" in look:
        two_rows_in_one(table, look["two_rows"])
    if "label_rows" in look:
        label_over_two_rows(table, *look["label_rows"].split())
    if "wrong_rowspan" in look:
        tall = max((cell for row in table.rows for cell in row if cell.role == "stub"), key=lambda cell: cell.row_span)
        tall.row_span += int(look["wrong_rowspan"])
    if "spread_down" in look:
        spread(table, int(look["spread_down"]))
    if "table_cut" in look:
        at, stub, again = look["table_cut"].split()
        return in_two(table, min(int(at), len(table.rows) - 2), stub, again == "heads")
    return [table]


def figure(report: Report, table: str, row: str, column: str, span: int = 1) -> Cell:
    """The cell of one figure."""
    key = CellKey(table, row, column)
    return Cell(report.figures[key].shown, "figure", key, column_span=span)


def proactive(report: Report) -> list[Table]:
    """表二: one table, or one for each block."""
    form = report.forms["proactive"].table("proactive")
    labels, look = report.labels, report.look
    remark = bool(look.get("remark_column"))
    parts: list[list[list[Cell]]] = []
    for number, block in enumerate(form.blocks):
        lines = [line for line in form.lines if line.under == block]
        names = [column.key for column in lines[0].columns]
        spans = [1] * len(names)
        if look["short_block"] == "span" or len(names) == 1:
            spans[-1] = 4 - len(names)
        rows = [
            [Cell(labels[f"block.{number}"], "title", column_span=4 + remark)],
            [Cell(labels["content"], "head")]
            + [
                Cell(labels[f"column.proactive.{name}"], "head", column_span=span)
                for name, span in zip(names, spans, strict=True)
            ],
        ]
        for line in lines:
            cells = [figure(report, "proactive", line.key, name, span) for name, span in zip(names, spans, strict=True)]
            rows.append([Cell(labels[f"proactive.{line.key}"], "stub"), *cells])
        if number == 0 and look.get("extra_row"):
            shown = look["extra_row"].split()
            rows.append([Cell("其他主动公开文件", "stub"), *(Cell(text, "extra") for text in shown)])
        for row in rows[1:]:
            row += [Cell("", "extra") for _ in range(4 - sum(cell.column_span for cell in row))]
            if remark:
                row.append(Cell("备注" if row[0].text == labels["content"] else "", "extra"))
        parts.append(rows)
    widths = [170, 100, 100, 100] + [50] * remark
    if look.get("blocks_apart"):
        return [Table(rows, widths, 0) for rows in parts]
    return [Table([row for rows in parts for row in rows], widths, 0)]


def applications(report: Report) -> Table:
    """表三 with its head of three rows and its stub of three columns."""
    form = report.forms["applications"].table("applications")
    names = [column.key for column in form.rows[0].columns]
    rows = applications_head(report, names)
    collapsed = report.look.get("collapsed", "")
    lines = [line for line in form.lines if not (collapsed and line.under == collapsed)]
    children = {line.key: [row for row in lines if row.under == line.key] for line in lines}
    waiting: list[Cell] = []
    for line in lines:
        label = Cell(report.labels[f"applications.{line.key}"], "stub")
        if line.is_group and line.key != collapsed:
            label.row_span = _leaves(line.key, children)
            label.upright = line.key == "outcome" and report.look["outcome_stub"] == "upright"
            waiting.append(label)
            continue
        depth = {"": 0, "outcome": 1}.get(line.under, 2)
        label.column_span = 3 - depth
        cells = [*waiting, label]
        if (
            depth == 1
            and report.look["sixth_label"] == "own cell"
            and not report.look.get("rows_shifted")
            and line.key in ("other", "total")
        ):
            label.column_span = 1
            cells.append(Cell("", "extra"))
        if depth == 1 and report.look.get("rows_shifted") and line.key in ("other", "total"):
            label.column_span = 1
        waiting = []
        if line.key == collapsed:
            cells += [Cell(text, "extra") for text in report.look["collapsed_figures"].split()]
        else:
            cells += figures_of(report, line.key, names)
        if (
            label.column_span + depth < 3
            and len(cells) > 7
            and cells[-8] is label
            and report.look.get("rows_shifted") != "ragged"
        ):
            cells.append(Cell("", "extra"))  # the row is one place to the left of the others
        if report.look.get("remark_column"):
            cells.append(Cell("", "extra"))
        rows.append(cells)
    for drop in report.look.get("short_rows", "").split():
        row_key, column_key = drop.split(".")
        for row in rows:
            row[:] = [cell for cell in row if cell.key != CellKey("applications", row_key, column_key)]
    return Table(rows, STUBS + [FIGURE_WIDTH] * 7 + [40] * bool(report.look.get("remark_column")), 3)


def figures_of(report: Report, row: str, names: list[str]) -> list[Cell]:
    """The figures of a row of 表三: blanks at the end, or a value too many, where the report's look says so."""
    cells = [figure(report, "applications", row, name) for name in names]
    if row in report.look.get("blanks_dropped", "").split():
        cells.sort(key=lambda cell: not cell.text.strip())
    extra = report.look.get("extra_value", "").split()
    if extra and extra[0] == row:
        cells.insert(0 if extra[1] == "before" else len(cells), Cell(extra[2], "extra"))
    return cells


def _leaves(key: str, children: dict[str, list[FormRow]]) -> int:
    below = children.get(key, [])
    return sum(_leaves(child.key, children) for child in below) if below else 1


def applications_head(report: Report, names: list[str]) -> list[list[Cell]]:
    """The three head rows of 表三; 总计 stands on the first or on the second of them."""
    labels, top = report.labels, report.look["total_head"] == "first line"
    total = Cell(labels["column.applications.total"], "head", row_span=3 if top else 2)
    first = [
        Cell(labels["corner"], "head", row_span=3, column_span=3),
        Cell(labels["applicants"], "head", column_span=6 if top else 7),
    ]
    second = [
        Cell(labels["column.applications.natural_person"], "head", row_span=2),
        Cell(labels["organisations"], "head", column_span=5),
    ]
    third = [Cell(labels[f"column.applications.{name}"], "head") for name in names[1:-1]]
    if report.look["total_head"] == "third line":
        second.append(Cell("", "extra"))
        total.row_span = 1
        third.append(total)
    else:
        (first if top else second).append(total)
    if report.look.get("remark_column"):
        first.append(Cell("备注", "extra", row_span=3))
    return [first, second, third]


def review(report: Report) -> list[Table]:
    """表四: fifteen figures in a line, or three small tables."""
    form = report.forms["review_litigation"].table("review_litigation")
    labels = report.labels
    if report.look.get("review_in_three"):
        made = []
        for line in form.rows:
            heads = [Cell(labels[f"column.review_litigation.{column.key}"], "head") for column in line.columns]
            cells = [figure(report, "review_litigation", line.key, column.key) for column in line.columns]
            title = Cell(labels[f"review_litigation.{line.key}"], "title", column_span=5)
            made.append(Table([[title], heads, cells], [94] * 5, 2))
        return made
    direct, after = (labels[f"review_litigation.{key}"] for key in ("litigation_direct", "litigation_after_review"))
    rows = [
        [
            Cell(labels["review"], "head", row_span=2, column_span=5),
            Cell(labels["litigation"], "head", column_span=10),
        ],
        [Cell(direct, "head", column_span=5), Cell(after, "head", column_span=5)],
        [Cell(labels[f"column.review_litigation.{c.key}"], "head") for line in form.rows for c in line.columns],
        [figure(report, "review_litigation", line.key, c.key) for line in form.rows for c in line.columns],
    ]
    return [Table(rows, [36] * 15, 3)]


def one_grid(report: Report, made: dict[str, list[Table]]) -> Table:
    """All tables below one another in one grid of thirty columns, with the headings as rows."""
    rows: list[list[Cell]] = []
    for name in TABLES:
        if made[name]:
            rows.append([Cell(report.labels[f"heading.{name}"], "title", column_span=30)])
        for table in made[name]:
            shares = _thirty(table.widths)
            for row, places in zip(table.rows, table.grid(), strict=True):
                for cell in row:
                    at = next(i for i, (starts, _) in enumerate(places) if starts is cell)
                    cell.column_span = sum(shares[at : at + cell.column_span])
                rows.append(row)
    return Table(rows, [18] * 30)


def _thirty(widths: list[int]) -> list[int]:
    edges = [round(30 * sum(widths[:i]) / sum(widths)) for i in range(len(widths) + 1)]
    return [max(1, right - left) for left, right in zip(edges, edges[1:], strict=False)]
