"""Words in columns without rules → rows of cells: blanks stay in their columns, labels stay whole, nothing is dropped."""

from hypothesis import given, settings
from hypothesis import strategies as st

from goiextract.layout.aligned import align
from goiextract.records import Box, Grid, Word

EM = 10.0
AT = (200, 260, 320, 380, 440, 500)


def word(text, x, line):
    wide = sum(EM if char > "\u2e80" else EM / 2 for char in text)
    return Word(text, Box(x, 16.0 * line, x + wide, 16.0 * line + 12))


def row(label, figures, line):
    found = [word(label, 40, line)] if label else []
    return found + [word(text, x, line) for text, x in zip(figures, AT, strict=False) if text]


def cells(blocks):
    found = []
    for block in blocks:
        if isinstance(block, Grid):
            rows = {}
            for cell in block.cells:
                rows.setdefault(cell.row, []).append(cell.text)
            found += [tuple(rows[number]) for number in sorted(rows)]
    return found


def test_figures_stand_in_rows_with_their_labels():
    words = [*row("予以公开", "123456", 0), *row("部分公开", "000000", 1), *row("总计", "123456", 2)]
    assert cells(align(words, 1).blocks) == [("予以公开", *"123456"), ("部分公开", *"000000"), ("总计", *"123456")]


def test_an_empty_column_between_figures_is_a_blank_cell():
    words = [*row("予以公开", "123456", 0), *row("部分公开", ["7", "", "8", "", "", "9"], 1), *row("总计", "123456", 2)]
    assert ("部分公开", "7", "", "8", "", "", "9") in cells(align(words, 1).blocks)


def test_a_label_over_two_lines_is_not_cut_off_from_its_row():
    words = [
        *row("予以公开", "123456", 0),
        word("行政机关不再处理其", 40, 1),
        *row("", "654321", 1.5),
        word("政府信息公开申请", 40, 2),
        *row("总计", "123456", 3),
    ]
    found = cells(align(words, 1).blocks)
    assert any(line[-6:] == tuple("654321") for line in found)
    text = " ".join(cell for line in found for cell in line)
    assert "行政机关不再处理其" in text
    assert "政府信息公开申请" in text


def test_narrative_with_numbers_is_no_table():
    words = [
        word("2021年全区共收到申请", 40, 0),
        word("12", 160, 0),
        word("件，同比增长", 172, 0),
        word("3", 232, 0),
        word("件。", 240, 0),
    ]
    assert not cells(align(words, 1).blocks)


def test_a_page_number_is_no_row():
    words = [
        *row("予以公开", "123456", 0),
        *row("总计", "123456", 1),
        word("—", 280, 20),
        word("5", 300, 20),
        word("—", 310, 20),
    ]
    assert all("5" not in line[:-1] or len(line) == 7 for line in cells(align(words, 1).blocks))
    assert len(cells(align(words, 1).blocks)) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0", "12", "规章", "总计", "-", "。", "第二十条"]), st.integers(0, 50), st.integers(0, 9)
        ),
        max_size=40,
    )
)
def test_no_word_is_dropped_or_made_up(placed):
    words = [word(text, 12 * x, line) for text, x, line in placed]
    told = "".join(
        "".join(cell.text for cell in block.cells) if isinstance(block, Grid) else block.text
        for block in align(words, 1).blocks
    )
    assert sorted("".join(told.split())) == sorted("".join(text for text, _, _ in placed))
