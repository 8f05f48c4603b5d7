"""Readers: what a file holds, as articles, each with what the source says about it."""

import re
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from nksearch.datamodels import Article, Rejected
from nksearch.readers.files import (
    HEAD,
    MAX_DOCUMENT,
    MAX_RECORD,
    UnreadableError,
    bom_codec,
    open_regular,
    read_whole,
    unpack,
)
from nksearch.readers.pages import read_page
from nksearch.readers.records import is_object, read_document, read_lines

__all__ = ["read"]

_GZIP = b"\x1f\x8b"
# What a file begins with, and why it is not read.
_UNREAD = (
    (b"%PDF-", "PDF files are not read yet: save the page as text."),
    (b"PK\x03\x04", "ZIP archives and office documents are not read: unpack or save as text."),
    (b"{\\rtf", "RTF documents are not read: save as text."),
    (b"BZh", "bzip2 files are not read: unpack it, or pack it with gzip."),
    (b"\xfd7zXZ", "xz files are not read: unpack it, or pack it with gzip."),
    (b"\x28\xb5\x2f\xfd", "zstd files are not read: unpack it, or pack it with gzip."),
)
_UNREAD_SUFFIXES = {".csv": "CSV", ".tsv": "TSV"}
_HTML = re.compile(
    r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed)\b", re.I)
_JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\]])')
_JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})


def read(path: Path) -> Iterator[Article | Rejected]:
    """Yield what `path` holds: an article for each page or record, a reason where there is none.

    The format is told by the content: a JSON array or object, JSON Lines, either packed with
    gzip, or a page saved as text. Whatever is in the file, nothing is raised. Articles come in
    the order of the file; `Rejected.line` is the line in JSON Lines, the item in a JSON array,
    counted from 1, and None for a whole file.
    """
    name = str(path).encode(errors="backslashreplace").decode()
    try:
        with open_regular(path) as stream:
            yield from _read_stream(stream, path, name)
    except UnreadableError as error:
        yield Rejected(name, None, str(error))
    except OSError as error:
        yield Rejected(name, None, f"Cannot be read: {error.strerror or error}.")


def _read_stream(stream: BufferedReader, path: Path, name: str) -> Iterator[Article | Rejected]:
    if stream.peek(2).startswith(_GZIP):
        stream = unpack(stream)
    head = stream.peek(HEAD)[:HEAD]
    start = _check_head(head, path)
    uri = path.resolve().as_uri()
    suffix = _suffix(path)
    if not _JSON_START.match(start) and suffix not in _JSON_SUFFIXES:
        raw = read_whole(stream, MAX_RECORD, "a page must be shorter")
        yield read_page(raw, uri)
    elif _is_lines(start, suffix):
        yield from read_lines(stream, name, uri)
    else:
        raw = read_whole(stream, MAX_DOCUMENT, "write it as JSON Lines, one record a line")
        yield from read_document(raw, name, uri)


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return suffixes[-1] if suffixes else ""


def _check_head(head: bytes, path: Path) -> str:
    """Return the beginning of the file as text, or raise the reason why it is not read."""
    if len(head) < HEAD and not head.strip():
        raise UnreadableError("Empty: there is nothing in the file.")
    if head.startswith(_GZIP):
        raise UnreadableError("Packed with gzip twice: unpack it once.")
    for magic, reason in _UNREAD:
        if head.startswith(magic):
            raise UnreadableError(reason)
    codec, skipped = bom_codec(head)
    if not codec and b"\0" in head:
        raise UnreadableError("Binary, not text: it has NUL bytes.")
    start = head[skipped:].decode(codec or "utf-8", errors="replace")
    if _HTML.match(start):
        raise UnreadableError("HTML pages are not read yet: save the page as text.")
    if _XML.match(start):
        raise UnreadableError("XML and news feeds are not read yet: save the articles as text.")
    if table := _UNREAD_SUFFIXES.get(_suffix(path)):
        raise UnreadableError(f"{table} tables are not read: write one JSON record a line.")
    return start


def _is_lines(start: str, suffix: str) -> bool:
    """Tell JSON Lines from a document: several lines, of which one of the first two is a record."""
    if start.lstrip().startswith("["):
        return False
    lines = [line for line in start.splitlines() if line.strip()]
    if suffix in _LINES_SUFFIXES:
        return True
    return len(lines) > 1 and (lines[1].startswith("{") or is_object(lines[0]))
