"""Labelled reports → what the reconciler's costs would be by count, beside what they are.

    python -m training.costs [--labels DIR] [--out costs.toml]

A cost is minus the logarithm of the odds of an event, counted over the rows of 表三 in `training/labels` and in further
folders; half an event is added to each count, so that what never happened is rare and not impossible. Events that labels do
not show (which column is lost, what an office misprints) keep their cost. Made reports are broken more often than real ones,
so these are lower bounds of the costs until labels of real reports outnumber them. Nothing is replaced: `--out` writes a
file to compare, and to put in place by hand after measuring.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from goiextract.errors import GoiextractError
from goiextract.forms import form_named
from goiextract.reconciling.costs import FILE, read_costs
from training.labelled import LabelledFragment, LabelledReport
from training.train import all_labels

#: Table whose rows are counted: the one with many rows of equal width.
TABLE = "applications"
#: Of the form's rows in order, those of both forms: （六） stands as a row or as a group.
ROWS = tuple(dict.fromkeys(row.key for name in ("2019", "2021") for row in form_named(name).table(TABLE).rows))
COLUMNS = len(form_named("2021").table(TABLE).rows[0].columns)


def events(reports: Sequence[LabelledReport]) -> Counter[str]:
    """How often each thing happened, and under ``rows`` and the like how often it could have."""
    found: Counter[str] = Counter()
    for report in reports:
        table = list(_inside(report.fragments))
        order = _order(report)
        before = -1
        for one in table:
            row = one.label.partition(".")[2] if one.label.startswith(f"{TABLE}.") else ""
            if row in order and not one.continuation:
                found["labels"] += 1
                found["row_unfilled"] += one.figures == 0
                if one.figures:
                    at = order.index(row)
                    found["rows"] += 1
                    found["lost"] += max(COLUMNS - one.figures, 0) if COLUMNS - one.figures < COLUMNS - 1 else 0
                    found["cells"] += COLUMNS
                    found["cell_extra"] += one.figures > COLUMNS
                    if at > before:
                        found["steps"] += 1
                        missing = at - before - 1
                        found["row_skipped"] += missing > 0
                        found["row_skipped_more"] += max(missing - 1, 0)
                        found["missing"] += missing
                    before = at
            elif one.label == "none" and one.figures:
                found["junk_row" if one.figures >= COLUMNS else "junk_figures"] += 1
            elif not one.figures:
                found["label_ignored"] += 1
    return found


def _inside(fragments: Sequence[LabelledFragment]) -> Iterator[LabelledFragment]:
    """The fragments from the first of the table's rows to the last."""
    of_table = [n for n, one in enumerate(fragments) if one.label.startswith(f"{TABLE}.")]
    yield from fragments[of_table[0] : of_table[-1] + 1] if of_table else ()


def _order(report: LabelledReport) -> list[str]:
    """The rows of the form that this report prints, in order."""
    labels = {one.label for one in report.fragments}
    new = any(f"{TABLE}.other_{rest}" in labels for rest in ("overdue_correction", "fee_unpaid", "other"))
    return [row.key for row in form_named("2021" if new else "2019").table(TABLE).rows]


def estimated(found: Counter[str]) -> dict[tuple[str, str], tuple[int, int, float]]:
    """(part, name) → events, chances, cost in nats."""
    chances = {
        ("lines", "row_skipped"): "steps",
        ("lines", "row_skipped_more"): "missing",
        ("lines", "row_unfilled"): "labels",
        ("lines", "junk_figures"): "rows",
        ("lines", "junk_row"): "rows",
        ("cells", "lost"): "cells",
    }
    return {
        key: (found[key[1]], found[of], _cost(found[key[1]], found[of])) for key, of in chances.items() if found[of]
    }


def _cost(n: int, chances: int) -> float:
    """Nats: minus the log odds, not below 0."""
    rate = (n + 0.5) / (chances + 1.0)
    return round(max(0.0, -math.log(rate / (1.0 - rate))), 2) if rate < 1 else 0.0


def main() -> None:
    """Count, print, and write if asked."""
    parser = argparse.ArgumentParser(prog="python -m training.costs", description="estimate the reconciler's costs")
    parser.add_argument(
        "--labels", type=Path, action="append", default=[], help="a folder of label files, besides training/labels"
    )
    parser.add_argument("--out", type=Path, help="write a costs file with the estimates; must not exist")
    chosen = parser.parse_args()
    if chosen.out and chosen.out.exists():
        sys.exit(f"{chosen.out} exists; nothing was written. Give another name.")
    try:
        reports = all_labels(chosen.labels)
    except GoiextractError as error:
        sys.exit(str(error))
    text = files("goiextract.reconciling").joinpath(FILE).read_text(encoding="utf-8")
    now = read_costs(text)._asdict()
    found = estimated(events(reports))
    print(f"{len(reports)} reports")
    print(f"{'cost':26}{'now':>8}{'counted':>9}{'events':>9}{'of':>9}")
    for (part, name), (n, of, cost) in found.items():
        print(f"{part}.{name:<{25 - len(part)}}{getattr(now[part], name):8.2f}{cost:9.2f}{n:9}{of:9}")
        text = re.sub(rf"(?m)^({name}\s*= )[\d.]+", rf"\g<1>{cost}", text, count=1)
    if chosen.out:
        read_costs(text)
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
