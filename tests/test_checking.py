"""Reports proven again by code of their own; tables that people typed, searched for mistakes."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconciling import figures, lines_of, read_back

import goiextract
from goiextract.cli.check import run as run_check
from goiextract.errors import GoiextractError
from goiextract.records import Added, CellKey, Report, Status

ADDRESS = "applications.granted.total"


@cache
def lossy(seed: int) -> Report:
    """A report in which figures were lost and proven."""
    values, rng = figures(seed), random.Random(seed)
    lines = lines_of(values)
    for number in rng.sample(range(len(lines)), 3):
        lines[number][1][rng.randrange(7)] = ""
    lines.pop(rng.randrange(3, 20))
    return read_back(lines)


def changed(report: Report, key: CellKey, /, **told: object) -> Report:
    new = tuple(replace(f, **told) if f.key == key else f for f in report.figures)  # type: ignore[arg-type]
    return replace(report, figures=new)


def codes(report: Report) -> set[str]:
    return {finding.code for finding in goiextract.check(report)}


@given(st.integers(0, 5_000))
@settings(max_examples=15, deadline=None)
def test_what_the_reconciler_proves_is_borne_out(seed: int) -> None:
    report = lossy(seed)
    assert any(figure.status is Status.INFERRED for figure in report.figures)
    assert not goiextract.check(report)
    assert not goiextract.check(goiextract.report_from_json(goiextract.report_to_json(report)))


@given(st.integers(0, 30), st.data())
@settings(max_examples=60, deadline=None)
def test_a_tampered_number_in_a_proven_cell_or_its_proof_is_found(seed: int, data: st.DataObject) -> None:
    report = lossy(seed)
    rests_on_it = (Status.INFERRED, Status.BLANK)
    proven = [f for f in report.figures if f.certificate is not None and f.status in rests_on_it]
    figure = data.draw(st.sampled_from(proven))
    assert figure.certificate is not None
    how = data.draw(st.sampled_from(("number", "drop", "sign", "name", "none", "weight")))
    if how == "number":
        other = data.draw(st.integers(-5, 10**6).filter(lambda n: n != figure.consistent))
        lost = figure.status is Status.INFERRED
        assert codes(changed(report, figure.key, value=other if lost else None, consistent=other))
        return
    cut = list(figure.certificate.at_most)
    at = data.draw(st.integers(0, len(cut) - 1))
    if how == "drop":
        del cut[at]
    elif how == "sign":
        cut[at] = Added(cut[at].identity, -cut[at].sign)
    elif how == "weight":
        cut[at] = Added(cut[at].identity, 7)
    elif how == "name":
        cut[at] = Added("applicants_add_up.nobody", 1)
    certificate = None if how == "none" else replace(figure.certificate, at_most=tuple(cut))
    assert codes(changed(report, figure.key, certificate=certificate))


@given(st.integers(0, 30), st.data())
@settings(max_examples=40, deadline=None)
def test_a_printed_number_cannot_be_changed_unseen(seed: int, data: st.DataObject) -> None:
    report = lossy(seed)
    figure = data.draw(st.sampled_from([f for f in report.figures if f.status is Status.PRINTED]))
    other = data.draw(st.integers(0, 99).filter(lambda n: n != figure.value))
    assert "check_value_not_printed" in codes(changed(report, figure.key, value=other, consistent=other))
    both = changed(report, figure.key, value=other, consistent=other, printed=str(other))
    assert codes(both) & {"check_because_wrong", "check_sum_unreported", "check_proof_value"} or not figure.because


def test_contradictions_are_named_and_never_crash() -> None:
    report = lossy(3)
    printed = next(f for f in report.figures if f.status is Status.PRINTED and f.because)
    lost = next(f for f in report.figures if f.status is Status.INFERRED)
    for value in (10**40, 10**5000, -1, Decimal("NaN"), Decimal("sNaN"), Decimal("1E+999999"), Decimal("1.5")):
        for figure in (printed, lost):
            assert "check_number_impossible" in codes(changed(report, figure.key, value=value, consistent=value))
    assert "check_cell_twice" in codes(replace(report, figures=(*report.figures, printed)))
    assert "check_cell_lacking" in codes(replace(report, figures=report.figures[1:]))
    assert "check_cell_unknown" in codes(changed(report, printed.key, key=CellKey("applications", "granted", "nobody")))
    assert "check_because_unknown" in codes(changed(report, printed.key, because=("no_sum",)))
    assert "check_not_flagged" in codes(changed(report, printed.key, confidence=math.nan))
    assert "check_form_unknown" in codes(replace(report, tables=tuple(replace(t, form="1999") for t in report.tables)))
    assert "check_table_lacking" in codes(replace(report, tables=report.tables[1:]))
    assert codes(replace(report, tables=())) == {"check_table_lacking"}
    assert "check_bounds_contradict" in codes(changed(report, lost.key, bounds=(9, 3)))
    above = int(str(lost.consistent)) + 1
    assert "check_bounds_contradict" in codes(changed(report, lost.key, bounds=(above, None)))
    proof, key = next((f.certificate, f.key) for f in report.figures if f.certificate is not None and f.consistent)
    assert "check_proof_one_sided" in codes(changed(report, key, certificate=replace(proof, at_least=())))
    silent = changed(report, printed.key, status=Status.MISSING)
    assert "check_status_contradicts" in codes(silent)
    assert "check_status_contradicts" in codes(changed(report, printed.key, mark="/"))


def test_a_misprint_is_reported_and_never_called_corrected() -> None:
    lines = lines_of(figures(8))
    lines[2][1][6] = str(int(lines[2][1][6]) + 4)
    report = read_back(lines)
    assert not goiextract.check(report)  # the failing sum is said
    key = CellKey("applications", lines[2][0], "total")
    assert report[key].status is Status.CONFLICTING
    silent = replace(report, findings=tuple(f for f in report.findings if f.code != "sum_fails"))
    assert "check_sum_unreported" in codes(silent)
    right = report[key].consistent
    corrected = changed(replace(report, kind="html"), key, status=Status.CORRECTED, value=right, consistent=right)
    assert "check_corrected_text" in codes(corrected)


# ---- typed tables -----------------------------------------------------------------------------------------------


def long_csv(values: dict[CellKey, object], source: str = "甲", header: bool = True) -> str:
    lines = ["source,year,table,row,column,value"] if header else []
    return "\n".join(lines + [f"{source},2022,{','.join(key)},{value}" for key, value in values.items()]) + "\n"


def wide_csv(reports: list[dict[CellKey, object]], separator: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["机关", "年份", "人口", *map(str, reports[0])])
    for number, values in enumerate(reports):
        writer.writerow([f"第{number}局", 2022, "3.1", *values.values()])
    return text.getvalue()


def checked(data: str | bytes) -> list[Report]:
    return list(goiextract.check_table(data.encode() if isinstance(data, str) else data, name="typed.csv"))


def first_named(report: Report) -> set[CellKey]:
    named = [finding for finding in report.findings if finding.code == "likely_misprint"]
    return set(named[0].keys) if named else set()


@pytest.mark.parametrize("n_wrong", [1, 2])
def test_the_typing_mistakes_are_named_first_with_the_right_numbers(n_wrong: int) -> None:
    right, reports = 0, []
    for seed in range(20):
        rng, values = random.Random(seed), dict(figures(seed))
        typed: dict[CellKey, object] = dict(values)
        cells = rng.sample(sorted(k for k in values if values[k] > 9), n_wrong)
        if n_wrong == 2 and len({(k.row, k.column) for k in cells} & {(c.row, c.column) for c in cells}) < 2:
            continue
        for key in cells:
            digits = list(str(values[key]))
            digits[-1] = str((int(digits[-1]) + rng.randint(1, 9)) % 10)
            typed[key] = "".join(digits)
        reports.append((typed, cells, values))
    for report, (_, cells, values) in zip(checked(wide_csv([t for t, _, _ in reports])), reports, strict=True):
        wanted = {key: report[key].consistent for key in cells}
        right += first_named(report) == set(cells) and all(wanted[key] == values[key] for key in cells)
    assert right >= 0.9 * len(reports)


def test_three_shapes_in_four_encodings_say_the_same() -> None:
    values: dict[CellKey, object] = dict(figures(5))
    key = CellKey("applications", "granted", "natural_person")
    values[key] = int(str(values[key])) + 10
    tidy = goiextract.report_to_csv(replace(checked(long_csv(values))[0], source="甲"))
    shapes = [
        tidy.encode(),
        b"\xef\xbb\xbf" + long_csv(values).encode(),
        long_csv(values).replace(",", "\t").encode("utf-16"),
        wide_csv([values], ";").encode("gbk"),
    ]
    for data in shapes:
        (report,) = checked(data)
        assert first_named(report) == {key}
        assert report[key].consistent == int(str(values[key])) - 10
        assert report[key].status is Status.CONFLICTING
        assert report[key].place.line


def test_official_wordings_many_reports_and_odd_content() -> None:
    values: dict[CellKey, object] = dict(figures(6))
    total = CellKey("applications", "total", "total")
    number = values[total]
    values[total] = f"{number}件"
    blank = next(k for k, v in values.items() if v and k.column == "natural_person" and k.row == "new")
    proven, values[blank] = values[blank], ""
    text = long_csv(values, "甲") + long_csv(values | {total: ""}, "乙", header=False)
    text += "甲,2022,表三,（一）予以公开,nobody,3\n"
    text = text.replace("甲,2022,applications,granted,total", "甲,2022,表三,（一）予以公开,总计")
    one, other = checked(text)
    assert one[total].value == number
    assert one[ADDRESS].status is Status.PRINTED
    assert (one[blank].status, one[blank].consistent) == (Status.BLANK, proven)
    assert "blank_proven" in {finding.code for finding in one.findings}
    (unknown,) = [finding for finding in one.findings if finding.code == "typed_unknown"]
    assert dict(unknown.details) == {"file": "typed.csv", "line": "352", "said": "表三.（一）予以公开.nobody"}
    assert other[total].consistent == number


def as_printed(values: dict[CellKey, object], separator: str = ",") -> str:
    rows = goiextract.form_named("2021").table("applications").rows
    lines = ["指标," + ",".join(column.printed for column in rows[0].columns), "三、本年度办理结果,,,,,,,"]
    for row in rows:
        told = [str(values[CellKey("applications", row.key, column.key)]) for column in row.columns]
        lines.append(",".join([f'"{row.printed}"', *told]))
    return "\n".join(lines).replace(",", separator) + "\n"


def test_titles_addresses_excels_first_line_and_tables_as_printed() -> None:
    values: dict[CellKey, object] = dict(figures(5))
    key = CellKey("applications", "deny_secret", "natural_person")
    values[key] = int(str(values[key])) + 10
    form = goiextract.form_named("2021").table("applications")
    wording = {CellKey(form.key, row.key, c.key): (row.printed, c.printed) for row in form.rows for c in row.columns}
    official = [".".join(("表三", *wording[k])) if k in wording else str(k) for k in values]
    without_table = ["-".join(wording[k]) if k in wording else str(k) for k in values]
    shapes = [
        "sep=;\r\n" + long_csv(values).replace(",", ";"),
        "2022年依申请公开数据,,,,,\n\n" + long_csv(values),
        "2022年依申请公开数据\n" + long_csv(values).replace(",", "|"),
        "address,value\n" + "".join(f"{k},'{v}\n" for k, v in values.items()),
        *(",".join(names) + "\n" + ",".join(f'="{v}"' for v in values.values()) for names in (official, without_table)),
        as_printed(values),
        as_printed(values, "\t"),
    ]
    for text in shapes:
        (report,) = checked(text)
        assert first_named(report) == {key}
        assert report[key].consistent == int(str(values[key])) - 10
        assert sum(figure.printed is not None for figure in report.figures) == 175
        assert not {finding.code for finding in report.findings} & {"typed_unknown", "typed_line_too_long"}


def test_years_of_one_body_are_told_apart_and_figures_make_no_header() -> None:
    values: dict[CellKey, object] = dict(figures(6))
    text = long_csv(values) + long_csv(values, header=False).replace(",2022,", ",2023,")
    assert [report.source for report in checked(text)] == ["甲 2022", "甲 2023"]
    for none in ("tbl,r,c,v\n表三,其他,总计,5\n表三,其他,总计,6\n", "source,table,row,column,value\n"):
        with pytest.raises(GoiextractError, match=r"typed\.csv"):
            checked(none)


def test_a_cell_typed_twice_is_no_number_and_a_comma_too_many_no_line() -> None:
    values: dict[CellKey, object] = dict(figures(7))
    (report,) = checked(long_csv(values) + "甲,2022,applications,granted,total,99\n")
    assert report[ADDRESS].value is None
    assert "typed_twice" in {finding.code for finding in report.findings}
    values[CellKey("applications", "granted", "natural_person")] = "1,234"
    (report,) = checked(long_csv(values))
    assert "typed_line_too_long" in {finding.code for finding in report.findings}
    assert report["applications.granted.natural_person"].printed is None


def test_what_the_readme_shows_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    (block,) = (part for part in re.findall(r"^```python\n(.*?)^```", text, re.M | re.S) if "read_table" in part)
    values: dict[CellKey, object] = dict(figures(9))
    key = CellKey("applications", "granted", "natural_person")
    values[key] = int(str(values[key])) + 20
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "typed_panel.csv").write_text(long_csv(values), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    exec(block, {"goiextract": goiextract})
    assert f"（一）予以公开 · 自然人 {values[key]} → {int(str(values[key])) - 20}" in capsys.readouterr().out


def test_what_is_no_number_is_said_with_its_line() -> None:
    values: dict[CellKey, object] = dict(figures(7))
    cells = [CellKey("applications", row, "natural_person") for row in ("granted", "deny_secret", "deny_law")]
    for key, text in zip(cells, ("abc" * 99, "1.5", "1e3"), strict=True):
        values[key] = text
    (report,) = checked(long_csv(values))
    told = [finding for finding in report.findings if finding.code == "typed_no_number"]
    assert [finding.keys for finding in told] == [(key,) for key in cells]
    lines = [str(list(values).index(key) + 2) for key in cells]
    assert [dict(finding.details)["line"] for finding in told] == lines
    assert all(len(dict(finding.details)["typed"]) < 99 for finding in told)
    assert "cell_ambiguous" not in {finding.code for finding in report.findings}


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"a,b\n1,2", b"%PDF-1.4", b"PK\x03\x04", b"\x00\x01\xff" * 9, b'"', b"\xff"]
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(GoiextractError, match="typed.csv"):
        checked(data)


def test_the_command_and_its_exit_status(tmp_path: os.PathLike[str]) -> None:
    folder = os.fspath(tmp_path)

    def run(*names: str, locale: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "goiextract",
            "check",
            *(os.path.join(folder, name) for name in names[:2]),
            *names[2:],
        ]
        environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"}
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=120)

    def put(name: str, text: str) -> None:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    values: dict[CellKey, object] = dict(figures(9))
    put("good.csv", long_csv(values))
    key = CellKey("applications", "granted", "natural_person")
    put("bad.csv", long_csv(values | {key: int(str(values[key])) + 20}))
    report = lossy(2)
    told = json.loads(goiextract.report_to_json(report))
    put("whole.json", json.dumps(told, indent=1))
    lost = next(figure for figure in told["figures"] if figure["status"] == "inferred")
    lost["value"] = lost["consistent"] = lost["value"] + 1
    put("tampered.json", json.dumps(told))
    put("cut.json", json.dumps(told)[:5000])
    put("other.json", '{"a": [NaN, 1e999]}')
    out = os.path.join(folder, "out.jsonl")
    assert run("good.csv", "whole.json").returncode == 0
    bad = run("bad.csv", "tampered.json", "--json", out)
    assert bad.returncode == 1
    assert "（一）予以公开 · 自然人" in bad.stdout.splitlines()[1]
    assert ".".join((lost["key"][0], lost["key"][1])) in bad.stdout
    with open(out, encoding="utf-8") as file:
        assert len([goiextract.report_from_json(line) for line in file]) == 2
    assert "可能性" in run("bad.csv", "good.csv", locale="zh_CN.UTF-8").stdout
    with open(os.path.join(folder, "powershell.json"), "w", encoding="utf-16") as file:
        file.write(goiextract.report_to_json(report) + "\n")
    assert run("powershell.json").returncode == 0
    put("two.json", 2 * (json.dumps(told, indent=1) + "\n"))
    two = run("two.json")  # not one complaint a line
    assert (two.returncode, len(two.stderr.splitlines())) == (3, 1)
    put("array.json", json.dumps([told, told]))
    array = run("array.json")  # an array of two reports, both tampered with
    assert (array.returncode, array.stdout.count("not all borne out")) == (1, 2)
    put("strange.csv", "a,b\n1,2\n")
    assert f"{os.path.join(folder, 'strange.csv')}: no figures" in run("strange.csv").stderr
    none = run("cut.json", "other.json")
    assert (none.returncode, "Traceback" in none.stderr, none.stderr.count("not a report")) == (3, False, 2)
    assert run("good.csv", "nowhere.csv").returncode == 1
    assert run("good.csv", "bad.csv", "--json", folder).returncode == 2


def test_a_file_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("goiextract.cli.check.MOST_BYTES", 1 << 20)
    assert run_check(("/dev/zero",), None) == 3
    assert "more than 1 MB" in capsys.readouterr().err


def test_sums_that_lack_numbers_and_cannot_hold_are_one_finding_and_the_check_agrees() -> None:
    values = figures(5, 900)
    lines = [(key, texts) for key, texts in lines_of(values)]
    for key, texts in lines:
        if key == "total":
            texts[:] = ["0"] * 7
        elif key in ("deny_law", "partial"):
            texts[:] = [""] * 7
    report = read_back(lines)
    found = [one for one in report.findings if one.code == "sums_impossible"]
    assert len(found) == 1
    assert not any("?" in dict(one.details).get("parts", "") for one in report.findings)
    assert not goiextract.check(report)
