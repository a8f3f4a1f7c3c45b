"""Lines of text → the agency and the year a report is about.

The title says both, or the line above it the agency; then the period of the statistics, the first sentence, and last the
file name. A date of publication is never taken for the report's year, nor a damaged date (``202020年``) for any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

# Where titles and first sentences stand: a page's head, breadcrumbs and index entries come before them.
LINES_OF_HEAD = 60
# Longer lines are running text, in which a title may only be mentioned.
LONGEST_TITLE_LINE = 90
# A title in large print is broken into few lines.
LINES_OF_TITLE = 4

_TITLE = re.compile(
    r"(?:政府|政务|政務)?(?:信息|資訊|信息主动|政务)?公[开開](?:工作)?(?:情况)?"
    r"(?P<inner>(?:20\d\d)?)年度?(?:工作)?[报報]告(?!格式|模板|的?编制|目录)"
)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年?度?$|(?<!\d)(20[0-4]\d)(?:年度?|度)|^(20[0-4]\d)(?!\d)")
_YEAR_ALONE = re.compile(r"（?(20[0-4]\d)年?度?）?")
_PERIOD = re.compile(r"(?<!\d)(20[0-4]\d)年1月1日起?[至到—－~-]+(?:(20[0-4]\d)年)?12月31日")
_FIRST_WORDS = re.compile(r"^(?:\d+[.、])?(20[0-4]\d)年度?(?:以来)?[,，、]?(?!\d|1?\d月)")
_YEAR_IN_WORDS = re.compile(r"二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2}(?=\s*年)")
_GAP_IN_DATE = re.compile(r"(?<=\d)\s+(?=年|月|日)|(?<=[年月日])\s+(?=\d)")
_IN_NAME = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")

_KIND = (
    r"(?:人民政府|政府|办公室|办公厅|办事处|委员会|管委会|政法委|发改委|[市区县省州]委|分局|局|厅|厅机关|院|中心|"
    r"[总支大]队|税务所|公司|集团|银行|协会|联合会|公室|街道|镇|乡|开发区|新区|实验区|科委|[一-龥]委|公安|馆|社)"
)
# These two take milliseconds to compile and most titles name their agency: left to re, which keeps what it compiled.
_WHOLE_LINE = rf"[一-龥（）·、]{{1,38}}{_KIND}(?:（[一-龥、]+）)?"
_NOT_A_NAME = re.compile(
    r"^(?:我|本|全|各|该|其|首页|政府信息|政务公开|信息公开|索引|发布|当前|关于)|年报|门户网站|条例|目录"
)
_STATED = re.compile(r"^(?:发布机构|发布单位|公开机构|制作单位|编制单位|责任单位|发文机关|信息来源)[:：]?(.{3,40})$")
_ACTS = (
    r"(?:坚持|严格|认真|按照|深入|全面|积极|以|根据|依据|始终|高度|紧紧|切实|进一步|在|共|政府信息|主动|不断|持续|大力|"
    r"扎实|围绕|贯彻|结合|编制|[,，])"
)
_ACTING = rf"(?:20[0-4]\d年度?[,，]?|由)([一-龥（）]{{2,34}}?{_KIND})(?={_ACTS})"
_LABELS = re.compile(r"^[#*\s]*(?:标题|名称|信息名称|附件|题名)\s*\d*[:：]\s*|^[#*\s>]+")


class _Title(NamedTuple):
    weight: int
    agency: str
    year: int | None


def agency_and_year(lines: Sequence[str], name: str = "") -> tuple[str, int | None]:
    """Text lines in reading order and the file's name → (agency, report year); ``""`` and None where unsure."""
    pieces = (piece for line in lines[: 4 * LINES_OF_HEAD] for piece in line[:2000].splitlines())
    head = list(islice(filter(None, map(_normal, pieces)), LINES_OF_HEAD))
    titles = list(_titles(head))
    best = max(titles, key=lambda title: title.weight, default=_Title(0, "", None))
    agency = best.agency or _stated(head) or _acting(head)
    year = best.year or _period(head) or _first_words(head) or _in_name(name)
    return agency, year


def _normal(line: str) -> str:
    """Half-width, Chinese digits in years as digits, Chinese brackets, single spaces."""
    line = unicodedata.normalize("NFKC", line).replace("(", "（").replace(")", "）")
    line = _GAP_IN_DATE.sub("", _YEAR_IN_WORDS.sub(_as_digits, line))
    return " ".join(_LABELS.sub("", line).split())


def _as_digits(found: re.Match[str]) -> str:
    return found[0].translate(str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789"))


def _titles(head: Sequence[str]) -> Iterator[_Title]:
    """Every place where the title may stand; the weight prefers whole lines with a year and an agency, then the first."""
    for number, line in enumerate(head):
        if not any("告" in part for part in head[number : number + LINES_OF_TITLE]):
            continue
        for n_lines in range(1, LINES_OF_TITLE + 1):
            joined = "".join(part.replace(" ", "\0") for part in head[number : number + n_lines])
            found = _TITLE.search(joined.replace("\0", "")[:400])
            if found is None:
                continue
            if n_lines == 1 or _TITLE.search("".join(head[number + 1 : number + n_lines]).replace(" ", "")) is None:
                yield _title(head, number, line, joined, found)
            break


def _title(head: Sequence[str], number: int, line: str, joined: str, found: re.Match[str]) -> _Title:
    before = re.split(r"[>》|。;:!?]|上一篇|下一篇", _part(joined, found.start()))[-1]
    whole = len(joined.replace("\0", "")) - found.end() <= 4 and len(joined) <= LONGEST_TITLE_LINE
    years = {int(year) for match in _YEAR.finditer(before.replace("\0", "")) for year in match.groups() if year}
    if found["inner"]:
        years.add(int(found["inner"]))
    year = years.pop() if len(years) == 1 else None
    agency = _agency(before)
    if whole:
        n_lines = 1 + next(
            n for n in range(LINES_OF_TITLE) if len("".join(head[number : number + n + 1])) >= found.end()
        )
        around = [*head[max(0, number - 2) : number], *head[number + n_lines : number + n_lines + 1]]
        if year is None and not re.search(r"\d{5}", before):
            alone = [match for line in around if (match := _YEAR_ALONE.fullmatch(line.replace(" ", "")))]
            year = int(alone[0][1]) if alone else None
        if not agency and not re.search(r"[一-龥]{4}", _without_years(before)):
            agency = _line_above(head, number) or _in_brackets(around[-1:])
    other = bool(re.match(r"上一篇|下一篇|相关", line))
    return _Title(8 * whole + 4 * (year is not None) + 2 * bool(agency) - 16 * other, agency, year)


def _part(joined: str, length: int) -> str:
    """The first `length` characters of the text, not counting the places where spaces stood."""
    seen = 0
    for at, char in enumerate(joined):
        if seen == length and char != "\0":
            return joined[:at]
        seen += char != "\0"
    return joined


def _agency(before: str) -> str:
    """The agency in what stands before the title's fixed words."""
    chunks = [chunk for chunk in _without_years(before).split("\0") if chunk]
    if len(chunks) > 1 and any(_NOT_A_NAME.search(chunk) for chunk in chunks[:-1]):
        chunks = chunks[-1:]  # a breadcrumb before the title
    text = re.sub(r"^(?:关于)?(?:印发|公布|发布)?", "", "".join(chunks))
    text = re.sub(r"(?:关于|年度|的|度|:|,|，|、)+$", "", text)
    plausible = re.fullmatch(r"[一-龥（）·、]{2,40}", text) and not _NOT_A_NAME.search(text)
    return text if plausible and not re.search(r"[,，]|公布|要求|根据", text) else ""


def _without_years(text: str) -> str:
    return re.sub(r"\d+年?度?", "\0", text).strip("\0")


def _line_above(head: Sequence[str], number: int) -> str:
    for line in reversed(head[max(0, number - 3) : number]):
        squeezed = line.replace(" ", "")
        if re.fullmatch(_WHOLE_LINE, squeezed) and not _NOT_A_NAME.search(squeezed):
            return squeezed
    return ""


def _in_brackets(lines: Sequence[str]) -> str:
    """The agency in brackets under the title."""
    for line in lines:
        found = re.fullmatch(rf"（([一-龥]{{1,38}}{_KIND})）", line.replace(" ", ""))
        if found and not _NOT_A_NAME.search(found[1]):
            return found[1]
    return ""


def _stated(head: Sequence[str]) -> str:
    for line in head:
        found = _STATED.match(line.replace(" ", ""))
        if found and re.fullmatch(_WHOLE_LINE, found[1]):
            return found[1]
    return ""


def _acting(head: Sequence[str]) -> str:
    """The one that acts in the first sentences: ``2020年，某某街道办事处坚持…``, ``本报告由某某局编制``."""
    for line in head:
        for found in re.finditer(_ACTING, line.replace(" ", "")[:200]):
            if not _NOT_A_NAME.search(found[1]):
                return found[1]
    return ""


def _period(head: Sequence[str]) -> int | None:
    """The year of an undamaged period of statistics."""
    years = set()
    for line in head:
        for found in _PERIOD.finditer(line.replace(" ", "")):
            if found[2] in (None, found[1]):
                years.add(int(found[1]))
    return years.pop() if len(years) == 1 else None


def _first_words(head: Sequence[str]) -> int | None:
    """The year with which paragraphs begin, if they agree. A date with a month is no report year."""
    years = {int(found[1]) for line in head if len(line) > 12 and (found := _FIRST_WORDS.match(line.replace(" ", "")))}
    return years.pop() if len(years) == 1 else None


def _in_name(name: str) -> int | None:
    years = set(_IN_NAME.findall(name))
    return int(years.pop()) if len(years) == 1 else None
