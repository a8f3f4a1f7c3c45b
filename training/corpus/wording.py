"""The official words beside the figures, by name: ``applications.granted``, ``column.applications.total``, ``heading.…``."""

from __future__ import annotations

from training.corpus.records import TABLES, Report

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
FIXED = {
    "corner": CORNER,
    "applicants": "申请人情况",
    "organisations": "法人或其他组织",
    "content": "信息内容",
    "review": "行政复议",
    "litigation": "行政诉讼",
    "heading.overview": "一、总体情况",
    "heading.problems": "五、存在的主要问题及改进情况",
    "heading.others": "六、其他需要报告的事项",
}


def official_labels(report: Report) -> dict[str, str]:
    """Every label of the report's forms in the wording of the notice."""
    labels = dict(FIXED)
    for name in TABLES:
        table = report.forms[name].table(name)
        labels[f"heading.{name}"] = table.heading
        for number, block in enumerate(table.blocks):
            labels[f"block.{number}"] = block
        for line in table.lines:
            labels[f"{name}.{line.key}"] = line.printed
            for column in line.columns:
                labels[f"column.{name}.{column.key}"] = column.printed
    return labels


def usual_look() -> dict[str, str]:
    """How most offices set the tables; `unusual_ways` has the others."""
    return {"total_head": "second line", "short_block": "span", "outcome_stub": "plain", "sixth_label": "span"}
