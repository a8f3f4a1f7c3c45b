"""PDF through LibreOffice: many DOCX files in one call, with a profile of its own."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from random import Random

from training.corpus.records import Made, Report
from training.corpus.word import draw_setting, write

SECONDS_A_FILE = 30  # far above the one or two that a file takes


def available() -> str:
    """The command, or '' where LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def render_many(items: list[tuple[Random, Report]]) -> list[Made | None]:
    """The files of kind ``pdf_office``; None where LibreOffice gave none."""
    documents = [write(rng, report, draw_setting(rng, report)) for rng, report in items]
    return [Made(data, ".pdf") if data else None for data in to_pdf(documents)]


def to_pdf(documents: list[bytes]) -> list[bytes]:
    """DOCX files as PDF files, b'' for each that failed."""
    if not documents:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number:04d}.docx" for number in range(len(documents))]
        for path, data in zip(paths, documents, strict=True):
            path.write_bytes(data)
        command = [available(), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(folder / "out"), *map(str, paths)]
        with contextlib.suppress(subprocess.TimeoutExpired):  # what is finished by then is used
            subprocess.run(command, capture_output=True, check=False, timeout=60 + SECONDS_A_FILE * len(paths))
        made = [folder / "out" / f"{path.stem}.pdf" for path in paths]
        return [path.read_bytes() if path.exists() else b"" for path in made]
