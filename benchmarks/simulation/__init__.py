"""Simulated tables for the reconciler: drawn, printed, damaged as reading damages them, and judged against the print."""
