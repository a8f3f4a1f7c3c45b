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
MADE = {"date": "2026-11-23", "python": "3.11", "machine": "x", "documents": 1, "fingerprint": "ab"}


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
        "silent": 1,
        "exact": False,
        "error": "",
        "seconds": 0.1,
        "wrong": [wrong | {"silent": True, "page": 1, "box": [1, 1, 2, 2]}],
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
