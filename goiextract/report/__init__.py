"""Report → tidy CSV and lossless JSON, and JSON → Report. The view for the terminal is in `report.terminal`."""

from goiextract.report.lossless_json import report_from_json, report_to_json
from goiextract.report.schema import report_schema
from goiextract.report.tidy_csv import CSV_HEADER, report_to_csv, report_to_rows

__all__ = [
    "CSV_HEADER",
    "report_from_json",
    "report_schema",
    "report_to_csv",
    "report_to_json",
    "report_to_rows",
]
