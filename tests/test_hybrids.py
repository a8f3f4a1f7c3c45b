"""Tables that are no form's: rows of the other form, rows of none, groups with figures, notes that name other rows.

Each such label must be read right, or the model must say that it does not know: `none`, or less than `SURE`. It must
never be surely another row. The rows around it must be read as without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pytest
from made_documents import text_report

from goiextract import extract
from goiextract.forms import form_named
from goiextract.labelling.model import RowModel
from goiextract.records import Status

MODEL = RowModel.load()
SURE = 0.9  # what prelabel shows without a doubt

RIGHT, SILENT, DOUBTED, FORCED = "right", "none", "in doubt", "forced"


class Printed(NamedTuple):
    """A fragment of a table: text, figures beside it, what it is; `odd`: it is what the test is about."""

    text: str
    figures: int
    label: str
    odd: bool = False


def report(form: str) -> list[Printed]:
    """A whole report of a form, as laid out, all rows as printed."""
    found = [Printed("青禾区水利局政府信息公开工作年度报告", 0, "none"), Printed("一、总体情况", 0, "none")]
    for table in form_named(form).tables:
        heads = [Printed(column.printed, 0, f"header.{table.key}") for column in table.rows[0].columns]
        found.append(Printed(table.heading, 0, f"heading.{table.key}"))
        if table.layout == "side_by_side":
            found += [Printed(row.printed, 0, f"{table.key}.{row.key}") for row in table.rows]
            found += heads * len(table.rows)
            continue
        block = ""
        if table.layout == "rows":
            found += [Printed("申请人情况", 0, f"header.{table.key}"), *heads]
        for line in table.lines:
            if table.layout == "blocks" and line.under != block:
                block = line.under
                found.append(Printed(block, 0, f"heading.{table.key}"))
                found.append(Printed("信息内容", 0, f"header.{table.key}"))
                found += [Printed(column.printed, 0, f"header.{table.key}") for column in line.columns]
            found.append(Printed(line.printed, len(line.columns), f"{table.key}.{line.key}"))
    return [*found, Printed("五、存在的主要问题及改进情况", 0, "none")]


def at(rows: Sequence[Printed], label: str) -> int:
    return next(n for n, row in enumerate(rows) if row.label == label)


def without(rows: Sequence[Printed], *labels: str) -> list[Printed]:
    return [row for row in rows if row.label not in labels]


def instead(rows: Sequence[Printed], label: str, text: str, figures: int | None = None) -> list[Printed]:
    """The row of that label printed otherwise."""
    n = at(rows, label)
    return [*rows[:n], Printed(text, rows[n].figures if figures is None else figures, label, True), *rows[n + 1 :]]


def after(rows: Sequence[Printed], label: str, *new: Printed) -> list[Printed]:
    n = at(rows, label) + 1
    return [*rows[:n], *(one._replace(odd=True) for one in new), *rows[n:]]


def outcome(one: Printed, row: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    best = int(row.argmax())
    if MODEL.labels[best] == one.label:
        return RIGHT
    if MODEL.labels[best] == "none":
        return SILENT
    return DOUBTED if row[best] < SURE else FORCED


def outcomes(rows: Sequence[Printed]) -> list[tuple[Printed, str, str]]:
    """Every fragment, how it was read, and as what."""
    chances = np.exp(MODEL.scores_in_order([one.text for one in rows], [one.figures for one in rows]))
    return [
        (one, outcome(one, row), f"{MODEL.labels[int(row.argmax())]} {row.max():.2f}")
        for one, row in zip(rows, chances, strict=True)
    ]


GROUPS = {
    "denied": ("deny_",),
    "unable": ("unable_",),
    "refuse": ("refuse_",),
    "other": ("other_",),
}


def group_alone(*groups: str) -> list[Printed]:
    """Groups that are printed as one row with its figures, without their rows."""
    rows = report("2021")
    for group in groups:
        rows = [row for row in rows if not row.label.startswith(f"applications.{GROUPS[group][0]}")]
        rows = instead(rows, f"applications.{group}", rows[at(rows, f"applications.{group}")].text, 7)
    return rows


def group_with_sum(group: str) -> list[Printed]:
    """A group that has figures of its own above those of its rows."""
    rows = report("2021")
    return instead(rows, f"applications.{group}", rows[at(rows, f"applications.{group}")].text, 7)


def other_form(form: str, swaps: Iterable[tuple[str, str]]) -> list[Printed]:
    rows = report(form)
    for label, text in swaps:
        rows = instead(rows, label, text)
    return rows


def old_heads_in_new() -> list[Printed]:
    heads = {"本年制发件数": "本年新制作数量", "本年废止件数": "本年新公开数量", "现行有效件数": "对外公开总数量"}
    heads["本年处理决定数量"] = "处理决定数量"
    return [one._replace(text=heads[one.text], odd=True) if one.text in heads else one for one in report("2021")]


def new_heads_in_old() -> list[Printed]:
    heads = {"本年新制作数量": "本年制发件数", "本年新公开数量": "本年废止件数", "对外公开总数量": "现行有效件数"}
    heads["处理决定数量"] = "本年处理决定数量"
    return [one._replace(text=heads[one.text], odd=True) if one.text in heads else one for one in report("2019")]


def is_row(text: str, label: str, figures: int) -> Printed:
    return Printed(text, figures, label)


OLD_PROACTIVE = [
    ("proactive.penalties", is_row("其他对外管理服务事项", "proactive.other_services", 3)),
    ("proactive.fees", is_row("政府集中采购", "proactive.procurement", 2)),
]
OVERDUE = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"

#: Notes in a label that name other rows.
NOTES = {
    "applications.carried_in": "二、上年结转政府信息公开申请数量（应等于上年报告的结转下年度继续办理数）",
    "applications.granted": "（一）予以公开（部分公开、不予公开的不计入）",
    "applications.deny_secret": "1.属于国家秘密（不含其他法律行政法规禁止公开的）",
    "applications.deny_third_party": "4.保护第三方合法权益（商业秘密、个人隐私，不含属于行政执法案卷的）",
    "applications.deny_process": "6.属于四类过程性信息（三类内部事务信息填上一行）",
    "applications.unable_no_ready": "2.没有现成信息需要另行制作（本机关不掌握的填上一行）",
    "applications.refuse_repeat": "2.重复申请（无正当理由大量反复申请不计）",
    "applications.refuse_petition": "1.信访举报投诉类申请（含重复申请）",
    "applications.total": "（七）总计（=予以公开+部分公开+不予公开+无法提供+不予处理+其他处理）",
    "applications.carried_out": "四、结转下年度继续办理（=本年新收+上年结转-总计）",
    "proactive.penalties": "行政处罚（不含行政强制、行政许可）",
    "proactive.licensing": "行政许可（不含行政处罚和行政强制）",
    "proactive.rules": "规章（行政规范性文件填下一行）",
}

#: Rows that no form has: where they stand, what is printed, how many figures.
STRANGERS = [
    ("proactive.normative_documents", "其他主动公开文件", 3),
    ("proactive.normative_documents", "政策解读材料", 3),
    ("proactive.coercion", "行政检查", 1),
    ("proactive.fees", "备注", 0),
    ("applications.deny_inquiry", "9.属于工作秘密", 7),
    ("applications.deny_inquiry", "9.其他不予公开的情形", 7),
    ("applications.unable_unclear", "4.信息已经移交档案馆", 7),
    ("applications.refuse_confirm", "6.已经主动公开告知获取途径", 7),
    ("applications.total", "其中：网上平台提交", 7),
    ("applications.total", "备注：本表由办公室填写", 0),
    ("applications.carried_out", "备注", 7),
    ("applications.carried_out", "五、平均办理天数", 1),
    ("applications.carried_in", "其中：涉企业申请", 7),
    ("applications.partial", "（二之一）告知已主动公开", 7),
]

#: What a person reads without doubt.
HYBRIDS: dict[str, list[Printed]] = {
    **{f"{group} as one row": group_alone(group) for group in GROUPS},
    "all groups as one row each": group_alone(*GROUPS),
    **{f"{group} with its sum": group_with_sum(group) for group in GROUPS},
    "2019 其他处理 in 2021": instead(
        without(
            report("2021"),
            "applications.other_overdue_correction",
            "applications.other_fee_unpaid",
            "applications.other_other",
        ),
        "applications.other",
        "（六）其他处理",
        7,
    ),
    "2019 规范性文件 in 2021": other_form("2021", [("proactive.normative_documents", "规范性文件")]),
    "2019 columns in 2021": old_heads_in_new(),
    **{f"2019 {new.text} in 2021": after(report("2021"), label, new) for label, new in OLD_PROACTIVE},
    "2021 行政规范性文件 in 2019": other_form("2019", [("proactive.normative_documents", "行政规范性文件")]),
    "2021 columns in 2019": new_heads_in_old(),
    "2021 sub-rows of 其他处理 in 2019": after(
        instead(report("2019"), "applications.other", "（六）其他处理", 0),
        "applications.other",
        is_row(OVERDUE, "applications.other_overdue_correction", 7),
        is_row(UNPAID, "applications.other_fee_unpaid", 7),
        is_row("3.其他", "applications.other_other", 7),
    ),
    **{f"note in {label}": instead(report("2021"), label, text) for label, text in NOTES.items()},
    "all notes at once": [
        row._replace(text=NOTES[row.label], odd=True) if row.label in NOTES else row for row in report("2021")
    ],
    "bare 其他 as row": instead(report("2021"), "applications.other_other", "其他"),
    "bare 总计 as row": instead(report("2021"), "applications.total", "总计"),
    "bare 其他 in 2019": instead(report("2019"), "applications.other", "其他"),
    "其他 and 总计 as columns": [row._replace(odd=row.text in ("其他", "总计")) for row in report("2021")],
    "columns after the rows": [
        row._replace(odd=row.text in ("其他", "总计"))
        for row in [r for r in report("2021") if r.label != "header.applications"]
        + [r for r in report("2021") if r.label == "header.applications"]
    ],
}

#: Rows of none that stand between rows of the form, none of which is missing.
BETWEEN: dict[str, list[Printed]] = {
    **{f"stranger {text}": after(report("2021"), label, Printed(text, n, "none")) for label, text, n in STRANGERS},
    "a 其他 row in 不予公开": after(report("2021"), "applications.deny_inquiry", Printed("9.其他", 7, "none")),
    "a 其他 row in 无法提供": after(report("2021"), "applications.unable_unclear", Printed("4.其他", 7, "none")),
    "a 总计 row in 表二": after(report("2021"), "proactive.fees", Printed("总计", 3, "none")),
    "a 合计 row in 不予公开": after(report("2021"), "applications.deny_inquiry", Printed("合计", 7, "none")),
    "小计 in every group": after(
        after(report("2021"), "applications.deny_inquiry", Printed("小计", 7, "none")),
        "applications.unable_unclear",
        Printed("小计", 7, "none"),
    ),
}

#: Rows of none that stand where a row of the form is missing: the place speaks for that row.
IN_PLACE: dict[str, list[Printed]] = {
    f"{text} for {label}": without(after(report("2021"), label, Printed(text, n, "none")), label)
    for label, text, n in (
        ("applications.deny_inquiry", "9.属于工作秘密", 7),
        ("applications.deny_enforcement", "7.属于涉密会议材料", 7),
        ("applications.unable_unclear", "3.信息已经移交档案馆", 7),
        ("applications.refuse_publication", "3.已经主动公开告知获取途径", 7),
        ("applications.refuse_mass", "4.其中：网上平台提交", 7),
        ("applications.carried_out", "四、平均办理天数", 7),
        ("applications.partial", "（二）申请人主动撤回", 7),
        ("proactive.coercion", "行政检查", 1),
        ("proactive.penalties", "行政裁决", 1),
        ("proactive.normative_documents", "其他主动公开文件", 3),
        ("proactive.normative_documents", "政策解读材料", 3),
        ("proactive.fees", "财政预决算", 1),
    )
}


def said(found: Sequence[tuple[Printed, str, str]]) -> list[str]:
    return [f"{one.text} is {one.label}: {how}, {read}" for one, how, read in found]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_forms_themselves_are_read(form: str) -> None:
    assert not said([one for one in outcomes(report(form)) if one[1] != RIGHT])


@pytest.mark.parametrize("name", HYBRIDS)
def test_a_hybrid_is_read_and_costs_no_other_row(name: str) -> None:
    found = outcomes(HYBRIDS[name])
    assert any(one.odd for one, _, _ in found)
    assert not said([one for one in found if one[1] == FORCED])
    assert not said([one for one in found if one[1] != RIGHT and not one[0].odd])


def test_nearly_all_hybrids_are_right_not_only_doubted() -> None:
    odd = [one for rows in HYBRIDS.values() for one in outcomes(rows) if one[0].odd]
    wrong = [one for one in odd if one[1] != RIGHT]
    assert len(odd) > 60
    assert len(wrong) <= 0.05 * len(odd), said(wrong)


@pytest.mark.parametrize("name", BETWEEN)
def test_a_row_of_none_between_rows_costs_no_other_row(name: str) -> None:
    assert not said([one for one in outcomes(BETWEEN[name]) if one[1] != RIGHT and not one[0].odd])


def test_few_rows_of_none_are_surely_a_row() -> None:
    """Those that are share most of their words with a row (9.属于工作秘密), or are a bare 其他 in another group."""
    odd = [one for rows in BETWEEN.values() for one in outcomes(rows) if one[0].odd]
    forced = [one for one in odd if one[1] == FORCED]
    assert len(odd) >= 18
    assert len(forced) <= 0.25 * len(odd), said(forced)


def test_a_row_of_none_in_place_of_a_row_is_seldom_surely_that_row_by_its_words() -> None:
    """In its place it often is (rows in words no one knows are told so); its own words must not say so as well."""
    odd = [one for rows in IN_PLACE.values() for one in rows if one.odd]
    alone = np.exp(MODEL.scores([one.text for one in odd]))
    read = [(one, outcome(one, row), f"{row.max():.2f}") for one, row in zip(odd, alone, strict=True)]
    forced = [one for one in read if one[1] == FORCED]
    assert len(forced) <= 0.25 * len(odd), said(forced)
    for rows in IN_PLACE.values():
        assert not said([one for one in outcomes(rows) if one[1] != RIGHT and not one[0].odd])


@pytest.mark.parametrize(("row", "text"), [("行政强制", "行政检查"), ("行政规范性文件", "其他主动公开文件")])
def test_a_row_of_none_in_place_of_a_row_without_sums_is_not_taken_silently(row: str, text: str) -> None:
    key = {line.printed: line.key for line in form_named("2021").table("proactive").lines}[row]
    page = text_report()
    assert f"{row}\t0" in page
    found = extract(page.replace(f"{row}\t0", f"{text}\t5").encode(), name="甲.txt")
    figures = [figure for figure in found.figures if figure.key.table == "proactive" and figure.key.row == key]
    silent = [figure for figure in figures if figure.value == 5 and figure.status is Status.PRINTED]
    assert not silent or any(finding.level != "note" for finding in found.findings)
