"""Our own sentences around the tables: invented places, and numbers and row names that are not figures of any table."""

from __future__ import annotations

from random import Random

from training.corpus.records import Report

FIRST = "云青松柏桐兰丹鹿石竹枫雁鹭苇槐荻棠榆藕芦"
SECOND = "溪岭浦坪川湾塘陂原渚桥汀坞埠岗滩堰垭畈岙"
BODIES = {
    "township": ("街道办事处", "镇人民政府", "乡人民政府"),
    "office": ("县司法局", "县市场监督管理局", "区民政局", "县自然资源局", "区城市管理局", "县教育局"),
    "district": ("区人民政府", "县人民政府", "县人民政府办公室"),
    "city": ("市人民政府", "市人民政府办公室", "市公安局"),
    "province": ("省人民政府", "省人民政府办公厅"),
}
TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}\n{year}年政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
)
OPENINGS = (
    "本报告由{agency}依照《中华人民共和国政府信息公开条例》编写，数据起止时间为{year}年1月1日至{year}年12月31日。"
    "读者若有疑问，可来电询问（电话：0{phone}，邮编：{post}）。",
    "现将{agency}{year}年度政府信息公开情况公布如下。全文分为六个部分：总体情况，主动公开政府信息情况，"
    "收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项。",
)
OVERVIEW = (
    "（一）主动公开。全年在门户网站发布各类信息{a}条，其中规范性文件{b}件、通知公告{c}条；政务新媒体推送图文{d}篇。",
    "（二）依申请公开。共收到政府信息公开申请{b}件，上年结转{e}件，当年办结{b}件，结转下年度继续办理{e}件。",
    "（三）政府信息管理。对历年存量文件作了一次清点，登记{a}份，更正栏目{e}个，行政规范性文件标注有效性{c}件。",
    "（四）平台建设。网站全年点击{f}次，新设“办事日历”栏目，回应留言{c}条，平均用时{e}.5个工作日。",
    "（五）监督保障。召开专题会{e}次，培训{b}人次；社会评议满意率为9{e}.{e}%。",
    "行政许可处理决定{c}件，较上年增长{e}.{b}%；行政处罚{b}件；行政强制{e}件；行政事业性收费{d}.{c}万元。",
    "答复中予以公开{b}件，部分公开{e}件，不予公开{e}件，本机关不掌握相关政府信息{c}件，重复申请{e}件。",
    "村务公开栏每季度更新一次，窗口摆放公开指南{c}册，居民可在{b}个便民点查阅{year}年以来的文件汇编。",
    "政策解读与文件同步起草、同步发布，全年制作图解{c}幅、短视频{e}条，走进集市宣讲{e}场。",
)
PROBLEMS = (
    "一年来的工作还有短处：有的科室对公开时限记得不牢，{e}条信息晚于规定时间上网；解读材料偏少，图表不够直观。",
    "下一步，一是把公开环节写进办文流程，二是每月抽查{b}条已公开信息，三是请{c}名群众代表参加评议。",
    "经办人员变动较多，办理申请的经验积累不足。{next}年将编写答复范例{b}则，并安排跟班学习{e}次。",
)
OTHERS = (
    "无。",
    "本年度没有收取信息处理费。",
    "{year}年依法收取政府信息公开信息处理费0元。人大建议{c}件、政协提案{b}件均已答复并公开。",
    "暂无其他需要报告的事项。",
)
NOTES = (
    "注：表中数据统计到{year}年12月31日。",
    "说明：以上各项由{agency}汇总。",
    "注：上表件数中有{e}件由上年度转来。",
)
NAVIGATION = (
    "首页",
    "政务公开",
    "办事服务",
    "互动交流",
    "走进{place}",
    "法定主动公开内容",
    "政府信息公开年报",
    "无障碍浏览",
)


def name_agency(rng: Random, size: str) -> str:
    """An invented agency of that size."""
    return rng.choice(FIRST) + rng.choice(SECOND) + rng.choice(BODIES[size])


def say(rng: Random, sentence: str, report: Report) -> str:
    """A sentence with its blanks filled by numbers that have nothing to do with the tables."""
    return sentence.format(
        agency=report.agency,
        place=report.agency[:2],
        year=report.year,
        next=report.year + 1,
        phone=rng.randint(300, 999) * 10**8 // 10 + rng.randint(10**6, 10**7),
        post=rng.randint(210000, 679999),
        a=rng.randint(100, 5000),
        b=rng.randint(2, 90),
        c=rng.randint(1, 400),
        d=rng.randint(10, 999),
        e=rng.randint(1, 9),
        f=rng.randint(10000, 9999999),
    )


def write_title(rng: Random, report: Report) -> str:
    """The report's title, sometimes in two lines."""
    return rng.choice(TITLES).format(agency=report.agency, year=report.year)


def overview(rng: Random, report: Report) -> list[str]:
    """The paragraphs before the tables: enough of them, at times, to push 表三 over a page."""
    count = rng.choice((0, 2, 4, 6, 9))
    return [say(rng, text, report) for text in [rng.choice(OPENINGS), *sorted(rng.sample(OVERVIEW, count))]]


def problems(rng: Random, report: Report) -> list[str]:
    """The paragraphs of section five."""
    return [say(rng, text, report) for text in rng.sample(PROBLEMS, rng.randint(1, 3))]


def others(rng: Random, report: Report) -> list[str]:
    """The paragraph of section six."""
    return [say(rng, rng.choice(OTHERS), report)]


def note(rng: Random, report: Report) -> str:
    """A line below a table."""
    return say(rng, rng.choice(NOTES), report)


def navigation(rng: Random, report: Report) -> list[str]:
    """What a site prints around its pages."""
    return [say(rng, word, report) for word in NAVIGATION]
