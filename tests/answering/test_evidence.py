import pytest

from nksearch.answering.evidence import coverage, opens_with_reference, take_apart

from .passages import sentences, weight_in


def test_only_words_that_some_article_has_are_weighed() -> None:
    asked = take_apart("Did zebras cross the Yalu river?", weight_in("yalu river cross"))
    assert {"yalu": 1.0, "river": 1.0, "cross": 1.0} == asked.weights


def test_coverage_is_the_share_of_the_weight_in_any_form_of_a_word() -> None:
    asked = take_apart("Who won the legislation prize?", weight_in("won legisl prize"))
    assert coverage(asked, frozenset({"win"})) == pytest.approx(1 / 3)
    assert coverage(asked, frozenset({"legislatur", "prize"})) == pytest.approx(2 / 3)


def test_evidence_of_a_sentence_is_what_can_be_counted_by_hand() -> None:
    _, (first, second) = sentences(
        "How many people did the flood kill?", "A flood killed six people. They were buried."
    )
    assert first.feature("own") == 1.0
    assert first.feature("expected") == 1.0
    assert first.text[slice(*first.found[0])] == "six"
    assert (second.feature("own"), second.feature("around")) == (0.0, 1.0)
    assert second.feature("resolved") == 1.0, "they are those of the sentence before"
    assert second.feature("expected") == -1.0
    assert (first.feature("asks"), second.feature("short")) == (0.0, 1.0)


def test_words_of_the_question_are_no_answer_to_it() -> None:
    _, (one,) = sentences("Who is Kim Jong Un?", "Today Kim Jong Un is at home.")
    assert not one.found


@pytest.mark.parametrize(
    ("sentence", "refers"),
    [
        ("He said that rice was scarce.", True),
        ("But this was denied.", True),
        ("“Rice is scarce,” she said.", True),
        ("그는 쌀이 부족하다고 말했다.", True),
        ("Kim said that he was tired.", False),
        ("Thistles grow there.", False),
    ],
)
def test_a_sentence_that_opens_with_a_reference_needs_the_one_before(
    sentence: str, refers: bool
) -> None:
    assert refers == opens_with_reference(sentence)
