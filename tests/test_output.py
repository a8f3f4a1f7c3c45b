"""Where results and messages go: nothing is lost to a name, an older file, a closed standard error or a kill."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from made_documents import html_report, text_report
from test_cli import ENGLISH, planted, run

import goiextract
from goiextract.cli.lines_kept import csv_lines_lost
from goiextract.defused import as_it_was, defused

posix = pytest.mark.skipif(os.name == "nt", reason="shells and signals of POSIX")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt"):
        (tmp_path / "in" / name).write_text(text_report(), encoding="utf-8")
    return tmp_path


def sources(path):
    return list(dict.fromkeys(line["source"] for line in csv.DictReader(io.StringIO(path.read_text("utf-8")))))


@pytest.mark.parametrize("suffix", [".xlsx", ".dta", ".parquet", ".XLSX"])
def test_a_name_of_a_format_that_is_not_written_is_refused_in_one_sentence(folder, suffix):
    for more in ([], ["--format", "csv"]):
        done = run("extract", folder / "in", "--out", folder / f"panel{suffix}", *more)
        assert done.returncode == 2
        assert "files are not written yet; write .csv" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["in"]


def test_an_unknown_suffix_wants_a_format(folder):
    done = run("extract", folder / "in", "--out", folder / "panel.dat")
    assert (done.returncode, "give --format" in done.stderr) == (2, True)
    assert run("extract", folder / "in", "--out", folder / "panel.dat", "--format", "csv").returncode == 0
    assert sources(folder / "panel.dat") == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]


def test_a_dash_is_standard_output(folder):
    done = run("extract", "in/a.txt", "--out", "-", "--format", "json", cwd=folder)
    assert goiextract.report_from_json(done.stdout).source == "a.txt"
    assert "三、收到和处理" in run("extract", "in/a.txt", "--out", "-", cwd=folder).stdout
    (folder / "r.jsonl").write_text(done.stdout, encoding="utf-8")
    assert goiextract.report_from_json(run("check", "r.jsonl", "--json", "-", cwd=folder).stdout).source == "a.txt"
    assert not (folder / "-").exists()


def edited(path, change):
    text = path.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return changed


def test_a_csv_that_was_edited_by_hand_is_not_overwritten_without_replace(folder):
    out = folder / "figures.csv"
    command = ("extract", folder / "in", "--out", out)
    assert run(*command).returncode == 0
    assert run(*command).returncode == 0  # as it was written: nothing is lost
    old = ",applications,granted,total,4,4,"
    kept = edited(out, lambda text: text.replace(old, ",applications,granted,total,4,5,", 1))
    done = run(*command)
    assert done.returncode == 2
    assert out.read_text(encoding="utf-8") == kept
    assert "holds lines that this run does not give (1; the first is line " in done.stderr
    assert "--replace overwrites" in done.stderr
    assert old in (folder / "figures.new.csv").read_text(encoding="utf-8")  # a run of hours is not lost either
    assert run(*command, "--replace").returncode == 0
    assert out.read_text(encoding="utf-8") == (folder / "figures.new.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "n_lost"),
    [
        (lambda text: text, 0),
        (lambda text: "\ufeff" + text.replace("false", "FALSE").replace("0.9950", "0.995").replace("\n", "\r\n"), 0),
        (lambda text: text.replace(",", ";"), 0),
        (lambda text: text.replace("0.9990,", ".999,").replace("1.0000", "1"), 0),
        (lambda text: text.replace("\nb.txt,", "\nb.txt,"), 0),
        (lambda text: "".join(line for line in text.splitlines(True) if not line.startswith("b.txt")), 0),
        (lambda text: text.replace(",printed,0", ",ambiguous,0", 3), 3),
        (
            lambda text: (
                text.replace("\n", ",remark\n", 1).replace("\n", ",see page 3\n", 2).replace("see page 3", "", 1)
            ),
            2,  # the column's name and the remark
        ),
        (lambda text: text + text.replace("a.txt", "other.txt").partition("\n")[2], 200),
        (lambda text: "earlier", 1),
        (lambda text: "name,number\nx,1\ny,2\n", 3),
        (lambda text: "", 0),
        (lambda text: text + '"not closed\n', 1),
    ],
)
def test_what_a_new_table_lacks_of_an_old_one(folder, change, n_lost):
    new, old = folder / "new.csv", folder / "old.csv"
    assert run("extract", folder / "in", "--out", new).returncode == 0
    old.write_text(change(new.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    lost = csv_lines_lost(str(old), str(new))
    assert (lost.lines if lost else 0) == n_lost


def test_a_report_that_goes_by_another_path_is_not_lost(folder):
    out = folder / "figures.csv"
    assert run("extract", "in", "--out", out, cwd=folder).returncode == 0
    (folder / "in" / "inner").mkdir()
    shutil.copy(folder / "in" / "a.txt", folder / "in" / "inner" / "a.txt")  # from now on they go by their paths
    assert run("extract", "in", "--out", out, cwd=folder).returncode == 0
    assert run("extract", "./in", "--out", out, cwd=folder).returncode == 0
    assert sources(out)[0] == "./in/a.txt"


@pytest.mark.parametrize("name", ["notes.csv", "notes.jsonl", "notes.txt"])
def test_what_goiextract_did_not_write_is_not_overwritten(folder, name):
    notes = folder / name
    for text in ("my notes about offices, do not lose", "年报\n二、主动公开\n规章 1 2 3\n", '{"my": "notes"}'):
        notes.write_text(text, encoding="utf-8")
        done = run("extract", folder / "in" / "a.txt", "--out", notes)
        assert done.returncode == 2
        assert notes.read_text(encoding="utf-8") == text
        assert "--replace overwrites" in done.stderr
    beside = folder / f"notes.new{notes.suffix}"
    assert beside.stat().st_size > 1000
    assert not (folder / f"notes.new2{notes.suffix}").exists()  # our own of before is replaced
    assert run("extract", folder / "in" / "a.txt", "--out", notes, "--replace").returncode == 0
    assert notes.read_bytes() == beside.read_bytes()


def test_a_hand_edited_csv_is_not_overwritten_by_another_form_nor_by_check(folder):
    out = folder / "figures.csv"
    assert run("extract", folder / "in", "--out", out).returncode == 0
    kept = edited(out, lambda text: text.replace(",4,4,4,", ",4,5,4,", 1))
    assert run("extract", folder / "in", "--out", out, "--format", "json").returncode == 2
    assert run("check", out, "--json", folder / "checked.json").returncode in (0, 1)
    assert run("check", folder / "checked.json", "--json", out).returncode == 2
    assert out.read_text(encoding="utf-8") == kept
    assert run("check", out, "--json", folder / "checked.json").returncode in (0, 1)  # its own of before


@pytest.mark.parametrize("name", ["out.jsonl", "out.txt"])
def test_a_remark_and_another_report_s_result_are_kept_in_any_form(folder, name):
    out = folder / name
    assert run("extract", "in", "--out", out, cwd=folder).returncode == 0
    assert run("extract", "./in", "--out", out, cwd=folder).returncode == 0  # the same again
    whole = out.read_bytes()
    assert run("extract", folder / "in" / "a.txt", "--out", out).returncode == 2  # of five reports one
    assert out.read_bytes() == whole
    out.write_bytes(whole + "核对人：张三\n".encode())
    done = run("extract", "in", "--out", out, cwd=folder)
    assert (done.returncode, "核对人：张三" in done.stderr) == (2, True)
    assert "核对人：张三" in out.read_text(encoding="utf-8")
    (folder / "in" / "inner").mkdir()
    shutil.copy(folder / "in" / "a.txt", folder / "in" / "inner" / "a.txt")
    out.write_bytes(whole)
    assert run("extract", "in", "--out", out, cwd=folder).returncode == 0


@posix
@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.txt"])
def test_an_interrupted_run_does_not_replace_a_whole_result(folder, name):
    ready, out = folder / "ready", folder / name
    assert run("extract", folder / "in", "--out", out).returncode == 0
    whole = out.read_bytes()
    (folder / "in" / "b.txt").write_bytes(b"HANG")
    code = f"(open({str(ready)!r}, 'w'), time.sleep(60)) if data[:4] == b'HANG' else None"
    command = [sys.executable, "-m", "goiextract", "extract", folder / "in", "--out", out, "--replace"]
    process = subprocess.Popen(command, env=planted(folder, code), stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if ready.exists():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "this run was interrupted" in told
    assert out.read_bytes() == whole
    assert 0 < (folder / name.replace("out", "out.new")).stat().st_size < len(whole)


@posix
def test_a_name_that_no_file_can_have_is_said_before_any_work(folder):
    for name in ("x" * 300 + ".csv", ""):
        done = run("extract", folder / "in", "--out", folder / name if name else "")
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
    assert list(folder.glob(".*")) == []


def test_a_table_in_gbk_is_compared_too(folder):
    new, old = folder / "new.csv", folder / "old.csv"
    shutil.copy(folder / "in" / "a.txt", folder / "in" / "年报.txt")
    assert run("extract", folder / "in", "--out", new).returncode == 0
    old.write_bytes(new.read_text(encoding="utf-8").encode("gbk"))
    assert csv_lines_lost(str(old), str(new)) is None


@posix
@pytest.mark.parametrize("lost", ["2>&1 | head -n 1", "2>&-", "2>/dev/full", ">&- 2>&-"])
def test_messages_that_nobody_takes_cost_no_result(folder, lost):
    (folder / "in" / "bad.pdf").write_bytes(b"")
    out = folder / "x.csv"
    command = f"{sys.executable} -m goiextract extract {folder / 'in'} --out {out} {lost}"
    subprocess.run(["bash", "-c", command], env=ENGLISH, capture_output=True, timeout=120)
    assert sources(out) == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
    status = subprocess.run(["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"], env=ENGLISH, capture_output=True)
    assert status.returncode == 1  # bad.pdf
    assert list(folder.glob(".*")) == []


@posix
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGHUP])
def test_what_a_killed_run_leaves_is_named_at_the_next(folder, stop):
    (folder / "in" / "z.txt").write_bytes(b"HANG")
    ready, out = folder / "ready", folder / "x.csv"
    code = f"(open({str(ready)!r}, 'w'), time.sleep(60)) if data[:4] == b'HANG' else None"
    command = [sys.executable, "-m", "goiextract", "extract", folder / "in", "--out", out]
    process = subprocess.Popen(command, env=planted(folder, code), stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if ready.exists():
            break
        time.sleep(0.05)
    running = run("extract", folder / "in" / "a.txt", "--out", folder / "y.csv")
    assert "was left by a run" not in running.stderr  # it still writes
    process.send_signal(stop)
    process.communicate(timeout=30)
    if stop == signal.SIGHUP:  # a closed terminal: what was read is kept, as with Ctrl-C
        assert process.returncode == 130
        assert sources(out) == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
        return
    (left,) = folder.glob(".x.csv.*")
    done = run("extract", folder / "in" / "a.txt", "--out", folder / "y.csv")
    assert f"{left} was left by a run that was killed" in done.stderr
    assert sources(folder / "y.csv") == ["a.txt"]


@pytest.mark.parametrize("encoding", ["gbk", "cp437"])
@pytest.mark.parametrize(
    "arguments", [["extract"], ["inspect"], ["check"], ["extract", "--list"], ["--help"], ["schema"]]
)
def test_every_output_works_in_any_console(folder, encoding, arguments):
    report = folder / "in" / "a.txt"
    report.write_text(text_report().replace("（一）予以公开\t4", "（一）予以公开\t3"), encoding="utf-8")
    (folder / "r.jsonl").write_text(goiextract.report_to_json(goiextract.extract(report)), encoding="utf-8")
    files = {"extract": [report], "inspect": [report], "check": [folder / "r.jsonl"]}.get(arguments[0], [])
    for locale in ("C", "zh_CN.UTF-8"):
        environment = {**ENGLISH, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
        done = run(*arguments, *files, env=environment, text=False, encoding=None)
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 1)
        assert len(done.stdout) > 40


def test_redirected_data_is_utf_8_whatever_the_console(folder):
    environment = {**ENGLISH, "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}
    done = run("extract", folder / "in" / "a.txt", "--format", "json", env=environment, text=False, encoding=None)
    assert goiextract.report_from_json(done.stdout.decode("utf-8")).agency == "青禾区桥头街道办事处"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ('=HYPERLINK("http://x/?a="&A1,"12")', '\'=HYPERLINK("http://x/?a="&A1,"12")'),
        ("+12+1", "'+12+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3", "'-2+3"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+12", "+12"),
        (" =1+1", "' =1+1"),
        (" -5 ", " -5 "),
        ("-1,234.50", "-1,234.50"),
        ("-", "-"),
        ("--", "--"),
        ("12", "12"),
        ("'quoted'", "'quoted'"),
        ("年报", "年报"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_defused_and_comes_back(text, cell):
    assert defused(text) == cell
    assert as_it_was(cell) == text


@posix
def test_names_with_control_characters_stay_apart_and_on_one_line(tmp_path):
    names = ["=1+1.html", " =1+1.html", "\t=1+1.html", "\r=1+1.html", "\n=1+1.html"]
    for name in names:
        (tmp_path / name).write_text(html_report(), encoding="utf-8")
    done = run("extract", tmp_path, "--format", "csv")
    found = list(dict.fromkeys(line["source"] for line in csv.DictReader(io.StringIO(done.stdout))))
    assert sorted(found) == sorted(["'=1+1.html", "' =1+1.html", "\\t=1+1.html", "\\r=1+1.html", "\\n=1+1.html"])
    typed = {one.source for one in goiextract.read_table(done.stdout.encode())}
    assert typed == {"=1+1.html", " =1+1.html", "\\t=1+1.html", "\\r=1+1.html", "\\n=1+1.html"}
    (tmp_path / "bad\nname.pdf").write_bytes(b"")
    assert len(run("extract", tmp_path / "bad\nname.pdf").stderr.splitlines()) == 1


def test_a_formula_in_a_report_and_in_its_name_stands_defused_in_the_csv_and_is_taken_off_by_check(tmp_path):
    name = "=HYPERLINK(1).html"
    page = html_report().replace("<td>4</td>", "<td>=cmd|' /C calc'!A0</td>", 1)
    (tmp_path / name).write_text(page, encoding="utf-8")
    done = run("extract", name, "--format", "csv", cwd=tmp_path)
    lines = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {line["source"] for line in lines} == {f"'{name}"}
    cells = [cell for line in lines for cell in line.values()]
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
    assert [line["mark"] for line in lines if "cmd" in line["mark"]][:1] == ["'=cmd|' /C calc'!A0"]
    (typed,) = goiextract.read_table(done.stdout.encode())
    assert typed.source == name
