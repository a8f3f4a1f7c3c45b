"""Stage 4, Readings → Report: numerals, monotone placing, the sums, and what they prove."""

from goiextract.reconciling.report_maker import reconcile

__all__ = ["reconcile"]
