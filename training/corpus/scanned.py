"""Pages as pictures only: a PDF of the report, its pages drawn, made noisy, and put into a PDF or one tall picture.

Gold is that of the PDF: it is read back before its pages become pictures (`Made.proof`), for no program here reads pictures.
"""

from __future__ import annotations

import io
import shutil
import time
from random import Random
from typing import Any

import pypdfium2
from PIL import Image

from training.corpus import browser_pdf, drawn_pdf, office_pdf
from training.corpus.records import TABLES, Made, Report, Table
from training.corpus.scan_noise import NOISES, Page, noisy

POINTS = 72
RESOLUTIONS = (150, 150, 150, 200, 200, 300)
TALLEST = 60_000  # pixels; JPEG ends at 65 535
LONG_AGO = time.gmtime(0)


def available() -> str:
    """'' unless one of the programs that make PDF is there, and `pdftotext` to read it back."""
    return shutil.which("pdftotext") and next(iter(_sources()), "") or ""


def _sources() -> list[str]:
    modules = {"office": office_pdf, "drawn": drawn_pdf, "chromium": browser_pdf}
    return [name for name, module in modules.items() if module.available()]


def render_many(items: list[tuple[Random, Report]]) -> list[Made | None]:
    """The files of kinds ``scan_pdf`` and ``scan_picture``; None where no PDF came."""
    sources = _sources()
    by_source: dict[str, list[int]] = {name: [] for name in sources}
    for number, (rng, report) in enumerate(items):
        report.look["source"] = rng.choice(sources)
        by_source[report.look["source"]].append(number)
        if report.kind == "scan_picture" and rng.random() < 0.5:
            keep_one_table(rng, report)
    made: list[Made | None] = [None] * len(items)
    for name, numbers in by_source.items():
        here = [items[number] for number in numbers]
        if name == "drawn":
            files: list[Made | None] = [drawn_pdf.render(rng, report) for rng, report in here]
        else:
            files = (office_pdf if name == "office" else browser_pdf).render_many(here)
        for number, file in zip(numbers, files, strict=True):
            made[number] = as_pictures(*items[number], file.data) if file else None
    return made


def keep_one_table(rng: Random, report: Report) -> None:
    """Only one table of the form is left, as where a page holds a picture in place of the table."""
    chosen = rng.choice(TABLES)
    kept = [block for block in report.blocks if isinstance(block, Table) and {k.table for k in block.keys} == {chosen}]
    if kept:
        report.look["picture_of"] = chosen
        report.blocks = list(kept)
        report.title = ""


def as_pictures(rng: Random, report: Report, pdf: bytes) -> Made:
    """The file of a scan kind from a PDF of the report, with the noise that `report.dirt` names."""
    dots = rng.choice(RESOLUTIONS[:-1] if report.kind == "scan_picture" else RESOLUTIONS)
    report.look["dots_an_inch"] = str(dots)
    names = [name for name in report.dirt if name in NOISES]
    pages = pages_of(pdf, dots)
    if "picture_of" in report.look:
        pages = [_without_margins(page) for page in pages]
    pages = [noisy(rng, page, names) for page in pages]
    if "scan_black_white" in names and "scan_jpeg" not in names:
        pages = [page.convert("1") for page in pages]
    if report.kind == "scan_pdf":
        return Made(_as_pdf(rng, pages, dots), ".pdf", proof=pdf)
    data, suffix = _as_one(rng, pages)
    return Made(data, suffix, proof=pdf)


def pages_of(pdf: bytes, dots: int) -> list[Page]:
    """The pages of a PDF as grey pictures, so many dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = []
        for page in document:
            pictures.append(page.render(scale=dots / POINTS, grayscale=True).to_pil().convert("L"))
            page.close()
        return pictures
    finally:
        document.close()


def _without_margins(page: Page) -> Page:
    box = page.point([255 - grey for grey in range(256)]).getbbox()
    if box is None:
        return page
    left, top, right, bottom = box
    return page.crop((max(0, left - 12), max(0, top - 12), right + 12, bottom + 12))


def _as_pdf(rng: Random, pages: list[Page], dots: int) -> bytes:
    out = io.BytesIO()
    quality: dict[str, Any] = {} if pages[0].mode == "1" else {"quality": rng.choice((40, 55, 70))}
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dots,
        **quality,
        creationDate=LONG_AGO,
        modDate=LONG_AGO,
    )
    return out.getvalue()


def _as_one(rng: Random, pages: list[Page]) -> tuple[bytes, str]:
    """All pages below one another: PNG where they are black and white, JPEG otherwise."""
    width, height = max(page.width for page in pages), sum(page.height for page in pages)
    whole = Image.new(pages[0].mode, (width, height), 255 if pages[0].mode == "L" else 1)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    if height > TALLEST:
        whole = whole.resize((round(width * TALLEST / height), TALLEST))
    out = io.BytesIO()
    if whole.mode == "1":
        whole.save(out, "PNG")
        return out.getvalue(), ".png"
    whole.save(out, "JPEG", quality=rng.choice((40, 55, 70)))
    return out.getvalue(), ".jpg"
