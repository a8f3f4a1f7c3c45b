"""Text with columns by white space: a LibreOffice PDF of the report through ``pdftotext -layout``."""

from __future__ import annotations

import shutil
import subprocess
from random import Random

from training.corpus import office_pdf
from training.corpus.records import Made, Report


def available() -> str:
    """'' unless both programs are installed."""
    return office_pdf.available() and (shutil.which("pdftotext") or "")


def render_many(items: list[tuple[Random, Report]]) -> list[Made | None]:
    """The files of kind ``text_layout``; None where no PDF came."""
    return [
        Made(as_columns(pdf.data), ".txt", swallowed=True) if pdf else None for pdf in office_pdf.render_many(items)
    ]


def as_columns(pdf: bytes) -> bytes:
    """The text of a PDF with its columns kept by blanks."""
    done = subprocess.run(
        ["pdftotext", "-q", "-layout", "-", "-"], input=pdf, capture_output=True, check=False, timeout=60
    )
    return done.stdout
