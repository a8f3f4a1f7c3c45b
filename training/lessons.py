"""An unlabelled document and a model → what labelling it would teach: sums that fail, unseen wordings, labels in doubt.

A wording is known if the forms, `wordings/` or a label file have it, alone or as part of a longer one; the numbering and
what stands in brackets do not count. What stands for several rows (总计, 其他) teaches nothing: the table's order decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goiextract.labelling.fragments import TextFragment
from goiextract.labelling.model import RowModel
from goiextract.labelling.normal import normal
from goiextract.records import Report, Status
from training.guessing import probabilities
from training.labelled import LabelledReport
from training.make_labels import form_wordings, read_wordings

#: What one unseen wording that the model cannot place is worth is 1. A sum may fail because the office misprinted it,
#: and a doubt may be one that the order of the table settles: both are worth less, and further ones less and less.
SUMS, DOUBT = 1.0, 0.5
#: An unseen wording that the model is sure of still has this much to teach: it may be sure and wrong.
SURE_UNSEEN = 0.25
#: Headers and groups, and other texts without figures beside them, settle no figure by themselves.
WITHOUT_FIGURES = 0.5
#: Between the two likeliest labels; below this a label is in doubt.
MARGIN = 0.5
#: Longer texts in tables are narrative or guidance, in pages laid out with tables.
LONGEST = 60
#: Known wordings shorter than this (其他, 总计) are part of too many others to explain any.
EXPLAINS = 4
DOUBTFUL_FIGURES = (Status.CONFLICTING, Status.AMBIGUOUS, Status.MISSING)

_NUMBERING = re.compile(r"^(?:\((?:[一二三四五六七八九十]+|\d{1,2})\)|[一二三四五六七八九十]+[、.]|\d{1,2}[、.,])+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NO_HAN = re.compile(r"[^\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that a label would teach. kind: ``sum``, ``figure``, ``table``, ``wording`` or ``doubt``; `name`: which
    one, the same in any report that teaches it; `worth`: how much; `said`: it in words."""

    kind: str
    name: str
    worth: float
    said: str


class KnownWordings:
    """The wordings that need no label any more."""

    def __init__(self, labelled: Iterable[LabelledReport] = ()) -> None:
        """Those of the forms and of wordings/, and the fragments of labelled reports."""
        wordings = form_wordings() + read_wordings()
        self.ambiguous = frozenset(core(wording.text) for wording in wordings if wording.weight)
        texts = [wording.text for wording in wordings if "{" not in wording.text]
        texts += [one.text for report in labelled for one in report.fragments if len(one.text) <= 2 * LONGEST]
        cores = {form for text in texts for form in (core(text), _letters(text))} - {""}
        self._cores = frozenset(cores)
        self._long = sorted((one for one in cores if len(one) >= EXPLAINS), key=lambda one: (-len(one), one))
        self._all = "\n".join(sorted(cores))
        self.knows = lru_cache(maxsize=4096)(self._knows)

    def _knows(self, text: str) -> bool:
        """True for a known wording, a piece of one, and a text that is put together from several."""
        for plain in (core(text), _letters(text)):
            if len(plain) < 2 or plain in self._all:
                return True
        rest = core(text)
        for known in self._long:
            if known in rest:
                rest = rest.replace(known, "\n")
        return all(len(part) < 2 or part in self._cores for part in rest.split("\n"))


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """A text as laid out → its Chinese letters, without numbering at its start and what stands in brackets."""
    plain = normal(text)
    return _NO_HAN.sub("", _IN_BRACKETS.sub("", _NUMBERING.sub("", plain)))


def _letters(text: str) -> str:
    return _NO_HAN.sub("", normal(text))


def lessons(
    report: Report, fragments: Sequence[TextFragment], model: RowModel, known: KnownWordings
) -> tuple[Lesson, ...]:
    """What came of a document and its text fragments → what it would teach, each thing once: sums, wordings, doubts."""
    return (*_failures(report), *_texts(fragments, model, known))


def _failures(report: Report) -> list[Lesson]:
    """Sums that fail, tables not found, and rows whose figures are in doubt without either."""
    sums = {
        (finding.table, details.get("identity", ""), details.get("where", ""))
        for finding in report.findings
        if finding.code == "sum_fails"
        for details in [dict(finding.details)]
    }
    lost = [table.table for table in report.tables if not table.found] or ([] if report.tables else ["every table"])
    rows = {
        (figure.key.table, figure.key.row, str(figure.status))
        for figure in report.figures
        if figure.status in DOUBTFUL_FIGURES and figure.key.table not in lost
    }
    found = [("sum", ".".join(one), f"{one[1]} at {one[2]}") for one in sorted(sums)]
    found += [("table", one, one) for one in lost]
    found += [("figure", ".".join(one), f"{one[0]}.{one[1]} {one[2]}") for one in sorted(rows)]
    each = SUMS * math.log2(1 + len(found)) / max(len(found), 1)
    return [Lesson(kind, name, each, said) for kind, name, said in found]


def _texts(fragments: Sequence[TextFragment], model: RowModel, known: KnownWordings) -> list[Lesson]:
    """Unseen wordings, and known ones of which the model is in doubt, of the fragments that stand in tables."""
    if not fragments:
        return []
    chances = probabilities(model, [one.text for one in fragments], [one.figures for one in fragments])
    with_figures = {one.grid for one in fragments if one.grid >= 0 and one.figures}
    unseen: dict[str, Lesson] = {}
    doubts: dict[str, Lesson] = {}
    for one, row in zip(fragments, chances, strict=True):
        plain = normal(one.text)
        in_table = one.figures > 0 or one.grid in with_figures
        if not in_table or len(plain) > LONGEST or len(_letters(plain)) < 2 or "." in plain[-1:]:
            continue
        second, best = row.argsort()[-2:]
        margin = float(row[best] - row[second])
        weight = 1.0 if one.figures else WITHOUT_FIGURES
        shown = " ".join(one.text.split())
        if not known.knows(plain):
            worth = weight * (1 - (1 - SURE_UNSEEN) * margin)
            _keep(unseen, Lesson("wording", core(plain) or plain, worth, shown))
        elif margin < MARGIN and core(plain) not in known.ambiguous:
            between = f"{shown}: {model.labels[best]} or {model.labels[second]}"
            _keep(doubts, Lesson("doubt", core(plain) or plain, DOUBT * weight * (1 - margin), between))
    many = math.log2(1 + len(doubts)) / max(len(doubts), 1)
    return [*unseen.values(), *(Lesson(d.kind, d.name, d.worth * many, d.said) for d in doubts.values())]


def _keep(found: dict[str, Lesson], lesson: Lesson) -> None:
    """The same text may stand in several places; the one that teaches most counts."""
    if lesson.name not in found or found[lesson.name].worth < lesson.worth:
        found[lesson.name] = lesson
