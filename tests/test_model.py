"""The shipped row model, its folder, and training."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from goiextract.errors import BadModel
from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import row_labels, shipped_folder

MODEL = RowModel.load()


def best(text: str) -> tuple[str, float]:
    row = MODEL.scores([text])[0]
    return MODEL.labels[int(row.argmax())], float(np.exp(row.max()))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("止公开", "applications.deny_law"),
        ("程性信息", "applications.deny_process"),
        ("已获取信息", "applications.refuse_confirm"),
        ("2. 其他法律行政法规禁", "applications.deny_law"),
        ("1. 本机关不掌握相关政府信", "applications.unable_not_held"),
        ("三、本年度办理结果（一）予以公开", "applications.granted"),
        ("(三)不予公开1.属于国家秘密", "applications.deny_secret"),
        ("三、 本年 度办(一) 予以公开", "applications.granted"),
        ("理 结 果不予公 开2. 其他法律行政法规 禁止公开", "applications.deny_law"),
        ("三、本年度办理结果（四）无法提供", "applications.unable"),
        ("法提供", "applications.unable"),
        ("属于第三类内部事务信息", "applications.deny_internal"),
        ("2.其他法律行政止公开", "applications.deny_law"),
        ("（六）其他处理", "applications.other"),
        ("3.其他", "applications.other_other"),
        ("1.逾期不补正", "applications.other_overdue_correction"),
        ("（七）总计", "applications.total"),
        ("四、结转下年度继续办理", "applications.carried_out"),
        ("結轉下年度繼續辦理", "applications.carried_out"),
        ("規(guī)範性檔案", "proactive.normative_documents"),
        ("行政处罚(各乡镇一律为0)", "proactive.penalties"),
        ("其他对外管理服务事项（包括行政许可以外的行政处罚、行政强制）", "proactive.other_services"),
        ("第二十六条第(六)项", "heading.proactive"),
        ("信息内容", "header.proactive"),
        ("本年增/", "header.proactive"),
        ("采购总金额（单位：万元，保留4位小数）", "header.proactive"),
        ("商业\n企业", "header.applications"),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "header.applications"),
        ("结 果 维 持", "header.review_litigation"),
        ("行政复议", "review_litigation.review"),
        ("行政诉讼", "header.review_litigation"),
        ("未经复议直接起诉", "review_litigation.litigation_direct"),
        ("4、 政府信息公开行政复议、行政诉讼情况", "heading.review_litigation"),
        ("一、总体情况", "none"),
        ("五、存在的主要问题及改进情况", "none"),
        ("其他主動公開檔案", "none"),
        ("某某市教育局", "none"),
        ("- 3 -", "none"),
        ("办理行政许可处理决定512件；行政处罚比上年减少31件；政府集中采购8项。", "none"),
    ],
)
def test_real_labels(text: str, label: str) -> None:
    found, probability = best(text)
    assert found == label
    assert probability > 0.5


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("总计", "applications.total", "header.applications"),
        ("其他", "applications.other_other", "header.applications"),
        ("三、", "applications.outcome", "heading.applications"),
    ],
)
def test_doubt_is_shown(text: str, one: str, other: str) -> None:
    row = dict(zip(MODEL.labels, np.exp(MODEL.scores([text])[0]), strict=True))
    assert row[one] > 0.1
    assert row[other] > 0.1
    assert max(row.values()) < 0.8


def test_scores_are_log_probabilities() -> None:
    texts = ["息", "", "行政许可", "行政许可", "公" * 100_000]
    scores = MODEL.scores(texts)
    assert scores.shape == (5, len(MODEL.labels))
    assert np.allclose(np.exp(scores).sum(axis=1), 1)
    assert (scores[2] == scores[3]).all()
    assert MODEL.scores([]).shape == (0, len(MODEL.labels))
    assert np.exp(scores[0].max()) < 0.7  # the half of several labels
    assert sorted(MODEL.labels) == sorted(row_labels())


def test_prediction_is_quick() -> None:
    texts = [f"{number}.属于国家秘密" for number in range(150)]
    MODEL.scores(texts)
    start = time.perf_counter()
    MODEL.scores(texts)
    assert time.perf_counter() - start < 0.05  # 0.1 ms alone; the margin is for a busy machine


def test_no_learning_library_is_needed_to_predict() -> None:
    code = (
        "import sys; from goiextract.labelling.model import RowModel; RowModel.load().scores(['行政许可'])\n"
        "assert not {'sklearn', 'scipy', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == done.stderr == ""


def test_shipped_files_are_small() -> None:
    assert sum(path.stat().st_size for path in shipped_folder().iterdir()) < 2_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder(), tmp_path / "rows"))


def change(folder: Path, **values: object) -> None:
    path = folder / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


@pytest.mark.parametrize("name", ["model.json", "weights.safetensors"])
def test_missing_truncated_and_foreign_files(folder: Path, name: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"\x80\x04\x95pickle", b"[" * 100_000):
        path.write_bytes(damaged)
        with pytest.raises(BadModel, match=name):
            RowModel.load(folder)
    path.unlink()
    with pytest.raises(BadModel, match=name):
        RowModel.load(folder)


def test_a_model_of_another_format_other_labels_or_other_words(folder: Path) -> None:
    meta = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    for values, says in (
        ({"format": "goiextract-rows-1"}, "format"),
        ({"format": "goiextract-rows-2", "labels": meta["labels"][1:]}, "labels"),
        ({"labels": [*meta["labels"][1:], meta["labels"][1]]}, "labels"),
        ({"labels": meta["labels"], "words": [*meta["words"], "多余"]}, "words"),
        ({"words": meta["words"], "features": meta["features"][1:]}, "not of one training"),
        ({"features": "c:公"}, "list of texts"),
    ):
        change(folder, **values)
        with pytest.raises(BadModel, match=says):
            RowModel.load(folder)


def test_weights_that_are_no_numbers(folder: Path) -> None:
    path = folder / "weights.safetensors"
    arrays = load(path.read_bytes())
    path.write_bytes(save({**arrays, "bias": np.full_like(arrays["bias"], np.nan)}))
    with pytest.raises(BadModel, match="finite"):
        RowModel.load(folder)
    path.write_bytes(save({"weights": arrays["weights"]}))
    with pytest.raises(BadModel, match="bias"):
        RowModel.load(folder)
