"""Wordings of our own invention that no list has and no model learns from: what an office might print, some of them without
a word in common with the form's. They measure what is left when words are unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from goiextract.labelling.normal import normal
from training.corpus.damage import Breakage
from training.corpus.records import Report
from training.held_out import FAST_KINDS, HELD_OUT_SEED, made_reports
from training.labelled import LabelledReport

#: Of the labels that have an invented wording, this share is printed so.
SHARE = 0.5
INVENTED: dict[str, tuple[str, ...]] = {
    "applications.new": ("一、当年收到公开申请件数", "一、本年度受理申请总数",),
    "applications.carried_in": ("二、上年未办结转入", "二、往年遗留申请数",),
    "applications.outcome": ("三、当年答复办结情况",),
    "applications.granted": ("（一）准予提供", "（一）全部公开",),
    "applications.partial": ("（二）区分后公开一部分", "（二）部分提供",),
    "applications.denied": ("（三）决定不公开", "（三）不予提供",),
    "applications.deny_secret": ("1.涉密不公开", "1.依法确定为国家机密",),
    "applications.deny_law": ("2.法律法规另有禁止性规定", "2.依法不得公开的其他情形",),
    "applications.deny_safety": ("3.可能影响安全稳定", "3.涉及四个方面安全稳定",),
    "applications.deny_third_party": ("4.第三人不同意公开", "4.涉及商业秘密、个人隐私",),
    "applications.deny_internal": ("5.机关内部管理信息", "5.人事后勤等内部信息",),
    "applications.deny_process": ("6.讨论过程中的信息", "6.行政决策过程信息",),
    "applications.deny_enforcement": ("7.执法卷宗材料", "7.行政执法卷宗",),
    "applications.deny_inquiry": ("8.应通过查询渠道办理", "8.专门查询规定的事项",),
    "applications.unable": ("（四）不能提供信息", "（四）信息无法提供",),
    "applications.unable_not_held": ("1.本单位没有该信息", "1.信息不存在",),
    "applications.unable_no_ready": ("2.需加工汇总的信息", "2.须另行加工制作",),
    "applications.unable_unclear": ("3.补正后仍无法确定内容", "3.申请不明确",),
    "applications.refuse": ("（五）不作处理", "（五）不再处理",),
    "applications.refuse_petition": ("1.以申请名义信访投诉", "1.属于信访事项",),
    "applications.refuse_repeat": ("2.同一申请再次提出", "2.已答复的重复件",),
    "applications.refuse_publication": ("3.索要报刊书籍", "3.申请公开发行的书刊",),
    "applications.refuse_mass": ("4.频繁大量申请", "4.数量频次明显超出合理范围",),
    "applications.refuse_confirm": ("5.要求再次出具或确认", "5.对已获信息要求确认",),
    "applications.other_overdue_correction": ("1.到期未补正",),
    "applications.other_fee_unpaid": ("2.到期未交费",),
    "applications.other_other": ("3.其余情形",),
    "applications.total": ("（七）办理总数", "（七）合计数",),
    "applications.carried_out": ("四、未办结转入下年", "四、留待下年办理",),
    "proactive.normative_documents": ("规范文件",),
    "proactive.fees": ("行政收费项目",),
    "review_litigation.review": ("复议",),
}  # fmt: skip


def reports_with_invented(per_kind: int, seed: int = HELD_OUT_SEED + 2) -> list[LabelledReport]:
    """Labelled reports that print invented wordings for some of their rows, nothing else being broken."""
    return reports_that_print(INVENTED, SHARE, per_kind, seed)


def reports_that_print(
    wordings: Mapping[str, Sequence[str]], share: float, per_kind: int, seed: int
) -> list[LabelledReport]:
    """Label → wordings, and how often a row is printed in one of them → labelled reports, nothing else being broken."""

    def other_words(rng: Random, report: Report) -> bool:
        names = [name for name in report.labels if name in wordings]
        for name in names:
            if rng.random() < share:
                report.labels[name] = rng.choice(wordings[name])
        return bool(names)

    made = made_reports(per_kind, seed, FAST_KINDS, (Breakage("invented_wordings", 1, other_words),))
    texts = {normal(text) for ways in wordings.values() for text in ways}
    return [report for report in made if any(normal(one.text) in texts for one in report.fragments)]
