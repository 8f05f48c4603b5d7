from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Filters, Found
from nksearch.errors import DamagedIndexError
from nksearch.indexing import rebuild
from nksearch.models.encoder import Encoder
from nksearch.request import MODES, Request
from nksearch.search import LEADING, PER_ARTICLE, Searcher
from nksearch.store import Store

from .conftest import ARTICLES, WordEncoder


@pytest.fixture
def searcher(filled: Store, indexes: Path, encoder: WordEncoder) -> Searcher:
    rebuild(indexes, filled, encoder)
    return Searcher.open(indexes, encoder)


def titles(found: Found) -> list[str]:
    return list(dict.fromkeys(passage.title for passage in found.passages))


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
    request = Request(question="flood or market visit", mode=mode)  # type: ignore[arg-type]
    passages = searcher.search(request, filled).passages
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
        (Filters(date_state="unknown"), set()),
        (Filters(until=date(2024, 1, 1)), {"Phones at the border"}),
        (Filters(language="fr"), set()),
    ],
)
def test_filters_hold_in_hybrid_search(
    searcher: Searcher, filled: Store, filters: Filters, expected: set[str]
) -> None:
    found = searcher.search(Request(question="flood phone", filters=filters), filled)
    assert set(titles(found)) == expected


def test_articles_without_a_date_can_be_searched_alone(searcher: Searcher, filled: Store) -> None:
    filters = Filters(date_state="unknown")
    found = searcher.search(
        Request(question="장마당은 2024년에 문을 열었다", filters=filters), filled
    )
    assert set(titles(found)) == {"장마당 소식"}


def test_one_article_does_not_fill_the_page(
    store: Store, indexes: Path, encoder: WordEncoder
) -> None:
    text = "\n\n".join(f"The flood of day {n} took all the houses of the town." for n in range(12))
    with store.transaction():
        store.put(Article(title="Long", text=text, raw=b"1"), touched=set())
        store.put(Article(title="Short", text="A flood came.", raw=b"2"), touched=set())
    rebuild(indexes, store, encoder)
    found = Searcher.open(indexes, encoder).search(Request(question="flood"), store)
    assert [passage.title for passage in found.passages].count("Long") == PER_ARTICLE
    assert "Short" in titles(found)


def test_no_more_passages_than_asked_for(searcher: Searcher, filled: Store) -> None:
    found = searcher.search(Request(question="flood phone border", k=1), filled)
    assert len(found.passages) == 1


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
    revised = Article(title="Corrected", text="Nothing.", address=url, url=url, raw=b"3")
    with filled.transaction():
        assert filled.put(revised, touched=set()) == "changed"
    first = searcher.search(Request(question="flood Sinuiju"), filled).passages[0]
    assert (first.title, first.revision) == ("Flood in Sinuiju", 1)


def test_vectors_of_another_encoder_are_not_searched(searcher: Searcher, indexes: Path) -> None:
    other: Encoder = WordEncoder()
    other.revision = "2"
    with pytest.raises(DamagedIndexError, match="Run: nksearch rebuild"):
        Searcher.open(indexes, other)


def test_a_quoted_phrase_must_stand_in_every_passage(searcher: Searcher, filled: Store) -> None:
    found = searcher.search(Request(question='phones and the "flooded town"'), filled)
    assert [passage.title for passage in found.passages] == ["Flood in Sinuiju"]
    assert "flooded town" in found.passages[0].text
    other = searcher.search(Request(question='flood "town flooded"'), filled)
    assert titles(other)[0] == "Flood in Sinuiju"
    assert [note.text for note in other.notes] == [
        "for the words one by one: no passage has “town flooded” in this order"
    ]


def test_articles_are_ranked_with_ids_best_first(searcher: Searcher, filled: Store) -> None:
    ranking = searcher.rank(Request(question="flood in Sinuiju"))
    assert filled.get(ranking[0][0]).title == "Flood in Sinuiju"
    scores = [score for _, score in ranking]
    assert scores == sorted(scores, reverse=True)
    assert searcher.rank(Request(question="flood in Sinuiju"), depth=1) == ranking[:1]


def test_each_passage_says_what_each_index_thinks_of_it(searcher: Searcher, filled: Store) -> None:
    best = searcher.search(Request(question="phone near the border"), filled).passages[0]
    assert best.evidence
    assert (best.evidence.lexical_rank, best.evidence.semantic_rank) == (1, 1)
    korean = searcher.search(Request(question="평양 장마당"), filled)
    assert korean.passages[0].evidence
    assert korean.passages[0].evidence.semantic is None
    assert [note.kind for note in korean.notes] == ["language"]


def test_a_date_in_the_question_limits_the_search_and_says_so(
    searcher: Searcher, filled: Store
) -> None:
    request = Request(question="phones or flood in May 2023?", asked_on=date(2024, 12, 1))
    found = searcher.search(request, filled)
    assert titles(found) == ["Phones at the border"]
    [note] = found.notes
    assert note.kind == "period"
    assert "1 article without a date left out" in note.text
    free = searcher.search(replace(request, dates=False), filled)
    assert (set(titles(free)) > set(titles(found)), free.notes) == (True, ())


def test_a_period_without_articles_limits_nothing(searcher: Searcher, filled: Store) -> None:
    found = searcher.search(Request(question="flood in March 1999"), filled)
    assert "Flood in Sinuiju" in titles(found)
    assert found.notes[0].text.startswith("all dates: no article was published 1999-03-01")


def test_of_copies_only_the_best_is_shown_unless_all_are_wanted(
    filled: Store, indexes: Path, encoder: WordEncoder
) -> None:
    copy = ARTICLES[0].text * 4
    with filled.transaction():
        for number, more in enumerate(("", " One more sentence.")):
            filled.put(
                Article(title="Flood report", text=copy + more, raw=b"%d" % number), touched=set()
            )
    rebuild(indexes, filled, encoder)
    searcher = Searcher.open(indexes, encoder)
    request = Request(question="flood report Sinuiju")
    once, both = (
        [passage for passage in searcher.search(each, filled).passages if passage.copies]
        for each in (request, replace(request, all_copies=True))
    )
    assert len({passage.article_id for passage in once}) == 1
    assert len({passage.article_id for passage in both}) == 2
    assert set(once[0].copies) == {p.article_id for p in both} - {once[0].article_id}


def test_the_first_places_go_to_different_stories(
    store: Store, indexes: Path, encoder: WordEncoder
) -> None:
    with store.transaction():
        for n in range(7):
            text = "\n\n".join(
                f"The flood took house {n}{m} of the town by night." for m in "abcdef"
            )
            store.put(Article(title=f"Town {n}", text=text, raw=b"%d" % n), touched=set())
    rebuild(indexes, store, encoder)
    found = Searcher.open(indexes, encoder).search(Request(question="flood house night"), store)
    first = [passage.article_id for passage in found.passages[:LEADING]]
    assert len(set(first)) == LEADING
    assert len(found.passages) == 10


def test_a_year_that_may_be_the_topic_is_only_preferred(searcher: Searcher, filled: Store) -> None:
    asked = date(2026, 1, 1)
    request = Request(question="phone border flood: the 2024 flood", asked_on=asked)
    found = searcher.search(request, filled)
    assert "Phones at the border" in titles(found)
    assert [note.text.split(",")[0] for note in found.notes] == ["all dates"]
    plain = searcher.rank(replace(request, dates=False))
    favoured = dict(searcher.rank(request))
    [flood] = [a.article_id for a in filled.articles() if a.title == "Flood in Sinuiju"]
    assert favoured[flood] > dict(plain)[flood]


def test_limits_that_exclude_each_other_are_said(searcher: Searcher, filled: Store) -> None:
    request = Request(question='"flooded town" and "Chinese phones"')
    found = searcher.search(request, filled)
    assert len(titles(found)) == 2
    assert [note.kind for note in found.notes] == ["phrase"]
    dated = searcher.search(Request(question='"flooded town" in May 2023'), filled)
    assert titles(dated) == ["Phones at the border"]
    assert [note.kind for note in dated.notes] == ["phrase", "period"]
    elsewhere = Request(question="phones in July 2024", filters=Filters(source="Border Desk"))
    assert [note.kind for note in searcher.search(elsewhere, filled).notes] == ["empty_period"]


@pytest.mark.parametrize(
    ("question", "since"),
    [("flood since 30 July 2024", "2024-07-30"), ("flood this week", "2024-07-27")],
)
def test_only_the_running_week_reaches_back(
    searcher: Searcher, filled: Store, question: str, since: str
) -> None:
    found = searcher.search(Request(question=question, asked_on=date(2024, 8, 3)), filled)
    assert f"published {'since ' * ('since' in question)}{since}" in found.notes[0].text


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Who visited?", True),
        ("누가 방문했나", False),
        ("平壌の市場", False),
        ("Кто приехал", False),
    ],
)
def test_letters_tell_the_language_of_a_question(
    searcher: Searcher, question: str, understood: bool
) -> None:
    assert searcher.understands(question) is understood
