"""The trials behind the row model, on a small share: what they compare differs as it must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
pytest.importorskip("rapidfuzz")

import numpy as np

from goiextract.labelling.context import BLOCKS
from goiextract.labelling.model_folder import row_labels
from goiextract.labelling.normal import normal
from training import fit_context, fitting
from training.choices import ablation, estimators, learning_curve, new_wording
from training.choices.fuzzy import fuzzy_match
from training.choices.invented import INVENTED
from training.choices.other_words import OtherWords
from training.choices.trial import ALONE, AROUND, Trial, table, trial
from training.fitting import Fitted
from training.label_files import parted, read_labels
from training.make_labels import form_wordings, read_wordings


@pytest.fixture(scope="module")
def whole() -> Trial:
    return trial(1, 0.02, per_kind=1)


@pytest.fixture(scope="module")
def small(whole: Trial) -> Trial:
    """The same with few reports to learn from and to measure on."""
    fewer = {name: getattr(whole, name)[:: 40 if name == "learned" else 4] for name in ("learned", "reports", "worded")}
    return replace(whole, **fewer)


@pytest.fixture(scope="module")
def fitted(small: Trial) -> Fitted:
    return fitting.fit(small.examples(), fitting.dictionary())


def test_invented_wordings_are_in_no_list_and_in_no_label_file() -> None:
    invented = {normal(text) for texts in INVENTED.values() for text in texts}
    offices = {normal(text) for text in new_wording.OFFICE.values()}
    known = {normal(wording.text) for wording in form_wordings() + read_wordings()}
    known |= {normal(one.text) for report in read_labels() for one in report.fragments}
    assert not known & (invented | offices)
    assert not invented & offices


def test_what_is_measured_on_is_not_learned_from(whole: Trial) -> None:
    one = whole
    learned = {report.document for report in one.learned}
    assert not learned & {report.document for report in one.reports + one.worded + one.invented}
    taught = {normal(example.text) for example in one.examples()}
    plain = [normal(w.text) for w in one.held if "{" not in w.text and w.label.startswith("applications.")]
    assert plain
    assert not taught & set(plain)


def test_the_plain_match_knows_what_it_is_given_and_little_else(small: Trial, fitted: Fitted) -> None:
    fuzzy = fuzzy_match([one for one in small.seen if one.source == "form"], small.examples()[::5])
    labels = row_labels()
    texts = ["（一）予以公开", "1.属于国家秘密", "本机关全年共召开专题会议部署有关工作并取得积极成效"]
    found = [labels[n] for n in fuzzy.scores(texts).argmax(axis=1)]
    assert found == ["applications.granted", "applications.deny_secret", "none"]
    plain, ours = small.alone(fuzzy), small.alone(fitted.model())
    assert plain["rows"] > 0.9
    assert ours["reports"] > plain["reports"]
    assert ours["narrative"] > plain["narrative"]
    assert ours["log loss"] < plain["log loss"]


def test_other_words_are_decoded_like_our_own(small: Trial, fitted: Fitted) -> None:
    """The same scores of fragments alone, the same context: the same answer."""
    context = fit_context.fit_context(fitted.model(), small.learned[:2], 1)
    ours = fitted.model(context=context)
    other = OtherWords(fitted.model().scores).with_context(context)
    report = small.reports[0]
    texts, figures = [one.text for one in report.fragments], [one.figures for one in report.fragments]
    assert np.allclose(ours.scores_in_order(texts, figures), other.scores_in_order(texts, figures))


def test_each_estimator_and_match_has_a_row(small: Trial) -> None:
    left = (estimators.OURS, estimators.BAYES)
    alone, around = estimators.compared([small], left, in_order=())
    rows = dict(alone)
    assert set(rows) == {*left, estimators.FORM, estimators.KNOWN}
    assert around == []
    assert rows[estimators.OURS][len(ALONE) + 2 :] == ["1", "1", "1"]
    assert table(("a",), [("b", [0.5])]) == "| | a |\n|---|---|\n| b | 50.00% |"


def test_features_left_out_are_not_learned(small: Trial) -> None:
    assert {prefix for prefixes in ablation.WITHOUT.values() for prefix in prefixes} == set("wclinz")
    examples = small.examples()
    for prefixes in ("", "w", "clinz"):
        features = fitting.data_of(examples, fitting.dictionary(), prefixes).features
        assert {feature[0] for feature in features} == set("wclinz") - set(prefixes)


def test_a_block_of_the_context_left_out_has_no_weight(small: Trial, fitted: Fitted) -> None:
    labels = row_labels()
    places = [fit_context.block_place(labels, block) for block in BLOCKS]
    assert [place.stop for place in places[:-1]] == [place.start for place in places[1:]]
    context = fit_context.fit_context(fitted.model(), small.learned[:2], None, "after")
    empty = fit_context.block_place(labels, "after")
    assert not context.around[empty].any()
    assert context.around[: empty.start].any()
    assert places[-1].stop == len(context.around)


def test_the_ablation_has_a_row_for_each(small: Trial) -> None:
    alone = ablation.alone([small], ("without numbering (n)",))
    assert [name for name, _ in alone] == ["without numbering (n)", "all features, without labelled reports"]
    assert all(len(values) == len(ALONE) + 1 for _, values in alone)


def test_reports_teach_what_stands_around() -> None:
    (_, none), (_, some) = learning_curve.curve((0, 4), 0.02, per_kind=1)
    assert none[1] == none[3] == none[5] == ""
    assert float(str(some[5]).rstrip("%")) > float(str(some[4]).rstrip("%"))
    assert len(AROUND) == len(ablation.AROUND_HEADS)


def test_the_new_office_is_learned_from_in_part_only(tmp_path: Path) -> None:
    assert new_wording.write_reports(tmp_path) == (20, 10, 10)
    learn, judge = read_labels(tmp_path / "learn"), read_labels(tmp_path / "judge")
    assert parted(learn)[1] == []
    documents = {report.document for report in learn}
    assert sum(report.document not in documents for report in judge) == 20
    texts = {normal(text) for text in new_wording.OFFICE.values()}
    for report in judge:
        printed = {normal(one.text) for one in report.fragments} & texts
        assert bool(printed) == (report.file.name == "office.csv")
