import pytest

from nksearch.romanisation.names import NO_PLACES, find_names
from nksearch.romanisation.people import person_keys
from nksearch.romanisation.places import PROVINCES, Gazetteer

from .foreign import FOREIGN_NAMES

PLACES = Gazetteer(PROVINCES | {"회령", "평양", "김정숙"})


def found(text, places=NO_PLACES):
    return [(name.kind, text[name.start : name.end]) for name in find_names(text, places)]


def test_persons_are_found_in_running_text():
    text = (
        "Comrade Kim Jong Un met Choi Sun-hee, Pak Jong Chon and the ROK's Lee Jae-myung; "
        "Sun-hee Choi's aide Ri Yong Ho spoke. KIM YO JONG too."
    )
    assert [name for _, name in found(text)] == [
        "Kim Jong Un",
        "Choi Sun-hee",
        "Pak Jong Chon",
        "Lee Jae-myung",
        "Sun-hee Choi",
        "Ri Yong Ho",
        "KIM YO JONG",
    ]


def test_a_name_has_the_keys_of_its_spelling():
    (name,) = find_names("said Choe Son Hui.")
    assert person_keys("Choe Son Hui") == name.keys
    assert name.sure


def test_names_glued_to_other_words_are_found():
    assert found("ComradeKim Jong Unreceived a letter") == [("person", "Kim Jong Un")]
    assert found("Anti-Yoon Suk Yeol Struggle") == [("person", "Yoon Suk Yeol")]
    assert found("Ko Kyong Chan-led workteam") == [("person", "Ko Kyong Chan")]


@pytest.mark.parametrize(
    "name",
    [
        "So Hong Chan", "Oh Su-yong", "Won Ung Hui", "Kim-Jong-Un", "Kim, Jong Un", "Kim, Jong-un",
        "Choe, Il Sung",
    ],
)  # fmt: skip
def test_forms_of_the_press_are_found(name):
    assert found(f"the delegate {name} spoke") == [("person", name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("To Ri Yong Ho", "Ri Yong Ho"),
        ("Messrs Kim, Ri Yong Ho", "Ri Yong Ho"),
        ("Park, Sun-hee Choi", "Sun-hee Choi"),
    ],
)
def test_a_word_before_a_name_is_no_surname_of_it(text, name):
    assert found(text) == [("person", name)]


@pytest.mark.parametrize("side", ["N. ", "N.  ", "North  ", "NORTH\n"])
def test_north_may_be_shortened_and_stand_apart(side):
    assert found(f"in {side}Hamgyong Province", PLACES) == [("place", f"{side}Hamgyong Province")]
    assert found("the U.N. Hamgyong mission", PLACES) == []


def test_a_surname_with_one_syllable_is_not_sure():
    (name,) = find_names("General Kang Kon said")
    assert not name.sure


def test_names_do_not_reach_over_lines_and_sentences():
    assert found("We saw Kim\nJong Il. Un") == []


def test_places_need_an_ending_or_a_gazetteer():
    assert found("in Punggye-ri, the make-do set-up") == [("place", "Punggye-ri")]
    assert found("in Hoeryong") == []
    assert found("in Hoeryong City", PLACES) == [("place", "Hoeryong City")]
    assert found("in North Hamgyong Province", PLACES) == [("place", "North Hamgyong Province")]
    assert found("in Kim Jong Suk County", PLACES) == [("place", "Kim Jong Suk County")]


def test_a_line_between_two_places_names_both():
    places = Gazetteer(PLACES.keys | {"동신", "강계"})
    assert found("the Tongsin-Kanggye railway", places) == [
        ("place", "Tongsin"),
        ("place", "Kanggye"),
    ]
    assert found("a Beijing-Pyongyang train", places) == [("place", "Pyongyang")]
    assert found("the Kanggye-made tractor", places) == [("place", "Kanggye")]


def test_hangul_and_latin_names_come_in_order():
    text = "최선희 외무상(Choe Son Hui)은 김정은 동지를"
    assert [name for _, name in found(text)] == ["최선희", "Choe Son Hui", "김정은"]
    first, second, _ = find_names(text)
    assert first.keys & second.keys


def test_over_three_hundred_foreign_names_are_not_korean():
    assert len(set(FOREIGN_NAMES)) >= 300
    wrong = [name for name in FOREIGN_NAMES if found(name, PLACES) or found(f"The {name} said")]
    assert wrong == []


@pytest.mark.parametrize(
    ("piece", "names"),
    [("Kim ", 0), ("A-", 0), ("Kim Jong U", 1), ("김", 0), ("정은 ", 0), ("Ŏ’", 0), ("Anan", 0)],
)
def test_a_text_that_never_ends_a_word_is_read_to_its_end(piece, names):
    repeated = 200_000  # more than any step that is not linear could bear
    assert len(find_names(piece * repeated, PLACES)) == names * repeated
