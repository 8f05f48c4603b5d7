from dataclasses import replace

import numpy as np
import pytest

from nksearch.answering.evidence import FEATURES as OF_SENTENCES
from nksearch.answering.model import fitted_model
from nksearch.answering.support import FEATURES as OF_SUPPORT
from nksearch.evaluation.fitting import (
    JudgedSentences,
    JudgedSupport,
    figures,
    fit_sentences,
    fit_support,
    precisions,
    supports,
    threshold_of,
)


def sentence(**values: float) -> list[float]:
    return [values.get(name, 0.0) for name in OF_SENTENCES]


def test_what_tells_the_right_sentence_gets_weight() -> None:
    one = JudgedSentences(
        np.array([sentence(own=1.0, short=1.0), sentence(own=0.2, short=1.0)]),
        np.array([True, False]),
    )
    weights = fit_sentences({"a": [one] * 20})
    assert weights["own"] > 1
    assert weights["short"] == pytest.approx(0, abs=1e-3), "it is the same for both"


@pytest.fixture
def judged() -> JudgedSupport:
    random = np.random.default_rng(1)
    answerable = np.arange(200) < 120
    rows = np.zeros((200, len(OF_SUPPORT)))
    rows[:, OF_SUPPORT.index("nearest")] = random.normal(np.where(answerable, 0.8, 0.3), 0.1)
    return JudgedSupport(rows, answerable, right=answerable, made=False, refusals=True)


def test_support_tells_what_has_an_answer(judged: JudgedSupport) -> None:
    weights = fit_support({"a": judged})
    assert weights["nearest"] > 1
    found = supports(weights, judged.rows)
    assert found[judged.answerable].mean() > 0.8 > 0.2 > found[~judged.answerable].mean()


def test_the_threshold_refuses_few_right_answers_of_every_set(judged: JudgedSupport) -> None:
    weights = fit_support({"a": judged})
    threshold = threshold_of(weights, {"a": judged})
    found = supports(weights, judged.rows)
    assert (found[judged.right] < threshold).sum() == 5  # 3.8 % of 120
    assert (found[~judged.answerable] < threshold).all()
    weaker = replace(judged, rows=judged.rows - 0.1)
    assert threshold_of(weights, {"a": judged, "b": weaker}) < threshold
    few = replace(weaker, right=judged.right & (np.arange(200) < 10))
    assert threshold_of(weights, {"a": judged, "b": few}) == threshold
    reached = figures(weights, threshold, {"a": judged})["a"]
    assert reached["folds_auroc"] > 0.95


def test_precision_rises_with_support_and_ends_where_few_are_left() -> None:
    sure = [(0.91, True)] * 30
    unsure = [(0.31, True)] * 10 + [(0.31, False)] * 20
    found = precisions({"a": sure + unsure, "b": [(0.99, True)] * 40})
    assert found[0.0] == pytest.approx((40 / 60 + 1) / 2)
    assert found[0.32] == 1.0
    assert list(found) == sorted(found)
    assert max(found) == 0.32, "no step adds to it"


def test_the_model_in_use_has_the_features_that_are_measured() -> None:
    model = fitted_model()
    for weights in (model.by_meaning, model.by_words):
        assert set(OF_SENTENCES) == set(weights.sentences)
        assert {*OF_SUPPORT, "constant"} == set(weights.support)
        assert 0 < weights.threshold < 1
