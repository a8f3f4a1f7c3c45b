"""The trials behind the row model, on a small share: what they compare differs as it must."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")
pytest.importorskip("rapidfuzz")

import numpy as np

from training import fit_context
from training.choices import ablation, estimators, learning_curve
from training.choices.invented import INVENTED
from training.choices.trial import Trial, trial
from training.make_labels import form_wordings, read_wordings


@pytest.fixture(scope="module")
def small() -> Trial:
    return trial(1, 0.02)


def test_invented_wordings_are_in_no_list() -> None:
    known = {wording.text for wording in form_wordings() + read_wordings()}
    assert not known & {text for texts in INVENTED.values() for text in texts}


def test_an_estimator_that_learns_beats_the_plain_match(small: Trial) -> None:
    rows = dict(estimators.compared([small]))
    assert set(rows) == {*estimators.ESTIMATORS, "fuzzy match, the forms' wordings", "fuzzy match, all known wordings"}
    ours, fuzzy = rows[estimators.OURS], rows["fuzzy match, the forms' wordings"]
    assert ours[0] > fuzzy[0] > 0.5
    assert ours[3] < ours[1]  # invented wordings are harder than known ones


def test_a_block_of_the_context_can_be_left_out() -> None:
    rng = np.random.default_rng(1)
    n = len(ablation.row_labels())
    context = fit_context.Context(
        rng.normal(size=(sum(ablation.block_widths(ablation.row_labels()).values()), n)),
        np.zeros(n),
        np.zeros((n + 1, n + 1)),
    )
    for block in ablation.BLOCKS:
        changed = (ablation.without(context, block).around != context.around).any(axis=1)
        assert changed.sum() == ablation.block_widths(ablation.row_labels())[block]


def test_reports_teach() -> None:
    (_, none), (_, some) = learning_curve.curve((0, 30), 0.02)
    assert none[1] == "-"
    assert some[0] > none[0]
