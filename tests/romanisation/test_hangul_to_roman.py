import pytest

from nksearch.romanisation import to_roman, without_marks


@pytest.mark.parametrize(
    ("place", "system", "roman"),
    [
        ("충청북도", "rr", "Chungcheongbuk-do"),
        ("인왕리", "rr", "Inwang-ri"),  # no sound change before an administrative ending
        ("봉천1동", "rr", "Bongcheon Il-dong"),
        ("종로 2가", "rr", "Jongno I-ga"),
        ("중구역", "rr", "Jung-guyeok"),
        ("독립문", "rr", "Dongnimmun"),
        ("은중-리", "rr", "Eunjung-ri"),
        ("은중-리", "mr", "Ŭnjung-ni"),
        ("은중-리", "alalc", "Ŭnjung-ni"),
        ("평안남도", "dprk", "Phyŏngannam-do"),
        ("만경대구역", "dprk", "Mangyŏngdae-guyŏk"),
        ("경상남도", "mr", "Kyŏngsangnamdo"),
        ("학+여울", "rr", "Hangnyeoul"),
    ],
)
def test_places_have_a_capital_and_their_endings_a_hyphen(place, system, roman):
    assert roman == to_roman(place, system, "place")


@pytest.mark.parametrize(
    ("name", "system", "roman"),
    [
        ("한복남", "rr", "Han Boknam"),  # no sound changes between the syllables (MCST 3.4)
        ("홍빛나", "rr", "Hong Bitna"),
        ("김정은", "mr", "Kim Chŏng-ŭn"),
        ("리선권", "mr", "Ri Sŏn-gwŏn"),
        ("리석인", "alalc", "Yi Sŏg-in"),
        ("한복남", "alalc", "Han Pong-nam"),
        ("박동구", "dprk", "Pak Tong Gu"),
        ("안복철", "dprk", "An Pok Chŏl"),
        ("김형권", "dprk", "Kim Hyŏng Gwŏn"),
        ("선우학원", "ic", "So’nu Hak-wo’n"),
        ("김정은", "yale", "Kim Cengun"),
        ("남궁 민", "rr", "Namgung Min"),
    ],
)
def test_names_are_joined_as_their_system_says(name, system, roman):
    assert roman == to_roman(name, system, "person")


def test_the_library_of_congress_hears_initials_as_the_south_does():
    assert to_roman("로동", "alalc") == "nodong"
    assert to_roman("로동", "mr") == "rodong"


def test_everything_but_hangul_stays():
    assert to_roman("백두 (2,744 m)", "rr") == "baekdu (2,744 m)"
    assert to_roman("", "rr", "person") == ""


def test_decomposed_hangul_is_the_same_word():
    assert to_roman("회령", "rr") == "hoeryeong"


def test_marks_go_for_the_keyboard():
    assert without_marks("Ch’ŏngjin") == "Chongjin"
