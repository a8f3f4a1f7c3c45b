"""``python -m training.corpus.sample --out samples``: what ships with goiextract to be tried.

A report as PDF with its gold: broken as real ones are, 表三 breaks over a page inside a row's label, the office left one 总计
blank, and one total of 表四 does not add up. The same body's report of the year before and its government's of that year, as
web pages; and a panel that somebody typed from these two, with one mistake. Place, bodies and sentences are invented.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from goiextract.forms import form_named
from goiextract.records import CellKey
from training.corpus import office_pdf, web
from training.corpus.figures import draw_figures
from training.corpus.gold import as_csv, gold_of
from training.corpus.reading_back import missing_digits
from training.corpus.records import TABLES, Figure, Made, Report
from training.corpus.shapes import tables_of
from training.corpus.word import write
from training.corpus.word_table import Setting
from training.corpus.wording import official_labels

AGENCY = "云陂区清溪街道办事处"
SEED = 2554  # figures such as a busy sub-district prints: 33 requests received, 34 handled
BEFORE = (
    "根据《中华人民共和国政府信息公开条例》，现公布云陂区清溪街道2023年政府信息公开工作年度报告。"
    "数据统计期限为2023年1月1日至12月31日。对本报告有疑问的，可向街道党政综合办公室询问（电话：0000-1234567）。",
    "一、总体情况",
    "（一）主动公开。2023年街道在区政府网站发布信息214条，其中通知公告96条、财政信息8条；"
    "街道公众号推送文章151篇，阅读量6.3万次。新设“溪边问答”栏目，每月答复居民来问，全年12期。",
    "（二）依申请公开。设窗口和信函两种渠道，收到申请后当日登记、三日内分办。全年答复均在法定期限内作出，"
    "另有3件与申请人电话沟通后当面说明。办理行政许可咨询58人次，行政处罚信息7日内上网。",
    "（三）政府信息管理。对2018年以来印发的117份文件逐件核对属性，补录发布日期9处，更正栏目4个。",
    "（四）平台建设。在11个社区设公开栏，在便民服务中心备有公开指南200册，可自助打印办事流程图。",
    "（五）监督保障。组织专题学习2次，66人参加；聘请社会监督员5名，收到意见13条，已改进11条。",
)
AFTER = (
    "五、存在的主要问题及改进情况",
    "一是个别科室把公开当作年末的事，上半年只发布了全年三成的信息；二是政策解读以文字为主，图解只有6份。"
    "2024年将把公开审查写进发文流程，每季度通报一次进度；与社区合办讲解会，计划不少于8场。",
    "六、其他需要报告的事项",
    "2023年街道收取信息处理费0元。",
    AGENCY,
    "2024年1月16日",
)
BEFORE_SEED, GOVERNMENT, GOVERNMENT_SEED = 44, "云陂区人民政府", 11
MISTYPED = (CellKey("applications", "granted", "natural_person"), 9)  # added to the year before
LEFT_BLANK = CellKey("applications", "unable_not_held", "total")
WRONG = CellKey("review_litigation", "review", "total")
LOOK = {"total_head": "second line", "short_block": "span", "outcome_stub": "upright", "sixth_label": "span"}
PAGE = {"page": "portrait", "font": "Noto Sans CJK SC"}  # SIL Open Font License; LibreOffice embeds a subset
ROW_HEIGHT = 26  # points; with this height page 2 ends inside the label 5.要求行政机关确认或重新出 | 具已获取信息


def sample_report() -> Report:
    """The sample before it is rendered."""
    form = form_named("2021")
    forms = dict.fromkeys(TABLES, form)
    report = Report(
        "qingxi_2023", "pdf_office", 2023, "office", AGENCY, forms, draw_figures(Random(SEED), forms, "office")
    )
    report.labels = official_labels(report)
    report.look = LOOK | PAGE
    report.title = f"{AGENCY}\n2023年政府信息公开工作年度报告"
    report.figures[LEFT_BLANK].blank()
    report.figures[WRONG].misprint(0)
    report.blocks = list(BEFORE)
    for name, tables in tables_of(report).items():
        report.blocks += [report.labels[f"heading.{name}"], *tables]
    report.blocks += AFTER
    return report


def companions() -> tuple[Report, Report]:
    """The year before, which carries over what the sample brings in, and the government of the sample's year."""
    forms = dict.fromkeys(TABLES, form_named("2021"))
    before = draw_figures(Random(BEFORE_SEED), forms, "office")
    after = sample_report().figures
    for column in forms["applications"].table("applications").rows[0].columns:
        new, left, total, out = (
            CellKey("applications", row, column.key) for row in ("new", "carried_in", "total", "carried_out")
        )
        count = int(after[left].truth)
        before[out] = Figure(count, str(count), str(count))
        asked = int(before[total].truth) + count - int(before[left].truth)
        before[new] = Figure(asked, str(asked), str(asked))
    above = draw_figures(Random(GOVERNMENT_SEED), forms, "district")
    return _web_report("qingxi_2022", 2022, AGENCY, before), _web_report("yunpi_2023", 2023, GOVERNMENT, above)


def _web_report(name: str, year: int, agency: str, figures: dict[CellKey, Figure]) -> Report:
    forms = dict.fromkeys(TABLES, form_named("2021"))
    report = Report(name, "html_clean", year, "office", agency, forms, figures)
    report.labels = official_labels(report)
    report.look = dict(LOOK)
    report.title = f"{agency}\n{year}年政府信息公开工作年度报告"
    report.blocks = [f"现公布{agency}{year}年政府信息公开工作年度报告，数据统计期限为{year}年1月1日至12月31日。"]
    for heading, tables in tables_of(report).items():
        report.blocks += [report.labels[f"heading.{heading}"], *tables]
    return report


def typed_panel(reports: Sequence[Report]) -> bytes:
    """The reports as somebody types them into a spreadsheet: a line each, a column for each cell, one number mistyped."""
    keys = list(reports[0].figures)
    lines = [["agency", "year", *map(str, keys)]]
    for number, report in enumerate(reports):
        wrong, more = MISTYPED
        printed = [
            int(report.figures[key].truth) + more if (number, key) == (0, wrong) else report.figures[key].truth
            for key in keys
        ]
        lines.append([report.agency, str(report.year), *map(str, printed)])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def render_sample(row_height: int = ROW_HEIGHT) -> tuple[Report, Made]:
    """The sample as PDF. RuntimeError where LibreOffice gave no PDF, or one that lacks a figure."""
    report = sample_report()
    setting = Setting(size=10.5, width=460, row_height=row_height, downwards=False)
    made = Made(office_pdf.to_pdf([write(Random(SEED), report, setting)])[0], ".pdf")
    if not made.data or missing_digits(report, made):
        raise RuntimeError("LibreOffice gave no PDF, or one in which figures are missing; run it again")
    return report, made


def write_companions(folder: Path) -> None:
    """The two web pages and the typed panel."""
    others = companions()
    for other in others:
        (folder / f"{other.name}.html").write_bytes(web.render(Random(1), other).data)
    (folder / "typed_panel.csv").write_bytes(typed_panel(others))


def main() -> int:
    """Write all of it; 1 where LibreOffice is not installed."""
    parser = argparse.ArgumentParser(prog="python -m training.corpus.sample", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("samples"))
    folder = parser.parse_args().out
    if not office_pdf.available():
        print("the sample needs LibreOffice (soffice) and the font Noto Sans CJK SC", file=sys.stderr)
        return 1
    report, made = render_sample()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "qingxi_2023.pdf").write_bytes(made.data)
    (folder / "qingxi_2023.gold.csv").write_bytes(as_csv(gold_of(report, made)))
    write_companions(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
