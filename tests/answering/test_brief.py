import pytest

from nksearch.answering.brief import brief_answer

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
        ("When did it open?", "It opened on February 30, 2020.", None),
        ("When did it open?", "It opened on February 29.", "February 29"),
        ("When did it open?", "Pyongyang, September 9 (KCNA) -- The mill that it opened.", None),
        ("How many died?", "Officials denied that 40 died.", None),
        ("How many died?", "The flood did not kill the 40 who died.", None),
        ("How many died?", "They died.", None),
        ("Who came?", "Later they came.", None),
        ("장마당은 언제 문을 열었나?", "장마당은 2002년 5월에 문을 열었다.", "2002년 5월"),
        ("몇 명이 죽었나?", "모두 40명이 죽었다.", "40명"),
        ("몇 명이 죽었나?", "두 명이 죽었고 40명이 죽었다고도 한다.", None),
        ("몇 명이 죽었나?", "모두 27만 5천 명이 죽었다.", None),
        ("How many people died?", "20-30 people died in 12 towns.", None),
        ("How many people died?", "Two-thirds of the people died on 12 ships.", None),
        ("How many people died?", "One article says that 53, near the river, died.", None),
        (
            "How many phones were there in 2019?",
            "In 2019 as many as 6 million people, a quarter of all, had a mobile phone.",
            "6 million",
        ),
        ("How many people died?", "6 people died and 40 houses fell.", "6"),
        ("How many chapters does the act have?", "The act of January 17 and 18, 2023.", None),
        ("How many chapters does the act have?", "Two later laws copy the act.", None),
        (
            "How many satellites did it launch?",
            "In a count by 38 North it was a launch of satellites.",
            None,
        ),
        (
            "How many houses were built in Sinuiju after the flood?",
            "About 4,100 houses in Sinuiju were flooded, as were public buildings.",
            None,
        ),
        (
            "How many bridges span the Yalu?",
            "The four spans of the bridges over the Yalu remain.",
            None,
        ),
        (
            "When was the lecture in Hoeryong?",
            "The lecture in Hoeryong was condemned, NK Times reported on May 27, 2024.",
            None,
        ),
        (
            "When was the lecture in Hoeryong?",
            "The lecture in Hoeryong took place on May 25, 2024, it said on May 27, 2024.",
            "May 25, 2024",
        ),
        ("When was it reported?", "It was reported on May 27, 2024.", "May 27, 2024"),
        (
            "When were the new houses handed over in Sinuiju?",
            "KCNA wrote of new houses in Sinuiju after July 31.",
            None,
        ),
        (
            "when was he born? (Kim Il Sung)",
            "It is the birthplace, in 1917, of the wife of Kim Il Sung.",
            None,
        ),
        ("언제 열렸나?", "2024년 5월 3일 열렸다고 보도했다.", None),
    ],
)
def test_a_brief_answer_is_given_where_it_is_clear(
    question: str, sentence: str, brief: str | None
) -> None:
    asked, (only,) = sentences(question, sentence)
    span = brief_answer(asked, only)
    assert brief == (only.text[slice(*span)] if span else None)
