"""Pages → grids: whatever way a table's lines are drawn or left out, the same cells come out, and nothing is dropped."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdfs import HEIGHT, ROWS, WIDTH, XS, YS, level, pdf, ruled, texts, upright, write

from goiextract.layout.pages import lay_out_pages
from goiextract.reading.pdf import read
from goiextract.records import Box, Document, Grid, Line, Page, Stroke, Word


def grids(data):
    return [block for block in lay_out_pages(read(data, "t.pdf")).blocks if isinstance(block, Grid)]


def lines(data):
    return [block.text for block in lay_out_pages(read(data, "t.pdf")).blocks if isinstance(block, Line)]


def rows(grid):
    found = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return tuple(tuple(found[row]) for row in sorted(found))


MERGED = (ROWS[0][:1], *ROWS[1:])


def thin_boxes(canvas):
    texts(canvas)
    for top in YS:
        canvas.rect(XS[0], HEIGHT - top, XS[-1] - XS[0], 0.7, stroke=0, fill=1)
    for x in XS:
        start = YS[0] if x in (XS[0], XS[-1]) else YS[1]
        canvas.rect(x, HEIGHT - YS[-1], 0.7, YS[-1] - start, stroke=0, fill=1)


def one_path(canvas):
    texts(canvas)
    path = canvas.beginPath()
    for top in YS:
        path.moveTo(XS[0], HEIGHT - top)
        path.lineTo(XS[-1], HEIGHT - top)
    for x in XS:
        path.moveTo(x, HEIGHT - (YS[0] if x in (XS[0], XS[-1]) else YS[1]))
        path.lineTo(x, HEIGHT - YS[-1])
    canvas.drawPath(path)


def cell_boxes(canvas):
    canvas.rect(XS[0], HEIGHT - YS[1], XS[-1] - XS[0], YS[1] - YS[0])
    for top, bottom in zip(YS[1:], YS[2:], strict=False):
        for x0, x1 in zip(XS, XS[1:], strict=False):
            canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)
    texts(canvas)


def shaded_cells(canvas):
    canvas.setFillGray(0.9)
    canvas.rect(XS[0], HEIGHT - YS[1], XS[-1] - XS[0], YS[1] - YS[0], stroke=0, fill=1)
    for top, bottom in zip(YS[1:], YS[2:], strict=False):
        for x0, x1 in zip(XS, XS[1:], strict=False):
            canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    canvas.setFillGray(0)
    texts(canvas)


def in_a_form(canvas):
    canvas.beginForm("table")
    canvas.setFont("STSong-Light", 20)
    canvas.scale(2, 2)  # the form is drawn at half its size
    canvas.setFont("STSong-Light", 10)
    ruled(canvas)
    canvas.endForm()
    canvas.scale(0.5, 0.5)
    canvas.doForm("table")


def dotted(canvas):
    texts(canvas)
    for top in YS:
        for x in range(XS[0], XS[-1] + 1, 3):
            canvas.rect(x, HEIGHT - top, 1, 1, stroke=0, fill=1)
    for x in XS:
        for top in range(YS[0] if x in (XS[0], XS[-1]) else YS[1], YS[-1] + 1, 3):
            canvas.rect(x, HEIGHT - top, 1, 1, stroke=0, fill=1)


def no_last_rule(canvas):
    texts(canvas)
    for top in YS[:-1]:
        level(canvas, top)
    for x in XS:
        upright(canvas, x, YS[0] if x in (XS[0], XS[-1]) else YS[1])


def row_without_rules(canvas):
    texts(canvas)
    for top in YS[:-1]:
        level(canvas, top)
    for x in XS:
        upright(canvas, x, YS[0] if x in (XS[0], XS[-1]) else YS[1], YS[-2])
    write(canvas, "- 3 -", 280, 800)


def leaning(canvas):
    canvas.rotate(0.3)
    ruled(canvas)


def no_sides(canvas):
    texts(canvas)
    for top in YS:
        level(canvas, top)
    for x in XS[1:-1]:
        upright(canvas, x, YS[1])


DRAWN = [
    ruled,
    thin_boxes,
    one_path,
    cell_boxes,
    shaded_cells,
    in_a_form,
    dotted,
    no_last_rule,
    row_without_rules,
    leaning,
    no_sides,
]


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_rules_drawn_in_any_way_give_the_same_cells(draw):
    (grid,) = grids(pdf(draw))
    assert grid.origin == "ruled"
    assert rows(grid) == MERGED
    assert next(cell for cell in grid.cells if cell.text == ROWS[0][0]).column_span == 4


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_gives_the_same_cells_where_they_are_displayed(rotate):
    def draw(canvas):  # turned against the page's own turn, so that it is displayed upright
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(rotate)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
        ruled(canvas)

    (grid,) = grids(pdf(draw, rotate=rotate))
    assert rows(grid) == MERGED
    box = next(cell.place.box for cell in grid.cells if cell.text == "22")
    assert box.x1 - box.x0 == pytest.approx(100, abs=1)
    assert box.bottom - box.top == pytest.approx(24, abs=1)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_table_drawn_sideways_is_read_upright_and_placed_as_displayed(rotate):
    def draw(canvas):
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(rotate)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
        ruled(canvas)

    (grid,) = grids(pdf(draw))
    assert rows(grid) == MERGED
    x, y = (
        (XS[3] + XS[4]) / 2 - WIDTH / 2,
        HEIGHT / 2 - (YS[2] + YS[3]) / 2,
    )  # the middle of 22, upright, about the centre
    for _ in range(rotate // 90):
        x, y = -y, x
    box = next(cell.place.box for cell in grid.cells if cell.text == "22")
    assert ((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2) == pytest.approx((WIDTH / 2 + x, HEIGHT / 2 - y), abs=1)


def test_page_numbers_and_notes_stay_out_of_the_cells():
    def draw(canvas):
        ruled(canvas)
        write(canvas, "— 5 —", 280, 800)
        write(canvas, "注：含上年度结转数量", 60, 230)

    data = pdf(draw)
    (grid,) = grids(data)
    assert rows(grid) == MERGED
    assert any("5" in line for line in lines(data))
    assert any(line.startswith("注：") for line in lines(data))


def test_figures_in_narrow_cells_are_cut_at_the_rule():
    def draw(canvas):
        write(canvas, "行政规范性文件", 62, 116)
        write(canvas, "本年制发件数", 62, 92)
        write(canvas, "123", 150.5, 116)
        write(canvas, "456", 167.5, 116)
        for top in (80, 100, 124):
            level(canvas, top, 60, 184)
        for x in (60, 150, 166.5, 184):
            upright(canvas, x, 80, 124)

    (grid,) = grids(pdf(draw))
    assert rows(grid)[1] == ("行政规范性文件", "123", "456")


@pytest.mark.parametrize("how", ["stacked", "turned"])
def test_upright_labels_are_read_downwards(how):
    label = "三、本年度办理结果"

    def draw(canvas):
        for number, text in enumerate(("（一）予以公开", "（二）部分公开", "（七）总计")):
            write(canvas, text, 100, 120 + 50 * number)
            write(canvas, str(number), 220, 120 + 50 * number)
            level(canvas, 150 + 50 * number, 90, 260)
        level(canvas, 90, 60, 260)
        level(canvas, 250, 60, 260)
        for x in (60, 90, 200, 260):
            upright(canvas, x, 90, 250)
        if how == "stacked":
            for number, char in enumerate(label):
                write(canvas, char, 70, 110 + 14 * number)
        else:
            canvas.saveState()
            canvas.translate(78, HEIGHT - 230)
            canvas.rotate(90)
            canvas.drawString(0, 0, label)
            canvas.restoreState()

    (grid,) = grids(pdf(draw))
    first = min(grid.cells, key=lambda cell: (cell.column, cell.row))
    assert "".join(first.text.split()) == label
    assert first.row_span == grid.n_rows


def test_a_table_over_two_pages_loses_no_row():
    def draw(canvas):
        no_last_rule(canvas)

    found = grids(pdf(draw, pages=2))
    assert [rows(grid) for grid in found] == [MERGED, MERGED]
    assert [grid.page for grid in found] == [1, 2]


def test_a_table_with_level_rules_only_keeps_its_blanks_apart():
    def draw(canvas):
        texts(canvas, (ROWS[1], ROWS[2], ROWS[3], ("行政规范性文件", "7", "8", "9")))
        level(canvas, YS[0])
        level(canvas, YS[1])
        level(canvas, YS[4])

    found = {row[0]: row[1:] for grid in grids(pdf(draw)) for row in rows(grid)}
    assert found["规章"] == ("0", "11", "22")
    assert found["行政规范性文件"] in (("3", "", "-5"), ("7", "8", "9"))
    assert ("3", "", "-5") in [row[1:] for grid in grids(pdf(draw)) for row in rows(grid)]


@st.composite
def pages(draw):
    """A page with words on a raster, a little out of place, and level and upright rules anywhere between them."""
    strokes = []
    for _ in range(draw(st.integers(0, 14))):
        at, start = draw(st.integers(1, 16)), draw(st.integers(0, 10))
        end = start + draw(st.integers(1, 12))
        if draw(st.booleans()):
            strokes.append(Stroke(50.0 * start, 45.0 * at, 50.0 * end, 45.0 * at))
        else:
            strokes.append(Stroke(35.0 * at, 60.0 * start, 35.0 * at, 60.0 * end))
    words = []
    for _ in range(draw(st.integers(0, 40))):
        text = draw(
            st.sampled_from(["0", "12", "规章", "行政许可", "总计", "（一）予以公开", "- 3 -", "情况如下。", "见"])
        )
        x, top = 40.0 * draw(st.integers(0, 13)), 15.0 * draw(st.integers(0, 54)) + draw(st.floats(0, 4))
        words.append(Word(text, Box(x, top, x + 10.0 * len(text), top + 10)))
    return Page(1, 595.0, 842.0, tuple(words), tuple(strokes), turned=draw(st.integers(0, 3)))


@settings(max_examples=120, deadline=None)
@given(pages())
def test_every_word_of_a_page_comes_out_once_whatever_its_rules(page):
    blocks = lay_out_pages(Document("t.pdf", "pdf", "", (page,))).blocks
    found = [
        text
        for block in blocks
        for text in ([c.text for c in block.cells] if isinstance(block, Grid) else [block.text])
    ]
    assert Counter("".join("".join(found).split())) == Counter("".join("".join(w.text for w in page.words).split()))


def test_a_page_number_between_two_tables_is_in_neither():
    def draw(canvas):
        ruled(canvas)
        write(canvas, "- 4 -", 280, 240)
        canvas.translate(0, -200)
        ruled(canvas)

    data = pdf(draw)
    assert [rows(grid) for grid in grids(data)] == [MERGED, MERGED]
    assert [line for line in lines(data) if "4" in line] == ["-4-"]


def test_columns_without_any_rule_keep_a_blank_in_the_middle():
    def draw(canvas):
        texts(canvas, (ROWS[1], ROWS[2], ROWS[3], ("行政规范性文件", "7", "8", "9")))

    found = [row for grid in grids(pdf(draw)) for row in rows(grid)]
    assert ("行政规范性文件", "3", "", "-5") in found
    assert ("行政规范性文件", "7", "8", "9") in found
