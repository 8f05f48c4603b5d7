import pytest

from nksearch.romanisation import find_names, to_roman, without_marks
from nksearch.vocabulary import load_vocabulary

from .sentences import SENTENCES

VOCABULARY = load_vocabulary()


def found(text):
    return [(text[m.start : m.end], m.key.partition(":")[2]) for m in VOCABULARY.find(text)]


def test_the_names_of_one_country_meet():
    text = "The DPRK, the D.P.R.K., N. Korea, North Koreans; 북한은 북조선이 조선의"
    assert {"dprk"} == {key for _, key in found(text)}
    assert {"rok"} == {
        key for _, key in found("ROK, South\nKorea, 남한은 한국과 남조선이 대한민국")
    }


@pytest.mark.parametrize(
    "text",
    [
        "People's Korea", "People’s Korea", "today's Korea", "the U.S. Korea policy",
        "the U.S. Korean policy", "as Korea", "PEOPLE'S KOREA",
    ],
)  # fmt: skip
def test_a_letter_that_ends_another_word_is_neither_north_nor_south(text):
    assert [] == found(text)


def test_the_u_s_korean_war_is_the_korean_war_alone():
    assert [("Korean War", "korean-war")] == found("the U.S. Korean War")
    assert ["rok", "rok", "dprk"] == [key for _, key in found("S Korea, S. KOREA and N. Koreans")]


def test_acronyms_match_in_capitals_only():
    assert [("ICBM", "icbm"), ("SLBM", "slbm")] == found("two ICBMs, icbms and SLBM's")
    assert [] == found("a rok and an mss, the spa")


def test_other_forms_match_in_any_case_as_whole_words():
    assert [("INMINBAN", "inminban"), ("inmin ban", "inminban")] == found("INMINBAN inmin ban")
    assert [] == found("donjuan and XDPRK, DPRKX")


@pytest.mark.parametrize(
    "form",
    ["Workers' Party of Korea", "Workers’ Party of Korea", "Workers Party\nof Korea"],
)
def test_apostrophes_hyphens_and_line_breaks_are_free(form):
    assert [(form, "wpk")] == found(f"the {form}'s line")


def test_numbers_stand_for_numbers():
    text = "Hwasong-17, 화성-17형, 화성포-18형"
    assert ["hwasong#17", "hwasong#17", "hwasong#18"] == [key for _, key in found(text)]
    assert {"term:hwasong"} == {match.entry for match in VOCABULARY.find(text)}


def test_korean_particles_may_follow_latin_letters():
    assert [("ICBM", "icbm"), ("TV조선", "chosun-ilbo")] == found("ICBM을 TV조선은")


def test_the_longest_form_wins():
    assert [("조선로동당", "wpk")] == found("조선로동당은")
    assert [("조선일보", "chosun-ilbo")] == found("조선일보가")
    assert [("Kaesong Industrial Complex", "개성공업지구")] == found(
        "the Kaesong Industrial Complex"
    )


def test_exceptions_keep_a_form_from_matching():
    assert [] == found("조선소는 돈주머니를 북한산에서")
    assert [("돈주", "donju")] == found("돈주들이")


def test_both_koreas_spellings_and_spacings_are_one():
    for form in ("로동신문", "노동신문", "로동 신문", "노동 신문"):
        assert [(form, "rodong-sinmun")] == found(f"{form}은"), form


def test_short_hangul_matches_where_a_run_begins_longer_also_inside():
    assert [("남한", "rok")] == found("남한은 강남한은")
    assert [("장마당", "jangmadang")] == found("농촌장마당에서")


def test_a_form_may_begin_with_a_word_of_one_syllable():
    assert [("당 중앙위원회", "central-committee")] == found("당 중앙위원회의, 당, 당의 당\n당")


def test_places_in_hangul():
    assert [("평양", "평양"), ("함북", "함경북"), ("회령시", "회령")] == found(
        "평양에서 함북 회령시로"
    )
    assert [("녕변", "영변"), ("영변", "영변")] == found("녕변의 영변은")


def test_ordinary_words_are_no_places():
    assert [] == found("위원은 세포에 온천을 해주는 영광의 항구에서 원산지를 나선 개성적인")
    assert [] == found("도와해주시고 해주시는")
    assert [("위원군", "위원"), ("해주시", "해주")] == found("위원군에서 해주시의")


def test_doubtful_latin_spellings_need_their_unit():
    assert [("Orang County", "어랑"), ("Jung-guyok", "중"), ("Sindo", "신도")] == found(
        "Orang County, Jung-guyok, Sindo, orang, Jung, Shinto"
    )


def test_a_whole_name_is_asked_for_in_any_script():
    for name in ("Hoeryong City", "회령시", "Hoeryŏng-si"):
        assert {"place:회령"} == VOCABULARY.keys_of(name)
    assert {"term:dprk"} == VOCABULARY.keys_of("dprk")
    assert {"place:금강", "place:금강산"} == VOCABULARY.keys_of("Kumgangsan")
    assert frozenset() == VOCABULARY.keys_of("Kosovo")


def test_the_romanisations_of_places_are_left_to_find_names():
    (name,) = find_names("in Hoeryong City", VOCABULARY.places)
    assert {"회령"} == name.keys
    assert "place:회령" in VOCABULARY.entries


def test_ordinary_english_is_no_term():
    text = (
        "German, Spanish and Belgian tractors; a Russian helicopter in Room 39; the coronavirus; "
        "separated families on a collective farm; the XI Corps and the 11th Corps; two-state "
        "theory; propaganda leaflets; North-South relations; forced repatriation"
    )
    assert [] == found(text)
    assert ["covid"] * 3 == [key for _, key in found("COVID-19, Covid-19, COVID19")]
    assert ["germany"] * 3 == [key for _, key in found("Germany 독일 도이췰란드")]


def test_every_place_is_found_by_its_name_alone():
    namesakes = ({"운산", "은산"},)
    for key in VOCABULARY.places.keys:
        entry = VOCABULARY.entries[f"place:{key}"]
        for written in (
            entry.name,
            to_roman(key, "dprk"),
            to_roman(key, "mr"),
            to_roman(key, "rr"),
        ):
            for spelling in (written, without_marks(written)):
                keys = VOCABULARY.places.named(spelling)
                assert keys in (set(), {key}, *(n for n in namesakes if key in n)), spelling


def test_a_place_is_asked_for_by_its_name_alone():
    assert {"place:순천"} == VOCABULARY.keys_of("Sunchon")
    assert {"place:태천"} == VOCABULARY.keys_of("Taechon")
    assert {"place:은천"} == VOCABULARY.keys_of("Unchon")


def test_sentences_without_korean_words_name_nothing():
    lines = SENTENCES.strip().split("\n")
    words = {w.strip(".,;:'") for line in lines for w in line.split() if w[0].isupper()}
    assert len(words) >= 400 and len(lines) >= 150
    wrong = []
    for line in lines:
        mentions = [line[m.start : m.end] for m in VOCABULARY.find(line)]
        names = [line[n.start : n.end] for n in find_names(line, VOCABULARY.places)]
        if mentions or names:
            wrong.append((line, mentions, names))
    assert wrong == []
