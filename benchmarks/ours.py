"""goiextract as the benchmark asks it: what its Report says of each cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from benchmarks.scoring.records import Said
from goiextract import extract
from goiextract.records import CellKey, Figure, Status

ASSERTED = (Status.PRINTED, Status.INFERRED, Status.CORRECTED, Status.CONFLICTING)


def read(path: Path) -> dict[CellKey, Said]:
    """The figures of one file; raises what `extract` raises."""
    return {figure.key: _said(figure) for figure in extract(path).figures}


def _said(figure: Figure) -> Said:
    return Said(
        None if figure.value is None else Decimal(figure.value),
        figure.status in ASSERTED,
        figure.status is Status.BLANK,
        figure.flagged,
        figure.confidence,
        figure.status.value,
        figure.place.page,
        figure.place.box,
    )
