import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_documents import html_report, text_report

from goiextract.report import report_from_json

ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def run(*arguments, **options):
    options = {"env": ENGLISH, "capture_output": True, "text": True, "encoding": "utf-8", "timeout": 120} | options
    return subprocess.run([sys.executable, "-m", "goiextract", *map(str, arguments)], **options)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    (folder / "b.txt").write_text(text_report(), encoding="utf-8")
    (folder / "a.html").write_text(html_report(), encoding="utf-8")
    (folder / "inner").mkdir()
    (folder / "inner" / "c.TXT").write_text(text_report(form="2019"), encoding="utf-8")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def lines_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_one_report_as_csv_on_stdout(folder):
    done = run("extract", folder / "b.txt", "--format", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    figures = {(line["table"], line["row"], line["column"]): line for line in lines_of(done.stdout)}
    assert figures["applications", "granted", "total"]["value"] == "4"
    assert {line["source"] for line in figures.values()} == {"b.txt"}


def test_a_directory_in_order_into_one_file_whole_or_not_at_all(folder, tmp_path):
    out = tmp_path / "all.csv"
    done = run("extract", folder, "--out", out)  # the suffix says the format
    assert done.returncode == 0
    assert done.stdout == ""
    assert "3 files: 3 read, 0 failed" in done.stderr
    lines = lines_of(out.read_text(encoding="utf-8"))
    assert list(dict.fromkeys(line["source"] for line in lines)) == ["a.html", "b.txt", "c.TXT"]
    assert list(tmp_path.iterdir()) == [out]


def test_json_is_one_report_a_line_and_lossless(folder):
    done = run("extract", folder, "--format", "json")
    reports = [report_from_json(line) for line in done.stdout.splitlines()]
    assert [report.source for report in reports] == ["a.html", "b.txt", "c.TXT"]
    assert reports[1].agency == "青禾区桥头街道办事处"
    assert reports[1].year == 2021
    assert len(reports[1].sha256) == 64


def test_the_table_is_for_people_and_speaks_their_language(folder):
    english = run("extract", folder / "b.txt")
    assert "三、收到和处理政府信息公开申请情况" in english.stdout
    assert "figures" in english.stdout
    assert "\x1b" not in english.stdout
    chinese = run("extract", folder / "b.txt", env={**ENGLISH, "LC_ALL": "zh_CN.UTF-8"})
    assert "个数字" in chinese.stdout
    assert "退出码" in run("--help", env={**ENGLISH, "LC_ALL": "zh_CN.UTF-8"}).stdout


def test_files_of_the_same_name_are_told_apart(folder, tmp_path):
    shutil.copy(folder / "b.txt", tmp_path / "b.txt")
    done = run("extract", folder / "b.txt", tmp_path / "b.txt", folder / "b.txt", "--format", "csv")
    assert {line["source"] for line in lines_of(done.stdout)} == {str(folder / "b.txt"), str(tmp_path / "b.txt")}


def test_exit_status_and_what_fail_on_allows(folder, tmp_path):
    (tmp_path / "empty.txt").touch()
    doubtful = tmp_path / "doubtful.txt"
    doubtful.write_text(text_report().replace("（一）予以公开\t4", "（一）予以公开\t3"), encoding="utf-8")
    good, empty = folder / "b.txt", tmp_path / "empty.txt"
    assert run("extract", good, empty).returncode == 1
    assert run("extract", good, empty, "--fail-on", "never").returncode == 0
    assert run("extract", empty, tmp_path / "nowhere.pdf").returncode == 3
    assert run("extract", empty, "--fail-on", "never").returncode == 3
    assert run("extract", doubtful).returncode == 0
    assert run("extract", doubtful, "--fail-on", "flagged").returncode == 1
    assert run("extract", good, "--fail-on", "flagged").returncode == 0


def test_a_file_without_tables_is_not_passed_over_in_silence(folder, tmp_path):
    (tmp_path / "letter.txt").write_text("关于召开会议的通知\n\n各科室：\n请于周三到会。\n" * 5, encoding="utf-8")
    done = run("extract", folder / "b.txt", tmp_path / "letter.txt", "--format", "csv")
    assert done.returncode == 1
    assert {line["source"] for line in lines_of(done.stdout)} == {"b.txt"}
    assert "letter.txt: None of the three" in done.stderr
    assert run("extract", tmp_path / "letter.txt").returncode == 3


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "x.pdf", "--format", "xml"], ["extrakt"], ["inspect"]])
def test_wrong_usage_ends_with_2(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert "Error" in done.stderr
    assert done.stdout == ""


def test_a_result_of_an_earlier_run_is_not_lost_to_a_failing_one(tmp_path):
    out = tmp_path / "figures.csv"
    out.write_text("earlier", encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    assert run("extract", tmp_path / "empty.txt", "--out", out).returncode == 3
    assert out.read_text(encoding="utf-8") == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.txt", "figures.csv"]


def test_a_device_as_output_stays_a_device(folder):
    assert run("extract", folder / "b.txt", "--format", "csv", "--out", os.devnull).returncode == 0
    assert not Path(os.devnull).is_file()


def test_the_report_itself_is_not_overwritten(folder, tmp_path):
    report = tmp_path / "b.txt"
    shutil.copy(folder / "b.txt", report)
    done = run("extract", report, "--out", report)
    assert done.returncode == 2
    assert report.read_text(encoding="utf-8") == text_report()


def planted(tmp_path, code):
    """An environment in which the reader does `code` on bytes that begin with a word of capitals."""
    plant = tmp_path / "plant"
    plant.mkdir()
    (plant / "sitecustomize.py").write_text(
        "try:\n import goiextract.reading as r, ctypes, time, os\nexcept ImportError:\n r = None\n"
        "def planted(data, name, real=getattr(r, 'read', None)):\n"
        f"    {code}\n"
        "    return real(data, name)\n"
        "if r: r.read = planted\n",
        encoding="utf-8",
    )
    root = Path(__file__).parent.parent
    return {**ENGLISH, "PYTHONPATH": os.pathsep.join([str(plant), str(root)])}


def test_a_crash_and_a_bug_cost_one_file_each(folder, tmp_path):
    code = "ctypes.string_at(0) if data[:5] == b'CRASH' else 1 // (data[:3] != b'BUG')"
    files = []
    for number, content in enumerate([b"CRASH", text_report().encode(), b"BUG", b"CRASH", text_report().encode()]):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_bytes(content)
    done = run("extract", *files, "--format", "csv", env=planted(tmp_path, code))
    assert done.returncode == 1
    assert {line["source"] for line in lines_of(done.stdout)} == {"1.txt", "4.txt"}
    assert done.stderr.count("crashed the reading process") == 2
    assert done.stderr.count("please report this file") == 1
    assert "Traceback" not in done.stderr


def test_a_hang_ends_at_the_time_limit_and_the_rest_is_read(folder, tmp_path, monkeypatch):
    import goiextract

    code = "time.sleep(60) if data[:4] == b'HANG' else None"
    for name, value in planted(tmp_path, code).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "h.txt").write_bytes(b"HANG")
    start = time.monotonic()
    hung, read = goiextract.extract_many([tmp_path / "h.txt", folder / "b.txt"], time_limit=5)
    assert time.monotonic() - start < 40
    assert (hung.kind, "5 seconds" in hung.message) == ("TimeLimit", True)
    assert read.source == "b.txt"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_what_was_read_before_an_interruption_is_kept(folder, tmp_path, stop):
    (tmp_path / "h.txt").write_bytes(b"HANG")
    out, ready = tmp_path / "out.csv", tmp_path / "ready"
    code = f"(open({str(ready)!r}, 'w'), time.sleep(60)) if data[:4] == b'HANG' else None"
    command = [sys.executable, "-m", "goiextract", "extract", folder / "b.txt", tmp_path / "h.txt", "--out", out]
    process = subprocess.Popen(command, env=planted(tmp_path, code), stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if ready.exists():
            break
        time.sleep(0.05)
    process.send_signal(stop)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in said
    assert {line["source"] for line in lines_of(out.read_text(encoding="utf-8"))} == {"b.txt"}


def test_schema_prints_the_schema():
    assert json.loads(run("schema").stdout)["$defs"]["Report"]["type"] == "object"


def test_inspect_tells_of_every_stage(folder):
    done = run("inspect", folder / "b.txt")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines() if not line.startswith(" ")][:4] == [
        "reading",
        "layout",
        "labelling",
        "figures",
    ]
    assert run("inspect", folder / "nowhere.pdf").returncode == 3


def test_a_reader_that_has_seen_enough_is_no_error_message(folder):
    done = subprocess.run(
        f"'{sys.executable}' -m goiextract extract '{folder}' --format csv | head -1",
        shell=True,
        capture_output=True,
        text=True,
        env=ENGLISH,
    )
    assert done.stdout.startswith("source,form")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["extract", "b.txt"], ["extract", "b.txt", "--format", "csv"], ["schema"]])
def test_output_that_nobody_can_take_is_one_message(folder, arguments):
    with open("/dev/full", "w") as full:
        done = run(*arguments, cwd=folder, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert "cannot write standard output: No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    if arguments[0] == "extract":
        done = run(
            *arguments,
            cwd=folder,
            stdout=None,
            capture_output=False,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: os.close(1),
        )
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)


HEAVY = {"numpy", "lxml", "jieba", "pypdfium2", "pdfplumber", "docx", "msgspec", "safetensors", "rich", "PIL"}


@pytest.mark.parametrize(
    "code", ["import goiextract", "import goiextract.cli.commands as c; c.commands(['--help'], standalone_mode=False)"]
)
def test_nothing_heavy_is_imported_before_it_is_needed(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print('\\nLOADED', *sys.modules)"], capture_output=True, text=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.rpartition("LOADED")[2].split()}
    assert "goiextract" in loaded
    assert not loaded & HEAVY


def test_version_names_the_installed_version():
    from importlib.metadata import version

    import goiextract

    assert run("--version").stdout.split() == ["goiextract", version("goiextract")]
    assert goiextract.__version__ == version("goiextract")


def test_every_public_name_is_there():
    import goiextract

    for name in goiextract.__all__:
        assert getattr(goiextract, name) is not None
    with pytest.raises(AttributeError):
        _ = goiextract.nothing
