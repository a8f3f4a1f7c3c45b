"""The forms as data: their cells, their sums, and what the loader refuses."""

from pathlib import Path

import pytest

from goiextract.errors import BadForm
from goiextract.forms import forms, load_form
from goiextract.records import CellKey

FOLDER = Path(__file__).parent.parent / "goiextract" / "forms"


def test_cells_of_the_two_forms() -> None:
    counts = {form.name: [len(table.cells) for table in form.tables] for form in forms()}
    assert counts == {"2019": [22, 161, 15], "2021": [10, 175, 15]}


def test_sums_and_their_origin() -> None:
    form = forms()[1]
    names = {identity.name: identity for identity in form.identities}
    assert len(names) == 25 + 7 + 7 + 3
    assert names["nothing_lost.total"].origin == "printed"
    assert names["outcomes_add_up.total"].origin == "derived"
    assert len(names["outcomes_add_up.natural_person"].parts) == 21
    assert [identity.name for identity in form.identities if identity.implied] == ["applicants_add_up.total"]
    assert CellKey("applications", "other_other", "total") in names["outcomes_add_up.total"].parts


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ('says   = "new + carried_in = total + carried_out"', 'says = "new + brought_in = total"', "brought_in"),
        ('layout  = "rows"', 'layout  = "circle"', "layout"),
        ('key     = "deny_secret"', 'key     = "deny_law"', "twice"),
        ('origin = "printed"', 'origin = "hearsay"', "origin"),
        ('heading = "三、收到和处理政府信息公开申请情况"', "", "heading"),
        ('says   = "new + carried_in = total + carried_out"', 'says = "new = total + carried_out"', "carried_in"),
        ("[[table]]", "[[table", "2021"),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, written: str, instead: str, says: str) -> None:
    text = (FOLDER / "2021.toml").read_text(encoding="utf-8")
    assert written in text
    path = tmp_path / "2021.toml"
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(BadForm) as raised:
        load_form(path)
    assert "2021.toml" in str(raised.value)
    assert says in str(raised.value)
