"""Readers: what a file holds, as articles, each with what the source says about it."""

from collections.abc import Iterator
from pathlib import Path

from nksearch.datamodels import Item, Rejected
from nksearch.readers.dispatch import read_source
from nksearch.readers.files import UnreadableError, open_regular
from nksearch.readers.sources import Reading, Source

__all__ = ["Reading", "read", "read_with_format"]


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
