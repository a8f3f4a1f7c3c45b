"""Held-out reports, made in memory by the corpus maker from a seed that training never uses, with what each fragment is.

They show what breakage does to known wordings, not how unknown ones are read: their wordings are in the corpus maker.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.attribution import attributed
from training.corpus.breakage import BREAKAGES
from training.corpus.build import make, missing_program
from training.corpus.damage import Breakage
from training.guessed_labels import with_continuations
from training.label_chain import document_id
from training.labelled import LabelledFragment, LabelledReport
from training.laid_out import laid_out

#: Corpora for training are made with small seeds counted from 1; the names of the reports depend on it too.
HELD_OUT_SEED = 7_340_033
#: Each is rendered in milliseconds; those of LibreOffice and Chromium take seconds a report.
FAST_KINDS = (
    "html_clean",
    "html_cms",
    "html_div",
    "docx",
    "docx_marked",
    "pdf_drawn",
    "text_tabbed",
    "text_rows",
    "text_cells",
    "text_pipes",
    "text_glued",
)
#: The label of a fragment of which the objects the report was made of do not tell what it is: never right or wrong.
UNTOLD = ""


def made_reports(
    reports_per_kind: int,
    seed: int = HELD_OUT_SEED,
    kinds: Sequence[str] = FAST_KINDS,
    breakages: tuple[Breakage, ...] = BREAKAGES,
) -> list[LabelledReport]:
    """The same arguments → the same labelled reports, by kind. `file` of each is its kind; kinds that need a program
    which is not installed are left out. ValueError for a kind that there is not.
    """
    found = []
    for kind in kinds:
        if missing_program(kind):
            continue
        for report, made in make(kind, reports_per_kind, seed, breakages):
            name = report.name + made.suffix
            fragments = laid_out(made.data, name)
            labels = attributed(report, [fragment.text for fragment in fragments])
            labelled = with_continuations(
                [
                    LabelledFragment(one.text, label or UNTOLD, one.figures, place=f"line {one.line + 1}")
                    for one, label in zip(fragments, labels, strict=True)
                ]
            )
            found.append(LabelledReport(name, document_id(made.data), Path(kind), labelled))
    return found
