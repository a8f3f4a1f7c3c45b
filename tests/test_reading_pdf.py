"""PDF → pages: what is printed once is read once, what cannot be trusted is not used, what is broken is said."""

import contextlib
import io
import random
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_documents import pdf_report
from made_pdfs import FONT, HEIGHT, ROWS, SIZE, WIDTH, pdf, ruled, write
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from goiextract.errors import GoiextractError, UnreadableDocument
from goiextract.forms import forms
from goiextract.layout.pages import lay_out_pages
from goiextract.reading.legibility import legibility
from goiextract.reading.pdf import read

HONGZE = Path(__file__).parent.parent.parent / "shared/reports/docs/pdf_hongze_2023.pdf"
SENTENCE = "本机关主动公开政府信息的工作情况如下，行政许可与行政处罚的决定数量见下表。"


def words(data):
    return [word.text for page in read(data, "t.pdf").pages for word in page.words]


def codes(data):
    return {finding.code: dict(finding.details) for finding in read(data, "t.pdf").findings}


def a_picture():
    from PIL import Image

    return ImageReader(Image.new("RGB", (60, 80), (240, 240, 240)))


def test_words_stand_where_they_are_printed():
    document = read(pdf(lambda canvas: write(canvas, "规章", 100, 200)), "t.pdf")
    (page,) = document.pages
    (word,) = page.words
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert word.box.x0 == pytest.approx(100, abs=0.5)
    assert word.box.x1 == pytest.approx(100 + 2 * SIZE, abs=0.5)
    assert word.box.top < 200 - SIZE / 2 < word.box.bottom


def test_fake_bold_is_read_once_and_repeated_digits_stay():
    def draw(canvas):
        ruled(canvas)
        for shift in (0, 0.3, 0.6):
            write(canvas, "1100", 100 + shift, 300)
            write(canvas, "总计", 200 + shift, 300 + shift / 2)

    found = words(pdf(draw))
    assert "1100" in found
    assert "总计" in found
    assert "11" in found  # of the table
    assert "22" in found


def test_a_hyphen_at_a_line_end_is_not_lost():
    def draw(canvas):
        ruled(canvas)
        write(canvas, "-", 520, 160)
        write(canvas, "-8", 520, 190)

    assert words(pdf(draw)).count("-") == 1
    assert "-8" in words(pdf(draw))


def test_a_glyph_without_a_character_is_not_a_blank():
    def draw(canvas):
        ruled(canvas)
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", SIZE)
        write(canvas, "éè", 320, 188)  # in the blank cell; their numbers in the font's own coding are 1 and 2

    data = pdf(draw).replace(b"/ToUnicode", b"/ToUnicodX")
    (grid,) = lay_out_pages(read(data, "t.pdf")).blocks
    assert [cell.text for cell in grid.cells if cell.row == 3] == ["行政规范性文件", "3", "\ufffd" * 2, "-5"]
    assert codes(data)["glyphs_unknown"]["pages"] == "1"


def test_a_page_of_glyphs_without_characters_is_not_used():
    def draw(canvas):
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", SIZE)
        for number in range(12):  # é, à, ù and ç are control characters in the font's own coding
            write(canvas, "informations publiées à la mairie où ça", 60, 300 + 20 * number)

    data = pdf(draw)
    assert len(words(data)) == 12
    broken = data.replace(b"/ToUnicode", b"/ToUnicodX")
    assert words(broken) == []
    assert codes(broken)["page_not_legible"]["why"] == "glyphs without characters"
    assert not read(broken, "t.pdf").pages[0].legible


@pytest.mark.parametrize(
    ("text", "trusted"),
    [
        (SENTENCE * 4, True),
        ("\ue123\ue124\ue125" * 20 + SENTENCE, False),
        ("(cid:12)(cid:77)" * 20 + SENTENCE, False),
        ("Õþ¸®ÐÅÏ¢¹«¿ª" * 12, False),
        ("".join(chr(0x5000 + 37 * n % 0x3000) for n in range(200)), False),
        ("Annual report, 12 pages", True),
        ("1 2 3 4 5 6", True),
        ("".join(f"第{number}项 12 " for number in range(60)), True),
    ],
)
def test_text_is_trusted_only_where_it_can_be_chinese(text, trusted):
    assert (legibility(text) == "") is trusted


def test_a_font_whose_characters_are_shifted_is_found_out():
    text = SENTENCE + "".join(line.printed for form in forms() for table in form.tables for line in table.lines)
    used = sorted(set(text))
    shifted = dict(zip(used, used[1:] + used[:1], strict=True))
    assert legibility(text) == ""
    assert legibility("".join(shifted[char] for char in text))


def test_an_owner_password_opens_and_a_user_password_is_said():
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("", ownerPassword="owner", strength=128))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(100, 700, "4119")
    canvas.save()
    assert words(data.getvalue()) == ["4119"]
    with pytest.raises(UnreadableDocument, match=r"password.*Save a copy"):
        read(pdf_report(password="secret"), "t.pdf")


def test_pictures_of_pages_are_said_with_their_numbers():
    def draw(canvas):
        canvas.drawImage(a_picture(), 0, 0, WIDTH, HEIGHT)
        write(canvas, "- 3 -", 280, 820)

    data = pdf(draw, pages=3)
    assert codes(data)["page_is_picture"]["pages"] == "1, 2, 3"
    assert words(data) == []


@pytest.mark.parametrize("how", ["invisible", "behind"])
def test_recognised_text_behind_a_scan_is_not_taken_for_print(how):
    def draw(canvas):
        if how == "invisible":
            canvas.drawImage(a_picture(), 0, 0, WIDTH, HEIGHT)
            canvas._code.append("3 Tr")
        ruled(canvas)
        for number in range(10):
            write(canvas, SENTENCE, 60, 300 + 20 * number)
        if how == "behind":
            canvas.drawImage(a_picture(), 0, 0, WIDTH, HEIGHT)

    document = read(pdf(draw), "t.pdf")
    assert not document.pages[0].legible
    assert document.pages[0].words == ()
    assert "page_not_legible" in {finding.code for finding in document.findings}


def test_a_letterhead_picture_behind_the_text_is_no_scan():
    def draw(canvas):
        canvas.drawImage(a_picture(), 0, 0, WIDTH, HEIGHT)
        ruled(canvas)
        for number in range(10):
            write(canvas, SENTENCE, 60, 300 + 20 * number)

    assert "22" in words(pdf(draw))


def test_what_is_typed_into_form_fields_is_read():
    def draw(canvas):
        ruled(canvas)
        canvas.acroForm.textfield(name="f", value="4119", x=320, y=HEIGHT - 192, width=60, height=18, fontSize=10)

    assert "4119" in "".join(words(pdf(draw)))


def test_no_pages_and_no_pdf_are_one_clear_error():
    empty = pdfium.PdfDocument.new()
    saved = io.BytesIO()
    empty.save(saved)
    empty.close()
    for data in (b"", b"%PDF-1.7\n", saved.getvalue(), b"%PDF-1.4\n%%EOF"):
        with pytest.raises(UnreadableDocument, match=r"t\.pdf: .+\. .+\."):
            read(data, "t.pdf")


def test_a_file_cut_off_is_said_or_refused_and_never_crashes():
    data = pdf(ruled, pages=4)
    outcomes = set()
    for end in (*range(0, len(data), max(1, len(data) // 60)), len(data.rstrip()) - len(b"%%EOF")):
        try:
            document = read(data[:end], "t.pdf")
        except UnreadableDocument:
            outcomes.add("refused")
            continue
        lay_out_pages(document)
        assert "pdf_cut_off" in {finding.code for finding in document.findings}
        outcomes.add("said")
    assert outcomes == {"refused", "said"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_noise_after_the_signature_never_crashes(noise):
    with contextlib.suppress(GoiextractError):
        lay_out_pages(read(b"%PDF-1.7\n" + noise, "t.pdf"))


@pytest.mark.parametrize("seed", range(25))
def test_damaged_bytes_never_crash(seed):
    data = bytearray(pdf(ruled, pages=2))
    rng = random.Random(seed)
    for _ in range(rng.choice([1, 5, 40, 400])):
        data[rng.randrange(len(data))] = rng.randrange(256)
    with contextlib.suppress(GoiextractError):
        lay_out_pages(read(bytes(data), "t.pdf"))


def test_thousands_of_lines_on_a_page_take_bounded_time():
    def draw(canvas):
        ruled(canvas)
        for number in range(15_000):
            x = 60 + number % 450 + 0.37 * (number % 7)
            canvas.line(x, 20 + number % 600, x, 26 + number % 600)

    data = pdf(draw)
    start = time.perf_counter()
    lay_out_pages(read(data, "t.pdf"))
    assert time.perf_counter() - start < 20


@pytest.mark.skipif(not HONGZE.exists(), reason="the shared sample reports are not beside the repository")
def test_a_real_report_with_a_font_for_vertical_writing_keeps_its_label_apart():
    document = read(HONGZE.read_bytes(), HONGZE.name)
    cells = [cell for block in lay_out_pages(document).blocks if hasattr(block, "cells") for cell in block.cells]
    assert any("".join(cell.text.split()) == "三、本年度办理结果" for cell in cells)
    assert all(word.box.x1 - word.box.x0 < 30 for page in document.pages for word in page.words if len(word.text) == 1)


def test_the_made_table_is_what_the_other_tests_rely_on():
    assert [text for row in ROWS for text in row if text] == words(pdf(ruled))
    assert FONT == "STSong-Light"


def test_a_page_of_which_something_was_left_out_is_not_whole_and_says_why(monkeypatch):
    def beyond_the_edge(canvas):
        ruled(canvas)
        write(canvas, "总计", WIDTH + 40, 116)

    def told(draw):
        document = read(pdf(draw), "t.pdf")
        return [page.whole for page in document.pages], [finding.code for finding in document.findings]

    assert told(ruled) == ([True], [])
    assert told(beyond_the_edge) == ([False], ["page_cut_at_edge"])
    monkeypatch.setattr("goiextract.reading.pdf.MOST_GLYPHS", 20)
    assert told(ruled) == ([False], ["page_too_full"])
