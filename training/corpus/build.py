"""A corpus on disk: every report written, rendered, read back and, where it does not hold its gold, made again."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Protocol

from training.corpus import (
    browser_pdf,
    dirty_web,
    drawn_pdf,
    layout_text,
    marked_word,
    odd_web,
    office_pdf,
    plain_text,
    scanned,
    web,
    word,
)
from training.corpus.breakage import BREAKAGES
from training.corpus.damage import Breakage
from training.corpus.gold import as_csv, consistent_as_printed, gold_of
from training.corpus.reading_back import missing_digits
from training.corpus.records import Made, Report
from training.corpus.text_shapes import SHAPES
from training.corpus.writing import write_report

Render = Callable[[Random, Report], Made]


class Program(Protocol):
    """A module that renders through a program which may not be installed."""

    def available(self) -> str:
        """'' where the program is not installed."""

    def render_many(self, items: list[tuple[Random, Report]]) -> list[Made | None]:
        """The files, None where the program gave none."""


ATTEMPTS = 4  # LibreOffice at times drops a table's text; three further tries have always been enough
READ_BY_PDFTOTEXT = ("pdf_", "scan_")
CLEAN_OF_FIVE = (2, 4)  # of every five reports of a kind two are not broken, to measure false flags
ONE_BY_ONE: dict[str, Render] = {
    "pdf_drawn": drawn_pdf.render,
    "html_clean": web.render,
    "html_cms": dirty_web.render,
    "html_div": odd_web.render_divs,
    "html_script": odd_web.render_script,
    "docx": word.render,
    "docx_marked": marked_word.render,
    **dict.fromkeys((*SHAPES, "text_cut"), plain_text.render),
}
TOGETHER: dict[str, Program] = {"pdf_office": office_pdf, "pdf_chromium": browser_pdf, "text_layout": layout_text}
TOGETHER |= {"scan_pdf": scanned, "scan_picture": scanned}
KINDS = (*TOGETHER, *ONE_BY_ONE)


def missing_program(kind: str) -> bool:
    """True where the program that this kind needs is not installed."""
    if kind.startswith(READ_BY_PDFTOTEXT) and not shutil.which("pdftotext"):
        return True
    if kind == "pdf_drawn":
        return not drawn_pdf.available()
    return kind in TOGETHER and not TOGETHER[kind].available()


def make(
    kind: str, count: int, seed: int, breakages: tuple[Breakage, ...] = BREAKAGES
) -> Iterator[tuple[Report, Made]]:
    """`count` finished reports of a kind, each holding all its gold. The same seed gives the same reports."""
    waiting = list(range(1, count + 1))
    for attempt in range(ATTEMPTS):
        items = [_written(kind, number, seed, attempt, breakages) for number in waiting]
        made = rendered(kind, items)
        again = []
        for number, (_, report), file in zip(waiting, items, made, strict=True):
            if file is not None and not missing_digits(report, file):
                yield report, file
            else:
                again.append(number)
        if not (waiting := again):
            return


def _written(kind: str, number: int, seed: int, attempt: int, breakages: tuple[Breakage, ...]) -> tuple[Random, Report]:
    rng = Random(zlib.crc32(f"{seed}/{kind}/{number}/{attempt}".encode()))
    clean = number % 5 in CLEAN_OF_FIVE
    wanted = tuple(breakage for breakage in breakages if breakage.beside or not clean)
    return rng, write_report(rng, f"{kind}_{seed}_{number:03d}", kind, wanted)


def rendered(kind: str, items: list[tuple[Random, Report]]) -> list[Made | None]:
    """The finished files of reports of one kind, None where a program failed."""
    if kind in TOGETHER:
        return TOGETHER[kind].render_many(items)
    return [ONE_BY_ONE[kind](rng, report) for rng, report in items]


def save(report: Report, made: Made, folder: Path, seed: int) -> None:
    """Document, gold and meta of one report below `folder`."""
    for name in ("docs", "gold", "meta"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "docs" / (report.name + made.suffix)).write_bytes(made.data)
    lines = gold_of(report, made)
    (folder / "gold" / f"{report.name}.csv").write_bytes(as_csv(lines))
    whole = made.whole and all(printed != "NA" for _, _, _, printed, _, _ in lines)
    consistent = consistent_as_printed(report, made)
    meta = {
        "kind": report.kind,
        "consistent_as_printed": consistent,
        "breakages": report.breakages,
        "dirt": report.dirt,
        "seed": seed,
        "whole": whole,
        "clean": whole and consistent and not report.breakages,
        "forms": {name: form.name for name, form in report.forms.items()},
        "year": report.year,
        "agency": report.agency,
        "size": report.size,
        "look": report.look,
    }
    text = json.dumps(meta, ensure_ascii=False, indent=1)
    (folder / "meta" / f"{report.name}.json").write_text(text + "\n", encoding="utf-8")
