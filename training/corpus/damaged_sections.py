"""Damage around the tables: rows named in the narrative, damaged dates, headings together, lists of older years."""

from __future__ import annotations

from random import Random

from training.corpus.damage import Breakage
from training.corpus.records import Cell, Report, Table

ROWS_SAID = (
    "一、本年新收政府信息公开申请数量{b}件，二、上年结转政府信息公开申请数量{e}件，（一）予以公开{c}件，（七）总计{b}件，"
    "四、结转下年度继续办理{e}件。",
    "按申请人分：自然人{b}件，商业企业{e}件，科研机构{e}件，其他{e}件，总计{c}件。",
    "行政许可：上一年项目数量{b}，本年增/减{e}，处理决定数量{c}；行政处罚 {b} {e} {c}；规章 {e} 件。",
    "本机关不掌握相关政府信息 {b}",
    "政府集中采购 采购项目数量{b}，采购总金额{d}.{b}万元。",
    "行政复议：结果维持{e}件，结果纠正{e}件，其他结果{e}件，尚未审结{e}件，总计{b}件。",
)
DATES = (
    "本报告所列数据的统计期限自{year}11日起至{year}1231日止。",
    "本报告说明20{year}年的情况，自{year}1月1至{year}12月31止。",
    "数据期限：{year}年1月1日至{year}年1231日。",
)
INDICATORS = (
    ("主动公开政府信息数", "条"),
    ("制发规范性文件总数", "件"),
    ("通过政府网站公开政府信息数", "条"),
    ("收到申请数", "件"),
    ("申请办结数", "件"),
    ("同意公开答复数", "件"),
    ("不同意公开答复数", "件"),
    ("申请信息不存在数", "件"),
    ("行政复议数量", "件"),
    ("行政诉讼数量", "件"),
    ("依申请公开信息收取的费用", "万元"),
)


def rows_in_narrative(rng: Random, report: Report) -> bool:
    """Sentences before the tables that name rows and columns of the form, with numbers that are not theirs."""
    report.look["said"] = " ".join(str(n) for n in sorted(rng.sample(range(len(ROWS_SAID)), rng.randint(2, 4))))
    return True


def damaged_dates(rng: Random, report: Report) -> bool:
    """Digits or the words around them lost from dates: 201911日起至20191231日止, 202020年."""
    report.look["dates"] = str(rng.randrange(len(DATES)))
    return True


def headings_together(rng: Random, report: Report) -> bool:
    """The headings of 表二 and 表三 follow each other, then come both tables."""
    report.look["headings_together"] = "yes"
    return "one_grid" not in report.look or not report.look.pop("headings_together")


def indicator_list(rng: Random, report: Report) -> bool:
    """The list of indicators of the years before 2019 in place of the tables: no cell of the form is there."""
    report.look["missing"] = "proactive applications review_litigation"
    report.look["indicators"] = rng.choice(("glued", "table", "lines"))
    return True


def footnote(rng: Random, report: Report) -> bool:
    """A remark below a table."""
    report.look["footnote"] = rng.choice(("proactive", "applications", "review_litigation", "review_litigation"))
    return True


def indicators(rng: Random, shape: str) -> list[str | Table]:
    """The list of indicators, with one figure or two, `glued`, as `lines` or as a `table`."""
    counts = [str(rng.randint(0, 5000)) for _ in INDICATORS]
    if shape == "table":
        rows = [[Cell(text, "head") for text in ("指标名称", "计量单位", "2018年")]]
        for (name, unit), count in zip(INDICATORS, counts, strict=True):
            rows.append([Cell(name, "stub"), Cell(unit, "extra"), Cell(count, "extra")])
        return [Table(rows, [200, 60, 80], 1)]
    gap = "" if shape == "glued" else "\u3000"
    said = [f"{name}{gap}{unit}{gap}{count}" for (name, unit), count in zip(INDICATORS, counts, strict=True)]
    return ["".join(said)] if shape == "glued" and rng.random() < 0.5 else list(said)


SECTION_BREAKAGES = (
    Breakage("rows_in_narrative", 3, rows_in_narrative),
    Breakage("damaged_dates", 2, damaged_dates),
    Breakage("headings_together", 1, headings_together),
    Breakage("indicator_list", 0.7, indicator_list),
    Breakage("footnote", 0.15, footnote, beside=True),
)
