"""The page of a benchmark: whole by itself, whatever the names in it."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from benchmarks.page import page_of
from benchmarks.scoring.totals import reader_figures

HOSTILE = '"><script>alert(1)</script>.pdf'
GRITS = {"grits_top": 0.91, "grits_con": 0.87, "places_true": 400, "places_said": 410, "documents": []}
STRUCTURE = {"package": "grits-metric 1", "documents": 1, "readers": {"goiextract": GRITS, HOSTILE: GRITS}}
MADE = {
    "date": "2026-11-23",
    "python": "3.11",
    "machine": "x",
    "documents": 1,
    "own": True,
    "set": "the project's gold set",
    "fingerprint": "ab",
}


def results(*, hostile: bool = False, empty: bool = False) -> dict[str, Any]:
    figures = reader_figures([])
    wrong = {
        "key": "applications.granted.total",
        "printed": "3",
        "said": HOSTILE,
        "status": "printed",
        "asserted": True,
    }
    one = {
        "name": "one",
        "file": HOSTILE if hostile else "one.pdf",
        "kind": "pdf",
        "printed": 10,
        "printed_right": 9,
        "unflagged": 1,
        "left_out": 0,
        "silent_by_table": 1,
        "exact": False,
        "error": "",
        "seconds": 0.1,
        "wrong": [wrong | {"unflagged": True, "silent_by_table": True, "page": 1, "box": [1, 1, 2, 2]}],
    }
    if not empty:
        figures["by"]["kind"] = {"pdf": figures["overall"] | {"documents": 1, "printed": 10, "printed_right": 9}}
        figures["reliability"] = [{"from": 0.9, "figures": 7, "confidence": 0.95, "right": 0.9}]
        figures["documents"] = [one]
    ours = {"version": "1", "absent": "", **figures}
    return {
        "made": MADE,
        "readers": {"goiextract": ours, "other": ours, "third": {"version": "", "absent": "not installed"}},
        "speed": None,
        "structure": None if empty else STRUCTURE,
    }


@pytest.mark.parametrize("empty", [False, True])
def test_the_page_parses_names_every_reader_and_needs_nothing_else(empty: bool) -> None:
    text = page_of(results(empty=empty), {"one": b"png"})
    page = lxml.html.fromstring(text.encode())
    assert all(name in page.text_content() for name in ("goiextract", "other", "third did not run: not installed"))
    assert ("0.8700" in text) is not empty
    links = [*page.xpath("//@src"), *page.xpath("//@href")]
    assert all(str(link).startswith(("#", "data:image/png;base64,")) for link in links)
    assert bool(page.xpath("//img")) is not empty
    assert not page.xpath("//script")
    own = {str(node) for node in page.xpath("//@id")}
    assert {str(link)[1:] for link in links if str(link)[0] == "#"} <= own


def test_names_are_never_markup() -> None:
    page = lxml.html.fromstring(page_of(results(hostile=True), {}).encode())
    assert not page.xpath("//script")
    assert HOSTILE in page.text_content()


def text_of(found: dict[str, Any]) -> str:
    return " ".join(lxml.html.fromstring(page_of(found, {}).encode()).text_content().split())


def test_the_page_of_own_documents_says_whose_they_are_and_names_the_readers_that_ran() -> None:
    found = results()
    found["made"] = MADE | {"own": False, "set": "mine with the gold of truth"}
    with_other = text_of(found)
    assert "given with --documents and --gold (mine with the gold of truth)" in with_other
    assert "Other readers (other) got the best effort" in with_other
    assert "documents are the project's own" not in with_other
    del found["readers"]["other"], found["readers"]["third"]
    alone = text_of(found)
    assert "No other reader ran: --peers asks them" in alone
    assert "best effort" not in alone
    assert "documents are the project's own" in text_of(results())


def test_what_has_nothing_to_say_is_left_out_of_the_page() -> None:
    found = results()
    ours = found["readers"]["goiextract"]
    assert "By breakage" not in text_of(found)
    assert "Row labels" not in text_of(found)
    ours["by"]["breakage"] = {"none": ours["overall"]}
    assert "By breakage" not in text_of(found)
    ours["by"]["breakage"]["zeros_blank"] = ours["overall"]
    ours["by"]["kind"]["pdf"] |= {"rows_printed": 3, "rows_right": 2}
    assert {"By breakage", "Row labels"} <= {part for part in ("By breakage", "Row labels") if part in text_of(found)}


def test_the_first_figure_of_the_page_is_the_unflagged_count_and_no_other() -> None:
    found = results()
    found["readers"]["goiextract"]["overall"] |= {"unflagged": 41, "silent_by_table": 7}
    first = lxml.html.fromstring(page_of(found, {}).encode()).xpath("//div[@class='headline']/p")[0]
    assert first.text_content() == "41wrong cells without a flag"
