"""Damage to what stands in the figure cells: blanks, marks, units, marks between digits, remarks, wrong totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random

from goiextract.forms import Column
from goiextract.records import CellKey
from training.corpus.damage import Breakage
from training.corpus.records import UNDECIDED, UNFILLED, Figure, Report

MARKS = ("-", "-", "—", "_", "/", "/", "--", "－", "无", "N/A")
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
REMARKS = ("{n}（其中修订{k}件）", "{n}（含自然失效{k}件）", "{n}（含上年{k}件）", "{n}(另有{k}件在办)")
PADDINGS = ("\u00a0{}", "\u3000{}", "\u3000{}\u3000", " {} ", "{}\u00a0\u00a0")


def zeros_blank_all(rng: Random, report: Report) -> bool:
    """No zero is written, in 表三 and 表四 or in all tables."""
    tables = rng.choice((("applications",), ("applications", "review_litigation"), ()))
    return _blank(
        figure for key, figure in report.figures.items() if _zero(figure) and (not tables or key[0] in tables)
    )


def zeros_blank_some(rng: Random, report: Report) -> bool:
    """A few zeros are not written."""
    zeros = [figure for figure in report.figures.values() if _zero(figure)]
    return _blank(rng.sample(zeros, min(len(zeros), rng.randint(1, 6))))


def row_blank(rng: Random, report: Report) -> bool:
    """One row of nothing but zeros is left blank."""
    rows: dict[tuple[str, str], list[Figure]] = {}
    for key, figure in report.figures.items():
        rows.setdefault(key[:2], []).append(figure)
    empty = [row for row in rows.values() if all(_zero(figure) for figure in row)]
    return bool(empty) and _blank(rng.choice(empty))


def never_filled(rng: Random, report: Report) -> bool:
    """An empty form was published."""
    for figure in report.figures.values():
        figure.blank("", UNFILLED)
    return True


def total_column_blank(rng: Random, report: Report) -> bool:
    """The office filled 总计 only for received, carried, （七） and 四."""
    keep = ("new", "carried_in", "total", "carried_out")
    return _blank(
        f for k, f in report.figures.items() if k[0] == "applications" and k[2] == "total" and k[1] not in keep
    )


def dashes(rng: Random, report: Report) -> bool:
    """A mark for nothing in place of zeros: in a row or two of 表二, or everywhere."""
    mark, everywhere = rng.choice(MARKS), rng.random() < 0.3
    rows = {
        key[:2] for key, figure in report.figures.items() if _zero(figure) and (everywhere or key[0] == "proactive")
    }
    chosen = rows if everywhere else set(rng.sample(sorted(rows), min(len(rows), rng.randint(1, 2))))
    done = False
    for key, figure in report.figures.items():
        if key[:2] in chosen and _zero(figure):
            figure.blank(mark, UNDECIDED)
            done = True
    return done


def unit_in_cell(rng: Random, report: Report) -> bool:
    """A unit behind numbers of 表二."""
    done = False
    counts = rng.random() < 0.4
    for key, column in _columns(report, "proactive"):
        figure = report.figures[key]
        if not figure.printed:
            continue
        if column.kind == "money":
            figure.show(figure.shown + rng.choice((column.unit or rng.choice(("元", "万元")), column.unit or "万元")))
            done = True
        elif counts and column.unit == "件":
            figure.show(figure.shown + "件")
            done = True
    return done


def thousands(rng: Random, report: Report) -> bool:
    """Separators in all numbers from a thousand on."""
    mark = rng.choice((",", ",", "，"))
    large = [figure for figure in report.figures.values() if figure.printed and abs(Decimal(figure.truth)) >= 1000]
    for figure in large:
        figure.show(f"{Decimal(figure.printed):,}".replace(",", mark))
    return bool(large)


def full_width_digits(rng: Random, report: Report) -> bool:
    """Full-width digits in one table, or in a few cells."""
    table = rng.choice(("proactive", "applications", "review_litigation", ""))
    cells = [f for key, f in report.figures.items() if f.printed and (not table or key[0] == table)]
    for figure in cells if table else rng.sample(cells, 4):
        figure.show(figure.shown.translate(FULL_WIDTH))
    return bool(cells)


def inner_spaces(rng: Random, report: Report) -> bool:
    """A space inside a number or two."""
    cells = [figure for figure in report.figures.values() if figure.printed.isdigit() and len(figure.printed) > 1]
    for figure in rng.sample(cells, min(len(cells), rng.randint(1, 3))):
        at = rng.randint(1, len(figure.printed) - 1)
        figure.show(figure.printed[:at] + " " + figure.printed[at:])
    return bool(cells)


def signs(rng: Random, report: Report) -> bool:
    """A plus before growth in 本年增/减, in half or full width."""
    changes = [(key, column) for key, column in _columns(report, "proactive") if column.kind == "change"]
    grown = [report.figures[key] for key, _ in changes if report.figures[key].truth and report.figures[key].printed]
    wide = rng.random() < 0.3
    for figure in grown:
        text = f"{figure.truth:+}"
        figure.show(text.replace("+", "＋").replace("-", "－") if wide else text)
    return bool(grown)


def remark_in_cell(rng: Random, report: Report) -> bool:
    """A remark with a number of its own behind a number of 表二."""
    cells = [f for k, f in report.figures.items() if k[0] == "proactive" and f.printed.isdigit() and int(f.printed) > 1]
    if cells:
        figure = rng.choice(cells)
        figure.show(rng.choice(REMARKS).format(n=figure.printed, k=rng.randint(1, max(1, min(int(figure.truth), 40)))))
    return bool(cells)


def wrong_total(rng: Random, report: Report) -> bool:
    """One or two totals that do not add up, as the office printed them."""
    totals = [CellKey("applications", "total", c) for c in ("natural_person", "total", "commercial_enterprise")]
    totals += [CellKey("review_litigation", row, "total") for row in ("review", "litigation_direct")] * 2
    totals += [
        key for key in report.figures if key[0] == "applications" and key[2] == "total" and report.figures[key].truth
    ]
    wrong = False
    for key in rng.sample(totals, rng.choice((1, 1, 2))):
        figure = report.figures[key]
        if figure.printed.isdigit():
            truth = int(figure.truth)
            figure.misprint(
                rng.choice([n for n in (0, truth + 1, truth - 1, truth + 6, truth * 2) if n != truth and n >= 0])
            )
            wrong = True
    return wrong


def padded(rng: Random, report: Report) -> bool:
    """White space around numbers, now of this kind, now of that."""
    for figure in report.figures.values():
        if rng.random() < 0.6 and figure.shown:
            figure.show(rng.choice(PADDINGS).format(figure.shown))
    return True


def _zero(figure: Figure) -> bool:
    return figure.printed != "" and figure.truth == 0 and figure.note == ""


def _blank(figures: Iterable[Figure]) -> bool:
    done = False
    for figure in figures:
        if figure.printed:
            figure.blank()
            done = True
    return done


def _columns(report: Report, table: str) -> Iterator[tuple[CellKey, Column]]:
    for row in report.forms[table].table(table).rows:
        for column in row.columns:
            yield CellKey(table, row.key, column.key), column


GLUED = ("text_glued",)
SPACED = ("text_glued", "text_layout", "html_div")  # there a blank parts the cells: no reader could join the number
FIGURE_BREAKAGES = (
    Breakage("zeros_blank_all", 6, zeros_blank_all, without=GLUED),
    Breakage("zeros_blank_some", 4, zeros_blank_some, without=GLUED),
    Breakage("row_blank", 4, row_blank, without=GLUED),
    Breakage("never_filled", 0.5, never_filled, without=GLUED),
    Breakage("total_column_blank", 3, total_column_blank, without=GLUED),
    Breakage("dashes", 4, dashes, without=GLUED),
    Breakage("unit_in_cell", 4, unit_in_cell),
    Breakage("thousands", 3, thousands),
    Breakage("full_width_digits", 2, full_width_digits),
    Breakage("inner_spaces", 2, inner_spaces, without=SPACED),
    Breakage("signs", 3, signs),
    Breakage("remark_in_cell", 3, remark_in_cell),
    Breakage("wrong_total", 6, wrong_total),
    Breakage("padded", 3, padded, without=GLUED),
)
