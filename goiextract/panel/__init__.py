"""Reports beside one another: one body over the years, and a government beside its departments.

What stands here is soft evidence and diagnosis. No figure is changed by it: bodies restate, merge and change scope.
"""

from goiextract.panel.departments import Comparison, DepartmentSum, compare_departments
from goiextract.panel.found import Evidence, LinkResult, Panel, Standing, Suspect
from goiextract.panel.linking import link_years
from goiextract.panel.links_csv import PANEL_HEADER, panel_to_csv, panel_to_rows

__all__ = [
    "PANEL_HEADER",
    "Comparison",
    "DepartmentSum",
    "Evidence",
    "LinkResult",
    "Panel",
    "Standing",
    "Suspect",
    "compare_departments",
    "link_years",
    "panel_to_csv",
    "panel_to_rows",
]
