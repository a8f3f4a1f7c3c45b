"""Tables without ruling lines whose blank cells only the headings tell: wherever the headings stand, and nowhere else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from goiextract.layout import lay_out
from goiextract.layout.aligned import align
from goiextract.records import Box, Document, Grid, Line, Page, Word

EM = 9.0
AT = (310, 344, 377, 411, 444, 478, 511)  # middles of seven columns, nearer to one another than words of a sentence
FIRST, SECOND = ("", "商业企", "科研机", "社会公", "法律服", "", ""), ("", "业", "构", "益组织", "务机构", "", "")
BETWEEN = ("自然人", "", "", "", "", "其他", "总计")
HALF_WAY = 0.45


def centred(text, middle, top):
    wide = sum(EM if char > "\u2e80" else EM / 2 for char in text)
    return Word(text, Box(middle - wide / 2, top, middle + wide / 2, top + 10))


def ending(text, right, top):
    return Word(text, Box(right - EM / 2 * len(text), top, right, top + 10))


def label(text, top, x=69.0):
    return Word(text, Box(x, top, x + EM * len(text), top + 10))


def heads(top=10, at=AT):
    lines = zip((FIRST, BETWEEN, SECOND), (top, top + 6, top + 12), strict=True)
    return [centred(text, x, y) for texts, y in lines for text, x in zip(texts, at, strict=True) if text]


def figures(texts, top, make=centred, at=AT):
    return [make(text, x, top) for text, x in zip(texts, at, strict=True) if text]


def rows(words):
    found = []
    for block in align(words, 1).blocks:
        if isinstance(block, Grid):
            table = {}
            for cell in block.cells:
                table.setdefault(cell.row, []).append(cell.text)
            found += [tuple(cells) for cells in table.values()]
    return found


def sparse(make=centred, at=AT):
    return [
        *heads(),
        label("一、本年新收政府信息公开申请数量", 40),
        label("二、上年结转政府信息公开申请数量", 60),
        *figures(["", "", "", "3", "", "", "3"], 60, make, at),
        label("（一）予以公开", 80),
        *figures(["", "", "", "1", "", "", "1"], 80, make, at),
    ]


def test_headings_of_several_lines_close_together_tell_which_cells_are_blank():
    found = rows(sparse())
    assert ("一、本年新收政府信息公开申请数量", *[""] * 7) in found
    assert ("二、上年结转政府信息公开申请数量", "", "", "", "3", "", "", "3") in found
    assert ("（一）予以公开", "", "", "", "1", "", "", "1") in found


def test_headings_run_together_in_one_word_are_told_apart():
    width, lefts = 4 * EM, (33, 213, 393)
    words = [
        word
        for left in lefts
        for word in (
            Word("结果维持结果纠正其他结果尚未审结", Box(left, 10, left + 4 * width, 20)),
            centred("总计", left + 4.5 * width, 10),
        )
    ]
    middles = [left + width * (n + 0.5) for left in lefts for n in range(5)]
    texts = ["1", "", "", "", "1", *[""] * 5, "", "2", "", "", "2"]
    assert tuple(texts) in rows([*words, *figures(texts, 30, at=middles)])


def test_figures_set_to_the_right_of_their_columns():
    right = [x + 15 for x in AT]
    assert ("（一）予以公开", "", "", "", "1", "", "", "1") in rows(sparse(ending, right))


def test_figures_between_two_columns_are_given_to_neither():
    shifted = [x + HALF_WAY * (AT[1] - AT[0]) * (-1) ** n for n, x in enumerate(AT)]
    assert ("（一）予以公开", "1", "1") in rows(sparse(at=shifted))


def test_a_heading_that_is_not_there_leaves_all_open():
    without = [word for word in sparse() if word.text != "其他"]
    assert ("二、上年结转政府信息公开申请数量", "3", "3") in rows(without)


def test_headings_that_can_be_read_in_two_ways_leave_all_open():
    again = [Word(word.text, word.box._replace(x0=word.box.x0 - 280, x1=word.box.x1 - 280)) for word in heads()]
    assert ("二、上年结转政府信息公开申请数量", "3", "3") in rows([*again, *sparse()])


def test_the_next_tables_heading_ends_the_columns():
    words = [
        *sparse(),
        label("四、政府信息公开行政复议、行政诉讼情况", 100),
        label("行政复议", 120),
        centred("7", AT[2], 120),
    ]
    assert ("行政复议", "7") in rows(words)


def test_a_label_of_two_lines_around_its_figures_is_one_row():
    words = [
        *sparse(),
        label("（二）部分公开（区分处理的，只计这一", 100),
        *figures(["", "5", "", "", "", "", "5"], 105.5),
        label("情形，不计其他情形）", 111),
    ]
    whole = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert (whole, "", "5", "", "", "", "", "5") in rows(words)


def test_figures_lower_than_their_labels_take_no_label_twice():
    labels = ["（一）予以公开", "（二）部分公开", "（七）总计"]
    words = sparse()
    for number, text in enumerate(labels):
        words.append(label(text, 100 + 11 * number))
        words += figures(["", "5", "", "", "", "", "5"], 105.5 + 11 * number)
    told = [cell for row in rows(words) for cell in row]
    assert [told.count(text) for text in labels[1:]] == [1, 1]
    assert not any(text in cell and cell != text for cell in told for text in labels)


def test_where_figures_stand_lower_than_their_labels_no_cell_is_called_blank():
    """Half a row lower they are as near to the next label: whose they are is not known, nor which labels have none."""
    lower = [
        Word(word.text, word.box._replace(top=word.box.top + 4.5, bottom=word.box.bottom + 4.5))
        if word.text.isdigit()
        else word
        for word in sparse()
    ]
    assert ("（一）予以公开", "", "", "", "1", "", "", "1") in rows(sparse())
    assert not any("" in row for row in rows(lower))


def test_a_table_goes_on_over_the_page_with_the_same_columns():
    def page(number, words):
        return Page(number, 595, 842, (*words, centred(f"- {number} -", 300, 800)))

    more = [label("（七）总计", 50), *figures(["", "", "", "1", "", "", "1"], 50), label("四、结转下年度继续办理", 70)]
    over = lay_out(Document("a.pdf", "pdf", "0" * 64, (page(1, sparse()), page(2, more))))
    last = [block for block in over.blocks if isinstance(block, Grid)][-1]
    told = [[cell.text for cell in last.cells if cell.row == row] for row in range(last.n_rows)]
    assert told == [["（七）总计", "", "", "", "1", "", "", "1"], ["四、结转下年度继续办理", *[""] * 7]]
    assert isinstance(over.blocks[-1], Line)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "0",
                    "12",
                    "其他",
                    "自然人",
                    "总计",
                    "（一）予以公开",
                    "结果维持",
                    "-",
                    "- 3 -",
                    "。",
                    "第二十条第（五）项",
                ]
            ),
            st.integers(0, 60),
            st.integers(0, 12),
        ),
        max_size=30,
    )
)
def test_no_word_is_dropped_or_made_up_below_headings(placed):
    words = [*heads(), *(label(text, 30 + 8 * line, 9.0 * x) for text, x, line in placed)]
    told = "".join(
        "".join(cell.text for cell in block.cells) if isinstance(block, Grid) else block.text
        for block in align(words, 1).blocks
    )
    assert sorted("".join(told.split())) == sorted("".join("".join(word.text.split()) for word in words))


def test_a_page_of_nothing_but_headings_is_given_up_soon():
    words = [centred("结果维持", 20.0 * x, 4.0 * line) for x in range(20) for line in range(20)]
    assert align(words, 1).headed is None
