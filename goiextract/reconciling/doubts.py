"""What may be wrong with a table as decoded: one list of small checks, each of which gives the cells that it doubts.

They are run in order, and each sees what those before it have said. A cell with a doubt is open: what is printed in it is
shown, and not asserted; a cell that was not found is then not proven by sums either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from goiextract.reconciling import cell_checks, line_checks
from goiextract.reconciling.table_read import TableRead
from goiextract.records import CellKey, Doubt

CHECKS: tuple[tuple[Doubt, Callable[[TableRead], Collection[CellKey]]], ...] = (
    (Doubt.PLACE_UNSETTLED, cell_checks.place_unsettled),
    (Doubt.PLACE_UNSETTLED, cell_checks.column_not_told),
    (Doubt.ROW_NOT_NAMED, line_checks.row_not_named),
    (Doubt.ROW_CONTESTED, line_checks.row_contested),
    (Doubt.LINES_MISFIT, line_checks.lines_misfit),
    (Doubt.SEARCH_GIVEN_UP, line_checks.search_given_up),
    (Doubt.FIGURES_LEFT_OVER, line_checks.figures_left_over),
    (Doubt.BLANK_UNPROVEN, line_checks.blank_unproven),
    (Doubt.PICTURE, cell_checks.picture),
    (Doubt.CUT_OFF, cell_checks.cut_off),
    (Doubt.NOT_READ, cell_checks.not_read),
    (Doubt.OTHER_UNIT, cell_checks.other_unit),
    (Doubt.UNSUPPORTED, cell_checks.unsupported),
    (Doubt.TOTAL_MOVED, cell_checks.total_moved),
    (Doubt.RAN_TOGETHER, cell_checks.ran_together),
)


def with_doubts(read: TableRead) -> TableRead:
    """The table with all that the checks say of its cells."""
    for doubt, check in CHECKS:
        read = read.doubted(doubt, check(read))
    return read
