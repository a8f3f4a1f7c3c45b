"""Every kind of bad file in one call: one clear message each, and the other files' figures are all there."""

import csv
import os
import random
import struct
import subprocess
import sys
import zlib

import pytest
from made_documents import bomb_docx, docx_report, html_report, pdf_report, text_report

from goiextract.forms import form_named

ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8"}
REFUSED, READ, EITHER = "refused", "read", "either"

ZERO_PAGES = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
xref
0 3
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
trailer<</Size 3/Root 1 0 R>>
startxref
95
%%EOF
"""  # noqa: W291  (entries of a cross-reference table are 20 bytes long)


def picture():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 72)) + chunk(b"IEND", b"")


def with_span(span):
    return html_report().replace("<td>一、本年新收", f"<td rowspan='1' colspan='{span}'>一、本年新收", 1)


# name → (bytes, what must become of it)
BAD = {
    "empty.pdf": (lambda: b"", REFUSED),
    "empty.txt": (lambda: b"", REFUSED),
    "blank.txt": (lambda: b" \n\t\r\n" * 100, EITHER),
    "zero_pages.pdf": (lambda: ZERO_PAGES, REFUSED),
    "truncated.pdf": (lambda: pdf_report(n_pages=3)[:900], REFUSED),
    "only_the_header.pdf": (lambda: b"%PDF-1.7\n", REFUSED),
    "truncated.docx": (lambda: docx_report()[:9000], REFUSED),
    "not_word.docx": (lambda: b"PK\x05\x06" + b"\0" * 18, REFUSED),
    "password.pdf": (lambda: pdf_report(password="secret"), REFUSED),
    "bomb.docx": (bomb_docx, REFUSED),
    "picture_named.pdf": (picture, REFUSED),
    "noise.bin": (lambda: random.Random(1).randbytes(50_000), REFUSED),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + random.Random(2).randbytes(50_000), REFUSED),
    "noise.txt": (lambda: random.Random(3).randbytes(50_000), REFUSED),
    "old_word.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, REFUSED),
    "deep.html": (lambda: b"<table><tr><td>" * 20_000 + b"1" + b"</td></tr></table>" * 20_000, EITHER),
    "deep_div.html": (lambda: b"<div>" * 200_000 + text_report().encode(), EITHER),
    "spans.html": (lambda: with_span(10**9).encode(), READ),
    "negative_spans.html": (lambda: with_span(-7).encode(), READ),
    "many_columns.html": (lambda: b"<table><tr>" + b"<td colspan=1000>1" * 5000 + b"</table>", EITHER),
    "html_named.pdf": (lambda: html_report().encode(), READ),
    "docx_named.txt": (docx_report, READ),
    "utf16.txt": (lambda: text_report().encode("utf-16"), READ),
    "utf16_without_mark.txt": (lambda: text_report().encode("utf-16-le"), EITHER),
    "gb18030.txt": (lambda: text_report().encode("gb18030"), READ),
    "nul.txt": (lambda: text_report().encode() + b"\0" * 1000, EITHER),
    "long_line.txt": (lambda: "政府信息公开0".encode() * 300_000, EITHER),
    "long_number.txt": (lambda: text_report().replace("\t4\t", "\t" + "4" * 5000 + "\t").encode(), EITHER),
}
GOOD = "good.txt"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """One call over all bad files with a good one before, between and after them."""
    folder = tmp_path_factory.mktemp("bad")
    paths = []
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content())
        paths += [folder / f"good_before_{name}.txt", folder / name]
        paths[-2].write_text(text_report(), encoding="utf-8")
    with open(folder / "huge.html", "wb") as huge:
        for _ in range(200):
            huge.write(b"<p>1</p>" * (2**20 // 8))
    (folder / GOOD).write_text(text_report(), encoding="utf-8")
    paths += [folder / "huge.html", folder / "nowhere.pdf", folder / GOOD]
    out = folder / "figures.csv"
    command = [sys.executable, "-m", "goiextract", "extract", *map(str, paths), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=500, env=ENGLISH)
    (folder / "huge.html").unlink()
    figures = {}
    for line in csv.DictReader(out.read_text(encoding="utf-8").splitlines()):
        figures.setdefault(line["source"], []).append(line)
    return done, figures, folder


def messages(done, name):
    return [line for line in done.stderr.splitlines() if f"{os.sep}{name}: " in line]


@pytest.mark.parametrize("name", [*BAD, "huge.html", "nowhere.pdf"])
def test_a_bad_file_is_read_or_named_in_one_clear_message(outcome, name):
    done, figures, _ = outcome
    expected = BAD.get(name, (None, REFUSED))[1]
    said = messages(done, name)
    assert (name in figures) != bool(said), "a file is either read or refused"
    if expected != EITHER:
        assert (name in figures) == (expected == READ), said
    if said:
        assert len(said) == 1
        assert 30 < len(said[0].partition(f"{name}: ")[2]) < 300, "what it is and what to do"
        assert "please report this file" not in said[0], said
        assert "crashed" not in said[0], said
        assert "seconds" not in said[0], said


def test_everything_else_is_all_there(outcome):
    done, figures, _ = outcome
    good = figures[GOOD]
    assert len(good) == sum(len(table.cells) for table in form_named("2021").tables)
    expected = [(line["row"], line["column"], line["value"]) for line in good]
    for name in BAD:
        neighbour = figures[f"good_before_{name}.txt"]
        assert [(line["row"], line["column"], line["value"]) for line in neighbour] == expected
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", [name for name, (_, expected) in BAD.items() if expected == READ])
def test_what_is_only_named_or_coded_oddly_gives_its_figures(outcome, name):
    _, figures, _ = outcome
    granted = [line for line in figures.get(name, []) if (line["table"], line["row"]) == ("applications", "granted")]
    assert [line["value"] for line in granted] == ["4", "0", "0", "0", "0", "0", "4"]


def extract(*arguments):
    command = [sys.executable, "-m", "goiextract", "extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, env=ENGLISH)


def test_alone_it_ends_with_3(outcome):
    _, _, folder = outcome
    done = extract(folder / "password.pdf")
    assert done.returncode == 3
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "password" in done.stderr


def test_a_directory_without_reports(tmp_path):
    (tmp_path / "picture.png").write_bytes(picture())
    done = extract(tmp_path)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "no report in this directory" in done.stderr


@pytest.mark.parametrize("place", ["no/such/folder/out.csv", ".", "file/out.csv"])
def test_an_unwritable_output_is_said_before_any_work(tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "bad.txt").touch()
    done = extract(tmp_path / "bad.txt", "--out", tmp_path / place)
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert "bad.txt: " not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_an_error_and_not_half_a_result(tmp_path):
    (tmp_path / "good.txt").write_text(text_report(), encoding="utf-8")
    done = extract(tmp_path / "good.txt", "--format", "csv", "--out", "/dev/full")
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    done = extract(tmp_path / "pipe.txt")
    assert done.returncode == 3
    assert "pipe" in done.stderr
