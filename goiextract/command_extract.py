"""``goiextract extract``: files and directories → figures in one of three forms, messages, an exit status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing

import click

from goiextract.batch import SUFFIXES, Failure, extract_many, files_in
from goiextract.exit_status import ALL_READ, INTERRUPTED, NOTHING_READ, SOMETHING_FAILED, USAGE
from goiextract.outfile import Output
from goiextract.records import Report
from goiextract.report.marks import one_line
from goiextract.sentences import either, sentence

# Fewer files are done before a bar is worth looking at.
FILES_FOR_A_BAR = 4


class CannotWrite(click.ClickException):
    """The output cannot be written; mostly found before any work."""

    exit_code = USAGE


def run(given: tuple[str, ...], form: str | None, out: str | None, fail_on: str) -> int:
    """Read everything, write what was read, return the exit status. `form` None: by the suffix of `out`, else table."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a scheduler's stop keeps what was read, as Ctrl-C does
    paths = _files(given)
    output = output_for(out, paths)
    write = _writer(form or _form_for(out), output, out is None)
    n_written = n_failed = n_flagged = 0
    interrupted = False
    try:
        for path, outcome in zip(paths, _outcomes(paths), strict=True):
            if isinstance(outcome, Failure):
                n_failed += 1
                _say(f"{path}: {outcome.message}")
            else:
                write(outcome)
                n_written += 1
                n_flagged += bool(outcome.doubtful())
                if not any(table.found for table in outcome.tables):  # its figures would be missed in silence
                    n_failed += 1
                    _say(f"{path}: {_without_tables(outcome)}")
    except KeyboardInterrupt:
        interrupted = True
    except BaseException as error:  # what stands in the file is not whole
        output.discard()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):  # a full disk, say
            raise cannot_write(out, error) from error
        raise
    (output.keep if n_written else output.discard)()
    if interrupted:
        kept = f"已中断；已读出的 {n_written} 份报告保留", f"interrupted; the {n_written} reports read so far are kept"
        _say(either(*kept))
        return INTERRUPTED
    n_read = len(paths) - n_failed
    if len(paths) > 1:
        _say(
            either(
                f"共 {len(paths)} 个文件：读出 {n_read}，失败 {n_failed}；其中 {n_flagged} 份报告有存疑的数字",
                f"{len(paths)} files: {n_read} read, {n_failed} failed; {n_flagged} reports have figures to look at",
            )
        )
    if not n_read:
        return NOTHING_READ
    if (n_failed and fail_on != "never") or (n_flagged and fail_on == "flagged"):
        return SOMETHING_FAILED
    return ALL_READ


def _files(given: tuple[str, ...]) -> list[str]:
    """Every file once, in the order given; directories opened. Says so where a directory holds none."""
    paths: list[str] = []
    for path in given:
        found = files_in(path) if os.path.isdir(path) else (path,)
        if not found:
            kinds = " ".join(sorted(SUFFIXES))
            said = f"目录中没有可读的报告（按后缀找：{kinds}）", f"no report in this directory (we look for {kinds})"
            _say(f"{path}: {either(*said)}")
        paths += found
    return list(dict.fromkeys(paths))


def output_for(out: str | None, paths: list[str], option: str = "--out") -> Output:
    """Where the data goes: standard output where `out` is None. CannotWrite where that is impossible or a file to read.
    option: the one that gave `out`."""
    try:
        if out is not None and os.path.exists(out):
            for path in paths:
                if os.path.exists(path) and os.path.samefile(out, path):
                    raise FileExistsError(17, either("它是要读的文件之一", "it is one of the files to read"))
        return Output(out)
    except OSError as error:
        raise cannot_write(out, error, option) from error


def cannot_write(out: str | None, error: OSError, option: str = "--out") -> CannotWrite:
    """The error as a user is told it."""
    place = out or either("标准输出", "standard output")
    said = (
        f"无法写入 {place}：{error.strerror}；请用 {option} 另选位置",
        f"cannot write {place}: {error.strerror}; choose another place with {option}",
    )
    return CannotWrite(either(*said))


def _without_tables(report: Report) -> str:
    """Why a report has no figures, as its findings say."""
    said = [
        sentence(finding) for level in ("error", "warning") for finding in report.findings if finding.level == level
    ]
    return one_line(" ".join(said[:2])) or either("没有找到三张统计表", "none of the three tables was found in it")


def _form_for(out: str | None) -> str:
    suffix = os.path.splitext(out or "")[1].lower()
    return {".csv": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json"}.get(suffix, "table")


def _writer(form: str, output: Output, to_screen: bool) -> Callable[[Report], None]:
    """What puts one report into the output."""
    if form == "json":
        from goiextract.report import report_to_json

        return lambda report: output.write(report_to_json(report) + "\n")
    if form == "csv":
        from goiextract.report import report_to_csv

        headers = iter([True])
        return lambda report: output.write(report_to_csv(report, header=next(headers, False)))
    from goiextract.report.terminal import print_report, report_to_text

    if to_screen:
        return print_report
    return lambda report: output.write(report_to_text(report) + "\n")


def _outcomes(paths: list[str]) -> Iterator[Report | Failure]:
    """The outcomes, behind a progress bar where someone watches and it takes a while."""
    with closing(extract_many(paths)) as outcomes:
        if len(paths) < FILES_FOR_A_BAR or not sys.stderr.isatty():
            yield from outcomes
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(outcomes, either("读取", "Reading"), len(paths), console=Console(stderr=True), transient=True)


def _say(message: str) -> None:
    print(f"goiextract: {message}", file=sys.stderr)  # the bar's own stream while there is one, which keeps it whole
