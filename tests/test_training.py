"""Training the row model: its data, that it repeats itself, and that numpy predicts what scikit-learn does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

pytest.importorskip("sklearn")

from sklearn.linear_model import LogisticRegression

from goiextract.labelling.context import context_features
from goiextract.labelling.features import feature_maker
from goiextract.labelling.model import RowModel
from goiextract.labelling.model_folder import row_labels
from goiextract.labelling.normal import normal
from training import breakage, fit_context, fitting, make_labels, train
from training.label_files import read_labels

WORDINGS = make_labels.form_wordings() + make_labels.read_wordings()


def test_every_label_has_wordings() -> None:
    assert {wording.label for wording in WORDINGS} == set(row_labels())


def test_no_wording_is_in_both_parts() -> None:
    train, held = make_labels.parted(WORDINGS, 1)
    assert len(train) + len(held) == len(WORDINGS)
    assert not {(w.text, w.label) for w in train} & {(w.text, w.label) for w in held}
    assert not any(w.source in ("form", "s0", "s1", "s2", "s3", "s4") for w in held)
    assert len(held) > 40


def test_examples_repeat_themselves() -> None:
    one, same, other = (list(make_labels.examples(WORDINGS, seed, 0.02)) for seed in (1, 1, 2))
    assert one == same != other


@pytest.mark.parametrize("name", list(breakage.OPERATIONS))
def test_each_breakage_changes_something_and_empties_nothing(name: str) -> None:
    operation = breakage.OPERATIONS[name][0]
    labels = [
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "3.危及“三安全一稳定”",
        "6.属于四类过程性信息",
        "规范性文件",
    ]
    changed = [operation(label, Random(seed)) != label for label in labels for seed in range(20)]
    assert any(changed)
    assert all(breakage.broken(label, Random(seed)) for label in labels for seed in range(50))


def test_script_breakage_is_undone_by_the_normal_form() -> None:
    label = "5.要求行政机关确认或重新出具已获取信息"
    for operation in (
        breakage.traditional,
        breakage.with_readings,
        breakage.kangxi,
        breakage.spaced,
        breakage.half_width,
    ):
        assert all(normal(operation(label, Random(seed))) == label for seed in range(20)), operation.__name__


def test_a_label_file_with_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "text,label,source\n行政许可,proactive.licensing,own\n行政处罚,proactive.penalties\n", "utf-8"
    )
    with pytest.raises(ValueError, match="mine.csv line 3"):
        make_labels.read_wordings(tmp_path)


def test_numpy_predicts_what_scikit_learn_fits() -> None:
    examples = list(make_labels.examples(WORDINGS, 3, 0.03))
    fitted = fitting.fit(examples, fitting.dictionary())
    parts = fitted.parts(0.9)
    oracle = LogisticRegression()
    oracle.classes_ = np.arange(len(parts.labels))
    oracle.coef_ = parts.weights.T.astype(np.float64)
    oracle.intercept_ = parts.bias.astype(np.float64)
    texts = [example.text for example in examples[::20]]
    expected = oracle.predict_proba(fitting.matrix(texts, fitted.features, feature_maker(fitted.words)))
    assert np.abs(np.exp(fitted.model(0.9).scores(texts)) - expected).max() < 1e-6


def test_numpy_predicts_what_scikit_learn_fits_from_the_surroundings() -> None:
    reports = [report for report in read_labels() if report.fragments][:8]
    alone = fitting.fit(list(make_labels.examples(WORDINGS, 3, 0.02)), fitting.dictionary())
    context = fit_context.fit_context(alone.model(), reports, 3)
    model = alone.model(context=context)
    parts = alone.parts(context=context)
    oracle = LogisticRegression()
    oracle.classes_ = np.arange(len(parts.labels))
    oracle.coef_ = parts.around.T.astype(np.float64)
    oracle.intercept_ = parts.level.astype(np.float64)
    for report in reports:
        texts, figures = ([getattr(one, name) for one in report.fragments] for name in ("text", "figures"))
        features = context_features(model.scores(texts), figures, model.labels)
        assert np.abs(np.exp(model.scores_among(texts, figures)) - oracle.predict_proba(features)).max() < 1e-6


def test_the_command_trains_alike_in_another_process_and_overwrites_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "training.train", "--out", str(tmp_path / "a"), "--share", "0.015"]
    root = Path(__file__).parent.parent
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    assert "wordings held out" in done.stdout
    RowModel.load(tmp_path / "a")
    (tmp_path / "b").mkdir()
    reports = train.all_labels([])
    train.write(tmp_path / "b", train.train(reports, 1, 0.015), reports, 1)
    for name in ("weights.safetensors", "model.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    refused = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert refused.returncode != 0
    assert "--replace" in refused.stderr
    assert (tmp_path / "a" / "model.json").read_bytes() == (tmp_path / "b" / "model.json").read_bytes()
    meta = json.loads((tmp_path / "a" / "model.json").read_bytes())
    assert {"data", "dictionary", "versions", "scores", "temperature", "seed"} <= set(meta)
