"""From a source to the reader of its format."""

from collections.abc import Iterator
from dataclasses import replace

from nksearch.datamodels import Item, Rejected
from nksearch.readers.archives import read_tar, read_zip
from nksearch.readers.feeds import read_feed
from nksearch.readers.files import (
    HEAD,
    MAX_DOCUMENT,
    MAX_RECORD,
    UnreadableError,
    read_whole,
    unpack,
)
from nksearch.readers.formats import Format, tell_format
from nksearch.readers.html import read_html
from nksearch.readers.markdown import read_markdown
from nksearch.readers.mhtml import read_mhtml
from nksearch.readers.pages import read_page
from nksearch.readers.pdf import read_pdf
from nksearch.readers.records import read_document, read_lines
from nksearch.readers.sources import Reading, Source
from nksearch.readers.tables import read_table
from nksearch.readers.warc import read_warc

_GZIP = b"\x1f\x8b"


def read_source(source: Source) -> Iterator[Reading]:
    """Yield what the source holds; of a source that cannot be read, the reason."""
    kind: Format | str = "unknown"
    try:
        if source.stream.peek(2).startswith(_GZIP):
            source = source.with_stream(unpack(source.stream, spend=source.budget.spend))
        kind = tell_format(source.stream.peek(HEAD)[:HEAD], source.suffix)
        if kind == "ZIP":
            yield from read_zip(source, read_source)
        elif kind == "tar":
            yield from read_tar(source, read_source)
        else:
            yield from (_reading(kind, item) for item in _items(kind, source))
    except UnreadableError as error:
        yield _reading(kind, source.rejected(error))
    except OSError as error:
        yield _reading(kind, source.rejected(f"Cannot be read: {error.strerror or error}."))


def _reading(kind: str, item: Item) -> Reading:
    return Reading(kind, replace(item, format=kind) if isinstance(item, Rejected) else item)


def _items(kind: str, source: Source) -> Iterator[Item]:
    if kind == "JSON Lines":
        yield from read_lines(source.stream, source.name, source.uri)
    elif kind == "JSON":
        raw = read_whole(source.stream, MAX_DOCUMENT, "write it as JSON Lines, one record a line")
        yield from read_document(raw, source.name, source.uri)
    elif kind == "CSV":
        yield from read_table(source)
    elif kind == "feed":
        yield from read_feed(source)
    elif kind == "WARC":
        yield from read_warc(source)
    elif kind == "MHTML":
        yield read_mhtml(source)
    elif kind == "PDF":
        yield read_pdf(source)
    else:
        raw = read_whole(source.stream, MAX_RECORD, "a page must be shorter")
        if kind == "HTML":
            yield read_html(raw, source.uri, charset=source.charset, url=source.url)
        else:
            yield (read_markdown if kind == "Markdown" else read_page)(raw, source.uri)
