"""A Report's own claims, proven again: `check`. Shares no code with what decoded the report, only records and forms."""

from goiextract.checking.report_check import check

__all__ = ["check"]
