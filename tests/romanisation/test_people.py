import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.romanisation.hangul_to_roman import to_roman, without_marks
from nksearch.romanisation.inventory import CHINESE, GIVEN
from nksearch.romanisation.people import (
    hangul_spellings,
    latin_person_keys,
    person_key,
    person_keys,
)

PERSONS = [
    "최선희 Choe Son Hui/Choi Sun-hee/Sun-hee Choi/CHOE SON HUI/Choi Sunhee/Ch'oe Sŏn-hŭi",
    "김정은 Kim Jong Un/Kim Jong-un/Kim Jong Eun/Kim Jung-eun/Kim Jongun/Jong-un Kim/Jong Un Kim",
    "김정일 Kim Jong Il/Kim Jung-il/Kim Chŏng-il",
    "김일성 Kim Il Sung/Kim Il-sung/Kim Il-seong",
    "김여정 Kim Yo Jong/Kim Yeo-jung/Kim Yo-jong",
    "리용호 이용호/Ri Yong Ho/Lee Yong-ho/Yi Yong-ho/Rhee Yong Ho",
    "박봉주 Pak Pong Ju/Park Bong-ju/Pak Pong-ju",
    "조용원 Jo Yong Won/Cho Yong-won/Cho Yong Weon",
    "최룡해 최용해/Choe Ryong Hae/Choi Ryong-hae/Choe Yong-hae",
    "류경수 유경수/Ryu Kyong Su/Yoo Kyung-soo/Yu Kyong-su",
    "림광웅 임광웅/Rim Kwang Ung/Lim Kwang-ung/Im Kwang-ung",
    "로두철 노두철/Ro Tu Chol/No Tu Chol/Roh Doo-chul/Noh Du-cheol",
    "장성택 Jang Song Thaek/Jang Sung-taek/Chang Sung-taek/Chang Sŏng-t'aek",
    "현영철 Hyon Yong Chol/Hyun Young-chul",
    "리설주 이설주/Ri Sol Ju/Lee Seol-ju/Ri Sol-ju",
    "김덕훈 Kim Tok Hun/Kim Dok-hun/Kim Deok-hun",
    "박정천 Pak Jong Chon/Park Jong-chon/Park Jeong-cheon",
    "김영철 Kim Yong Chol/Kim Young-chul/Kim Yong-chol",
    "정경택 Jong Kyong Thaek/Jung Kyung-taek/Chong Kyong-taek",
    "반기문 Ban Ki-moon/Ban Ki Moon/Pan Ki-mun",
    "문재인 Moon Jae-in/Mun Jae In/Moon Jae In",
    "윤석열 Yoon Suk Yeol/Yoon Suk-yeol/Yoon Seok-youl/Yun Sok Yol",
    "이재명 Lee Jae-myung/Lee Jaemyung/Ri Jae Myong",
    "선우학원 Sonu Hak Won/Sunwoo Hak-won/So'nu Hak-wo'n",
]


@pytest.mark.parametrize("person", PERSONS)
def test_all_spellings_of_a_person_meet_its_hangul(person):
    hangul, spellings = person.split(" ", 1)
    for spelling in spellings.split("/"):
        assert person_key(hangul) in person_keys(spelling), spelling


def test_different_persons_stay_apart():
    for one, other in [
        ("Kim Jong Un", "Kim Jong Il"),
        ("김정은", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Ri Yong Ho", "Ri Yong Gil"),
        ("Pak Jong Chon", "Pak Pong Ju"),
        ("Kim In Ryong", "Kim Il Ryong"),  # alike in sound only when written together
        ("Kim Young-chul", "김용철"),
    ]:
        assert person_keys(one) and person_keys(other)
        assert person_keys(one).isdisjoint(person_keys(other)), (one, other)


def test_a_key_is_the_southern_spelling():
    assert person_key("리영호") == "이영호"
    assert person_key("최룡해") == "최용해"
    assert person_key("김선률") == "김선율"


def test_a_key_says_how_the_name_may_stand_in_korean_text():
    assert hangul_spellings("최용해") == ("최용해", "최룡해")
    assert hangul_spellings("김정은") == ("김정은",)


def test_tokens_are_judged_as_they_stand():
    assert latin_person_keys(("kim", "jong", "un"))
    assert latin_person_keys(("sun-hee", "choi"))
    assert not latin_person_keys(("lee", "county"))
    assert not latin_person_keys(("song",))
    assert not latin_person_keys(())


@given(
    st.sampled_from("김박최현강권"),
    st.text(st.sampled_from(sorted(GIVEN & CHINESE)), min_size=2, max_size=2),
)
def test_every_korean_name_is_met_by_its_romanisations(surname, given_name):
    name = surname + given_name
    for system in ("mr", "alalc", "dprk"):
        roman = to_roman(name, system, "person")
        assert person_key(name) in person_keys(roman), roman
        assert person_key(name) in person_keys(without_marks(roman)), roman
