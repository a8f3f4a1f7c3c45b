"""What some offices and programs do and no reader calls damage: forms of other years, places of heads, marks of a format."""

from __future__ import annotations

from random import Random

from goiextract.forms import Form, form_named
from training.corpus.damage import Apply, Breakage, beside
from training.corpus.figures import draw_figures
from training.corpus.records import TABLES, Report
from training.corpus.wording import official_labels


def old_form(rng: Random, report: Report) -> bool:
    """The form of 2019 in a report of 2021 to 2023."""
    return 2021 <= report.year <= 2023 and _redraw(rng, report, dict.fromkeys(TABLES, form_named("2019")))


def hybrid_form(rng: Random, report: Report) -> bool:
    """（六）其他处理 left as one row, as in 2019, in the form of 2021."""
    if report.year < 2022 or report.forms["proactive"].name == "2019":
        return False
    return _redraw(rng, report, report.forms | {"applications": form_named("2019")})


def short_block(rng: Random, report: Report) -> bool:
    """Blank cells fill the short rows of 表二, of which the form of 2019 has some."""
    report.look["short_block"] = "blank cell"
    return report.forms["proactive"].name == "2019"


def _redraw(rng: Random, report: Report, forms: dict[str, Form]) -> bool:
    report.forms = forms
    report.figures = draw_figures(rng, forms, report.size)
    report.labels = official_labels(report)
    return True


def _look(name: str, value: str, says: str) -> Apply:
    def apply(rng: Random, report: Report) -> bool:
        report.look[name] = value
        return True

    apply.__doc__ = says
    return apply


DRAWN, PAGED, MARKED = ("pdf_drawn", "scan_"), ("pdf_", "scan_", "docx", "text_layout"), ("docx_marked",)
TURNING = ("html_clean", "html_script", "docx", *PAGED)  # kinds that can turn a cell's letters
CLOSED = ("text_tabbed", "text_markdown", "text_cells", "text_padded", "text_pipes", "text_glued")  # an empty cell or a
# covered place, or neither, looks the same there
WAY_BREAKAGES = (
    Breakage("old_form", 0.12, old_form, beside=True),
    Breakage("hybrid_form", 0.12, hybrid_form, beside=True),
    Breakage("total_on_top", 0.35, _look("total_head", "first line", "总计 on the line of 申请人情况."), beside=True),
    Breakage(
        "upright_outcome",
        0.5,
        _look("outcome_stub", "upright", "三、本年度办理结果 written downwards."),
        TURNING,
        beside=True,
    ),
    Breakage(
        "own_cell",
        0.5,
        _look("sixth_label", "own cell", "An empty label cell behind （六） and （七）."),
        without=CLOSED,
        beside=True,
    ),
    Breakage("short_block", 0.33, short_block, without=CLOSED, beside=True),
    beside(
        "heading_marks",
        0.4,
        "Headings with two to four # signs, now more, now fewer.",
        ("text_tabbed", "text_markdown"),
    ),
    beside("index_lines", 0.25, "Navigation, a date and a counter before the report.", ("text_",), ("text_layout",)),
    beside("heads_repeat", 0.35, "The head of 表三 again on each page.", PAGED),
    beside("turned", 0.35, "Pages with /Rotate.", DRAWN),
    beside("doubled_glyphs", 0.4, "Bold by drawing each letter twice.", DRAWN),
    beside("open_bottom", 0.4, "No rule where a page cuts the table.", DRAWN),
    beside("encrypted", 0.25, "Encrypted, with an empty password.", ("pdf_drawn",)),
    beside("label_again_at_break", 0.33, "A label that spans the cut stands on both pages.", DRAWN),
    beside("label_cut_at_break", 0.33, "A label that spans the cut stands half on either page.", DRAWN),
    beside("mark_tracked", 0.4, "Tracked changes in cells.", MARKED),
    beside("mark_controls", 0.4, "Content controls around the text of cells.", MARKED),
    beside("mark_hidden", 0.4, "Hidden text behind the text of cells.", MARKED),
    beside("mark_split_runs", 0.4, "Each letter of a cell in a run of its own.", MARKED),
    beside("mark_fields", 0.4, "Fields whose result is the figure.", MARKED),
    beside("mark_bookmarks", 0.4, "Bookmarks around the text of cells.", MARKED),
    beside("mark_nested", 0.25, "The table in a cell of another.", MARKED),
    beside("mark_rows_in_controls", 0.25, "Rows in content controls.", MARKED),
    beside("mark_deleted_row", 0.25, "A row that a tracked change deleted.", MARKED),
)
