from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nksearch.archive import Archive
from nksearch.datamodels import Article
from nksearch.errors import NoIndexError, StoreError, UsageError
from nksearch.finding.hits import Listing, listing_to_json, listing_to_text
from nksearch.indexing import rebuild
from nksearch.request import parse_search
from nksearch.store import Store

from ..conftest import WordEncoder

Find = Callable[..., Listing]

# Title, text, date, source, topic and language.
NEWS = (
    ("Flood in town", "A flood came to the border town.", "2024-07-31", "River Post", "Weather"),
    ("Phones", "Traders sell mobile phones at the border.", "2024-05-02", "Desk", "Economy"),
    ("More phones", "Mobile networks grow. Phones cost less.", "2023-05-09", "desk", "Economy"),
    ("Minister travels", "Foreign minister Choe Son Hui left.", "2024-05-20", "Desk", None),
    ("Visit", "Minister Choi Sun-hee came back.", None, "River Post", None),
    ("Sanctions", "Sanctioned ships sailed; a sanction hurts.", "2022-01-01", "Wire", "Economy"),
)  # fmt: skip
LONG = " ".join(f"Soldiers pulled resident number {n} out of the cold water." for n in range(30))


def articles() -> Iterator[Article]:
    for title, text, published, source, topic in NEWS:
        yield Article(
            title=title, text=text, published=published, source=source, topic=topic, language="en"
        )
    for day, source in (("2024-08-01", "Wire"), ("2024-08-02", "Desk")):  # one story, told twice
        yield Article(title="Rescue", text=f"{LONG} {source}.", published=day, source=source,
                      language="en")  # fmt: skip
    yield Article(
        title="홍수", text="신의주에서 홍수가 났다.", published="2024-07-30", language="ko"
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    indexes = tmp_path_factory.mktemp("listing")
    encoder = WordEncoder()
    clock = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in count())
    with Store(indexes / "articles.db", clock=lambda: next(clock)) as store:
        with store.transaction():
            for article in articles():
                store.put(article, touched=set())
        rebuild(indexes, store, encoder)
    return Archive(indexes, encoder)


@pytest.fixture
def find(opened: Archive) -> Find:
    def find(query: str = "", **values: Any) -> Listing:
        return opened.find(parse_search({"query": query, **values}))

    return find


def titles(listing: Listing) -> list[str]:
    return [hit.title for hit in listing.hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("border", {"Flood in town", "Phones"}),
        ("border phones", {"Phones"}),
        ("flood OR phone", {"Flood in town", "Phones", "More phones"}),
        ("phones -traders", {"More phones"}),
        ("(flood OR phones) NOT town", {"Phones", "More phones"}),
        ('"mobile phones"', {"Phones"}),
        ('"phones mobile"', set()),
        ("title:phones", {"Phones", "More phones"}),
        ('title:"more phones"', {"More phones"}),
        ("title:phon*", {"Phones", "More phones"}),
        ("sanc*", {"Sanctions"}),
        ("source:post", {"Flood in town", "Visit"}),
        ("source:DESK topic:econ", {"Phones", "More phones"}),
        ("lang:ko", {"홍수"}),
        ("date:2024-05", {"Phones", "Minister travels"}),
        ("date:2022..2023", {"Sanctions", "More phones"}),
        ("date:unknown", {"Visit"}),
        ("신의주", {"홍수"}),
        ("nobody", set()),
        ("NOT date:2024 -rescue", {"More phones", "Visit", "Sanctions"}),
    ],
)  # fmt: skip
def test_a_query_finds(find: Find, query: str, found: set[str]) -> None:
    listing = find(query)
    assert found == set(titles(listing))
    assert len(found) == listing.total


def test_names_are_found_in_every_spelling_unless_that_is_switched_off(find: Find) -> None:
    both = {"Minister travels", "Visit"}
    listing = find("Choi Sun-hee")
    assert both == set(titles(listing))
    assert [note.kind for note in listing.notes] == ["variants"]
    spelled = {hit.title: hit for hit in listing.hits}["Minister travels"]
    assert [spelled.snippet[start:end] for start, end in spelled.marks] == ["Choe Son Hui"]
    assert titles(find("Choi Sun-hee", variants="off")) == ["Visit"]
    assert titles(find('"Choi Sun-hee"')) == ["Visit"]
    assert both.isdisjoint(titles(find("NOT Choi Sun-hee")))
    assert set(titles(find("minister -최선희"))) == set()


def test_common_words_and_broken_queries_are_said(find: Find) -> None:
    listing = find("the (border")
    assert set(titles(listing)) == {"Flood in town", "Phones"}
    assert [note.text for note in listing.notes] == [
        "for the words alone: a parenthesis is not closed",
        "without “the”, which most articles have",
    ]


def test_copies_of_a_story_are_one_result_unless_all_are_wanted(find: Find) -> None:
    folded, every = find("soldiers"), find("soldiers", all="on")
    assert (folded.total, folded.articles, len(folded.hits[0].copies)) == (1, 2, 1)
    assert (every.total, every.articles, every.hits[0].copies) == (2, 2, ())
    assert {each.value: each.count for each in folded.facets["source"]} == {"Desk": 1, "Wire": 1}
    for facet in folded.facets["source"]:
        assert facet.count == find("soldiers", source=facet.value).total


def test_every_count_of_a_facet_is_what_choosing_it_gives(find: Find) -> None:
    options = {"source": "source", "topic": "topic", "lang": "lang", "month": "date"}
    assert find("").facets.keys() == options.keys()
    for query, chosen in (("", {}), ("border OR phones", {}), ("", {"topic": "Economy"})):
        listing = find(query, **chosen)
        for name, option in options.items():
            for facet in listing.facets[name]:
                assert facet.count == find(query, **{**chosen, option: facet.value}).total
        assert listing.undated == find(query, **{**chosen, "date": "unknown"}).total


def test_a_facet_goes_on_to_show_its_other_values(find: Find) -> None:
    assert len(find(topic="Economy").facets["topic"]) == 2
    assert [each.value for each in find(topic="Economy").facets["month"]] == [
        "2022-01", "2023-05", "2024-05",
    ]  # fmt: skip


def test_results_are_sorted(find: Find) -> None:
    query = "date:2022..2024-05"
    newest = ["Minister travels", "Phones", "More phones", "Sanctions"]
    assert titles(find(query)) == newest
    assert titles(find(query, sort="date")) == newest
    assert titles(find(query, sort="oldest")) == newest[::-1]
    assert titles(find("phones OR mobile OR more", sort="relevance"))[0] == "More phones"
    assert titles(find(sort="added")) == ["홍수", "Rescue", *(each[0] for each in NEWS[::-1])]
    assert titles(find(sort="date"))[-1] == titles(find(sort="oldest"))[-1] == "Visit"  # undated


def test_pages_go_through_all_results_once(find: Find) -> None:
    pages = [find(page=number, size=3) for number in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [3, 3, 2, 0]
    assert [hit.rank for page in pages for hit in page.hits] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [title for page in pages for title in titles(page)] == titles(find())
    assert {page.pages for page in pages} == {3}


def test_snippets_are_characters_of_their_articles(find: Find, opened: Archive) -> None:
    for query in ("border", "soldiers water", '"number 17"', "신의주", ""):
        for hit in find(query, all="on").hits:
            text = opened.article(hit.article_id, hit.revision).text
            assert hit.snippet == text[hit.start : hit.end]
            start, end = hit.cited
            assert hit.start <= start < end <= hit.end
    (seventeen,) = {hit.snippet[s:e] for hit in find('"number 17"').hits for s, e in hit.marks}
    assert seventeen == "number 17"


def test_a_listing_is_json_and_text(find: Find) -> None:
    listing = find("border", size=1)
    values = listing_to_json(listing)
    assert (values["total"], values["pages"], len(values["results"])) == (2, 2, 1)
    assert values["results"][0]["marks"] == [list(each) for each in listing.hits[0].marks]
    text = listing_to_text(listing, width=80, style=("<", ">"))
    assert text.startswith("2 results, page 1 of 2.")
    assert "<border>" in text
    assert "Source    Desk (1), River Post (1)" in text


@pytest.mark.parametrize(
    "values", [{"sort": "best"}, {"page": "0"}, {"size": "101"}, {"date": "x"}, {"k": "1"}]
)
def test_what_cannot_be_listed_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        parse_search(values)


def test_without_an_index_nothing_is_listed(indexes: Path, encoder: WordEncoder) -> None:
    archive = Archive(indexes, encoder)
    with pytest.raises(NoIndexError):
        archive.find(parse_search({}))
    with pytest.raises(StoreError):
        archive.rejected()


def test_related_articles_are_alike_and_neighbours_in_time(opened: Archive, find: Find) -> None:
    ids = {hit.title: hit.article_id for hit in find().hits}
    phones = opened.related(ids["Phones"])
    assert phones and phones.previous and phones.next
    assert "More phones" in [each.title for each in phones.similar]
    assert (phones.previous.title, phones.next.title) == ("More phones", "Minister travels")
    rescue = opened.related(ids["Rescue"])
    assert rescue and [each.title for each in rescue.copies] == ["Rescue"]
    assert "Rescue" not in [each.title for each in rescue.similar]
    undated = opened.related(ids["Visit"])
    assert undated and (undated.previous, undated.next) == (None, None)
    assert opened.related("0123") is None
