"""Lines, cells and sums weighed together: the likeliest reading of a table, and those that come near it.

Every arrangement of the lines is placed on the rows of the form in the cheapest ways, the cells of each placing are filled so
that the sums hold as well as they can, and the whole costs are compared: labels, order, cells and sums speak at once, and
none decides alone (reconciler notes, section 4).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from goiextract.forms import Identity
from goiextract.reconciling.alignment import Placing, in_form_order, placings, plain_placing
from goiextract.reconciling.arrangements import Arrangement, Arrangements
from goiextract.reconciling.completion import complete
from goiextract.reconciling.costs import MISPRINTS, SUMS
from goiextract.reconciling.effort import Effort
from goiextract.reconciling.explanations import Explanations, explain
from goiextract.reconciling.hypotheses import KEPT, Filling, fillings
from goiextract.reconciling.line_evidence import LineEvidence
from goiextract.reconciling.network import network_of
from goiextract.reconciling.printed_rows import PrintedRow, exchangeable
from goiextract.reconciling.selection import FEW_STATES, MANY_STATES, MOST_STATES, Choice, choose
from goiextract.reconciling.states import TableStates
from goiextract.reconciling.sums import Sums
from goiextract.reconciling.surroundings import TableHabits
from goiextract.reconciling.table_lines import TableLine, lines_read
from goiextract.reconciling.zeros_gone import ZerosGone, fillings_without_zeros, zeros_gone
from goiextract.records import CellKey, Fragment, Reading

NEAR = (
    4.0  # nats beyond the cheapest placing, where the sums hold in it: the margin, and one for what fits only roughly
)
FAR = 9.0  # the same where a sum fails: what is dearer cannot win it back
MOST_WEIGHED = 60  # readings; more, and the table is not settled
MOST_LINES = 4_000  # in all arrangements that are placed; a table has under 100, and at most 24 arrangements of it
MOST_EXPLAINED = 5  # readings whose failing sums are explained
MOST_THOROUGH = (
    3  # readings whose fillings are weighed however many there are, and as many again of which that is wanted
)
MOST_KEPT = 64  # ways to fill a row kept for those, where they may cost less with one of them
NO_WAY = 8.0  # a line that fills its row in no way

Value = int | Decimal | str | None  # the number of a cell, or BLANK
BLANK = "blank"  # a cell that the page prints blank is no number, though the sums may prove one for it


#: The ways to fill each row, the choice among them, the whole numbers that it reads, the sums that fail, the cost.
_Chosen = tuple[dict[int, tuple[list[Filling], bool]], Choice, dict[CellKey, int], tuple[Identity, ...], float]


class Candidate(Struct, frozen=True):
    """A whole reading of a table: the lines as arranged and placed, which of them stands at each row, the ways to fill each
    row (with whether they are all) and the choice among them, in the order of `ways`. counts: the whole numbers it reads;
    fails: the sums that fail though all of their cells are there; cost in nats. least: what it may cost where that is not
    known, as long as its failing sums are not explained or not all ways to fill its rows were weighed. floor: what it would
    cost with each row's cheapest filling, were there no sums over rows."""

    arrangement: Arrangement
    placing: Placing
    at: dict[int, int]
    ways: dict[int, tuple[list[Filling], bool]]
    choice: Choice
    counts: dict[CellKey, int]
    fails: tuple[Identity, ...]
    cost: float
    least: float
    floor: float

    @property
    def may_cost(self) -> float:
        """What it costs at least with a filling that was not tried."""
        return self.floor + min(self.choice.left_out, default=math.inf)

    def tried_all(self, index: int) -> bool:
        """Whether all ways to fill the row at this place of `ways` were tried that may come as near as a doubt."""
        complete = [complete for _, complete in self.ways.values()][index]
        return complete and self.floor + self.choice.left_out[index] > self.cost + NEAR

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """What its lines hold."""
        return tuple([line.fragment for line in self.arrangement.lines])

    @property
    def penalty(self) -> float:
        """What its cost holds for sums that fail."""
        return sum(
            SUMS.fails if len({key.row for key in identity.cells}) == 1 else SUMS.across_fails
            for identity in self.fails
        )


class Decoded(Struct, frozen=True):
    """The best reading, and of the others that come near it what they cost more and what they say of each cell. settled:
    False where the search was given up before all had been weighed."""

    best: Candidate
    values: dict[CellKey, Value]
    rivals: tuple[tuple[float, dict[CellKey, Value]], ...]
    settled: bool


def decode(reading: Reading, rows: Sequence[PrintedRow], sums: Sums, effort: Effort) -> Decoded:
    """The readings of one table's lines on its printed rows, weighed. effort: what other tables leave."""
    decoder = _Decoder(reading, rows, sums, effort)
    plain = in_form_order(reading.fragments, [(row.key, len(row.columns)) for row in rows])
    plain = plain or plain_placing([decoder.evidence.line(line) for line in decoder.lines])
    if plain is not None:
        best = decoder.explained(decoder.weigh(Arrangement(decoder.lines, 0.0), plain))
        return Decoded(best, {}, (), best.choice.settled)
    window = NEAR
    found, settled = decoder.near(window)
    if found[0].fails:
        window = FAR
        found, settled = decoder.near(window)
    best = found[0]
    near = [one for one in found[1:] if one.cost <= best.cost + NEAR]
    if not near:
        return Decoded(best, {}, (), settled)
    values = decoder.values(best, best.ways, {})
    rivals = [(one.cost - best.cost, decoder.values(one, best.ways, values)) for one in near]
    return Decoded(best, values, tuple(rivals), settled)


class _Decoder:
    def __init__(self, reading: Reading, rows: Sequence[PrintedRow], sums: Sums, effort: Effort) -> None:
        self.reading, self.rows, self.sums, self.effort = reading, rows, sums, effort
        self.network = network_of(sums.every) if sums.every else None
        self.lines = lines_read(reading.fragments)
        #: By the lines in each block, the one that the document ends in, how many states may be tried and ways kept: the lines
        #: as they were first placed there, and how they fill their rows.
        self.chosen: dict[tuple[tuple[tuple[int, int], ...], int, int, int], tuple[dict[int, TableLine], _Chosen]] = {}
        self.explanations: dict[tuple[tuple[int, ...], ...], Explanations] = {}
        self.filled: dict[tuple[int, object, bool], tuple[list[Filling], bool]] = {}
        self.around = TableHabits(reading.fragments, {row.key: len(row.columns) for row in rows})
        width = max((len(row.columns) for row in rows), default=0)
        self.parts = [row.blocks(sums) for row in rows]
        add_up = len(rows) > 1 and all(parts == (width,) for parts in self.parts)
        self.zeros_gone = zeros_gone(reading.fragments, width) if add_up else ZerosGone()
        self.evidence = LineEvidence(rows, reading.fragments, self.zeros_gone)
        self.thorough = MOST_THOROUGH  # readings that may still be weighed once more
        self.states = TableStates(len(rows))

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """The same number for rows that no sum sees exchanged."""
        return exchangeable(self.rows, self.parts, self.sums)

    @cached_property
    def arranged(self) -> Arrangements:
        """The arrangements of the lines."""
        return Arrangements(self.lines, self.rows, self.blocks, self.evidence, self.states)

    def near(self, window: float) -> tuple[list[Candidate], bool]:
        """The readings within the window, cheapest first, and whether these are all."""
        ways: list[tuple[float, Arrangement, Placing]] = []
        arranged, settled = self.arranged.near(window)
        limit = arranged[0].least + window
        left = MOST_LINES
        for number, arrangement in enumerate(arranged):
            left -= len(arrangement.lines)
            if number and left < 0:
                settled = False
                break
            lines = [self.evidence.line(line) for line in arrangement.lines]
            found, all_found = placings(lines, len(self.rows), limit - arrangement.least, self.effort, self.states)
            ways += [(arrangement.cost + one.cost, arrangement, one) for one in found]
            settled = settled and all_found
        ways.sort(key=lambda way: way[0])
        weighed = [
            self.weigh(arrangement, placing, MOST_STATES if number < MOST_THOROUGH else FEW_STATES)
            for number, (_, arrangement, placing) in enumerate(ways[:MOST_WEIGHED])
        ]
        weighed.sort(key=lambda one: one.least)
        left = len(self.explanations) + MOST_EXPLAINED
        for number, one in enumerate(weighed):
            limit = min(other.cost for other in weighed) + NEAR
            if one.least > limit:
                break
            if self.thorough and not (one.choice.settled and one.may_cost > limit):
                self.thorough -= 1
                one = self.weigh(one.arrangement, one.placing, MANY_STATES)
                if one.choice.settled and one.may_cost <= limit:
                    one = self.weigh(one.arrangement, one.placing, MANY_STATES, MOST_KEPT)
            weighed[number] = self.explained(one, limit, left)
        weighed.sort(key=lambda one: one.cost)
        # what may cost less than it is known to may be as near as those that are known to be
        known = all(one.least == one.cost or one.least > weighed[0].cost + NEAR for one in weighed[1:])
        return weighed, settled and known and len(ways) <= MOST_WEIGHED

    def explained(self, one: Candidate, limit: float = math.inf, most: int = MOST_EXPLAINED) -> Candidate:
        """The reading, costing no more for its failing sums than the likeliest misprints that explain them, or known to cost
        more than `limit`. As it is where no more readings than so many are to be explained."""
        if self.network is None or one.penalty <= MISPRINTS.slip:
            return one
        # many readings differ only in lines that are no rows, or in rows of one block exchanged
        rows = [
            (self.blocks[row], *[-1 if count is None else count for count in chosen.counts])
            for row, chosen in zip(one.ways, one.choice.chosen, strict=True)
        ]
        key = tuple(sorted(rows))
        wanted = limit - (one.cost - one.penalty)
        found = self.explanations.get(key)
        if found is None or not (found.settled or found.least > wanted):
            if len(self.explanations) >= most or self.effort.explanations_left <= 0:
                return one
            self.effort.explanations_left -= 1
            found = self.explanations[key] = explain(self.network, one.counts, (), most=wanted)
        least = one.cost - max(0.0, one.penalty - found.least)
        cost = least if found.settled else one.cost
        return replace(one, cost=cost, least=min(least, one.may_cost if one.choice.settled else one.least))

    def weigh(
        self, arrangement: Arrangement, placing: Placing, most_states: int = MOST_STATES, kept: int = KEPT
    ) -> Candidate:
        """One placing of one arrangement, with the choice of fillings under which the sums hold best."""
        lines = arrangement.lines
        at = {row: line for line, row in sorted(enumerate(placing.row), key=lambda pair: pair[1]) if row >= 0}
        end = len(lines) - 1  # a label behind the last figures ends the document, and not within these
        last = end if self.reading.cut_off and end in at.values() else -1
        # no sum sees two rows of one block exchanged: what is best for one such placing is so for all
        placed = sorted([(self.blocks[row], lines[line].number) for row, line in at.items()])
        key = (tuple(placed), last, most_states, kept)
        if key not in self.chosen:
            own = {row: lines[line] for row, line in at.items()}
            self.chosen[key] = own, self._chosen(own, lines[last] if last >= 0 else None, most_states, kept)
        first, found = self.chosen[key]
        ways, choice, known, fails, cost = self._moved(first, {row: lines[line] for row, line in at.items()}, found)
        cost += arrangement.cost + placing.cost
        floor = cost - choice.cost + sum([options[0].cost for options, _ in ways.values()])
        one = Candidate(arrangement, placing, at, ways, choice, known, fails, cost, cost, floor)
        if choice.settled:
            least = cost - max(0.0, one.penalty - MISPRINTS.slip) if fails else cost
        else:
            within = sum(SUMS.fails for identity in fails if identity not in self.sums.across)
            least = cost - choice.cost + choice.least - max(0.0, within - MISPRINTS.slip)
        return replace(one, least=min(least, one.may_cost))

    def _moved(self, first: Mapping[int, TableLine], own: Mapping[int, TableLine], found: _Chosen) -> _Chosen:
        """What was found for some lines on their rows, for the same lines on other rows of the same blocks."""
        if all(first.get(row) is line for row, line in own.items()):
            return found
        ways, choice, _, fails, cost = found
        came = {line.number: row for row, line in first.items()}
        order = {row: place for place, row in enumerate(ways)}
        moved = {row: ways[came[line.number]] for row, line in own.items() if came[line.number] in ways}
        places = [order[came[own[row].number]] for row in moved]
        choice = Choice(
            tuple([choice.chosen[place] for place in places]),
            tuple([choice.others[place] for place in places]),
            choice.cost,
            choice.settled,
            tuple([choice.left_out[place] for place in places]),
            choice.least,
        )
        known = self._known(moved, choice)
        return moved, choice, known, self.sums.failing(known) if fails else (), cost

    def _known(self, ways: Iterable[int], choice: Choice) -> dict[CellKey, int]:
        return {
            key: value
            for number, chosen in zip(ways, choice.chosen, strict=True)
            for key, value in zip(self.rows[number].cells, chosen.counts, strict=True)
            if value is not None
        }

    def _chosen(self, at: Mapping[int, TableLine], last: TableLine | None, most_states: int, kept: int) -> _Chosen:
        """How lines fill their rows. last: the line that the document ends in."""
        rows, cost, ways, beyond = self.rows, 0.0, {}, []
        for number, line in at.items():
            cost -= self.evidence.misfit(line, len(rows[number].columns))
            own, complete = self._ways(line, number, line is last)
            if own:
                most = len(own) if self.zeros_gone.of(line) else kept
                ways[number] = own[:most], complete
                beyond.append(own[most].cost - own[0].cost if len(own) > most else math.inf)
            else:
                cost += NO_WAY
        counts = [[rows[n].completed(self.sums, option) for option in way] for n, (way, _) in ways.items()]
        cells, options = [rows[n].cells for n in ways], [way for way, _ in ways.values()]
        unprinted = (
            [key for n, row in enumerate(rows) if n not in ways for key in row.cells] if self.zeros_gone.whole else []
        )
        choice = choose(cells, options, counts, self.sums.across, most_states, unprinted)
        if min(beyond, default=math.inf) < math.inf:
            choice = replace(choice, left_out=tuple(map(min, choice.left_out, beyond)))
        known = self._known(ways, choice)
        return ways, choice, known, self.sums.failing(known), cost + choice.cost

    def values(self, one: Candidate, found: Iterable[int], own: Mapping[CellKey, Value]) -> dict[CellKey, Value]:
        """What a reading says each cell holds: its number, blank, or the number that the sums prove for a cell not there; but for
        the rows that the best found and this one does not: that they are printed is then in doubt, unless the sums want just
        what the best says of them. own: what that is."""
        values: dict[CellKey, Value] = {}
        for number, chosen in zip(one.ways, one.choice.chosen, strict=True):
            for key, numeral in zip(self.rows[number].cells, chosen.numerals, strict=True):
                if numeral is not None:
                    values[key] = BLANK if numeral.value is None else numeral.value
        if self.network is not None:
            lost = [key for key in self.network.arcs if key not in one.counts]
            completed = complete(self.network, one.counts, lost).proven if lost else {}
            proven = {key: cell.value for key, cell in completed.items()}
            gone = [self.rows[number].cells for number in found if number not in one.ways]
            unlike = {key for cells in gone if any(proven.get(key) != own.get(key) for key in cells) for key in cells}
            values |= {key: value for key, value in proven.items() if key not in values and key not in unlike}
        return values

    def _ways(self, line: TableLine, number: int, cut_off: bool) -> tuple[list[Filling], bool]:
        row, sums, tokens = self.rows[number], self.sums, line.fragment.tokens
        blocks = self.parts[number]
        alike = (row.columns, blocks) if blocks else number  # such rows are filled in the same ways
        key = (line.number, alike, cut_off)
        if key not in self.filled:
            if self.zeros_gone.of(line):
                self.filled[key] = fillings_without_zeros(tokens, row.columns), True
                return self.filled[key]
            strain = (lambda values: row.strain(sums, values)) if row.has_sum(sums) else None
            around = self.around.of(line, cut_off)
            own, complete = fillings(tokens, row.columns, strain, around, blocks, self.effort)
            self.filled[key] = own[: MOST_KEPT + 1], complete
        return self.filled[key]


def dissenting(decoded: Decoded, key: CellKey) -> Iterator[float]:
    """What each rival that says something else of this cell costs more."""
    own = decoded.values.get(key)
    return (cost for cost, values in decoded.rivals if values.get(key) != own)


__all__ = ["Candidate", "Decoded", "decode", "dissenting"]
