"""Every kind of damage as a named operation with a rate, switchable one by one."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from training.corpus.damage import Breakage
from training.corpus.damaged_figures import FIGURE_BREAKAGES
from training.corpus.damaged_grids import GRID_BREAKAGES
from training.corpus.damaged_labels import LABEL_BREAKAGES
from training.corpus.damaged_sections import SECTION_BREAKAGES
from training.corpus.damaged_shapes import SHAPE_BREAKAGES
from training.corpus.damaged_words import WORD_BREAKAGES
from training.corpus.dirty_web import WEB_BREAKAGES
from training.corpus.records import Report
from training.corpus.scan_noise import SCAN_BREAKAGES
from training.corpus.unusual_ways import WAY_BREAKAGES

BREAKAGES = (
    *WAY_BREAKAGES,  # first: another form means other figures and labels
    *FIGURE_BREAKAGES,
    *LABEL_BREAKAGES,
    *WORD_BREAKAGES,
    *SHAPE_BREAKAGES,
    *GRID_BREAKAGES,
    *SECTION_BREAKAGES,
    *WEB_BREAKAGES,
    *SCAN_BREAKAGES,
)
HOW_MANY = (1, 1, 2, 2, 3)  # different kinds of damage in one broken report


def breakages_named(only: Collection[str] = (), without: Collection[str] = ()) -> tuple[Breakage, ...]:
    """The catalogue, or the named part of it. ValueError on a name that is not in it."""
    unknown = {*only, *without} - {breakage.name for breakage in BREAKAGES}
    if unknown:
        raise ValueError(f"no such breakage: {', '.join(sorted(unknown))}")
    return tuple(b for b in BREAKAGES if (not only or b.name in only) and b.name not in without)


def break_report(rng: Random, report: Report, breakages: tuple[Breakage, ...]) -> None:
    """Break the report in one to three ways that its kind can show; `report.breakages` says which took hold.

    First comes what stands beside the damage, each by its own share; `report.dirt` names it.
    """
    fitting = [breakage for breakage in breakages if breakage.fits(report.kind)]
    for breakage in fitting:
        if breakage.beside and rng.random() < breakage.rate and breakage.apply(rng, report):
            report.dirt.append(breakage.name)
    fitting = [breakage for breakage in fitting if not breakage.beside]
    wanted = rng.choice(HOW_MANY)
    while fitting and len(report.breakages) < wanted:
        breakage = rng.choices(fitting, [each.rate for each in fitting])[0]
        fitting.remove(breakage)
        if breakage.apply(rng, report):
            report.breakages.append(breakage.name)
