from dataclasses import replace

import pytest

from nksearch.answering import answer
from nksearch.datamodels import Answer

from .passages import by_words, found, passage, weight_in

KILLED = "How many people did the flood in Sinuiju kill?"
OPENED = "When did the bridge in Sinuiju open?"


def claims(told: Answer) -> tuple[bool, bool]:
    """Whether articles are said to differ, and whether one is said to confirm another."""
    return bool(told.differing), any(each.agrees_with for each in told.citations)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How long was the captain held in Wonsan?",
            "The captain was held in Wonsan for 90 days.",
            "The captain was held in Wonsan for 3 months.",
        ),
        (
            "How much did the ship cost?",
            "The ship cost $3 million.",
            "The ship cost 3 million won.",
        ),
        (
            KILLED,
            "In 2016 the flood in Sinuiju killed 20 people.",
            "In 2024 the flood in Sinuiju killed 45 people.",
        ),
        (
            KILLED,
            "The flood in Sinuiju killed 20 people in July 2024.",
            "The flood in Sinuiju killed 20 people in August 2016.",
        ),
        (
            "How many people did the flood kill?",
            "The flood in Sinuiju killed 20 people.",
            "The flood in Hoeryong killed 45 people.",
        ),
        (
            "홍수로 몇 명이 죽었나?",
            "신의주에서 홍수로 20명이 죽었다.",
            "회령에서 홍수로 45명이 죽었다.",
        ),
        (
            KILLED,
            "The flood in Sinuiju killed about 20 people.",
            "The flood in Sinuiju killed 22 people.",
        ),
        (
            KILLED,
            "The flood in Sinuiju killed more than 20 people.",
            "The flood in Sinuiju killed 20 people.",
        ),
        (
            KILLED,
            "The flood in Sinuiju killed 25 people.",
            "The flood in Sinuiju killed 20 soldiers and 5 people.",
        ),
        (
            OPENED,
            "The bridge in Sinuiju opened in early May 2011.",
            "The bridge in Sinuiju opened in late May 2011.",
        ),
        (
            OPENED,
            "The bridge in Sinuiju opened on May 5, 2011.",
            "The bridge in Sinuiju was to open on June 7, 2014.",
        ),
        (
            "Who visited the farm in Hoeryong?",
            "Kim Jong Un visited the farm in Hoeryong in May.",
            "Kim Jong Un visited the farm in Hoeryong in June.",
        ),
        (
            "What happened to the big ship?",
            "The big ship of the fleet sank near Nampo on Monday night.",
            "The big ship of the fleet sank near Wonsan on Monday night.",
        ),
        (
            "What happened to the big ship?",
            "The big ship of the fleet sank near Nampo on Monday night.",
            "The big ship of the fleet sank near Nampo on Tuesday night.",
        ),
        (
            "다리는 언제 열렸나?",
            "다리는 2011년 5월에 열렸다.",
            "다리는 열렸던 2012년 6월",
        ),
        (
            "What did the ship carry?",
            "The ship carried coal and iron to Nampo.",
            "The ship did not carry coal and iron to Nampo.",
        ),
        (
            "배는 무엇을 실었나?",
            "배는 남포에 석탄과 철을 실었다.",
            "배는 남포에 석탄과 철을 싣지 않았다.",
        ),
    ],
)
def test_in_doubt_articles_neither_agree_nor_differ(question: str, one: str, other: str) -> None:
    assert (False, False) == claims(by_words(question, one, other, threshold=0))
    assert (False, False) == claims(by_words(question, other, one, threshold=0))


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        (
            KILLED,
            "KCNA said the flood in Sinuiju killed 20 people.",
            "Yonhap said the flood in Sinuiju killed 45 people.",
            (True, False),
        ),
        (
            "How long was the captain held in Wonsan?",
            "The captain was held in Wonsan for 3 months.",
            "The captain was held in Wonsan for 3 years.",
            (True, False),
        ),
        (
            KILLED,
            "The flood in Sinuiju killed at least 20 people.",
            "The flood in Sinuiju killed 15 people.",
            (True, False),
        ),
        (
            "다리는 언제 열렸나?",
            "다리는 2011년 5월에 열렸다.",
            "다리는 2011년 5월 3일 열렸다.",
            (False, True),
        ),
        (
            "How old was the singer when he died?",
            "The singer was 53 when he died.",
            "The singer died aged 57.",
            (True, False),
        ),
    ],
)
def test_what_is_clear_is_still_told(
    question: str, one: str, other: str, expected: tuple[bool, bool]
) -> None:
    assert expected == claims(by_words(question, one, other, threshold=0))


@pytest.mark.parametrize(("later", "differ"), [("2024-08-05", True), ("2026-08-05", False)])
def test_numbers_without_a_year_differ_only_in_articles_of_one_time(
    later: str, differ: bool
) -> None:
    texts = ["The flood in Sinuiju killed 20 people.", "The flood in Sinuiju killed 45 people."]
    passages = (passage(texts[0], date="2024-08-01"), passage(texts[1], rank=2, date=later))
    told = answer(
        KILLED,
        replace(found(), passages=passages),
        weight=weight_in(*texts),
        similarity=lambda _: None,
        threshold=0,
    )
    assert (differ, False) == claims(told)
