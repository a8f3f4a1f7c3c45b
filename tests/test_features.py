"""Normal form, dictionary and features of labels."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest

from goiextract.labelling.features import LONGEST, feature_maker
from goiextract.labelling.normal import SIMPLIFIED, normal
from goiextract.labelling.words import cutter, dictionary_hash

WORDS = ("属于", "国家秘密", "行政", "行政处罚", "行政强制", "信息", "公开", "政府信息")


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("（三）不予公 开", "(三)不予公开"),
        ("　三、 本年 度办\n理 结 果\xa0", "三、本年度办理结果"),
        ("１．属于国家秘密", "1.属于国家秘密"),
        ("3.危及「三安全一稳定」", '3.危及"三安全一稳定"'),
        ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"'),
        ("⾏政处罚⻚⻅⺠", "行政处罚页见民"),  # Kangxi and supplement radicals
        ("規範性檔案", "规范性文件"),  # 文件 became 檔案 in a Taiwan-script conversion
        ("档案局", "档案局"),  # archives in a simplified text stay
        ("政府資訊公開申請", "政府信息公开申请"),
        ("公(gong)開 規(guī)章 強(qiáng)制 開(かい)", "公开规章强制开"),
        ("部分公开(PDF下载)", "部分公开(PDF下载)"),
        ("行政许可〔注〕", "行政许可(注)"),
        ("公\u200b开\u00ad情\ufeff况", "公开情况"),
    ],
)
def test_normal_form(printed: str, meant: str) -> None:
    assert normal(printed) == meant
    assert normal(meant) == meant  # nothing more to do the second time


def test_simplified_characters_are_final() -> None:
    assert not set(SIMPLIFIED.values()) & set(SIMPLIFIED)


def test_dictionary_is_silent_and_leaves_no_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    logging.getLogger("jieba").setLevel(logging.DEBUG)
    assert cutter(WORDS)("1.属于国家秘密政府信息") == ["1", ".", "属于", "国家秘密", "政府信息"]
    assert capsys.readouterr() == ("", "")
    assert not list(tmp_path.iterdir())


def test_dictionary_hash_tells_order_and_words() -> None:
    assert dictionary_hash(WORDS) == dictionary_hash(list(WORDS))
    assert dictionary_hash(WORDS) != dictionary_hash(WORDS[1:])


def test_features_tell_the_innermost_row() -> None:
    found = feature_maker(WORDS)("(三)不予公开1.属于国家秘密")
    assert {"n:last.1", "n:before(3", "n:first(3", "l:国家秘密"} <= set(found)
    assert "l:公开" not in found


def test_features_keep_guidance_in_brackets_apart() -> None:
    make = feature_maker(WORDS)
    for text in ("行政处罚（不含行政强制）", "行政处罚（不含行政强制", "行政处罚不含) 行政强制"):
        assert "w:行政处罚" in make(text) or "i:行政处罚" in make(text)
    assert "w:行政强制" not in make("行政处罚（不含行政强制）")
    assert "i:行政强制" in make("行政处罚（不含行政强制")  # the closing bracket was cut off
    assert "i:行政处罚" in make("含行政处罚）行政强制")  # the opening one was


def test_features_are_the_same_however_a_label_is_spaced() -> None:
    make = feature_maker(WORDS)
    assert make("（三） 不 予\n公开") == make("(三)不予公开")


@pytest.mark.parametrize(
    "text", ["", " \n", "((((", "))))", "1.1.1.1.", "（一）（二）", "\ud800", "()" * 5000, "公开" * 100_000]
)
def test_any_text_has_few_features(text: str) -> None:
    found = feature_maker(WORDS)(text)
    assert found
    assert len(found) == len(set(found)) < 12 * LONGEST
