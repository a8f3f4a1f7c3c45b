"""The whole line on the shipped sample: every figure as its gold says, from a path and from bytes alike."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import goiextract
from goiextract.errors import GoiextractError
from goiextract.records import Status

SAMPLES = Path(__file__).parent.parent / "samples"


def test_the_sample_comes_out_as_its_gold_says() -> None:
    report = goiextract.extract(SAMPLES / "qingxi_2023.pdf")
    with (SAMPLES / "qingxi_2023.gold.csv").open(encoding="utf-8") as file:
        gold = list(csv.DictReader(file))
    assert len(gold) == len(report.figures) == 200
    for row in gold:
        figure = report[f"{row['table']}.{row['row']}.{row['column']}"]
        if row["printed"]:
            assert figure.value == Decimal(row["printed"]), row
            assert figure.place.page
            assert figure.place.box
        else:
            assert (figure.status, figure.value, figure.consistent) == (Status.BLANK, None, int(row["truth"])), row
    doubted = [str(figure.key) for figure in report.doubtful()]
    assert doubted == ["review_litigation.review.total"]


def test_bytes_and_path_give_the_same_report() -> None:
    path = SAMPLES / "qingxi_2023.pdf"
    assert goiextract.extract(path.read_bytes(), name=path.name) == goiextract.extract(path)


def test_a_path_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(GoiextractError, match=r"nowhere\.pdf"):
        goiextract.extract(tmp_path / "nowhere.pdf")


def test_every_printed_figure_in_a_sum_names_it() -> None:
    report = goiextract.extract(SAMPLES / "qingxi_2023.pdf")
    granted = report["applications.granted.commercial_enterprise"]
    assert set(granted.because) == {"applicants_add_up.granted", "outcomes_add_up.commercial_enterprise"}
    assert dict(report.versions)["row model"]
