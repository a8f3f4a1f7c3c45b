"""``goiextract check``: our reports are proven again, typed tables searched for mistakes; what to look at, an exit status."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from goiextract.checking import check
from goiextract.cli.alike_notes import AlikeNotes
from goiextract.cli.checked_lines import checked_lines, is_to_look_at
from goiextract.cli.exit_status import ALL_READ, INTERRUPTED, NOTHING_READ, SOMETHING_FAILED, USAGE
from goiextract.cli.messages import say
from goiextract.cli.output import cannot_write, output_for, stop_as_ctrl_c
from goiextract.cli.result_place import put_in_place
from goiextract.errors import GoiextractError, TooLarge, UnreadableDocument, cannot_open
from goiextract.outfile import STANDARD_OUTPUT, Output
from goiextract.records import Report
from goiextract.report import report_from_json, report_to_json
from goiextract.sentences import said
from goiextract.typed.check import check_table

MOST_BYTES = 256 << 20  # of one file: some 40,000 reports in our JSON, ten times as many typed
OPTION = "--json"  # gives the file to write
SUFFIXES = (".csv", ".json", ".jsonl", ".ndjson", ".tsv")  # looked for in a directory


def run(given: tuple[str, ...], out: str | None, replace: bool = False) -> int:
    """Check everything, say what is to be looked at on stdout, return the exit status."""
    stop_as_ctrl_c()
    told = sys.stderr if out == STANDARD_OUTPUT else sys.stdout  # then the reports have standard output to themselves
    paths = _files(given)
    output = output_for(out, paths, OPTION) if out is not None else None
    count: Counter[str] = Counter()
    try:
        for path in paths:
            notes = AlikeNotes(path)
            try:
                for outcome in _checked(path):
                    if isinstance(outcome, str):
                        count["failed"] += 1
                        say(outcome)
                        continue
                    _count(outcome, count)
                    _print(notes.lines(checked_lines(outcome)), told)
                    if output is not None:
                        output.write(_json(outcome, path) + "\n")
            except GoiextractError as error:
                count["failed"] += 1
                say(f"{path}: {error.message}")
            finally:
                _print(notes.end(), told)
    except KeyboardInterrupt:
        _end(output, count["reports"], replace, interrupted=True)
        say(said("interrupted", count=count["reports"]))
        return INTERRUPTED
    except BaseException as error:
        if output is not None:
            output.discard()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise cannot_write(out, error, OPTION) from error
        raise
    kept = _end(output, count["reports"], replace)
    print(_summary(count), file=told)
    if not kept:
        return USAGE
    if not count["reports"]:
        return NOTHING_READ
    return SOMETHING_FAILED if count["failed"] or count["look"] else ALL_READ


def _checked(path: str) -> Iterator[Report | str]:
    """The reports of one file with what the check found; a message for each line of it that is none."""
    data = _data(path)
    text = _as_utf8(data)
    if text.lstrip()[:1] not in (b"{", b"["):
        yield from check_table(data, name=os.path.basename(path))
        return
    for where, one in _json_texts(text, path):
        try:
            report = report_from_json(one)
        except GoiextractError as error:
            yield f"{where}: {error}"
            continue
        yield replace(report, findings=tuple(dict.fromkeys((*report.findings, *check(report)))))


def _data(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise cannot_open(path, error) from error
    if len(data) > MOST_BYTES:
        raise TooLarge("check_file_too_large", path, most=MOST_BYTES >> 20)
    return data


def _as_utf8(data: bytes) -> bytes:
    """The bytes without a mark of their character set; UTF-16, which PowerShell writes behind ``>``, as UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _json(report: Report, path: str) -> str:
    try:
        return report_to_json(report)
    except ValueError as error:  # a place or a confidence that is no number
        raise UnreadableDocument("check_not_written", path, why=error) from error


def _json_texts(data: bytes, path: str) -> list[tuple[str, bytes]]:
    """One report a line, an array of reports, or the whole file where someone has laid a report out over several lines."""
    if data.lstrip().startswith(b"["):
        return _array(data, path)
    lines = [(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()]
    if sum(line.startswith(b"{") and line.strip() != b"{" for _, line in lines) < 2:
        return [(path, data)]
    return [(f"{path}, line {number}", line) for number, line in lines]


def _array(data: bytes, path: str) -> list[tuple[str, bytes]]:
    try:
        reports = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument("check_no_array", path, why=error) from error
    return [(f"{path}, report {number}", json.dumps(one).encode()) for number, one in enumerate(reports, 1)]


def _count(report: Report, count: Counter[str]) -> None:
    codes = {finding.code for finding in report.findings}
    count["reports"] += 1
    count["look"] += is_to_look_at(report)
    count["sums"] += bool(codes & {"sum_fails", "sums_impossible"})
    count["misprints"] += bool(codes & {"likely_misprint", "totals_unfilled"})
    count["blanks"] += "blank_proven" in codes
    count["proofs"] += sum(figure.certificate is not None for figure in report.figures)
    count["unproven"] += any(code.startswith("check_") for code in codes)


def _summary(count: Counter[str]) -> str:
    names = ("reports", "look", "sums", "misprints", "blanks", "proofs", "unproven", "failed")
    return said("check_summary", {name: str(count[name]) for name in names})


def _files(given: tuple[str, ...]) -> list[str]:
    paths: list[str] = []
    for path in given:
        if not os.path.isdir(path):
            paths.append(path)
            continue
        found = sorted(str(one) for one in Path(path).rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
        if not found:
            say(f"{path}: {said('check_folder_empty')}")
        paths += found
    return list(dict.fromkeys(paths))


def _end(output: Output | None, n_written: int, replace: bool, interrupted: bool = False) -> bool:
    """Keep what was written, if anything; False where it had to be put beside its place."""
    if output is None:
        return True
    if not n_written:
        output.discard()
        return True
    told = put_in_place(output, "json", replace, interrupted)
    if told:
        say(told)
    return not told


def _print(lines: list[str], told: TextIO) -> None:
    if lines:
        print("\n".join(lines), file=told)
