"""The reading process as it starts: nothing loaded that it does not need, and nothing left hidden."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_documents import text_report

from goiextract import extract_many
from goiextract.batch import Failure
from goiextract.batch import process as reading_process
from goiextract.errors import NotStarted


def test_jieba_is_loaded_without_what_stays_unused_and_cuts_alike() -> None:
    script = (
        "import sys; from goiextract.batch.worker import _import_jieba; {}"
        "hidden = {{'pkg_resources', 'jieba.finalseg'}} & set(sys.modules); "
        "from goiextract.labelling.words import cutter; "
        "print('jieba' in sys.modules, len(hidden), *cutter(['公开', '信息公开'])('政府信息公开 2023abc.5'), sep='|')"
    )
    said = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script.format(first)], check=True, capture_output=True, text=True
        )
        for first in ("_import_jieba(); ", "")
    ]
    assert said[0].stdout.startswith("True|0|政|府|信息公开|")
    assert said[0].stdout.split("|")[2:] == said[1].stdout.split("|")[2:]


def test_the_command_starts_its_reading_process_before_it_loads_itself() -> None:
    script = (
        "import sys; sys.argv = ['goiextract', 'extract', 'x.pdf']; import goiextract.__main__ as command\n"
        "from goiextract.batch import process as reading_process\n"
        "begun = []; start = reading_process.start_early\n"
        "def seen(): begun.append({'click', 'goiextract.batch.many_files', 'typing'} & set(sys.modules)); start()\n"
        "reading_process.start_early = seen\n"
        "def leave(status): print(begun, status, reading_process._early, flush=True)\n"
        "command.os._exit = leave\n"
        "command.main()\n"
    )
    said = subprocess.run(
        [sys.executable, "-S", "-c", f"sys = __import__('sys'); sys.path += {sys.path!r}\n{script}"],
        capture_output=True,
        text=True,
    )
    assert said.stdout.split() == ["[set()]", "3", "[]"], said.stderr


def test_one_that_was_started_early_is_taken_once_and_one_left_over_ends() -> None:
    reading_process.start_early()
    reading_process.start_early()
    one, other = reading_process.taken(), reading_process._early[0]
    assert one is not other
    reading_process.end_early()
    assert other.poll() is not None
    assert one.poll() is None
    assert one.stdout is not None
    assert one.stdout.readline() == b"ready\n"
    out, _ = one.communicate(b"")  # ends with its standard input
    assert (out, one.returncode) == (b"", 0)


def test_ctrl_c_while_the_command_loads_is_a_status_and_no_traceback() -> None:
    script = (
        "import sys; sys.argv = ['goiextract', 'extract', 'x.pdf']; import goiextract.__main__ as command\n"
        "from goiextract.batch import process as reading_process\n"
        "def stopped(): raise KeyboardInterrupt\n"
        "reading_process.start_early = stopped\n"
        "command.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not tell how much memory a process had")
@pytest.mark.parametrize(
    ("its_own", "of_this", "kind"),
    [(20, 10, "Crash"), (1500, 60, "TooLarge"), (1500, 1500, "Crash")],  # the last may be what this process had
)
def test_a_reading_process_that_ends_with_much_memory_is_told_as_too_large(
    its_own: int, of_this: int, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies = "import os; print('ready', flush=True); input(); os.abort()"
    pipe = subprocess.PIPE

    def dying() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", dies], stdin=pipe, stdout=pipe, stderr=pipe)

    def ended(process: int, options: int) -> tuple[int, int, SimpleNamespace]:
        return *os.waitpid(process, options), SimpleNamespace(ru_maxrss=its_own << 10)

    monkeypatch.setattr("goiextract.batch.reader.taken", dying)
    monkeypatch.setattr("os.wait4", ended)
    monkeypatch.setattr("resource.getrusage", lambda who: SimpleNamespace(ru_maxrss=of_this << 10))
    (failure,) = extract_many([tmp_path / "any.pdf"])
    assert isinstance(failure, Failure)
    assert failure.kind == kind
    assert ("too large" in failure.message) == (kind == "TooLarge")


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="children are listed by Linux")
@pytest.mark.parametrize(("deaths", "lost"), [(2, 0), (3, 1)])
def test_a_reading_process_that_dies_while_it_starts_is_started_again(
    deaths: int, lost: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each start after the first takes a life from a list in a file, while there is one, and dies before it is ready."""
    lives = tmp_path / "lives"
    lives.write_text("")
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, signal\n"
        f"lives = {str(lives)!r}\n"
        "if sys.argv[:1] == ['-c'] and os.path.getsize(lives):\n"
        "    with open(lives, 'r+') as file: file.truncate(os.path.getsize(lives) - 1)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(Path(__file__).parent.parent)]))
    reports = []
    files = [text_report().encode()] * 4
    for number, outcome in enumerate(extract_many(files)):
        reports.append(outcome)
        if number == 0:
            lives.write_text("x" * deaths)
            children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
            for child in children:
                os.kill(int(child), signal.SIGKILL)
    failures = [outcome for outcome in reports if isinstance(outcome, Failure)]
    assert [failure.kind for failure in failures] == ["Crash", *["NotStarted"] * lost]
    assert len(reports) - len(failures) == 4 - 1 - lost


def test_an_installation_that_cannot_start_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nif sys.argv[:1] == ['-c']: sys.exit('broken here')\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(Path(__file__).parent.parent)]))
    with pytest.raises(NotStarted, match="broken here"):
        list(extract_many([text_report().encode()]))
