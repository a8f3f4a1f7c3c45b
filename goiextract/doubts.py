"""The names of all doubts: one vocabulary for what opens a cell, what is written of it, and what people are told."""

from __future__ import annotations

from enum import StrEnum


class Doubt(StrEnum):
    """Why a figure is open or flagged. The names are part of the contract, and each has its sentence (``doubt_NAME``).

    row_not_named: no words of its own label tell that its line is this row. row_contested: another line, or another row, fits
    nearly as well. lines_misfit: the lines of the table fit the form badly. place_unsettled: the row's figures may stand in other
    columns, or be cut otherwise. search_given_up: not all readings were weighed. figures_left_over: a number of its line found no
    cell. not_read: text that is no number. picture: a picture stands in the cell. cut_off: the rest of the number may be lost.
    odd_number: a number only if a person agrees (letters for digits, inner spaces). impossible_number: a negative or broken
    count. other_unit: the unit of another column. unsupported: only blank cells could balance it. total_moved: it may be the
    total, moved. ran_together: two figures may have run together. sum_fails: the report's own sums dispute it. second_reading:
    a recogniser's other reading fits as well. corrected: a misread character was put right. not_found: no such cell was found.
    printed_twice: the table is printed twice, with other figures. blank_unproven: no figure was found, but that the cell is empty
    is not certain. typed_twice: typed more than once.
    """

    ROW_NOT_NAMED = "row_not_named"
    ROW_CONTESTED = "row_contested"
    LINES_MISFIT = "lines_misfit"
    PLACE_UNSETTLED = "place_unsettled"
    SEARCH_GIVEN_UP = "search_given_up"
    FIGURES_LEFT_OVER = "figures_left_over"
    NOT_READ = "not_read"
    PICTURE = "picture"
    CUT_OFF = "cut_off"
    ODD_NUMBER = "odd_number"
    IMPOSSIBLE_NUMBER = "impossible_number"
    OTHER_UNIT = "other_unit"
    UNSUPPORTED = "unsupported"
    TOTAL_MOVED = "total_moved"
    RAN_TOGETHER = "ran_together"
    SUM_FAILS = "sum_fails"
    SECOND_READING = "second_reading"
    CORRECTED = "corrected"
    NOT_FOUND = "not_found"
    PRINTED_TWICE = "printed_twice"
    BLANK_UNPROVEN = "blank_unproven"
    TYPED_TWICE = "typed_twice"
