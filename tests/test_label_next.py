"""What to label next: strange wordings and failing sums first, not two of a kind, and no document costs another its place."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from training.corpus.breakage import breakages_named
from training.corpus.build import make
from training.label_next import Candidate, ranked
from training.lessons import KnownWordings, Lesson

ROOT = Path(__file__).parent.parent
STRANGE = {
    "予以公开": "同意给付",
    "不予公开": "回绝提供",
    "无法提供": "客观上拿不出",
    "本年新收政府信息公开申请数量": "当期接件",
    "结转下年度继续办理": "留待来年",
}
OTHERS = {"行政许可": "准予从业事项", "行政处罚": "罚没案卷", "行政强制": "查封扣押"}


def page(seed: int, *breakages: str, **strange: str) -> bytes:
    """A made web page, its wordings replaced."""
    ((_, made),) = make("html_clean", 1, seed, breakages_named(list(breakages)) if breakages else ())
    text = made.data.decode()
    for old, new in strange.items():
        assert old in text
        text = text.replace(old, new)
    return text.encode()


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, list[dict[str, object]]]]:
    """Run over eight documents as a user does: what is printed, and the JSON."""
    folder = tmp_path_factory.mktemp("new")
    (folder / "a_clean.html").write_bytes(page(1))
    (folder / "b_clean.html").write_bytes(page(2))
    (folder / "c_strange.html").write_bytes(page(3, "wrong_total", **STRANGE))
    (folder / "d_strange_too.html").write_bytes(page(3, "wrong_total", **STRANGE) + b"<!-- again -->")
    (folder / "e_other.html").write_bytes(page(4, **OTHERS))
    (folder / "f_broken.pdf").write_bytes(b"%PDF-1.4 not a pdf")
    (folder / "g_empty.txt").write_bytes(b"")
    (folder / "h_twin.html").write_bytes(page(1))
    out = folder.parent / "ranking.json"
    command = [sys.executable, "-m", "training.label_next", str(folder), "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1, done.stderr  # two documents could not be read
    return done.stdout, json.loads(out.read_text("utf-8"))


def names(found: list[dict[str, object]]) -> list[str]:
    return [Path(str(one["file"])).name for one in found]


def test_strange_wordings_and_failing_sums_come_before_clean_reports(
    ranking: tuple[str, dict[str, list[dict[str, object]]]],
) -> None:
    printed, whole = ranking
    order = names(whole["ranked"])
    assert order[0] in ("c_strange.html", "e_other.html")  # by what stands around it, the model reads some of the words
    assert {"a_clean.html", "b_clean.html"} == set(order[-2:])
    first = next(one for one in whole["ranked"] if str(one["file"]).endswith("c_strange.html"))
    assert "fail" in str(first["reasons"])
    assert "unseen wordings" in str(first["reasons"])
    assert all(any(new in str(lesson) for lesson in first["lessons"]) for new in STRANGE.values())  # type: ignore[attr-defined]
    assert "同意给付" in printed or "回绝提供" in printed
    assert all(float(str(one["score"])) < 0.5 for one in whole["ranked"][-2:])


def test_not_two_of_a_kind_when_there_is_another(ranking: tuple[str, dict[str, list[dict[str, object]]]]) -> None:
    order = names(ranking[1]["ranked"])
    assert set(order[:2]) == {"c_strange.html", "e_other.html"}
    second = ranking[1]["ranked"][2]
    assert order[2] == "d_strange_too.html"
    assert "also in documents above" in str(second["reasons"])


def test_what_cannot_be_read_stands_apart(ranking: tuple[str, dict[str, list[dict[str, object]]]]) -> None:
    printed, whole = ranking
    aside = {Path(str(one["file"])).name: one for one in whole["not_ranked"]}
    assert set(aside) == {"f_broken.pdf", "g_empty.txt", "h_twin.html"}
    assert [aside[name]["failed"] for name in sorted(aside)] == [True, True, False]
    assert "a_clean.html" in str(aside["h_twin.html"]["why"])
    assert "not ranked: 3 of 8" in printed


def test_equals_are_ranked_by_name_whatever_their_order() -> None:
    lesson = Lesson("wording", "同意给付", 1.0, "同意给付")
    some = [Candidate(name, (lesson,)) for name in ("c", "a", "b")]
    assert [one.file for one in ranked(some, 2)] == ["a", "b"]
    assert ranked(some, 9) == ranked(some[::-1], 9)
    assert [one.score for one in ranked(some, 9)] == [1.0, 0.25, 0.062]


def test_known_wordings_are_known_in_pieces_and_together() -> None:
    known = KnownWordings()
    for text in (
        "（一）予以公开",
        "予 以\n公开",
        "1.予以公开（各科室一律填写）",
        "三、本年度办理结果 （三）不予公开 1.属于国家秘密",
        "正当理由大量反复",
        "總計",
    ):
        assert known.knows(text), text
    for text in ("（一）同意给付", "留待来年", "7.罚没案卷"):
        assert not known.knows(text), text


def test_a_folder_that_is_none_and_an_empty_one_are_said(tmp_path: Path) -> None:
    for folder, said in ((tmp_path / "none", "is no folder"), (tmp_path, "could be ranked")):
        command = [sys.executable, "-m", "training.label_next", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 2
        assert said in done.stderr
