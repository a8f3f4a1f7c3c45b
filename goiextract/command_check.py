"""``goiextract check``: our reports are proven again, typed tables searched for mistakes; what to look at, an exit status."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from goiextract.alike_notes import AlikeNotes
from goiextract.checked_lines import checked_lines, is_to_look_at
from goiextract.checking import check
from goiextract.command_extract import cannot_write, output_for
from goiextract.errors import GoiextractError, UnreadableDocument
from goiextract.exit_status import ALL_READ, INTERRUPTED, NOTHING_READ, SOMETHING_FAILED
from goiextract.records import Report
from goiextract.report import report_from_json, report_to_json
from goiextract.sentences import either
from goiextract.table_check import check_table

MOST_BYTES = 256 << 20  # of one file: some 40,000 reports in our JSON, ten times as many typed
OPTION = "--json"  # gives the file to write
SUFFIXES = (".csv", ".json", ".jsonl", ".ndjson", ".tsv")  # looked for in a directory


def run(given: tuple[str, ...], out: str | None) -> int:
    """Check everything, say what is to be looked at on stdout, return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
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
                        _say(outcome)
                        continue
                    _count(outcome, count)
                    _print(notes.lines(checked_lines(outcome)))
                    if output is not None:
                        output.write(_json(outcome, path) + "\n")
            except GoiextractError as error:
                count["failed"] += 1
                _say(f"{path}{_after_name(str(error), path)}")
            finally:
                _print(notes.end())
    except KeyboardInterrupt:
        _end(output, count["reports"])
        return INTERRUPTED
    except BaseException as error:
        if output is not None:
            output.discard()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise cannot_write(out, error, OPTION) from error
        raise
    _end(output, count["reports"])
    print(_summary(count))
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
        raise UnreadableDocument(f"{path}: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(f"{path}: more than {MOST_BYTES >> 20} MB; split the file, by year for example")
    return data


def _as_utf8(data: bytes) -> bytes:
    """The bytes without a mark of their character set; UTF-16, which PowerShell writes behind ``>``, as UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _after_name(said: str, path: str) -> str:
    """What stands in an error behind the file's name, which the command gives with its folder."""
    for name in (path, os.path.basename(path)):
        if said.startswith((f"{name}: ", f"{name}, ")):
            return said[len(name) :]
    return f": {said}"


def _json(report: Report, path: str) -> str:
    try:
        return report_to_json(report)
    except ValueError as error:  # a place or a confidence that is no number
        raise UnreadableDocument(f"{path}: {error}; the report is not written to the file") from error


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
        raise UnreadableDocument(f"{path}: {error}; an array of reports as JSON was expected") from error
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
    return either(
        f"共 {count['reports']} 份报告，{count['look']} 份有要看的：{count['sums']} 份勾稽不符"
        f"（其中 {count['misprints']} 份指出了可能的错处），{count['blanks']} 份有可补的空白；"
        f"核验证明 {count['proofs']} 个，{count['unproven']} 份报告与自身不符；{count['failed']} 处无法读取",
        f"reports: {count['reports']}, to look at: {count['look']} (sums fail: {count['sums']}, with likely mistakes named: "
        f"{count['misprints']}; blanks to fill in: {count['blanks']}; not borne out: {count['unproven']}); "
        f"proofs checked: {count['proofs']}; not read: {count['failed']}",
    )


def _files(given: tuple[str, ...]) -> list[str]:
    paths: list[str] = []
    for path in given:
        if not os.path.isdir(path):
            paths.append(path)
            continue
        found = sorted(str(one) for one in Path(path).rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
        if not found:
            said = "目录中没有 CSV 或 JSON 文件", "no CSV or JSON file in this directory"
            _say(f"{path}: {either(*said)}")
        paths += found
    return list(dict.fromkeys(paths))


def _end(output: object, n_written: int) -> None:
    from goiextract.outfile import Output

    if isinstance(output, Output):
        (output.keep if n_written else output.discard)()


def _print(lines: list[str]) -> None:
    if lines:
        print("\n".join(lines))


def _say(message: str) -> None:
    print(f"goiextract: {message}", file=sys.stderr)
