"""Mentions: names and terms that have several spellings, found in running text."""

import pytest

from nksearch.mentions import Mention, find_mentions, form_of
from nksearch.vocabulary import load_vocabulary


def found(text: str) -> list[tuple[str, str]]:
    mentions = find_mentions(text, load_vocabulary(None))
    return [(text[each.start : each.end], each.kind) for each in mentions]


def only(text: str) -> Mention:
    (mention,) = find_mentions(text, load_vocabulary(None))
    return mention


def test_persons_places_and_terms_come_in_the_order_of_the_text() -> None:
    assert found("Choe Son Hui left the DPRK by way of Sinuiju.") == [
        ("Choe Son Hui", "person"),
        ("DPRK", "term"),
        ("Sinuiju", "place"),
    ]


def test_of_mentions_that_overlap_the_longest_counts() -> None:
    assert found("the Workers' Party of Korea of North Korea") == [
        ("Workers' Party of Korea", "term"),
        ("North Korea", "term"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Choe Son Hui", "Choi Sun-hee"),
        ("Choe Son Hui", "최선희 외무상"),
        ("Ri Yong Ho", "리영호 차수"),
        ("DPRK", "North Korea"),
        ("North Korea", "북한"),
        ("ROK", "남조선"),
        ("Sinuiju", "신의주"),
        ("Hoeryŏng-si", "회령시"),
        ("North Hamgyong Province", "함경북도"),
        ("Rodong Sinmun", "노동신문"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert only(one).keys & only(other).keys


def test_one_of_a_series_has_a_key_of_its_own_and_does_not_name_the_others() -> None:
    assert only("Kwangmyongsong-4").own_keys == only("광명성-4호").own_keys
    assert only("Kwangmyongsong-4").own_keys != only("Kwangmyongsong-5").own_keys
    assert (
        only("Kwangmyongsong").own_keys
        == only("Kwangmyongsong-5").keys - only("Kwangmyongsong-5").own_keys
    )


def test_what_is_named_after_a_person_names_the_person() -> None:
    assert ("Kim Il Sung", "person") in found("Kim Il Sung Square was crowded.")
    both = found("the Kim Il Sung-Kim Jong Il Foundation")
    assert both == [("Kim Il Sung", "person"), ("Kim Jong Il", "person")]


def test_a_surname_with_one_syllable_is_no_sure_name() -> None:
    assert not only("Kim Chol").sure


def test_a_form_is_what_is_written_with_the_same_words() -> None:
    assert form_of("Kim Jong-un") == form_of("KIM JONG UN") == form_of("Kim Jong Un’s")
    assert form_of("Kim Jong Un") != form_of("Kim Jong Eun")
