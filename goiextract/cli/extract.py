"""``goiextract extract``: files and directories → figures in one of three forms, messages, an exit status."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from goiextract.batch import Failure, extract_many
from goiextract.batch.folders import CLOSED, PASSED_OVER, READ, UNREAD, Found
from goiextract.cli.exit_status import ALL_READ, INTERRUPTED, NOTHING_READ, SOMETHING_FAILED, USAGE
from goiextract.cli.files_given import files_of
from goiextract.cli.messages import say
from goiextract.cli.output import cannot_write, form_for, output_for, stop_as_ctrl_c
from goiextract.cli.result_place import put_in_place
from goiextract.errors import NotStarted
from goiextract.outfile import STANDARD_OUTPUT, Output, left_over
from goiextract.records import Report
from goiextract.report.marks import name_line, one_line
from goiextract.sentences import listed, said, sentence

# Fewer files are done before a bar is worth looking at.
FILES_FOR_A_BAR = 4


@dataclass(slots=True)
class _Count:
    """What came of the files so far."""

    written: int = 0
    failed: int = 0
    without_tables: int = 0
    flagged: int = 0
    scripts: int = 0
    closed: int = 0
    interrupted: bool = False
    unread: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)


def run(given: tuple[str, ...], form: str | None, out: str | None, fail_on: str, replace: bool) -> int:
    """Read everything, write what was read, return the exit status. `form` None: by the suffix of `out`, else table."""
    stop_as_ctrl_c()
    form = form_for(form, out)
    found = files_of(given)
    paths = [one.path for one in found if one.fate == READ]
    output = output_for(out, paths, "--out")
    for part in left_over(out):
        say(said("part_left_over", part=part))
    count = _Count()
    for one in found:
        _count_unread(one, count)
    scripts = {one.path for one in found if one.why == "script"}
    try:
        _read_all(paths, scripts, _writer(form, output, out in (None, STANDARD_OUTPUT)), count)
    except KeyboardInterrupt:
        count.interrupted = True
    except NotStarted as error:
        output.discard()
        say(error.message)
        return error.exit_code
    except BaseException as error:  # what stands in the file is not whole
        output.discard()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):  # a full disk, say
            raise cannot_write(out, error, "--out") from error
        raise
    kept = _keep(output, form, replace, count)
    _tell(given, paths, count)
    return _status(count, kept, fail_on)


def _count_unread(one: Found, count: _Count) -> None:
    if one.fate == UNREAD:
        count.unread[one.why] += 1
    elif one.fate == PASSED_OVER:
        count.passed_over[one.why] += 1
    elif one.fate == CLOSED:
        count.closed += 1
        say(f"{name_line(one.path)}: {said('folder_closed', why=one.why)}")


def _read_all(paths: Sequence[str], scripts: set[str], write: Callable[[Report], None], count: _Count) -> None:
    for path, outcome in zip(paths, _outcomes(paths), strict=True):
        if isinstance(outcome, Failure):
            count.failed += 1
            say(f"{name_line(path)}: {outcome.message}")
        elif path in scripts and not _names_tables(outcome):
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
    failed = count.failed + count.closed + count.unread.total()
    if (failed and fail_on != "never") or (count.flagged and fail_on == "flagged"):
        return SOMETHING_FAILED
    return ALL_READ


def _without_tables(report: Report) -> str:
    """Why a report has no figures, as its findings say."""
    told = [
        sentence(finding) for level in ("error", "warning") for finding in report.findings if finding.level == level
    ]
    return one_line(" ".join(told[:2])) or said("none_of_the_tables")


def _names_tables(report: Report) -> bool:
    """Whether it has tables, or at least their headings."""
    return _has_tables(report) or any(finding.code == "tables_without_figures" for finding in report.findings)


def _has_tables(report: Report) -> bool:
    return any(table.found for table in report.tables)


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
