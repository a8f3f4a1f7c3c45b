import pytest

from goiextract.labelling.titles import agency_and_year

STREET = "青禾区桥头街道办事处"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["青禾区桥头街道办事处2020年政府信息公开工作年度报告"], (STREET, 2020)),
        (["2020年青禾区桥头街道办事处政府信息公开工作年度报告"], (STREET, 2020)),
        (["# 青禾区桥头街道办事处", "## 2020 年政府信息公开工作年度报告"], (STREET, 2020)),
        (["- 1 -", "青 禾 区 桥 头 街 道 办 事 处", "２０２０年政府信息公开工作年度报告"], (STREET, 2020)),
        (["2020年青禾区桥头街道办事处政府信息公开工作", "年度报告"], (STREET, 2020)),
        (["青禾区桥头街道办事处", "政府信息公开工作", "年度报告", "（2020年）"], (STREET, 2020)),
        (["二〇二〇年度", "青禾区桥头街道办事处政府信息公开", "工作年度报告"], (STREET, 2020)),
        (["二○二〇年青禾区桥头街道办事处政府信息公开年度报告"], (STREET, 2020)),
        (["青禾区桥头街道办事处政府信息公开2020年度报告"], (STREET, 2020)),
        (["2020年度政府信息公开工作年度报告", "（青禾区桥头街道办事处）"], (STREET, 2020)),
        (["标题: 青禾区桥头街道办事处2020年度政府信息公开工作年度报告"], (STREET, 2020)),
        (["2020年政府信息公开工作年度报告", "发布机构：青禾区桥头街道办事处"], (STREET, 2020)),
        (["政府信息公开工作年度报告", "一、总体情况", "2020年青禾区桥头街道办事处坚持公开，做好工作。"], (STREET, 2020)),
        (["某县政府信息公开工作年度报告", "本报告统计期限自 2020 年 1 月 1 日起至 2020 年 12 月 31 日止。"], ("某县", 2020)),
    ],
)  # fmt: skip
def test_agency_and_year_from_titles_and_what_stands_around(lines, expected):
    assert agency_and_year(lines, "") == expected


def test_breadcrumbs_and_neighbouring_reports_are_not_the_title():
    lines = [
        "您的位置：首页 > 信息公开 > 政府信息公开年度报告",
        "青禾区教育局2021年政府信息公开工作年度报告",
        "发布时间：2022-01-28 来源：办公室",
        "上一篇：青禾区教育局2020年政府信息公开工作年度报告",
    ]
    assert agency_and_year(lines, "") == ("青禾区教育局", 2021)


def test_a_long_breadcrumb_in_the_line_of_the_title():
    line = "当前位置： 首页政务公开政府信息公开年报 青禾区税务局2019年信息公开年度报告 本报告中所列数据自2019年起。"
    assert agency_and_year([line], "") == ("青禾区税务局", 2019)


@pytest.mark.parametrize(
    "lines",
    [
        ["桥头镇人民政府", "202020年政府信息公开工作年度报告", "统计期限201911日起至20191231日止"],
        ["桥头镇人民政府政府信息公开工作年度报告", "发布时间：2021-01-20"],
        ["桥头镇人民政府政府信息公开工作年度报告", "2021年1月20日"],
        ["桥头镇人民政府政府信息公开工作年度报告", "自2019年1月1日起至2020年12月31日止"],
    ],
)
def test_damaged_dates_and_dates_of_publication_give_no_year(lines):
    assert agency_and_year(lines, "年报.pdf") == ("桥头镇人民政府", None)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("桥头镇2020年报.pdf", 2020),
        ("t20210305_1.pdf", None),
        ("2019-2020.pdf", None),
        ("报告.pdf", None),
        ("20200.pdf", None),
    ],
)
def test_the_file_name_is_the_last_resort(name, year):
    assert agency_and_year(["政府信息公开工作年度报告"], name) == ("", year)
    assert agency_and_year(["桥头镇2018年政府信息公开工作年度报告"], name) == ("桥头镇", 2018)


def test_the_blank_form_and_no_text_give_nothing():
    assert agency_and_year(["政府信息公开工作年度报告格式模板", "一、总体情况", "（文字描述）"], "") == ("", None)
    assert agency_and_year([], "") == ("", None)


@pytest.mark.parametrize("piece", ["政府信息公开", "局", "年", "（", "2", "\0", "2020年局人", " "])
def test_hostile_text_costs_no_time(piece):
    agency_and_year([piece * 20_000] * 300, piece * 100)
