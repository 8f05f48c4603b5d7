"""One record, a JSON object, as an article: which field means what."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from nksearch.datamodels import Article
from nksearch.dates import parse_date
from nksearch.language import detect_language
from nksearch.readers.bylines import byline_of_names
from nksearch.readers.captions import read_caption
from nksearch.readers.files import UnreadableError, check_article_size
from nksearch.readers.publication import dated
from nksearch.readers.tags import clean_tags
from nksearch.readers.titles import cut_title, title_from_text
from nksearch.repair import repair
from nksearch.text import normalise, one_line

# Names are compared without case, spaces, hyphens and underscores; the first that holds something
# counts.
_FIELDS = {
    "id": ("id",),
    "url": ("url", "link", "canonicalurl", "href"),
    "title": ("title", "headline"),
    "date": (
        *("date", "published", "publishedat", "datepublished", "pubdate", "datetime"),
        "timestamp",
    ),
    "text": ("text", "body", "storytext", "content", "article", "articlebody"),
    "source": ("source", "publisher", "site"),
    "topic": ("topic", "category", "section", "type"),
    "language": ("language", "lang"),
    "caption": ("caption",),
    "translated_by": ("translatedby",),
    "subtitle": ("subtitle", "subheadline", "alternativeheadline", "standfirst", "deck", "dek"),
    "byline": ("byline", "author", "authors", "creator", "writer", "reporter"),
    "tags": ("tags", "tag", "keywords"),
    "original_url": ("originalurl", "originallink", "translationof"),
}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f]")


def to_article(record: Mapping[str, Any], *, raw: bytes, uri: str) -> Article:
    """Return the record as an article; `uri` is the address of the file it stands in.

    Raises:
        UnreadableError: the record has no text, or more than an article may have.
    """
    values = _by_name(record)
    text = _text(values)
    if not text:
        raise UnreadableError("No text: a record needs one in text, body, story_text or content.")
    check_article_size(text)
    external_id = _string(values, "id")
    url = next((url for url in map(web_address, _given(values, "url")) if url), None)
    dates = [date for date in map(parse_date, _given(values, "date")) if date]
    caption = _string(values, "caption")
    source = _string(values, "source") or site_of(url)
    originals = map(web_address, _given(values, "original_url"))
    article = Article(
        title=cut_title(repair(_string(values, "title") or "")) or title_from_text(text),
        text=text,
        source=source,
        url=url,
        language=language_code(_string(values, "language")) or detect_language(text),
        topic=_string(values, "topic"),
        translated_by=_string(values, "translated_by"),
        captions=(read_caption(caption),) if caption else (),
        external_id=external_id,
        address=url or (f"{uri}#{quote(external_id)}" if external_id else None),
        subtitle=repair(_string(values, "subtitle") or "") or None,
        byline=_byline(values, source),
        tags=clean_tags(tag for given in _given(values, "tags") for tag in as_strings(given)),
        original_url=next(filter(None, originals), None),
        raw=raw,
    )
    return dated(article, [("record", date) for date in dates[:1]])


def has_text(record: Any) -> bool:
    """Tell whether `record` is an object with the text of an article."""
    return isinstance(record, dict) and bool(_text(_by_name(record)))


def is_header(line: str) -> bool:
    """Tell whether `line` names the columns of a table of articles."""
    names = {_plain(name.strip(' "\ufeff')) for name in line.split(delimiter_of(line))}
    kinds = [kind for kind, known in _FIELDS.items() if names.intersection(known)]
    return "text" in kinds and len(kinds) > 1


def delimiter_of(line: str) -> str:
    """Return what separates the columns of a header: comma, tab, semicolon or bar."""
    return max(",\t;|", key=line.count)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _by_name(record: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in record.items():
        plain = _plain(name)
        if values.get(plain) in (None, "", []):
            values[plain] = value
    return values


def _byline(values: Mapping[str, Any], source: str | None) -> str | None:
    for given in _given(values, "byline"):
        if found := byline_of_names(as_strings(given), source=source):
            return found
    return None


def _given(values: Mapping[str, Any], field: str) -> Iterator[Any]:
    return (values[name] for name in _FIELDS[field] if name in values)


def _string(values: Mapping[str, Any], field: str) -> str | None:
    return next((text for text in map(as_string, _given(values, field)) if text), None)


def as_string(value: Any) -> str:
    """Return a string or number as one line; of a list its first, of an object its name."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return one_line(value) if isinstance(value, str) else ""


def as_strings(value: Any) -> list[str]:
    """Return every string of a list, or the one that there is."""
    values = value if isinstance(value, list) else [value]
    return list(filter(None, map(as_string, values)))


def _text(values: Mapping[str, Any]) -> str:
    for value in _given(values, "text"):
        if isinstance(value, list):
            value = "\n\n".join(item for item in value if isinstance(item, str))
        text = normalise(repair(value)) if isinstance(value, str) else ""
        if text:
            return text
    return ""


def web_address(value: Any) -> str | None:
    """Return `value` if it is the address of a web page."""
    url = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and _is_plain(url) else None


def site_of(url: str | None) -> str | None:
    """Return the name of the site of `url`, which stands for the source that a record lacks."""
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None


def _is_plain(url: str) -> bool:
    return not _UNPRINTABLE.search(url) and one_line(url) == url


def language_code(value: str | None) -> str | None:
    """Return the language of a code such as `en-GB`, None when it is no such code."""
    match = _LANGUAGE.fullmatch((value or "").lower())
    return match[1] if match else None
