"""Damage to the words beside the figures: other wordings, brackets, ordinals, guidance, spaces, headings, script."""

from __future__ import annotations

import re
from random import Random

from training.corpus.damage import Breakage
from training.corpus.records import Report
from training.corpus.traditional import to_traditional, with_readings

A = "applications."
WORDINGS = {
    A + "new": (
        "本年新收政府信息公开申请数量",
        "一、本年新收",
        "本年新收政府信息公开申请",
        "一、本年新收政府信息公开申请数",
    ),
    A + "carried_in": ("二、上年结转", "二、上年度结转政府信息公开申请数量"),
    A + "outcome": ("三、办理结果", "三、本年度办理结果合计"),
    A + "granted": ("（一）予以公开情况",),
    A + "partial": (
        "（二）部分公开",
        "（二）部分公开（区分处理）",
        "（二）部分公开（区分处理的），只计这一情形，不计其他情形",
    ),
    A + "denied": ("(三)不予以公", "（三）不予公开情况"),
    A + "unable": ("（四）无法提供情况",),
    A + "deny_secret": ("国家秘密", "1.国家秘密"),
    A + "deny_law": ("2.其他法律行政止公开", "2.法律行政法规禁止公开", "2.其他法律、行政法规禁止公开"),
    A + "deny_safety": ("3.危及三安全一稳定", '3.危及"三安全一稳定"', "3.危及‘三安全一稳定’"),
    A + "deny_third_party": ("4.第三方合法权益",),
    A + "deny_internal": ("5.属于第三类内部事务信息", "5.内部事务信息"),
    A + "deny_process": ("6.过程性信息", "6.属于四类过程信息"),
    A + "deny_enforcement": ("7.行政执法案卷",),
    A + "deny_inquiry": ("8.行政查询事项",),
    A + "unable_not_held": ("1.不掌握相关政府信息", "1.本机关未掌握相关政府信息"),
    A + "unable_no_ready": ("2.没有现成信息需另行制作", "2.没有现成信息、需要另行制作"),
    A + "unable_unclear": ("3.申请内容不明确", "3.补正后申请内容仍不明"),
    A + "refuse": ("（五）不予处理情况",),
    A + "refuse_petition": ("1.信访举报类申请", "1.信访、举报、投诉类申请"),
    A + "refuse_confirm": ("5.要求行政机关确认或重新出具", "5.要求确认或重新出具已获取信息"),
    A + "other_overdue_correction": ("1.逾期不补正", "1.申请人无正当理由逾期不补正"),
    A + "other_fee_unpaid": ("2.逾期不缴费", "2.申请人逾期未缴费"),
    A + "total": ("七、总计", "（七）合计", "总计"),
    A + "carried_out": ("四、结转下一年度继续办理", "四、结转下年度", "四、结转下年继续办理", "结转下年"),
    "column.applications.total": ("合计",),
    "column.applications.public_welfare_org": ("公益组织", "社会组织"),
    "column.applications.commercial_enterprise": ("企业",),
    "column.applications.research_institution": ("科研",),
    "column.applications.legal_service_org": ("法律服务",),
    "column.review_litigation.corrected": ("撤销、变更、确认违法", "撤销"),
    "column.proactive.change": ("本年增/", "本年增减"),
    "column.proactive.in_force": ("现行有效件", "现行有效数"),
    "column.proactive.made": ("本年新",),
    "column.proactive.amount": ("收费总金额", "本年收费金额", "采购金额"),
    "proactive.normative_documents": ("规范性文件", "行政规范性文件"),
    "block.2": ("第二十六条第（六）项",),
}
GUIDANCE = {
    "proactive.licensing": ("（各乡镇一律为0）", "（不含行政处罚、行政强制）"),
    "proactive.penalties": ("（各乡镇一律为0）", "（含简易程序）"),
    "proactive.rules": ("（县级以下机关没有规章制定权，填0）",),
    "proactive.fees": ("（按实际情况填写）",),
    "proactive.procurement": ("（由采购办提供）",),
    "proactive.other_services": ("（不含行政许可、行政处罚、行政强制的事项）",),
    "column.proactive.change": ("（减用负值表示，如-8）",),
    "column.proactive.previous_items": ("（指上一年事项数）",),
    "column.proactive.decisions": ("（指本年办件量）",),
    "column.proactive.amount": ("（单位：万元，保留4位小数）",),
    A + "granted": ("（含主动公开后告知获取途径的）",),
    A + "unable_not_held": ("（含检索后没有的）",),
    A + "carried_out": ("（应等于下年报告的第二项）",),
}
HALF_WIDTH = str.maketrans("（）：，", "():,")


def label_wording(rng: Random, report: Report) -> bool:
    """Other words for one to five labels."""
    here = [name for name in WORDINGS if name in report.labels]
    for name in rng.sample(here, min(len(here), rng.randint(1, 5))):
        report.labels[name] = rng.choice(WORDINGS[name])
    return True


def guidance(rng: Random, report: Report) -> bool:
    """Filling instructions left in one to four labels; some name other rows, some hold digits."""
    here = [name for name in GUIDANCE if name in report.labels]
    for name in rng.sample(here, rng.randint(1, 4)):
        report.labels[name] += rng.choice(GUIDANCE[name])
    return True


def half_width(rng: Random, report: Report) -> bool:
    """Half-width brackets and commas everywhere, or only in front."""
    front = rng.random() < 0.3
    for name, text in report.labels.items():
        report.labels[name] = re.sub("^（(.)）", r"(\1)", text) if front else text.translate(HALF_WIDTH)
    return True


def ordinals(rng: Random, report: Report) -> bool:
    """1、 or 1． or 1. with a space for 1., everywhere or in one group only."""
    sign = rng.choice(("、", "．", ". ", ".\u3000"))
    group = rng.choice(("", "", A + "deny_", A + "unable_", A + "refuse_", A + "other_"))
    for name, text in report.labels.items():
        if name.startswith(group or A):
            report.labels[name] = re.sub(r"^(\d)\.", rf"\g<1>{sign}", text)
    return True


def spread_letters(rng: Random, report: Report) -> bool:
    """Spaces from justified setting inside a share of the labels."""
    for name, text in report.labels.items():
        if rng.random() < 0.35 and len(text) > 2 and not name.startswith("heading"):
            at = rng.randint(1, len(text) - 1)
            report.labels[name] = " ".join(text) if len(text) < 5 else text[:at] + " " + text[at:]
    return True


def headings(rng: Random, report: Report) -> bool:
    """Headings numbered or worded otherwise; at times their numbering restarts at the tables."""
    style = rng.choice(("arabic", "worded", "restart", "bare", "misprinted"))
    names = ("proactive", "applications", "review_litigation")
    for number, name in enumerate(names):
        text = report.labels[f"heading.{name}"][2:]
        if style == "arabic":
            report.labels[f"heading.{name}"] = f"{number + 2}、 {text}"
        elif style == "restart":
            report.labels[f"heading.{name}"] = "一二三"[number] + "、" + text
        elif style == "bare":
            report.labels[f"heading.{name}"] = "二三四"[number] + "、"
    if style == "worded":
        report.labels["heading.proactive"] = "二、主动公开政府信息的情况"
        report.labels["heading.applications"] = "三、政府信息公开申请的收到和处理情况"
        report.labels["heading.review_litigation"] = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
        report.labels["heading.problems"] = rng.choice(("五、存在问题及改进情况", "五、存在的主要问题和改进措施"))
        report.labels["heading.others"] = "六、其他需要报告的情况"
    elif style == "misprinted":
        report.labels["heading.overview"] = "一、工作基本情况"
        report.labels["heading.review_litigation"] = "四、政府信息公开行政法复议、行政诉讼情况"
    return True


def traditional(rng: Random, report: Report) -> bool:
    """All labels in traditional characters, at some mirrors with readings beside them."""
    readings = rng.random() < 0.4
    for name, text in report.labels.items():
        report.labels[name] = with_readings(to_traditional(text)) if readings else to_traditional(text)
    return True


def broken_heads(rng: Random, report: Report) -> bool:
    """Line breaks inside head cells: 商业⏎企业."""
    for name, text in report.labels.items():
        if name.startswith("column.") and len(text) > 3 and rng.random() < 0.8:
            report.labels[name] = text[: len(text) // 2] + "\n" + text[len(text) // 2 :]
    return True


def group_again(rng: Random, report: Report) -> bool:
    """After a page break the outer group's label stands again before the inner one's."""
    group = A + rng.choice(("unable", "refuse"))
    report.labels[group] = report.labels[A + "outcome"] + report.labels[group]
    return True


LABEL_BREAKAGES = (
    Breakage("group_again", 2, group_again),
    Breakage("label_wording", 7, label_wording),
    Breakage("guidance", 4, guidance),
    Breakage("half_width", 4, half_width),
    Breakage("ordinals", 4, ordinals),
    Breakage("spread_letters", 4, spread_letters),
    Breakage("headings", 4, headings),
    Breakage("traditional", 1, traditional),
    Breakage(
        "broken_heads",
        4,
        broken_heads,
        without=("text_glued", "text_rows", "text_tabbed", "text_markdown", "text_padded", "text_pipe_lines"),
    ),
)
