"""PDFs that take gigabytes once they are opened: refused as too large, in little memory, also without a reading process."""

import base64
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from made_bombs import DEFLATED, bombs, forms_within_forms, notes, page, stream
from made_pdfs import pdf, texts

from goiextract import extract, extract_many
from goiextract.batch import Failure
from goiextract.errors import TooLarge, UnreadableDocument
from goiextract.reading import pdf_trial
from goiextract.reading.pdf_size import MOST_DRAWN, may_be_huge

SAMPLE = Path(__file__).parent.parent / "samples" / "qingxi_2023.pdf"
BOMBS = bombs()
LIMITED = """
import resource, sys
from goiextract import extract
now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + 900_000_000, now + 900_000_000))
try:
    extract(sys.stdin.buffer.read(), name="bomb.pdf")
except Exception as error:
    print(type(error).__name__, error)
(own,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")


@linux
@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_too_large_also_without_a_reading_process(kind: str) -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], input=BOMBS[kind], capture_output=True, check=True)
    said, _, used = done.stdout.decode().strip().rpartition("\n")
    assert said.startswith("TooLarge bomb.pdf: too large"), done.stdout.decode() + done.stderr.decode()
    assert sum(map(int, used.split())) < 1_000_000  # KB, both processes together


@linux
def test_the_reading_process_outlives_a_bomb(tmp_path: Path) -> None:
    for name, data in (("a.pdf", BOMBS["texts"]), ("b.pdf", SAMPLE.read_bytes())):
        (tmp_path / name).write_bytes(data)
    bomb, report = extract_many([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    assert isinstance(bomb, Failure)
    assert bomb.kind == "TooLarge"
    assert bomb.message.startswith("too large")
    assert not isinstance(report, Failure)


def test_many_notes_with_a_large_form_are_doubted_and_few_are_not() -> None:
    assert may_be_huge(notes(1000))
    assert not may_be_huge(notes(5))


def test_pages_that_draw_much_together_are_read_as_far_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is small, and all share one stream: it is the work that must end."""
    lines = zlib.compress(b"0 0 m 9 9 l S " * 5_000)
    one = page(b"4 0 R", stream(lines))
    kids = one.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[" + b"3 0 R " * 12 + b"]/Count 12")
    monkeypatch.setattr("goiextract.reading.pdf.MOST_IN_ALL", 22_000)
    report = extract(kids, name="a.pdf")
    (left_out,) = [finding for finding in report.findings if finding.code == "pages_left_out"]
    assert dict(left_out.details) == {"read": "5", "pages": "12"}


def test_ordinary_files_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_trial(data: bytes, name: str) -> None:
        raise AssertionError

    monkeypatch.setattr("goiextract.reading.pdf.must_fit", no_trial)
    assert extract(SAMPLE).figures
    extract(pdf(texts, pages=3), name="drawn")


def armoured(content: bytes, how: str) -> bytes:
    packed = zlib.compress(content)
    if how == "ASCII85Decode":
        return stream(base64.a85encode(packed, wrapcol=70) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]")
    return stream(packed.hex().encode() + b">", b"/Filter [ /ASCIIHexDecode /FlateDecode ]")


@pytest.mark.parametrize("how", ["ASCII85Decode", "ASCIIHexDecode"])
def test_what_is_written_in_letters_is_measured_too(how: str) -> None:
    little, much = (b"BT (a)Tj ET " * n for n in (900, MOST_DRAWN // 12 + 1))
    assert not may_be_huge(page(b"4 0 R", armoured(little, how)))
    assert may_be_huge(page(b"4 0 R", armoured(much, how)))


def test_what_is_measured_and_what_cannot_be() -> None:
    drawn = zlib.compress(b"0 0 m 9 9 l S " * 9_000)
    assert not may_be_huge(page(b"4 0 R", stream(drawn)))
    assert not may_be_huge(page(b"[4 0 R 4 0 R]", stream(drawn)))
    assert not may_be_huge(forms_within_forms(3, 1))
    assert may_be_huge(page(b"4 0 R", stream(drawn, b"/Filter/LZWDecode")))
    assert may_be_huge(page(b"4 0 R", stream(drawn, b"/Filter 6 0 R"), b"/FlateDecode"))
    assert may_be_huge(page(b"4 0 R", stream(drawn)) + b"/Encrypt 9 0 R")
    picture = zlib.compress(bytes(9_000_000))
    assert not may_be_huge(page(b"4 0 R", stream(drawn), stream(picture, b"/Subtype/Image" + DEFLATED)))
    assert may_be_huge(page(b"4 0 R", stream(drawn), stream(picture, b"/Subtype/Form" + DEFLATED)))


@linux
def test_what_only_may_be_huge_is_read_after_a_trial() -> None:
    data = SAMPLE.read_bytes()
    pdf_trial.must_fit(data, "sample")
    tried = data + b"\n% /Encrypt\n"
    assert may_be_huge(tried)
    assert len(extract(tried, name="tried").figures) == len(extract(data, name="plain").figures) > 0
    assert pdf_trial._tried(b"%PDF-1.4 nothing")[0] == pdf_trial.NO_DOCUMENT


@pytest.mark.parametrize(
    ("status", "peak", "error"),
    [
        (-6, pdf_trial.MOST_MEMORY, TooLarge),
        (-24, 0, TooLarge),  # SIGXCPU
        (pdf_trial.NO_MEMORY, 0, TooLarge),
        (-11, 50_000_000, UnreadableDocument),
    ],
)
@linux
def test_how_the_trial_ends_is_told(
    status: int, peak: int, error: type[UnreadableDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_trial, "_tried", lambda data: (status, peak))
    with pytest.raises(error) as told:
        pdf_trial.must_fit(b"", "name")
    assert type(told.value) is error
    monkeypatch.setattr(pdf_trial, "_tried", lambda data: (1, 0))
    pdf_trial.must_fit(b"", "name")
