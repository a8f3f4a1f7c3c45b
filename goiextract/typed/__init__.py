"""Tables that people typed (CSV) → Readings, one for each report in them: `read_table`; checked Reports: `check`."""

from goiextract.typed.typed_report import SEVERAL
from goiextract.typed.typed_table import TypedReport, read_table

__all__ = ["SEVERAL", "TypedReport", "read_table"]
