"""Figures that add up, from a township with two requests to a province with six digits."""

from __future__ import annotations

import math
from decimal import Decimal
from random import Random

from goiextract.forms import Form, form_named
from goiextract.records import CellKey
from training.corpus.records import TABLES, Figure

# requests handled in a year, smallest and largest; most offices are small (BREAKAGE: nearly all tables are zeros)
SIZES = {"township": (0, 6), "office": (1, 60), "district": (40, 700), "city": (400, 9000), "province": (9000, 260000)}
SHARE_OF_SIZE = (40, 22, 20, 12, 6)
APPLICANTS = (85, 10, 1, 1, 2, 1)
OUTCOME_WEIGHT = {"granted": 36, "partial": 7, "unable_not_held": 20, "unable_no_ready": 8, "refuse_petition": 6}
ROUNDED_ABOVE = 3000  # larger tables are filled by shares, not by drawing each request


def draw_size(rng: Random) -> str:
    """A size of office, small ones most often."""
    return rng.choices(list(SIZES), SHARE_OF_SIZE)[0]


def draw_forms(rng: Random) -> tuple[int, dict[str, Form]]:
    """(report year, form of each table): the form that belongs to the year."""
    year = rng.randint(2019, 2025)
    old, new = form_named("2019"), form_named("2021")
    return year, dict.fromkeys(TABLES, old if year <= 2020 else new)


def draw_figures(rng: Random, forms: dict[str, Form], size: str) -> dict[CellKey, Figure]:
    """Every figure of the three tables; all sums of the forms hold."""
    numbers: dict[CellKey, int | Decimal] = {}
    low, high = SIZES[size]
    _proactive(rng, forms["proactive"], size, numbers)
    handled = round(math.exp(rng.uniform(math.log(low + 1), math.log(high + 1))) - 1)
    _applications(rng, forms["applications"], handled, numbers)
    _review(rng, forms["review_litigation"], handled, numbers)
    keys = [key for name in TABLES for key in forms[name].table(name).cells]
    return {key: Figure(numbers[key], str(numbers[key]), str(numbers[key])) for key in keys}


def _applications(rng: Random, form: Form, handled: int, numbers: dict[CellKey, int | Decimal]) -> None:
    table = form.table("applications")
    kinds = [column.key for column in table.rows[0].columns if column.key != "total"]
    rows = [row.key for row in table.rows]
    leaves = [row for row in rows if row not in ("new", "carried_in", "total", "carried_out")]
    weights = [OUTCOME_WEIGHT.get(leaf, 1.2) * rng.choice((0, 0.5, 1, 2)) + 0.01 for leaf in leaves]
    shares = [share * rng.choice((0.3, 1, 1, 2)) for share in APPLICANTS]
    counts = {(leaf, kind): 0 for leaf in leaves for kind in kinds}
    if handled <= ROUNDED_ABOVE:
        for leaf, kind in zip(
            rng.choices(leaves, weights, k=handled), rng.choices(kinds, shares, k=handled), strict=True
        ):
            counts[leaf, kind] += 1
    else:
        for leaf, weight in zip(leaves, weights, strict=True):
            for kind, share in zip(kinds, shares, strict=True):
                part = weight / sum(weights) * share / sum(shares)
                counts[leaf, kind] = round(handled * part * rng.uniform(0.7, 1.3))
    for kind in kinds:
        total = sum(counts[leaf, kind] for leaf in leaves)
        out = rng.choice((0, 0, round(total * rng.uniform(0, 0.12)), rng.randint(0, 1) if handled else 0))
        carried = min(rng.choice((0, 0, round(total * rng.uniform(0, 0.1)), 1)), total + out) if handled else 0
        counts |= {("total", kind): total, ("carried_out", kind): out, ("carried_in", kind): carried}
        counts["new", kind] = total + out - carried
    for row in rows:
        for kind in kinds:
            numbers[CellKey("applications", row, kind)] = counts[row, kind]
        numbers[CellKey("applications", row, "total")] = sum(counts[row, kind] for kind in kinds)


def _review(rng: Random, form: Form, handled: int, numbers: dict[CellKey, int | Decimal]) -> None:
    for row in form.table("review_litigation").rows:
        cases = round(handled * rng.uniform(0, 0.15)) if rng.random() < 0.6 else 0
        sums = 0
        for column, share in zip(row.columns, (0.6, 0.12, 0.18, 0.1, 0.0), strict=True):
            count = sums if column.key == "total" else round(cases * share * rng.uniform(0.5, 1.5))
            numbers[CellKey("review_litigation", row.key, column.key)] = count
            sums += count


def _proactive(rng: Random, form: Form, size: str, numbers: dict[CellKey, int | Decimal]) -> None:
    scale = {"township": 0, "office": 1, "district": 2, "city": 3, "province": 4}[size]
    for row in form.table("proactive").rows:
        if row.key in ("rules", "normative_documents"):
            _documents(rng, form.name, row.key, scale, numbers)
            continue
        for column in row.columns:
            key = CellKey("proactive", row.key, column.key)
            if column.kind == "money":
                numbers[key] = _money(rng, form.name, scale)
            elif column.key == "decisions":
                numbers[key] = (
                    rng.choice((0, 1)) * round(10 ** rng.uniform(0, 1.2 + 1.25 * scale)) if scale else _few(rng)
                )
            elif column.key == "change":
                numbers[key] = rng.choice((0, 0, 1, -1)) * rng.randint(0, 8 * scale + 1)
            else:
                numbers[key] = rng.randint(0, 120 * scale) if scale else _few(rng)


def _documents(rng: Random, form: str, row: str, scale: int, numbers: dict[CellKey, int | Decimal]) -> None:
    names = ("made", "published", "stock") if form == "2019" else ("issued", "repealed", "in_force")
    top = (0 if row == "rules" and scale < 3 else scale) * 12
    made = rng.randint(0, top)
    other = min(made, rng.randint(0, top)) if form == "2019" else rng.randint(0, top)
    for name, count in zip(names, (made, other, made + rng.randint(0, top * 6)), strict=True):
        numbers[CellKey("proactive", row, name)] = count


def _few(rng: Random) -> int:
    return rng.choice((0, 0, 0, 0, 1, 2, rng.randint(0, 40)))


def _money(rng: Random, form: str, scale: int) -> Decimal:
    if rng.random() < (0.6 if scale == 0 else 0.15):
        return Decimal(0)
    power = rng.uniform(0, 2 + 0.8 * scale) + (3 if form == "2019" and rng.random() < 0.5 else 0)
    return Decimal(round(10**power * 10**6)).scaleb(-6).quantize(Decimal(1).scaleb(-rng.choice((0, 1, 2, 2, 4, 6))))
