"""Fills the slots of our own sentences and wraps them as pages do.

Slots: {n} {d} {year} {agency} {department}; {row} = a row or column name of the forms; {clauses} = a run of such names with
numbers, which is how narrative quotes the tables; {title} = a heading, menu entry or list item about this kind of work;
{short} = a word that stands alone.
"""

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
_CLAUSES = (
    "{row}{n}件", "{row}{n}项", "{row}共{n}件", "办理{row}{n}件", "{row}新增{n}项", "{row}减少{n}项",
    "{row}处理决定数量{n}件", "{row}的有{n}件", "{row}为{n}", "{row}{n}件，占{d}%", "作出{row}{n}件",
    "涉及{row}{n}件", "因{row}答复{n}件", "{row}：{n}件", "{row}（{n}件）", "{row}上一年项目数量{n}项",
    "{row}{n}万元", "{row}0件", "没有{row}", "{row}均为零", "{row}与上年持平",
)  # fmt: skip
_LEADS = (
    "", "", "", "其中", "其中：", "{year}年，", "全年", "全年共", "截至年底，", "我局", "{agency}", "{n}件，", "年，",
    "的；", "条，其中",
)  # fmt: skip
_TOPICS = (
    "政府信息管理", "政府信息公开", "政府信息", "信息公开", "平台建设", "监督保障", "组织领导", "制度建设",
    "信息发布", "政策解读", "回应关切", "政务公开", "主动公开", "依申请公开", "申请办理", "业务培训", "考核评议",
    "社会评议", "责任追究", "公众参与", "网站建设", "新媒体", "保密审查", "重点领域信息公开", "基层政务公开",
    "标准化规范化", "规范性文件管理", "行政执法公示", "行政许可公示", "政府采购公告", "收费目录清单", "建议提案办理",
    "财政预决算", "机构职能", "规章制度", "行政复议工作", "行政应诉", "信访工作", "投诉举报", "办事指南", "数据统计",
    "监管平台", "档案查阅", "公开目录", "公开范围", "公开流程", "公开栏目", "信息收集整理", "群众满意度", "咨询服务",
    "便民服务", "市场监管", "生态环境", "义务教育", "医疗卫生", "社会救助", "安全生产", "项目审批",
)  # fmt: skip
_TITLE_ENDS = (
    "", "情况", "的情况", "工作", "工作情况", "方面", "有待加强", "不够及时", "不够规范", "会议和培训情况", "数",
    "数量", "总数", "人员数", "信息数", "专栏", "制度", "机制", "水平", "力度", "的主要做法", "经费",
    "收费及减免情况", "的数据见下表", "统计表", "一览表", "措施", "渠道", "责任", "申请数", "办结数",
)  # fmt: skip
_TITLE_STARTS = (
    "", "", "", "加强", "做好", "推进", "完善", "规范", "关于", "强化", "深化", "一是", "二是", "三是", "四是",
    "（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "1.", "2.", "3.", "4.", "5.", "一、", "五、", "六、",
    "七、", "其中：", "(三)", "1、", "2、", "3、",
)  # fmt: skip
#: words that stand alone on a page or in a cell
_SHORT = (
    "正文", "首页", "打印", "关闭", "收藏", "分享", "搜索", "返回", "来源", "作者", "时间", "日期", "标题", "附件",
    "下载", "详细", "更多", "名称", "类别", "类型", "内容", "方式", "渠道", "网站", "微信", "微博", "报纸", "电视",
    "广播", "公告栏", "其中", "小计", "同比", "增长", "比例", "年份", "月份", "季度", "万元", "人次", "条", "件",
    "个", "次", "人", "元", "项", "份", "期", "是", "否", "有", "无", "序", "填报人", "审核人", "联系人", "电话",
    "邮箱", "地址", "邮编", "传真", "政府办", "财政所", "党政办", "农业办", "社会事务办", "综合执法队", "司法所",
    "派出所", "卫生院", "中学", "小学", "幼儿园", "医院", "图书馆", "博物馆", "街道", "业务科", "法规科", "人事科",
    "信息科", "规划科", "监察室", "研究所", "服务中心", "管理处", "执法支队", "处理中", "已公开", "未公开",
    "公开时限", "责任单位", "公开主体", "公开依据", "公开层级", "一级事项", "二级事项", "全社会", "特定群体", "主动",
    "依申请", "县级", "乡级", "政策文件", "部门文件", "新闻发布会",
)  # fmt: skip
_SLOT = re.compile(r"\{(n|d|year|agency|department|row|clauses|title|short)\}")
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
        if slot == "clauses":
            run = chance.choice("，、；;,").join(chance.choices(_CLAUSES, k=chance.randint(1, 5)))
            return filled(chance.choice(_LEADS) + run, chance, rows)
        if slot == "short":
            return chance.choice(_SHORT)
        if slot == "title":
            return chance.choice(_TITLE_STARTS) + chance.choice(_TOPICS) + chance.choice(_TITLE_ENDS)
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
