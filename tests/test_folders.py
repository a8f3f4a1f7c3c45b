"""A folder is told whole: each file below it is read, of a kind not read, or passed over with the reason."""

import io
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from made_documents import docx_report, html_report, pdf_report, text_report
from test_cli import ENGLISH, run

import goiextract
from goiextract.batch.folders import Found, files_in, look_through
from goiextract.sentences import sentences

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(2000)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
LIBRARY = '(function(w){w.wrap={thead:[1,"<table>","</table>"],td:[3,"<table><tbody><tr>","</tr></tbody></table>"]}})(window);'
SCRIPT = "let content = " + repr(html_report().replace("\n", "")) + ";"
# path → (content, what becomes of it, why)
FILES = {
    "pdf.PDF": (pdf_report(), "read", "pdf"),
    "word.docx": (docx_report(), "read", "docx"),
    "inner/plain.txt": (text_report(), "read", "text"),
    "页面.aspx": (html_report(), "read", "html"),
    "page.mhtml": ("MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + html_report(), "read", "html"),
    "年报": (text_report(), "read", "text"),
    "年报.2022年": (text_report(), "read", "text"),
    "body.js": (SCRIPT, "read", "script"),
    "detail.json": (
        '{"data": ' + '{"body": "' + html_report().replace('"', "'").replace("\n", "") + '"}}',
        "read",
        "html",
    ),
    "page named.doc": (html_report(), "read", "html"),
    "empty.pdf": (b"", "read", "unknown"),
    "cut.docx": (docx_report()[:3000], "read", "unknown"),
    "old.doc": (OLD_WORD, "unread", "kind_doc"),
    "kingsoft.wps": (OLD_WORD, "unread", "kind_doc"),
    "old word named.docx": (OLD_WORD, "unread", "kind_doc"),
    "rich.rtf": (b"{\\rtf1\\ansi", "unread", "kind_rtf"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(50), "unread", "kind_picture"),
    "noise.bin": (bytes(range(256)) * 40, "unread", "kind_noise"),
    "tool.exe": (b"MZ\x90\x00" + bytes(50), "passed_over", "over_program"),
    "~$word.docx": (b"x" * 162, "passed_over", "over_lock"),
    ".~lock.word.docx#": (b"x", "passed_over", "over_lock"),
    "Thumbs.db": (b"\xd0\xcf\x11\xe0", "passed_over", "over_desktop"),
    ".DS_Store": (b"\0\0\0\1", "passed_over", "over_desktop"),
    ".hidden.txt": (text_report(), "passed_over", "over_hidden"),
    ".figures.csv.abc.goiextract.part": (b"source,form", "passed_over", "over_unfinished"),
    "style.css": ("table { color: red }", "passed_over", "over_style"),
    "panel.csv": ("source,year\na,2021\n", "passed_over", "over_table"),
    "app.log": ("2023-01-01 started\n", "passed_over", "over_other_text"),
    "saved.html": (html_report(), "read", "html"),
    "saved_files/ad.html": ("<html><p>ad</p></html>", "passed_over", "over_page_part"),
    "saved_files/jquery.min.js": (LIBRARY, "passed_over", "over_page_part"),
    "saved_files/logo.png": (PNG, "passed_over", "over_page_part"),
    "saved_files/inner/more.css": ("a {}", "passed_over", "over_style"),
    "other_files/report.html": (html_report(), "read", "html"),  # no page beside it: a folder like any other
    ".git/config": ("[core]", "passed_over", "over_hidden_folder"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for name, (content, *_) in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("年报.pdf", "x")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.pdf")
        (folder / "loop").symlink_to("..")
        (folder / "gone.pdf").symlink_to("nowhere.pdf")
    return folder


def told(found):
    return found.fate, found.why


def test_every_file_below_a_folder_is_accounted_for(folder):
    found = {os.path.relpath(one.path, folder): told(one) for one in look_through(folder)}
    expected = {
        name.partition("/")[0] if name.startswith(".git") else name: wanted[1:] for name, wanted in FILES.items()
    }
    expected["all.zip"] = ("unread", "kind_zip")
    if hasattr(os, "mkfifo"):
        expected |= dict.fromkeys(("pipe.pdf", "gone.pdf"), ("passed_over", "over_no_file"))
        expected["loop"] = ("passed_over", "over_linked_folder")
    assert found == expected
    assert {why for fate, why in found.values() if fate != "read"} <= sentences().keys()
    assert list(files_in(folder)) == [one.path for one in look_through(folder) if one.fate == "read"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_is_said(tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    assert [told(one) for one in look_through(tmp_path)] == [("closed", "os_EACCES")]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    assert list(look_through(tmp_path / "nowhere")) == [Found(str(tmp_path / "nowhere"), "closed", "os_ENOENT")]


def test_what_is_passed_over_is_said_by_kind_also_when_all_else_went_well(tmp_path):
    (tmp_path / "a.txt").write_text(text_report(), encoding="utf-8")
    (tmp_path / "app.log").write_text("x", encoding="utf-8")
    done = run("extract", tmp_path, "--format", "csv")
    assert done.returncode == 0
    assert "no reports, passed over: 1 (a text file of another kind × 1). --list names each" in done.stderr
    (tmp_path / "b.doc").write_bytes(OLD_WORD)
    (tmp_path / "c.wps").write_bytes(OLD_WORD)
    (tmp_path / "e.zip").write_bytes(zipfile_of("x.pdf"))
    done = run("extract", tmp_path, "--format", "csv")
    assert done.returncode == 1  # documents that were not read are no success
    said = "of kinds that are not read: 3 (an old Word or WPS document (.doc) × 2, a ZIP archive × 1). --list names"
    assert said in done.stderr
    assert run("extract", tmp_path, "--format", "csv", "--fail-on", "never").returncode == 0


def zipfile_of(member):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "x")
    return stream.getvalue()


def test_list_names_each_file_with_its_reason_and_reads_nothing(folder):
    done = run("extract", folder, "--list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = dict(reversed(line.split("\t")[:2]) for line in done.stdout.splitlines())
    assert lines[str(folder / "pdf.PDF")] == "read"
    assert lines[str(folder / "old.doc")] == "not read"
    assert lines[str(folder / "panel.csv")] == "passed over"
    assert len(lines) == len(list(look_through(folder)))
    assert "save it as .docx" in next(line for line in done.stdout.splitlines() if "kingsoft.wps" in line)
    assert "不能读\t" in run("extract", folder, "--list", env={**ENGLISH, "LC_ALL": "zh_CN.UTF-8"}).stdout


def test_our_own_earlier_output_is_no_report(tmp_path):
    (tmp_path / "a.txt").write_text(text_report(), encoding="utf-8")
    for name in ("tables.txt", "figures.csv", "figures.jsonl"):
        assert run("extract", tmp_path / "a.txt", "--out", tmp_path / name).returncode == 0
    assert (
        run("extract", tmp_path / "a.txt", "--out", tmp_path / "zh.txt", env={**ENGLISH, "LC_ALL": "zh_CN"}).returncode
        == 0
    )
    report = goiextract.extract(tmp_path / "a.txt")
    (tmp_path / "notebook.html").write_text(report._repr_html_(), encoding="utf-8")
    for locale in ("C.UTF-8", "zh_CN.UTF-8"):
        env = {**ENGLISH, "LC_ALL": locale}
        for name, command in (("inspect", ["inspect", "a.txt"]), ("list", ["extract", ".", "--list"])):
            (tmp_path / f"{name}_{locale}.txt").write_text(
                run(*command, cwd=tmp_path, env=env).stdout, encoding="utf-8"
            )
        checked = run("check", "figures.csv", cwd=tmp_path, env=env).stdout
        (tmp_path / f"check_{locale}.txt").write_text(checked, encoding="utf-8")
    sample = Path(__file__).parent.parent / "samples" / "qingxi_2023.pdf"
    assert run("inspect", sample, "--out", tmp_path / "seen.png").returncode == 0
    (tmp_path / "excel.txt").write_bytes(
        (tmp_path / "figures.csv").read_text("utf-8").replace(",", ";").encode("utf-8-sig")
    )
    done = run("extract", tmp_path, "--format", "csv")
    assert {line.partition(",")[0] for line in done.stdout.splitlines()[1:]} == {"a.txt"}
    assert "goiextract's own output × 15" in done.stderr
    named = run("extract", tmp_path / "tables.txt")
    assert named.returncode == 3
    assert "goiextract's own output, not a report" in named.stderr


def test_an_archive_of_pdfs_is_an_archive_and_not_its_last_pdf(tmp_path):
    sample = (Path(__file__).parent.parent / "samples" / "qingxi_2023.pdf").read_bytes()
    with zipfile.ZipFile(tmp_path / "stored.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", sample)
        archive.writestr("b.pdf", sample)
    with tarfile.open(tmp_path / "all.tar", "w") as tar:
        tar.add(Path(__file__).parent.parent / "samples" / "qingxi_2023.pdf", "a.pdf")
    assert {one.why for one in look_through(tmp_path)} == {"kind_zip", "kind_tar"}
    assert run("extract", tmp_path).returncode == 3


def test_the_sums_add_up_whatever_was_passed_over(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(text_report(), encoding="utf-8")
        (tmp_path / f"{number}.js").write_text("var a = 1;" if number else LIBRARY, encoding="utf-8")
    done = run("extract", tmp_path, "--format", "csv")
    assert "3 files: 3 read, 0 failed" in done.stderr
    assert "a script without a page in it × 3" in done.stderr
    assert done.returncode == 0


def test_a_text_of_any_suffix_that_speaks_of_disclosure_is_read(tmp_path):
    for suffix in ("log", "dat", "bak", "xml", "ini"):
        (tmp_path / f"r.{suffix}").write_text(text_report(), encoding="utf-8")
    (tmp_path / "page.html").write_text(html_report(), encoding="utf-8")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "saved_resource.html").write_text(html_report(), encoding="utf-8")
    (tmp_path / "page_files" / "attached.pdf").write_bytes(pdf_report())
    (tmp_path / "page_files" / "attached.doc").write_bytes(OLD_WORD)
    (tmp_path / "page_files" / "ad.html").write_text("<html><p>广告</p></html>", encoding="utf-8")
    assert [told(one)[0] for one in look_through(tmp_path)].count("read") == 8
    assert [told(one)[1] for one in look_through(tmp_path) if one.fate == "unread"] == ["kind_doc"]


def test_a_script_without_a_report_in_it_is_passed_over_but_named_it_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(text_report(), encoding="utf-8")
    (tmp_path / "lib.js").write_text(LIBRARY, encoding="utf-8")
    done = run("extract", tmp_path, "--format", "csv")
    assert done.returncode == 0
    assert "a script without a page in it × 1" in done.stderr
    assert "None of the three" in run("extract", tmp_path / "lib.js").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")
def test_names_with_line_breaks_and_bytes_of_no_character_set_are_listed_on_one_line(tmp_path):
    for name in (b"a\nb.txt", b"\xff\xfe.txt", "😀.txt".encode()):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(text_report().encode())
    done = run("extract", tmp_path, "--list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
