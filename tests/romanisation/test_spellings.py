import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.romanisation.hangul_to_roman import to_roman, without_marks
from nksearch.romanisation.inventory import CHINESE
from nksearch.romanisation.spellings import MOST_READINGS, fold, readings


def test_a_spelling_with_marks_has_fewer_readings_than_one_without():
    assert {"회령"} == readings("Hoeryŏng")
    assert {"회령", "회룡"} == readings("Hoeryong")


def test_one_spelling_can_be_several_syllables_of_names():
    assert {"정", "종"} == readings("Jong", given=True)
    assert {"정", "중", "증"} == readings("Jung", given=True)
    assert {"선희", "순희"} == readings("sunhee", given=True)


def test_sound_changes_are_undone():
    assert "철원" in readings("Chorwon")
    assert "철원" in readings("Cholwon")
    assert "백암" in readings("Paegam")
    assert "압록강" in readings("Amnokkang")
    assert "압록강" in readings("Amrokgang")
    assert "은중리" in readings("Ŭnjung-ni")
    assert "한라산" in readings("Hallasan")


def test_apostrophes_of_three_kinds_are_understood():
    assert {"청진"} == readings("Ch'ŏngjin") == readings("Ch’ŏngjin")
    assert {"신계"} <= readings("Sin'gye")
    assert {"허"} == readings("Ho'")  # the breve of library catalogues
    assert "강령" in readings("Kangry'ŏng")  # a mark in the wrong place


def test_words_that_are_not_korean_have_no_reading():
    for word in ("Kosovo", "Vietnam", "Xi", "Washington", "", "-", "'"):
        assert not readings(word), word


def test_a_possessive_is_no_part_of_a_name():
    assert fold("Kim’s") == "kim"


@pytest.mark.parametrize("system", ["rr", "mr", "dprk"])
@given(st.text(st.sampled_from(sorted(CHINESE)), min_size=2, max_size=2))
def test_every_pair_of_syllables_is_among_the_readings_of_its_romanisation(system, pair):
    roman = to_roman(pair, system)
    found = readings(roman)
    assert pair in found or len(found) == MOST_READINGS
    plain = readings(without_marks(roman))
    assert pair in plain or len(plain) == MOST_READINGS


def test_no_input_has_more_readings_than_can_be_used():
    for word in (
        "an" * 20,
        "a" * 48,
        "yo" * 24,
        "-" * 5000,
        "ng" * 2000,
        "a'" * 5000,
        "o" * 100_000,
    ):
        assert len(readings(word)) <= MOST_READINGS
