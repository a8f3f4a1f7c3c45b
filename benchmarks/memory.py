"""How large: `python -m benchmarks.memory` prints peak memory on PDFs of ten and of two hundred pages, made here.

Each is read in a fresh process. Pages of text and of ruled tables take turns, which is more than any report has.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from goiextract.forms import FormTable, form_named

FEW_PAGES, MANY_PAGES = 10, 200
PEAK = """
import resource, sys
from pathlib import Path
from goiextract import extract
report = extract(Path(sys.argv[1]))
assert report["applications.total.total"].value == 0, "the table was not read"
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
"""
FONT, SIZE, HIGH = "STSong-Light", 7, 22
SENTENCE = "本机关坚持以公开为常态、不公开为例外，全年主动公开政府信息若干条。"


def main() -> None:
    """Print the two peaks and the growth from one to the other."""
    few, many = (peak(made_pdf(n_pages)) for n_pages in (FEW_PAGES, MANY_PAGES))
    growth = (many - few) / (MANY_PAGES - FEW_PAGES)
    print(f"peak memory: {few:.0f} MB for {FEW_PAGES} pages, {many:.0f} MB for {MANY_PAGES}: {growth:.2f} MB a page")


def peak(data: bytes) -> float:
    """Peak resident memory, in MB, of a process that extracts this PDF."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.pdf"
        file.write_bytes(data)
        done = subprocess.run([sys.executable, "-c", PEAK, str(file)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def made_pdf(n_pages: int) -> bytes:
    """A PDF of so many pages, text and tables in turn."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    for number in range(n_pages):
        canvas.setFont(FONT, SIZE)
        proactive, applications, review = form_named("2021").tables
        if number % 3 == 1:
            bottom = _draw_table(canvas, proactive, 780)
            _draw_table(canvas, review, bottom - 60)
        elif number % 3 == 2:
            _draw_table(canvas, applications, 780)
        else:
            for line in range(40):
                canvas.drawString(72, 780 - 18 * line, SENTENCE)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _draw_table(canvas: Canvas, table: FormTable, top: float) -> float:
    """A ruled table with 0 in every cell, a row a printed line; the height at which it ends."""
    canvas.drawString(60, top + 6, table.heading)
    if table.layout == "side_by_side":
        rows = [[text for row in table.rows for text in (row.printed, *[""] * (len(row.columns) - 1))]]
        rows += [[column.printed for row in table.rows for column in row.columns], ["0"] * len(table.cells)]
        edges = [60 + 32 * n for n in range(len(table.cells) + 1)]
    else:
        rows, under = [], ""
        for line in table.lines:
            if line.columns and (not rows or (table.layout == "blocks" and line.under != under)):
                rows += [[line.under], ["信息内容", *(column.printed for column in line.columns)]]
            under = line.under
            rows.append([line.printed, *("0" for _ in line.columns)])
        n_columns = max(len(row) for row in rows)
        edges = [60, *(290 + 245 * n // (n_columns - 1) for n in range(n_columns))]
    for number, row in enumerate(rows):
        for text, x in zip(row, edges, strict=False):
            canvas.drawString(x + 2, top - HIGH * number - 15, text[:30] if x == edges[0] else text)
    bottom = top - HIGH * len(rows)
    for number in range(len(rows) + 1):
        canvas.line(edges[0], top - HIGH * number, edges[-1], top - HIGH * number)
    for number, x in enumerate(edges):
        below_blocks = table.layout == "side_by_side" and number % len(table.rows[0].columns)
        canvas.line(x, top - HIGH if below_blocks else top, x, bottom)
    return bottom


if __name__ == "__main__":
    main()
