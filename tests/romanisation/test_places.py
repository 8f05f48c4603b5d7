import pytest

from nksearch.romanisation.places import Gazetteer, place_key, split_place


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
        assert split_place(first).keys & split_place(other).keys, other


def test_places_of_other_names_stay_apart():
    for one, other in [("회령", "Haeju"), ("함북", "South Hamgyong"), ("Kaesong", "Kaechon")]:
        assert split_place(one).keys.isdisjoint(split_place(other).keys)


def test_the_unit_is_kept_beside_the_stem():
    assert "시" == split_place("Hoeryong City").unit == split_place("회령시").unit
    assert "도" == split_place("North Hamgyong").unit == split_place("함북").unit
    assert split_place("Unjung-ni").unit == "리"
    assert split_place("Hoeryong").unit == ""


def test_a_short_stem_keeps_its_last_syllable():
    assert {"신도"} == split_place("신도").keys
    assert {"와우도", "와우"} == split_place("와우도").keys


def test_a_place_key_is_the_southern_spelling():
    assert place_key("라선") == "나선"
    assert place_key("함북") == "함경북"


def test_an_official_spelling_means_its_place_alone():
    places = Gazetteer.of(
        [("순천", "Sunchon"), ("선천", "Sonchon"), ("운산", "Unsan"), ("은산", "")]
    )
    assert (
        {"순천"} == places.named("Sunchon") == places.named("SUN-CHON") == places.named("Sunch'ŏn")
    )
    assert {"순천"} == places.named("Sunchon-si")
    assert {"선천"} == places.named("Seoncheon") == places.named("Sŏnch'ŏn")
    assert {"운산", "은산"} == places.named("Unsan")
    assert {"은산"} == places.named("Ŭnsan")
    assert {"선천"} == Gazetteer(frozenset({"선천"})).named("Sunchon")


def test_what_cannot_be_korean_has_no_key():
    assert not split_place("Kosovo").keys
    assert not split_place("").keys
