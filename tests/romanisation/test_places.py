import pytest

from nksearch.romanisation.places import place_key, place_keys, split_place


@pytest.mark.parametrize(
    "spellings",
    [
        "회령/회령시/Hoeryong/Hoeryŏng/Hoeryeong/Hoeryong City/Hoeryŏng-si/hoeryong",
        "신의주/Sinuiju/Shinuiju/Sinŭiju/Sineuiju/Sinuiju-si",
        "라선/나선/Rason/Raseon/Nason/Naseon/Rason Municipality",
        "원산/Wonsan/Wŏnsan",
        "청진/Chongjin/Ch'ŏngjin/Cheongjin/Ch’ŏngjin-si",
        "개성/Kaesong/Gaesong/Gaeseong/Kaesŏng",
        "평양/Pyongyang/P'yŏngyang/Pyeongyang/Phyongyang",
        "남포/Nampo/Nampho/Namp'o",
        "해주/Haeju",
        "혜산/Hyesan",
        "함흥/Hamhung/Hamheung/Hamhŭng",
        "녕변/영변/Nyongbyon/Yongbyon/Yeongbyeon/Yongbyon County",
        "은률/은율/Unryul/Ŭllyul/Eunyul",
        "김책/Kim Chaek/Kimch'aek/Kimchaek City",
        "배천/백천/Paechon/Paekch'ŏn",
        "함경북도/함북/North Hamgyong Province/Hamgyongbuk-do/Hamgyeongbukdo/N. Hamgyong",
        "량강도/양강도/Ryanggang Province/Yanggang/Ryanggang-do",
        "중구역/Jung-guyok/Chung-guyŏk",
    ],
)
def test_all_spellings_of_a_place_meet(spellings):
    first, *others = spellings.split("/")
    for other in others:
        assert place_keys(first) & place_keys(other), other


def test_places_of_other_names_stay_apart():
    for one, other in [("회령", "Haeju"), ("함북", "South Hamgyong"), ("Kaesong", "Kaechon")]:
        assert place_keys(one).isdisjoint(place_keys(other))


def test_the_unit_is_kept_beside_the_stem():
    assert "시" == split_place("Hoeryong City").unit == split_place("회령시").unit
    assert "도" == split_place("North Hamgyong").unit == split_place("함북").unit
    assert split_place("Unjung-ni").unit == "리"
    assert split_place("Hoeryong").unit == ""


def test_a_short_stem_keeps_its_last_syllable():
    assert {"신도"} == place_keys("신도")
    assert {"와우도", "와우"} == place_keys("와우도")


def test_a_place_key_is_the_southern_spelling():
    assert place_key("라선") == "나선"
    assert place_key("함북") == "함경북"


def test_what_cannot_be_korean_has_no_key():
    assert not place_keys("Kosovo")
    assert not place_keys("")
