"""Measures of answers, each figure worked out by hand."""

import pytest

from nksearch.evaluation.answer_measures import (
    area_under_risk,
    auroc,
    cited_sentences,
    refusals,
    risk_coverage,
    same_sentence,
    spans_of,
)


def test_pieces_are_found_whatever_their_white_space() -> None:
    text = "One two .\nThree  four."
    assert [(0, 9), (10, 21), None, None] == spans_of(["One two.", "Three four", "Five", " "], text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [((0, 10), (5, 30), True), ((0, 10), (6, 30), False), ((0, 100), (40, 50), True)],
)
def test_a_sentence_is_the_same_when_half_of_the_shorter_is_shared(one, other, same) -> None:
    assert same == same_sentence(one, other)


def test_citations_are_compared_with_gold_sentences() -> None:
    gold = {"a": [(0, 10), (11, 20), (30, 40), None]}
    cited = [("a", (0, 10)), ("a", (50, 60)), ("b", (0, 10)), ("a", (11, 19))]
    found = cited_sentences(cited, gold, wanted=4)
    assert (found.precision, found.recall) == (2 / 4, 2 / 4)
    assert found.f1 == pytest.approx(0.5)
    uneven = cited_sentences(cited[:1], {"a": gold["a"][:3]}, wanted=3)
    assert (uneven.precision, uneven.recall) == (1, 1 / 3)
    assert uneven.f1 == pytest.approx(0.5)


def test_the_same_characters_of_another_text_are_another_sentence() -> None:
    gold = {"a": [None], "b": [(0, 10)]}
    assert cited_sentences([("a", (0, 10))], gold, wanted=1).f1 == 0


def test_a_gold_sentence_of_two_texts_is_wanted_once() -> None:
    gold = {"a": [(0, 10)], "b": [(5, 15)]}
    found = cited_sentences([("a", (0, 10)), ("b", (5, 15))], gold, wanted=1)
    assert (found.precision, found.recall, found.f1) == (1, 1, 1)


def test_nothing_cited_or_found_is_nothing_right() -> None:
    assert cited_sentences([], {"a": [(0, 10)]}, wanted=1).f1 == 0
    assert cited_sentences([("a", (0, 10))], {}, wanted=1).f1 == 0


def test_auroc_counts_pairs_in_the_right_order_and_ties_a_half() -> None:
    # 0.9 beats both; 0.5 beats 0.1 and ties with 0.5: 3.5 of 4 pairs.
    assert auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)


def test_refusals_are_measured_at_the_threshold() -> None:
    found = refusals(
        [True, True, True, True, False, False],
        [0.9, 0.8, 0.7, 0.2, 0.6, 0.1],
        [False, False, False, True, False, True],
    )
    assert found
    assert found.auroc == pytest.approx(7 / 8)
    assert (found.refused_answerable, found.refused_unanswerable) == (1 / 4, 1 / 2)
    assert found.f1 == pytest.approx(2 * 1 / (2 + 2))  # one right of two refused and two to refuse


def test_refusals_need_questions_of_both_kinds() -> None:
    assert refusals([True, True], [0.1, 0.2], [False, False]) is None


def test_risk_is_the_share_of_answers_that_are_wrong_at_each_coverage() -> None:
    curve = risk_coverage([0.9, 0.5, 0.5, 0.1], [True, False, True, False])
    assert [(1 / 4, 0), (3 / 4, 1 / 3), (1, 1 / 2)] == curve, "ties come together"
    assert area_under_risk(curve) == pytest.approx(0 + 1 / 2 * 1 / 3 + 1 / 4 * 1 / 2)


def test_nothing_judged_has_no_risk() -> None:
    assert (risk_coverage([], []), area_under_risk([])) == ([], 0)
