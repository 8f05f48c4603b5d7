"""Korean words in both orthographies, and words of one syllable."""

import pytest

from nksearch.korean import Word, longer_words, other_orthography, terms_beside

SOUTH, BEGINS = "south\x1f", "begins\x1f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("로동자들이", ["노동"]),
        ("그 녀성은", ["여성"]),
        ("조선로동당", ["선노", "노동"]),
        ("노동자와 나라", []),
        ("라고 했다", []),
        ("North 리", []),
    ],
)
def test_words_in_northern_spelling_have_terms_in_the_souths(
    text: str, expected: list[str]
) -> None:
    found = [term for term in terms_beside(text) if term.startswith(SOUTH)]
    assert found == [SOUTH + pair for pair in expected]


def test_words_of_several_syllables_begin_with_the_first() -> None:
    found = [term for term in terms_beside("핵시험을 한 로동자 NPT탈퇴") if term.startswith(BEGINS)]
    assert found == [BEGINS + syllable for syllable in "핵로탈"]


def test_a_southern_word_may_stand_in_the_northern_spelling() -> None:
    word = next(other_orthography("쌀과 노동은"))
    assert word == Word(0, 2, (f"{SOUTH}쌀과",), "쌀과", "the North's spelling of 쌀과")
    words = list(other_orthography("노동은"))
    assert [(each.start, each.end) for each in words] == [(0, 2), (1, 3)]
    assert words[0].terms == (f"{SOUTH}노동",)
    assert (words[0].asked, words[0].other) == ("노동은", "로동은")


def test_a_northern_word_may_stand_in_the_southern_spelling() -> None:
    first, second = other_orthography("녀성들")
    assert first.terms == ("여성", f"{SOUTH}여성")
    assert second.terms == (f"{SOUTH}성들",)
    assert (first.asked, first.other) == ("녀성들", "여성들")


def test_words_of_one_syllable_are_told_from_particles_and_pronouns() -> None:
    found = list(longer_words("핵은 그는 쌀 두 사람"))
    assert [(each.start, each.end, each.terms, each.particle) for each in found] == [
        (0, 2, ("핵", f"{BEGINS}핵"), True),
        (6, 7, (f"{BEGINS}쌀",), False),
    ]
