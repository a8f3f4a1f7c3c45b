"""DOCX: true spans, the text Word shows with changes accepted, and archives that are damaged or hostile."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goiextract.errors import UnreadableDocument
from goiextract.reading import docx_archive
from goiextract.reading.docx import read
from goiextract.records import Document, Grid, Line, Place

REAL = Path(__file__).parents[1] / "../shared/reports/docs"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relation(number: str, about: str, target: str) -> str:
    one = f'<Relationship Id="{number}" Type="{RELATION}/{about}" Target="{target}"/>'
    return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'


def archive(body: str, space: str = WORD, main: str = "word/document.xml", **parts: str) -> bytes:
    """A DOCX whose body is the XML given; `parts` are further parts, their paths with two underscores for a stroke."""
    stream = io.BytesIO()
    head = f'<w:document xmlns:w="{space}" xmlns:mc="mc" xmlns:v="v" xmlns:wps="wps" xmlns:r="{RELATION}">'
    rels = relation("a", "officeDocument", main)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("_rels/.rels", rels)
        made.writestr(main, f"{head}<w:body>{body}</w:body></w:document>")
        for path, content in parts.items():
            made.writestr(path.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def p(text: str, about: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{about}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str = "", about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def shown(document: Document) -> list[object]:
    """Lines as text, grids as rows of cell texts."""
    return [
        block.text
        if isinstance(block, Line)
        else [[cell.text for cell in block.cells if cell.row == row] for row in range(block.n_rows)]
        for block in document.blocks
    ]


def only(body: str, **more: str) -> object:
    (block,) = shown(read(archive(body, **more), "文件"))
    return block


SPAN, RESTART, CONTINUE = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def placed(body: str) -> dict[str, tuple[int, int, int, int]]:
    (grid,) = (block for block in read(archive(body), "文件").blocks if isinstance(block, Grid))
    return {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}


@pytest.mark.parametrize("space", [WORD, STRICT])
def test_spans_are_the_true_ones(space: str) -> None:
    body = table(
        tc("表", SPAN + RESTART) + tc("甲"),
        tc("", SPAN + CONTINUE) + tc("乙"),
        tc("三", RESTART) + tc("丙") + tc("1"),
        tc("", CONTINUE) + tc("丁") + tc("2"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("戊") + tc("3"),
        tc("旧", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("4"),
    )
    (grid,) = read(archive(body, space), "文件").blocks
    assert isinstance(grid, Grid)
    assert {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells} == {
        "表": (0, 0, 2, 2), "甲": (0, 2, 1, 1), "乙": (1, 2, 1, 1), "三": (2, 0, 2, 1), "丙": (2, 1, 1, 1), "1": (2, 2, 1, 1),
        "丁": (3, 1, 1, 1), "2": (3, 2, 1, 1), "戊": (4, 1, 1, 1), "3": (4, 2, 1, 1), "旧": (5, 0, 1, 2), "4": (5, 2, 1, 1),
    }  # fmt: skip
    assert grid.cells[1].place == Place(table=1, row=1, cell=2)


MERGES = st.sampled_from(
    ["", RESTART, CONTINUE, SPAN, SPAN + CONTINUE, SPAN + RESTART, '<w:gridSpan w:val="1000000000"/>', "<w:hMerge/>"]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(MERGES, min_size=1, max_size=4), min_size=1, max_size=6))
@example([[""], ["", SPAN, CONTINUE, "<w:hMerge/>"]])
def test_irregular_merges_neither_crash_nor_overlap(shape: list[list[str]]) -> None:
    body = table(*("".join(tc("值" if not about else "", about) for about in row) for row in shape))
    for grid in read(archive(body), "文件").blocks:
        if isinstance(grid, Grid):
            rooms = [
                (cell.row + r, cell.column + c)
                for cell in grid.cells
                for r in range(cell.row_span)
                for c in range(cell.column_span)
            ]
            assert len(rooms) == len(set(rooms))
            assert all(row < grid.n_rows and column < grid.n_columns for row, column in rooms)
            assert sum(cell.text == "值" for cell in grid.cells) == sum(about == "" for row in shape for about in row)


def test_changes_are_accepted_and_hidden_text_left_out() -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("", "共") + "<w:del><w:r><w:delText>8</w:delText></w:r></w:del><w:ins>" + run.format("", "9")
        + "</w:ins><w:moveFrom>" + run.format("", "7") + "</w:moveFrom><w:moveTo>" + run.format("", "件") + "</w:moveTo>"
        + run.format("<w:vanish/>", "隐") + run.format('<w:vanish w:val="0"/>', "显") + run.format("<w:strike/>", "6")
        + run.format('<w:rStyle w:val="藏二"/>', "藏") + "</w:p>"
    )  # fmt: skip
    style = '<w:style w:type="character" w:styleId="{}">{}</w:style>'
    styles = f'<w:styles xmlns:w="{WORD}">' + style.format("藏二", '<w:basedOn w:val="藏一"/>')
    styles += style.format("藏一", "<w:rPr><w:vanish/></w:rPr>") + "</w:styles>"
    document = read(archive(body, word__styles=styles), "文件")
    assert shown(document) == ["共9件显"]
    assert [finding.code for finding in document.findings] == ["struck_text_left_out"]


def test_deleted_and_hidden_rows_and_cells_are_left_out() -> None:
    body = table(
        tc("规章") + tc("3"),
        "<w:trPr><w:del/></w:trPr>" + tc("旧") + tc("9"),
        "<w:trPr><w:hidden/></w:trPr>" + tc("藏") + tc("8"),
        tc("许可") + tc("5", "<w:cellDel/>") + tc("4"),
    )
    assert only(body) == [["规章", "3"], ["许可", "4"]]


def test_text_boxes_fields_signs_and_controls() -> None:
    def sign(about: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{about}"/></w:r>'

    box = "<w:txbxContent>" + p("框内") + "</w:txbxContent>"
    alternate = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = sign("begin") + "<w:r><w:instrText>=SUM(ABOVE)</w:instrText><w:t>码</w:t></w:r>" + sign("separate")
    field += "<w:r><w:t>12</w:t></w:r>" + sign("end")
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
    signs = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>1</w:t><w:noBreakHyphen/><w:sym w:char='2713'/></w:r>"
    body = f"<w:p><w:r><w:t>合计</w:t></w:r>{alternate}{field}{prompt}{signs}</w:p>"
    assert shown(read(archive(body), "文件")) == ["合计12甲\t乙", "1-✓", "框内"]


def test_content_controls_may_stand_around_rows_cells_and_paragraphs() -> None:
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = held(
        "<w:tbl>"
        + held(f"<w:tr>{held(tc('规章'))}<w:tc>{held(p('3'))}</w:tc></w:tr>")
        + f"<w:tr>{tc('许可')}{tc('4')}</w:tr></w:tbl>"
    )
    assert only(body) == [["规章", "3"], ["许可", "4"]]


def test_nested_tables_follow_their_outer_one_and_frames_are_transparent() -> None:
    inner = table(tc("规章") + tc("3"))
    outer = table(tc("甲") + tc("1"), tc("乙") + tc("2"), tc("丙") + f"<w:tc>{inner}<w:p/></w:tc>")
    assert shown(read(archive(outer), "文件")) == [[["甲", "1"], ["乙", "2"], ["丙", ""]], [["规章", "3"]]]
    frame = table(f"<w:tc>{p('二、主动公开')}{inner}{p('三、收到')}</w:tc>")
    assert shown(read(archive(frame), "文件")) == ["二、主动公开", [["规章", "3"]], "三、收到"]


def test_web_pages_put_into_a_document_are_read() -> None:
    rels = relation("h", "aFChunk", "chunk.xml")
    page = "<html><body><table><tr><td>规章</td><td>3</td></tr></table></body></html>"
    data = io.BytesIO(archive('<w:altChunk r:id="h"/>', word__chunk=page))
    with zipfile.ZipFile(data, "a") as made:
        made.writestr("word/_rels/document.xml.rels", rels)
    assert shown(read(data.getvalue(), "文件")) == [[["规章", "3"]]]


def test_the_text_is_where_the_package_says() -> None:
    assert shown(read(archive(p("年报"), main="word/document2.xml"), "文件")) == ["年报"]


# ---- damaged and hostile archives -------------------------------------------------------------------------------


def test_every_truncation_gives_a_clear_message() -> None:
    data = archive(p("年报") * 200)
    for length in range(4, len(data), 37):
        with pytest.raises(UnreadableDocument, match="Download or copy it again"):
            read(data[:length], "文件")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_flipped_bytes_end_in_a_document_or_a_clear_message(at: int, noise: bytes) -> None:
    data = archive(table(tc("规章") + tc("3")))
    at %= len(data)
    try:
        document = read(data[:at] + noise + data[at + len(noise) :], "文件")
    except UnreadableDocument as error:
        assert "文件" in str(error)  # noqa: PT017
    else:
        assert document.kind == "docx"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = archive(f"<w:p><w:r><w:t>{' ' * (docx_archive.MAX_PART + 1)}</w:t></w:r></w:p>")
    assert len(data) < 100_000
    with pytest.raises(UnreadableDocument, match="unpacks to more than"):
        read(data, "文件")


def test_entities_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE x [<!ENTITY e0 "炸"><!ENTITY f SYSTEM "file:///etc/hostname">{bomb}]>'
    xml += f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>前&e11;&f;</w:t></w:r></w:p></w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("word/document.xml", xml)
    assert shown(read(data.getvalue(), "文件")) == ["前"]


def test_too_many_entries_encryption_and_a_missing_text() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for number in range(docx_archive.MAX_ENTRIES + 1):
            made.writestr(str(number), "")
    with pytest.raises(UnreadableDocument, match="entries"):
        read(stream.getvalue(), "文件")
    data = bytearray(archive(p("年报")))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    with pytest.raises(UnreadableDocument, match="password"):
        read(bytes(data), "文件")
    with pytest.raises(UnreadableDocument, match="no text part"):
        read(archive("", main="other.xml").replace(b"other.xml", b"othar.xml", 2), "文件")


def test_deep_nesting_and_broken_xml_say_what_is_lost() -> None:
    deep = table(tc("规章") + tc("3")) + "<w:tbl><w:tr><w:tc>" * 50_000
    document = read(archive(deep), "文件")
    assert shown(document)[0] == [["规章", "3"]]
    assert "damaged_part" in [finding.code for finding in document.findings]


def test_the_real_documents_have_every_cell() -> None:
    filled, blank = REAL / "der_shanghai_office_2019_docx.docx", REAL / "docx_template_blank_2021.docx"
    if not filled.exists():
        pytest.skip("the real reports lie outside the repository, in ../shared")
    proactive, applications, review = (b for b in read(filled.read_bytes(), "a").blocks if isinstance(b, Grid))
    assert (proactive.n_rows, applications.n_rows, review.n_rows) == (18, 26, 4)
    assert [cell.text for cell in review.cells if cell.row == 3] == [
        "5",
        "",
        "",
        "2",
        "7",
        "8",
        "",
        "",
        "1",
        "9",
        *[""] * 5,
    ]
    assert sum(cell.column >= 3 and cell.row >= 3 for cell in applications.cells) == 23 * 7
    proactive, applications, review = (b for b in read(blank.read_bytes(), "b").blocks if isinstance(b, Grid))
    assert {cell.text for cell in applications.cells if cell.column >= 3 and cell.row >= 3} == {""}
    assert sum(cell.column >= 3 and cell.row >= 3 for cell in applications.cells) == 25 * 7
