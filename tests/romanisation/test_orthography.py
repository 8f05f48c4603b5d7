import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.romanisation.orthography import after_vowel, initial, northern_initials, southern


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("로동", "노동"),
        ("로동자들은", "노동자들은"),
        ("녀성", "여성"),
        ("력사", "역사"),
        ("련합", "연합"),
        ("리론", "이론"),
        ("락원", "낙원"),
        ("년말", "연말"),
        ("대렬", "대열"),
        ("규률", "규율"),
        ("조선로동당", "조선노동당"),
        ("조선민주녀성동맹", "조선민주녀성동맹"),  # the border is not known
        ("비로동", "비노동"),
    ],
)
def test_northern_words_are_written_as_in_the_south(north, south):
    assert south == southern(north)
    assert south == southern(south)


@pytest.mark.parametrize(
    "word",
    [
        "라고",
        "라면",
        "리가",
        "로켓",
        "라디오",
        "리스트",
        "녀석",
        "년간",
        "뉴스",
        "니",
        "리",
        "법률",
        "협력사업",
        "능력사회",
    ],
)
def test_words_that_only_look_northern_stay(word):
    assert word == southern(word)


def test_the_initial_sound_law_has_three_parts():
    assert initial("녀") == "여"
    assert initial("리") == "이"
    assert initial("로") == "노"
    assert initial("나") == "나"
    assert initial("김") == "김"


def test_ryeol_and_ryul_change_after_vowels_and_n_only():
    assert after_vowel("은률") == "은율"
    assert after_vowel("비률") == "비율"
    assert after_vowel("법률") == "법률"


def test_the_southern_initial_may_stand_for_northern_ones():
    assert northern_initials("이") == ("이", "니", "리")
    assert northern_initials("김") == ("김",)


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8))
def test_writing_a_word_the_southern_way_twice_changes_nothing_more(word):
    assert southern(word) == southern(southern(word))
    assert len(word) == len(southern(word))
