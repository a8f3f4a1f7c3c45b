"""The made documents by which growth is measured are read, and every size has its line."""

from __future__ import annotations

import re

import pytest

from benchmarks.growth.__main__ import main
from benchmarks.growth.files import growth_with_files
from benchmarks.growth.made_pdf import made_pdf
from benchmarks.growth.pages import growth_with_pages
from benchmarks.growth.tables import growth_with_tables
from goiextract import extract, read


def test_the_made_pdf_is_read_whole_with_and_without_another_table_behind_it() -> None:
    plain, more = (extract(made_pdf(3, n_cells), name="made.pdf") for n_cells in (0, 1200))
    assert {figure.value for figure in plain.figures} == {0}
    assert len(plain.figures) == len(more.figures) > 170
    assert [figure.value for figure in more.figures] == [figure.value for figure in plain.figures]
    pages = read(made_pdf(3, 1200), "made.pdf").pages
    assert len(pages) == 6
    assert sum(word.text == "12" for page in pages for word in page.words) == 1080  # a column of ten holds names


def test_pages_and_tables_have_a_line_a_size() -> None:
    for lines in (list(growth_with_pages((3, 6))), list(growth_with_tables((0, 100)))):
        assert len(lines) == 3
        assert all(re.search(r"\d+ ms.* MB", line) for line in lines[1:])
        assert "more" not in lines[1]
        assert "more" in lines[2]


def test_files_are_read_while_memory_is_watched() -> None:
    lines = list(growth_with_files(8))
    assert lines[-1] == "  failed: 0 of 8"
    reading = [int(line.split()[-1]) for line in lines[1:-1]]
    assert min(reading) > 20  # a process that has read something holds numpy at least


def test_a_part_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pages", "leaves"]) == 2
    assert "leaves" in capsys.readouterr().err
