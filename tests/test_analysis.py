import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.analysis import NewsAnalyzer, terms


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
