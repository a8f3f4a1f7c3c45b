"""Cells and tokens as readers make them: what a cell holds is judged by its text."""

from goiextract.forms import kind_of
from goiextract.records import Cell, Token


def a_cell(text, row, column, *more, **others):
    return Cell(text, kind_of(text), row, column, *more, **others)


def a_token(text, column=None, **others):
    return Token(text, kind_of(text), ((column, 0.0),) if column else (), **others)
