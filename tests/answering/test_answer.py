from dataclasses import replace

import pytest

from nksearch.answering import answer
from nksearch.answering.selection import MAX_SENTENCES
from nksearch.datamodels import Note
from nksearch.formatting import brief_line

from .passages import by_words, cosines, found, passage, quotes, weight_in

COPY = "The flood in Sinuiju killed six people."
FLOOD = "Rain fell all week. The flood in Sinuiju killed six people. Trains stopped."


def test_the_sentence_that_answers_is_quoted_with_its_characters() -> None:
    told = by_words("How many people did the flood in Sinuiju kill?", FLOOD)
    assert quotes(told)[0] == "The flood in Sinuiju killed six people."
    first = told.citations[0]
    assert FLOOD[first.start - 100 : first.end - 100] == first.quote
    assert told.text.startswith("The flood in Sinuiju killed six people. [1]")


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
    told = by_words(
        question,
        "The bridge was to be opened again. The bridge was opened in May 2011. "
        "Some 300 workers opened the bridge. Later the bridge was opened by Pak Pong Ju.",
    )
    assert quotes(told)[0] == expected


def test_sentences_that_say_the_same_are_quoted_once() -> None:
    told = by_words("flood Sinuiju killed", FLOOD, COPY, threshold=0)
    assert quotes(told).count("The flood in Sinuiju killed six people.") == 1


def test_another_article_that_says_the_same_confirms_it() -> None:
    told = by_words("flood Sinuiju killed", FLOOD, COPY, threshold=0)
    (other,) = [each for each in told.citations if each.agrees_with]
    assert (other.agrees_with, other.article_id) == (1, f"{2:016x}")
    assert other.quote not in told.text.split("[1]")[1]


def test_an_answer_is_short() -> None:
    texts = [f"Flood number {n} hit {name}." for n, name in enumerate(["A", "B", "C", "D", "E"])]
    assert 1 <= len(by_words("flood hit", *texts, threshold=0).quoted) <= MAX_SENTENCES


def test_a_question_back_is_no_answer() -> None:
    told = by_words(
        "Who opened the market?",
        "Who opened the market? Traders opened the market.",
        threshold=0,
    )
    assert quotes(told)[0] == "Traders opened the market."


def test_the_archive_is_silent_when_nothing_supports_an_answer() -> None:
    told = by_words("Which songs did the orchestra play?", FLOOD)
    assert (told.abstained, told.citations, told.text) == (True, (), "")
    assert told.reason == "No article mentions songs or orchestra."
    assert len(told.passages) == 1


def test_a_refusal_that_nothing_else_explains_has_a_reason_too() -> None:
    told = by_words("Which trains stopped?", FLOOD, threshold=1)
    assert told.reason == "No sentence was found that answers the question."


def test_a_name_that_no_article_has_is_the_reason() -> None:
    told = by_words("What did Elon Musk say?", FLOOD)
    assert told.reason == "No article mentions Elon or Musk."


def test_no_passage_at_all_is_a_reason_too() -> None:
    told = by_words("anything")
    assert (told.abstained, told.reason) == (True, "No passage has a word of the question.")


def test_meaning_decides_between_sentences_with_the_same_words() -> None:
    text = "The market closed early. The market burnt down."
    told = answer(
        "What happened to the market?",
        found(text),
        weight=lambda _: 1.0,
        similarity=cosines(0.1, 0.9),
        threshold=0,
    )
    assert quotes(told)[0] == "The market burnt down."


def test_an_acronym_in_a_question_is_one_name() -> None:
    told = by_words("What did the U.N. say about the E.U. mission?", FLOOD)
    assert told.reason == "No article mentions U.N. or E.U."


def test_a_name_that_the_passages_lack_is_the_reason() -> None:
    told = by_words("Did the flood in Sinuiju stop Tokyo trains?", FLOOD, "Tokyo.", threshold=1)
    assert told.reason == "The nearest passage does not mention Tokyo."


def test_a_time_without_articles_is_the_reason() -> None:
    note = Note("empty_period", "all dates: no article was published 2026-01-01 to 2026-01-07")
    told = answer(
        "which trains stopped this week?",
        found(FLOOD, notes=(note,)),
        weight=weight_in(f"{FLOOD} this week"),
        similarity=lambda _: None,
        threshold=1,
    )
    assert told.reason and told.reason.startswith("No article was published in the time")


def test_what_the_nearest_sentence_lacks_is_the_reason() -> None:
    told = by_words("when did the trains stop?", "The trains stopped.", threshold=1)
    assert told.reason == "The nearest sentence has no date, which the question asks for."


def test_a_threshold_decides_whether_there_is_an_answer() -> None:
    question = "How many people did the flood in Sinuiju kill?"
    assert not by_words(question, FLOOD, threshold=0).abstained
    refused = by_words(question, FLOOD, threshold=1)
    assert refused.abstained and refused.passages and not refused.citations
    assert refused.support == by_words(question, FLOOD, threshold=0).support


def test_the_brief_answer_is_characters_of_the_quote() -> None:
    told = by_words("How many people did the flood in Sinuiju kill?", FLOOD)
    first = told.citations[0]
    assert first.brief and first.brief.quote == "six"
    assert FLOOD[first.brief.start - 100 : first.brief.end - 100] == "six"
    assert first.start <= first.brief.start < first.brief.end <= first.end


def test_articles_that_differ_in_a_number_stand_side_by_side() -> None:
    told = by_words(
        "How many people did the flood in Sinuiju kill?",
        "The flood in Sinuiju killed six people.",
        "Officials said that the flood in Sinuiju killed 40 people in the town.",
    )
    assert told.differing == (1, 2)
    assert {"six", "40"} == {each.brief.quote for each in told.quoted if each.brief}


FERRY = "The ferry accident near Nampo killed {} sailors of the local fleet."


@pytest.mark.parametrize(
    ("numbers", "differing", "agreeing"),
    [
        (("twenty", "41", "35", "20"), (1, 2, 3), [1]),
        (("twenty", "20"), (), [1]),
        (("20", "20-30"), (), []),
        (("20 million", "20"), (1, 2), []),
    ],
)
def test_articles_that_contradict_each_other_never_agree(
    numbers: tuple[str, ...], differing: tuple[int, ...], agreeing: list[int]
) -> None:
    told = by_words(
        "How many sailors did the ferry accident near Nampo kill?",
        *map(FERRY.format, numbers),
        threshold=0,
    )
    assert differing == told.differing
    assert agreeing == [each.agrees_with for each in told.citations if each.agrees_with]


def test_like_words_with_other_figures_confirm_nothing() -> None:
    told = by_words(
        "flood Sinuiju destroyed",
        "The flood in Sinuiju destroyed 950 houses and 8 bridges on July 27.",
        "The flood in Sinuiju destroyed 120 houses and 3 bridges on July 27.",
        threshold=0,
    )
    assert not any(each.agrees_with for each in told.citations)


@pytest.mark.parametrize(
    ("question", "text", "refused"),
    [
        ("What happened in Sinuiju in July 2024?", "In Sinuiju rain fell on July 27, 2024.", False),
        ("how many lived in Sinuiju in 2008?", "In 2008 some 300 lived in Sinuiju.", False),
        ("What happened in Sinuiju in July 2024?", "In Sinuiju rain fell on May 2, 2024.", True),
    ],
)
def test_a_time_without_articles_counts_only_where_the_passage_does_not_state_it(
    question: str, text: str, refused: bool
) -> None:
    note = Note("empty_period", "all dates: no article was published then")
    told = answer(
        question,
        found(text, notes=(note,)),
        weight=weight_in(text),
        similarity=lambda _: None,
        threshold=1,
    )
    assert refused == bool(told.reason and told.reason.startswith("No article was published"))


@pytest.mark.parametrize("question", ["who visited wakanda?", "Wakanda", "누가 와칸다를 방문했나?"])
def test_a_name_that_no_article_has_is_refused_in_any_case(question: str) -> None:
    told = by_words(question, "Kim visited the town.", "누가 평양을 방문했나 보자.")
    assert told.abstained and told.reason
    assert told.reason.lower().startswith(
        ("no article mentions wakanda", "no article mentions 와칸다")
    )


def test_a_quote_that_refers_back_shows_the_sentence_before_it() -> None:
    text = "Pak Pong Ju came to Sinuiju. He opened the new bridge over the river."
    told = by_words("When did the new bridge over the river open?", text, threshold=0)
    first = told.citations[0]
    assert first.quote == "He opened the new bridge over the river."
    assert first.context and first.context.quote == "Pak Pong Ju came to Sinuiju."
    assert text[first.context.start - 100 : first.context.end - 100] == first.context.quote


def test_what_happened_is_told_in_the_order_of_time() -> None:
    told = answer(
        "What happened to the bridge?",
        replace(
            found(),
            passages=(
                passage("The bridge was opened again by engineers.", rank=1, date="2024-05-02"),
                passage("A flood destroyed the bridge at night.", rank=2, date="2023-07-01"),
            ),
        ),
        weight=lambda term: 1.0 if term else 2.0,
        similarity=lambda _: None,
        threshold=0,
    )
    assert ["2023-07-01", "2024-05-02"] == [each.date for each in told.quoted]


@pytest.mark.parametrize(
    "denial",
    [
        "The flood in Sinuiju did not kill 20 people in the town.",
        "Officials denied that the flood in Sinuiju killed 45 people.",
    ],
)
def test_a_denial_neither_confirms_nor_differs(denial: str) -> None:
    told = by_words(
        "How many people did the flood in Sinuiju kill?",
        "The flood in Sinuiju killed 20 people in the town.",
        denial,
        threshold=0,
    )
    assert () == told.differing
    assert all(each.agrees_with is None for each in told.citations)


def test_a_number_of_another_kind_is_set_beside_the_first_and_not_called_contrary() -> None:
    told = by_words(
        "How many mobile phones were there in North Korea in 2019?",
        "In 2019 North Korea had about 3.8 million mobile phone subscriptions, 15 for every 100.",
        "In 2019 as many as 6 million people in North Korea, a quarter of all, had a mobile phone.",
        threshold=0,
    )
    assert told.differing == ()
    assert len(told.quoted) == 2
    assert [each.agrees_with for each in told.citations] == [None, None]
    line = brief_line(told)
    assert "3.8 million" in line and "6 million" in line and "differ" not in line
