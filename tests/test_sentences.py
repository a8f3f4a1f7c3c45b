import ast
import re
from pathlib import Path

import pytest

import goiextract
from goiextract import errors
from goiextract.records import Doubt, Finding
from goiextract.sentences import language, sentence, sentences

SOURCES = sorted(Path(goiextract.__file__).parent.rglob("*.py"))


ERRORS = {name for name in dir(errors) if isinstance(getattr(errors, name), type)} | {"refuse"}
# How the codes of a family are put together in the source: kind_doc, status_blank.
FAMILIES = ("advice_", "doubt_", "kind_", "level_", "os_", "status_")


def calls(*wanted):
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in wanted:
                yield path, node


def findings_in_source():
    """(file, line, code or None, detail names or None) for every ``Finding(...)``; None = not literal."""
    for path, node in calls("Finding"):
        given = dict(zip(("code", "level", "details"), node.args, strict=False))
        given |= {word.arg: word.value for word in node.keywords}
        code = given.get("code")
        literal = code.value if isinstance(code, ast.Constant) else None
        yield path.name, node.lineno, literal, names(given.get("details"))


def said_in_source():
    """(file, line, code, names given) for every error raised and every ``said(...)`` whose code is literal."""
    for path, node in calls("said", *ERRORS):
        code = node.args[0] if node.args else None
        for literal in (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,):
            if isinstance(literal, ast.Constant):
                whole = getattr(node.func, "id", "") == "said" and len(node.args) > 1
                whole = whole and not (isinstance(node.args[1], ast.Constant) and node.args[1].value is None)
                given = (
                    None if whole or any(word.arg is None for word in node.keywords) else {w.arg for w in node.keywords}
                )
                yield path.name, node.lineno, literal.value, given


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


SAID = [one for one in said_in_source() if one[2] != "tables"]


@pytest.mark.parametrize("one", SAID, ids=lambda one: f"{one[0]}:{one[1]}")
def test_every_error_and_message_has_a_sentence_that_is_filled(one):
    path, line, code, given = one
    assert code in sentences(), f"{path}:{line}: add [{code}] with zh and en to sentences.toml"
    if given is not None:
        for told in sentences()[code].values():
            assert {blank for _, blank in re.findall(BLANK, told)} <= given, f"{path}:{line}"


def test_nothing_is_said_in_the_source_but_from_the_sentences():
    """No error, message or note is written where it is raised: it would be in one language."""
    for path, node in calls("say", "echo", *(ERRORS - {"refuse"})):
        for argument in node.args[:1]:
            text = "".join(
                part.value
                for part in ast.walk(argument)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}|[一-龥]", text), f"{path.name}:{node.lineno}: {text}"


def test_every_sentence_is_used():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    dead = [
        code for code in sentences() if not code.startswith(FAMILIES) and not re.search(rf"[\"'`]{code}[\"'`]", text)
    ]
    assert not dead


def test_every_doubt_has_a_sentence_and_every_such_sentence_a_doubt():
    assert {f"doubt_{doubt}" for doubt in Doubt} == {code for code in sentences() if code.startswith("doubt_")}
    assert all(
        doubt == doubt.name.lower() and f" {doubt}: " in " ".join((Doubt.__doc__ or "").split()) for doubt in Doubt
    )


BLANK = r"\{(@?)(\w+)\}"


def test_every_sentence_is_in_both_languages_and_in_order():
    for code, told in sentences().items():
        assert set(told) == {"zh", "en"}, code
        own = {language: re.sub(BLANK, "", text) for language, text in told.items()}
        assert re.search(r"[一-龥]", own["zh"]) or not re.search(r"\w", own["zh"]), code
        assert re.search(r"[a-z]{2}|[A-Z]{3}", own["en"]) or not re.search(r"\w", own["en"]), code
        assert not re.search(r"[一-龥]", re.sub("[表一二三四]", "", own["en"])), code
        assert set(re.findall(BLANK, told["zh"])) == set(re.findall(BLANK, told["en"])) or code in ONE_SIDED, code
    assert list(sentences()) == sorted(sentences())


#: Identities carry their own wording in both languages; each sentence takes one.
ONE_SIDED = (
    "sum_fails",
    "sums_impossible",
    "year_off_clear",
    "year_off_likely",
    "year_off_undecided",
    "years_restated",
)


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
