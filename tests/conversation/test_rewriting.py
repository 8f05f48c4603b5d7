from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.conversation.rewriting import Rewriting, rewrite
from nksearch.datamodels import Turn
from nksearch.request import MAX_QUESTION

TODAY = date(2025, 11, 24)


def rewritten(question: str, *before: str | Turn) -> Rewriting:
    """Rewrite with every word weighing the same, half of one that no article has."""
    turns = [Turn(each) if isinstance(each, str) else each for each in before]
    return rewrite(question, turns, lambda term: 1.0 if term else 2.0, asked_on=TODAY)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "When was the Singapore summit?",
            "and who attended?",
            "and who attended? (Singapore, summit)",
        ),
        ("What is DNS?", "How does it work?", "How does it work? (DNS)"),
        (
            "What happened in Sinuiju in August 2024?",
            "what about the month before?",
            "what about in July 2024? (Sinuiju)",
        ),
        (
            "What happened in Sinuiju in August 2024?",
            "and in Hyesan?",
            "and in Hyesan? (Sinuiju, in August 2024)",
        ),
        (
            "Which phones were sold in Hyesan in 2023?",
            "Were there more of them the next year?",
            "Were there more of them in 2024? (phones, sold, Hyesan)",
        ),
        (
            "How many markets opened in Hyesan since 2019?",
            "how many of them?",
            "how many of them? (markets opened, Hyesan, since 2019)",
        ),
        (
            "신의주 홍수에서 몇 명이 죽었나?",
            "그건 언제야?",
            "그건 언제야? (신의주 홍수, 명이 죽었나)",
        ),
        (
            "2024년 8월에 신의주에서 무슨 일이 있었나?",
            "그 전달에는?",
            "2024년 7월에? (신의주, 일이)",
        ),
        ("flooded towns", "emergency kits", "emergency kits (flooded towns)"),
    ],
)
def test_a_follow_up_gets_what_it_leaves_unsaid(before: str, question: str, expected: str) -> None:
    assert rewritten(question, before).question == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who visited the shipyard in Nampo?",
        "Is there a railway between Kusong and Anju?",
        "Is it legal to own a foreign phone?",
        "Did Kim Jong Un say he would attend?",
        "When did the army announce that it tested missiles?",
        "What happened in the markets of Hamhung this year?",
        "Kaesong Industrial Complex",
        "By the way, how are they made?",
        "How did the horse latitudes get their name?",
        "김정은은 언제 남포 조선소를 방문했나?",
        "남포 조선소의 지배인은 누구인가?",
    ],
)
def test_a_question_that_stands_by_itself_stays_as_it_is(question: str) -> None:
    found = rewritten(question, "How many people died in the flood in Sinuiju?")
    assert (found.question, found.rewritten, found.added) == (question, False, ())


@pytest.mark.parametrize("question", ["and who attended?", "Why?", "그건 언제야?"])
def test_the_first_question_is_never_rewritten(question: str) -> None:
    assert rewritten(question) == Rewriting(question, False, (), "It stands by itself.")


def test_he_is_the_one_who_was_asked_for_and_quoted() -> None:
    quoted = Turn("Who visited Sinuiju?", "Premier Kim Tok Hun visited Sinuiju on Monday.")
    assert rewritten("Did he say why?", quoted).added == (
        "Premier Kim Tok Hun", "visited", "Sinuiju",
    )  # fmt: skip
    assert "Tok" not in rewritten("When was it?", quoted).question


def test_a_topic_is_followed_over_several_turns() -> None:
    turns = (
        "What is MediCal?",
        "What does it cover?",
        "Thank you!",
        "How does the state pay for it?",
    )
    assert "MediCal" in rewritten("How can I apply for it?", *turns).added


def test_a_new_topic_leaves_the_old_one_behind() -> None:
    turns = ("Who visited Sinuiju in May 2024?", "Which missiles were tested at Sohae?")
    found = rewritten("Why were they tested?", *turns)
    assert found.added == ("missiles", "Sohae")


def test_a_time_of_its_own_replaces_the_one_before() -> None:
    before = "Which missiles were tested in May 2024?"
    assert rewritten("and in 2022?", before).question == "and in 2022? (missiles, tested)"


@pytest.mark.parametrize(
    ("before", "words", "expected"),
    [
        ("in January 2024", "the month before", "in December 2023"),
        ("in December 2023", "the following month", "in January 2024"),
        ("on 2024-03-01", "the day before", "on 2024-02-29"),
        ("on 31 December 2023", "a day later", "on 2024-01-01"),
        ("in 2023", "the previous year", "in 2022"),
        ("on 2024-03-08", "the week before", "between 2024-03-01 and 2024-03-07"),
        ("in 2023", "그 다음 해에는", "2024년에"),
        ("on 2024-03-01", "그 전날", "2024년 2월 29일에"),
        ("on 2024-03-01", "그 다음 주에", "2024년 3월 2일부터 2024년 3월 8일까지"),
    ],
)
def test_times_are_counted_from_the_one_before(before: str, words: str, expected: str) -> None:
    found = rewritten(f"and {words}?", f"What was built {before}?")
    assert found.question == f"and {expected}? (built)"


def test_times_that_no_calendar_has_are_left_alone() -> None:
    assert "before" in rewritten("and the year before?", "What was built in 0001?").question


def test_a_rewritten_question_is_never_too_long_to_ask() -> None:
    question = f"and {'very ' * 99}old?"
    found = rewritten(question, f"Is the {'long ' * 60}Sunshine Policy dead?")
    assert len(found.question) <= MAX_QUESTION


WORDS = (
    "the month before after next year it its they he that there of is did 그 그건 다음 달 전 해 "
    "평양은 ? . ' ( Kim Jong in May 2024 0001 9999 until 999 U.S. don't what about how and A"
).split(" ")


@given(st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=25), min_size=1))
def test_whatever_is_typed_only_gets_words_that_were_typed(said: list[list[str]]) -> None:
    question, *before = (" ".join(words)[:MAX_QUESTION] for words in said)
    found = rewritten(question, *before)
    assert len(found.question) <= MAX_QUESTION
    assert found.rewritten or found.question == question
    times = ("in ", "on ", "between ")
    assert all(
        word in " ".join(before) or part.startswith(times) or "년" in part
        for part in found.added
        for word in part.split()
    )
