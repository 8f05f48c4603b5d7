"""Readers: what a file holds, as articles, each with what the source says about it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path
from urllib.parse import quote

from nksearch.datamodels import Article, ExportedArticle, Item, Rejected
from nksearch.errors import FetchError
from nksearch.fetching import Fetch, Fetched
from nksearch.readers.dispatch import read_source, tell_source
from nksearch.readers.fields import site_of
from nksearch.readers.files import UnreadableError, open_regular
from nksearch.readers.sources import Reading, Source

__all__ = ["Reading", "format_of", "read", "read_address", "read_with_format"]

_ONE_PAGE = frozenset({"HTML", "Markdown", "MHTML", "PDF", "text"})  # formats of one article
_EXPORT = "An export of an archive is not taken from the web: save it, and ingest the file."


def read(path: Path) -> Iterator[Item]:
    """Yield what `path` holds: an article for each page or record, a reason where there is none.

    Whatever is in the file, nothing is raised. Articles come in the order of the file;
    `Rejected.line` is the line in JSON Lines and tables, the item in a JSON array, a feed or a
    crawl, counted from 1, and None for a whole file.
    """
    return (reading.item for reading in read_with_format(path))


def read_with_format(path: Path) -> Iterator[Reading]:
    """Yield what `path` holds as `read` does, each item with the format it was read from."""
    name = str(path).encode(errors="backslashreplace").decode()
    try:
        with open_regular(path) as stream:
            yield from read_source(Source(stream=stream, name=name, uri=path.resolve().as_uri()))
    except UnreadableError as error:
        yield Reading("unknown", Rejected(name, None, str(error)))
    except OSError as error:
        yield Reading(
            "unknown", Rejected(name, None, f"Cannot be read: {error.strerror or error}.")
        )


def format_of(path: Path) -> str | None:
    """Return the format of a file by its first bytes, None where it cannot be told."""
    try:
        with open_regular(path) as stream:
            return tell_source(Source(stream=stream, name=path.name, uri=""))[1]
    except (UnreadableError, OSError):
        return None


def read_address(url: str, fetch: Fetch) -> Iterator[Reading]:
    """Yield what stands at an address on the web, as `read_with_format` does for a file.

    What is one article has the address that it came from as its own, and the one that was asked
    for besides. It may name another one only of the same site: no page takes another's place, and
    no entry of a feed. An export, which would bring a history, is taken from files only.
    """
    try:
        fetched = fetch(url)
    except FetchError as error:
        yield Reading("web", Rejected(url, None, str(error), "web"))
        return
    source = Source(
        stream=BufferedReader(BytesIO(fetched.body)),
        name=url,
        uri=fetched.address,
        charset=fetched.charset,
        url=fetched.address,
    )
    for reading in read_source(source):
        yield _placed(reading, fetched)


def _placed(reading: Reading, fetched: Fetched) -> Reading:
    article, found = reading.item, fetched.address
    if isinstance(article, ExportedArticle):
        return replace(reading, item=Rejected(fetched.asked, None, _EXPORT, reading.format))
    if not isinstance(article, Article):
        return reading
    at_home = article.url and site_of(article.url) == site_of(found)
    if reading.format not in _ONE_PAGE:
        elsewhere = article.url and not at_home
        address = f"{found}#{quote(article.url or '')}" if elsewhere else article.address
        return replace(reading, item=replace(article, address=address))
    own = article.url if article.url and at_home else found
    placed = replace(article, url=own, address=own, source=article.source or site_of(found))
    others = dict.fromkeys(each for each in (found, fetched.asked) if each != own)
    return Reading(reading.format, placed, tuple(others))
