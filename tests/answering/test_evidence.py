from dataclasses import replace

import pytest

from nksearch.answering.evidence import (
    context_of,
    coverage,
    opens_with_reference,
    sentences_of,
    take_apart,
)

from .passages import passage, sentences, weight_in


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
    assert (second.feature("own"), second.feature("around")) == (0.0, 1.0)
    assert second.feature("resolved") == 1.0, "they are those of the sentence before"
    assert second.feature("expected") == -1.0
    assert (first.feature("asks"), second.feature("short")) == (0.0, 1.0)


def test_words_of_the_question_are_no_answer_to_it() -> None:
    _, (one,) = sentences("Who is Kim Jong Un?", "Today Kim Jong Un is at home.")
    assert one.feature("expected") == -1.0


@pytest.mark.parametrize(
    ("sentence", "refers"),
    [
        ("He said that rice was scarce.", True),
        ("But this was denied.", True),
        ("“Rice is scarce,” she said.", True),
        ("그는 쌀이 부족하다고 말했다.", True),
        ("Kim said that he was tired.", False),
        ("Thistles grow there.", False),
        ("It is known that rice was scarce.", False),
        ("This is a brief of the year.", False),
    ],
)
def test_a_sentence_that_opens_with_a_reference_needs_the_one_before(
    sentence: str, refers: bool
) -> None:
    assert refers == opens_with_reference(sentence)


@pytest.mark.parametrize(
    "notice",
    [
        "This is a brief written for an archive; its two facts come from the news.",
        "This article was translated by a machine.",
        "이 기사는 기계가 번역했다.",
        "KBS 2023년 5월 12일 보도, AP 2022년 4월 보도, 서울신문의 글에서 가져왔다.",
        "출처: KBS, 서울신문.",
    ],
)
def test_what_is_said_about_the_text_itself_is_no_evidence(notice: str) -> None:
    _, found = sentences("How many bridges are there?", f"There are two bridges. {notice}")
    assert ["There are two bridges."] == [each.text for each in found]


@pytest.mark.parametrize(
    ("before", "text", "context"),
    [
        ("Pak came to Sinuiju. ", "He opened the bridge.", "Pak came to Sinuiju."),
        ("Pak came to Sinuiju.\n\n", "He opened the bridge.", "Pak came to Sinuiju."),
        ("A bridge was built. ", "It was opened.", "A bridge was built."),
        ("A bridge was built.\n\n", "It was opened.", None),
        ("", "It was opened.", None),
        ("", "A bridge was built.\n\nIt was opened.", None),
        ("", "A bridge was built. It was opened.", "A bridge was built."),
    ],
)
def test_the_context_is_the_sentence_before_in_the_article(
    before: str, text: str, context: str | None
) -> None:
    one = replace(passage(text), before=before)
    asked = take_apart("When was it opened?", weight_in(text))
    last = sentences_of(asked, [one], lambda _: None)[-1]
    found = context_of(last)
    assert context == (found and found.quote)
    if found:
        article = "-" * (one.start - len(before)) + before + text
        assert context == article[found.start : found.end]
