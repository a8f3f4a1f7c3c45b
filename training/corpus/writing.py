"""A report put together: title, sections, tables, narrative, in the order of the form."""

from __future__ import annotations

from random import Random

from training.corpus import narrative
from training.corpus.breakage import break_report
from training.corpus.damage import Breakage
from training.corpus.damaged_sections import DATES, ROWS_SAID, indicators
from training.corpus.figures import draw_figures, draw_forms, draw_size
from training.corpus.look_alikes import department_table, last_year_table
from training.corpus.records import TABLES, Report
from training.corpus.shapes import tables_of
from training.corpus.wording import official_labels, usual_look


def write_report(rng: Random, name: str, kind: str, breakages: tuple[Breakage, ...] = ()) -> Report:
    """One report of that kind before it becomes a file, broken in one to three of these ways (none given: clean)."""
    size = draw_size(rng)
    year, forms = draw_forms(rng)
    figures = draw_figures(rng, forms, size)
    report = Report(name, kind, year, size, narrative.name_agency(rng, size), forms, figures)
    report.labels = official_labels(report)
    report.look = usual_look()
    report.title = narrative.write_title(rng, report)
    if breakages:
        break_report(rng, report, breakages)
    assemble(rng, report)
    return report


def assemble(rng: Random, report: Report) -> None:
    """Fill `blocks` in printed order from figures, labels and look."""
    tables = tables_of(report)
    labels, look = report.labels, report.look
    blocks = report.blocks
    blocks[:] = [labels["heading.overview"], *narrative.overview(rng, report)]
    if "dates" in look:
        blocks.insert(1, narrative.say(rng, DATES[int(look["dates"])], report))
    blocks += [narrative.say(rng, ROWS_SAID[int(number)], report) for number in look.get("said", "").split()]
    together = "headings_together" in look
    if together:
        blocks += [labels["heading.proactive"], labels["heading.applications"]]
    for name in TABLES:
        if not look.get("one_grid") and not (together and name != "review_litigation"):
            blocks.append(labels[f"heading.{name}"])
        if name == "applications" and look.get("look_alike") == "before":
            blocks += ["各部门受理情况见下表。", department_table(rng, report)]
        if name == "applications" and "indicators" in look:
            blocks += indicators(rng, look["indicators"])
        blocks += tables[name]
        if name == "applications" and look.get("look_alike") == "after":
            blocks += ["上一年度情况对照如下。", last_year_table(rng, report)]
        if tables[name] and look.get("footnote") == name:
            blocks.append(narrative.note(rng, report))
    blocks += [labels["heading.problems"], *narrative.problems(rng, report)]
    blocks += [labels["heading.others"], *narrative.others(rng, report)]
    if rng.random() < 0.5:
        blocks += [report.agency, f"{report.year + 1}年1月{rng.randint(5, 28)}日"]
