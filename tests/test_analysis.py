import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.analysis import (
    NewsAnalyzer,
    first_syllables,
    one_syllable_words,
    southern_terms,
    terms,
)


def words(text: str) -> list[str]:
    return [term.text for term in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.N. and UN", ["the", "un", "and", "un"]),
        ("Kim Jong-un's visits", ["kim", "jong", "un", "visit"]),
        ("the workers' party’s", ["the", "worker", "parti"]),
        ("54,000 workers, 3.5%, 9th, 1990s", ["54000", "worker", "3.5", "9th", "1990s"]),
        ("2024-05-27", ["2024", "05", "27"]),
        ("Hoeryŏng café ＡＢＣ", ["hoeryong", "cafe", "abc"]),
        ("핵 실험은", ["핵", "실험", "험은"]),
        ("8차 대회 NPT탈퇴", ["8", "차", "대회", "npt", "탈퇴"]),
        ("日本語", ["日本", "本語"]),
        ("snake_case", ["snake", "case"]),
        (" ... !", []),
    ],
)
def test_terms_are_those_that_articles_and_questions_share(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=60))
def test_terms_have_offsets_of_characters_that_are_there_and_never_go_back(text: str) -> None:
    found = list(terms(text))
    assert all(0 <= term.start < term.end <= len(text) for term in found)
    assert [term.start for term in found] == sorted(term.start for term in found)


@given(st.text(max_size=60))
def test_whoosh_gets_the_same_terms_with_positions(text: str) -> None:
    tokens = [
        (t.text, t.pos, t.startchar) for t in NewsAnalyzer()(text, positions=True, chars=True)
    ]
    assert tokens == [(term.text, n, term.start) for n, term in enumerate(terms(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("로동자들이", [("노동", "로동")]),
        ("그 녀성은", [("여성", "녀성")]),
        ("조선로동당", [("선노", "선로"), ("노동", "로동")]),
        ("노동자와 나라", []),
        ("라고 했다", []),
        ("North 리", []),
    ],
)
def test_words_in_northern_spelling_have_terms_in_the_souths(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(term.text, text[term.start : term.end]) for term in southern_terms(text)]
    assert found == expected


def test_korean_words_of_several_syllables_have_a_first_one() -> None:
    found = first_syllables("핵시험을 한 로동자 NPT탈퇴")
    assert [(term.text, term.start, term.end) for term in found] == [
        ("핵", 0, 1),
        ("로", 7, 8),
        ("탈", 14, 15),
    ]


def test_words_of_one_syllable_are_told_from_particles_and_pronouns() -> None:
    found = one_syllable_words("핵은 그는 쌀 두 사람")
    assert [(term.text, term.start, term.end) for term in found] == [("핵", 0, 2), ("쌀", 6, 7)]
