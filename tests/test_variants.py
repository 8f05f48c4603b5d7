"""Questions in spellings that the archive does not have, or has beside others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nksearch.archive import Archive
from nksearch.datamodels import Answer, Article, Respelling
from nksearch.indexing import rebuild
from nksearch.request import Mode, parse_request
from nksearch.store import Store

from .conftest import WordEncoder

ARTICLES = {
    "choe": "Choe Son Hui visited the market in Sinuiju on Monday.",
    "choi": "Choi Sun-hee visited the market in Nampo on Monday.",
    "dprk": "The DPRK closed its border in January.",
    "korea": "North Korea closed a border in March.",
    "lee": "Lee County in Florida had a flood on Friday.",
    "hanoi": "Ho Chi Minh is remembered in Vietnam with a visit.",
    "rodong": "평양의 로동자들이 녀성 대표를 만났다.",
    "nodong": "서울의 노동자들이 여성 대표를 만났다.",
    "visit": "최선희는 모스크바를 방문했다. 핵 실험은 없었다.",
    "general": "리영호가 부대를 찾았다.",
    "missile": "The Hwasong-17 missile flew over the market. Kim Jong Un saw a KN 25 too.",
    "sea": "The Pukguksong-3 came out of the water.",
    "화성": "화성포-17형이 날았다.",
}


@pytest.fixture
def archive(store: Store, indexes: Path, encoder: WordEncoder) -> Iterator[Archive]:
    with store.transaction():
        for name, text in ARTICLES.items():
            language = "en" if text.isascii() else "ko"
            found = Article(
                title="", text=text, language=language, raw=name.encode(), url=f"x:{name}"
            )
            store.put(found, touched=set())
    rebuild(indexes, store, encoder)
    yield Archive(indexes, encoder)


def ask(archive: Archive, question: str, mode: Mode = "lexical", **options: Any) -> Answer:
    return archive.ask(parse_request({"question": question, "mode": mode, **options}))


def names(found: Answer) -> list[str]:
    return [str(passage.url).removeprefix("x:") for passage in found.passages]


@pytest.mark.parametrize("mode", ["lexical", "hybrid"])
@pytest.mark.parametrize("question", ["Choe Son Hui", "Choi Sun-hee", "choi sun-hee", "최선희"])
def test_every_spelling_of_a_person_finds_every_other(
    archive: Archive, question: str, mode: Mode
) -> None:
    assert {"choe", "choi", "visit"} <= set(names(ask(archive, question, mode)))


@pytest.mark.parametrize("mode", ["lexical", "hybrid"])
def test_the_spelling_of_the_question_comes_first(archive: Archive, mode: Mode) -> None:
    assert names(ask(archive, "Where did Choe Son Hui visit the market?", mode))[0] == "choe"
    assert names(ask(archive, "Where did Choi Sun-hee visit the market?", mode))[0] == "choi"


def test_both_words_for_a_country_find_both(archive: Archive) -> None:
    for question in ("DPRK", "North Korea", "북한"):
        assert {"dprk", "korea"} == set(names(ask(archive, question)))


def test_a_person_in_latin_letters_is_found_in_korean_text_without_a_title(
    archive: Archive,
) -> None:
    assert names(ask(archive, "Ri Yong Ho"))[0] == "general"


def test_a_hangul_name_is_found_in_the_other_orthography(archive: Archive) -> None:
    assert names(ask(archive, "이영호는 무엇을 했는가")) == ["general"]


@pytest.mark.parametrize("question", ["노동자", "로동자", "여성", "녀성"])
def test_both_orthographies_find_both(archive: Archive, question: str) -> None:
    found = ask(archive, question)
    first = "rodong" if question in ("로동자", "녀성") else "nodong"
    assert names(found)[0] == first
    assert set(names(found)) == {"rodong", "nodong"}


def test_a_word_of_one_syllable_finds_longer_ones_and_says_so(archive: Archive) -> None:
    found = ask(archive, "핵은 무엇인가")
    assert names(found)[0] == "visit"
    (note,) = ask(archive, "부는 어디 있는가").notes
    assert note.text == "also for words that begin with 부"


def test_what_was_searched_as_well_is_said(archive: Archive) -> None:
    (note,) = ask(archive, "Where did Choi Sun-hee go?").notes
    assert note.kind == "variants"
    assert note.text == "also for Choe Son Hui, 최선희 (Choi Sun-hee)"


def test_without_variants_only_the_words_of_the_question_count(archive: Archive) -> None:
    found = ask(archive, "Choi Sun-hee", variants="off")
    assert (names(found), found.notes) == (["choi"], ())


def test_what_is_in_quotes_is_meant_literally(archive: Archive) -> None:
    found = ask(archive, '"Choi Sun-hee" visited')
    assert (names(found), found.notes) == (["choi"], ())


@pytest.mark.parametrize("question", ["Lee County", "Ho Chi Minh", "Young Song"])
def test_foreign_names_stay_what_they_are(archive: Archive, question: str) -> None:
    assert ask(archive, question).notes == ()


def test_the_encoder_gets_the_spelling_of_the_archive_in_the_same_script(
    archive: Archive, encoder: WordEncoder
) -> None:
    ask(archive, "Who saw Choe Seon-hui?", "hybrid")
    assert encoder.encoded[-1] == "Who saw Choe Son Hui?"
    ask(archive, "What did Choi Sun-hee say in Pyeongyang?", "hybrid")
    assert encoder.encoded[-1] == "What did Choi Sun-hee say in Pyeongyang?"


def test_a_question_stays_in_its_language(archive: Archive) -> None:
    found = ask(archive, "최선희 홍수", "hybrid")
    assert [note.kind for note in found.notes] == ["variants", "language"]


@pytest.mark.parametrize(
    "question",
    ["Choi Sun-hee's market", "Who is choi sun-hee?", "who is choi sun-hee", "CHOI SUN-HEE"],
)
def test_names_are_known_in_any_case_and_with_a_possessive(archive: Archive, question: str) -> None:
    assert {"choe", "choi"} <= set(names(ask(archive, question)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("North Korea border South Korea", "South Korea border North Korea"),
     ("Choi Sun-hee Choi Ryong-hae", "Choi Ryong-hae Choi Sun-hee")],
)  # fmt: skip
def test_names_with_a_word_in_common_do_not_disturb_each_other(
    archive: Archive, one: str, other: str
) -> None:
    scores = [
        {passage.article_id: passage.score for passage in ask(archive, question).passages}
        for question in (one, other)
    ]
    assert scores[0] == pytest.approx(scores[1])


@pytest.mark.parametrize("question", ["국가", "평가", "이것은", "나는", "있는 곳은"])
def test_words_of_two_syllables_are_not_torn(archive: Archive, question: str) -> None:
    texts = [passage.text for passage in ask(archive, question).passages]
    assert texts == []


def test_small_letters_are_acronyms_only_if_they_are_no_word(archive: Archive) -> None:
    assert {"dprk", "korea"} <= set(names(ask(archive, "what did the dprk close")))
    assert ask(archive, "the best spa").notes == ()


def test_a_long_question_of_names_has_bounds(archive: Archive) -> None:
    question = " ".join(["최선희 Choi Sun-hee DPRK"] * 20)[:512]
    (note,) = ask(archive, question).notes
    assert note.text.count("Choe Son Hui") == 2  # once for each spelling that is asked


@pytest.mark.parametrize("asked", ["Choe Seon-hui", "Choi Sun-hee"])
def test_evidence_for_an_answer_is_sought_in_every_spelling(archive: Archive, asked: str) -> None:
    found = ask(archive, f"When did {asked} visit a market in Sinuiju?")
    assert not found.abstained
    assert found.question == f"When did {asked} visit a market in Sinuiju?"
    assert found.citations[0].quote == ARTICLES["choe"]


def test_one_spelling_can_be_left_out_and_the_others_stay(archive: Archive) -> None:
    found = ask(archive, "Where did Choi Sun-hee go?", without=["choe son-hui"])
    (note,) = found.notes
    assert note.text == "also for 최선희 (Choi Sun-hee)"
    assert found.respellings == (Respelling("Choi Sun-hee", ("최선희",)),)
    assert "choe" not in names(found)
    assert {"choi", "visit"} <= set(names(found))


def test_what_is_searched_for_korean_words_can_be_left_out(archive: Archive) -> None:
    found = ask(archive, "여성")
    assert found.respellings == (Respelling("여성", ("녀성",)),)
    assert names(ask(archive, "여성", without="녀성")) == ["nodong"]
    question = "부는 어디 있는가"
    (said,) = ask(archive, question).respellings[0].spellings
    assert ask(archive, question, without=said).notes == ()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Kim Ju Ae see?", "Kim Ju Ae"),
        ("what did kim ju-ae see?", "kim ju-ae"),
        ("When did the Hwasong-18 fly over the market?", "Hwasong-18"),
        ("when did the hwasong 18 fly over the market", "hwasong 18"),
        ("화성-18형이 언제 날았는가", "화성-18"),
        ("Who saw the Pukguksong-4?", "Pukguksong-4"),
        ("Who saw the KN-23?", "KN-23"),
    ],
)
def test_who_or_what_no_article_names_in_any_spelling_is_not_mistaken_for_another(
    archive: Archive, question: str, missing: str
) -> None:
    found = ask(archive, question)
    assert found.abstained
    assert found.reason == f"No article mentions {missing}."


@pytest.mark.parametrize(
    "question",
    [
        *("What did Kim Jong-un see?", "Who saw the KN-25?", "Where did Choe Sun Hui go?"),
        *("Who saw the Hwasong-17?", "Who is Ri Yong Ho?", "화성-17형이 언제 날았는가"),
        *("Who had COVID-19?", "Who is Jong Chong Chun?"),  # of 32 readings
    ],
)
def test_who_or_what_some_article_names_is_known(archive: Archive, question: str) -> None:
    found = archive.search(parse_request({"question": question}))
    assert found.unknown_names == ()


def test_one_of_a_series_is_not_searched_as_another(archive: Archive) -> None:
    spelled = ask(archive, "Hwasong-17").respellings[0].spellings
    assert spelled == ("화성포-17",)
    assert ask(archive, "Hwasong-18").respellings == ()
    series = ask(archive, "Hwasong missile").respellings[0].spellings
    assert {"Hwasong-17", "화성포-17"} == set(series)
