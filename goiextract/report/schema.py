"""The JSON Schema of a report, made from the records and published beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VERSION = 2
_FOLDER = Path(__file__).parent.parent / "schema"
PUBLISHED = _FOLDER / f"report.v{VERSION}.json"  # those of older versions stand beside it


def report_schema() -> str:
    """The published JSON Schema (2020-12) of one line that `report_to_json` writes."""
    return PUBLISHED.read_text(encoding="utf-8")


def publish() -> None:
    """Write the schema of the present records to where it is published. A changed meaning needs a new version."""
    PUBLISHED.write_text(schema_of_records(), encoding="utf-8")


def schema_of_records() -> str:
    """The schema of the present records; a test holds that it is the published one."""
    import msgspec

    from goiextract.records import Report

    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"goiextract report, version {VERSION}",
        **msgspec.json.schema(Report),
    }
    return json.dumps(_tidied(schema), ensure_ascii=False, indent=1) + "\n"


def _tidied(node: Any) -> Any:
    """Descriptions come from docstrings: their indentation is not part of what they say."""
    if isinstance(node, list):
        return [_tidied(child) for child in node]
    if isinstance(node, dict):
        return {
            key: " ".join(child.split()) if key == "description" and isinstance(child, str) else _tidied(child)
            for key, child in node.items()
        }
    return node
