"""A report as DOCX, by python-docx, with real merged cells; the same seed gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from training.corpus.records import Made, Report, Table
from training.corpus.word_table import Runs, Setting, plain_runs, table_xml

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN", "AR PL UKai CN")
A4 = (595, 842)
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def render(rng: Random, report: Report) -> Made:
    """The file of kind ``docx``."""
    return Made(write(rng, report, draw_setting(rng, report)), ".docx")


def draw_setting(rng: Random, report: Report) -> Setting:
    """How this office sets its tables; `report.look` keeps the choices."""
    landscape = rng.random() < (0.5 if report.size == "province" else 0.2)
    borders = rng.choices(("all", "three lines", "none"), (8, 1, 1))[0]
    heads, split, down = "heads_repeat" in report.dirt, rng.random() < 0.6, rng.random() < 0.6
    height = rng.choice((0, 0, 0, 18, 24, 30))
    size = 7.5 if report.size == "province" and not landscape else rng.choice((8, 9, 9, 10.5))
    report.look |= {
        "page": "landscape" if landscape else "portrait",
        "borders": borders,
        "heads_repeat": str(heads),
        "rows_split": str(split),
        "font": rng.choice(FONTS),
    }
    return Setting(size, 680 if landscape else 460, borders, heads, split, down, height)


def write(
    rng: Random, report: Report, setting: Setting, runs: Runs = plain_runs, edit: Callable[[str], str] | None = None
) -> bytes:
    """The DOCX file of a report; `edit` may change the XML of each table."""
    document = Document()
    section = document.sections[0]
    width, height = A4 if report.look["page"] == "portrait" else A4[::-1]
    section.orientation = WD_ORIENT.PORTRAIT if width < height else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.left_margin = section.right_margin = Pt((width - setting.width) / 2)
    section.top_margin = section.bottom_margin = Pt(rng.choice((56, 72, 90)))
    _set_font(document, report.look["font"], rng.choice((12, 14, 16)))
    if rng.random() < 0.6:
        _number_pages(section)
    for line in report.title.split("\n"):
        document.add_paragraph(line).alignment = 1
    before: Any = None
    edit = edit or str
    for block in report.blocks:
        if isinstance(block, Table):
            if isinstance(before, Table):
                document.add_paragraph("")
            document.element.body.insert(-1, parse_xml(edit(table_xml(block, setting, runs))))
        else:
            document.add_paragraph(block)
        before = block
    stamp = datetime(2024, 1, 2)
    document.core_properties.created = document.core_properties.modified = stamp
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


def same_bytes(data: bytes) -> bytes:
    """The archive with all its dates set to one, so that making it again gives the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _set_font(document: Any, font: str, size: int) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_after = Pt(0)


def _number_pages(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = 1
    for kind, text in (("", "- "), ("begin", ""), ("", "PAGE"), ("end", ""), ("", " -")):
        run = paragraph.add_run("" if text == "PAGE" else text)
        if kind or text == "PAGE":
            tag = f'<w:fldChar xmlns:w="{run._r.nsmap["w"]}" w:fldCharType="{kind}"/>'
            if text == "PAGE":
                tag = f'<w:instrText xmlns:w="{run._r.nsmap["w"]}">PAGE</w:instrText>'
            run._r.append(parse_xml(tag))
