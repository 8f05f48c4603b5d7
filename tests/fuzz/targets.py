"""One small function for each parser, which takes any bytes and must fail at none."""

import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from flask.testing import FlaskClient
from nksearch_web import create_app

from nksearch.archive import Archive
from nksearch.dates import find_dates, parse_date
from nksearch.days import parse_days
from nksearch.errors import UsageError
from nksearch.finding.queries import parse_query
from nksearch.indexing import rebuild
from nksearch.periods import find_period
from nksearch.periods.events import event_dates
from nksearch.readers.dispatch import read_source
from nksearch.readers.sources import Budget, Source
from nksearch.request import parse_request, parse_search
from nksearch.search import completed
from nksearch.store import Store
from nksearch.text import normalise, sentence_spans
from tests.conftest import ARTICLES, WordEncoder


@cache
def archive() -> Archive:
    """Return the archive of three articles."""
    indexes = Path(tempfile.mkdtemp(prefix="nksearch-fuzz-"))
    with Store(indexes / "articles.db") as store:
        with store.transaction():
            for article in ARTICLES:
                store.put(article, touched=set())
        rebuild(indexes, store, WordEncoder())
    return Archive(indexes, WordEncoder())


@cache
def client() -> FlaskClient:
    """Return what asks the pages of that archive."""
    return create_app(archive()).test_client()


def query(data: bytes) -> None:
    """Find what a query of the search language asks for."""
    text = data.decode(errors="surrogateescape")
    with suppress(UsageError):
        for word in parse_query(text).words():
            assert text[word.start : word.end]
    with suppress(UsageError):
        parse_days(text)
    with suppress(UsageError):
        archive().find(parse_search({"query": text}))


def question(data: bytes) -> None:
    """Answer the last line as a question, after those before it."""
    *before, last = data.decode(errors="surrogateescape").split("\n")
    with suppress(UsageError):
        asked = parse_request({"question": last, "conversation": before[-20:]})
        completed(asked, archive()._current())
        archive().ask(asked)


def text(data: bytes) -> None:
    """Cut a text into sentences, which hold all that is no white space, once and in order."""
    plain = normalise(data.decode(errors="replace"))
    assert normalise(plain) == plain
    spans = sentence_spans(plain)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    kept = "".join(plain[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(plain.split())


def reader(data: bytes) -> None:
    """Read a file whose first byte chooses its name."""
    suffixes = ("", ".txt", ".html", ".json", ".jsonl", ".csv", ".md", ".xml", ".mhtml", ".zip")
    suffixes += (".tar", ".gz", ".warc", ".tsv")
    name = f"a{suffixes[data[0] % len(suffixes)]}" if data else "a"
    stream = io.BufferedReader(io.BytesIO(data[1:]))
    source = Source(stream=stream, name=name, uri=f"file:///{name}", budget=Budget(10**7))
    for reading in read_source(source):
        item = reading.item
        assert getattr(item, "reason", "") or getattr(item, "text", "") or item.revisions


def api(data: bytes) -> None:
    """Send bytes to the JSON API, as a body or as an address."""
    if data[:1] < b"\x80":
        response = client().post("/api/query", data=data[1:], content_type="application/json")
    else:
        path = ("/api/search", "/api/query", "/api/names", "/search", "/")[data[0] % 5]
        response = client().get(path, query_string=data[1:].decode("latin-1"))
    assert response.status_code < 500, response.text
    response.close()


def dates(data: bytes) -> None:
    """Read the dates of a text as those of an article."""
    plain = data.decode(errors="replace")
    find_period(plain[:512], asked_on=date(2024, 11, 24))
    for each in event_dates(plain, date(2024, 11, 24)):
        assert plain[each.start : each.end] and each.first <= each.last
    list(find_dates(plain))
    parse_date(plain)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (query, question, text, reader, api, dates)
}
