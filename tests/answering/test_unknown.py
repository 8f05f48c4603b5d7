import pytest

from nksearch.answering.unknown import unknown_words

KNOWN = {"visit", "kim", "pyongyang", "say", "평양", "에서", "방문", "문했", "했나", "누가", "언제"}


def weight(term: str) -> float:
    return 1.0 if term in KNOWN else 2.0


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who visited Wakanda?", ["Wakanda"]),
        ("who visited wakanda?", ["wakanda"]),
        ("Wakanda", ["Wakanda"]),
        ("WAKANDA", ["WAKANDA"]),
        ("Did Kim visit Pyongyang?", []),
        ("Why did Kim Apologise?", []),
        ("why did kim flee?", []),
        ("What did Elon Musk say?", ["Elon", "Musk"]),
        ("누가 와칸다를 방문했나?", ["와칸다"]),
        ("트럼프는 언제 평양에 왔나?", ["트럼프"]),
        ("누가 평양을 방문했나?", []),
        ("평양코리올링크는 언제 왔나?", ["평양코리올링크"]),
        ("평양을방문은 언제 했나?", []),
        ("평양에서 무엇을 했나?", []),
    ],
)
def test_nouns_that_no_article_has(question: str, words: list[str]) -> None:
    assert words == list(dict.fromkeys(word for word, _ in unknown_words(question, weight)))


@pytest.mark.parametrize(
    "question",
    [
        *("ok what else?", "yesterday?", "Since when?", "How old is it?", "Yes, please."),
        *("And last month?", "What about next year?", "How old is she? (How long ago?)"),
    ],
)
def test_words_that_only_ask_are_not_missing(question: str) -> None:
    assert [] == unknown_words(question, lambda term: 2.0)
