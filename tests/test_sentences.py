import ast
import re
from pathlib import Path

import pytest

import goiextract
from goiextract.records import Finding
from goiextract.sentences import language, sentence, sentences

SOURCES = sorted(Path(goiextract.__file__).parent.rglob("*.py"))


def findings_in_source():
    """(file, line, code or None, detail names or None) for every ``Finding(...)``; None = not literal."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Finding":
                given = dict(zip(("code", "level", "details"), node.args, strict=False))
                given |= {word.arg: word.value for word in node.keywords}
                code = given.get("code")
                literal = code.value if isinstance(code, ast.Constant) else None
                yield path.name, node.lineno, literal, names(given.get("details"))


def names(node):
    if node is None:
        return set()
    if not isinstance(node, ast.Tuple) or not all(
        isinstance(pair, ast.Tuple) and isinstance(pair.elts[0], ast.Constant) for pair in node.elts
    ):
        return None
    return {pair.elts[0].value for pair in node.elts}


FOUND = list(findings_in_source())
# Files that make findings out of findings (one for many pages) give them other details.
REMADE = {path for path, _, code, _ in FOUND if code is None}


@pytest.mark.parametrize("found", FOUND, ids=lambda found: f"{found[0]}:{found[1]}")
def test_every_finding_has_a_sentence_that_its_details_fill(found):
    path, line, code, given = found
    if code is None:
        pytest.skip("the code is not literal here")
    assert code in sentences(), f"{path}:{line}: add [{code}] with zh and en to sentences.toml"
    if given is not None and path not in REMADE:
        for said in sentences()[code].values():
            assert set(re.findall(r"\{(\w+)\}", said)) <= given


def test_every_sentence_is_in_both_languages_and_in_order():
    for code, said in sentences().items():
        assert set(said) == {"zh", "en"}, code
        assert re.search(r"[一-龥]", said["zh"]), code
        assert re.search(r"[a-z]{3}", said["en"]), code
    assert list(sentences()) == sorted(sentences())


def test_a_detail_cannot_be_a_pattern_and_a_finding_is_never_swallowed():
    code = next(code for code, said in sentences().items() if "{heading}" in said["en"])
    assert "{0.__class__} {x}" in sentence(Finding(code, "note", (("heading", "{0.__class__} {x}"),)), "en")
    assert "new_code" in sentence(Finding("new_code", "note", (("a", "b"),)), "en")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_locale_picks_the_language(monkeypatch, environment, expected):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == expected
