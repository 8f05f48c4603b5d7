import pytest

from nksearch.answering.brief import brief_answer, same_answer

from .passages import sentences


@pytest.mark.parametrize(
    ("question", "sentence", "brief"),
    [
        (
            "How many phones were there in 2019?",
            "In 2019 there were 3.8 million phones.",
            "3.8 million",
        ),
        ("How many people died?", "Some 40 people died in 12 towns.", "40"),
        ("How much did it cost?", "It cost $5 million to build.", "$5 million"),
        ("What percentage had power?", "By then 26% had power.", "26%"),
        ("When did it open?", "It opened on 27 May 2024.", "27 May 2024"),
        ("When did it open?", "It opened in May 2011.", "May 2011"),
        ("When did it open?", "It opened in 1999 and closed in 2004.", None),
        ("How many died?", "They died.", None),
        ("Who came?", "Later Pak Pong Ju came.", None),
        ("장마당은 언제 문을 열었나?", "장마당은 2002년 5월에 문을 열었다.", "2002년 5월"),
        ("몇 명이 죽었나?", "모두 40명이 죽었다.", "40명"),
    ],
)
def test_a_brief_answer_is_given_where_it_is_clear(
    question: str, sentence: str, brief: str | None
) -> None:
    asked, (only,) = sentences(question, sentence)
    span = brief_answer(asked, only)
    assert brief == (only.text[slice(*span)] if span else None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("May 2011", "2011", True),
        ("six", "6", True),
        ("3.8 million", "6 million", False),
        ("27 May 2024", "28 May 2024", False),
    ],
)
def test_brief_answers_agree_when_one_has_all_of_the_other(
    one: str, other: str, same: bool
) -> None:
    assert same == same_answer(one, other)
