"""Real reports with gold that lie beside the checkout, when they do: what must come out right, what must stay open."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from goiextract import Report, extract
from goiextract.records import CellKey, Status

SHARED = Path(__file__).parent.parent.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no real reports lie beside this checkout")
SURE = (Status.PRINTED, Status.INFERRED, Status.CORRECTED)


def _documents(folder: str) -> list[Path]:
    return [p for p in sorted((SHARED / folder).glob("*")) if p.is_file() and _gold_path(p).exists()]


def _gold_path(path: Path) -> Path:
    folder = path.parent.parent if path.parent.name == "docs" else path.parent
    return folder / "gold" / f"{path.stem}.csv"


def _gold(path: Path) -> list[tuple[CellKey, dict[str, str]]]:
    with _gold_path(path).open(encoding="utf-8") as file:
        return [(CellKey(row["table"], row["row"], row["column"]), row) for row in csv.DictReader(file)]


def _figures(report: Report) -> dict[CellKey, object]:
    return {figure.key: figure for figure in report.figures}


def _right(figure: object, row: dict[str, str]) -> bool:
    """True where the figure is what gold says: the printed number, the determined one, or nothing for a blank."""
    value = getattr(figure, "value", None)
    if row["printed"] not in ("", "NA"):
        return value is not None and Decimal(value) == Decimal(row["printed"])
    if "determined" in row["note"] and row["printed"] == "NA":
        return value is not None and Decimal(value) == Decimal(row["truth"])
    return value is None or (row["truth"] != "" and Decimal(value) == Decimal(row["truth"])) or row["printed"] == "NA"


def _asserted_wrong(report: Report, path: Path) -> list[str]:
    figures = _figures(report)
    return [
        str(key)
        for key, row in _gold(path)
        if key in figures and figures[key].status in SURE and figures[key].value is not None  # type: ignore[attr-defined]
        if not _right(figures[key], row)
    ]


@pytest.mark.parametrize("path", _documents("seeds"), ids=lambda path: path.stem)
def test_the_seeds_are_exact(path: Path) -> None:
    report = extract(path)
    figures = _figures(report)
    wrong = [str(key) for key, row in _gold(path) if not _right(figures.get(key), row)]
    assert not wrong
    assert not _asserted_wrong(report, path)


def test_blanks_and_missing_tables_of_the_seeds() -> None:
    first, third = (extract(next((SHARED / "seeds").glob(f"{number}_*.txt"))) for number in ("000", "002"))
    review = [figure for figure in first.figures if figure.key.row == "review"]
    assert [figure.status for figure in review] == [Status.BLANK] * 5
    assert {table.table: table.found for table in third.tables} == {
        "proactive": False,
        "applications": True,
        "review_litigation": False,
    }
    assert sum(finding.code == "table_missing" for finding in third.findings) == 2


@pytest.mark.parametrize("path", _documents("reports/docs"), ids=lambda path: path.stem)
def test_nothing_is_asserted_wrongly(path: Path) -> None:
    report = extract(path)
    assert not _asserted_wrong(report, path)
    blank = [key for key, row in _gold(path) if row["printed"] == "" and not row["truth"]]
    figures = _figures(report)
    assert not [str(key) for key in blank if key in figures and figures[key].value is not None]  # type: ignore[attr-defined]


@pytest.mark.parametrize("stem", ["pdf_hongze_2023", "der_hongze_2023_layout"])
def test_an_offices_wrong_totals_are_kept_and_flagged(stem: str) -> None:
    (path,) = (SHARED / "reports" / "docs").glob(f"{stem}.*")
    report = extract(path)
    for row in ("review", "litigation_after_review"):
        total = report[f"review_litigation.{row}.total"]
        assert (total.value, total.status, total.flagged) == (0, Status.CONFLICTING, True)
    assert [table.form for table in report.tables] == ["2021", "2019", "2021"]
    assert all(figure.status is Status.PRINTED for figure in report.figures if figure.key.table == "applications")


@pytest.mark.parametrize("stem", ["docx_template_blank_2021", "pre2019_pingtan_dishui_2013_none"])
def test_an_empty_form_and_an_older_report_give_no_figure(stem: str) -> None:
    (path,) = (SHARED / "reports" / "docs").glob(f"{stem}.*")
    assert not [figure for figure in extract(path).figures if figure.value is not None]


def test_runs_that_no_sum_splits_stay_open_and_the_others_are_split() -> None:
    report = extract(SHARED / "reports" / "docs" / "txt_pingtan_2020_glued.txt")
    assert {report[f"proactive.licensing.{c}"].status for c in ("previous_items", "change", "decisions")} == {
        Status.AMBIGUOUS
    }
    assert report["proactive.penalties.previous_items"].value == 2648
    applications = [figure for figure in report.figures if figure.key.table == "applications"]
    assert len([figure for figure in applications if figure.value is not None]) == 161
    assert report["applications.unable_not_held.total"].value == 4


EXACT = (
    "der_hongze_2023_layout",
    "der_shanghai_office_2019_docx",
    "docx_template_blank_2021",
    "html_shanghai_office_2019",
    "js_shanghai_office_2019",
    "pdf_hongze_2023",
    "txt_shanghai_kewei_2024",
    "web_gengma_sfj_2021",
    "web_qianan_dawuli_2020",
)


@pytest.mark.parametrize("stem", EXACT)
def test_documents_that_can_be_read_whole_are_exact_and_their_blanks_are_said_to_be_blank(stem: str) -> None:
    (path,) = (SHARED / "reports" / "docs").glob(f"{stem}.*")
    figures = {figure.key: figure for figure in extract(path).figures}
    gold = _gold(path)
    assert not [str(key) for key, row in gold if not _right(figures.get(key), row)]
    blank = [key for key, row in gold if row["printed"] == "" and "undecided" not in row["note"] and not row["truth"]]
    assert not [str(key) for key in blank if figures[key].status is not Status.BLANK]


def test_a_table_wider_than_the_page_lacks_only_what_the_page_cuts_off() -> None:
    path = SHARED / "reports" / "docs" / "der_shanghai_office_2019_pdf.pdf"
    report = extract(path)
    assert "page_cut_at_edge" in {finding.code for finding in report.findings}
    lost = {figure.key.column for figure in report.figures if figure.status is Status.MISSING}
    assert lost == {"legal_service_org", "other_org", "total"}
    assert all(figure.flagged for figure in report.figures if figure.status is Status.MISSING)


def test_pages_that_are_pictures_are_said_and_give_nothing() -> None:
    report = extract(SHARED / "reports" / "docs" / "der_hongze_2023_scan.pdf")
    assert "page_is_picture" in {finding.code for finding in report.findings}
    assert not [figure for figure in report.figures if figure.value is not None]
