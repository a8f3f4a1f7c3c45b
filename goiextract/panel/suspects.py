"""A failing link → which year is off, and which cell, as far as the reports' own sums and the years around it tell."""

from __future__ import annotations

from dataclasses import replace

from goiextract.forms import YearLink, YearTerm
from goiextract.panel.found import LinkResult, Number, Standing, Suspect
from goiextract.panel.years import Told
from goiextract.records import CellKey

#: (year, link) → the link, what is told of its cells, and its result so far, for the years of one body.
Chain = dict[tuple[int, str], tuple[YearLink, dict[YearTerm, Told], LinkResult]]
_RANK = list(Standing)


def implied(link: YearLink, told: dict[YearTerm, Told], term: YearTerm) -> Number | None:
    """The number of one cell with which the link holds, the others as they are; None where one of them has none."""
    total: Number = 0
    for other in link.terms:
        if other != term:
            number = told[other].number
            if number is None:
                return None
            total += other.sign * number * (1 if other in link.left else -1)
    return -total * term.sign * (1 if term in link.left else -1)


def judged(chain: Chain, at: tuple[int, str]) -> LinkResult:
    """The failing link's result with suspects, verdict and the year that is off."""
    link, told, result = chain[at]
    suspects = sorted(
        (one for term in link.terms if (one := _suspect(chain, at, term)) is not None),
        key=lambda one: (_RANK.index(one.standing), one.year, one.key),
    )
    worst = [one for one in suspects if one.standing is suspects[0].standing]
    years = {one.year for one in worst}
    year_off = years.pop() if len(years) == 1 else None
    verdict = "undecided"
    if worst[0].standing is Standing.WANTED and year_off is not None:
        verdict = "clear"
    elif worst[0].standing is Standing.DISPUTED and year_off is not None:
        verdict = "likely"
    elif worst[0].standing is not Standing.WANTED:
        around = _off_on_both_sides(chain, at)
        if worst[0].standing is Standing.CONFIRMED:
            year_off = around  # one cell may be left in a year where the others cannot be: that alone tells nothing
        elif around is not None and year_off not in (None, around):
            year_off = None
        else:
            year_off = year_off or around
        verdict = "likely" if year_off is not None else "undecided"
    if verdict == "undecided":
        year_off = None
    elif worst[0].standing is Standing.CONFIRMED or len({one.year for one in worst}) > 1:
        suspects.sort(key=lambda one: one.year != year_off)
    return replace(result, suspects=tuple(suspects), verdict=verdict, year_off=year_off)


def _suspect(chain: Chain, at: tuple[int, str], term: YearTerm) -> Suspect | None:
    link, told, _ = chain[at]
    own, year = told[term], at[0] + term.later
    wanted = implied(link, told, term)
    if own.number is None or wanted is None:  # a link fails only where every cell has a number
        return None
    standing = own.standing
    across = _other_link(chain, at, term.key, year)
    if not own.possible(wanted):
        standing = Standing.IMPOSSIBLE
    elif standing is Standing.DISPUTED:
        standing = Standing.WANTED if own.consistent == wanted else standing
    elif across is not None:
        other_link, other_told, other_result = across
        (other_term,) = (each for each in other_link.terms if each.key == term.key and each.later != term.later)
        if other_result.status == "holds" and not other_result.trivial:
            standing = Standing.CONFIRMED
        elif other_result.status == "fails" and implied(other_link, other_told, other_term) == wanted:
            standing = Standing.WANTED
    return Suspect(year, term.key, own.number, wanted, standing)


def _other_link(
    chain: Chain, at: tuple[int, str], key: CellKey, year: int
) -> tuple[YearLink, dict[YearTerm, Told], LinkResult] | None:
    """The link of this name on the other side of the cell's year, if the same cell stands in it."""
    found = chain.get((year if year == at[0] + 1 else year - 1, at[1]))
    if found is None or not any(term.key == key and term.later == (year == at[0]) for term in found[0].terms):
        return None
    return found


def _off_on_both_sides(chain: Chain, at: tuple[int, str]) -> int | None:
    """The one of the link's two years whose link on its other side fails too, if it is the only one: that year's report
    then agrees with neither neighbour, while the other year's may agree with its own."""
    year, name = at
    before, after = (chain[beside][2].status if (beside := (n, name)) in chain else "" for n in (year - 1, year + 1))
    if (before == "fails") == (after == "fails"):
        return None
    return year if before == "fails" else year + 1
