import pytest

from goiextract.errors import UnreadableDocument
from goiextract.reading import read, text

REPORT = "某街道2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章\t0\t０\t 7\n\n行政许可\t５８\t\t\n"
LINES = REPORT.split("\n")


def texts(document):
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "utf-32"]
)
def test_every_encoding_gives_the_same_lines(encoding):
    report = REPORT
    if encoding == "big5hkscs":
        report = "某區公所政府資訊公開工作年度報告\n二、主動公開政府資訊情況\n規章\t0\t0\t7\n行政許可數量\t58\n"
    document = text.read(report.encode(encoding), "a.txt")
    assert texts(document) == report.split("\n")
    assert document.kind == "text"


def test_white_space_and_line_numbers_are_kept():
    document = text.read(REPORT.encode(), "a.txt")
    assert texts(document) == LINES
    assert [block.place.line for block in document.blocks] == list(range(1, len(LINES) + 1))


def test_a_page_break_does_not_count_as_a_line_and_stays_at_the_head_of_its_page():
    document = text.read("规章 0\n\f行政许可 1\n处罚\f强制 2\n末".encode(), "a.txt")
    assert [(block.text, block.place.line) for block in document.blocks] == [
        ("规章 0", 1),
        ("\f行政许可 1", 2),
        ("处罚", 3),
        ("\f强制 2", 3),
        ("末", 4),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system(end):
    assert texts(text.read(REPORT.replace("\n", end).encode(), "a.txt")) == LINES


def test_damaged_bytes_are_counted_not_fatal():
    damaged = REPORT.encode() * 30
    damaged = damaged[:200] + b"\xff" + damaged[200:]
    document = text.read(damaged, "a.txt")
    assert "规章\t0\t０\t 7" in texts(document)
    assert any(finding.code == "undecodable_bytes" for finding in document.findings)


@pytest.mark.parametrize("data", [b"", b"\0" * 50, bytes(range(256)) * 40, b"\xff\xfe", b"\xef\xbb\xbf", b"\r\r\n\f"])
def test_no_bytes_stop_the_reader(data):
    assert text.read(data, "a.txt").kind == "text"


@pytest.mark.parametrize(
    ("data", "size"),
    [(b"0" * (text.MAX_BYTES + 1), "16 MB"), (b"0\n" * (text.MAX_CELLS + 1), "200,001"), (b"0|" * 300_000, "300,000")],
)
def test_text_larger_than_any_report_is_refused_with_its_size(data, size):
    with pytest.raises(UnreadableDocument, match=f"big.txt: .*{size}.*Cut out the report"):
        read(data, "big.txt")
