"""Pages of the web into the archive, from a server on this machine."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from nksearch.errors import UsageError
from nksearch.exports import to_line
from nksearch.fetching import Fetched, fetch
from nksearch.ingest import ingest, preview
from nksearch.store import Store
from tests.fetching.server import Answer, Send, network, page, serving

SENTENCE = "The river rose by two metres in one night, residents of the town told the Post. "
KOREAN = "신의주에서는 지난 여름 큰물이 나서 많은 살림집이 물에 잠겼다고 주민들이 말하였다. "


def html(text: str, *head: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>The river rose</title>{''.join(head)}</head><body>"
        f"<article><h1>The river rose</h1><p>{text}</p></article></body></html>"
    )


@pytest.fixture
def ingested(store: Store) -> Callable[..., str]:
    """Ingest one address of a server that answers so; return the server's own address."""

    def run(answer: Answer, path: str) -> str:
        with serving(answer) as (port, _):
            url = f"http://post.test:{port}"
            report = ingest([url + path], store, fetch=partial(fetch, network=network()))
            assert not report.rejected, report.rejected
            return url

    return run


def test_nothing_is_fetched_unless_that_is_said(store: Store) -> None:
    for run in (lambda: ingest(["http://a.test/b"], store), lambda: preview(["http://a.test/b"])):
        with pytest.raises(UsageError, match="nksearch ingest --fetch http://a"):
            list(run())  # type: ignore[call-overload]
    assert store.count() == 0


def test_a_page_is_known_by_where_it_came_from_and_where_it_was_asked_for(
    store: Store, ingested: Callable[..., str]
) -> None:
    body = html(SENTENCE * 5).encode()

    def answer(path: str, send: Send) -> None:
        moved = page(b"", "Location: /flood", status="302 Found")
        send(moved if path == "/short" else page(body, "Content-Type: text/html"))

    url = ingested(answer, "/short")
    (article,) = store.articles()
    assert (article.title, article.url, article.source) == (
        "The river rose",
        f"{url}/flood",
        "post.test",
    )
    places = store.places(article.article_id)
    assert [each.address for each in places] == [f"{url}/flood", f"{url}/short"]
    assert article.text == (SENTENCE * 5).strip()
    assert store.raw(article.article_id, 1) == body


def test_the_header_says_in_what_letters_a_page_is_written(
    store: Store, ingested: Callable[..., str]
) -> None:
    body = html(KOREAN * 4).encode("euc-kr")
    ingested(lambda path, send: send(page(body, "Content-Type: text/html; charset=euc-kr")), "/a")
    (article,) = store.articles()
    assert (article.text, article.language) == ((KOREAN * 4).strip(), "ko")


def test_a_page_takes_no_place_on_another_site(store: Store, ingested: Callable[..., str]) -> None:
    link = "<link rel=canonical href='https://trusted.example/flood'>"
    url = ingested(lambda path, send: send(page(html(SENTENCE * 5, link).encode())), "/a")
    (article,) = store.articles()
    assert (article.url, article.address) == (f"{url}/a", f"{url}/a")


def test_feeds_and_plain_text_are_read_by_their_content(
    store: Store, ingested: Callable[..., str]
) -> None:
    feed = (
        "<?xml version='1.0'?><rss><channel><title>Post</title><item><title>The river</title>"
        f"<link>https://post.test/river</link><description>{SENTENCE}</description></item>"
        "</channel></rss>"
    )
    ingested(lambda path, send: send(page(feed.encode(), "Content-Type: text/html")), "/feed")
    (article,) = store.articles()
    assert (article.title, article.url) == ("The river", "https://post.test/river")
    text = f"Another river\n\n{SENTENCE.replace('two', 'three')}".encode()
    url = ingested(lambda path, send: send(page(text, "Content-Type: image/png")), "/text")
    assert f"{url}/text" in {each.url for each in store.articles()}


def test_an_entry_of_a_feed_takes_no_place_on_another_site(
    store: Store, ingested: Callable[..., str], tmp_path: Path
) -> None:
    link = "https://trusted.example/river"
    (tmp_path / "a.json").write_text(json.dumps({"text": SENTENCE, "url": link}))
    ingest([tmp_path / "a.json"], store)
    feed = (
        f"<?xml version='1.0'?><rss><channel><item><title>The river</title><link>{link}</link>"
        "<description>It never rose.</description></item></channel></rss>"
    )
    for _ in range(2):
        ingested(lambda path, send: send(page(feed.encode())), "/feed")
    first, second = sorted(store.articles(), key=lambda each: each.ingested)
    assert (first.text, first.revision) == (SENTENCE.strip(), 1)
    assert (second.url, second.revision) == (link, 1)
    assert all(each.address.startswith("http://post") for each in store.places(second.article_id))


def test_an_export_is_not_taken_from_the_web(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": SENTENCE, "id": "1"}))
    ingest([tmp_path / "a.json"], store)
    (article,) = store.articles()
    line = to_line(store.revisions(article.article_id), store.places(article.article_id))
    found = Fetched("http://a.test/x", "http://a.test/x", line.encode(), None)
    report = ingest(["http://a.test/x"], store, fetch=lambda _: found)
    (rejected,) = report.rejected
    assert "An export of an archive is not taken" in rejected.reason


def test_what_cannot_be_fetched_is_rejected_and_stops_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(f"A title\n\n{SENTENCE}")
    with serving(lambda path, send: send(page(b"", status="404 Not Found"))) as (port, _):
        url = f"http://post.test:{port}/none"
        report = ingest([url, tmp_path / "in"], store, fetch=partial(fetch, network=network()))
    assert report.added == 1
    (rejected,) = report.rejected
    assert (rejected.path, rejected.format) == (url, "web")
    assert rejected.reason == "Its server answers 404 instead of the page."
    assert [each.path for each in store.rejections] == [url]


def test_a_page_fetched_again_is_unchanged_or_a_revision(store: Store) -> None:
    found = Fetched("http://a.test/short", "http://a.test/b", html(SENTENCE * 5).encode(), None)
    news = replace(found, body=html(SENTENCE * 6).encode())
    outcomes = []
    for each in (found, found, news):
        report = ingest(["http://a.test/short"], store, fetch=lambda url, each=each: each)  # type: ignore[misc]
        outcomes.append((report.added, report.unchanged, report.changed))
    assert outcomes == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
