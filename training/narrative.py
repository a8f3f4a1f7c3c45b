"""Fills the slots of our own sentences ({n} {d} {year} {agency} {department} {row}) and wraps them as pages do."""

from __future__ import annotations

import re
from random import Random

from goiextract.forms import forms

_PLACES = (
    "青河县", "云岭市", "东湖区", "石桥镇", "南山街道", "白水乡", "临江市", "北原自治县", "金沙新区", "柳林镇",
    "江口区", "平川县", "海宁路街道", "西关街道", "清溪省", "高新技术产业开发区", "红石乡", "望城街道", "龙泉镇",
    "松滩县",
)  # fmt: skip
_OFFICES = (
    "人民政府", "人民政府办公室", "教育局", "财政局", "公安局", "民政局", "司法局", "人力资源和社会保障局",
    "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局",
    "卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局",
    "行政审批服务局", "综合行政执法局", "信访局", "城市管理局", "发展和改革委员会", "科学技术局", "工业和信息化局",
    "办事处", "管理委员会", "税务局", "气象局", "档案局", "政务服务管理局", "行政执法大队", "机关事务管理局",
    "国资委", "体育局", "林业局", "乡村振兴局",
)  # fmt: skip
_SLOT = re.compile(r"\{(n|d|year|agency|department|row)\}")
_NUMBERED = re.compile(r"^([（(].[）)]|\d\.|.、)")


def row_names() -> tuple[str, ...]:
    """The forms' rows and column heads without numbering, as narrative mentions them."""
    names: dict[str, None] = {}
    for form in forms():
        for table in form.tables:
            for line in table.lines:
                names[_NUMBERED.sub("", line.printed)] = None
                names.update((column.printed, None) for column in line.columns if table.key == "proactive")
    return tuple(names)


def filled(template: str, chance: Random, rows: tuple[str, ...]) -> str:
    """A template with every slot filled."""

    def fill(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot == "n":
            return str(chance.randint(0, 10 ** chance.randint(1, 4)))
        if slot == "d":
            return str(chance.randint(1, 30))
        if slot == "year":
            return str(chance.randint(2018, 2025))
        if slot == "agency":
            return chance.choice(_PLACES) + chance.choice(_OFFICES)
        if slot == "department":
            return chance.choice(["市", "区", "县", "镇", ""]) + chance.choice(_OFFICES)
        return chance.choice(rows)

    return _SLOT.sub(fill, template)


def wrapped(text: str, chance: Random) -> str:
    """One line of a text that is longer than a line; a short text as it is."""
    width = chance.randint(14, 46)
    if len(text) <= width:
        return text
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    return chance.choice([line for line in lines if len(line) > 2])
