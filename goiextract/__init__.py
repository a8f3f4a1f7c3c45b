"""goiextract: figures out of Chinese government-information-disclosure annual reports, never silently wrong.

bytes → `read` → Document → `lay_out` → Layout → `label` → Readings → `reconcile` → Report. `extract` is all four:

    import goiextract
    report = goiextract.extract("report.pdf")
    report["applications.granted.total"].value

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing is not loaded for it: the command's first deed is to start another process
if TYPE_CHECKING:
    from typing import Any

    from goiextract import errors, forms
    from goiextract.batch import Failure, extract_many
    from goiextract.checking import check
    from goiextract.forms import form_named
    from goiextract.labelling import label
    from goiextract.layout import lay_out
    from goiextract.panel import Panel, compare_departments, link_years, panel_to_csv
    from goiextract.pipeline import extract
    from goiextract.reading import read
    from goiextract.reconciling import reconcile
    from goiextract.records import CellKey, Figure, Finding, Report, Status
    from goiextract.report import report_from_json, report_to_csv, report_to_json
    from goiextract.report.notebook import report_to_html
    from goiextract.typed import TypedReport, read_table
    from goiextract.typed.check import check_table

__version__ = "0.2.0"

__all__ = [
    "CellKey",
    "Failure",
    "Figure",
    "Finding",
    "Panel",
    "Report",
    "Status",
    "TypedReport",
    "check",
    "check_table",
    "compare_departments",
    "errors",
    "extract",
    "extract_many",
    "form_named",
    "forms",
    "label",
    "lay_out",
    "link_years",
    "panel_to_csv",
    "read",
    "read_table",
    "reconcile",
    "report_from_json",
    "report_to_csv",
    "report_to_html",
    "report_to_json",
]

_HOMES = {
    "CellKey": "records",
    "Failure": "batch",
    "Figure": "records",
    "Finding": "records",
    "Panel": "panel",
    "Report": "records",
    "Status": "records",
    "TypedReport": "typed",
    "check": "checking",
    "check_table": "typed.check",
    "compare_departments": "panel",
    "extract": "pipeline",
    "extract_many": "batch",
    "form_named": "forms",
    "label": "labelling",
    "lay_out": "layout",
    "link_years": "panel",
    "panel_to_csv": "panel",
    "read": "reading",
    "read_table": "typed",
    "reconcile": "reconciling",
    "report_from_json": "report",
    "report_to_csv": "report",
    "report_to_html": "report.notebook",
    "report_to_json": "report",
}


def __getattr__(name: str) -> Any:
    if name in ("errors", "forms", "sentences"):
        return import_module(f"goiextract.{name}")
    if name in _HOMES:
        return getattr(import_module(f"goiextract.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'goiextract' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
