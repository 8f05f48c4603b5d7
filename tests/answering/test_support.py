import pytest

from nksearch.answering.support import FEATURES, least_support, support_features

from .passages import found, passage, sentences, weight_in

FLOOD = "The flood hit Sinuiju. Soldiers rescued the people by boat."


def features(question: str, text: str, *, with_meaning: bool = False) -> dict[str, float]:
    asked, each = sentences(question, text)
    values = support_features(
        asked, each[0], each, found(text), weight_in(text), with_meaning=with_meaning
    )
    return dict(zip(FEATURES, values.tolist()))


def least(question: str, text: str) -> float:
    asked, each = sentences(question, text)
    return least_support(asked, each[0], found(text), 0.2, weight_in(text), with_meaning=True)


def test_a_word_that_no_article_has_counts_as_not_covered() -> None:
    assert features("Did the flood hit Sinuiju?", FLOOD)["covered"] == 1
    told = features("Did the mayor of Sinuiju see the flood?", FLOOD)
    assert told["covered"] == pytest.approx(2 / 6), "mayor and see weigh 2 each, as unknown"


def test_what_is_asked_of_a_name_is_told_from_the_name() -> None:
    told = features("Which architect designed Sinuiju?", FLOOD)
    assert (told["said"], told["names"]) == (0, 1)
    assert features("Which flood hit Sinuiju?", FLOOD)["said"] == 1


def test_a_greeting_and_what_asks_need_no_evidence() -> None:
    told = features("Hello, please tell me, did the flood hit Sinuiju?", FLOOD)
    assert (told["covered"], told["said"]) == (1, 1)


def test_the_words_of_the_sentence_referred_to_count_as_said() -> None:
    text = "The flood hit Sinuiju. It destroyed houses."
    asked, (first, second) = sentences("Which houses were destroyed by the flood in Uiju?", text)
    said = [
        dict(
            zip(
                FEATURES,
                support_features(
                    asked, each, [each], found(text), weight_in(text), with_meaning=False
                ),
            )
        )["said"]
        for each in (first, second)
    ]
    assert said[0] < said[1] == 1


def test_the_score_by_words_counts_only_without_meaning() -> None:
    question = "Did the flood hit Sinuiju?"
    assert features(question, FLOOD)["lexical"] == passage(FLOOD).evidence.lexical
    assert features(question, FLOOD, with_meaning=True)["lexical"] == 0


def test_names_that_nobody_mentions_need_much_support_and_full_names_more() -> None:
    assert least("Did the flood hit Sinuiju?", FLOOD) == 0.2
    one = least("Did Musk visit Sinuiju?", FLOOD)
    full = least("Did Elon Musk visit Sinuiju?", FLOOD)
    assert 0.5 < one < 0.9 < full
