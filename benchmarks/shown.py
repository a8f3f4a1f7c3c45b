"""The figures of a benchmark as a text table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEGEND = """UNFLAGGED: cells of which something else is published than a person sees on the page (another number, blank for a
number, a number for an empty cell), and which have no flag of their own; by table: the old count, cells asserted wrong in a table
where nothing is flagged; asserted: cells asserted wrong, flagged or not; left out: printed numbers of which nothing is said,
without a flag, in documents of which something is; failed: documents on which it raised an error, crashed or hung;
printed: printed cells right; non-zero: of those that print no 0; blank: blank cells kept blank; lost: cells that are
not there and follow from the sums, recovered; exact: documents without a wrong or open cell, tables likewise;
rows: printed rows for which a line with their own label was taken (readers that do not tell: a dot)"""
HEADINGS = (
    *("UNFLAGGED", "docs", "printed", "non-zero", "blank", "lost", "exact", "tables"),
    *("by table", "asserted", "left out", "failed", "rows"),
)
WIDTHS = (10, 6, 10, 10, 9, 9, 9, 10, 10, 10, 10, 8, 9)


def table_of(results: Mapping[str, Any]) -> str:
    """A line for each reader and, for ours, each kind of document and breakage."""
    made = results["made"]
    several = "s" if made["documents"] != 1 else ""
    lines = [
        f"{made['documents']} document{several}: {made['set']} ({made['fingerprint']}), {made['date']}, Python {made['python']}",
        " " * 26 + "".join(f"{heading:>{width}}" for heading, width in zip(HEADINGS, WIDTHS, strict=True)),
    ]
    for name, reader in results["readers"].items():
        if reader["absent"]:
            lines.append(f"{name:26}{reader['absent']}")
            continue
        lines.append(_line(f"{name} {reader['version']}", reader["overall"]))
        if len(results["readers"]) > 1 or name == "goiextract":
            lines += [_line(f"  {kind}", own) for kind, own in reader["by"]["kind"].items()]
    lines.append(LEGEND)
    if results["structure"]:
        lines += _structure(results["structure"])
    if results["speed"]:
        lines += _speed(results["speed"])
    return "\n".join(lines)


def _speed(found: Mapping[str, Any]) -> list[str]:
    def group(name: str, form: str) -> list[str]:
        return [
            f"  {one:32} least {own['least']:{form}}  median {own['median']:{form}}  most {own['most']:{form}}"
            for one, own in found[name].items()
        ]

    return [
        f"times as long as goiextract on {found['documents']} PDFs, warm (of the limit: ours beside it)",
        *group("ratios", ".1f"),
        "shares of the stages in ours, warm",
        *group("stages", ".0%"),
        f"cold, a new process each time, on {found['cold_documents']} of them",
        *group("cold", ".2f"),
        "shares in a new process that reads one of them",
        *group("cold_stages", ".0%"),
        "reports a second, all documents, beside one process",
        *(f"  {name:32} {own:.2f}" for name, own in found["throughput"].items()),
    ]


def _structure(found: Mapping[str, Any]) -> list[str]:
    lines = [f"tables as recognised on the pages of {found['documents']} PDFs ({found['package']}): spans, text"]
    for name, own in found["readers"].items():
        lines.append(f"  {name:32} GriTS_Top {own['grits_top']:.4f}  GriTS_Con {own['grits_con']:.4f}")
    return lines


def _line(name: str, own: Mapping[str, Any]) -> str:
    return (
        f"{name:26}{own['unflagged']:10}{own['documents']:6}{_share(own['printed_right'], own['printed']):>10}"
        f"{_share(own['nonzero_right'], own['nonzero']):>10}{_share(own['blank_kept'], own['blank']):>9}"
        f"{_share(own['lost_recovered'], own['lost']):>9}{own['documents_exact']:>5}/{own['documents']:<3}"
        f"{own['tables_exact']:>6}/{own['tables']:<3}{own['silent_by_table']:>10}{own['wrong_asserted']:>10}"
        f"{own['left_out']:>10}{own['failed']:>8}{_share(own['rows_right'], own['rows_printed']):>9}"
    )


def _share(some: int, of: int) -> str:
    return f"{100 * some / of:.2f}%" if of else "·"
