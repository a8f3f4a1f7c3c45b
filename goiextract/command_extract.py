"""``goiextract extract``: files and directories → figures in one of three forms, messages, an exit status."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import click

from goiextract.batch import Failure, extract_many
from goiextract.errors import why
from goiextract.exit_status import ALL_READ, INTERRUPTED, NOTHING_READ, SOMETHING_FAILED, USAGE
from goiextract.folders import CLOSED, PASSED_OVER, READ, UNREAD, Found, look_through
from goiextract.messages import say
from goiextract.outfile import STANDARD_OUTPUT, Output, left_over
from goiextract.records import Report
from goiextract.report.marks import name_line, one_line
from goiextract.result_place import put_in_place
from goiextract.sentences import listed, said, sentence

# Fewer files are done before a bar is worth looking at.
FILES_FOR_A_BAR = 4
FORMS = {".csv": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".txt": "table", "": "table"}
#: What these names promise is not text, whatever --format says.
NOT_TEXT = frozenset({".xlsx", ".xls", ".ods", ".dta", ".sav", ".parquet", ".feather", ".arrow", ".sqlite", ".db"})
STOPS = ("SIGTERM", "SIGHUP")  # a scheduler's stop and a closed terminal keep what was read, as Ctrl-C does


class CannotWrite(click.ClickException):
    """The output cannot be written; mostly found before any work."""

    exit_code = USAGE


@dataclass(slots=True)
class _Count:
    """What came of the files so far."""

    written: int = 0
    failed: int = 0
    without_tables: int = 0
    flagged: int = 0
    scripts: int = 0
    interrupted: bool = False
    unread: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)


def run(given: tuple[str, ...], form: str | None, out: str | None, fail_on: str, replace: bool) -> int:
    """Read everything, write what was read, return the exit status. `form` None: by the suffix of `out`, else table."""
    _stop_as_ctrl_c()
    form = _form_for(form, out)
    found = files_of(given)
    paths = [one.path for one in found if one.fate == READ]
    output = output_for(out, paths, "--out")
    for part in left_over(out):
        say(said("part_left_over", part=part))
    count = _Count()
    for one in found:
        _count_unread(one, given, count)
    scripts = {one.path for one in found if one.why == "script"}
    try:
        _read_all(paths, scripts, _writer(form, output, out in (None, STANDARD_OUTPUT)), count)
    except KeyboardInterrupt:
        count.interrupted = True
    except BaseException as error:  # what stands in the file is not whole
        output.discard()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):  # a full disk, say
            raise cannot_write(out, error, "--out") from error
        raise
    kept = _keep(output, form, replace, count)
    _tell(given, paths, count)
    return _status(count, kept, fail_on)


def _stop_as_ctrl_c() -> None:
    for name in STOPS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup's wish
            signal.signal(number, signal.default_int_handler)


def files_of(given: Sequence[str]) -> list[Found]:
    """Every file once, in the order given; directories opened, with all that is in them."""
    found: dict[str, Found] = {}
    for path in given:
        for one in look_through(path) if os.path.isdir(path) else (Found(path, READ, "named"),):
            found.setdefault(one.path, one)
    return list(found.values())


def _count_unread(one: Found, given: Sequence[str], count: _Count) -> None:
    if one.fate == UNREAD:
        count.unread[one.why] += 1
    elif one.fate == PASSED_OVER:
        count.passed_over[one.why] += 1
    elif one.fate == CLOSED:
        count.failed += 1
        say(f"{name_line(one.path)}: {said('folder_closed', why=one.why)}")


def _read_all(paths: Sequence[str], scripts: set[str], write: Callable[[Report], None], count: _Count) -> None:
    for path, outcome in zip(paths, _outcomes(paths), strict=True):
        if isinstance(outcome, Failure):
            count.failed += 1
            say(f"{name_line(path)}: {outcome.message}")
        elif path in scripts and not _has_tables(outcome):
            count.passed_over["over_script"] += 1
            count.scripts += 1
        else:
            write(outcome)
            count.written += 1
            count.flagged += bool(outcome.doubtful())
            if not _has_tables(outcome):  # its figures would be missed in silence
                count.failed += 1
                count.without_tables += 1
                say(f"{name_line(path)}: {_without_tables(outcome)}")


def _keep(output: Output, form: str, replace: bool, count: _Count) -> bool:
    """Put the result into its place; False where it had to be put beside it."""
    if not count.written:
        output.discard()
        return True
    told = put_in_place(output, form, replace, count.interrupted)
    if told:
        say(told)
    return not told


def _tell(given: Sequence[str], paths: Sequence[str], count: _Count) -> None:
    """What was not read at all, by kind, and the sums."""
    if count.interrupted:
        say(said("interrupted", count=count.written - count.without_tables))
        return
    told = [
        said(code, count=kinds.total(), kinds=listed(f"{said(kind)} × {n}" for kind, n in kinds.most_common()))
        for code, kinds in (("folder_unread", count.unread), ("folder_passed_over", count.passed_over))
        if kinds
    ]
    if not paths:
        told = ["; ".join((said("folder_without_report"), *told))]
    for message in told:
        say(message if paths else f"{', '.join(given)}: {message}")
    n_tried = len(paths) - count.scripts
    if n_tried > 1:
        say(
            said(
                "extract_summary",
                count=n_tried,
                read=n_tried - count.failed,
                failed=count.failed,
                flagged=count.flagged,
            )
        )


def _status(count: _Count, kept: bool, fail_on: str) -> int:
    if count.interrupted:
        return INTERRUPTED
    if not kept:
        return USAGE
    if not count.written - count.without_tables:
        return NOTHING_READ
    failed = count.failed + count.unread.total()
    if (failed and fail_on != "never") or (count.flagged and fail_on == "flagged"):
        return SOMETHING_FAILED
    return ALL_READ


def list_files(given: Sequence[str]) -> int:
    """What would become of each file, a line each on standard output: what, path, why and what to do; parted by tabs."""
    found = files_of(given)
    for one in found:
        path = name_line(one.path)
        if one.fate == READ:
            click.echo(said("list_read", path=path, kind=one.why))
        elif one.fate == UNREAD:
            told = said("unsupported", called=one.why, advice=one.advice)
            click.echo(said("list_unread", path=path, said=told))
        else:
            reason = said("folder_closed", why=one.why) if one.fate == CLOSED else said(one.why)
            click.echo(said("list_passed_over", path=path, reason=reason))
    return ALL_READ if any(one.fate == READ for one in found) else NOTHING_READ


def output_for(out: str | None, paths: list[str], option: str) -> Output:
    """Where the data goes: standard output where `out` is None. CannotWrite where that is impossible or a file to read.
    `option`: what the user names another place with."""
    if out is not None and os.path.exists(out):
        for path in paths:
            if os.path.exists(path) and os.path.samefile(out, path):
                raise CannotWrite(said("cannot_write_choose", place=out, why="out_is_input", option=option))
    try:
        return Output(out)
    except OSError as error:
        raise cannot_write(out, error, option) from error


def cannot_write(out: str | None, error: OSError, option: str) -> CannotWrite:
    """The error as a user is told it."""
    place = said("standard_output") if out is None else out or repr(out)
    return CannotWrite(said("cannot_write_choose", place=place, why=why(error), option=option))


def _without_tables(report: Report) -> str:
    """Why a report has no figures, as its findings say."""
    told = [
        sentence(finding) for level in ("error", "warning") for finding in report.findings if finding.level == level
    ]
    return one_line(" ".join(told[:2])) or said("none_of_the_tables")


def _has_tables(report: Report) -> bool:
    return any(table.found for table in report.tables)


def _form_for(form: str | None, out: str | None) -> str:
    """What is written. CannotWrite for a name that promises something else."""
    suffix = os.path.splitext(out or "")[1].lower()
    if suffix in NOT_TEXT:
        raise CannotWrite(said("cannot_write", place=out, why=said("out_kind_not_written", suffix=suffix)))
    if form is None and suffix not in FORMS:
        raise CannotWrite(said("cannot_write", place=out, why=said("out_suffix_unknown", suffix=suffix)))
    return form or FORMS[suffix]


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


def _outcomes(paths: Sequence[str]) -> Iterator[Report | Failure]:
    """The outcomes, behind a progress bar where someone watches and it takes a while."""
    with closing(extract_many(paths)) as outcomes:
        if len(paths) < FILES_FOR_A_BAR or not sys.stderr.isatty():
            yield from outcomes
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(outcomes, said("reading_progress"), len(paths), console=Console(stderr=True), transient=True)
