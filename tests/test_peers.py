"""The other readers that the benchmark compares with: each reads what its package can read, or is reported absent."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.peers import PEERS, Peer, absent, version
from benchmarks.peers.grid_to_cells import grids_to_cells, number_in
from benchmarks.peers.numbers_in_order import numbers_of
from goiextract.forms import form_named
from goiextract.records import CellKey

SAMPLE = Path(__file__).parents[1] / "samples" / "qingxi_2023.pdf"
FORM = form_named("2021")
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def _peer(name: str) -> Peer:
    peer = next(peer for peer in PEERS if peer.name == name)
    if absent(peer):
        pytest.skip(f"{peer.package} is not installed")
    return peer


def _applications(figures: dict[str, list[str]]) -> list[list[str]]:
    """表三 of the 2021 form, row by row; rows not named in `figures` are zeros."""
    rows = FORM.table("applications").rows
    return [["", *HEADS], *([row.printed, *figures.get(row.key, ["0"] * 7)] for row in rows)]


@pytest.mark.parametrize("name", [peer.name for peer in PEERS if ".pdf" in peer.suffixes])
def test_peers_read_most_of_a_ruled_pdf(name: str) -> None:
    said = _peer(name).read(SAMPLE)
    with (SAMPLE.parent / "qingxi_2023.gold.csv").open(encoding="utf-8") as file:
        printed = {
            CellKey(row["table"], row["row"], row["column"]): Decimal(row["printed"])
            for row in csv.DictReader(file)
            if row["printed"]
        }
    right = sum(key in said and said[key].value == value for key, value in printed.items())
    least = {"camelot stream": 0.3, "camelot network": 0.3, "img2table": 0.3, "numbers in order": 0.1}.get(name, 0.8)
    assert right >= least * len(printed)
    assert all(cell.asserted and not cell.flagged and cell.confidence is None for cell in said.values())


def test_python_docx_reads_merged_labels_and_keeps_blanks(tmp_path: Path) -> None:
    peer = _peer("python-docx")
    import docx

    rows = _applications({"new": ["12", "", "0", "1", "0", "0", "13"]})
    document = docx.Document()
    table = document.add_table(len(rows), 9)
    for at, (label, *figures) in enumerate(rows):
        table.cell(at, 0).merge(table.cell(at, 1)).text = label
        for place, figure in enumerate(figures, 2):
            table.cell(at, place).text = figure
    document.save(str(tmp_path / "report.docx"))
    said = peer.read(tmp_path / "report.docx")
    assert said[CellKey("applications", "new", "total")].value == 13
    assert said[CellKey("applications", "new", "commercial_enterprise")].blank
    assert len(said) == 175


def test_pandas_reads_a_table_continued_in_another(tmp_path: Path) -> None:
    peer = _peer("pandas")
    rows = _applications({"total": ["7", "1", "0", "0", "0", "0", "8"]})
    parts = [
        "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in part)
        for part in (rows[:12], rows[12:])
    ]
    path = tmp_path / "report.html"
    path.write_text('<meta charset="utf-8">' + "".join(f"<table>{part}</table>" for part in parts), encoding="utf-8")
    said = peer.read(path)
    assert said[CellKey("applications", "total", "total")].value == 8
    assert len(said) == 175


def test_numbers_in_order_fills_only_what_the_count_fits(tmp_path: Path) -> None:
    peer = _peer("numbers in order")
    rows = _applications({"carried_out": ["1", "0", "0", "0", "0", "0", "1"]})
    path = tmp_path / "report.txt"
    heads = "三、收到和处理政府信息公开申请情况\n", "\n四、政府信息公开行政复议、行政诉讼情况\n"
    text = "\n".join("\t".join(row) for row in rows)
    path.write_text(text.join(heads), encoding="utf-8")
    said = peer.read(path)
    assert said[CellKey("applications", "carried_out", "total")].value == 1
    assert len(said) == 175
    path.write_text(text.replace("\t1\n", "\t\n").removesuffix("1").join(heads), encoding="utf-8")
    assert peer.read(path) == {}


def test_grids_are_read_by_the_form_that_their_labels_are_of() -> None:
    pytest.importorskip("rapidfuzz")
    old = [["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"], ["行政许可", "46", "-2", "7件"]]
    new = [["信息内容", "本年处理决定数量", None, None], ["行政许可", "46", None, None]]
    assert {str(key): said.value for key, said in grids_to_cells([old]).items()} == {
        "proactive.licensing.previous_items": 46,
        "proactive.licensing.change": -2,
        "proactive.licensing.decisions": 7,
    }
    assert {str(key): said.value for key, said in grids_to_cells([new]).items()} == {
        "proactive.licensing.decisions": 46
    }


def test_fifteen_figures_below_the_headings_of_table_four() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    said = grids_to_cells([[heads], [[str(number) for number in range(15)]]])
    assert said[CellKey("review_litigation", "litigation_after_review", "total")].value == 14
    assert len(said) == 15


@pytest.mark.parametrize(
    ("text", "number"), [("1,234.5万元", "1234.5"), ("－3", "-3"), ("１２", "12"), ("19（其中修订11件）", "19")]
)
def test_numbers_of_cells(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)
    assert number_in("第" + text) is None


def test_numbers_of_text_leave_out_numbering_dates_and_notes() -> None:
    assert numbers_of("1.属于国家秘密 3 -4\n注：截至2023年12月31日\n2.重复申请 1,000\n— 5 —\n") == [3, -4, 1000]


def test_an_absent_package_is_told() -> None:
    nobody = Peer("nobody", "no-such-distribution-here", (".pdf",), lambda path: {})
    assert absent(nobody)
    assert version(nobody) == ""
