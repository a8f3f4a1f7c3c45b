"""DOCX with what editing leaves: tracked changes, content controls, hidden text, split runs, nested tables."""

from __future__ import annotations

import re
from random import Random
from xml.sax.saxutils import escape

from training.corpus.records import Cell, Made, Report
from training.corpus.word import draw_setting, write
from training.corpus.word_table import NAMESPACE, plain_runs

AUTHOR = 'w:id="{n}" w:author="editor" w:date="2024-01-02T00:00:00Z"'
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
MARKS = ("tracked", "controls", "hidden", "split runs", "fields", "bookmarks")
AROUND = ("nested", "rows in controls", "deleted row")


def render(rng: Random, report: Report) -> Made:
    """The file of kind ``docx_marked``: the accepted, visible text is the report's."""
    setting = draw_setting(rng, report)
    named = [name.removeprefix("mark_").replace("_", " ") for name in report.dirt if name.startswith("mark_")]
    marks = [name for name in named if name in MARKS]
    drawn = Random(rng.random())
    numbers = iter(range(1, 10**6))

    def runs(cell: Cell, look: str) -> str:
        if not marks or drawn.random() > 0.35 or "\n" in cell.text:
            return plain_runs(cell, look)
        return marked(drawn, drawn.choice(marks), cell.text, look, next(numbers))

    around = next((name for name in named if name in AROUND), "")
    return Made(write(rng, report, setting, runs, lambda xml: surrounded(drawn, around, xml)), ".docx")


def surrounded(rng: Random, around: str, xml: str) -> str:
    """The XML of a table with something around it or in it that is no cell of it."""
    rows = re.findall(r"<w:tr>.*?</w:tr>", xml)
    if around == "rows in controls":
        for row in rng.sample(rows, min(3, len(rows))):
            xml = xml.replace(row, f"<w:sdt><w:sdtPr/><w:sdtContent>{row}</w:sdtContent></w:sdt>", 1)
    elif around == "deleted row" and "<w:vMerge" not in rows[-1]:
        author = AUTHOR.format(n=900000)
        gone = re.sub(r"<w:(ins|del) .*?</w:\1>|<w:sdt>.*?</w:sdt>|<w:bookmark[^>]*>", "", rows[-1])
        gone = gone.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        gone = re.sub(r"(<w:r>.*?</w:r>)", rf"<w:del {author}>\1</w:del>", gone)
        gone = gone.replace("<w:trPr>", f"<w:trPr><w:del {author}/>")
        xml = xml.replace(rows[-1], rows[-1] + gone, 1)
    elif around == "nested":
        cell = f'<w:tc><w:tcPr><w:tcW w:w="9400" w:type="dxa"/></w:tcPr>{xml}<w:p/></w:tc>'
        layout = '<w:tblPr><w:tblW w:w="9400" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="9400"/></w:tblGrid>'
        return f"<w:tbl {NAMESPACE}>{layout}<w:tr>{cell}</w:tr></w:tbl>"
    return xml


def marked(rng: Random, mark: str, text: str, look: str, number: int) -> str:
    """The text as runs with one kind of mark; what a reader sees after accepting all changes is `text`."""
    author = AUTHOR.format(n=number)
    plain = _run(text, look)
    other = str(rng.randint(0, 99)) if re.fullmatch(r"\d*", text) else "旧文"
    if mark == "tracked":
        old = f'<w:del {author}><w:r>{look}<w:delText xml:space="preserve">{other}</w:delText></w:r></w:del>'
        return f"{old}<w:ins {author}>{plain}</w:ins>" if rng.random() < 0.7 else plain + old
    if mark == "controls":
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{plain}</w:sdtContent></w:sdt>"
    if mark == "hidden":
        return f'{plain}<w:r>{HIDDEN}<w:t xml:space="preserve">{other}</w:t></w:r>'
    if mark == "split runs":
        return "".join(_run(letter, look) for letter in text)
    if mark == "fields":
        begin, middle, end = (
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
        )
        return f"{begin}<w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>{middle}{plain}{end}"
    return f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>{plain}<w:bookmarkEnd w:id="{number}"/>'


def _run(text: str, look: str) -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
