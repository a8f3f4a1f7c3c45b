"""Tables that look like the form's and are not: departments' requests, and last year's figures."""

from __future__ import annotations

from random import Random

from training.corpus.records import Cell, Report, Table

DEPARTMENTS = ("教育局", "民政局", "财政局", "交通运输局", "水利局", "卫生健康局", "住房和城乡建设局")


def department_table(rng: Random, report: Report) -> Table:
    """Who received how many requests: figures beside department names."""
    heads = ("单位", "申请数量", "予以公开", "不予公开", "无法提供", "结转下年度继续办理")
    rows = [[Cell(text, "head") for text in heads]]
    for name in rng.sample(DEPARTMENTS, rng.randint(3, 6)):
        rows.append([Cell(name, "stub"), *(Cell(str(rng.randint(0, 40)), "extra") for _ in heads[1:])])
    rows.append([Cell("总计", "stub"), *(Cell(str(rng.randint(20, 200)), "extra") for _ in heads[1:])])
    return Table(rows, [130] + [68] * 5, 1)


def last_year_table(rng: Random, report: Report) -> Table:
    """Some rows of the form with last year's number and this year's."""
    rows = [[Cell(text, "head") for text in ("项目", f"{report.year - 1}年", f"{report.year}年", "同比增减")]]
    for label in ("新收申请数量", "予以公开", "部分公开", "不予公开", "无法提供", "总计"):
        before, now = rng.randint(0, 90), rng.randint(0, 90)
        rows.append([Cell(label, "stub"), *(Cell(str(n), "extra") for n in (before, now, now - before))])
    return Table(rows, [160, 90, 90, 90], 1)
