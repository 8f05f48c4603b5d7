"""Crawls in WARC: every page that was fetched with success."""

from collections.abc import Iterator
from typing import Any

from nksearch.datamodels import Article, Rejected
from nksearch.readers.files import MAX_RECORD, UnreadableError
from nksearch.readers.html import read_html
from nksearch.readers.sources import Source

_PAGES = ("text/html", "application/xhtml+xml")
_MISSING = "WARC crawls need the package warcio: pip install 'nksearch[warc]'"


def read_warc(source: Source) -> Iterator[Article | Rejected]:
    """Yield an article or a reason for each page, in the order of the crawl.

    Requests, pictures, redirects and errors of the server are passed over. `Rejected.line` is the
    number of the record. What follows a broken record cannot be found and is not read.

    Raises:
        UnreadableError: the extra `warc` is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise UnreadableError(_MISSING) from None
    number = 0
    records = ArchiveIterator(source.stream)
    try:
        for number, record in enumerate(records, 1):
            if _is_page(record):
                yield _read_record(record, source, number)
    except UnreadableError as error:
        yield source.rejected(f"{error} The rest was not read.", number + 1)
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield source.rejected(f"The crawl is broken: {error}. The rest was not read.", number + 1)
    finally:
        records.close()


def _is_page(record: Any) -> bool:
    if record.rec_type == "resource":
        return (record.content_type or "").startswith(_PAGES)
    if record.rec_type != "response" or not record.http_headers:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    return record.http_headers.get_statuscode() == "200" and kind.lower().startswith(_PAGES)


def _read_record(record: Any, source: Source, number: int) -> Article | Rejected:
    headers = record.http_headers
    kind = (headers.get_header("Content-Type") if headers else record.content_type) or ""
    url = record.rec_headers.get_header("WARC-Target-URI")
    try:
        raw = record.content_stream().read(MAX_RECORD + 1)
        if len(raw) > MAX_RECORD:
            raise UnreadableError("Larger than 20 MB: a page must be shorter.")
        if getattr(record.raw_stream, "limit", 0) > 0:
            raise UnreadableError("The crawl ends within this page.")
        uri = f"{source.uri}#{number}"
        return read_html(raw, uri, charset=kind.partition("charset=")[2] or None, url=url)
    except UnreadableError as error:
        return source.rejected(error, number)
