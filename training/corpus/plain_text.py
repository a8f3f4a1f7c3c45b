"""A report as a text file: title, sections and tables in one of the text shapes, whole or cut off."""

from __future__ import annotations

from random import Random

from goiextract.records import CellKey
from training.corpus.narrative import navigation
from training.corpus.records import Made, Report, Table
from training.corpus.text_rows import Piece
from training.corpus.text_shapes import BREAK, SHAPES, SWALLOWING

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
SHARES = (16, 2, 3, 0.5)


def render(rng: Random, report: Report) -> Made:
    """The file of a text kind; `text_cut` is any of the shapes, cut off within the tables."""
    kind = report.kind
    if kind == "text_cut":
        kind = rng.choice([name for name in SHAPES if name != "text_glued"])
        report.look["shape"] = kind
    pieces = write(rng, report, kind)
    lost: set[CellKey] = set()
    if report.kind == "text_cut":
        pieces, lost = cut_off(rng, report, pieces)
    if report.look.get("lines_once"):
        pieces, lost = each_line_once(pieces)
    text = "".join(piece for piece, _ in pieces)
    encoding = rng.choices(ENCODINGS, SHARES)[0]
    report.look["encoding"] = encoding
    whole = report.kind not in ("text_cut", "text_glued")
    return Made(text.encode(encoding), ".txt", lost, kind in SWALLOWING or "covered_places" in report.look, whole)


def write(rng: Random, report: Report, kind: str) -> list[Piece]:
    """Every piece of the text in order."""
    gap = rng.choice(("\n", "\n\n"))
    indent = rng.choice(("", "\u3000\u3000"))
    if kind == "text_glued" and rng.random() < 0.6:
        gap, indent = "", ""
    pieces: list[Piece] = []
    if "index_lines" in report.dirt:
        pieces += [(">".join(navigation(rng, report)), None), BREAK]
        pieces.append(
            (f"发布时间：{report.year + 1}-01-{rng.randint(10, 28)} 09:{rng.randint(10, 59)}\n访问量：\n", None)
        )
    pieces += [(report.title if kind != "text_glued" else report.title.replace("\n", ""), None), BREAK, BREAK]
    marks = "heading_marks" in report.dirt
    headings = {text for name, text in report.labels.items() if name.startswith("heading.")}
    for block in report.blocks:
        if isinstance(block, Table):
            pieces += [*SHAPES[kind](rng, report, block), ("" if gap == "" else "\n", None)]
        elif block in headings:
            pieces += [("#" * rng.randint(2, 4) + " " if marks else "", None), (block, None), (gap, None)]
        else:
            pieces += [(indent + block, None), (gap, None)]
    return pieces


def cut_off(rng: Random, report: Report, pieces: list[Piece]) -> tuple[list[Piece], set[CellKey]]:
    """The text up to somewhere in its tables, and the figures that are gone with the rest."""
    places = [number for number, (_, key) in enumerate(pieces) if key is not None]
    if len(places) < 12:
        return pieces, set()
    end = rng.randrange(places[8], places[-1])
    rest = pieces[end:]
    kept = pieces[:end]
    if rest[0][1] is None and len(rest[0][0]) > 2:
        kept.append((rest[0][0][: rng.randint(1, len(rest[0][0]) - 1)], None))
    return kept, {key for _, key in rest if key is not None}


def each_line_once(pieces: list[Piece]) -> tuple[list[Piece], set[CellKey]]:
    """Every line the first time it comes, and the figures that are gone with the repeated ones."""
    seen: set[str] = set()
    kept: list[Piece] = []
    lost: set[CellKey] = set()
    for text, key in pieces:
        if text.strip() and text in seen:
            lost |= {key} if key else set()
            continue
        seen.add(text)
        kept.append((text, key))
    return kept, lost
