"""PDF through Chromium: HTML with print styles; Noto fonts become Type 3."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from random import Random

from training.corpus.records import Cell, Made, Report, Table
from training.corpus.web import cell_text, page, paragraph, spans

BORDERS = {
    "ruled": "table{border-collapse:collapse}td{border:1px solid #000}",
    "separate rules": "table{border-spacing:0}td{border:0.5pt solid #333}",
    "borderless": "table{border-collapse:collapse}td{padding:3px 6px}",
    "three lines": "table{border-collapse:collapse;border-top:2px solid;border-bottom:2px solid}"
    ".last td{border-bottom:1px solid}",
    "filled": "table{background:#000;border-spacing:1px}td{background:#fff}",
    "striped": "table{border-collapse:collapse}tr:nth-child(even) td{background:#e8eef6}td{border-bottom:1px solid #ccc}",
}
SHARES = (12, 2, 1.5, 1.5, 2, 1)
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN")


def available() -> str:
    """The command, or '' where Chromium is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def render_many(items: list[tuple[Random, Report]]) -> list[Made | None]:
    """The files of kind ``pdf_chromium``; None where Chromium gave none."""
    with tempfile.TemporaryDirectory() as folder:
        return [_print(_write(rng, report), Path(folder)) for rng, report in items]


def _print(text: str, folder: Path) -> Made | None:
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(text, encoding="utf-8")
    target.unlink(missing_ok=True)
    command = [available(), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=90)
    except subprocess.TimeoutExpired:
        return None
    return Made(target.read_bytes(), ".pdf") if target.exists() else None


def _write(rng: Random, report: Report) -> str:
    look = report.look
    look["borders"] = rng.choices(list(BORDERS), SHARES)[0]
    look["font"] = rng.choice(FONTS)
    look["page"] = rng.choices(("portrait", "landscape"), (7, 3))[0]
    look["heads_repeat"] = str("heads_repeat" in report.dirt)
    size = 8 if report.size == "province" else rng.choice((9, 10, 11))
    split = "auto" if rng.random() < 0.5 else "avoid"
    style = (
        f"@page{{size:A4 {look['page']};margin:{rng.choice((15, 20, 26))}mm}}"
        f"body{{font-family:'{look['font']}';font-size:{rng.choice((11, 12, 14))}pt}}h1{{text-align:center}}"
        f"table{{width:100%;font-size:{size}pt}}tr{{break-inside:{split}}}.c{{text-align:center}}.r{{text-align:right}}"
        + BORDERS[look["borders"]]
    )
    side = rng.choices(("c", "r", ""), (7, 2, 1))[0]
    parts = [f"<h1>{cell_text(report.title)}</h1>"]
    for block in report.blocks:
        parts.append(_table(block, look, side) if isinstance(block, Table) else paragraph(block))
    return page(report, "\n".join(parts), style)


def _table(table: Table, look: dict[str, str], side: str) -> str:
    widths = "".join(f'<col style="width:{100 * width / sum(table.widths):.1f}%">' for width in table.widths)
    rows = []
    for number, row in enumerate(table.rows):
        mark = ' class="last"' if number == table.heads - 1 else ""
        rows.append(f"<tr{mark}>{''.join(_cell(cell, side) for cell in row)}</tr>")
    heads = table.heads if look["heads_repeat"] == "True" else 0
    body = "\n".join(rows[heads:])
    return f"<table><colgroup>{widths}</colgroup><thead>{''.join(rows[:heads])}</thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell, side: str) -> str:
    style = ' style="writing-mode:vertical-rl"' if cell.upright else ""
    name = side if cell.role in ("figure", "extra") else "" if cell.role == "stub" else "c"
    return f'<td{spans(cell)} class="{name}"{style}>{cell_text(cell.text)}</td>'
