from datetime import date
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Filters, Passage
from nksearch.encoder import Encoder
from nksearch.errors import DamagedIndexError
from nksearch.indexing import rebuild
from nksearch.request import MODES, Request
from nksearch.search import PER_ARTICLE, Searcher
from nksearch.store import Store

from .conftest import WordEncoder


@pytest.fixture
def searcher(filled: Store, indexes: Path, encoder: WordEncoder) -> Searcher:
    rebuild(indexes, filled, encoder)
    return Searcher.open(indexes, encoder)


def titles(passages: list[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.title for passage in passages))


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_finds_the_article_about_it(
    searcher: Searcher, filled: Store, mode: str
) -> None:
    request = Request(question="phone near the border", mode=mode)  # type: ignore[arg-type]
    assert titles(searcher.search(request, filled))[0] == "Phones at the border"


@pytest.mark.parametrize("mode", MODES)
def test_passages_quote_their_article_and_are_numbered(
    searcher: Searcher, filled: Store, mode: str
) -> None:
    passages = searcher.search(Request(question="flood or market visit", mode=mode), filled)  # type: ignore[arg-type]
    assert [passage.rank for passage in passages] == list(range(1, len(passages) + 1))
    for each in passages:
        assert filled.get(each.article_id, each.revision).text[each.start : each.end] == each.text


def test_a_korean_question_is_not_given_to_an_encoder_that_knows_no_korean(
    searcher: Searcher, filled: Store, encoder: WordEncoder
) -> None:
    encoder.encoded.clear()
    assert titles(searcher.search(Request(question="평양 장마당"), filled)) == ["장마당 소식"]
    assert encoder.encoded == []


def test_an_english_question_is_not_compared_with_korean_vectors(
    searcher: Searcher, filled: Store
) -> None:
    found = searcher.search(Request(question="flood"), filled)
    assert "장마당 소식" not in titles(found)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(source="Border Desk"), {"Phones at the border"}),
        (Filters(since=date(2024, 1, 1)), {"Flood in Sinuiju"}),
        (Filters(until=date(2024, 1, 1)), {"Phones at the border"}),
        (Filters(language="fr"), set()),
    ],
)
def test_filters_hold_in_hybrid_search(
    searcher: Searcher, filled: Store, filters: Filters, expected: set[str]
) -> None:
    found = searcher.search(Request(question="flood phone", filters=filters), filled)
    assert set(titles(found)) == expected


def test_one_article_does_not_fill_the_page(
    store: Store, indexes: Path, encoder: WordEncoder
) -> None:
    text = "\n\n".join(f"The flood of day {n} took all the houses of the town." for n in range(12))
    with store.transaction():
        store.put(Article(title="Long", text=text, raw=b"1"), touched=set())
        store.put(Article(title="Short", text="A flood came.", raw=b"2"), touched=set())
    rebuild(indexes, store, encoder)
    found = Searcher.open(indexes, encoder).search(Request(question="flood"), store)
    assert [passage.title for passage in found].count("Long") == PER_ARTICLE
    assert "Short" in titles(found)


def test_no_more_passages_than_asked_for(searcher: Searcher, filled: Store) -> None:
    assert len(searcher.search(Request(question="flood phone border", k=1), filled)) == 1


def test_a_searcher_stays_until_something_new_is_published(
    searcher: Searcher, filled: Store, indexes: Path, encoder: WordEncoder
) -> None:
    assert searcher.refresh() is searcher
    rebuild(indexes, filled, encoder)
    newer = searcher.refresh()
    assert newer.manifest.generation == "000002"
    request = Request(question="flood")
    assert searcher.search(request, filled) == newer.search(request, filled)


def test_a_snapshot_shows_the_revision_that_it_indexed(searcher: Searcher, filled: Store) -> None:
    url = "https://example.org/flood"
    revised = Article(title="Corrected", text="No flood at all.", address=url, raw=b"3")
    with filled.transaction():
        assert filled.put(revised, touched=set()) == "changed"
    found = searcher.search(Request(question="flood Sinuiju"), filled)
    assert (found[0].title, found[0].revision) == ("Flood in Sinuiju", 1)


def test_vectors_of_another_encoder_are_not_searched(searcher: Searcher, indexes: Path) -> None:
    other: Encoder = WordEncoder()
    other.revision = "2"
    with pytest.raises(DamagedIndexError, match="Run: nksearch rebuild"):
        Searcher.open(indexes, other)
