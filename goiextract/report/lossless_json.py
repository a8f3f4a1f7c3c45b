"""Report → JSON → the same Report. Several reports make JSON Lines: one report a line. What version 0.1 wrote (version 1 of the
schema) is read too.

Money is a string of exact digits, counts are JSON integers, a `CellKey` is ``[table, row, column]``. The shape is
published by `report_schema`.
"""

from __future__ import annotations

import json
from contextlib import suppress

from goiextract.errors import UnreadableDocument
from goiextract.records import Report
from goiextract.report.version_1 import from_version_1

READ = (1, 2)  # versions of the schema
MOST_SHOWN = 40  # characters of a version that is none


def report_to_json(report: Report) -> str:
    """The report as one line of JSON without a line end.

    The standard library writes the text because msgspec's own writer stops at 64 bits, and what a hostile page prints
    as a number may be longer.
    """
    import msgspec

    return json.dumps(msgspec.to_builtins(report), ensure_ascii=False, allow_nan=False)


def prepare() -> None:
    """Let msgspec look through the records, which takes longer than the first report: for whoever waits anyway."""
    import msgspec

    with suppress(msgspec.ValidationError):
        msgspec.convert({}, Report)


def report_from_json(text: str | bytes) -> Report:
    """The Report that `report_to_json` wrote, here or in version 0.1. UnreadableDocument (says what and where) if it is not one
    of ours, or of a version that is not known here."""
    import msgspec

    try:
        found = json.loads(text)
        version = found.get("schema_version", 1) if isinstance(found, dict) else 1
        if type(version) is not int or version not in READ:
            raise UnreadableDocument("json_version_unknown", version=json.dumps(version)[:MOST_SHOWN])
        return msgspec.convert(from_version_1(found) if version == 1 else found, Report)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise UnreadableDocument("json_not_ours", why=error) from error
