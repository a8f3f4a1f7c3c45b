"""`blank` is a claim: whatever visible thing stands in a cell, in any format, the cell is never called blank."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections.abc import Callable

import docx
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from made_documents import INTRODUCTION, TITLE, docx_report, html_report, table_rows, text_report
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

import goiextract
from goiextract.forms import form_named
from goiextract.reconciling.numerals import read_numeral
from goiextract.records import Figure, Status

CELL = "applications.granted.other_org"
ROW, COLUMN = "（一）予以公开", 6  # the row of that cell, and its place behind the label
BARS = "|│┃║｜¦"  # part cells in a text, whatever else they are
UNSEEN = "\u3164\u2800\u115f\u1160\uffa0"  # letters by their category, and yet nothing to see
SEEN = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters=UNSEEN + BARS + "\t<>&,", max_codepoint=0xFFFF),
    min_size=1,
    max_size=6,
)


def is_told(figure: Figure) -> bool:
    """True unless the figure is said to be blank; signs for nothing are shown as such."""
    return figure.status is not Status.BLANK or bool(figure.mark) or figure.flagged


def in_text(text: str) -> bytes:
    row = re.search(rf"{ROW}.*", text_report())
    assert row
    cells = row[0].split("\t")
    cells[COLUMN] = text
    return text_report().replace(row[0], "\t".join(cells)).encode()


def in_html(markup: str) -> bytes:
    page = html_report()
    start = page.index(ROW)
    row = page[start : page.index("</tr>", start)]
    cells = row.split("</td>")
    cells[COLUMN] = f"<td>{markup}"
    return page.replace(row, "</td>".join(cells)).encode()


def in_docx(put: Callable[[docx.table._Cell], None]) -> bytes:
    document = docx.Document(io.BytesIO(docx_report()))
    row = next(r for t in document.tables for r in t.rows if r.cells[0].text == ROW)
    cell = row.cells[COLUMN]
    cell.text = ""
    put(cell)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def in_pdf(put: Callable[[Canvas, float, float], None]) -> bytes:
    """A ruled table; `put` draws into the cell whose lower left corner it is given, 40 by 16 points."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 8)
    canvas.drawString(40, 800, TITLE)
    canvas.drawString(40, 786, INTRODUCTION)
    canvas.drawString(40, 772, form_named("2021").table("applications").heading)
    rows = table_rows(form_named("2021"))["applications"]
    xs = [30, *(270 + 40 * n for n in range(8))]
    for number, row in enumerate(rows):
        top = 760 - 16 * number
        for left, right, text in zip(xs, [*xs[1:]], row, strict=False):
            canvas.rect(left, top - 16, right - left, 16)
            if row[0] == ROW and left == xs[COLUMN]:
                put(canvas, left, top - 16)
            else:
                canvas.drawString(left + 2, top - 12, text[:28])
        canvas.setFont("STSong-Light", 8)
    canvas.save()
    return data.getvalue()


@given(SEEN)
@example("〇")
@example("\u00b9")
@example("NaN!")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_no_text_passes_for_a_blank(text: str) -> None:
    assume(any(unicodedata.category(char)[0] in "LNPS" for char in text) and read_numeral(text).kind != "blank")
    for data, name in ((in_text(text), "a.txt"), (in_html(html.escape(text)), "a.html")):
        assert is_told(goiextract.extract(data, name=name)[CELL]), (name, text)


@given(SEEN, st.sampled_from([0, 3, 6]), st.sampled_from(["", "0"]))
@example("″", 0, "")
@example("同上", 6, "")
@example("见附件", 3, "0")
@example("·", 3, "0")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_no_text_beside_other_cells_passes_for_a_label(text: str, at: int, others: str) -> None:
    """Nor are the cells behind it taken for all that the row has: blank ones stay blank, and none gets a number."""
    assume(any(unicodedata.category(char)[0] in "LNPS" for char in text) and read_numeral(text).kind != "blank")
    cells = [others] * 7
    cells[at] = text
    rows = {ROW: cells, "行政强制": [text, "", ""]}
    page, lines = html_report(), text_report()
    for label, own in rows.items():
        lines = re.sub(rf"{label}\t.*", lambda _, own=own, label=label: "\t".join([label, *own]), lines)
        row = re.search(rf"<td>{label}</td>.*?</tr>", page)
        assert row
        own_markup = "".join(f"<td>{html.escape(one)}</td>" for one in [label, *own])
        page = page.replace(row[0], own_markup + "</tr>")
    for data, name in ((lines.encode(), "a.txt"), (page.encode(), "a.html")):
        report = goiextract.extract(data, name=name)
        assert is_told(report["proactive.coercion.decisions"]), (name, text)
        for n, figure in enumerate(one for one in report.figures if one.key.row == "granted"):
            if n == at:
                assert is_told(figure), (name, text)
            else:
                assert figure.flagged or (figure.printed or "") == others, (name, text, figure)


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=a.png>",
        "<p><span><img src='data:image/png;base64,AAAA' alt=''></span></p>",
        "<svg><path d='M0 0L9 9'/></svg>",
        "<canvas></canvas>",
        "<object data=a.svg></object>",
        "<table><tr><td>5</td></tr></table>",
        "<table><tr><td><table><tr><td>5</td><td>6</td></tr></table></td></tr></table>",
        "<del>5</del>",
        "<s>0</s>",
        "<input value=5>",
        "<input type=checkbox>",
        "<input type=button value=5>",
        "<select><option>5</option></select>",
        "<textarea>5</textarea>",
        "<button>5</button>",
        "<iframe srcdoc='5'></iframe>",
        "<math><mn>5</mn></math>",
        "<meter value=5></meter>",
        "<span>5</span>",
        "<sup>5</sup>",
        "<script>document.write(5)</script>",
        "<b v-text='granted'></b>",
        "<style>.five::before{content:'5'}</style><i class=five></i>",
        "<style>.v{display:none}.v.now{display:inline}</style><span class='v now'>5</span>",
    ],
)
def test_nothing_that_a_page_shows_passes_for_a_blank(markup: str) -> None:
    assert is_told(goiextract.extract(in_html(markup), name="a.html")[CELL])
    hidden = in_html(f"<span style='display:none'>{markup.replace('table', 'div')}</span>")
    assert goiextract.extract(hidden, name="a.html")[CELL].value in (None, 0)


def _picture() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("L", (20, 12), 0).save(data, "PNG")
    data.seek(0)
    return data


def _markup(text: str) -> Callable[[docx.table._Cell], None]:
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    return lambda cell: cell.paragraphs[0]._p.append(etree.fromstring(text.replace(">", f" {spaces}>", 1)))


@pytest.mark.parametrize(
    "put",
    [
        lambda cell: cell.paragraphs[0].add_run().add_picture(_picture()),
        lambda cell: cell.add_table(1, 2),
        _markup("<w:r><w:rPr><w:strike/></w:rPr><w:t>5</w:t></w:r>"),
        _markup('<w:r><w:footnoteReference w:id="2"/></w:r>'),
        _markup('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
        _markup("<w:r><w:object/></w:r>"),
        _markup("<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>"),
        _markup("<w:ins><w:r><w:t>5</w:t></w:r></w:ins>"),
        _markup('<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'),
        _markup('<w:r><w:fldChar w:fldCharType="begin"><w:ffData/></w:fldChar></w:r>'),
    ],
)
def test_nothing_that_word_shows_passes_for_a_blank(put: Callable[[docx.table._Cell], None]) -> None:
    assert is_told(goiextract.extract(in_docx(put), name="a.docx")[CELL])


@pytest.mark.parametrize(
    "put",
    [
        lambda canvas, x, y: canvas.drawImage(ImageReader(_picture()), x + 10, y + 3, 10, 8),
        lambda canvas, x, y: canvas.drawImage(ImageReader(_picture()), x - 60, y - 30, 160, 80),
        lambda canvas, x, y: canvas.drawPath(_ring(canvas, x + 15, y + 8), stroke=0, fill=1),
        lambda canvas, x, y: canvas.drawPath(_one(canvas, x + 15, y + 4), stroke=0, fill=1),
        lambda canvas, x, y: canvas.drawString(x + 10, y + 4, "甲"),
        lambda canvas, x, y: canvas.drawString(x + 10, y + 4, "?"),
        lambda canvas, x, y: canvas._addAnnotation(_field(x, y)),
    ],
)
def test_nothing_that_a_pdf_shows_passes_for_a_blank(put: Callable[[Canvas, float, float], None]) -> None:
    assert is_told(goiextract.extract(in_pdf(put), name="a.pdf")[CELL])


def _field(x: float, y: float) -> PDFDictionary:
    """A form's field with a value and no appearance: viewers draw it."""
    rect = PDFArray([x + 2, y + 2, x + 40, y + 14])
    names = {"Type": PDFName("Annot"), "Subtype": PDFName("Widget"), "FT": PDFName("Tx")}
    return PDFDictionary(names | {"T": PDFString("five"), "V": PDFString("5"), "Rect": rect, "F": 4})


def _one(canvas: Canvas, x: float, y: float):
    """A figure 1 as outlines, of straight edges."""
    path = canvas.beginPath()
    path.moveTo(x, y)
    for dx, dy in ((0, 6), (-1.5, 5), (-1.5, 6), (0, 7.5), (1, 7.5), (1, 0)):
        path.lineTo(x + dx, y + dy)
    path.close()
    return path


def _ring(canvas: Canvas, x: float, y: float):
    """A figure 0 as outlines."""
    path = canvas.beginPath()
    for radius in (4, 2):
        path.circle(x, y, radius)
        path.ellipse(x - radius, y - 4, 2 * radius, 8)
    return path


def test_a_cell_that_holds_nothing_is_blank_in_every_format() -> None:
    empty = {
        "a.txt": in_text(""),
        "a.html": in_html("<p>&nbsp;</p>"),
        "a.docx": in_docx(lambda _: None),
        "a.pdf": in_pdf(lambda *_: None),
    }
    for name, data in empty.items():
        figure = goiextract.extract(data, name=name)[CELL]
        assert (figure.status, figure.value, figure.flagged) == (Status.BLANK, None, False), name
