"""TOML → Form. Every mistake in a form's file is a `BadForm` that names file and key."""

from __future__ import annotations

import tomllib
from collections import Counter
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from goiextract.errors import BadForm
from goiextract.forms.across_years import year_links
from goiextract.forms.form import Column, Form, FormRow, FormTable, Identity
from goiextract.records import CellKey

LAYOUTS = ("rows", "blocks", "side_by_side")
KINDS = ("count", "change", "money")


@cache
def forms() -> tuple[Form, ...]:
    """The shipped forms, oldest first."""
    return tuple(load_form(path) for path in sorted(Path(__file__).parent.glob("*.toml")))


def form_named(name: str) -> Form:
    """The shipped form of this name ("2019", "2021"). BadForm if there is none."""
    for form in forms():
        if form.name == name:
            return form
    raise BadForm("form_unknown", form=repr(name), forms=", ".join(form.name for form in forms()))


def load_form(path: Path) -> Form:
    """Read one form. BadForm (file, key and what is wrong) on any mistake."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = tuple(_table(spec) for spec in data["table"])
        identities = tuple(identity for spec in data["identity"] for identity in _identities(spec, tables))
        form = Form(
            name=data["form"],
            title=data["title"],
            source=data["source"],
            first_year=data["first_year"],
            last_year=data.get("last_year"),
            tables=tables,
            identities=identities,
            across_years=tuple(link for spec in data.get("across_years", ()) for link in year_links(spec, tables)),
        )
        _check(form)
    except KeyError as error:
        raise BadForm("form_key", path.name, key=error) from error
    except BadForm as error:
        raise BadForm(error.code, path.name, **error.details) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise BadForm("form_toml", path.name, why=error) from error
    return form


def _column(spec: dict[str, Any], unit: str) -> Column:
    column = Column(
        spec["key"], spec["printed"], spec.get("unit", unit), spec.get("kind", "count"), tuple(spec.get("also", ()))
    )
    if column.kind not in KINDS:
        raise BadForm("form_column_kind", column=column.key, kinds=", ".join(KINDS), kind=repr(column.kind))
    return column


def _table(spec: dict[str, Any]) -> FormTable:
    key, layout, unit = spec["key"], spec["layout"], spec.get("unit", "")
    if layout not in LAYOUTS:
        raise BadForm("form_table_layout", table=key, layouts=", ".join(LAYOUTS), layout=repr(layout))
    lines: list[FormRow] = []
    blocks: list[str] = []
    if layout == "blocks":
        for block in spec["block"]:
            blocks.append(block["printed"])
            columns = tuple(_column(column, unit) for column in block["column"])
            lines += [FormRow(row["key"], row["printed"], columns, block["printed"]) for row in block["row"]]
    else:
        columns = tuple(_column(column, unit) for column in spec["column"])
        for row in spec["row"]:
            figures = () if row.get("group") else columns
            lines.append(FormRow(row["key"], row["printed"], figures, row.get("under", "")))
    return FormTable(key, spec["heading"], layout, tuple(lines), tuple(blocks), spec.get("network", False))


def _identities(spec: dict[str, Any], tables: tuple[FormTable, ...]) -> list[Identity]:
    """One identity for every row (``table.*``) or every column (``table[*]``) of the table it is about."""
    by_column = spec["each"].endswith("[*]")
    name = spec["each"].removesuffix("[*]").removesuffix(".*")
    table = next((table for table in tables if table.key == name), None)
    if table is None or spec["each"] == name:
        raise BadForm("form_identity_each", identity=spec["key"], each=repr(spec["each"]))
    if spec["origin"] not in ("printed", "derived"):
        raise BadForm("form_identity_origin", identity=spec["key"], origin=repr(spec["origin"]))
    identities = []
    for fixed in dict.fromkeys(key.column if by_column else key.row for key in table.cells):
        line = [key for key in table.cells if (key.column if by_column else key.row) == fixed]
        sides = [_side(side, line, by_column, spec["key"]) for side in spec["says"].split("=")]
        if len(sides) != 2:
            raise BadForm("form_identity_says", identity=spec["key"])
        identities.append(
            Identity(
                name=f"{spec['key']}.{fixed}",
                table=table.key,
                parts=sides[0],
                wholes=sides[1],
                origin=spec["origin"],
                zh=spec["zh"],
                en=spec["en"],
                implied=fixed in spec.get("implied", ()),
            )
        )
    return identities


def _side(says: str, line: list[CellKey], by_column: bool, name: str) -> tuple[CellKey, ...]:
    named = {key.row if by_column else key.column: key for key in line}
    side: list[CellKey] = []
    for word in map(str.strip, says.split("+")):
        found = [named[word]] if word in named else [key for own, key in named.items() if fnmatchcase(own, word)]
        if not found:
            raise BadForm("form_identity_word", identity=name, word=repr(word))
        side += found
    return tuple(side)


def _check(form: Form) -> None:
    """What the arithmetic relies on: cells named once; in a network table each cell in two independent identities, such
    that signs can be given to the identities which make every cell enter one with + and the other with −."""
    for name, count in Counter(key for table in form.tables for key in table.cells).items():
        if count > 1:
            raise BadForm("form_cell_twice", cell=name)
    for identity in form.identities:
        if len(set(identity.cells)) != len(identity.cells):
            raise BadForm("form_identity_twice", identity=identity.name)
    for link, count in Counter(link.name for link in form.across_years).items():
        if count > 1:
            raise BadForm("form_link_twice", link=link)
    for table in form.tables:
        if table.network:
            _check_network(form, table)


def _check_network(form: Form, table: FormTable) -> None:
    sums = [identity for identity in form.sums_of(table.key) if not identity.implied]
    inside: dict[CellKey, list[tuple[int, int]]] = {key: [] for key in table.cells}
    for number, identity in enumerate(sums):
        for key in identity.cells:
            inside[key].append((number, 1 if key in identity.parts else -1))
    for key, uses in inside.items():
        if len(uses) != 2:
            raise BadForm("form_cell_uses", table=table.key, cell=key, count=len(uses))
    sign = {0: 1}
    changed = True
    while changed:
        changed = False
        for (one, a), (other, b) in inside.values():
            for this, that in ((one, other), (other, one)):
                if this in sign and that not in sign:
                    sign[that] = -sign[this] * a * b
                    changed = True
            if one in sign and other in sign and sign[one] * a != -sign[other] * b:
                raise BadForm("form_no_network", table=table.key)
