"""How labels arrive broken: one named operation each, text in and text out, all chance from the generator given.

The rates follow what was counted in real reports (several are higher here, so that rare breakage is learnt at all).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from goiextract.labelling.normal import SIMPLIFIED

Operation = Callable[[str, Random], str]

_TRADITIONAL = {simple: old for old, simple in reversed(list(SIMPLIFIED.items()))}
_PINYIN = ["gong", "kāi", "qiáng", "jī", "guān", "xiàng", "wù", "chù", "lǐ", "xìn", "shēn", "guī", "zhāng", "きょう"]
_LOOK_ALIKE = dict(
    zip("己已未末申甲人入他地项顶禁楚类娄提堤公分制刷", "已己末未甲申入人地他顶项楚禁娄类堤提分公刷制", strict=True)
)
_STRAY = "的一在有和中大为上个国以要他时来用们生到作于出就分成会可主发年"
_KANGXI = str.maketrans(
    "人口大小子工日月木止水生用目立行言金长見风一二八十力土方比文民页",
    "⼈⼝⼤⼩⼦⼯⽇⽉⽊⽌⽔⽣⽤⽬⽴⾏⾔⾦⻓⾒⻛⼀⼆⼋⼗⼒⼟⽅⽐⽂⺠⻚",
)
_NUMBER = re.compile(r"^([（(][一二三四五六七][）)]|[一二三四]、|[1-8][.、．])")
_HAN = "一二三四五六七八"
#: filling guidance that offices leave inside labels; some name other rows
NOTES = (
    "各乡镇一律为0", "根据实际情况", "由业务科室填写", "单位：件", "不含下属单位", "含行政许可、行政处罚",
    "指2020年办件量", "指2019年事项数", "没有的填0", "包括行政给付、行政确认、行政处罚、行政强制", "不含重复申请",
    "件", "本机关无此职能", "全区机关均无制定权限", "以决定书日期为准", "区分于其他处理", "按信访条例办理",
    "含上年结转", "仅指行政规范性文件",
)  # fmt: skip

#: rows that guidance names, by their short names
NAMED = (
    "行政许可", "行政处罚", "行政强制", "规章", "规范性文件", "行政事业性收费", "其他对外管理服务事项",
    "政府集中采购", "行政复议", "行政诉讼", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理",
    "重复申请", "国家秘密", "行政执法案卷", "行政查询事项", "结转下年", "上年结转", "本年新收",
)  # fmt: skip


def half_width(text: str, chance: Random) -> str:
    """（一） → (一), with a space behind it now and then."""
    gap = chance.choice(["", "", " "])
    return text.replace("（", "(").replace("）", ")" + gap).replace("，", ",")


def renumbered(text: str, chance: Random) -> str:
    """1. in another style (1、 1． ``1. `` ① （1） 一. or nothing); a number lost; now and then the wrong number."""
    match = _NUMBER.match(text)
    if not match:
        return text
    number, rest = match.group(1), text[match.end() :]
    digit = number.strip("（()）.、．")
    if number[0] in "（(":
        return chance.choice(
            [
                rest,
                rest,
                f"({digit}){rest}",
                f"({digit}、{rest}",
                f"{digit}){rest}",
                f"{digit}、{rest}",
                f"（ {digit} ）{rest}",
            ]
        )
    if digit in _HAN:
        plain = str(_HAN.index(digit) + 1)
        return chance.choice(
            [
                rest,
                rest,
                f"{digit}.{rest}",
                f"{digit} 、{rest}",
                f"{plain}、{rest}",
                f"{digit}{rest}",
                f"（{digit}）{rest}",
            ]
        )
    if chance.random() < 0.1:
        digit = str(chance.randint(1, 9))
    styles = ["{0}、", "{0}．", "{0}. ", "{0} .", "({0})", "{0} ", "{0}", "", "", "({0}).", "{0},"]
    ringed = chr(ord("①") + int(digit) - 1)
    return chance.choice([*styles, ringed]).format(digit) + rest


def spaced(text: str, chance: Random) -> str:
    """Justified or wrapped: one to three gaps inside, or a gap after every character."""
    gap = chance.choice([" ", " ", "\n", "　", "\xa0", "\n "])
    if chance.random() < 0.12:
        return gap.join(text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(text))
        text = text[:at] + gap + text[at:]
    return text


def one_lost(text: str, chance: Random) -> str:
    """One or two characters are missing."""
    for _ in range(chance.choice([1, 1, 2])):
        if len(text) > 4:
            at = chance.randrange(len(text))
            text = text[:at] + text[at + 1 :]
    return text


def mistyped(text: str, chance: Random) -> str:
    """A wrong, an extra, a doubled or two swapped characters."""
    if len(text) < 4:
        return text
    at = chance.randrange(len(text) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + _LOOK_ALIKE.get(text[at], chance.choice(_STRAY)) + text[at + 1 :]
    if kind == 1:
        return text[:at] + chance.choice(_STRAY) + text[at:]
    if kind == 2:
        return text[: at + 1] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def traditional(text: str, chance: Random) -> str:
    """Traditional script, with the word swaps of its converters now and then."""
    if chance.random() < 0.6:
        text = (
            text.replace("文件", "檔案")
            .replace("信息", chance.choice(["資訊", "信息", "訊息"]))
            .replace("项目", "專案")
        )
    return "".join(_TRADITIONAL.get(letter, letter) for letter in text)


def with_readings(text: str, chance: Random) -> str:
    """公(gong)开: a reading in brackets behind one or two characters."""
    for _ in range(chance.choice([1, 1, 2])):
        at = [place for place, letter in enumerate(text) if "一" <= letter <= "鿿" and letter not in _HAN]
        if at:
            place = chance.choice(at) + 1
            text = text[:place] + f"({chance.choice(_PINYIN)})" + text[place:]
    return text


def kangxi(text: str, chance: Random) -> str:
    """Characters replaced by the radicals that look the same, as some PDF fonts do."""
    return text.translate(_KANGXI)


def with_note(text: str, chance: Random, notes: tuple[str, ...] = NOTES) -> str:
    """Filling guidance left behind the label, in brackets; half of it names other rows."""
    left, right = chance.choice([("（", "）"), ("(", ")"), ("（", "）")])
    if chance.random() < 0.5:
        named = "、".join(chance.sample(NAMED, chance.randint(1, 2)))
        note = chance.choice(["不含{}", "含{}", "包括{}", "{}除外", "与{}分开统计", "不是{}", "另见{}"]).format(named)
    else:
        note = chance.choice(notes)
    return f"{text}{left}{note}{right}"


def other_quotes(text: str, chance: Random) -> str:
    """“” as other marks, or gone."""
    left, right = chance.choice([('"', '"'), ("「", "」"), ("‘", "’"), ("《", "》"), ("", "")])
    return text.replace("“", left).replace("”", right)


def marks_lost(text: str, chance: Random) -> str:
    """Brackets, commas or quotes gone."""
    gone = chance.choice(["（）()", "，,、", "“”", "（）()，,、“”"])
    return "".join(letter for letter in text if letter not in gone) or text


def with_ending(text: str, chance: Random) -> str:
    """A word more or less at the end or the start that changes nothing: 的, 数, 情况, 其中."""
    if chance.random() < 0.2:
        return "其中：" + text
    return text + chance.choice(["的", "的", "数", "数量", "情况", "类", "事项", "（件）", "：", "*", "①", "件数"])


#: name → (operation, rate per label). Each is tried by itself, in this order.
OPERATIONS: dict[str, tuple[Operation, float]] = {
    "note": (with_note, 0.08),
    "ending": (with_ending, 0.04),
    "renumbered": (renumbered, 0.3),
    "half_width": (half_width, 0.4),
    "other_quotes": (other_quotes, 0.3),
    "marks_lost": (marks_lost, 0.04),
    "one_lost": (one_lost, 0.07),
    "mistyped": (mistyped, 0.05),
    "traditional": (traditional, 0.06),
    "readings": (with_readings, 0.03),
    "kangxi": (kangxi, 0.03),
    "spaced": (spaced, 0.3),
}


def broken(text: str, chance: Random, rates: dict[str, float] | None = None) -> str:
    """A label after each operation by its rate (`rates` replaces single ones). Never empty."""
    for name, (operation, rate) in OPERATIONS.items():
        if chance.random() < (rates or {}).get(name, rate):
            text = operation(text, chance) or text
    return text


def cut(text: str, chance: Random) -> str:
    """One piece of a label: of two, broken at any character; or a line of a narrow column, or of an upright one."""
    if len(text) < 2:
        return text
    first = chance.randint(1, len(text) - 1)
    pieces = [text[:first], text[first:]]
    if len(text) > 5 and chance.random() < 0.5:
        upright = len(text) < 12 and chance.random() < 0.6
        width, start = chance.randint(1, 4) if upright else chance.randint(5, 14), chance.randint(0, 4)
        pieces = [text[:start], *(text[at : at + width] for at in range(start, len(text), width))]
    return chance.choice([piece for piece in pieces if piece.strip()] or [text])
