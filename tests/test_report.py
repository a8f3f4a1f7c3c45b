import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_reports import made_report
from rich.cells import cell_len

from goiextract.errors import UnreadableDocument
from goiextract.forms import form_named, forms
from goiextract.records import Box, CellKey, Doubt, Figure, Finding, Place, Report, Status, TableResult
from goiextract.report import report_from_json, report_to_csv, report_to_json
from goiextract.report.notebook import report_to_html
from goiextract.report.schema import report_schema, schema_of_records
from goiextract.report.terminal import report_to_text

numbers = st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=8) | st.sampled_from(["\udc80", "a,b", '"', "\u2028", "\r\n"])
lengths = st.floats(0, 1e6)
keys = st.builds(CellKey, texts, texts, texts)
ordinals = st.none() | st.integers(1, 999)
places = st.builds(Place, ordinals, st.none() | st.builds(Box, lengths, lengths, lengths, lengths), *[ordinals] * 6)
some_texts = st.lists(texts, max_size=2).map(tuple)
figures = st.builds(
    Figure,
    key=keys,
    printed=st.none() | texts,
    value=numbers,
    consistent=numbers,
    status=st.sampled_from(Status),
    confidence=st.floats(0, 1),
    flagged=st.booleans(),
    unit=texts,
    place=places,
    because=some_texts,
    bounds=st.none() | st.tuples(st.none() | st.integers(), st.none() | st.integers()),
    mark=texts,
    readings=some_texts,
    doubts=st.lists(st.sampled_from(Doubt), max_size=2).map(tuple),
    decision=texts,
    decided=texts,
)
findings = st.builds(
    Finding,
    code=texts,
    level=st.sampled_from(["note", "warning", "error"]),
    details=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    table=texts,
    keys=st.lists(keys, max_size=2).map(tuple),
    place=places,
)
reports = st.builds(
    Report,
    source=texts,
    kind=texts,
    sha256=texts,
    agency=texts,
    year=st.none() | st.integers(2000, 2100),
    tables=st.lists(st.builds(TableResult, texts, texts, st.booleans(), st.none() | st.booleans()), max_size=3).map(
        tuple
    ),
    figures=st.lists(figures, max_size=4).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
    versions=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


validator = jsonschema.Draft202012Validator(json.loads(report_schema()))


@given(reports)
@settings(max_examples=100, deadline=None)
def test_json_gives_back_the_same_report_and_fits_the_schema(report):
    line = report_to_json(report)
    assert "\n" not in line
    assert report_from_json(line) == report
    written = line.encode("utf-8", "backslashreplace")  # what the command writes
    assert report_from_json(written) == report
    validator.validate(json.loads(line))


def test_money_keeps_its_digits():
    report = made_report()
    fees = report["proactive.fees.amount"]
    exact = replace(fees, value=Decimal("24252.311080"))
    line = report_to_json(replace(report, figures=(exact,)))
    assert '"24252.311080"' in line
    assert str(report_from_json(line).figures[0].value) == "24252.311080"


def test_the_published_schema_is_that_of_the_records():
    assert report_schema() == schema_of_records(), (
        'the records have changed: python -c "from goiextract.report.schema import publish; publish()", '
        "and a new version if the meaning has"
    )
    jsonschema.Draft202012Validator.check_schema(json.loads(report_schema()))


def test_the_schema_refuses_what_is_not_a_report():
    bad = json.loads(report_to_json(made_report()))
    bad["figures"][0]["status"] = "guessed"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, json.loads(report_schema()))


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"schema_version": 2}', '{"figures": 3}', "[" * 100_000, b"\xff\xfe"]
)
def test_json_of_something_else_is_refused_with_a_reason(text):
    with pytest.raises(UnreadableDocument):
        report_from_json(text)


@pytest.mark.parametrize("version", ["3", "0", '"2"', "true", "null", "2.0", '"' + "9" * 500 + '"'])
def test_json_of_a_version_that_is_not_known_is_refused_with_a_sentence(version):
    text = report_to_json(made_report()).replace('"schema_version": 2', f'"schema_version": {version}')
    with pytest.raises(UnreadableDocument, match="schema version .{1,41}, and versions 1 and 2 are read"):
        report_from_json(text)


def test_the_csv_is_the_contract():
    text = report_to_csv(made_report("甲,乙.pdf"))
    assert text.startswith(
        "source,form,table,row,column,printed,value,consistent,status,confidence,flagged,page,x0,top,x1,bottom,because,"
        "readings,doubts,mark,unit,agency,year,sha256,decision,decided\n"
    )
    lines = list(csv.DictReader(io.StringIO(text)))
    report = made_report()
    assert [(line["table"], line["row"], line["column"]) for line in lines] == [tuple(f.key) for f in report.figures]
    by_key = {f"{line['table']}.{line['row']}.{line['column']}": line for line in lines}
    conflicting = by_key["applications.granted.natural_person"]
    assert conflicting == {
        "source": "甲,乙.pdf",
        "form": "2021",
        "table": "applications",
        "row": "granted",
        "column": "natural_person",
        "printed": "12",
        "value": "12",
        "consistent": "",
        "status": "conflicting",
        "confidence": "0.5000",
        "flagged": "true",
        "page": "2",
        "x0": "100.00",
        "top": "200.13",
        "x1": "120.50",
        "bottom": "211.00",
        "because": "outcomes_add_up.total applicants_add_up.granted",
        "readings": "",
        "doubts": "",
        "mark": "",
        "unit": "件",
        "agency": "青禾区桥头街道办事处",
        "year": "2021",
        "sha256": "0" * 64,
        "decision": "",
        "decided": "",
    }
    assert by_key["proactive.fees.amount"]["value"] == "9.50"
    assert by_key["applications.partial.other_org"]["printed"] == ""
    assert by_key["applications.partial.other_org"]["status"] == "blank"
    assert by_key["applications.deny_secret.total"]["page"] == ""
    assert by_key["proactive.rules.issued"]["confidence"] == "0.9999"  # 0.99996 is not certain


def open_report(**told):
    """With one open cell that has all that the contract says of one."""
    report = made_report(findings=())
    row = CellKey("applications", "deny_law", "natural_person")
    given = {
        "printed": "2",
        "readings": ("2", "23", ""),
        "doubts": (Doubt.ROW_CONTESTED, Doubt.PLACE_UNSETTLED),
        "decision": "23",
        "decided": "2026-12-01, 张三",
    } | told
    changed = replace(report[row], value=None, status=Status.AMBIGUOUS, flagged=True, **given)
    return replace(report, figures=tuple(changed if figure.key == row else figure for figure in report.figures))


def open_line(report):
    (line,) = [line for line in csv.DictReader(io.StringIO(report_to_csv(report))) if line["doubts"] or line["mark"]]
    return line


def test_an_open_cell_says_in_the_csv_what_it_may_be_and_why():
    line = open_line(open_report())
    assert line["readings"].split(" | ") == ["2", "23", ""]
    assert line["doubts"].split() == ["row_contested", "place_unsettled"]
    assert (line["printed"], line["value"], line["mark"]) == ("2", "", "")
    assert (line["decision"], line["decided"]) == ("23", "2026-12-01, 张三")
    odd = open_line(open_report(readings=("1 | 2", "|", "=A1"), mark="=cmd()", decision="+1+1"))
    assert odd["readings"].split(" | ") == ["1 ｜ 2", "｜", "=A1"]
    assert (odd["mark"], odd["decision"]) == ("'=cmd()", "'+1+1")


def test_the_screen_says_why_a_cell_is_open_what_it_may_be_and_what_stands_there():
    report = open_report()
    english, chinese = report_to_text(report, 80, "en"), report_to_text(report, 80, "zh")
    assert "another line or row fits nearly as well" in " ".join(english.split())
    assert "自然人 (2 | 23 | blank)" in " ".join(english.split())
    assert "另一行与此行几乎同样吻合" in "".join(chinese.split())
    assert next(line for line in english.splitlines() if "法规禁止" in line).split()[1] == "?"  # and not 2
    assert max(map(cell_len, english.splitlines())) <= 80
    html = report_to_html(report, "en")
    assert html.count("another line or row fits nearly as well") == 2  # behind the pointer and below
    assert "2 | 23 | blank" in html
    unread = open_report(readings=(), mark="见附件", doubts=(Doubt.NOT_READ,), printed="")
    assert "自然人（见附件）" in "".join(report_to_text(unread, 80, "zh").split())
    assert "见附件?" in report_to_text(unread, 80, "zh")


def test_a_finding_that_says_only_that_a_cell_is_open_gives_way_to_the_reason():
    row, other = (CellKey("applications", name, "natural_person") for name in ("deny_law", "deny_safety"))
    about = (("cell", "x"), ("printed", "2 | 23"))
    open_ones = tuple(Finding("cell_ambiguous", "warning", about, keys=(key,)) for key in (row, other))
    for report, count in ((open_report(), 1), (open_report(doubts=()), 2)):
        text = report_to_text(replace(report, findings=open_ones), 80, "en")
        assert text.count("not settled") == count


def test_what_a_mark_on_the_screen_says_is_not_said_again():
    report = made_report(findings=())
    marks = {Status.CONFLICTING: Doubt.SUM_FAILS, Status.MISSING: Doubt.NOT_FOUND, Status.CORRECTED: Doubt.CORRECTED}
    figures = tuple(replace(f, doubts=(marks[f.status],) if f.status in marks else ()) for f in report.figures)
    plain = report_to_text(replace(report, figures=figures), 80, "en")
    assert plain == report_to_text(report, 80, "en")
    more = tuple(replace(f, doubts=(*f.doubts, Doubt.ROW_CONTESTED)) if f.doubts else f for f in figures)
    assert "another line or row" in report_to_text(replace(report, figures=more), 80, "en")


def test_money_in_the_csv_has_no_exponent():
    report = made_report()
    large = replace(report["proactive.fees.amount"], value=Decimal("1.5E+7"))
    assert ",15000000," in report_to_csv(replace(report, figures=(large,)))


@pytest.mark.parametrize("form", [form.name for form in forms()])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_view_shows_the_form_in_80_columns(form, language):
    text = report_to_text(made_report(form=form), 80, language)
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "\x1b" not in text
    squeezed = "".join(text.split())
    for table in form_named(form).tables:
        assert table.heading in text
        for line in table.lines:
            if table.layout != "side_by_side":
                assert line.printed[:12].translate(str.maketrans("“”", '""')) in squeezed
    granted = next(line for line in text.splitlines() if "予以公开" in line and "不" not in line)
    assert granted.split()[1:] == ["12!", "15", "16", "17", "18", "19", "31="]
    partial = next(line for line in text.splitlines() if "部分公开" in line)
    assert partial.rstrip().endswith("25        27")  # a blank is blank
    assert next(line for line in text.splitlines() if "国家秘密" in line).rstrip().endswith("·")
    assert next(line for line in text.splitlines() if "法规禁止" in line).rstrip().endswith("17?")


def test_the_view_says_when_a_table_is_not_there_and_shows_no_dots_for_it():
    report = made_report()
    tables = tuple(replace(table, found=table.table == "proactive") for table in report.tables)
    text = report_to_text(replace(report, tables=tables), 80, "en")
    assert text.count("not found in this document") == 2
    assert "自然" not in text


def test_large_figures_do_not_lose_digits():
    report = made_report()
    figures = tuple(
        replace(f, value=123_456_789_012) if f.key.column == "total" else f
        for f in report.figures
        if f.value is not None
    )
    text = report_to_text(replace(report, figures=figures), 80, "en")
    assert text.count("123456789012") == sum(f.key.column == "total" for f in figures)


def test_text_of_the_document_cannot_act_on_the_terminal():
    hostile = made_report(source="\x1b[2J\u202efdp.exe", agency="[red]\x1b]0;title\x07局[/red]\n第二行")
    text = report_to_text(hostile, 80, "en")
    assert not any(char in text for char in "\x1b\x07\u202e")
    assert "[red]" in text


five_readings = st.lists(
    st.tuples(
        st.none() | texts, numbers, st.sampled_from(Status), st.booleans(), texts, some_texts, st.sampled_from(Doubt)
    ),
    min_size=5,
    max_size=5,
)


@given(five_readings, texts, st.integers(20, 120), st.lists(findings, max_size=3).map(tuple))
@settings(max_examples=60, deadline=None)
def test_nothing_that_a_page_says_breaks_the_view_or_the_csv(readings, text, width, said):
    report = made_report(source=text, agency=text, findings=said)
    changed = tuple(
        replace(figure, printed=p, value=v, status=s, flagged=f, mark=m, readings=r, doubts=(d,), decision=m, decided=m)
        for figure, (p, v, s, f, m, r, d) in zip(report.figures[::40], readings, strict=True)
    )
    report = replace(report, figures=changed)
    assert "\x1b" not in report_to_text(report, width, "zh") + report_to_html(report, "zh")
    assert len(report_to_csv(report).splitlines()) == 1 + len(changed)
    assert [len(line) for line in csv.reader(io.StringIO(report_to_csv(report)))] == [26] * (1 + len(changed))


def test_findings_are_sentences_in_the_readers_language():
    found = Finding("table_missing", "error", (("heading", "四、政府信息公开行政复议、行政诉讼情况"),))
    report = made_report(findings=(found,))
    assert "没有找到" in report_to_text(report, 80, "zh")
    english = report_to_text(report, 80, "en")
    assert "was not found" in english
    assert "行政复议" in english


def test_a_reading_that_is_not_asserted_is_never_shown_cut_short():
    report = made_report()
    unsure = [
        replace(figure, printed=printed, value=None, status=Status.AMBIGUOUS, flagged=True, readings=readings)
        for figure, (printed, *readings) in zip(
            report.figures, [("7", "7", "77", "777"), ("12345678901234",), ("78",)], strict=False
        )
    ]
    text = report_to_text(replace(report, figures=(*unsure, *report.figures[3:])), 80, "en")
    assert "1234" not in text
    assert next(line for line in text.splitlines() if "规章" in line).split() == ["规章", "?", "?", "78?"]


def test_findings_that_repeat_are_counted_and_not_all_shown():
    report = made_report(findings=tuple(Finding(f"code_{n % 2}", "warning") for n in range(30)))
    assert "and 18 more" in report_to_text(report, 80, "en")
