import numpy as np
import pytest

from nksearch.answering import MAX_SENTENCES, answer
from nksearch.datamodels import Answer, Found, Passage


def passage(text: str, *, title: str = "", rank: int = 1) -> Passage:
    return Passage(
        rank=rank,
        chunk_id=f"{rank:016x}.1:100-{100 + len(text)}",
        article_id=f"{rank:016x}",
        revision=1,
        start=100,
        end=100 + len(text),
        text=text,
        title=title,
        date=None,
        source=None,
        url=None,
        language="en",
        translated_by=None,
        score=1.0,
    )


def by_words(question: str, *texts: str) -> Answer:
    """Answer without an encoder; every word of the passages weighs 1, an unknown one 2."""
    known = " ".join(texts).lower()
    found = Found(question, tuple(passage(text, rank=rank) for rank, text in enumerate(texts, 1)))
    weight = lambda term: 1.0 if term and term in known else 2.0  # noqa: E731
    return answer(question, found, weight=weight, similarity=lambda _: None)


def quotes(found: Answer) -> list[str]:
    return [citation.quote for citation in found.citations]


FLOOD = "Rain fell all week. The flood in Sinuiju killed six people. Trains stopped."


def test_the_sentence_that_answers_is_quoted_with_its_characters() -> None:
    found = by_words("How many people did the flood in Sinuiju kill?", FLOOD)
    assert quotes(found)[0] == "The flood in Sinuiju killed six people."
    first = found.citations[0]
    assert FLOOD[first.start - 100 : first.end - 100] == first.quote
    assert found.text.startswith("The flood in Sinuiju killed six people. [1]")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did the bridge open?", "The bridge was opened in May 2011."),
        ("How many workers opened the bridge?", "Some 300 workers opened the bridge."),
        ("Who opened the bridge?", "Later the bridge was opened by Pak Pong Ju."),
    ],
)
def test_a_sentence_with_what_the_question_asks_for_comes_first(
    question: str, expected: str
) -> None:
    found = by_words(
        question,
        "The bridge was to be opened again. The bridge was opened in May 2011. "
        "Some 300 workers opened the bridge. Later the bridge was opened by Pak Pong Ju.",
    )
    assert quotes(found)[0] == expected


def test_sentences_that_say_the_same_are_quoted_once() -> None:
    found = by_words("flood Sinuiju killed", FLOOD, "The flood in Sinuiju killed six people.")
    assert quotes(found).count("The flood in Sinuiju killed six people.") == 1


def test_an_answer_is_short() -> None:
    texts = [f"Flood number {n} hit {name}." for n, name in enumerate(["A", "B", "C", "D", "E"])]
    assert 1 <= len(by_words("flood hit", *texts).citations) <= MAX_SENTENCES


def test_a_question_back_is_no_answer() -> None:
    found = by_words("Who opened the market?", "Who opened the market? Traders opened the market.")
    assert quotes(found)[0] == "Traders opened the market."


def test_the_archive_is_silent_when_nothing_supports_an_answer() -> None:
    found = by_words("Which songs did the orchestra play?", FLOOD)
    assert (found.abstained, found.citations, found.text) == (True, (), "")
    assert found.reason == "No sentence was found that answers the question."
    assert len(found.passages) == 1


def test_a_name_that_no_article_has_is_the_reason() -> None:
    found = by_words("What did Elon Musk say?", FLOOD)
    assert found.reason == "No article mentions Elon or Musk."


def test_no_passage_at_all_is_a_reason_too() -> None:
    found = by_words("anything")
    assert (found.abstained, found.reason) == (True, "No passage has a word of the question.")


def test_meaning_decides_between_sentences_with_the_same_words() -> None:
    text = "The market closed early. The market burnt down."
    question = "What happened to the market?"
    found = answer(
        question,
        Found(question, (passage(text),)),
        weight=lambda _: 1.0,
        similarity=lambda _: np.array([0.1, 0.9], np.float32),
    )
    assert quotes(found)[0] == "The market burnt down."


def test_an_acronym_in_a_question_is_one_name() -> None:
    found = by_words("What did the U.N. say about the E.U. mission?", FLOOD)
    assert found.reason == "No article mentions U.N. or E.U."
