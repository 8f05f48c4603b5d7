from dataclasses import replace

from nksearch.archive import Archive
from nksearch.articles import article_to_json, article_to_text
from nksearch.request import Request
from nksearch.revisions import History

NEVER = History(0, None, None)


def test_the_json_of_an_article_tells_no_path_of_this_machine(archive: Archive) -> None:
    found = archive.ask(Request(question="Chinese phones"))
    article = article_to_json(archive.article(found.passages[0].article_id))
    assert article["title"] == "Phones at the border"
    assert "file://" not in str(article)


def test_an_article_shows_the_dates_in_its_text(archive: Archive) -> None:
    found = archive.ask(Request(question="flood in Sinuiju"))
    article = archive.article(found.passages[0].article_id)
    flood, monday = article_to_json(article)["dates"]
    assert (flood["text"], flood["first"], flood["last"], flood["how"]) == (
        *("July 2024", "2024-07-01", "2024-07-31"),
        "written",
    )
    assert article.text[monday["start"] : monday["end"]] == "Monday"
    assert (monday["first"], monday["how"]) == ("2024-07-29", "weekday")
    assert "2024-07-29 (“Monday”, weekday)" in article_to_text(article, article, NEVER, width=200)


def test_an_article_shows_what_few_articles_have(archive: Archive) -> None:
    found = archive.ask(Request(question="flood in Sinuiju"))
    article = replace(
        archive.article(found.passages[0].article_id),
        subtitle="Soldiers came",
        byline="Han Sol",
        place_line="Sinuiju",
        tags=("flood", "boats"),
        original_url="https://a.example/ko",
        published_from="page",
        date_conflict="2024-06-03 (address)",
    )
    text = article_to_text(article, article, NEVER, width=200)
    for line in (
        "Soldiers came",
        "By Han Sol",
        "Written in Sinuiju",
        "Tags: flood, boats",
        "Original text: https://a.example/ko",
        "Date from a line of the page; another day: 2024-06-03 (address)",
    ):
        assert line in text.splitlines()
    assert article_to_json(article)["tags"] == ["flood", "boats"]


def test_a_date_after_the_day_of_ingest_is_contradicted_wherever_it_stands(
    archive: Archive,
) -> None:
    found = archive.ask(Request(question="flood in Sinuiju"))
    article = replace(
        archive.article(found.passages[0].article_id),
        published="2026-02-05",
        ingested="2026-02-03T04:05:00+00:00",
        published_from=None,  # as before it was noted
    )
    text = article_to_text(article, article, NEVER, width=200)
    assert "Another day: 2026-02-03 (day of ingest)" in text.splitlines()
    assert article_to_json(article)["date_conflict"] == "2026-02-03 (day of ingest)"
