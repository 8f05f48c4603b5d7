"""News feeds in RSS and Atom, saved as files."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from nksearch.datamodels import Article, Rejected
from nksearch.readers.blocks import parse_page, text_of
from nksearch.readers.charsets import decode_page
from nksearch.readers.fields import to_article
from nksearch.readers.files import MAX_RECORD, UnreadableError, read_whole
from nksearch.readers.sources import Source

_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENTRY = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:item|entry)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!]", re.IGNORECASE)


def read_feed(source: Source) -> Iterator[Article | Rejected]:
    """Yield an article or a reason for each entry, in the order of the feed.

    Raises:
        UnreadableError: it is no feed, defines entities, which could grow without end, or has no
            entry.
    """
    import feedparser  # 40 ms, and only feeds need it

    raw = read_whole(source.stream, MAX_RECORD, "split it")
    text = decode_page(raw)
    if _ENTITY.search(text):
        raise UnreadableError("The feed defines entities of its own: this is not read.")
    text = _DECLARED.sub("", text)
    feed = feedparser.parse(BytesIO(text.encode(errors="replace")), resolve_relative_uris=False)
    if not feed.entries:
        reason = feed.get("bozo_exception")
        raise UnreadableError(f"Not a valid feed: {reason}." if reason else "No entry in the feed.")
    raws = _raws(text)
    for number, entry in enumerate(feed.entries, 1):
        try:
            record = _record(entry, feed.feed)
            own = raws[number - 1] if len(raws) == len(feed.entries) else json.dumps(record)
            yield to_article(record, raw=own.encode(errors="replace"), uri=source.uri)
        except UnreadableError as error:
            yield source.rejected(error, number)


def _raws(text: str) -> list[str]:
    """Return the entries as they were written, none where they cannot be told apart."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    if len(starts) != len(ends):
        return []
    return [text[start:end] for start, end in zip(starts, ends)]


def _record(entry: Any, feed: Any) -> dict[str, Any]:
    """Return an entry with the names that records have."""
    longest = max([each.value for each in entry.get("content", [])], key=len, default="")
    text = max(longest, entry.get("summary") or "", key=len)
    tags = [tag.term for tag in entry.get("tags", []) if tag.get("term")]
    return {
        "id": entry.get("id"),
        "url": entry.get("link"),
        "title": _shown(entry.get("title") or ""),
        "date": entry.get("published") or entry.get("updated") or entry.get("created"),
        "text": _shown(text),
        "source": _shown((entry.get("source") or {}).get("title") or feed.get("title") or ""),
        "topic": tags[:1],
        "tags": tags,
        "author": [each.get("name") for each in entry.get("authors", []) if each.get("name")]
        or entry.get("author"),
        "subtitle": entry.get("subtitle"),
        "language": feed.get("language"),
    }


def _shown(markup: str) -> str:
    """Return what a browser would show of an entry's text, which may be HTML or not."""
    return text_of(parse_page(f"<div>{markup}</div>")) if _TAG.search(markup) else markup
