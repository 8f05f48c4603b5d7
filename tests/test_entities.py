"""Persons, places and terms of an archive, each under all its spellings."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.datamodels import Article, Entity
from nksearch.indexing import rebuild
from nksearch.store import Store

from .conftest import WordEncoder

ARTICLES = (
    ("2024-01-05", "Choe Son Hui left the DPRK."),
    ("2024-03-01", "Choe Son Hui came to Sinuiju."),
    (None, "Choi Sun-hee was in North Korea, in Sinuiju City."),
    ("2023-12-31", "최선희 외무상은 신의주를 방문했다."),
    ("2024-02-02", "Kim Ok Su met Kim Ok Su."),
)


@pytest.fixture
def archive(store: Store, indexes: Path, encoder: WordEncoder) -> Archive:
    with store.transaction():
        for number, (published, text) in enumerate(ARTICLES):
            raw = str(number).encode()
            store.put(Article(title="", text=text, published=published, raw=raw), touched=set())
    rebuild(indexes, store, encoder)
    return Archive(indexes, encoder)


def named(archive: Archive, name: str) -> Entity:
    (found,) = [each for each in archive.entities() if each.name == name]
    return found


def test_all_spellings_of_a_person_are_one_entity(archive: Archive) -> None:
    found = named(archive, "Choe Son Hui")
    assert (found.kind, found.hangul, found.articles) == ("person", "최선희", 4)
    assert {each.spelling: each.articles for each in found.spellings} == {
        "Choe Son Hui": 2,
        "Choi Sun-hee": 1,
        "최선희": 1,
    }
    assert (found.first, found.last) == (date(2023, 12, 31), date(2024, 3, 1))


def test_an_article_counts_once(archive: Archive) -> None:
    found = named(archive, "Kim Ok Su")
    assert (found.articles, found.spellings[0].articles) == (1, 1)


def test_places_have_coordinates(archive: Archive) -> None:
    found = named(archive, "Sinuiju")
    assert (found.kind, found.articles) == ("place", 3)
    assert found.latitude == pytest.approx(40.1, abs=0.1)
    assert found.longitude == pytest.approx(124.4, abs=0.1)


def test_terms_have_the_hangul_of_the_table(archive: Archive) -> None:
    found = named(archive, "DPRK")
    assert (found.kind, found.articles, found.latitude) == ("term", 2, None)
    assert found.hangul is not None


def test_the_most_frequent_come_first(archive: Archive) -> None:
    counts = [each.articles for each in archive.entities()]
    assert counts == sorted(counts, reverse=True)


def test_one_kind_can_be_asked_for(archive: Archive) -> None:
    assert {each.kind for each in archive.entities(kind="place")} == {"place"}


@pytest.mark.parametrize(
    "like",
    ["son hui", "Choi Seon-hui", "choi sun-hee", "최선희", unicodedata.normalize("NFD", "최선희")],
)
def test_names_are_found_by_letters_and_by_any_spelling(archive: Archive, like: str) -> None:
    assert [each.name for each in archive.entities(like=like)] == ["Choe Son Hui"]


def test_nothing_is_like_what_is_not_there(archive: Archive) -> None:
    assert archive.entities(like="Moon Jae-in") == []


@pytest.mark.parametrize("like", ["dprk", "North Korean", "북한"])
def test_a_term_is_found_by_words_that_the_archive_does_not_have(
    archive: Archive, like: str
) -> None:
    assert "DPRK" in [each.name for each in archive.entities(like=like)]


def test_names_follow_a_rebuild(archive: Archive, store: Store, encoder: WordEncoder) -> None:
    assert archive.entities(like="Wonsan") == []
    with store.transaction():
        store.put(Article(title="", text="He went to Wonsan.", raw=b"w"), touched=set())
    rebuild(archive.indexes, store, encoder)
    assert [each.name for each in archive.entities(like="Wonsan")] == ["Wonsan"]


def test_names_are_put_together_once(archive: Archive) -> None:
    first, again = archive.entities(), archive.entities()
    assert all(one is other for one, other in zip(first, again, strict=True))
