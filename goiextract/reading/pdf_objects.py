"""What is drawn on a page, object by object: handles that PDFium gives, and where each stands.

Handles are plain numbers here, and PDFium's functions are run over many of them by `map`: a third of the time of the typed
ones, and a page has thousands of objects.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from goiextract.reading.pdfium import raw

MOST_OBJECTS = 60_000  # objects looked at on one page; ruled pages of reports have 200 to 3,000
DEEPEST = 5  # forms within forms

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
T = TypeVar("T", bound=tuple[Any, ...])
PageObject = tuple[int, int, Matrix]  # handle, kind, and the matrix of the forms around it
Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1 in page space

POINTER, INT = ctypes.c_void_p, ctypes.c_int


def bulk(function: Any, *arguments: Any) -> Any:
    """A PDFium function that takes addresses as plain numbers. arguments: the type of its result, then those it takes."""
    address = ctypes.cast(function, POINTER).value
    assert address is not None
    return ctypes.PYFUNCTYPE(*arguments)(address)


def run(function: Any, *arguments: Iterable[Any]) -> None:
    """Call a function that writes to addresses, once for each set of arguments."""
    deque(map(function, *arguments), maxlen=0)


def named(kind: type[T], fields: Iterable[Iterable[Any]]) -> Iterator[T]:
    """Named tuples of one kind, each of one set of fields, without a call of Python for each: a page has a thousand."""
    make: Any = tuple.__new__
    return map(make, repeat(kind), fields)


_object = bulk(raw.FPDFPage_GetObject, POINTER, POINTER, INT)
_inner_object = bulk(raw.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)
_kind = bulk(raw.FPDFPageObj_GetType, INT, POINTER)
_n_inner = bulk(raw.FPDFFormObj_CountObjects, INT, POINTER)
_matrix = bulk(raw.FPDFPageObj_GetMatrix, INT, POINTER, POINTER)
_bounds = bulk(raw.FPDFPageObj_GetBounds, INT, POINTER, POINTER, POINTER, POINTER, POINTER)


def page_objects(page: Any) -> list[PageObject]:
    """Every object of the page and of the forms in it, in the order in which they are drawn."""
    handle = ctypes.cast(page, POINTER).value
    count = min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)
    handles = [found for found in map(_object, repeat(handle), range(count)) if found]
    kinds = list(map(_kind, handles))
    found = list(zip(handles, kinds, repeat(IDENTITY)))
    return _with_inner(found) if raw.FPDF_PAGEOBJ_FORM in kinds else found


def _with_inner(objects: list[PageObject]) -> list[PageObject]:
    """The same with what stands in each form behind it."""
    found: list[PageObject] = []
    pending = [(one, 0) for one in reversed(objects)]
    own = raw.FS_MATRIX()
    while pending and len(found) < MOST_OBJECTS:
        (handle, kind, matrix), depth = pending.pop()
        found.append((handle, kind, matrix))
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            _matrix(handle, ctypes.addressof(own))
            within = multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            inner = map(_inner_object, repeat(handle), range(min(_n_inner(handle), MOST_OBJECTS - len(found))))
            pending += [((one, _kind(one), within), depth + 1) for one in inner if one]
    return found


def object_box(handle: int, matrix: Matrix) -> Rectangle:
    """The box around an object in page space."""
    values = (ctypes.c_float * 4)()
    start = ctypes.addressof(values)
    _bounds(handle, start, start + 4, start + 8, start + 12)
    x0, y0, x1, y1 = values
    if matrix is IDENTITY:
        return x0, y0, x1, y1
    xs, ys = zip(*(moved(x, y, matrix) for x in (x0, x1) for y in (y0, y1)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def object_boxes(handles: Sequence[int]) -> NDArray[np.float64]:
    """The boxes of many objects that stand in no form, a row each."""
    found = np.zeros((len(handles), 4), np.float32)
    start, end = found.ctypes.data, found.ctypes.data + found.nbytes
    run(_bounds, handles, *(range(start + 4 * side, end, 16) for side in range(4)))
    return found.astype(np.float64)


def moved(x: Any, y: Any, m: Any) -> tuple[Any, Any]:
    """A point, or arrays of points, by a matrix, or by six arrays."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def multiply(m: Any, n: Any) -> Any:
    """First the matrix m, then n; each may be six arrays."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
