"""Damage to single labels: letters below one another, ordinals apart, a page number inside, half a head, other script."""

from __future__ import annotations

import re
from random import Random

from training.corpus.damage import Breakage
from training.corpus.records import Report

A = "applications."
GROUPS = (A + "outcome", A + "denied", A + "unable", A + "refuse", A + "other")
ABROAD = {"文件": "檔案", "信息": "資訊", "数据": "數據"}  # word for word into the script and words of Taiwan
FIRST_LINES = {
    "column.proactive.made": "本年新",
    "column.proactive.published": "本年新",
    "column.proactive.issued": "本年制发",
    "column.proactive.repealed": "本年废止",
    "column.proactive.in_force": "现行",
    "column.proactive.previous_items": "上一年",
    "column.proactive.decisions": "处理决定",
    "column.applications.commercial_enterprise": "商业",
    "column.applications.research_institution": "科研",
    "column.applications.public_welfare_org": "社会公益",
    "column.applications.legal_service_org": "法律服务",
}


def upright_labels(rng: Random, report: Report) -> bool:
    """Labels of groups one or two letters a line: 三⏎、⏎本⏎年⏎度, （五）⏎不予⏎处理."""
    letters = rng.random() < 0.6
    for name in GROUPS:
        text = report.labels.get(name, "")
        if letters:
            report.labels[name] = "\n".join(text)
        else:
            report.labels[name] = "\n".join(re.findall(r"^[（(].[）)]|^.、|.{1,2}", text))
    return True


def ordinal_apart(rng: Random, report: Report) -> bool:
    """（三） and its words with a blank or a line break between."""
    gap = rng.choice((" ", "\n", "\u3000"))
    for name, text in report.labels.items():
        if name.startswith(A):
            report.labels[name] = re.sub(r"^([（(].[）)])(?=.)", rf"\1{gap}", text)
    return True


def taiwan_words(rng: Random, report: Report) -> bool:
    """Words put into those of another region: 規範性文件 becomes 規範性檔案."""
    from training.corpus.traditional import to_traditional

    words = dict(rng.sample(sorted(ABROAD.items()), rng.randint(1, 2))) | {"文件": "檔案"}
    for name, text in report.labels.items():
        for word, abroad in words.items():
            text = text.replace(word, abroad)
        report.labels[name] = to_traditional(text)
    return True


def number_in_label(rng: Random, report: Report) -> bool:
    """The number of the page within one or two labels."""
    names = [f"{name}.{row.key}" for name, form in report.forms.items() for row in form.table(name).rows]
    number = rng.choice(("1", "1", "2", "- 3 -"))
    for name in rng.sample([name for name in names if len(report.labels[name]) > 5], rng.randint(1, 2)):
        at = rng.randint(3, len(report.labels[name]) - 1)
        report.labels[name] = report.labels[name][:at] + number + report.labels[name][at:]
    return True


def head_line_lost(rng: Random, report: Report) -> bool:
    """The second line of broken column heads is gone: 本年新 | 本年新."""
    table = rng.choice(("column.proactive", "column.applications"))
    names = [name for name in FIRST_LINES if name.startswith(table) and name in report.labels]
    for name in names if rng.random() < 0.6 else rng.sample(names, min(2, len(names))):
        report.labels[name] = FIRST_LINES[name]
    return bool(names)


def outcome_absent(rng: Random, report: Report) -> bool:
    """三、本年度办理结果 is printed nowhere."""
    report.labels[A + "outcome"] = ""
    return True


WORD_BREAKAGES = (
    Breakage(
        "upright_labels",
        3,
        upright_labels,
        only=("html_", "docx", "pdf_", "scan_", "text_cells", "text_pipes", "text_rows", "text_markdown"),
    ),
    Breakage("ordinal_apart", 2.5, ordinal_apart),
    Breakage("taiwan_words", 0.7, taiwan_words),
    Breakage("number_in_label", 1.5, number_in_label, only=("text_",), without=("text_glued", "text_layout")),
    Breakage("head_line_lost", 2, head_line_lost),
    Breakage("outcome_absent", 1.5, outcome_absent),
)
