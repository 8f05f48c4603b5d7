import pytest

from nksearch.answering.brief import brief_answer

from .passages import sentences


def brief(question: str, sentence: str) -> str | None:
    asked, (only,) = sentences(question, sentence)
    found = brief_answer(asked, only)
    return only.text[slice(*found.span)] if found else None


@pytest.mark.parametrize(
    "sentence",
    [
        "Villagers, after the river flooded Namyang, in Hoeryong, North Korea, March 6, 2022.",
        "A man looks at Namyang, flooded by the river, in this photo taken on March 6, 2022.",
        "FILE PHOTO: The river flooded Namyang on March 6, 2022.",
        "Photos: The river floods Namyang A woman wades through a market on March 6, 2022.",
        "People watch a TV that shows how the river flooded Namyang on March 6, 2022.",
        "The river floods Namyang on March 6, 2022 REUTERS/Kim",
    ],
)
def test_the_day_of_a_picture_is_not_that_of_what_happened(sentence: str) -> None:
    assert brief("When did the river flood Namyang?", sentence) is None


def test_a_picture_may_be_asked_for() -> None:
    asked = "When was the picture of the mill taken?"
    assert brief(asked, "The picture of the mill was taken on March 6, 2022.") == "March 6, 2022"


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill closed, and its owner was arrested in May 2012.",
        "The mill closed amid protests in May 2012.",
        "The mill closed following a fire in May 2012.",
        "The mill closed under a law passed in May 2012.",
        "The mill closed to make room for a park in May 2012.",
        "The owner, arrested in May 2012, closed the mill.",
        "A man born in 1950 closed the mill.",
        "In an interview in 2012 he closed the mill.",
        "The man who closed the mill was arrested in 2012.",
        "The decision to close the mill was made in 2012.",
        "The anniversary of the day the mill closed was in 2012.",
        "The threat that the mill closes grew in 2012.",
        "The mill almost closed in 2012.",
        "The mill remained closed in 2012.",
        "The mill, set to close in 2012, burned.",
        "The mill possibly closed in 2012.",
        "Had the mill closed in 2012, all would be lost.",
        "The mill they’ll close in 2012 burned.",
        "The mill closed no earlier than 2012.",
        "The mill closed in 2012 at the earliest.",
        "The mill closed about 2012.",
        "It was the largest mill to close since 2012.",
        "Has the mill closed in 2012?",
        "The mill closed for the March 2012 flood.",
    ],
)
def test_the_time_of_something_else_is_not_that_of_what_happened(sentence: str) -> None:
    assert brief("When did the mill close?", sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence", "time"),
    [
        ("When did the mill close?", "In 2012, the mill in Sinuiju closed.", "2012"),
        ("When did the mill close?", "On Monday, May 7, 2012, the mill closed.", "May 7, 2012"),
        ("When did the mill close?", "May 2012 - The mill closes.", "May 2012"),
        ("When did the mill close?", "He was born in Nampo in 1950, when the mill closed.", None),
        ("When did the mill close?", "He came in 1950 when the mill closed.", "1950"),
        ("When was the fair in Rason?", "The fair in Rason took place in May 2012.", "May 2012"),
        ("In which year did the mill close?", "The mill was built in 1950.", None),
        ("In which year did the mill close?", "The mill closed in 1950.", "1950"),
        ("When did it erupt?", "It has been erupting since 1950.", "since 1950"),
        ("When did it erupt?", "It has erupted 33 times since 1950.", None),
        ("When did it erupt?", "In the West it has been erupting since 1950.", "since 1950"),
        ("When did it erupt?", "It has been the largest to erupt since 1950.", None),
        (
            "When did Kim Yong visit Sinuiju?",
            "Kim Chol visited Sinuiju in 1950 with Kim Yong.",
            None,
        ),
        (
            "When did Kim Yong meet Kim Chol?",
            "Kim Yong met North Korean leader Kim Chol in 1950.",
            "1950",
        ),
        (
            "When was the law passed?",
            "The law was passed by the People's Assembly in 1950.",
            "1950",
        ),
        ("When did Kim Yong die?", "Kim Yong's wife died in 1950.", None),
        ("When did Kim Yong die?", "The wife of Kim Yong died in 1950.", None),
        ("When did Kim Yong die?", "In 1950, Kim Yong's younger brother, 31, died.", None),
        ("When did Kim Yong's wife die?", "Kim Yong's wife died in 1950.", "1950"),
        ("When did Kim Yong die?", "His son came when Kim Yong died in 1950.", "1950"),
        ("When did Kim Yong leave?", "Kim Yong and his wife left in 1950.", "1950"),
        ("When did Kim Yong leave?", "Kim Yong, the son of Kim Chol, left in 1950.", "1950"),
        ("김용은 언제 죽었나?", "김용의 아내는 1950년에 죽었다.", None),
        ("김용은 언제 죽었나?", "김용은 1950년에 죽었다.", "1950년"),
        (
            "When was the fair in Rason closed?",
            "The fair in Nampo was closed in 1950, that in Rason stayed open.",
            None,
        ),
        (
            "When was the fair in Rason closed?",
            "The fair in Rason was closed in 1950, that in Nampo stayed open.",
            "1950",
        ),
        (
            "When was the fair in North Korea closed?",
            "The fair in Rason, North Korea, was closed in 1950.",
            "1950",
        ),
        ("공장은 언제 문을 닫았나?", "공장은 2012년 5월에 문을 닫았다.", "2012년 5월"),
        ("공장은 언제 문을 닫았나?", "공장은 2012년 5월 홍수 뒤에 문을 닫았다.", None),
        ("공장은 언제 문을 닫았나?", "2012년 5월 자료사진에서 공장은 문을 닫았다.", None),
        ("When did the protest begin?", "The protest began in May 2012.", "May 2012"),
        ("When did the protest begin?", "In May 2012, the protest began.", "May 2012"),
        ("When did Kim Yong die?", "Kim Yong, 51, died in Nampo in 1950.", "1950"),
        ("When did Kim Yong die?", "Kim Yong's brother, Kim Chol, died in 1950.", None),
        ("When did Kim Yong die?", "The sister of Kim Yong, who died in 1950, sang.", "1950"),
        ("When did Kim Yong die?", "Kim Yong came with a sister who died in 1950.", None),
        (
            "When did Kim Yong join the Party?",
            "Kim Yong joined the Army in 1950 for the Party.",
            None,
        ),
    ],
)
def test_the_time_is_that_of_the_one_that_is_asked_about(
    question: str, sentence: str, time: str | None
) -> None:
    assert brief(question, sentence) == time


def test_a_verb_that_says_the_same_tells_of_the_event() -> None:
    shut = "The owner shut down the mill in May 2012."
    assert brief("When was the mill closed?", shut) == "May 2012"
    assert brief("When was the mill built?", shut) is None
