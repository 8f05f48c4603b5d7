import pytest

from nksearch.romanisation.transliteration import iso_method1, iso_method2, yale


@pytest.mark.parametrize(
    ("word", "roman"),
    [
        ("한글", "hankul"),
        ("늙은", "nulk.un"),
        ("조선", "cosen"),
        ("서울", "sewul"),
        ("무", "mu"),  # wu is u after lips
        ("뭐", "mwe"),
        ("가여", "kaye"),
        ("개어", "kay.e"),
        ("각하", "kak.ha"),
        ("강아지", "kangaci"),
    ],
)
def test_yale_marks_borders_only_where_they_could_be_misread(word, roman):
    assert roman == yale(word)


def test_iso_11941_marks_vowels_and_doubled_letters_that_begin_a_syllable():
    assert iso_method1("서울") == "seo'ul"
    assert iso_method1("꽃이") == "kkoch'i"
    assert iso_method1("아까") == "a'kka"
    assert iso_method1("박게") == "pakke"
    assert iso_method2("아까") == "a'gga"
    assert iso_method2("꽃이") == "ggoc'i"
